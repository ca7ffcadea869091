"""Lines of the text: paragraphs, headings, interruptions, the signature and what follows it.

Comes in: the lines after the heading, each with the kind of its own words. Goes
out: the same lines, each with the kind that its neighbours give it. Five passes,
each of which returns new lines. Those of paragraphs, headings and gaps look for the
few lines that concern them in the signs of ``Shaped``, for most lines are nothing but text.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from typing import NamedTuple

from reftel.telegram import grammar
from reftel.telegram.line_kinds import (
    ENVELOPE_ONLY,
    FIELDS,
    INTERRUPTIONS,
    LONGEST_CAPTION,
    TAIL,
    folded,
    is_caption,
    repeat_end,
)
from reftel.telegram.model import Line
from reftel.telegram.section_heads import STARTS, SectionHeads

# Kinds of the heading and the envelope: in the text, lines that look like them are words of it.
_NO_TEXT = frozenset((*FIELDS, *ENVELOPE_ONLY, "classification", "dateline"))
_NO_CAPTION = frozenset(("blank", "page-mark", "banner"))
_TAIL = frozenset(TAIL)
_SENTENCES = ("text", "paragraph")


class Shaped(NamedTuple):
    """Lines, and a sign for the kind of each, in which patterns look for the few that concern a pass."""

    lines: list[Line]
    signs: bytes
    """Text t, a paragraph p, a rule r, a blank line b, an interruption i, any other o."""

    @staticmethod
    def of(lines: list[Line]) -> Shaped:
        """The lines with their signs."""
        return Shaped(lines, bytes([_SIGNS.get(line.kind, _OTHER) for line in lines]))


_TEXT, _OTHER = ord("t"), ord("o")
_SIGNS = {
    **dict.fromkeys(INTERRUPTIONS, ord("i")),
    "text": _TEXT,
    "paragraph": ord("p"),
    "rule": ord("r"),
    "blank": ord("b"),
}


def label_text(lines: Sequence[Line], heading: Sequence[Line], envelope: Sequence[Line] = ()) -> list[Line]:
    """The lines of the text: paragraphs, headings, interruptions, signature and what follows it."""
    labelled = _mark_interruptions(lines, heading, SectionHeads(envelope, heading))
    labelled = _mark_tail(labelled)
    return _mark_gaps(_mark_headings(_mark_paragraphs(Shaped.of(labelled))))


def _mark_interruptions(lines: Sequence[Line], heading: Sequence[Line], heads: SectionHeads) -> list[Line]:
    """Captions in the text are ``stray-caption``, a heading or header that comes again is ``repeated``."""
    printed = {line.words.strip() for line in heading}
    seen: set[str] = set()
    marked = list(lines)
    skip_to = 0
    for i, line in enumerate(lines):
        kind = line.kind
        if kind == "blank" or (kind in _SENTENCES and i >= skip_to and len(line.words) > LONGEST_CAPTION):
            continue
        if i < skip_to:
            marked[i] = line.of_kind("repeated")
        elif kind in STARTS and (level := heads.level_line(lines, i)) is not None:
            seen = seen or {folded(line.words) for line in heading}
            skip_to = repeat_end(lines, level, seen)
            marked[i] = line.of_kind("repeated")
        elif kind == "classification" and not _is_prose(lines, i):
            seen = seen or {folded(line.words) for line in heading}
            skip_to = repeat_end(lines, i, seen)
            marked[i] = line.of_kind("repeated")
        elif (
            kind not in _NO_CAPTION
            and len(words := line.words) <= LONGEST_CAPTION
            and (words.isupper() or words.strip() in printed)
            and _is_stray_caption(words, printed)
        ):
            marked[i] = line.of_kind("stray-caption")
        elif kind in _NO_TEXT:
            marked[i] = line.of_kind("text")
    return marked


def _is_stray_caption(words: str, printed: Container[str]) -> bool:
    """Whether a line of the text is a caption: in capitals, or as the heading prints it."""
    whole = words.strip()
    if not (whole in printed or (whole.isupper() and whole[-1] != ".")):
        return False
    return is_caption(words)


def _is_prose(lines: Sequence[Line], i: int) -> bool:
    """Whether a line that looks like a classification line runs on in the next one as a sentence does."""
    after = lines[i + 1].words if i + 1 < len(lines) else ""
    return bool(after[:1].islower())


_SURNAME = re.compile(r"[A-Z][\w'’.\-]*(?: (?:[A-Z][\w'’.\-]*|de|la|van|von|der)){0,3}")


_STOP = re.compile(r"\.\Z|\w{4}\. ")


def is_name(words: str) -> bool:
    """Whether a line could be a signature: one to four capitalised words without a stop."""
    return (
        len(words) <= 40
        and bool(_SURNAME.fullmatch(words))
        and not _STOP.search(words)
        and not words.isdigit()
    )


def _mark_tail(lines: list[Line]) -> list[Line]:
    """The signature, and the lines after the last word; a serial or service note before that is text."""
    last = len(lines)
    while last > 0 and lines[last - 1].kind in _TAIL:
        last -= 1
    before = _turned(lines[:last], _NO_TAIL, "text")
    if before and _is_signature(before, last - 1):
        before[-1] = before[-1].of_kind("signature")
    return before + _turned(lines[last:], _RULE, "end")


_NO_TAIL, _RULE = frozenset(("station-serial", "service")), frozenset(("rule",))

_VERY_SHORT = 20
_SHORT = 45  # characters of a line that is not full, so that a paragraph has ended there


def _is_signature(lines: Sequence[Line], i: int) -> bool:
    """Whether the last line of the text is a signature: a name after the end of a sentence or paragraph."""
    words, above = lines[i].words.strip(), lines[i - 1].words.strip() if i else ""
    if lines[i].kind != "text" or (words.isupper() and words.split()[0] in grammar.CLOSING_WORDS):
        return False
    if not is_name(words):
        return i > 0 and len(above) < _VERY_SHORT and words.isalpha() and words.islower() and len(words) > 2
    if _ends(lines, i):
        return True
    return words.isupper() and len(words.split()) < 3 and (len(above) < _SHORT or not above.isupper())


def _turned(lines: Iterable[Line], kinds: Container[str], other: str) -> list[Line]:
    """The lines, those of some kinds turned into another."""
    return [line.of_kind(other) if line.kind in kinds else line for line in lines]


def _ends(lines: Sequence[Line], i: int) -> bool:
    """Whether the text is at the end of a sentence or paragraph just before line ``i``."""
    if i == 0:
        return True
    above = lines[i - 1]
    if above.kind == "blank":
        return True
    return above.kind in _TAIL or bool(grammar.SENTENCE_END.search(above.words))


def _mark_paragraphs(shaped: Shaped) -> Shaped:
    """Lines that look like the start of a paragraph but do not follow in number are text."""
    lines, marked, signs = shaped.lines, list(shaped.lines), bytearray(shaped.signs)
    previous = 0
    for found in _PARAGRAPH.finditer(shaped.signs):
        i = found.start()
        line = lines[i]
        number = grammar.NUMBER.match(line.words)
        value = _counted(number["number"]) if number else 0
        place = number.end() if number else 0
        apart = not i or marked[i - 1].kind not in _SENTENCES
        if (apart and value == previous + 1) or _starts_paragraph(lines, i, place, value, previous, apart):
            previous = value
        else:
            marked[i], signs[i] = line.of_kind("text"), _TEXT
    return Shaped(marked, bytes(signs))


_PARAGRAPH = re.compile(rb"p")


def _counted(number: str) -> int:
    """The number of a paragraph without its letter: of ``6A`` 6."""
    return int(number) if number.isdigit() else int(number[:-1])


def _starts_paragraph(
    lines: Sequence[Line], i: int, place: int, value: int, previous: int, apart: bool
) -> bool:
    """Whether line ``i`` starts paragraph ``value``, printed before ``place``, after ``previous``."""
    marked = grammar.PORTION.match(lines[i].words, place)
    ended = _ends(lines, i)
    if value == previous + 1:
        return ended or apart or marked is not None
    if marked is not None:
        return apart or (ended and previous <= value <= previous + 3)
    return apart and (previous == 0 or previous <= value <= previous + 2) and value <= previous + 10


def _mark_headings(shaped: Shaped) -> Shaped:
    """Headings: a short block between rules, above a rule, or alone above a numbered paragraph."""
    lines, marked, signs = shaped.lines, list(shaped.lines), bytearray(shaped.signs)
    for block in _BLOCK.finditer(shaped.signs):
        start, end = block.span()
        if block["rule"] and _is_underlined(lines, start, end):
            start = end - 1
        elif end - start > _LONGEST_HEADING or not _is_heading(lines, start, end):
            continue
        for i in range(start, end):
            marked[i], signs[i] = lines[i].of_kind("heading"), _OTHER
    return Shaped(marked, bytes(signs))


_BLOCK = re.compile(rb"t++(?=(?P<rule>r)?)")  # lines of text one after the other
_LONGEST_HEADING = 3  # lines


def _is_heading(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the block of text lines, not too long for one, is a heading."""
    words = " ".join(line.words.strip() for line in lines[start:end])
    if len(words) > 160 or words.startswith("--"):
        return False
    if start > 0 and lines[start - 1].kind == "paragraph":
        return False
    below = next((line for line in lines[end : end + 4] if line.kind not in ("page-mark", "page-line")), None)
    if below is not None and below.kind == "rule" and (end - start == 1 or _long_rule(below)):
        return _long_rule(below) and not words.endswith((".", ",", ";"))
    return end - start == 1 and _stands_alone(lines, start, end, words)


