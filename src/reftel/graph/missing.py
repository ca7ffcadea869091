"""Missing: telegrams that are cited and not held here, with all that is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reftel.citation import Citation
from reftel.graph.evidence import Evidence, is_plausible, iso_day
from reftel.graph.neighbours import Way, number_order
from reftel.graph.series import SLACK, Series
from reftel.telegram_id import TelegramId

NARROW = 31
"""Days of an interval of which the middle is an estimate."""


@dataclass(frozen=True, slots=True)
class About:
    """When a telegram was sent, as far as the numbers and dates of others tell."""

    date: str | None
    """An estimate, ISO 8601, from the serials of its post; ``None`` where too little is held."""
    earliest: str | None
    """It was not sent before this day; ISO 8601."""
    latest: str | None
    """It was not sent after this day."""


@dataclass(frozen=True, slots=True)
class Citing:
    """A telegram that cites a ghost."""

    key: str
    date: str | None
    """Best date, ISO 8601, as precise as it is known."""
    sender: str | None
    """PLAD of the station that sent it."""
    subject: str | None
    classification: str | None
    tags: tuple[str, ...]
    ways: tuple[Way, ...]
    """Where it cites it, references first."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the number of a ghost may be damaged."""

    code: str
    """``malformed``, ``unknown-post``, ``beyond-series`` or ``cited-before-sent``."""
    message: str
    readings: tuple[str, ...]
    """Ids that may have been meant, the likeliest first."""


@dataclass(frozen=True, slots=True)
class Ghost:
    """A telegram that is cited and not held here."""

    key: str
    aliases: tuple[str, ...]
    """Other names under which archives know it."""
    post: str | None
    """Canonical name of the originating station; ``None`` where it cannot be told."""
    year: int | None
    serial: int | None
    count: int
    """How many telegrams cite it for certain."""
    perhaps: int
    """How many more may mean it or another."""
    first: str | None
    """Date of the first telegram that cites it, ISO 8601."""
    last: str | None
    citing: tuple[Citing, ...]
    """Those that cite it for certain, in order of time."""
    tags: tuple[tuple[str, int], ...]
    """TAGS of those telegrams and how often each occurs, the most frequent first."""
    sent: About
    doubts: tuple[Doubt, ...]


def sent(number: TelegramId, series: Series, cited_on: int | None) -> About:
    """When a ghost was sent, by the ``series`` of its post and year and the first day that it was cited.

    Between neighbours in the series the numbers are taken to be spread evenly. Where too little is held
    for that, the middle of the interval is taken if that is no longer than ``NARROW`` days.
    """
    earliest, latest = series.bounds(number.serial)
    if cited_on is not None and cited_on + SLACK < earliest:  # one of the numbers or dates is wrong
        return About(None, None, iso_day(cited_on))
    if cited_on is not None:
        earliest, latest = min(earliest, cited_on), min(latest, cited_on)
    day = series.day_of(number.serial)
    if day is None and latest - earliest <= NARROW:
        day = (earliest + latest) // 2
    about = None if day is None else min(max(day, earliest), latest)
    return About(iso_day(about), iso_day(earliest), iso_day(latest))


def first_cited(number: TelegramId, days: Mapping[str, int], evidence: Evidence) -> int | None:
    """The first day on which a ghost was cited; ``days`` are those of the telegrams that cite it, by key.

    A day on which it cannot have been sent yet is passed over if it does not fit the citing number either.
    """
    first = min(days.values(), default=None)
    earliest, _ = evidence.series(number.post, number.year).bounds(number.serial)
    if first is None or first + SLACK >= earliest:
        return first
    return min((day for key, day in days.items() if is_plausible(key, day, evidence)), default=None)


@dataclass(frozen=True, slots=True)
class Missing:
    """Telegrams that are cited and not held here."""

    ghosts: tuple[Ghost, ...]
    """Those asked for, the most cited first."""
    total: int
    """How many there are that are cited for certain, with those not asked for."""
    citations: int
    """How many citations go to them, each telegram counted once for each that it cites."""


class Tally:
    """How often each ghost is cited, as the citations of one telegram after the other are taken in."""

    def __init__(self) -> None:
        self.certain: dict[str, int] = {}
        """Key -> number of telegrams that cite it for certain."""
        self.perhaps: dict[str, int] = {}
        """Key -> number of telegrams that may."""

    def take(self, citations: Iterable[Citation], holds: Callable[[str], bool]) -> None:
        """Take in the resolved citations of one telegram."""
        certain: set[str] = set()
        perhaps: set[str] = set()
        for citation in citations:
            ghosts = [key for key in citation.cited if not holds(key)]
            (certain if citation.certain else perhaps).update(ghosts)
        for key in certain:
            self.certain[key] = self.certain.get(key, 0) + 1
        for key in perhaps - certain:
            self.perhaps[key] = self.perhaps.get(key, 0) + 1

    def ordered(self) -> list[str]:
        """The ghosts that are cited for certain, the most cited first, then by number."""
        return sorted(
            self.certain, key=lambda key: (-self.certain[key], -self.perhaps.get(key, 0), number_order(key))
        )
