"""Taken: what an export is made of, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from reftel.graph.coverage import Coverage
from reftel.record import Record


@dataclass(frozen=True)
class Taken:
    """The records that are exported, and what is told of them."""

    records: Iterable[Record]
    about: dict[str, str] = field(default_factory=dict)
    """What a reader should know: archive, query, date, versions."""
    coverage: Callable[[], Iterable[Coverage]] = tuple
    """The coverage of the whole archive, worked out when it is asked for."""


@dataclass
class Counts:
    """How many rows of each table were written; ``telegrams`` always."""

    rows: dict[str, int] = field(default_factory=lambda: {"telegrams": 0})
    notes: list[str] = field(default_factory=list)
    """What could not be written as it is, in sentences."""

    def add(self, name: str, count: int = 1) -> None:
        """Count rows."""
        self.rows[name] = self.rows.get(name, 0) + count

    def counted(self, records: Iterable[Record]) -> Iterator[Record]:
        """The same records, counted as they go by."""
        for record in records:
            self.add("telegrams")
            yield record
