"""Worn marks: portion marks that were struck out on release and read by a scanner: ``2. (5844 The minister``.

Comes in: lines of a released message. Where several paragraphs begin with such
signs, each is a mark whose level nobody can tell. While lines are labelled,
``(U)`` stands in for it, so that its paragraph is told as one; then the body is
read with blanks in its place, and in the end the lines are as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from reftel.telegram import grammar
from reftel.telegram.model import Line

# (5B) · (5844 · {@f · §@) · 42} · (BK
_WIDE = re.compile(r"(?:[({\[\u00a7][^\s]{1,5}|\d{1,2}[)}])(?=\s+[\"'A-Z\u201c\u2018])")
# One that can be nothing else: with a sign or a figure among letters
_SURE = re.compile(r"(?=\S*[@\u00a7\u00a5}{#%&+\]]|\S*\d\S*[A-Z]|\S*[A-Z]\S*\d|\(\d{3,}).*", re.S)
_FEWEST = 2  # sure ones that tell of worn marks
_STAND_IN = "(U)"


def stand_in(lines: Sequence[Line]) -> list[Line]:
    """The lines, each worn mark replaced by ``(U)`` and blanks; unchanged where there are not several."""
    places = {i: place for i, line in enumerate(lines) if (place := _worn(line)) is not None}
    sure = [i for i, (start, end) in places.items() if _SURE.match(lines[i].words[start:end])]
    if len(sure) < _FEWEST:
        return list(lines)
    return [
        replace(line, words=_replaced(line.words, *places[i], _STAND_IN)) if i in places else line
        for i, line in enumerate(lines)
    ]


def _worn(line: Line) -> tuple[int, int] | None:
    """Where the worn mark after a paragraph's number stands; ``None`` for other lines."""
    if line.kind != "paragraph":
        return None
    number = grammar.NUMBER.match(line.words)
    if number is None or grammar.PORTION.match(line.words, number.end()):
        return None
    worn = _WIDE.match(line.words, number.end())
    if worn is None or len(worn.group()) < len(_STAND_IN) or re.search(r"[a-z]{2}", worn.group()):
        return None
    return worn.span()


def _replaced(words: str, start: int, end: int, by: str) -> str:
    """The words, as long as before, with other signs at ``[start, end)``."""
    return words[:start] + by.ljust(end - start) + words[end:]


def blanked(text: str, lines: Iterable[Line]) -> list[Line]:
    """The lines with blanks where ``(U)`` stood in for a worn mark."""
    return [line if _is_printed(text, line) else _blanked(text, line) for line in lines]


def printed(text: str, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines with the words of the text."""
    return tuple(
        line if _is_printed(text, line) else replace(line, words=line.content.of(text)) for line in lines
    )


def _is_printed(text: str, line: Line) -> bool:
    return text.startswith(line.words, line.start)


def _blanked(text: str, line: Line) -> Line:
    """A line as printed, with blanks where the worn mark stands."""
    found = replace(line, words=line.content.of(text))
    place = _worn(found)
    return found if place is None else replace(found, words=_replaced(found.words, *place, ""))
