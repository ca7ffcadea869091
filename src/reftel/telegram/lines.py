"""Lines: a text cut into labelled lines that cover it from end to end.

Nothing is thrown away. Each line first gets a kind by its own words
(``grammar.LINE_KINDS``); then three passes read the message from above: the
envelope up to the classification line, the heading up to the first words of the
text, and the text. A page mark, a caption or a repeated heading in the middle of
a sentence stays a line with a kind of its own, and the text is read around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from reftel import tables
from reftel.span import Span
from reftel.telegram import grammar
from reftel.telegram.model import Line

FIELDS = ("order", "tags", "subject", "reference", "classified-by")
ADDRESSEES = ("to", "info", "excluded")
# Lines that may fall anywhere, in the middle of a sentence too; text is read around them.
INTERRUPTIONS = (
    "page-mark",
    "page-line",
    "banner",
    "stamp",
    "caption",
    "stray-caption",
    "repeated",
    "gap",
    "classification",
)
# Lines that may stand after the last word of the text.
TAIL = (
    "blank",
    "break",
    "end",
    "station-serial",
    "banner",
    "page-line",
    "page-mark",
    "stamp",
    "repeated",
    "stray-caption",
    "rule",
)
# No text starts before the first of these, so what stands above them is the envelope.
HEADING_STARTS = ("classification", "order", "tags", "subject", "reference", "classified-by")
ENVELOPE = (
    "transmission-id",
    "routing",
    "origin",
    "security",
    "dtg",
    "from",
    "to",
    "info",
    "excluded",
    "distribution",
)
ENVELOPE_ONLY = (*ENVELOPE, "counter", "drafting", "station-serial")


def label(text: str, within: Span | None = None) -> tuple[Line, ...]:
    """The lines of ``text``, each with its kind; those outside of ``within`` are ``wrapper`` lines."""
    message = within or Span(0, len(text))
    before = split(text, Span(0, message.start))
    after = split(text, Span(message.end, len(text)))
    return (
        *(line._replace(kind="wrapper") for line in before),
        *_label_message(split(text, message)),
        *(line._replace(kind="wrapper") for line in after),
    )


def split(text: str, span: Span) -> list[Line]:
    """The lines of ``text`` at ``span``, cut at line feeds only, each with the kind of its own words."""
    lines = []
    start = span.start
    while start < span.end:
        found = text.find("\n", start, span.end)
        end = span.end if found < 0 else found + 1
        words = text[start:end].rstrip("\n").removesuffix("\r")
        lines.append(Line(grammar.kind_of(words), Span(start, end), words))
        start = end
    return lines


def fields_of(line: Line) -> tuple[tuple[str, Span], ...]:
    """The heading fields on one line, each with its span: a TAGS label may stand on the E.O. line."""
    if line.kind not in FIELDS:
        return ()
    content = line.content
    cuts = [(line.kind, content.start)]
    for match in grammar.inline_pattern().finditer(line.words, 3):
        name = str(match.lastgroup).replace("_", "-")
        if FIELDS.index(name) > FIELDS.index(cuts[-1][0]):
            cuts.append((name, content.start + match.start()))
    ends = [start for _, start in cuts[1:]] + [content.end]
    return tuple((name, Span(start, end)) for (name, start), end in zip(cuts, ends, strict=True))


def _label_message(lines: list[Line]) -> list[Line]:
    """The lines of one message, labelled by what stands around them."""
    heading = _heading_start(lines)
    text = _text_start(lines, heading)
    return [
        *_label_envelope(lines[:heading]),
        *_label_heading(lines[heading:text]),
        *_label_text(lines[text:], lines[heading:text]),
    ]


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
        labelled.append(line._replace(kind=kind))
        if kind not in ("blank", "page-line", "page-mark", "stamp", "banner"):
            above = kind
    return labelled


def _envelope_kind(line: Line, above: str) -> str:
    """The kind of an envelope line under a line of kind ``above``."""
    if line.kind == "text":
        if above in ADDRESSEES:
            return above
        if above == "routing" and re.fullmatch(r"(?:[A-Z]{4,8}\s*+)+", line.words):
            return "routing"
        return "drafting" if above == "drafting" else "preamble"
    if line.kind in ("to", "info") and above == "preamble" and not is_labelled_address(line.words):
        return "preamble"
    return "preamble" if line.kind in ("paragraph", "rule", *FIELDS) else line.kind


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
            field, blank = fields_of(line)[-1][0], False
            subject = subject or any(name == "subject" for name, _ in fields_of(line))
        elif line.kind == "rule" and subject and len(line.words.strip()) > 2:
            break
        elif line.kind not in INTERRUPTIONS and line.kind != "rule" and not is_caption(line.words):
            if blank and not (field == "reference" and _continues_reference(line.words)):
                field = ""
            later = [label for label in labels if label > i]
            if not field and i > heading and not (later and (not subject or later[0] - i < 4)):
                break
        i += 1
    return _without_heading_block(lines, heading, i) if i < len(lines) else i


def _first_paragraph(lines: Sequence[Line], heading: int) -> int:
    """The index of the first numbered paragraph that is no enumerated reference."""
    field = ""
    for i in range(heading, len(lines)):
        line = lines[i]
        if line.kind in FIELDS:
            field = line.kind
        elif line.kind == "paragraph" and not (field == "reference" and _continues_reference(line.words)):
            return i
    return len(lines)


def _without_heading_block(lines: Sequence[Line], heading: int, start: int) -> int:
    """``start`` moved up over the blank lines before it, so that they belong to the heading's end."""
    while start > heading + 1 and lines[start - 1].kind == "blank" and lines[start - 2].kind == "blank":
        start -= 1
    return start


