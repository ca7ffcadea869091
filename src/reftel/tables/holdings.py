"""Holdings: record groups of the National Archives, and the series that a form of document belongs to.

In go numbers of record groups, or the form of a document with the year of its telegram, out come the
names by which the National Archives wants records cited ("Citing Foreign Affairs Records").
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.tables.rows import rows


class ArchivalSeries(NamedTuple):
    """A series, and the record group that it is part of."""

    record_group: str
    """Its number, ``59``."""
    name: str


@cache
def _record_groups() -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows("record_groups")}


@cache
def _series() -> tuple[tuple[str, int, int, ArchivalSeries], ...]:
    return tuple(
        (
            row["wrapper"],
            int(row["first_year"]),
            int(row["last_year"]),
            ArchivalSeries(row["record_group"], row["series"]),
        )
        for row in rows("archival_series")
    )


def record_group_name(number: str) -> str | None:
    """The name of a record group: ``General Records of the Department of State`` of ``59``."""
    return _record_groups().get(number)


def archival_series(wrapper: str, year: int | None) -> ArchivalSeries | None:
    """The series that documents of this form and year are served from; ``None`` where it cannot be told."""
    found = (
        series for form, first, last, series in _series() if form == wrapper and first <= (year or 0) <= last
    )
    return next(found, None)
