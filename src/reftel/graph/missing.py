"""Missing: telegrams that are cited and not held here, with all that is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from reftel.graph.neighbours import Way


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
