"""Taking: the telegrams of a query as a sequence that is read while it is used.

``Telegrams`` holds their keys at most.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

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

    # ------------------------------------------------------------ tables

    def arrow(self, table: str = "telegrams") -> Any:
        """A table of these telegrams as a ``pyarrow.RecordBatchReader``, read as it is used.

        Tables: telegrams, paragraphs, addressees, tags, references, mentions, spans. Raises ``ReftelError``
        where pyarrow is not installed, ``KeyError`` for another name.
        """
        from reftel.export.arrow_form import reader
        from reftel.export.tables import RECORD_TABLES

        return reader({one.name: one for one in RECORD_TABLES}[table], self)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The table ``telegrams`` for all that reads Arrow: polars, pandas, DuckDB, pyarrow."""
        return self.arrow().__arrow_c_stream__(requested_schema)

    def pandas(self, table: str = "telegrams") -> Any:
        """A table as a ``pandas.DataFrame``."""
        return self.arrow(table).read_pandas()

    def polars(self, table: str = "telegrams") -> Any:
        """A table as a ``polars.DataFrame``; raises ``ImportError`` where polars is not installed."""
        import polars

        return polars.from_arrow(self.arrow(table).read_all())

    def _repr_html_(self) -> str:
        """The first of them as a table, in a notebook."""
        from reftel.export.cards import telegrams_table

        some, total = list(islice(self, SHOWN)), len(self)
        asked = f" for {self.query}" if self.query is not None else ""
        return telegrams_table(some, f"{len(some):,} of {total:,} telegrams{asked}")

    def __repr__(self) -> str:
        return (
            f"<{len(self):,} telegrams>" if self.query is None else f"<{len(self):,} telegrams: {self.query}>"
        )

    @property
    def is_all(self) -> bool:
        """Whether these are all telegrams of the archive."""
        return self._keys is None

    @property
    def keys(self) -> Iterator[str]:
        """Their ids, or handles."""
        return (record.id or record.handle for record in self) if self._keys is None else iter(self._keys)
