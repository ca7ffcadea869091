"""Picture of coverage: posts in rows, years in columns, and how much of each is held here.

A cell has its estimated share as a shade and as a number; it is hatched where
no conclusion can rest on it, and blank where nothing is held. What is not held
here may be anywhere, so the picture says no more than that.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from reftel.graph.coverage import Coverage
from reftel.graph.series import WARNINGS
from reftel.pictures.lettering import fit, in_lines, width_of
from reftel.pictures.sheet import (
    INK,
    LANDSCAPE,
    LINE,
    MARGIN,
    ON_SHADES,
    PAPER,
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
    upright,
)
from reftel.pictures.svg import Markup, element, together

TITLE = "How much is held here, by post and year"
UNKNOWN = "?"
MOST_YEARS = 60

WIDEST_POST = 118.0
HELD = 50.0  # width of the column of telegrams held; seven digits fit into it
ROW = 14.0
NARROW, BROAD = 18.0, 60.0  # width of a cell
FLAT_YEARS = 25.0  # width of a cell from which years need not stand upright
NUMBER = 8.0
BLOCK = 50  # rows before the years are written again
HATCH = "#a3acb6"

Cells = Mapping[tuple[str, int], Coverage]


@dataclass(frozen=True, slots=True)
class _Grid:
    """What is drawn, and where its columns stand."""

    cells: Cells
    posts: Sequence[str]
    years: Sequence[int]
    left: float
    cell: float
    hatch: str

    @property
    def right(self) -> float:
        return self.left + self.cell * len(self.years)


def coverage_picture(rows: Sequence[Coverage], *, prefix: str = "coverage") -> str:
    """The SVG document of the coverage of posts and years, posts in order of the alphabet.

    ``prefix`` begins the ids. Of more than 60 years the latest are drawn, and
    what is held of the others is counted.
    """
    checked(prefix)
    known = {(row.post, row.year): row for row in rows if row.held > 0}
    if not known:
        return nothing(prefix, TITLE)
    years = _years({year for _, year in known})
    cells = {place: row for place, row in known.items() if place[1] in years}
    grid, width = _grid(cells, years, f"{prefix}-hatch")
    heading = Heading(TITLE, _sentences(grid, len(known) - len(cells)))
    body, bottom = _blocks(grid, top_of(heading, width))
    signs, end = legend(_entries(grid), MARGIN, bottom + 22, width - MARGIN)
    reasons, end = _reasons(grid, end, width)
    drawn = together(_hatching(grid.hatch), body, signs, reasons)
    return sheet(prefix, heading, " ".join(heading.lines), drawn, end, width)


def _years(found: set[int]) -> list[int]:
    """The years of the columns: all from the first to the last; of too many, the latest that there are."""
    whole = range(min(found), max(found) + 1)
    return list(whole) if len(whole) <= MOST_YEARS else sorted(found)[-MOST_YEARS:]


def _grid(cells: Cells, years: Sequence[int], hatch: str) -> tuple[_Grid, float]:
    """The columns, and the width of a page for them: upright, lying, or wider."""
    posts = sorted({post for post, _ in cells})
    words = max(width_of(fit(post, WIDEST_POST, TEXT), TEXT) for post in posts) + 8
    beside = 2 * MARGIN + words + HELD
    least = beside + len(years) * NARROW
    width = PORTRAIT if least <= PORTRAIT else max(LANDSCAPE, math.ceil(least))
    cell = min((width - beside) / len(years), BROAD)
    return _Grid(cells, posts, years, MARGIN + words, cell, hatch), width


def _sentences(grid: _Grid, left_out: int) -> list[str]:
    held = sum(row.held for row in grid.cells.values())
    years = f"{grid.years[0]} to {grid.years[-1]}" if len(grid.years) > 1 else str(grid.years[0])
    found = [
        f"{counted(held, 'telegram')} held here of {counted(len(grid.posts), 'post')}, {years}.",
        "A cell has the estimated share held here of all that the post sent in the year, in per cent.",
    ]
    if left_out:
        found.append(
            f"{counted(left_out, 'cell')} of earlier years left out: the last {MOST_YEARS} years are drawn."
        )
    return found


def _blocks(grid: _Grid, top: float) -> tuple[Markup, float]:
    """The rows in blocks, each with the years above it, and where they end."""
    parts: list[Markup] = []
    for start in range(0, len(grid.posts), BLOCK):
        posts = grid.posts[start : start + BLOCK]
        top += 14 if grid.cell >= FLAT_YEARS else 26
        parts.append(_heads(grid, top))
        parts.append(element("g", *(_row(grid, post, top + ROW * place) for place, post in enumerate(posts))))
        top += ROW * len(posts)
        parts += (line(MARGIN, y, grid.right + HELD, y) for y in (top - ROW * len(posts), top))
        top += 10
    return together(*parts), top - 10


def _heads(grid: _Grid, y: float) -> Markup:
    flat = grid.cell >= FLAT_YEARS
    return together(
        *(
            label(x, y - 4, str(year), size=SMALL, anchor="middle", ink=QUIET)
            if flat
            else upright(x + 3, y - 4, str(year), SMALL, QUIET)
            for place, year in enumerate(grid.years)
            for x in (grid.left + grid.cell * (place + 0.5),)
        ),
        label(grid.right + HELD, y - 4, "held here", size=SMALL, anchor="end", ink=QUIET),
    )


def _row(grid: _Grid, post: str, y: float) -> Markup:
    rows = [
        (place, grid.cells[post, year]) for place, year in enumerate(grid.years) if (post, year) in grid.cells
    ]
    held = f"{sum(row.held for _, row in rows):,}"
    return element(
        "g",
        label(MARGIN, y + 10.2, fit(post, WIDEST_POST, TEXT)),
        line(MARGIN, y, grid.right + HELD, y, LINE, 0.3),
        element(
            "g",
            *(_cell(grid, row, grid.left + grid.cell * place, y) for place, row in rows),
            font_size=NUMBER,
            text_anchor="middle",
        ),
        label(grid.right + HELD, y + 10.2, held, size=SMALL, anchor="end", ink=QUIET),
    )


def _cell(grid: _Grid, row: Coverage, x: float, y: float) -> Markup:
    words, shade = _percent(row, grid.cell), _shade(row)
    middle, base = x + grid.cell / 2, y + 10
    if shade is None:
        fill = f"url(#{grid.hatch})"
        number = element(
            "text", words, x=middle, y=base, fill=INK, stroke=PAPER, stroke_width=2.2, paint_order="stroke"
        )
    else:
        fill = SHADES[shade]
        ink = ON_SHADES[shade]
        number = element("text", words, x=middle, y=base, fill=None if ink == INK else ink)
    return element("g", told(_told_of(row)), box(x, y, grid.cell, ROW, fill), number)


def _percent(row: Coverage, room: float) -> str:
    """The share in per cent as it is printed; 100 only where all is held, and 0 nowhere, for something is."""
    share = _share(row)
    if share is None:
        return UNKNOWN
    if share >= 0.01:
        return str(min(round(share * 100), 100 if share == 1 else 99))
    if share >= 0.001:
        return f"{math.floor(share * 1000) / 10}"
    return "<0.1" if width_of("<0.1", NUMBER) <= room else "<.1"


def _share(row: Coverage) -> float | None:
    if row.share is None or math.isnan(row.share.value):
        return None
    return min(max(row.share.value, 0.0), 1.0)


def _shade(row: Coverage) -> int | None:
    """Place of its shade; ``None`` where no conclusion can rest on it."""
    share = _share(row)
    return None if share is None or row.warnings else min(int(share * len(SHADES)), len(SHADES) - 1)


def _told_of(row: Coverage) -> str:
    parts = [f"{row.post} {row.year}: {row.held:,} held here"]
    if row.share is not None:
        value, low, high = (_exact(part) for part in row.share)
        parts.append(f"{value} % ({low} to {high} %)")
    if row.cited:
        parts.append(f"{row.cited:,} cited and not held here")
    return "; ".join([*parts, *(WARNINGS.get(code, code) for code in row.warnings)])


def _exact(share: float) -> str:
    return f"{share * 100:.0f}" if share >= 0.1 else f"{share * 100:.2f}"


def _hatching(name: str) -> Markup:
    """Slanting lines, as a pattern of its own id."""
    stroke = element("path", d="M-1 1L1 -1M0 6L6 0M5 7L7 5", stroke=HATCH, stroke_width=0.7, fill="none")
    ground = element("rect", width=6, height=6, fill=PAPER)
    pattern = element("pattern", ground, stroke, id=name, width=6, height=6, patternUnits="userSpaceOnUse")
    return element("defs", pattern)


def _entries(grid: _Grid) -> Iterable[Entry]:
    """The legend: the five shades always, the rest where the picture has it."""
    step = 100 // len(SHADES)
    for place, shade in enumerate(SHADES):
        last = step * (place + 1) - (place + 1 < len(SHADES))
        yield Entry(partial(_sample, shade), 22, f"{step * place}–{last} %")
    rows = grid.cells.values()
    if any(_shade(row) is None for row in rows):
        yield Entry(partial(_sample, f"url(#{grid.hatch})"), 22, "no conclusion can rest on it")
    if any(_share(row) is None for row in rows):
        yield Entry(lambda x, y: label(x, y + 3, UNKNOWN, size=SMALL), 5, "share not known")
    if len(rows) < len(grid.posts) * len(grid.years):
        yield Entry(partial(_sample, PAPER), 22, "nothing held here")


def _sample(fill: str, x: float, y: float) -> Markup:
    return element("rect", x=x, y=y - 5, width=22, height=10, fill=fill, stroke=LINE, stroke_width=0.6)


def _reasons(grid: _Grid, y: float, width: float) -> tuple[Markup, float]:
    """Below the legend: why cells are hatched, and how many for each reason."""
    found = Counter(code for row in grid.cells.values() for code in row.warnings)
    if not found:
        return Markup(), y
    known = [code for code in WARNINGS if code in found]
    codes = known + sorted(set(found) - set(known))
    listed = "; ".join(f"{WARNINGS.get(code, code)} ({counted(found[code], 'cell')})" for code in codes)
    lines = in_lines(f"Why hatched: {listed}.", width - 2 * MARGIN, SMALL)
    words = (
        label(MARGIN, y + 10 + 12 * place, text, size=SMALL, ink=QUIET) for place, text in enumerate(lines)
    )
    return together(*words), y + 10 + 12 * len(lines) - 6
