"""Lines: a text cut into labelled lines that cover it from end to end.

Nothing is thrown away. Each line first gets a kind by its own words
(``grammar.LINE_KINDS``); then three passes read the message from above: the
envelope up to the classification line, the heading up to the first words of the
text, and the text. A page mark, a caption or a repeated heading in the middle of
a sentence stays a line with a kind of its own, and the text is read around it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from reftel import tables
from reftel.span import Span
from reftel.telegram.boundaries import cover_end, damaged_level, heading_start, text_start
from reftel.telegram.line_kinds import (
    ADDRESSEES,
    FIELDS,
    continues_reference,
    field_names,
    folded,
    is_caption,
    repeat_end,
    split,
)
from reftel.telegram.line_signs import Signed, first_of, pattern
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
        *_label_message(Signed.of(mark(lines) if mark else lines)),
        *split(text, Span(message.end, len(text)), "wrapper"),
    )


def _label_message(signed: Signed) -> list[Line]:
    """The lines of one message, labelled by what stands around them."""
    cover = cover_end(signed.signs)
    if cover:
        above = [line if line.kind == "blank" else line.of_kind("preamble") for line in signed.lines[:cover]]
        return above + _label_message(signed.below(cover))
    signed = signed.turned(damaged_level(signed))
    signed = signed.turned(_reference_gaps(signed))
    heading = heading_start(signed)
    text = text_start(signed, heading)
    above, head = signed.lines[:heading], signed.lines[heading:text]
    return [
        *_label_envelope(above),
        *_label_heading(head),
        *label_text(signed.below(text), head, above),
    ]


# The end of a REF line whose last item has no number yet: C) RIO · A. BAMAKO 12, · D)
_UNFINISHED = re.compile(
    r"(?:[A-Za-z][.):\]]|\([A-Za-z]\))(?:\s+[A-Za-z][A-Za-z .'\-]{0,28})?\s*\Z|[,;]\s*\Z|\bAND\s*\Z"
)
_NUMBER_SOON = re.compile(r"(?!\s*[\u00b6]?\d{1,2}[.)]\s)[^\n]{0,40}?\d{2}")
_LONGEST_BLOCK = 30  # lines of a REF block
_REFERENCE = pattern("{reference}")


def _reference_gaps(signed: Signed) -> dict[int, str]:
    """Blank lines within an unfinished item of the REF block are gaps."""
    lines = signed.lines
    first = first_of(_REFERENCE, signed.signs)
    found: dict[int, str] = {}
    above = ""
    for i in range(first, min(len(lines) - 1, first + _LONGEST_BLOCK)):
        if lines[i].kind != "blank":
            above = lines[i].words
        elif _UNFINISHED.search(above) and _NUMBER_SOON.match(lines[i + 1].words):
            found[i] = "gap"
        else:
            break
    return found


# ---------------------------------------------------------------- the envelope


def _label_envelope(lines: Sequence[Line]) -> list[Line]:
    """Envelope lines; a line without label continues the one above it."""
    labelled: list[Line] = []
    above = "preamble"
    for line in lines:
        kind = _envelope_kind(line, above)
        labelled.append(line.of_kind(kind))
        if kind not in _PASSED_OVER:
            above = kind
    return labelled


_PASSED_OVER = frozenset(("blank", "page-line", "page-mark", "stamp", "banner", "service"))
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


_FIELDS = frozenset(FIELDS)
_AS_THEY_ARE = frozenset(("page-mark", "page-line", "banner", "stamp", "classification", "gap"))


def _heading_kind(line: Line, field: str, above: str) -> tuple[str, str]:
    """The kind of a heading line, and the field that is open after it."""
    if line.kind == "order" and field == "classified-by" and _REASON_SECTION.search(line.words):
        return field, field
    if line.kind in _FIELDS:
        return line.kind, field_names(line)[-1]
    if line.kind == "blank":
        return "blank", field
    if line.kind in _AS_THEY_ARE:
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
