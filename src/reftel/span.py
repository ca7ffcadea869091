"""Span: a place in a text, and text read around interruptions.

A span is half-open, ``[start, end)``, and counts characters of ``Document.text``.
A fact that is broken by a page mark has several spans; ``folded`` and ``kept``
read the words at several spans as if the interruption were not there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

import msgspec

T = TypeVar("T")


class Span(msgspec.Struct, frozen=True, order=True, gc=False):
    """A half-open range ``[start, end)`` of characters."""

    start: int
    end: int

    def __iter__(self) -> Iterator[int]:
        """Start and end, so that ``start, end = span``."""
        yield self.start
        yield self.end

    def of(self, text: str) -> str:
        """The characters of ``text`` at this span."""
        return text[self.start : self.end]

    def within(self, other: Span) -> bool:
        """Whether this span lies in ``other`` (touching its edges counts)."""
        return other.start <= self.start and self.end <= other.end

    def trimmed(self, text: str) -> Span:
        """The span without the white space at its ends; empty, at its start, if nothing else is there."""
        words = text[self.start : self.end]
        bare = words.lstrip()
        if not bare:
            return Span(self.start, self.start)
        start = self.start + len(words) - len(bare)
        return Span(start, start + len(bare.rstrip()))


Spans = tuple[Span, ...]


class Fact(msgspec.Struct, Generic[T], frozen=True, gc=False):
    """A value and the places in the text that state it."""

    value: T
    spans: Spans

    def moved(self, by: int) -> Fact[T]:
        """The same fact, its places moved on."""
        return Fact(self.value, tuple([Span(span.start + by, span.end + by) for span in self.spans]))

    def with_value(self, value: T) -> Fact[T]:
        """The same evidence for another reading of it."""
        return Fact(value, self.spans)


def folded(text: str, spans: Iterable[Span]) -> str:
    """The words at ``spans``, joined by a blank, white space folded to single blanks."""
    return " ".join(" ".join(span.of(text) for span in spans).split())


def kept(text: str, spans: Iterable[Span]) -> str:
    """The words at ``spans`` with their line breaks, the pieces joined by a line break."""
    return "\n".join([span.of(text).replace("\r\n", "\n").strip("\n") for span in spans])


class Passage:
    """Words read around interruptions, that know where each character came from.

    ``words`` is the pieces of ``text`` at ``spans``, joined by line breaks;
    ``places(start, end)`` turns a range of ``words`` back into spans of ``text``.
    """

    __slots__ = ("_offsets", "spans", "text", "words")

    def __init__(self, text: str, spans: Iterable[Span]) -> None:
        """A passage of ``text``: its pieces at ``spans``, in order."""
        self.text = text
        self.spans: Spans = tuple(spans)
        if len(self.spans) == 1:  # as of most passages
            self.words = text[self.spans[0].start : self.spans[0].end]
            self._offsets = [0]
            return
        self.words = "\n".join([text[span.start : span.end] for span in self.spans])
        self._offsets = []
        offset = 0
        for span in self.spans:
            self._offsets.append(offset)
            offset += span.end - span.start + 1

    def places(self, start: int, end: int) -> Spans:
        """The spans of ``words[start:end]`` in ``text``, without white space at their ends, none empty."""
        if len(self.spans) == 1:  # as of most passages
            bare = self.words[start:end].lstrip()
            last = self.spans[0].start + min(end, len(self.words))
            return (Span(last - len(bare), last - len(bare) + len(bare.rstrip())),) if bare else ()
        found = []
        # Only the pieces from the one that holds ``start`` on: a field may have thousands.
        for i in range(max(0, bisect_right(self._offsets, start) - 1), bisect_left(self._offsets, end)):
            offset, span = self._offsets[i], self.spans[i]
            first = max(start, offset) - offset + span.start
            last = min(end, offset + span.end - span.start) - offset + span.start
            if first < last and (bare := self.text[first:last].lstrip()):
                found.append(Span(last - len(bare), last - len(bare) + len(bare.rstrip())))
        return tuple(found)

    def fact(self, start: int, end: int) -> Fact[str]:
        """The words of ``words[start:end]``, white space folded, with their places."""
        words = self.words[start:end]
        value = " ".join(words.split())
        if len(self.spans) > 1 or not value:
            return Fact(value, self.places(start, end))
        first = self.spans[0].start + start + len(words) - len(words.lstrip())
        return Fact(value, (Span(first, self.spans[0].start + start + len(words.rstrip())),))

    def part(self, start: int, end: int) -> Passage:
        """The passage of ``words[start:end]``."""
        return Passage(self.text, self.places(start, end))
