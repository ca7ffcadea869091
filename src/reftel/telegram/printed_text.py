"""The text of a printed telegram: number, fields, headings, paragraphs, signature.

Comes in: the lines below the head, a block of them for each printed paragraph,
blank lines between. Goes out: the same lines with their kinds, and the words of
the text as the lines of a body. A number at the very beginning is the
telegram's; those after it number paragraphs, and a block without one belongs to
the numbered one above. Where none has a number each block is a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from reftel import tables
from reftel.span import Fact
from reftel.telegram import dispatch, grammar
from reftel.telegram import grammar_printed as printed
from reftel.telegram.line_kinds import FIELDS
from reftel.telegram.model import Line

_LONGEST_HEADING = 80
_LONGEST_NAME = 40
_GAP = 3  # numbers of paragraphs that may be missing between two
_STOPS = (".", ":", ";", ",", "\u201d", '"', ")", "]")
_LABEL_ENDS = re.compile(r"\s*\S[^:;]{1,14}[:;]")


@dataclass(slots=True)
class Text:
    """What the lines below the head state."""

    lines: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    """The words of the text, each piece as a line."""
    fields: list[Line] = field(default_factory=list)
    """Subject, references and other fields, each piece as a line."""
    serial: Fact[int] | None = None
    series: str = ""
    """The series that the serial belongs to, where it is named."""
    post: str = ""
    """The post that is named before the serial."""


@dataclass(slots=True)
class _Numbering:
    """How the paragraphs are numbered so far: ``1.`` or ``(1)``, and the last number."""

    bracket: str | None = None
    last: int = 0

    def fits(self, match: re.Match[str] | None) -> bool:
        """Whether a number goes on with it, or begins it."""
        if match is None:
            return False
        number, bracket = int(match["number"]), match["bracket"] or ""
        if self.last == 0:
            return number == 1
        return bracket == self.bracket and self.last < number <= self.last + _GAP

    def take(self, match: re.Match[str]) -> None:
        """Go on with a number."""
        self.bracket, self.last = match["bracket"] or "", int(match["number"])


def read_lines(lines: Sequence[Line], known: int | None) -> Text:
    """The lines below the head; ``known`` is the telegram's serial, where the head states it."""
    text = Text()
    whole = list(_blocks(lines))
    blocks = _without_attachment(lines, whole)
    signed, last = _signature_start(lines, blocks), blocks[-1][1] if blocks else 0
    numbering = _Numbering()
    kinds = dict.fromkeys(range(signed, last), "signature")
    kinds.update((i, "end") for start, end in whole[len(blocks) :] for i in range(start, end))
    for order, (start, end) in enumerate(blocks):
        end = min(end, signed)
        if start >= end:
            break
        place = _serial(text, lines, blocks, known) if order == 0 else 0
        following = lines[blocks[order + 1][0]] if order + 1 < len(blocks) else None
        kind = _kind(text, lines[start:end], place, numbering, following)
        kinds[start] = kind
        kinds.update((i, kind if kind in FIELDS else "text") for i in range(start + 1, end))
        _put(text, lines[start:end], place, kind)
    text.body.extend(_signature(lines[i]) for i in range(signed, last))
    text.lines = [line.of_kind(kinds.get(i, "blank")) for i, line in enumerate(lines)]
    return text


