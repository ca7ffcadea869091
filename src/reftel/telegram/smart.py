"""SMART: the block of labels above and below a telegram of 2010 and later, and older ones printed again.

Comes in: a text. Goes out: a ``Frame``: its labelled lines cut into the block
above the text, the text, and the block below it, and the words of each label.
Everything before the last ``MRN:`` is an e-mail that carried the telegram. Where
a transmission header stands below the labels, an older telegram was printed
again: its own header is believed, and the labels are only ``smart-label`` lines.
Source: telegrams of 2010 and later in releases of the Department.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reftel.span import Span
from reftel.telegram import grammar_smart as grammar
from reftel.telegram.line_kinds import is_caption, split
from reftel.telegram.line_signs import Signed
from reftel.telegram.lines import label as label_lines
from reftel.telegram.model import Line
from reftel.telegram.smart_flat import cut_flat
from reftel.telegram.smart_titles import mark_titles
from reftel.telegram.stamps import mark_stamps
from reftel.telegram.text_lines import label_text

# Field -> kind of its lines; the labels of all other fields are ``smart-label``.
KINDS = {
    "mrn": "mrn",
    "dtg": "dtg",
    "from": "from",
    "action": "to",
    "order": "order",
    "tags": "tags",
    "captions": "caption",
    "reference": "reference",
    "pass_line": "passing",
    "subject": "subject",
    "signature": "signature",
    "drafted_by": "drafting",
    "cleared_by": "drafting",
    "approved_by": "drafting",
    "released_by": "drafting",
    "info": "info",
    "excluded": "excluded",
}
# Lines that stand between labels and are none of their words.
_BETWEEN = ("blank", "stamp", "banner")
_UNLABELLED = frozenset((*_BETWEEN, "end"))

Fields = dict[str, tuple[Span, ...]]


class Frame(NamedTuple):
    """A text with labels: its lines, where the blocks end, and what they hold."""

    lines: tuple[Line, ...]
    head: int
    """Index of the first line below the upper block."""
    foot: int
    """Index of the first line of the lower block."""
    labels: tuple[Line, ...]
    """The lines of the upper block with the kinds that their labels give them, and the banner below."""
    fields: Fields
    """Field -> places of its words, one a line."""
    reissued: bool
    """Whether the text between the blocks has a transmission header of its own."""


def label(text: str, within: Span | None = None) -> Frame | None:
    """The frame of ``text``, or of ``within`` of it; ``None`` where no line begins with ``MRN:``."""
    message = within or Span(0, len(text))
    if text.rfind("MRN", message.start, message.end) < 0:  # thrice as fast as from the front
        return None
    lines = _marked(split(text, message))
    place = _number_line(lines)
    return None if place is None else _framed(text, message, lines, place)


def _marked(lines: list[Line]) -> list[Line]:
    """The lines as they were on the page, with its stamps marked."""
    return mark_stamps(cut_flat(lines))


def _framed(text: str, message: Span, lines: list[Line], place: int) -> Frame:
    """The frame whose number stands on the line at ``place``."""
    start = _block_start(lines, place)
    above, fields = _upper_block(lines, start)
    head = start + len(above)
    foot = _footer(lines, head)
    below, more = _lower_block(lines[foot:])
    fields |= more
    middle, reissued = _message(text, lines[head:foot], above)
    mail = [line if line.kind in ("blank", "stamp") else line.of_kind("preamble") for line in lines[:start]]
    shown = (_as_labels(above), _as_labels(below)) if reissued else (above, below)
    outside = (split(text, Span(0, message.start)), split(text, Span(message.end, len(text))))
    before, after = ([line.of_kind("wrapper") for line in part] for part in outside)
    return Frame(
        lines=(*before, *mail, *shown[0], *middle, *shown[1], *after),
        head=len(before) + head,
        foot=len(before) + head + len(middle),
        labels=(*above, *(line for line in below if line.kind == "banner")),
        fields=fields,
        reissued=reissued,
    )


def _as_labels(lines: Sequence[Line]) -> list[Line]:
    """The lines of a block as ``smart-label``, for they only repeat what an older telegram says itself."""
    return [line if line.kind in _UNLABELLED else line.of_kind("smart-label") for line in lines]


def _message(text: str, lines: list[Line], above: Sequence[Line]) -> tuple[list[Line], bool]:
    """The lines between the blocks, labelled, and whether they have a transmission header of their own."""
    if not lines or not _has_header(lines):
        return mark_titles(label_text(Signed.of(_without_subject(lines, above)), above)), False
    span = Span(lines[0].start, lines[-1].end)
    inner = [line for line in label_lines(text, span, lambda _: lines) if line.kind != "wrapper"]
    return mark_titles(inner), True


def _without_subject(lines: list[Line], above: Sequence[Line]) -> list[Line]:
    """The lines of the text; a first one that only says the subject again is ``repeated``."""
    first = next((i for i, line in enumerate(lines) if line.kind not in _BETWEEN), len(lines))
    subject = "".join("".join(line.words.split()) for line in above if line.kind == "subject")
    words = "".join(lines[first].words.split()) if first < len(lines) else ""
    if not words or subject != f"Subject:{words}":
        return lines
    return [*lines[:first], lines[first].of_kind("repeated"), *lines[first + 1 :]]


_REACH = 40  # lines below the labels in which a transmission header stands


def _has_header(lines: Sequence[Line]) -> bool:
    """Whether a telegram begins with a sender below a date-time group or a page line."""
    kinds = [line.kind for line in lines[:_REACH]]
    sender = kinds.index("from") if "from" in kinds else 0
    return any(kind in ("dtg", "page-line", "transmission-id") for kind in kinds[:sender])


# ---------------------------------------------------------------- where the blocks stand

_BLOCK = 40  # lines below the number in which another label stands
_ABOVE = 16  # lines above the block in which its banner stands


def _number_line(lines: Sequence[Line]) -> int | None:
    """The index of the last ``MRN:`` below which other labels stand."""
    for i in range(len(lines) - 1, -1, -1):
        if grammar.MRN_LABEL.match(lines[i].words):
            fields = {m.lastgroup for line in lines[i + 1 : i + _BLOCK] if (m := _header_label(line))}
            if len(fields & {"dtg", "from", "action", "subject", "tags"}) > 1:
                return i
    return None


def _header_label(line: Line) -> re.Match[str] | None:
    return grammar.HEADER_LABEL.match(line.words)


def _block_start(lines: Sequence[Line], place: int) -> int:
    """The first line of the upper block: its offices and the banner above it."""
    near = range(max(0, place - _BLOCK), place)
    start = next((i for i in near if grammar.OFFICE_LABEL.match(lines[i].words)), place)
    top = start
    for i in range(start - 1, max(-1, start - _ABOVE), -1):
        if lines[i].kind == "banner" or (lines[i].kind == "text" and is_caption(lines[i].words.strip())):
            top = i
        elif lines[i].kind not in _BETWEEN:
            break
    return top


def _footer(lines: Sequence[Line], head: int) -> int:
    """The first line of the lower block: the last ``Signature:``, else the first label below the text."""
    found = [(i, m.lastgroup) for i in range(head, len(lines)) if (m := _footer_label(lines[i]))]
    signed = [i for i, name in found if name == "signature"]
    if signed:
        return signed[-1]
    last = max((i for i in range(head, len(lines)) if lines[i].kind == "paragraph"), default=head)
    return next((i for i, _ in found if i > last), len(lines))


def _footer_label(line: Line) -> re.Match[str] | None:
    return grammar.FOOTER_LABEL.match(line.words)


# ---------------------------------------------------------------- the blocks


class _Open(NamedTuple):
    """The field whose words are read, and the last line of it that has words."""

    name: str = ""
    column: int = 0
    alone: bool = False
    """Whether the label stands alone on its line."""
    above: Line | None = None


def _upper_block(lines: Sequence[Line], start: int) -> tuple[list[Line], Fields]:
    """The lines of the upper block from ``start`` on, up to the end of the subject, and their words."""
    block: list[Line] = []
    fields: dict[str, list[Span]] = {}
    field = _Open()
    for i in range(start, len(lines)):
        line = lines[i]
        match = _header_label(line) if field.name != "subject" else None
        if match is not None:
            field = _opened(line, match, fields)
        elif _ends_block(line, field, lines[i - 1] if i else line):
            break
        elif field.name != "subject" and _is_banner_caption(lines, i):
            field = _Open()
        elif line.kind not in _BETWEEN and not grammar.LINK.fullmatch(line.words):
            field = _continued(line, field, fields)
        block.append(_shown(line, field))
    return _without_tail(block, field), {name: tuple(spans) for name, spans in fields.items()}


def _is_banner_caption(lines: Sequence[Line], i: int) -> bool:
    """Whether a line is a caption below a banner (``SBU`` below ``UNCLASSIFIED``), no words of a label."""
    return i > 0 and lines[i - 1].kind == "banner" and is_caption(lines[i].words.strip())


def _without_tail(block: list[Line], field: _Open) -> list[Line]:
    """The block without the blank lines and stamps after its last words, which belong to the text."""
    last = len(block)
    while field.name == "subject" and last and block[last - 1].kind in _BETWEEN:
        last -= 1
    return block[:last]


def _opened(line: Line, match: re.Match[str], fields: dict[str, list[Span]]) -> _Open:
    """The field that a label opens; its words on the label's line are noted."""
    name = str(match.lastgroup)
    spans = fields.setdefault(name, [])
    field = _Open(name, match.end(), alone=not line.words[match.end() :].strip())
    return _noted(line, match.end(), field, spans)


