"""Coverage: how much of what a post sent in a year is held, as far as serials and dates tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


class Estimate(NamedTuple):
    """A number that is estimated, with the interval that holds it in 95 of 100 cases."""

    value: float
    low: float
    high: float


class Gap(NamedTuple):
    """Serials not held here, from the first to the last of them."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is held of one series of serials: a post's in a year."""

    post: str
    year: int
    held: int
    """Telegrams held with such a number."""
    lowest: int | None
    """Lowest and highest serial held in the series, without those set ``apart``."""
    highest: int | None
    length: Estimate | None
    """How many telegrams the series had in the whole year; ``None`` where nothing can be told."""
    share: Estimate | None
    """Share of them that is held, from 0 to 1."""
    gaps: tuple[Gap, ...]
    """Serials not held between the lowest and the highest, in order."""
    apart: tuple[int, ...]
    """Serials held that do not fit into the series: misprinted, or of another one."""
    warnings: tuple[str, ...]
    """Codes of why a conclusion cannot rest on this: a key of ``WARNINGS``."""
    cited: int
    """Telegrams of the series that are cited and not held here."""


WARNINGS = {
    "few": "fewer than 10 telegrams are held",
    "part-of-year": "what is held covers only a part of the year",
    "undated": "most of what is held has no date",
    "apart": "more than one in ten serials does not fit into the series",
    "clustered": "what is held lies in a few clusters, so it is no even sample",
}
"""Code of a warning -> what it says."""