def _blocks(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """The stretches of lines between blank ones, as ranges of indices."""
    start = None
    for i, line in enumerate(lines):
        if line.words.strip():
            start = i if start is None else start
        elif start is not None:
            yield start, i
            start = None
    if start is not None:
        yield start, len(lines)


def _kind(
    text: Text, block: Sequence[Line], place: int, numbering: _Numbering, following: Line | None
) -> str:
    """The kind of a block's first line, of which ``place`` characters are the telegram's number."""
    words = block[0].words[place:]
    if not text.body and dispatch.kind_of(words[: grammar.JUDGED]) in FIELDS and _LABEL_ENDS.match(words):
        return dispatch.kind_of(words[: grammar.JUDGED])
    number = printed.NUMBER.match(words)
    if number is not None and numbering.fits(number):
        numbering.take(number)
        return "paragraph"
    if place == 0 and len(block) == 1 and following is not None and _is_title(words):
        next_number = printed.NUMBER.match(following.words)
        if numbering.last == 0 or numbering.fits(next_number):
            return "heading"
    return "text" if numbering.last else "unnumbered"


def _is_title(words: str) -> bool:
    """Whether a line is short, in capitals but for small words, and no sentence."""
    words = words.strip()
    if not 3 < len(words) <= _LONGEST_HEADING or words.endswith(_STOPS):
        return False
    return words[0].isupper() and all(
        word in printed.SMALL_WORDS or not word[0].islower() for word in words.split()
    )


def _put(text: Text, block: Sequence[Line], place: int, kind: str) -> None:
    """Add a block to the fields or to the body, its first line from ``place`` on."""
    first = block[0]
    start = place
    if kind == "paragraph" and (number := printed.NUMBER.match(first.words[place:])):
        start += number.start("number")
    cut = Line(kind, first.start + start, first.end, first.words[start:])
    if kind in FIELDS:
        text.fields += [cut, *(line.of_kind(kind) for line in block[1:])]
    elif cut.words.strip():
        text.body += [cut, *block[1:]]
    elif len(block) > 1:
        text.body += [block[1].of_kind(kind), *block[2:]]


# ---------------------------------------------------------------- the number


def _serial(text: Text, lines: Sequence[Line], blocks: Sequence[tuple[int, int]], known: int | None) -> int:
    """Note the telegram's number at the beginning of the text; how many characters it takes there."""
    first = lines[blocks[0][0]]
    match = printed.SERIAL.match(first.words)
    if match is None:
        return 0
    serial, post = int(match["serial"]), (match["post"] or "").strip()
    if known is not None and serial != known:
        return 0
    if post and tables.post(post) is None:
        return 0
    openings = [printed.NUMBER.match(lines[start].words) for start, _ in blocks[1:]]
    numbers = [int(found["number"]) for found in openings if found]
    if not post and not match["series"] and serial + 1 in numbers and 1 not in numbers:
        return 0  # the first of numbered paragraphs
    fact = first.fact(*match.span("serial"))
    text.serial = Fact(serial, fact.spans)
    text.series, text.post = match["series"] or "", post
    return match.end()


# ---------------------------------------------------------------- the signature


def _without_attachment(lines: Sequence[Line], blocks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The blocks up to the names below which something else is attached; all where nothing is."""
    for order, (start, end) in enumerate(blocks[:-1]):
        named = order > 0 and all(_is_name(line.words) for line in lines[start:end])
        if named and printed.ATTACHED.fullmatch(lines[blocks[order + 1][0]].words[:100]):
            return blocks[: order + 1]
    return blocks


def _signature_start(lines: Sequence[Line], blocks: Sequence[tuple[int, int]]) -> int:
    """The index of the first line of names at the end of the text; all lines if there are none."""
    if not blocks:
        return len(lines)
    start, end = blocks[-1]
    i = end
    while i > start and _is_name(lines[i - 1].words):
        i -= 1
    alone = i == start and len(blocks) > 1
    below = start < i < end and lines[i - 1].words.rstrip().endswith((".", "?", "!", "\u201d"))
    return i if i < end and (alone or below) else len(lines)


def _is_name(words: str) -> bool:
    match = printed.NAME.fullmatch(words) if len(words) <= _LONGEST_NAME else None
    return match is not None and not grammar.CLOSING_WORDS.intersection(match["name"].upper().split())


def _signature(line: Line) -> Line:
    """The name on a line, without brackets and the stop after it."""
    match = printed.NAME.fullmatch(line.words)
    if match is None:
        return line.of_kind("signature")
    start, end = match.span("name")
    last = match["name"].split()[-1]
    if last.endswith(".") and len(last) > 2 and last not in ("Jr.", "Sr."):
        end -= 1
    return Line("signature", line.start + start, line.end, line.words[start:end])
