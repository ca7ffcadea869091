"""Picture of citations between posts: who cites in rows, who is cited in columns.

The posts with the most citations stand for themselves, all others together in
one row and one column, so the totals are those of everything.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reftel.pictures.lettering import fit, shown, width_of
from reftel.pictures.sheet import (
    INK,
    LINE,
    MARGIN,
    ON_SHADES,
    PORTRAIT,
    QUIET,
    SHADES,
    SMALL,
    TEXT,
    Entry,
    Heading,
    box,
    checked,
    counted,
    label,
    legend,
    line,
    nothing,
    sheet,
    told,
    top_of,
    unsigned,
    upright,
)
from reftel.pictures.svg import Markup, element, together

TITLE = "Citations between posts"
OTHERS = "other posts"
OTHER = None
"""Stands for the other posts, and can be the name of none."""

WIDEST_POST = 104.0
TOTAL = 48.0  # width of the column of totals, at least
NARROW, BROAD = 20.4, 48.0  # width of a cell; four digits, and "999k", fit into the narrowest
TALLEST = 20.0
NUMBER = 7.2
UNITS = ((1000, "k"), (1_000_000, "M"))
SPARE = 1.5  # of a cell, beside its number
CORNER = "row cites column"
BOUNDS = ((2, 5, 10, 20), (3, 10, 30, 100), (10, 100, 1000, 10_000))
"""Where the second to fifth shade begin; the first row that reaches the highest count."""

Post = str | None
Counts = Mapping[tuple[Post, Post], int]


@dataclass(frozen=True, slots=True)
class _Grid:
    """What is drawn, and where."""

    counts: Counts
    posts: Sequence[Post]
    bounds: Sequence[int]
    left: float
    top: float
    cell: float
    row: float
    total: float
    """Width of the column of totals."""
    foot: float
    """Height of the row of totals."""

    @property
    def right(self) -> float:
        return self.left + self.cell * len(self.posts)

    @property
    def bottom(self) -> float:
        return self.top + self.row * len(self.posts)


def matrix_picture(counts: Mapping[tuple[str, str], int], *, most: int = 24, prefix: str = "matrix") -> str:
    """The SVG document of how often telegrams of one post cite those of another.

    ``counts`` has the citing post first. The ``most`` posts with the most
    citations are drawn, in that order, and the rest together as "other posts";
    ``prefix`` begins the ids.
    """
    checked(prefix)
    given = {pair: count for pair, count in counts.items() if count > 0}
    if not given:
        return nothing(prefix, TITLE)
    posts, left_out = _connected(given, most)
    merged = _merged(given, set(posts))
    heading = Heading(TITLE, _sentences(given, len(posts), left_out))
    grid = _grid(merged, [*posts, OTHER] if left_out else posts, top_of(heading))
    width = max(PORTRAIT, math.ceil(grid.right + grid.total + MARGIN))
    signs, end = legend(_entries(grid), MARGIN, grid.bottom + grid.foot + 26, width - MARGIN)
    body = together(_names(grid), _cells(grid), _totals(grid), signs)
    return sheet(prefix, heading, _description(heading, merged), body, end, width)


def _connected(given: Mapping[tuple[str, str], int], most: int) -> tuple[list[Post], int]:
    """The posts with the most citations, in that order, and how many others there are."""
    citations: Counter[str] = Counter()
    for (citing, cited), count in given.items():
        citations[citing] += count
        if cited != citing:
            citations[cited] += count
    ranked = sorted(citations, key=lambda post: (-citations[post], post))
    most = max(most, 1)
    if len(ranked) == most + 1:  # a single other post can stand for itself
        most += 1
    return [*ranked[:most]], len(ranked[most:])


def _merged(given: Mapping[tuple[str, str], int], posts: set[Post]) -> Counter[tuple[Post, Post]]:
    merged: Counter[tuple[Post, Post]] = Counter()
    for (citing, cited), count in given.items():
        merged[citing if citing in posts else OTHER, cited if cited in posts else OTHER] += count
    return merged


def _sentences(given: Mapping[tuple[str, str], int], drawn: int, left_out: int) -> list[str]:
    total = counted(sum(given.values()), "citation")
    posts = counted(drawn + left_out, "post")
    found = [f"{total} between {posts}. Rows cite, columns are cited."]
    if left_out:
        found.append(
            f"The {drawn} posts with the most citations; {counted(left_out, 'other post')} in the last."
        )
    return found


def _description(heading: Heading, merged: Counter[tuple[Post, Post]]) -> str:
    ranked = sorted(merged.items(), key=lambda item: (-item[1], _name(item[0][0]), _name(item[0][1])))[:10]
    listed = "; ".join(
        f"{_name(citing)} cites {_name(cited)}: {count:,}" for (citing, cited), count in ranked
    )
    return f"{' '.join(heading.lines)} Most: {listed}."


def _name(post: Post) -> str:
    return OTHERS if post is None else shown(post)


def _grid(counts: Counts, posts: Sequence[Post], top: float) -> _Grid:
    names = max(width_of(fit(_name(post), WIDEST_POST, TEXT), TEXT) for post in posts)
    left = MARGIN + max(names, width_of(CORNER, SMALL)) + 8
    total = max(TOTAL, width_of(f"{sum(counts.values()):,}", SMALL, bold=True) + 10)
    cell = min(max((PORTRAIT - MARGIN - total - left) / len(posts), NARROW), BROAD)
    cited = max(width_of(f"{count:,}", SMALL) for count in _sums(counts, 1).values())
    foot = TALLEST if cited < cell else cited + 10
    above = max(width_of(fit(_name(post), WIDEST_POST, SMALL), SMALL) for post in posts)
    highest = max((count for pair, count in counts.items() if OTHER not in pair), default=1)
    bounds = next((row for row in BOUNDS if highest < row[-1] * 5), BOUNDS[-1])
    return _Grid(counts, posts, bounds, left, top + max(above, 30) + 4, cell, min(cell, TALLEST), total, foot)


def _names(grid: _Grid) -> Markup:
    """The names of the posts, beside the rows and upright above the columns."""
    parts = [
        label(MARGIN, grid.top - 5, CORNER, size=SMALL, ink=QUIET),
        label(grid.right + grid.total, grid.top - 5, "cites", size=SMALL, anchor="end", ink=QUIET),
        label(MARGIN, grid.bottom + TALLEST / 2 + 5, "cited", size=SMALL, ink=QUIET),
    ]
    for place, post in enumerate(grid.posts):
        italic = post is None
        middle = (place + 0.5) * grid.row + grid.top
        across = (place + 0.5) * grid.cell + grid.left
        parts.append(label(MARGIN, middle + 3.3, fit(_name(post), WIDEST_POST, TEXT), italic=italic))
        parts.append(
            upright(across + 3, grid.top - 5, fit(_name(post), WIDEST_POST, SMALL), SMALL, italic=italic)
        )
    return together(*parts)


def _cells(grid: _Grid) -> Markup:
    heights = [grid.top + grid.row * place for place in range(len(grid.posts) + 1)]
    rules = (line(MARGIN, y, grid.right + grid.total, y, LINE, 0.3) for y in heights)
    cells = (
        _cell(grid, citing, cited, grid.left + across * grid.cell, grid.top + down * grid.row)
        for down, citing in enumerate(grid.posts)
        for across, cited in enumerate(grid.posts)
        if grid.counts.get((citing, cited))
    )
    return together(*rules, element("g", *cells, font_size=NUMBER, text_anchor="middle"))


def _cell(grid: _Grid, citing: Post, cited: Post, x: float, y: float) -> Markup:
    count = grid.counts[citing, cited]
    shade = _shade(count, grid.bounds)
    ink = None if ON_SHADES[shade] == INK else ON_SHADES[shade]
    return element(
        "g",
        told(f"{_name(citing)} cites {_name(cited)}: {count:,}"),
        box(x, y, grid.cell, grid.row, SHADES[shade]),
        element(
            "text", short(count, grid.cell - SPARE), x=x + grid.cell / 2, y=y + grid.row / 2 + 2.7, fill=ink
        ),
    )


def short(count: int, room: float) -> str:
    """A count as a number that fits: "1,204", "1204", or in whole thousands or millions, "12k", "2M"."""
    ways = [f"{count:,}", str(count)]
    ways += [f"{count // divisor}{unit}" for divisor, unit in UNITS if count >= divisor]
    return next((written for written in ways if width_of(written, NUMBER) <= room), ways[-1])


def _shade(count: int, bounds: Sequence[int]) -> int:
    return sum(count >= bound for bound in bounds)


def _totals(grid: _Grid) -> Markup:
    """How often each post cites, at the right, and is cited, below, and both together in the corner."""
    right, base = grid.right + grid.total, grid.bottom + TALLEST / 2 + 5
    cites = _sums(grid.counts, 0)
    parts = [
        label(
            right,
            grid.top + grid.row * (place + 0.5) + 3,
            f"{cites[post]:,}",
            anchor="end",
            size=SMALL,
            ink=QUIET,
        )
        for place, post in enumerate(grid.posts)
    ]
    cited = _sums(grid.counts, 1)
    for place, post in enumerate(grid.posts):
        words, middle = f"{cited[post]:,}", grid.left + grid.cell * (place + 0.5)
        if grid.foot > TALLEST:
            parts.append(upright(middle + 3, grid.bottom + 6 + width_of(words, SMALL), words, SMALL, QUIET))
        else:
            parts.append(label(middle, base, words, anchor="middle", size=SMALL, ink=QUIET))
    whole = label(right, base, f"{sum(cites.values()):,}", size=SMALL, anchor="end", bold=True)
    return together(*parts, whole, line(MARGIN, grid.bottom, right, grid.bottom, QUIET))


def _sums(counts: Counts, end: int) -> Counter[Post]:
    """Citations of each post: of those that cite, or at the other end."""
    sums: Counter[Post] = Counter()
    for pair, count in counts.items():
        sums[pair[end]] += count
    return sums


def _entries(grid: _Grid) -> Iterable[Entry]:
    for place, shade in enumerate(SHADES):
        first = grid.bounds[place - 1] if place else 1
        last = grid.bounds[place] - 1 if place < len(grid.bounds) else None
        words = (
            f"{first:,} and more" if last is None else f"{first:,}–{last:,}" if last > first else f"{first:,}"
        )
        yield Entry(partial(_sample, shade), 22, words)
    if any(short(count, grid.cell - SPARE)[-1] in "kM" for count in grid.counts.values()):
        yield Entry(unsigned, -6, "k: whole thousands, M: whole millions")


def _sample(fill: str, x: float, y: float) -> Markup:
    return element("rect", x=x, y=y - 5, width=22, height=10, fill=fill, stroke=LINE, stroke_width=0.6)
