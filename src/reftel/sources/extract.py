"""Extract: a text that is put together from pieces of a file, and the way back to the file.

A reader names the pieces that it wants and what to put between them. A piece
that was copied is mapped one for one; one that stands for other characters of
the file (a reference such as ``&amp;``, folded white space) is mapped as a whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from typing import NamedTuple

from reftel.defects import Defect
from reftel.document import Origin, Run, Unread
from reftel.sources.decoding import unified
from reftel.span import Span


class Piece(NamedTuple):
    """Some characters of the text and the place in the file that they come from; ``None`` for nowhere."""

    words: str
    place: Span | None


class Extract:
    """A text while it is put together, and its map back to the file."""

    __slots__ = ("_length", "_stretches", "_words")

    def __init__(self) -> None:
        """An empty text."""
        self._words: list[str] = []
        self._stretches: list[tuple[Span, Span] | Unread] = []
        self._length = 0

    @property
    def length(self) -> int:
        """How many characters there are so far."""
        return self._length

    def put(self, words: str, place: Span) -> Span:
        """Add ``words`` that stand at ``place`` in the file; where they are in the text."""
        start = self._length
        if not words:
            return Span(start, start)
        self._length = end = start + len(words)
        self._words.append(words)
        span = Span(start, end)
        self._stretches.append((span, place))
        return span

    def gap(self, words: str) -> Span:
        """Add ``words`` that stand nowhere in the file; where they are in the text."""
        start = self._length
        self._words.append(words)
        self._length += len(words)
        return Span(start, self._length)

    def put_all(self, pieces: Iterable[Piece]) -> Span:
        """Add pieces in order; where they are in the text."""
        start = self._length
        for words, place in pieces:
            if place is None:
                self.gap(words)
            else:
                self.put(words, place)
        return Span(start, self._length)

    def put_unread(
        self, words: str, stretch: str, at: int, pieces: Callable[[str], Iterable[tuple[str, Span]]]
    ) -> Span:
        """Add the words of ``stretch``, which stands at ``at`` in the file; where they are in the text.

        ``pieces`` cuts a stretch into what ``put`` takes, in order, places counted from its start; it is
        called when somebody asks for the map. It is to be pure, and a function of a module. ``words`` are
        the words of all pieces.
        """
        self._stretches.append(Unread(self._length, at, stretch, pieces))
        return self.gap(words)

    @property
    def text(self) -> str:
        """The text so far; a carriage return that stands alone is a line feed, as in every text."""
        return unified("".join(self._words))

    @property
    def origin(self) -> Origin:
        """The map from the text so far to the file."""
        return Origin(self._stretches)

    def moved(self, defects: Iterable[Defect]) -> tuple[Defect, ...]:
        """Defects of the file at their places in the text, at its start where the text leaves them out."""
        defects = tuple(defects)
        if not defects:
            return ()
        runs = sorted(self.origin.runs, key=lambda run: run.file)
        moved = (defect._replace(span=_here(runs, defect.span)) for defect in defects)
        return tuple(dict.fromkeys(moved))


def _here(runs: list[Run], place: Span) -> Span:
    """Where a character of the file is in the text; an empty span at the start if nowhere."""
    i = bisect_right(runs, place.start, key=lambda run: run.file.start) - 1
    if i < 0 or runs[i].file.end <= place.start:
        return Span(0, 0)
    text, file = runs[i]
    if text.end - text.start != file.end - file.start:
        return text
    start = text.start + place.start - file.start
    return Span(start, min(start + place.end - place.start, text.end))
