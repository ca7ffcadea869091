"""Layout of a PDF's words: from words with boxes to the lines of a text, as they look on the page.

Words on one base line are one line, from left to right; wide gaps and indents
become blanks, wide steps between lines blank lines, and each page but the first
begins with a form feed. So the text is what a printer of fixed letters would have
made of the page, and the readers of texts can read it. Pure; what comes in may
be hostile, so that all that it decides is bounded.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median, median_low
from typing import NamedTuple

from reftel.defects import Defect, defect
from reftel.pages import Box, Page, Pages, Word
from reftel.span import Span

_WIDEST = 240  # no line begins further to the right, in characters
_MOST_BLANK = 3  # blank lines for one step between lines
_SAME_LINE = 0.4  # of a letter's height
_WIDE = 0.9  # of a letter's height: a gap that is more than the blank between words
_FEW = 4  # steps from line to line that tell nothing of a page


class Placed(NamedTuple):
    """A word on a page: its box, its base line, and whether it is turned."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    base: float
    turned: bool


class Sheet(NamedTuple):
    """A page with its words in the order of the file."""

    width: float
    height: float
    words: list[Placed]


class Laid(NamedTuple):
    """The text of all pages, the way back, and what is odd about it."""

    text: str
    pages: Pages
    defects: tuple[Defect, ...]


class _Measure(NamedTuple):
    """What a letter of the document is wide and a line high, and where the text begins on the left."""

    letter: float
    line: float
    left: float


_Line = list[Placed]


def lay_out(sheets: Sequence[Sheet | None]) -> Laid:
    """The text of the pages; ``None`` is one that could not be read."""
    lines = [_lines(sheet.words) if sheet else [] for sheet in sheets]
    usual = _measured(lines)
    text = _Text()
    for number, (sheet, of_page) in enumerate(zip(sheets, lines, strict=True), start=1):
        steps = _steps(of_page)
        measure = usual._replace(line=max(median_low(steps), 1.0)) if len(steps) > _FEW else usual
        text.add_page(number, sheet, of_page, measure)
    return text.laid()


class _Text:
    """The text while it is put together."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._length = 0
        self._line = 0
        self._pages: list[Page] = []
        self._words: list[Word] = []
        self._defects: list[Defect] = []

    def laid(self) -> Laid:
        """What has come together."""
        pages = Pages(tuple(self._pages), tuple(self._words))
        return Laid("".join(self._pieces), pages, tuple(self._defects))

    def add_page(self, number: int, sheet: Sheet | None, lines: Sequence[_Line], measure: _Measure) -> None:
        """A page with its lines."""
        start = self._length
        if number > 1:
            self._put("\f")
        above: _Line | None = None
        for line in lines:
            self._put("\n" * _blank_lines(above, line, measure))
            self._add_line(number, line, measure)
            above = line
        span = Span(start, self._length)
        size = (sheet.width, sheet.height) if sheet else (0.0, 0.0)
        self._pages.append(Page(span, *size))
        if not lines:
            self._defects.append(defect("page-without-text", span, f"page {number}"))

    def _add_line(self, number: int, line: _Line, measure: _Measure) -> None:
        """The words of a line where they stand, with a line break."""
        begin = self._length
        right: float | None = None
        for word in line:
            column = min(_WIDEST, max(0, round((word.left - measure.left) / measure.letter)))
            self._put(" " * _blanks(word, right, column - (self._length - begin), measure))
            place = self._length
            self._put(word.text)
            box = Box(word.left, word.top, word.right, word.bottom)
            self._words.append(Word(Span(place, self._length), number, self._line, box))
            right = word.right
        self._put("\n")
        self._line += 1

    def _put(self, words: str) -> None:
        if words:
            self._pieces.append(words)
            self._length += len(words)


def _blanks(word: Placed, right: float | None, missing: int, measure: _Measure) -> int:
    """How many blanks stand before a word; ``missing`` are needed up to its own column."""
    if word.turned:
        return int(right is not None)
    if right is None:
        return max(0, missing)
    return max(2, missing) if word.left - right > _WIDE * (word.bottom - word.top) else 1


def _blank_lines(above: _Line | None, line: _Line, measure: _Measure) -> int:
    """How many blank lines stand between two lines."""
    if above is None or line[0].turned or above[0].turned:
        return 0
    return max(0, min(_MOST_BLANK, round((line[0].base - above[0].base) / measure.line) - 1))


# ---------------------------------------------------------------- lines


def _lines(words: Iterable[Placed]) -> list[_Line]:
    """The words of a page by lines, from above; after them those that are turned, as the file has them."""
    turned: list[_Line] = []
    level: list[tuple[float, _Line]] = []
    for run in _runs(words):
        if run[0].turned:
            turned.append(run)
        else:
            level.append((median(word.base for word in run), run))
    level.sort(key=lambda found: found[0])
    return [*_on_one_line(level), *turned]


def _runs(words: Iterable[Placed]) -> Iterator[_Line]:
    """Words that follow one another in the file and on the line: the line of a scan may slant."""
    run: _Line = []
    for word in words:
        if run and not _goes_on(run[-1], word):
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _goes_on(last: Placed, word: Placed) -> bool:
    if word.turned or last.turned:
        return word.turned and last.turned
    height = max(last.bottom - last.top, 1.0)
    return abs(word.base - last.base) < _SAME_LINE * height and word.left >= last.left


def _on_one_line(runs: Iterable[tuple[float, _Line]]) -> Iterator[_Line]:
    """Runs on one base line put together; they come in order of it."""
    line: _Line = []
    at = 0.0
    for base, run in runs:
        height = max(run[0].bottom - run[0].top, 1.0)
        if line and base - at >= _SAME_LINE * height:
            yield sorted(line, key=lambda word: word.left)
            line = []
        if not line:
            at = base
        line.extend(run)
    if line:
        yield sorted(line, key=lambda word: word.left)


# ---------------------------------------------------------------- measures


def _measured(pages: Sequence[Sequence[_Line]]) -> _Measure:
    """The usual width of a letter, the usual step from line to line, and the left edge of all pages."""
    words = [word for page in pages for line in page for word in line if not word.turned]
    widths = [(word.right - word.left) / len(word.text) for word in words if word.right > word.left]
    steps = [step for page in pages for step in _steps(page)]
    return _Measure(
        letter=max(median(widths), 1.0) if widths else 6.0,
        line=max(median_low(steps), 1.0) if steps else 12.0,
        left=min((word.left for word in words), default=0.0),
    )


def _steps(page: Sequence[_Line]) -> list[float]:
    """The steps from line to line of a page, without those over what is more than a few blank lines."""
    lines = [line[0] for line in page if not line[0].turned]
    steps = ((above, line.base - above.base) for above, line in pairwise(lines))
    return [step for above, step in steps if 0 < step < 4 * max(above.bottom - above.top, 1.0)]