def _continued(line: Line, field: _Open, fields: dict[str, list[Span]]) -> _Open:
    """The open field with another line of words."""
    start = len(line.words) - len(line.words.lstrip())
    return _noted(line, start, field, fields.setdefault(field.name, []) if field.name else [])


def _noted(line: Line, start: int, field: _Open, spans: list[Span]) -> _Open:
    """The words of a line from ``start`` on, noted as words of the field."""
    words = line.words[start:].rstrip()
    if not words:
        return field
    spans.append(Span(line.start + start, line.start + start + len(words)))
    return field._replace(above=line)


def _shown(line: Line, field: _Open) -> Line:
    """A line of a block with the kind that its field gives it."""
    if line.kind in _BETWEEN:
        return line
    if grammar.LINK.fullmatch(line.words):
        return line.of_kind("stamp")
    if not field.name:
        return line.of_kind("caption" if is_caption(line.words.strip()) else "smart-label")
    return line.of_kind(KINDS.get(field.name, "smart-label"))


_WRAPPED = 60  # characters of a line that runs on in the next one
_INDENT = 4  # columns by which a continued line may stand before its value


def _ends_block(line: Line, field: _Open, previous: Line) -> bool:
    """Whether a line without label stands below the upper block."""
    if line.kind in _BETWEEN:
        return False
    if field.name != "subject":
        return line.kind in ("page-line", "dtg", "paragraph", "classification") and bool(field.name)
    if field.above is None:
        return line.kind in ("page-line", "dtg", "classification")
    if line.kind != "text" or previous is not field.above:
        return True
    return not _goes_on(line.words, field)


