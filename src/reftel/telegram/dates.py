"""Dates: date-time groups read as UTC instants, years completed by rule.

Source: 5 FAH-2 H-321.5 for the date-time group.
"""

from __future__ import annotations

import re

from reftel.telegram_id import full_year

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def days_in(year: int, month: int) -> int:
    """The number of days of a month (1 to 12)."""
    leap = month == 2 and ((year % 4 == 0 and year % 100 != 0) or year % 400 == 0)
    return _DAYS[month - 1] + leap


def iso_minute(match: re.Match[str]) -> str | None:
    """The instant of a ``grammar.DTG`` match as ``2007-11-28T10:52:00Z``; ``None`` if none is meant."""
    if match["month"].upper() not in MONTHS:
        return None
    year, month = full_year(match["year"]), MONTHS.index(match["month"].upper()) + 1
    day, hour, minute = (int(match[name].upper().replace("O", "0")) for name in ("day", "hour", "minute"))
    if not 1 <= day <= days_in(year, month) or hour > 23 or minute > 59:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}T{hour:02d}:{minute:02d}:00Z"


def day_of_year(instant: str) -> int:
    """The day of the year, 1 to 366, of an ISO instant: 28 November 2007 is 332."""
    year, month, day = int(instant[:4]), int(instant[5:7]), int(instant[8:10])
    return sum(days_in(year, m) for m in range(1, month)) + day
