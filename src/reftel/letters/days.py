"""Days: dates in the words of a letter, as precise as they are known.

In go ISO 8601 dates, out come words: ``August 22, 1997``, ``August 1997``, ``1997``. Rule: a date that is
estimated says so, with the days between which it lies, and the first case that fits counts.
"""

from __future__ import annotations

import re
from datetime import date

from reftel.graph.missing import Ghost

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T|\Z)")


def in_words(iso: str | None, but_year: int | None = None) -> str | None:
    """``August 22, 1997`` of ``1997-08-22T10:15:00Z``; ``None`` for what is no date.

    The year ``but_year`` is left out of a date that has a day.
    """
    found = _ISO.match(iso or "")
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    if month is None or not 1 <= month <= 12:
        return str(year)
    if day is None:
        return f"{MONTHS[month - 1]} {year}"
    words = f"{MONTHS[month - 1]} {day}"
    return words if year == but_year else f"{words}, {year}"


def of_day(day: date) -> str:
    """The same of a day."""
    return f"{MONTHS[day.month - 1]} {day.day}, {day.year}"


def is_estimated(ghost: Ghost) -> bool:
    """Whether a ghost has a date at all; each comes of the numbers and dates of others."""
    return ghost.sent.date is not None


def sent(ghost: Ghost) -> str:
    """When a ghost was sent, to follow on its number: `` of August 22, 1997``; '' where nothing is known."""
    about = ghost.sent
    earliest, latest = in_words(about.earliest), in_words(about.latest)
    if earliest and earliest == latest:
        return f" of {earliest}"
    guess = in_words(about.date)
    if guess:
        return f" of about {guess}{_within(about.earliest, about.latest, _year(about.date))}"
    year = ghost.year or _year(about.earliest) or _year(about.latest)
    if earliest and latest and not _adds_nothing(ghost):
        return f" of {year}{_within(about.earliest, about.latest, year)}"
    cited = in_words(ghost.first)
    if cited:
        head = f" of {ghost.year}" if ghost.year else ""
        return f"{head}, {'first ' if ghost.count > 1 else ''}cited on {cited}"
    return f" of {year}" if year else ""


def _within(earliest: str | None, latest: str | None, year: int | None) -> str:
    """Between which days, in brackets; the year is written where it is not the one that was just read."""
    first = in_words(earliest, but_year=year)
    last = in_words(latest, but_year=year)
    if first and last:
        stop = "," if _year(earliest) != year else ""
        return f" (between {first}{stop} and {last})"
    if first:
        return f" (not before {first})"
    return f" (not after {last})" if last else ""


def _adds_nothing(ghost: Ghost) -> bool:
    """Whether the bounds say no more than the year of the number and the first citation do."""
    earliest, latest = ghost.sent.earliest or "", ghost.sent.latest or ""
    return earliest[:10] == f"{ghost.year}-01-01" and latest[:10] in (
        (ghost.first or "")[:10],
        f"{ghost.year}-12-31",
    )


def _year(iso: str | None) -> int | None:
    found = _ISO.match(iso or "")
    return int(found[1]) if found else None
