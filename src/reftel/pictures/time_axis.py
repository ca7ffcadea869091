"""Time axis: dates as they are known, and where an axis has its ticks."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, date

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DATE = re.compile(
    r"(?P<year>\d{4})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?![0-9])", re.ASCII
)  # "2007-03-14T16:30:00Z", "2007-03", "2007"
STEPS = (
    *(("day", step) for step in (1, 2, 7, 14)),
    *(("month", step) for step in (1, 2, 3, 6)),
    *(("year", figure * power) for power in (1, 10, 100, 1000) for figure in (1, 2, 5)),
)
"""Distances between ticks, from short to long."""


@dataclass(frozen=True, slots=True)
class Period:
    """The days that a date may mean: one, a month or a year."""

    first: int
    """Days since the year 1, as ``datetime.date.toordinal`` counts them."""
    last: int
    words: str
    """The date as it is read: ``14 Mar 2007``, ``Mar 2007``, ``2007``."""

    @property
    def middle(self) -> float:
        """Where a single point for it stands: noon of the day, the middle of the month or year."""
        return (self.first + self.last + 1) / 2


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick of an axis."""

    day: int
    words: str
    year: int | None
    """The year to write below, where it is another than that of the tick before."""


def period(written: str | None) -> Period | None:
    """The period of an ISO 8601 date, as precise as it is; ``None`` where it is no date."""
    found = DATE.match(written or "")
    if not found or not int(found["year"]):
        return None
    year, month, day = (int(found[part] or 0) for part in ("year", "month", "day"))
    if found["month"] and not 1 <= month <= 12:
        return None
    if not month:
        return Period(date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal(), str(year))
    length = monthrange(year, month)[1]
    first = date(year, month, 1).toordinal()
    if not found["day"]:
        return Period(first, first + length - 1, f"{MONTHS[month - 1]} {year}")
    if not 1 <= day <= length:
        return None
    return Period(first + day - 1, first + day - 1, f"{day} {MONTHS[month - 1]} {year}")


def ticks(first: float, last: float, most: int, finest: str = "day") -> list[Tick]:
    """The ticks from day ``first`` to day ``last``: the closest that are no more than ``most``."""
    begin = [unit for unit, _ in STEPS].index(finest)
    found: list[date] = []
    for unit, step in STEPS[begin:]:
        found = [day for day in _days(unit, step, first, last, most) if first <= day.toordinal() <= last]
        if len(found) <= most:
            return [_tick(day, before, unit) for day, before in zip(found, [None, *found], strict=False)]
    return []


def _days(unit: str, step: int, first: float, last: float, most: int) -> Iterator[date]:
    """Ticks of one distance around the days asked for; more than ``most`` of them need not be made."""
    start = max(1, int(first))
    if unit == "day":
        begin = start + (1 - start) % step  # day 1 is a Monday, so weeks begin with one
        for ordinal in range(begin, min(int(last), date.max.toordinal()) + 1, step)[: most + 1]:
            yield date.fromordinal(ordinal)
        return
    months = step if unit == "month" else 12 * step
    day = date.fromordinal(start)
    begin = -(-(day.year * 12 + day.month - (day.day == 1)) // months) * months
    for index in range(begin, begin + months * (most + 2), months):
        if 12 <= index < 12 * (MAXYEAR + 1):
            yield date(index // 12, index % 12 + 1, 1)


def _tick(day: date, before: date | None, unit: str) -> Tick:
    if unit == "year":
        return Tick(day.toordinal(), str(day.year), None)
    month = MONTHS[day.month - 1]
    words = f"{day.day} {month}" if unit == "day" else month
    return Tick(day.toordinal(), words, day.year if before is None or before.year != day.year else None)
