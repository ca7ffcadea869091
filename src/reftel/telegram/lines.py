"""Lines: a text cut into labelled lines that cover it from end to end.

Nothing is thrown away. Each line first gets a kind by its own words
(``grammar.LINE_KINDS``); then three passes read the message from above: the
envelope up to the classification line, the heading up to the first words of the
text, and the text. A page mark, a caption or a repeated heading in the middle of
a sentence stays a line with a kind of its own, and the text is read around it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence

from reftel import tables
from reftel.span import Span
from reftel.telegram.banner import read_banner
from reftel.telegram.line_kinds import (
    ADDRESSEES,
    ENVELOPE,
    FIELDS,
    INTERRUPTIONS,
    continues_reference,
    field_names,
    folded,
    is_caption,
    repeat_end,
    split,
)
from reftel.telegram.model import Line
from reftel.telegram.text_lines import label_text


def label(
    text: str, within: Span | None = None, mark: Callable[[list[Line]], list[Line]] | None = None
) -> tuple[Line, ...]:
    """The lines of ``text``, each with its kind; those outside of ``within`` are ``wrapper`` lines.

    ``mark`` changes kinds that the lines have by their own words, before their neighbours are looked at.
    """
    message = within or Span(0, len(text))
    lines = split(text, message)
    return (
        *split(text, Span(0, message.start), "wrapper"),
        *_label_message(mark(lines) if mark else lines),
        *split(text, Span(message.end, len(text)), "wrapper"),
    )


def _label_message(lines: list[Line]) -> list[Line]:
    """The lines of one message, labelled by what stands around them."""
    cover = _cover_end(lines)
    if cover:
        above = [line if line.kind == "blank" else line.of_kind("preamble") for line in lines[:cover]]
        return above + _label_message(lines[cover:])
    lines = _with_reference_gaps(_with_damaged_level(lines))
    heading = _heading_start(lines)
    text = _text_start(lines, heading)
    return [
        *_label_envelope(lines[:heading]),
        *_label_heading(lines[heading:text]),
        *label_text(lines[text:], lines[heading:text], lines[:heading]),
    ]


# The end of a REF line whose last item has no number yet: C) RIO · A. BAMAKO 12, · D)
_UNFINISHED = re.compile(
    r"(?:[A-Za-z][.):\]]|\([A-Za-z]\))(?:\s+[A-Za-z][A-Za-z .'\-]{0,28})?\s*\Z|[,;]\s*\Z|\bAND\s*\Z"
)
_NUMBER_SOON = re.compile(r"(?!\s*[\u00b6]?\d{1,2}[.)]\s)[^\n]{0,40}?\d{2}")
_LONGEST_BLOCK = 30  # lines of a REF block


def _with_reference_gaps(lines: list[Line]) -> list[Line]:
    """The lines, blank ones within an unfinished item of the REF block as gaps."""
    first = next((i for i, line in enumerate(lines) if line.kind == "reference"), len(lines))
    marked, above = list(lines), ""
    for i in range(first, min(len(lines) - 1, first + _LONGEST_BLOCK)):
        if lines[i].kind != "blank":
            above = lines[i].words
        elif _UNFINISHED.search(above) and _NUMBER_SOON.match(lines[i + 1].words):
            marked[i] = lines[i].of_kind("gap")
        else:
            break
    return marked


def _cover_end(lines: Sequence[Line]) -> int:
    """How many lines a cover sheet with the heading's fields takes above the true envelope."""
    first_label = next((i for i, line in enumerate(lines) if line.kind in FIELDS), len(lines))
    if any(line.kind == "transmission-id" for line in lines[:first_label]):
        return 0  # the true envelope stands above already: another is that of a further section
    for i in range(first_label, len(lines)):
        if lines[i].kind == "transmission-id":
            return i if any(line.kind in FIELDS for line in lines[i:]) else 0
        if lines[i].kind == "paragraph":
            return 0
    return 0


_REACH = 12  # lines below the envelope in which the classification line stands