_REFERENCE_ITEM = re.compile(
    r"\s*(?:[\[(]?[A-Za-z][.):\]]\s|REF\b|\d\d\s[A-Z]{3}|[A-Z]{3,}[A-Z ]{0,20}\s\d{2,6}\b).*"
)


def _continues_reference(words: str) -> bool:
    """Whether a line after a blank one still is an item of the REF block."""
    return bool(_REFERENCE_ITEM.fullmatch(words[: grammar.JUDGED]))


@cache
def _caption_heads() -> frozenset[str]:
    """The words, and for those printed letter by letter the letters, with which a caption can begin."""
    written = [words for row in tables.captions() for words in (row.code, *row.variants)]
    return frozenset(head for words in written for head in (words.split()[0], words[0]))


def is_caption(words: str) -> bool:
    """Whether a line holds captions and nothing else."""
    if (
        len(words) > 60
        or not (found := words.split())
        or found[0].upper().strip("(/*-.,;:)") not in _caption_heads()
    ):
        return False
    if tables.caption(words) is not None:
        return True
    return len(found) <= 4 and words.upper() == words and all(tables.caption(word) for word in found)


def _label_heading(lines: Sequence[Line]) -> list[Line]:
    """Heading lines; a second copy of the heading is ``repeated``, lines of no field are ``passing``."""
    labelled: list[Line] = []
    field, first_done = "", False
    seen: set[str] = set()
    skip_to = 0
    for i, line in enumerate(lines):
        if i < skip_to:
            labelled.append(line if line.kind == "blank" else line._replace(kind="repeated"))
            continue
        if line.kind == "classification":
            if first_done:
                skip_to = _repeat_end(lines, i, seen)
                labelled.append(line._replace(kind="repeated"))
                field = ""
                continue
            first_done = True
        kind, field = _heading_kind(line, field, labelled[-1].kind if labelled else "")
        labelled.append(line._replace(kind=kind))
        seen.add(_folded(line.words))
    return labelled


def _heading_kind(line: Line, field: str, above: str) -> tuple[str, str]:
    """The kind of a heading line, and the field that is open after it."""
    if line.kind in FIELDS:
        return line.kind, fields_of(line)[-1][0]
    if line.kind == "blank":
        return "blank", field
    if line.kind in ("page-mark", "page-line", "banner", "stamp", "classification"):
        return line.kind, field
    if is_caption(line.words):
        return "caption", field
    if line.kind == "rule":
        return "rule", ""
    if above == "blank" and not (field == "reference" and _continues_reference(line.words)):
        return "passing", ""
    return (field or "passing"), field


