"""Series: the serials of one post in one year, and what they tell of those that are not held.

A post numbers its telegrams from 1 each January, so serials rise with time. In go the serials
held, with their days; out come those that rise together, those that do not (misprinted, or of
another series), how long the series was, and when a number was sent. Whatever order they are
given in, the same comes out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property
from itertools import accumulate, pairwise
from statistics import median
from typing import NamedTuple

SLACK = 3
"""Days by which a number may be out of order: numbers are given out before telegrams are sent."""
FEW = 10
"""Telegrams below which no conclusion can rest on a series."""
DATED = 5
"""Dated telegrams below which no date is estimated, and none is set apart for its rate."""
STRETCH = 122
"""Days without any telegram that make a year a part of one."""
EARLY = 90
"""Days of a year in which numbers of the year before are often cited without it."""
FAR = 60
"""Days beyond the last telegram for which a date is still estimated."""
_FASTER = 4.0  # times the usual number a day: more is no pace of a post
_SETTLING = 10.0  # days: early in January paces differ widely
_UNUSUAL = 6  # times the middle serial, where no dates help: twice would be the end of an even sample
_ODDS = 0.05  # that an estimate's interval misses
_MARGIN = 1.25  # times the highest estimate: what is above is no number of the series
_WEEK, _MONTH = 7, 30
_VARYING = 0.5  # by which the pace of the rest of the year may differ from that before


WARNINGS = {
    "few": f"fewer than {FEW} telegrams are held",
    "part-of-year": "nothing is held from more than four months on end",
    "undated": "most of what is held has no date",
    "apart": "more than one in ten serials does not fit into the series",
}
"""Code -> why a conclusion cannot rest on a series."""


class Estimate(NamedTuple):
    """A number that is estimated, with the interval that is to hold it in 95 of 100 cases."""

    value: float
    low: float
    high: float


class Point(NamedTuple):
    """One telegram of a series."""

    serial: int
    day: int | None
    """Day that it was sent, as ``date.toordinal`` counts; ``None`` where it is not known."""


class Series:
    """The serials held of one post and year."""

    def __init__(self, year: int, points: Iterable[tuple[int, int | None]]) -> None:
        """``year`` in four digits; ``points`` are those of ``Point``, and a serial may come several times."""
        self.year = year
        self.points = tuple(sorted(set(points), key=_order))
        self.first_day = date(year, 1, 1).toordinal()
        self.last_day = date(year, 12, 31).toordinal()

    # ------------------------------------------------------------ what fits

    @cached_property
    def dated(self) -> tuple[tuple[int, int], ...]:
        """Serial and day of those that rise together, in order of serial."""
        first, last = self.first_day - SLACK, self.last_day + SLACK
        known = [(serial, day) for serial, day in self.points if day is not None and first <= day <= last]
        steady = self._not_ahead(known)
        places = rising([day for _, day in steady])
        if len(places) == len(steady):
            return _without_leaps(steady)
        chain = [steady[i] for i in places]
        fitting = set(chain)
        return _without_leaps([one for one in steady if one in fitting or _is_near(one, chain)])

    def _not_ahead(self, known: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
        """Those whose number is not many times what the post had come to by that day."""
        if len(known) < DATED:
            return known
        days = [self._days(day) for _, day in known]
        pace = median(serial / passed for (serial, _), passed in zip(known, days, strict=True))
        most = pace * _FASTER
        return [one for one, passed in zip(known, days, strict=True) if one[0] <= most * (passed + _SETTLING)]

    def _days(self, day: int) -> int:
        """Days of the year that were over at the end of ``day``; 1 at least."""
        passed = day - self.first_day + 1
        return passed if passed > 0 else 1

    @cached_property
    def serials(self) -> tuple[int, ...]:
        """The serials that fit, sorted, each once."""
        fitting = {serial for serial, _ in self.dated}
        undated = {serial for serial, day in self.points if day is None}
        if undated:
            most = self._most_undated(sorted(fitting | undated))
            fitting |= {serial for serial in undated if serial <= most}
        return tuple(sorted(fitting))

    def _most_undated(self, serials: Sequence[int]) -> float:
        """The highest serial that fits although nothing is known of its day."""
        if len(self.dated) >= DATED:
            return self.pace * (self.last_day - self.first_day + 1) * _FASTER
        return _UNUSUAL * median(serials) if len(serials) >= DATED else float("inf")

    @cached_property
    def apart(self) -> tuple[int, ...]:
        """The serials that do not fit, sorted."""
        return tuple(sorted({serial for serial, _ in self.points} - set(self.serials)))

    # ------------------------------------------------------------ how long

    @cached_property
    def pace(self) -> float:
        """Numbers a day up to the last dated telegram; 0 where none is dated."""
        if not self.dated:
            return 0.0
        serial, day = self.dated[-1]
        return serial / self._days(day)

    @cached_property
    def _paces(self) -> tuple[float, float]:
        """The slower and the faster of the pace of the whole time and that of its latter half."""
        serial, day = self.dated[-1]
        halfway = bisect_left(self.dated, (self.first_day + day) // 2, key=lambda point: point[1])
        before, start = self.dated[max(0, min(halfway, len(self.dated) - 2))]
        later = (serial - before) / (day - start) if day - start >= _MONTH else self.pace
        return min(self.pace, later), max(self.pace, later)

    @cached_property
    def length(self) -> Estimate | None:
        """How many telegrams the series had in the whole year; ``None`` where none is held.

        With dates: the pace of the year up to the last telegram goes on, or that of the latter half of
        that time, by half as much more or less, and a week more or less. Without: the serials are an
        even sample of the series (the estimate from the highest of a sample, Goodman 1952).
        """
        if not self.serials:
            return None
        highest, count = self.serials[-1], len(self.serials)
        if not self.dated:
            return Estimate(highest + highest / count - 1, highest, highest / _ODDS ** (1 / count))
        serial, day = self.dated[-1]
        rest = max(0, self.last_day - day)
        unsure = min(1.0, _VARYING + _SETTLING / self._days(day) + 1 / len(self.dated) ** 0.5 / 4)
        slow, fast = self._paces
        low = serial + max(0, rest - _WEEK) * slow * (1 - unsure)
        high = serial + (rest + _WEEK) * fast * (1 + unsure)
        return Estimate(max(serial + rest * self.pace, highest), max(low, highest), max(high, highest))

    @cached_property
    def warnings(self) -> tuple[str, ...]:
        """Codes of ``WARNINGS``."""
        count = len({serial for serial, _ in self.points})
        told = {
            "few": len(self.serials) < FEW,
            "part-of-year": bool(self.dated) and self._longest_silence() > STRETCH,
            "undated": 2 * len({serial for serial, _ in self.dated}) < len(self.serials),
            "apart": 10 * len(self.apart) > count,
        }
        return tuple(code for code, is_so in told.items() if is_so)

    def _longest_silence(self) -> int:
        """Days of the longest time of the year of which nothing is held."""
        days = sorted({self.first_day, *(day for _, day in self.dated), self.last_day})
        return max(after - before for before, after in pairwise(days))

    # ------------------------------------------------------------ one number

    @cached_property
    def _dated_serials(self) -> tuple[int, ...]:
        return tuple(serial for serial, _ in self.dated)

    @cached_property
    def _latest_until(self) -> tuple[tuple[int, int], ...]:
        """For each dated telegram the second latest and the latest day of those up to it."""
        latest: list[tuple[int, int]] = []
        for _, day in self.dated:
            one, other = latest[-1] if latest else (self.first_day - SLACK, self.first_day - SLACK)
            latest.append((max(one, min(other, day)), max(other, day)))
        return tuple(latest)

    def was_reached(self, serial: int, day: int) -> bool:
        """Whether the number can have been used by ``day``; ``False`` if lower ones were sent later.

        Early in the year one of them is enough, as then numbers of the year before are cited. Later it
        takes two: one may be misdated.
        """
        place = bisect_right(self._dated_serials, serial)
        if place == 0:
            return True
        second, latest = self._latest_until[place - 1]
        return (latest if day - self.first_day < EARLY else second) <= day + SLACK

    def highest_by(self, day: int) -> int:
        """The highest number held that was sent by ``day``; 0 where there is none."""
        days, highest = self._highest_on
        place = bisect_right(days, day + SLACK)
        return highest[place - 1] if place else 0

    @cached_property
    def _highest_on(self) -> tuple[Sequence[int], Sequence[int]]:
        """The days of the dated telegrams in order, and the highest number up to each."""
        ordered = sorted((day, serial) for serial, day in self.dated)
        return [day for day, _ in ordered], list(accumulate((serial for _, serial in ordered), max))

    def fits(self, serial: int, day: int) -> bool:
        """Whether a telegram's day agrees with its number, as far as enough is held to tell."""
        if len(self.dated) >= DATED:
            return (serial, day) in self._fitting
        return self.first_day - SLACK <= day <= self.last_day + SLACK

    @cached_property
    def _fitting(self) -> frozenset[tuple[int, int]]:
        return frozenset(self.dated)

    def bounds(self, serial: int) -> tuple[int, int]:
        """The days between which a number was sent, by its neighbours, else by the year."""
        below = bisect_left(self._dated_serials, serial)
        above = bisect_right(self._dated_serials, serial)
        earliest = self.dated[below - 1][1] if below else self.first_day
        latest = self.dated[above][1] if above < len(self.dated) else self.last_day
        return min(earliest, latest), max(earliest, latest)

    def day_of(self, serial: int) -> int | None:
        """The day on which a number was sent, estimated; ``None`` where too little is held for that."""
        if len(self.dated) < DATED:
            return None
        below = bisect_left(self._dated_serials, serial)
        above = bisect_right(self._dated_serials, serial)
        if below < above:
            return self.dated[below][1]
        low_serial, low_day = self.dated[below - 1] if below else (0, self.first_day)
        if above < len(self.dated):
            high_serial, high_day = self.dated[above]
            share = (serial - low_serial) / (high_serial - low_serial)
            return round(low_day + (high_day - low_day) * share)
        beyond = (serial - low_serial) / self.pace
        return round(low_day + beyond) if beyond <= FAR and low_day + beyond <= self.last_day else None

    def is_beyond(self, serial: int) -> bool:
        """Whether a number is higher than the series can have gone, if enough is held to tell.

        Where nothing is held from the last months of the year, the pace may have become another.
        """
        if self.length is None or len(self.serials) < FEW:
            return False
        ends_early = bool(self.dated) and self.last_day - self.dated[-1][1] > STRETCH
        most = self.length.high * (_FASTER if ends_early else _MARGIN)
        return serial > most and serial > self.serials[-1] + 25


