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
_DAY = re.compile(rf"\b({'|'.join(MONTHS)}) (?=\d)")  # August 22
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


def unbroken(text: str) -> str:
    """The text with days that no end of a line parts from their month."""
    return _DAY.sub("\\1\N{NO-BREAK SPACE}", text)


def is_estimated(ghost: Ghost) -> bool:
    """Whether a ghost has a date at all; each comes of the numbers and dates of others."""
    return ghost.sent.date is not None


def sent(ghost: Ghost) -> str:
    """When a ghost was sent, to follow on its number: `` of August 22, 1997``; '' where nothing is known.

    The first that is known counts: the day; an estimate, with its bounds; bounds that say more than the year
    and the first citation; the first citation; the year.
    """
    about = ghost.sent
    if about.earliest and about.earliest == about.latest:
        return f" of {in_words(about.earliest)}"
    if about.date:
        return f" of about {in_words(about.date)}{_within(ghost, _year(about.date))}"
    year = ghost.year or _year(about.earliest)
    if year and _tells_more(ghost):
        return f" of {year}{_within(ghost, year)}"
    return (f" of {year}" if year else "") + _cited(ghost)


def _within(ghost: Ghost, year: int | None) -> str:
    """Between which days, in brackets; a year is written where it is not the one that was just read.

    The first and the last day of the year of the number are no bounds.
    """
    earliest, latest = _bounds(ghost)
    first, last = in_words(earliest, but_year=year), in_words(latest, but_year=year)
    if first and last:
        return f" (between {first}{',' if _year(earliest) != year else ''} and {last})"
    if first:
        return f" (not before {first})"
    return f" (not after {last})" if last else ""


def _bounds(ghost: Ghost) -> tuple[str | None, str | None]:
    earliest, latest = ghost.sent.earliest, ghost.sent.latest
    return (
        None if earliest == f"{ghost.year}-01-01" else earliest,
        None if latest == f"{ghost.year}-12-31" else latest,
    )


def _tells_more(ghost: Ghost) -> bool:
    """Whether the bounds say more than the year of the number and the first citation do."""
    earliest, latest = _bounds(ghost)
    return bool(earliest or (latest and latest[:10] != (ghost.first or "")[:10]))


def _cited(ghost: Ghost) -> str:
    """``, first cited on August 30, 1997``; '' where that says no more than the year does."""
    words = in_words(ghost.first)
    if words is None or words == str(ghost.year):
        return ""
    first = "first " if ghost.count > 1 else ""
    return f", {first}cited {'on' if ',' in words else 'in'} {words}"


def _year(iso: str | None) -> int | None:
    found = _ISO.match(iso or "")
    return int(found[1]) if found else None