def _with_damaged_level(lines: list[Line]) -> list[Line]:
    """The lines, with a line whose level is misspelled as the classification line where there is no other."""
    first_label = next((i for i, line in enumerate(lines) if line.kind in FIELDS), len(lines))
    above = [line.kind for line in lines[:first_label]]
    last = max((i for i, kind in enumerate(above) if kind in ENVELOPE), default=-1)
    if "classification" in above or (last < 0 and first_label == len(lines)):
        return lines
    for i in range(last + 1, min(first_label, last + _REACH)):
        banner = read_banner(lines[i]) if lines[i].kind == "text" else None
        if banner is not None and banner.damaged:
            return [*lines[:i], lines[i].of_kind("classification"), *lines[i + 1 :]]
    return lines


def _heading_start(lines: Sequence[Line]) -> int:
    """The index of the classification line, else of the first heading label, else of the first word."""
    kinds = [line.kind for line in lines]
    first_label = next((i for i, kind in enumerate(kinds) if kind in FIELDS), len(lines))
    for i in range(first_label):
        if kinds[i] == "classification":
            return i
    last = max((i for i in range(first_label) if kinds[i] in ENVELOPE), default=-1)
    damaged = (i for i in range(last + 1, first_label) if kinds[i] == "banner")
    if first_label < len(lines):
        return next(damaged, _after_captions(lines, first_label, last))
    return last + 1 if last >= 0 else 0


def _after_captions(lines: Sequence[Line], label_at: int, last: int) -> int:
    """The first line of the block of captions and passing lines above the first label."""
    for i in range(label_at, last, -1):
        if lines[i - 1].kind in ADDRESSEES or is_address(lines[i - 1].words):
            return i
    return last + 1


def is_address(words: str) -> bool:
    """Whether a line without label could be an addressee: an office word, or a routing indicator."""
    return bool(_ADDRESS_LINE.fullmatch(words.strip()[:120]))


_ADDRESS_LINE = re.compile(
    r"(?:[A-Z]{4,8} ?/ ?[A-Z].*|(?:AMEMBASSY|AMCONSUL|USMISSION|SECSTATE|USDEL|USDOC|CIA|DIA|NSC|SECDEF"
    r"|JCS|CINC\w+|USCINC\w+"
    r"|USINT|USLO|USUN|USEU|USNATO|DEPT|HQ|CDR|JOINT|WHITE|ALL|DOE|FBI|[A-Z ]+ COLLECTIVE)\b.*)"
)


# ---------------------------------------------------------------- the envelope


def _label_envelope(lines: Sequence[Line]) -> list[Line]:
    """Envelope lines; a line without label continues the one above it."""
    labelled: list[Line] = []
    above = "preamble"
    for line in lines:
        kind = _envelope_kind(line, above)
        labelled.append(line.of_kind(kind))
        if kind not in ("blank", "page-line", "page-mark", "stamp", "banner", "service"):
            above = kind
    return labelled


_INDICATORS = re.compile(r"(?:[A-Z]{4,}+\s*+)+")  # RUEHZK RUEHPA

# Kinds of the heading and the text: in the envelope, lines that look like them are none.
_BELOW = frozenset(("paragraph", "rule", *FIELDS))


def _envelope_kind(line: Line, above: str) -> str:
    """The kind of an envelope line under a line of kind ``above``."""
    if line.kind == "text":
        if above in ADDRESSEES:
            return above
        if above == "routing" and _INDICATORS.fullmatch(line.words):
            return "routing"
        return "drafting" if above == "drafting" else "preamble"
    if line.kind in ("to", "info") and above == "preamble" and not is_labelled_address(line.words):
        return "preamble"
    return "preamble" if line.kind in _BELOW else line.kind


def is_labelled_address(words: str) -> bool:
    """Whether the words after TO or INFO look like an address, not like prose."""
    return words.upper() == words


# ---------------------------------------------------------------- the heading


