"""Batch: what was read from the disk and is not stored yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from reftel.document import Source
from reftel.store.containing import Location, TableState

SOURCES = 200
"""Sources, or paths, of a batch."""
OCTETS = 8 * 1024 * 1024
"""Bytes of a batch's sources."""


What = Literal["new", "changed", "copy", "moved"]


class Taken(NamedTuple):
    """A path that leads to a source, and is to be stored."""

    sha256: str
    name: str
    """Of the file, as it was given."""
    place: Location
    order: int
    """How many sources came before it in this run."""
    what: What
    """A path with a new source; one that had another; one more that leads to a source that is known; one that
    leads to a row whose table was edited elsewhere."""
    had: bool = False
    """Whether the path led to another source, which may have no other."""


@dataclass
class Batch:
    """What was read and is not stored yet."""

    sources: dict[str, Source] = field(default_factory=dict)
    """Sources to be parsed, by hash."""
    retold: dict[str, int] = field(default_factory=dict)
    """Those of them that are held, and of which something else is told now, with their numbers."""
    taken: list[Taken] = field(default_factory=list)
    tables: dict[str, TableState] = field(default_factory=dict)
    """How far the tables that its rows come from were read, by path."""
    size: int = 0
    """Bytes of the sources."""

    @property
    def may_free_sources(self) -> bool:
        """Whether a source that is held may be left without a path when this is stored."""
        return any(one.had for one in self.taken)

    def add(self, source: Source) -> None:
        """Take in a source that is to be parsed."""
        self.sources[source.sha256] = source
        self.size += len(source.raw)

    @property
    def is_full(self) -> bool:
        """Whether it is time to store it."""
        return is_full(max(len(self.taken), len(self.sources)), self.size)


def is_full(sources: int, octets: int) -> bool:
    """Whether so many sources, of so many bytes in all, are a batch."""
    return sources >= SOURCES or octets >= OCTETS
