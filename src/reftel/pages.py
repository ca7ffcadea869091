"""Pages: where the words of a text stand on the pages that it was taken from.

A text that comes out of a PDF has no characters in the file that one could count;
its words have boxes on pages. ``Pages`` leads from a span of the text to them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from typing import NamedTuple

from reftel.span import Span


class Box(NamedTuple):
    """A rectangle on a page as it is shown: points (1/72 inch) from its left and its upper edge."""

    left: float
    top: float
    right: float
    bottom: float

    def with_(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


class Page(NamedTuple):
    """A page: its characters in the text, the form feed before it among them, and its size in points."""

    text: Span
    width: float
    height: float


class Word(NamedTuple):
    """A word of the text, with the page (counted from 1) and the line of the text in which it stands."""

    text: Span
    page: int
    line: int
    box: Box


class PagePlace(NamedTuple):
    """A place on a page, counted from 1."""

    page: int
    box: Box


@dataclass(frozen=True, slots=True)
class Pages:
    """The pages of a text in order, and its words; words ascend in the text and never overlap."""

    pages: tuple[Page, ...] = field(repr=False)
    words: tuple[Word, ...] = field(repr=False)

    def page(self, place: int) -> int:
        """The number of the page, counted from 1, on which the character ``place`` of the text stands."""
        return max(1, bisect_right(self.pages, place, key=lambda page: page.text.start))

    def places(self, start: int, end: int) -> tuple[PagePlace, ...]:
        """Where the words of ``text[start:end]`` stand: a box for each line, in order.

        A word that is only in part within the span counts whole; blanks have no place.
        """
        found: list[PagePlace] = []
        line = -1
        first = max(0, bisect_right(self.words, start, key=_begin) - 1)
        for i in range(first, len(self.words)):
            word = self.words[i]
            if word.text.start >= end:
                break
            if word.text.end <= start:
                continue
            box = found.pop().box.with_(word.box) if word.line == line else word.box
            found.append(PagePlace(word.page, box))
            line = word.line
        return tuple(found)

    def cut(self, piece: Span) -> Pages:
        """The pages of a piece of the text, counted as before: those before and after it are empty there."""
        first = bisect_left(self.words, piece.start, key=_begin)
        last = bisect_left(self.words, piece.end, key=_begin)
        return Pages(
            tuple(page._replace(text=_within(page.text, piece)) for page in self.pages),
            tuple(word._replace(text=_within(word.text, piece)) for word in self.words[first:last]),
        )


def _within(span: Span, piece: Span) -> Span:
    """The part of a span that lies in a piece, counted from the piece's start."""
    start, end = (min(max(place, piece.start), piece.end) - piece.start for place in span)
    return Span(start, end)


def _begin(word: Word) -> int:
    return word.text.start