_NEAR = 3  # characters by which a rule may be longer or shorter than the line above it


def _is_underlined(lines: Sequence[Line], start: int, end: int) -> bool:
    """Whether the last line of a block is a heading that touches the sentence above: its rule is as long.

    A single word, and words in columns, may be the head of a table.
    """
    above = lines[end - 2] if end - 2 >= 0 else None
    if above is None or above.kind not in _SENTENCES:
        return False
    words = lines[end - 1].words.strip()
    if len(words.split()) < 2 or "  " in words or words.endswith((".", ",", ";", ":")):
        return False
    as_long = abs(len(lines[end].words.strip()) - len(words)) <= _NEAR
    return as_long and bool(grammar.SENTENCE_END.search(above.words))


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
    if above == "blank" and _goes_on_from(lines, start):
        return False
    below = (lines[i].kind for i in range(end, len(lines)))
    return (
        next((kind for kind in below if kind not in ("blank", "page-mark", "stray-caption")), "")
        == "paragraph"
    )


# Blank lines that a page mark brings with it: one above, two below. One more is the text's own.
_ABOVE_MARK, _BELOW_MARK = 1, 2


def _goes_on_from(lines: Sequence[Line], start: int) -> bool:
    """Whether only a page mark parts a line from the text above it, or it stands below ``Mali:``."""
    place, below = _above_blanks(lines, start)
    if place >= 0 and lines[place].kind == "page-mark" and below <= _BELOW_MARK:
        place, above = _above_blanks(lines, place)
        return above <= _ABOVE_MARK and place >= 0 and lines[place].kind in ("text", "paragraph")
    return (
        place >= 0 and lines[place].kind in ("text", "paragraph") and lines[place].words.rstrip()[-1:] == ":"
    )


def _above_blanks(lines: Sequence[Line], i: int) -> tuple[int, int]:
    """The index of the line above ``i`` that is not blank, and how many blank lines stand between."""
    place = i - 1
    while place >= 0 and lines[place].kind == "blank":
        place -= 1
    return place, i - 1 - place


def _mark_gaps(shaped: Shaped) -> list[Line]:
    """A blank line within a sentence is a ``gap``: the next words begin in lower case, nothing was ended."""
    lines, marked = shaped.lines, list(shaped.lines)
    for gap in _GAP.finditer(shaped.signs):
        above, below = gap.start() - 1, gap.end()
        if not lines[below].words[:1].islower() or grammar.SENTENCE_END.search(lines[above].words):
            continue
        for i in range(max(above + 1, below - _REACH), min(above + _REACH + 1, below)):
            marked[i] = lines[i].of_kind("gap") if lines[i].kind == "blank" else lines[i]
    return marked


_GAP = re.compile(rb"(?<=[tp])[bi]++(?=t)")  # blank lines and interruptions between lines of text
_REACH = 8  # lines above and below a blank one in which its sentence must go on
