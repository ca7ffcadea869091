"""Taking: the telegrams of a query as a sequence that is read while it is used.

``Telegrams`` holds their keys at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from reftel.record import Record

if TYPE_CHECKING:
    from reftel.archive.archive import Archive

SHOWN = 20  # rows in a notebook


class Telegrams:
    """Records of telegrams, read anew from the archive each time they are gone through."""

    def __init__(
        self, reopened: Callable[[], Archive], keys: Sequence[str] | None, query: str | None
    ) -> None:
        self._reopened = reopened
        self._keys = keys
        self.query = query
        """The query that found them; ``None`` where there was none."""

    def __iter__(self) -> Iterator[Record]:
        with self._reopened() as archive:
            yield from archive.records(self._keys)

    def __len__(self) -> int:
        if self._keys is not None:
            return len(self._keys)
        with self._reopened() as archive:
            return archive.count()

    @property
    def is_all(self) -> bool:
        """Whether these are all telegrams of the archive."""
        return self._keys is None

    @property
    def keys(self) -> Iterator[str]:
        """Their ids, or handles."""
        return (record.id or record.handle for record in self) if self._keys is None else iter(self._keys)
