"""Passage: words of a record, one part of it, that know their places in the source.

A record folds blanks, and leaves out interruptions and the CR of line ends; but it
drops and adds no other sign. Places can be told where the passage is as long as its
spans, every line end counted as one character or, all of them, as two (CR, LF).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from reftel.record_copy import Places
from reftel.search.sought import lowered

_RUN = re.compile(r"\S+")


class _Piece(NamedTuple):
    """What one span of a passage holds."""

    start: int
    end: int
    """Its place in the record's text."""
    place: int
    """Where it begins in the source."""
    line_end: int
    """Characters of a line end in the source."""

    def place_of(self, sign: int, printed: str) -> int:
        """The place in the source of a sign of the record's text."""
        return self.place + sign - self.start + (self.line_end - 1) * printed.count("\n", self.start, sign)


class Passage:
    """A subject, heading, paragraph or signature of a record."""

    def __init__(
        self, printed: str, spans: Places, part: str, number: int | str | None = None, mark: str | None = None
    ) -> None:
        """``printed`` is the record's text, ``spans`` are its places in the source, [] if unknown."""
        self.printed = printed
        self.spans = spans
        self.part = part
        self.number = number
        self.mark = mark

    @cached_property
    def words(self) -> str:
        """The text in one line, white space folded."""
        return " ".join(self.printed.split())

    @cached_property
    def lowered(self) -> str:
        """The record's text in lower case."""
        return lowered(self.printed)

    def cut(self, place: int, keep: int) -> int:
        """The gap between words at or after ``place``, if that is before ``keep``; else at or before it.

        So a text can be cut at ``place`` without losing ``keep``; a run of signs
        without a blank is cut where it must be.
        """
        if place <= 0:
            return 0
        if place >= len(self.words):
            return len(self.words)
        if place < keep:
            gap = self.words.find(" ", place, keep)
            return gap if gap >= 0 else place
        gap = self.words.rfind(" ", keep, place + 1)
        return gap if gap >= 0 else place

    # ------------------------------------------------------------ places in the source

    def places(self, start: int, end: int) -> Places:
        """The places in the source of ``words[start:end]``; a range over an interruption has several.

        The range begins and ends with a sign. [] where places cannot be told.
        """
        first, last = self._sign(start), self._sign(end - 1)
        found = []
        for piece in self._pieces:
            inside = _RUN.finditer(self.printed, max(first, piece.start), min(last + 1, piece.end))
            ends = [end for run in inside for end in (run.start(), run.end() - 1)]
            if ends:
                place = piece.place_of(ends[0], self.printed)
                found.append((place, piece.place_of(ends[-1], self.printed) + 1))
        return found

    def _sign(self, place: int) -> int:
        """Where the sign ``words[place]`` stands in the record's text."""
        number = self.words.count(" ", 0, place)
        return self._runs[number] + place - (self.words.rfind(" ", 0, place) + 1)

    @cached_property
    def _runs(self) -> list[int]:
        """Where the runs of signs between white space begin in the record's text."""
        return [run.start() for run in _RUN.finditer(self.printed)]

    @cached_property
    def _pieces(self) -> list[_Piece]:
        """What each span holds; [] where the spans do not fit the text."""
        return _pieces(self.printed, self.spans, 1) or _pieces(self.printed, self.spans, 2)


def _pieces(printed: str, spans: Places, line_end: int) -> list[_Piece]:
    """``printed`` cut by its spans, which are joined by a line break or a blank; [] where it does not fit."""
    pieces: list[_Piece] = []
    at = 0
    for place, end in spans:
        if pieces and not printed[at : at + 1].isspace():
            return []
        start = at + bool(pieces)
        at = _stop(printed, start, end - place, line_end)
        pieces.append(_Piece(start, at, place, line_end))
    return pieces if at == len(printed) else []


def _stop(printed: str, start: int, length: int, line_end: int) -> int:
    """Where the characters from ``start`` on end that take ``length`` in the source; else past the end."""
    if line_end == 1:
        return start + length
    while length > 0:
        line = printed.find("\n", start, start + length)
        if line < 0:
            return start + length
        length -= line - start + line_end
        start = line + 1
    return start if length == 0 else len(printed) + 1