def _folded(words: str) -> str:
    return " ".join(words.split()).casefold()


def _repeat_end(lines: Sequence[Line], start: int, seen: Iterable[str]) -> int:
    """The index after a repeated heading that begins at ``start``.

    It goes on as long as its lines are captions, page marks, fields and what
    continues them, or lines that stood in the first heading too.
    """
    end, field, blank = start + 1, "", False
    for i in range(start + 1, len(lines)):
        line = lines[i]
        if line.kind == "blank":
            blank = True
            continue
        if line.kind in FIELDS:
            field = line.kind
        elif not (
            line.kind in ("page-mark", "page-line", "banner", "stamp", "classification")
            or is_caption(line.words)
            or _folded(line.words) in seen
            or (field and not blank and line.kind == "text")
        ):
            break
        blank, end = False, i + 1
    return end


# ---------------------------------------------------------------- the text


def _label_text(lines: Sequence[Line], heading: Sequence[Line]) -> list[Line]:
    """The lines of the text: paragraphs, headings, interruptions, signature and what follows it."""
    labelled = _mark_interruptions(lines, heading)
    labelled = _mark_tail(labelled)
    labelled = _mark_paragraphs(labelled)
    labelled = _mark_headings(labelled)
    return _mark_gaps(labelled)


def _mark_interruptions(lines: Sequence[Line], heading: Sequence[Line]) -> list[Line]:
    """Captions in the text are ``stray-caption``, a heading that comes again is ``repeated``."""
    seen = {_folded(line.words) for line in heading}
    labelled: list[Line] = []
    skip_to = 0
    for i, line in enumerate(lines):
        if i < skip_to:
            labelled.append(line if line.kind == "blank" else line._replace(kind="repeated"))
        elif line.kind == "classification" and not _is_prose(lines, i):
            skip_to = _repeat_end(lines, i, seen)
            labelled.append(line._replace(kind="repeated"))
        elif line.kind not in ("blank", "page-mark", "banner") and is_caption(line.words):
            labelled.append(line._replace(kind="stray-caption"))
        elif line.kind in (*FIELDS, *ENVELOPE_ONLY, "classification"):
            labelled.append(line._replace(kind="text"))
        else:
            labelled.append(line)
    return labelled


def _is_prose(lines: Sequence[Line], i: int) -> bool:
    """Whether a line that looks like a classification line runs on in the next one as a sentence does."""
    after = lines[i + 1].words if i + 1 < len(lines) else ""
    return bool(after[:1].islower())


_SURNAME = re.compile(r"[A-Z][\w'’.\-]*(?: (?:[A-Z][\w'’.\-]*|de|la|van|von|der)){0,3}")


def is_name(words: str) -> bool:
    """Whether a line could be a signature: one to four capitalised words without a stop."""
    return len(words) <= 40 and bool(_SURNAME.fullmatch(words)) and words[-1:] != "." and not words.isdigit()


def _mark_tail(lines: list[Line]) -> list[Line]:
    """The signature, and the lines after the last word."""
    last = len(lines)
    while last > 0 and lines[last - 1].kind in TAIL:
        last -= 1
    marked = list(lines)
    for i in range(last, len(lines)):
        if lines[i].kind == "rule":
            marked[i] = lines[i]._replace(kind="end")
    if (
        last > 0
        and lines[last - 1].kind == "text"
        and is_name(lines[last - 1].words.strip())
        and _ends(lines, last - 1)
    ):
        marked[last - 1] = lines[last - 1]._replace(kind="signature")
    return marked


def _ends(lines: Sequence[Line], i: int) -> bool:
    """Whether the text is at the end of a sentence or paragraph just before line ``i``."""
    if i == 0:
        return True
    above = lines[i - 1]
    if above.kind == "blank":
        return True
    return above.kind in TAIL or bool(grammar.SENTENCE_END.search(above.words))


