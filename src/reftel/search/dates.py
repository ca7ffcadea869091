"""Dates: days, months and years as they are asked for and as records state them.

In goes ``2007``, ``2007-11``, ``2007-11-28`` or a range of them
(``2005..2008-06``, ``2005..``, ``..1979``), out come the first and the last day
as numbers, 2007-11-28 being 20071128. A telegram of which only the year is
known covers the whole year, and is found where the whole of it lies in what
is asked for.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime
from typing import NamedTuple

from reftel.record import Record

_DATE = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{1,2})(?:-(?P<day>\d{1,2}))?)?(?:T.*)?\Z", re.ASCII)
_HINT = "write 2007, 2007-11, 2007-11-28 or a range as 2005..2008"
FIRST, LAST = 10101, 99991231
"""The days that an open range begins and ends with."""


class Days(NamedTuple):
    """The first and the last day, both counted in, as numbers: 20071128."""

    first: int
    last: int


def days(text: str) -> Days:
    """The days that ``text`` asks for; ``ValueError`` with a sentence where it is no date."""
    first, dots, last = text.partition("..")
    if not dots:
        return _period(text)
    if not first and not last:
        raise ValueError(f"a range needs a beginning or an end: {_HINT}")
    asked = Days(_period(first).first if first else FIRST, _period(last).last if last else LAST)
    if asked.first > asked.last:
        raise ValueError(f"the range {text!r} ends before it begins; turn it round")
    return asked


def before(text: str) -> Days:
    """The days before all those of ``text``."""
    first = _bound(text).first
    return Days(FIRST, first - 1)


def after(text: str) -> Days:
    """The days after all those of ``text``."""
    return Days(_bound(text).last + 1, LAST)


def _bound(text: str) -> Days:
    if ".." in text:
        raise ValueError(
            "a range has no one beginning or end: write one year, month or day, or date:2005..2008"
        )
    return _period(text)


def _period(text: str) -> Days:
    """The days of one year, month or day."""
    match = _DATE.match(text)
    if match is None:
        raise ValueError(f"{text!r} is no date: {_HINT}")
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        begin = date(year or 0, month or 1, day or 1)
        end = date(begin.year, month or 12, day or monthrange(begin.year, month or 12)[1])
    except ValueError:
        raise ValueError(f"there is no {text!r} in the calendar: {_HINT}") from None
    return Days(_number(begin), _number(end))


def _number(day: date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def days_of(record: Record) -> Days | None:
    """The days that the record's best date may mean; ``None`` where it has none."""
    if record.date is None:
        return None
    try:
        return _period(record.date.value)
    except ValueError:
        return None


def month_of(days: Days) -> int:
    """The one month that the days lie in, 200711; 200700 where they are more of the year."""
    first, last = days.first // 100, days.last // 100
    return first if first == last else first // 100 * 100


def minute_of(record: Record) -> int | None:
    """The minute at which the record's best date begins, counted from the year 1; ``None`` without a date."""
    covered = days_of(record)
    if covered is None or record.date is None:
        return None
    day = date(covered.first // 10000, covered.first // 100 % 100, covered.first % 100)
    return day.toordinal() * 24 * 60 + _minutes(record.date.value)


def _minutes(value: str) -> int:
    """Minutes into the day of an ISO date with a time; 0 where it has none."""
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return 0
    return at.hour * 60 + at.minute
