"""Passage: words of a record, one part of it, that know their places in the source.

A record folds blanks, and leaves out interruptions and the CR of line ends; but it
drops and adds no other sign. So the n-th sign (that is no white space) of a
passage is the n-th sign at its spans, and that is how places are told.
"""

from __future__ import annotations

from functools import cached_property

from reftel.record import Places
from reftel.search import words
from reftel.search.words import Word


class Passage:
    """A subject, heading, paragraph or signature: ``words`` in one line, white space folded."""

    def __init__(
        self, printed: str, spans: Places, part: str, number: int | str | None = None, mark: str | None = None
    ) -> None:
        """``printed`` is the record's text, ``spans`` are its places in the source, [] if unknown."""
        self.printed = printed
        self.spans = spans
        self.part = part
        self.number = number
        self.mark = mark
        self.words = " ".join(printed.split())

    # ------------------------------------------------------------ words as the index has them

    @cached_property
    def stems(self) -> list[Word]:
        """The words, stemmed."""
        return words.stems(self.words)

    @cached_property
    def folded(self) -> list[Word]:
        """The words as printed, in lower case."""
        return words.folded(self.words)

    @cached_property
    def held(self) -> frozenset[str]:
        """All stems, without places: to see soon that a passage holds nothing that is sought."""
        return frozenset(words.stem_terms(self.words))

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

    def places(self, start: int, end: int, text: str | None) -> Places:
        """The places in the source of ``words[start:end]``; a range over an interruption has several.

        ``text`` is the source's text; without it places are told only where the
        printed words are as long as their spans. [] where they cannot be told.
        """
        signs = self._signs_in(text) if text is not None else self._signs
        if len(signs) != len(self.words) - self.words.count(" "):
            return []
        first = start - self.words.count(" ", 0, start)
        last = first + (end - start) - self.words.count(" ", start, end)
        inside = signs[first:last]
        if text is not None and [text[sign] for sign in inside] != list(
            self.words[start:end].replace(" ", "")
        ):
            return []  # it is not the text that the record was read from
        pieces = [[sign for sign in inside if span[0] <= sign < span[1]] for span in self.spans]
        return [(piece[0], piece[-1] + 1) for piece in pieces if piece]

    def _signs_in(self, text: str) -> list[int]:
        """The place of each sign that is no white space, in ``text``."""
        return [
            place for span in self.spans for place in range(*span) if not text[place : place + 1].isspace()
        ]

    @cached_property
    def _signs(self) -> list[int]:
        """The same without the text: lines end with one character or, all of them, with two (CR, LF)."""
        return _walked(self.printed, self.spans, 1) or _walked(self.printed, self.spans, 2)


def _walked(printed: str, spans: Places, line_end: int) -> list[int]:
    """The places of the signs of ``printed``, a line break within a span taking ``line_end`` characters.

    [] where ``printed`` then does not fit the spans, which are joined by a line break or a blank.
    """
    signs = []
    at = 0
    for number, (place, end) in enumerate(spans):
        if number:
            if not printed[at : at + 1].isspace():
                return []
            at += 1
        while place < end and at < len(printed):
            if not printed[at].isspace():
                signs.append(place)
            place += line_end if printed[at] == "\n" else 1
            at += 1
        if place != end:
            return []
    return signs if at == len(printed) else []