def _mark_paragraphs(lines: list[Line]) -> list[Line]:
    """Lines that look like the start of a paragraph but do not follow in number are text."""
    marked: list[Line] = []
    previous = 0
    for i, line in enumerate(lines):
        if line.kind == "paragraph":
            number = grammar.NUMBER.match(line.words)
            value = int(re.sub(r"\D", "", number.group("number"))) if number else 0
            if _starts_paragraph(
                line, value, previous, _ends(lines, i) if i else True, not i or lines[i - 1].kind != "text"
            ):
                previous = value
            else:
                line = line._replace(kind="text")
        marked.append(line)
    return marked


def _starts_paragraph(line: Line, value: int, previous: int, ended: bool, apart: bool) -> bool:
    """Whether a line starts paragraph ``value`` after paragraph ``previous``."""
    marked = grammar.PORTION.match(line.words, grammar.NUMBER.match(line.words).end())  # type: ignore[union-attr]
    if value == previous + 1:
        return ended or apart or marked is not None
    if marked is not None:
        return apart or (ended and previous <= value <= previous + 3)
    return apart and (previous == 0 or previous <= value <= previous + 2) and value <= previous + 10


def _mark_headings(lines: list[Line]) -> list[Line]:
    """Headings: a short block between rules, above a rule, or alone above a numbered paragraph."""
    marked = list(lines)
    for start, end in _blocks(lines):
        if _is_heading(lines, start, end):
            for i in range(start, end):
                marked[i] = lines[i]._replace(kind="heading")
    return marked


def _blocks(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The runs of text lines, as index ranges."""
    blocks, start = [], None
    for i, line in enumerate([*lines, Line("blank", Span(0, 0), "")]):
        if line.kind == "text" and start is None:
            start = i
        elif line.kind != "text" and start is not None:
            blocks.append((start, i))
            start = None
    return blocks


def _is_heading(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the block of text lines is a heading."""
    words = " ".join(line.words.strip() for line in lines[start:end])
    if end - start > 3 or len(words) > 160 or words.startswith("--"):
        return False
    if start > 0 and lines[start - 1].kind == "paragraph":
        return False
    after = lines[end].kind if end < len(lines) else ""
    if after == "rule" and (end - start == 1 or _long_rule(lines[end])):
        return _long_rule(lines[end]) and not words.endswith((".", ",", ";"))
    return end - start == 1 and _stands_alone(lines, start, end, words)


def _long_rule(line: Line) -> bool:
    return len(line.words.strip()) >= 3


def _stands_alone(lines: Sequence[Line], start: int, end: int, words: str) -> bool:
    """Whether one line stands between blank lines, above a numbered paragraph, and is no sentence."""
    if words.endswith((".", ",", ";", ":", "-", ")", '"')) and not words.isupper():
        return False
    if words.endswith((".", ",", ";")) or len(words) > 75 or words[:1].islower() or words[:1] in "-\u2022*(":
        return False
    above = lines[start - 1].kind if start else "blank"
    touching = lines[end].kind if end < len(lines) else ""
    if above not in ("blank", "rule") or touching not in ("blank", "paragraph"):
        return False
    below = (lines[i].kind for i in range(end, len(lines)))
    return (
        next((kind for kind in below if kind not in ("blank", "page-mark", "stray-caption")), "")
        == "paragraph"
    )


def _mark_gaps(lines: list[Line]) -> list[Line]:
    """A blank line within a sentence is a ``gap``: the next words begin in lower case, nothing was ended."""
    marked = list(lines)
    for i, line in enumerate(lines):
        if line.kind == "blank" and _splits_sentence(lines, i):
            marked[i] = line._replace(kind="gap")
    return marked


def _splits_sentence(lines: Sequence[Line], i: int) -> bool:
    above = next(
        (line for line in reversed(lines[max(0, i - 8) : i]) if line.kind not in ("blank", *INTERRUPTIONS)),
        None,
    )
    below = next((line for line in lines[i + 1 : i + 9] if line.kind not in ("blank", *INTERRUPTIONS)), None)
    if above is None or below is None or below.kind != "text" or above.kind not in ("text", "paragraph"):
        return False
    return below.words[:1].islower() and not grammar.SENTENCE_END.search(above.words)
