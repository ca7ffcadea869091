"""Picture of citations per month: bars on an axis of time, every month with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reftel.pictures.lettering import width_of
from reftel.pictures.sheet import (
    INK,
    LINE,
    MARGIN,
    PORTRAIT,
    QUIET,
    SMALL,
    Heading,
    checked,
    counted,
    label,
    line,
    nothing,
    sheet,
    told,
    top_of,
)
from reftel.pictures.svg import Markup, element, together
from reftel.pictures.time_axis import MONTHS, ticks

TITLE = "Citations per month"
MONTH = re.compile(r"(?!0000)(\d{4})-(0[1-9]|1[0-2])", re.ASCII)  # "2007-11"
MOST_MONTHS = 60 * 12
HEIGHT = 240.0
BAR = "#3c4a5a"
WIDEST_BAR = 34.0
MOST_TICKS = 12
MOST_LINES = 6


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where the bars stand."""

    first: int
    """Its first month, counted from the year 0."""
    highest: int
    left: float
    bottom: float
    month: float
    """Width of one."""

    def x(self, month: float) -> float:
        return self.left + (month - self.first) * self.month

    def y(self, count: float) -> float:
        return self.bottom - count / self.highest * HEIGHT


def months_picture(counts: Mapping[str, int], *, prefix: str = "months") -> str:
    """The SVG document of citations per month; a month of which there are none is zero.

    Keys are months such as ``2007-11``; counts under other keys are told and
    not drawn. Of more than 60 years the last are drawn. ``prefix`` begins the ids.
    """
    checked(prefix)
    known = {_month(key): count for key, count in counts.items() if MONTH.fullmatch(key) and count > 0}
    undated = sum(count for key, count in counts.items() if not MONTH.fullmatch(key) and count > 0)
    if not known:
        return nothing(prefix, TITLE) if not undated else _only_undated(prefix, undated)
    last = max(known)
    first = max(min(known), last - MOST_MONTHS + 1)
    bars = [(month, known.get(month, 0)) for month in range(first, last + 1)]
    before = sum(count for month, count in known.items() if month < first)
    heading = Heading(TITLE, _sentences(bars, undated, before))
    scale = round_steps(max(count for _, count in bars))
    left = MARGIN + width_of(f"{scale[-1]:,}", SMALL) + 8
    bottom = top_of(heading) + 14 + HEIGHT
    plot = _Plot(first, scale[-1], left, bottom, (PORTRAIT - MARGIN - left) / len(bars))
    body = together(_lines(plot, scale), _bars(plot, bars), _peak(plot, bars), _axis(plot, bars))
    return sheet(prefix, heading, " ".join(heading.lines), body, bottom + 30)


def round_steps(highest: int) -> list[int]:
    """Round numbers from 0 to at least ``highest``: 1, 2 or 5 with zeros apart."""
    step = 1
    for figure in _round():
        step = figure
        if step * (MOST_LINES - 1) >= highest:
            break
    return list(range(0, highest + step, step))


def _round() -> Iterable[int]:
    power = 1
    while True:
        yield from (power, 2 * power, 5 * power)
        power *= 10


def _month(key: str) -> int:
    return int(key[:4]) * 12 + int(key[5:]) - 1


def _words(month: int) -> str:
    return f"{MONTHS[month % 12]} {month // 12:04}"


def _only_undated(prefix: str, undated: int) -> str:
    heading = Heading(TITLE, ("There is nothing to show.", _told_of_undated(undated)))
    return sheet(prefix, heading, " ".join(heading.lines), Markup(), top_of(heading))


def _told_of_undated(undated: int) -> str:
    return f"{counted(undated, 'citation')} without a month left out."


def _sentences(bars: Sequence[tuple[int, int]], undated: int, before: int) -> list[str]:
    first, last = _words(bars[0][0]), _words(bars[-1][0])
    peak, most = max(bars, key=lambda bar: (bar[1], -bar[0]))
    without = sum(not count for _, count in bars)
    when = f"in {first}" if first == last else f"from {first} to {last}"
    found = [
        f"{counted(sum(count for _, count in bars), 'citation')} {when}"
        + (f"; most in {_words(peak)}: {most:,}." if len(bars) > 1 else ".")
        + (f" {counted(without, 'month')} without any." if without else "")
    ]
    if before:
        found.append(
            f"{counted(before, 'citation')} of earlier months left out: only the last 60 years are drawn."
        )
    if undated:
        found.append(_told_of_undated(undated))
    return found


def _lines(plot: _Plot, scale: Sequence[int]) -> Markup:
    """The scale: a quiet line at each round number."""
    return together(
        *(
            line(plot.left, plot.y(count), PORTRAIT - MARGIN, plot.y(count), LINE if count else INK)
            for count in scale
        ),
        *(
            label(plot.left - 6, plot.y(count) + 3, f"{count:,}", size=SMALL, anchor="end", ink=QUIET)
            for count in scale
        ),
    )


def _bars(plot: _Plot, bars: Sequence[tuple[int, int]]) -> Markup:
    space = min(plot.month * 0.25, 3)
    width = min(plot.month - space, WIDEST_BAR)
    return element(
        "g",
        *(
            element(
                "rect",
                told(f"{_words(month)}: {count:,}"),
                x=plot.x(month + 0.5) - width / 2,
                y=plot.y(count),
                width=width,
                height=plot.bottom - plot.y(count),
                data_month=f"{month // 12:04}-{month % 12 + 1:02}",
                data_count=count,
            )
            for month, count in bars
        ),
        fill=BAR,
    )


def _peak(plot: _Plot, bars: Sequence[tuple[int, int]]) -> Markup:
    """The highest month, named above its bar."""
    month, count = max(bars, key=lambda bar: (bar[1], -bar[0]))
    words = f"{_words(month)}: {count:,}"
    half = width_of(words, SMALL) / 2
    x = min(max(plot.x(month + 0.5), plot.left + half), PORTRAIT - MARGIN - half)
    return label(x, plot.y(count) - 4, words, size=SMALL, anchor="middle")


def _axis(plot: _Plot, bars: Sequence[tuple[int, int]]) -> Markup:
    first, last = (date(month // 12, month % 12 + 1, 1).toordinal() for month in (bars[0][0], bars[-1][0]))
    parts: list[Markup] = []
    for tick in ticks(first, last, MOST_TICKS, finest="month"):
        begin = date.fromordinal(tick.day)
        x = plot.x(begin.year * 12 + begin.month - 1)
        parts.append(line(x, plot.bottom, x, plot.bottom + 4, QUIET))
        for words, y in ((tick.words, 13), (str(tick.year or ""), 24)):
            left = min(x + 2, PORTRAIT - MARGIN - width_of(words, SMALL))
            parts += [label(left, plot.bottom + y, words, size=SMALL, ink=QUIET)] if words else []
    return together(*parts)