def _order(point: tuple[int, int | None]) -> tuple[int, int]:
    return point[0], point[1] or 0


def rising(days: Sequence[int]) -> list[int]:
    """The places of the longest chain of days that never fall."""
    ends: list[int] = []  # day on which the best chain of each length ends
    last: list[int] = []  # and its place
    before: list[int | None] = []
    for place, day in enumerate(days):
        length = bisect_right(ends, day)
        before.append(last[length - 1] if length else None)
        ends[length : length + 1] = [day]
        last[length : length + 1] = [place]
    chain = []
    at = last[-1] if last else None
    while at is not None:
        chain.append(at)
        at = before[at]
    return chain[::-1]


def _without_leaps(chain: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The part of a rising chain that no leap in the numbers cuts off; the longest, else the first.

    A leap is of far more numbers than a post sends in so many days.
    """
    if len(chain) < DATED:
        return tuple(chain)
    most = _FASTER * (chain[-1][0] - chain[0][0]) / max(1, chain[-1][1] - chain[0][1])
    starts = [
        place
        for place, ((serial, day), (following, later)) in enumerate(pairwise(chain), start=1)
        if following - serial > most * (later - day + _SETTLING)
    ]
    parts = [tuple(chain[start:end]) for start, end in pairwise([0, *starts, len(chain)])]
    return max(parts, key=len)


def _is_near(point: tuple[int, int], chain: Sequence[tuple[int, int]]) -> bool:
    """Whether a point is out of order by a few days only."""
    serial, day = point
    place = bisect_left(chain, (serial, 0))
    after_one = place == 0 or chain[place - 1][1] - SLACK <= day
    return after_one and (place == len(chain) or day <= chain[place][1] + SLACK)
