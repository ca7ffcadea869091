"""Arrow: tables as Apache Arrow, in memory or as a folder of Parquet files. Needs the extra ``arrow``."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from reftel.errors import ReftelError
from reftel.export.batches import groups
from reftel.export.codebook import codebook_json, codebook_markdown
from reftel.export.tables import (
    COVERAGE,
    FLAG,
    INTEGER,
    LIST,
    REAL,
    RECORD_TABLES,
    SPANS,
    TABLES,
    TEXT,
    Table,
    key_of,
    stated_places,
)
from reftel.export.taken import Counts, Taken
from reftel.record import Record

GROUP_BYTES = 8_000_000
"""Size in memory of the rows that a Parquet file holds in one group, at least."""


def write_parquet(taken: Taken, path: Path, counts: Counts) -> None:
    """All tables as Parquet files in the folder ``path``, with their codebook.

    Raises ``ReftelError`` where pyarrow is not installed.
    """
    arrow = _arrow()
    from pyarrow import parquet

    tables = tuple(TABLES.values())
    covered = tuple(taken.coverage())  # first, as it needs most memory
    with ExitStack() as opened:
        writing = opened.enter_context(ThreadPoolExecutor(1))
        files = {one.name: _File(arrow, parquet, writing, opened, path, one) for one in tables}
        for some in groups(taken.records):
            for table in RECORD_TABLES:
                files[table.name].put(_of_records(arrow, table, some))
        files[COVERAGE.name].put(_batch(arrow, COVERAGE, covered))
        for name, file in files.items():
            file.finish()
            counts.add(name, file.rows)
    (path / "codebook.json").write_text(codebook_json(tables), encoding="utf-8")
    (path / "codebook.md").write_text(codebook_markdown(tables), encoding="utf-8")


class _File:
    """A Parquet file that is written by another thread, in groups of rows that are worth a column's while."""

    def __init__(
        self, arrow: Any, parquet: Any, writing: Executor, opened: ExitStack, path: Path, table: Table
    ) -> None:
        self._arrow = arrow
        self._thread = writing
        self._writer = opened.enter_context(
            parquet.ParquetWriter(
                path / f"{table.name}.parquet",
                schema(arrow, table),
                compression="zstd",
                use_dictionary=[column.name for column in table.columns if column.name != "text"],
            )
        )
        self._waiting: list[Any] = []
        self._size = 0
        self._written: Future[None] | None = None
        self.rows = 0

    def put(self, found: Any) -> None:
        """Add rows; they are written once there are enough of them."""
        self.rows += found.num_rows
        self._size += found.nbytes
        self._waiting.append(found)
        if self._size >= GROUP_BYTES:
            self._write()

    def finish(self) -> None:
        """Write what is left."""
        self._write()
        if self._written is not None:
            self._written.result()

    def _write(self) -> None:
        if self._written is not None:
            self._written.result()
        if self._size:
            table = self._arrow.Table.from_batches(self._waiting)
            self._written = self._thread.submit(self._writer.write_table, table)
        self._waiting, self._size = [], 0


def reader(table: Table, records: Iterable[Record]) -> Any:
    """A ``pyarrow.RecordBatchReader`` of one table, read as it is used; raises ``ReftelError`` as above."""
    arrow = _arrow()

    def found() -> Iterator[Any]:
        for some in groups(records):
            yield _of_records(arrow, table, some)

    return arrow.RecordBatchReader.from_batches(schema(arrow, table), found())


def plain_table(texts: Mapping[str, Sequence[str | None]], numbers: Mapping[str, Sequence[float]]) -> Any:
    """A ``pyarrow.Table`` of columns of texts and of numbers; raises ``ReftelError`` as above."""
    arrow = _arrow()
    columns = {name: arrow.array(cells, arrow.string()) for name, cells in texts.items()}
    columns |= {name: arrow.array(cells, arrow.float64()) for name, cells in numbers.items()}
    return arrow.table(columns)


def schema(arrow: Any, table: Table) -> Any:
    """The table's columns in Arrow's words, with what they say."""
    kinds = {
        TEXT: arrow.string(),
        INTEGER: arrow.int64(),
        REAL: arrow.float64(),
        FLAG: arrow.bool_(),
        LIST: arrow.list_(arrow.string()),
    }
    fields = [arrow.field(one.name, kinds[one.kind], metadata={"what": one.what}) for one in table.columns]
    return arrow.schema(fields, metadata={"what": table.what})


def _of_records(arrow: Any, table: Table, records: Sequence[Record]) -> Any:
    """The rows of some records."""
    if table is SPANS:
        return _spans(arrow, records)
    return _batch(arrow, table, [item for record in records for item in table.items(record)])


def _spans(arrow: Any, records: Sequence[Record]) -> Any:
    """The same, column by column: this table has a hundred rows for each telegram."""
    owners, places, facts, starts, ends = (array("q") for _ in range(5))
    known: dict[str, int] = {}
    for number, record in enumerate(records):
        before = len(starts)
        for fact, found in stated_places(record):
            code = known.setdefault(fact, len(known))
            for start, end in found:
                facts.append(code)
                starts.append(start)
                ends.append(end)
        count = len(starts) - before
        owners.extend([number] * count)
        places.extend(range(count))

    def numbers(values: array[int]) -> Any:
        return arrow.Array.from_buffers(arrow.int64(), len(values), [None, arrow.py_buffer(values)])

    def named(values: array[int], names: Iterable[str]) -> Any:
        return arrow.array(names, arrow.string()).take(numbers(values))

    columns = [
        named(owners, [key_of(record) for record in records]),
        numbers(places),
        named(facts, list(known)),
        numbers(starts),
        numbers(ends),
    ]
    return arrow.RecordBatch.from_arrays(columns, schema=schema(arrow, SPANS))


def _batch(arrow: Any, table: Table, items: Sequence[Any]) -> Any:
    """The rows of items, column by column."""
    shape = schema(arrow, table)
    columns = [
        arrow.array([column.value(item) for item in items], kind)
        for column, kind in zip(table.columns, shape.types, strict=True)
    ]
    return arrow.RecordBatch.from_arrays(columns, schema=shape)


def _arrow() -> Any:
    try:
        import pyarrow
    except ImportError as error:
        raise ReftelError("Arrow and Parquet need pyarrow: install reftel[arrow]") from error
    return pyarrow