def _goes_on(words: str, field: _Open) -> bool:
    """Whether a line goes on with the subject: set below its value, or below a full line."""
    above = field.above.words if field.above else ""
    if words.strip() == above[field.column :].strip() or grammar.MARKED_TITLE.match(words):
        return False
    indent = len(words) - len(words.lstrip())
    if field.alone:
        return True
    if above.lstrip()[:7] == "Subject" and field.column > len("Subject: ") + 4:
        return indent > 0 and indent >= field.column - _INDENT
    short = len(words.strip()) < _WRAPPED and not words.rstrip().endswith(".")
    return indent > 0 or short or len(above) >= _WRAPPED


def _lower_block(lines: Sequence[Line]) -> tuple[list[Line], Fields]:
    """The lines of the lower block and their words; below its last label banners, then the e-mail's end."""
    block: list[Line] = []
    fields: dict[str, list[Span]] = {}
    field = _Open()
    for line in lines:
        match = _footer_label(line)
        if match is not None:
            field = _opened(line, match, fields)
        elif line.kind not in _BETWEEN:
            if field.name == "rule" and field.above is not None:
                block.append(line.of_kind("caption" if is_caption(line.words.strip()) else "end"))
                continue
            field = _continued(line, field, fields)
        block.append(_shown(line, field))
    return block, {name: tuple(spans) for name, spans in fields.items()}
