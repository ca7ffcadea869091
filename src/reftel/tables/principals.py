"""Principals: the holders of the highest offices, by the name that a TAGS line prints.

In go a surname, a given name and a time, out come the persons so called who held
one of the offices then. Rule: the list is closed by office and years, not by what
telegrams name; a person is the same under all offices that he held.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from reftel.tables.orders import executive_order
from reftel.tables.rows import rows, squeezed


class Days(NamedTuple):
    """A time, first and last day."""

    first: date
    last: date

    def meets(self, other: Days) -> bool:
        """Whether the two have a day in common."""
        return self.first <= other.last and other.first <= self.last


class Principal(NamedTuple):
    """A person in one office."""

    surname: str
    given: str
    initial: str
    """``B.``, as it stands after the given name; '' where none is sure to be printed there."""
    office: str
    term: Days
    source: str


@cache
def principals() -> tuple[Principal, ...]:
    """All holders of the offices, office by office, in order of time."""
    return tuple(
        Principal(
            row["surname"],
            row["given"],
            row["initial"],
            row["office"],
            Days(days_of(row["from"]).first, days_of(row["to"]).last),
            row["source"],
        )
        for row in rows("principals")
    )


@cache
def _by_name() -> dict[tuple[str, str], tuple[Principal, ...]]:
    found: dict[tuple[str, str], tuple[Principal, ...]] = {}
    for row in principals():
        key = (squeezed(row.surname), squeezed(row.given))
        found[key] = (*found.get(key, ()), row)
    return found


def initials_of(surname: str, given: str, time: Days | None = None) -> tuple[str, ...]:
    """The initials of the persons of this name who held an office at ``time``, or ever, each person once.

    ``''`` stands for a person without one. Two persons of one name differ by their initials.
    """
    named = _by_name().get((squeezed(surname), squeezed(given)), ())
    return tuple(dict.fromkeys(row.initial for row in named if time is None or row.term.meets(time)))


def days_of(written: str) -> Days:
    """The days that a date names: one, those of a month (``2009-01``) or of a year (``2009``).

    Raises ``ValueError`` for what is no date.
    """
    first, last = (written + "-01-01")[:10], (written + "-12-31")[:10]
    if len(written) == len("2009-01"):
        following = (date.fromisoformat(first) + timedelta(days=31)).replace(day=1)
        return Days(date.fromisoformat(first), following - timedelta(days=1))
    return Days(date.fromisoformat(first), date.fromisoformat(last))


def days_in_force(order: str) -> Days | None:
    """The days on which an executive order was in force, by its number; ``None`` for an unknown one."""
    row = executive_order(order)
    return Days(row.since, row.until or date.max) if row else None