def _text_start(lines: Sequence[Line], heading: int) -> int:
    """The index of the first line of the text, at or after ``heading``."""
    limit = _first_paragraph(lines, heading)
    labels = [i for i in range(heading, limit) if lines[i].kind in FIELDS]
    field, blank, subject = "", False, False
    i = heading
    while i < limit:
        line = lines[i]
        if line.kind == "blank":
            blank = True
        elif line.kind in FIELDS:
            names = field_names(line)
            field, blank = names[-1], False
            subject = subject or "subject" in names
        elif subject and _opens_text(line, field):
            break
        elif line.kind not in INTERRUPTIONS and line.kind != "rule" and not is_caption(line.words):
            if blank and not (field == "reference" and continues_reference(line.words)):
                field = ""
            if (
                not field
                and (i > heading or not labels)
                and not _goes_on(labels, i, 3 if subject else len(lines))
            ):
                break
        i += 1
    return _without_heading_block(lines, heading, i) if i < len(lines) else i


_MARKED_TEXT = re.compile(r"\s*\((?:TS|S|C|U|SBU)(?:/[A-Z]+)?\) +[A-Z]\w* .*[a-z]")


def _opens_text(line: Line, field: str) -> bool:
    """Whether a line after the subject begins the text: a rule, or under REF a mark and a sentence."""
    if line.kind == "rule":
        return len(line.words.strip()) > 2
    return line.kind == "text" and field == "reference" and bool(_MARKED_TEXT.match(line.words))


def _goes_on(labels: Sequence[int], i: int, reach: int) -> bool:
    """Whether one of the next ``reach`` lines after line ``i`` bears a label."""
    later = bisect_right(labels, i)
    return later < len(labels) and labels[later] - i <= reach


def _first_paragraph(lines: Sequence[Line], heading: int) -> int:
    """The index of the first numbered paragraph that is no enumerated reference."""
    field = ""
    for i in range(heading, len(lines)):
        line = lines[i]
        if line.kind in FIELDS:
            field = line.kind
        elif line.kind == "paragraph" and not (field == "reference" and continues_reference(line.words)):
            return i
    return len(lines)


def _without_heading_block(lines: Sequence[Line], heading: int, start: int) -> int:
    """``start`` moved up over the blank lines before it, so that they belong to the heading's end."""
    while start > heading + 1 and lines[start - 1].kind == "blank" and lines[start - 2].kind == "blank":
        start -= 1
    return start


def _label_heading(lines: Sequence[Line]) -> list[Line]:
    """Heading lines; a second copy of the heading is ``repeated``, lines of no field are ``passing``."""
    labelled: list[Line] = []
    field, first_done = "", False
    seen: set[str] = set()
    unseen: list[str] = []  # words to be folded only if the heading comes again
    skip_to = 0
    for i, line in enumerate(lines):
        if i < skip_to:
            labelled.append(line if line.kind == "blank" else line.of_kind("repeated"))
            continue
        if line.kind == "classification":
            if first_done:
                seen.update(map(folded, unseen))
                unseen.clear()
                skip_to = repeat_end(lines, i, seen)
                labelled.append(line.of_kind("repeated"))
                field = ""
                continue
            first_done = True
        kind, field = _heading_kind(line, field, labelled[-1].kind if labelled else "")
        labelled.append(line.of_kind(kind))
        unseen.append(line.words)
    return labelled


# The order as the ground of the reasons: E.O. 12958, reasons 1.4 (b)
_REASON_SECTION = re.compile(r"\b1[.,/] ?[2-6] ?\(?[A-H]\b", re.IGNORECASE)


def _is_delegation(words: str) -> bool:
    """Whether a line is an open caption (``CODEL ROE``), which below a subject belongs to it."""
    row = tables.caption(words)
    return row is not None and row.open and row.kind == "caption" and not row.remark


def _heading_kind(line: Line, field: str, above: str) -> tuple[str, str]:
    """The kind of a heading line, and the field that is open after it."""
    if line.kind == "order" and field == "classified-by" and _REASON_SECTION.search(line.words):
        return field, field
    if line.kind in FIELDS:
        return line.kind, field_names(line)[-1]
    if line.kind == "blank":
        return "blank", field
    if line.kind in ("page-mark", "page-line", "banner", "stamp", "classification", "gap"):
        return line.kind, field
    if field == above == "subject" and _is_delegation(line.words):
        return field, field
    if is_caption(line.words):
        return "caption", field
    if line.kind == "rule":
        return "rule", ""
    if above == "blank" and not (field == "reference" and continues_reference(line.words)):
        return "passing", ""
    return (field or "passing"), field
