"""Evidence: what is known of the telegrams held, as resolving citations asks for it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from reftel.graph.series import Series
from reftel.telegram_id import number_of


class Evidence(Protocol):
    """What an archive knows; the same for the same telegrams, in whatever order they came."""

    def holds(self, key: str) -> bool:
        """Whether a telegram is held."""
        ...

    def day(self, key: str) -> int | None:
        """The day of a telegram held; ``None`` where it is not held, or not known to the day."""
        ...

    def series(self, post: str, year: int) -> Series:
        """The serials held of a post and year; empty where there are none."""
        ...


def is_plausible(key: str, day: int, evidence: Evidence) -> bool:
    """Whether the day of a telegram held agrees with its number: a misdated one tells nothing of others."""
    number = number_of(key)
    return number is None or evidence.series(number.post, number.year).fits(number.serial, day)


def day_of(value: str | None) -> int | None:
    """The day of a date in ISO 8601, as ``date.toordinal`` counts; ``None`` if it is not that precise."""
    if value is None or len(value) < 10 or value[4] != "-" or value[7] != "-":
        return None
    try:
        return date.fromisoformat(value[:10]).toordinal()
    except ValueError:
        return None


def iso_day(day: int | None) -> str | None:
    """A day in ISO 8601."""
    return None if day is None else date.fromordinal(day).isoformat()
