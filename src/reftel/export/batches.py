"""Batches: the rows of several tables, a number of telegrams at a time, in one pass over the records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from reftel.export.tables import COVERAGE, Cell, Table, coverage_rows
from reftel.export.taken import Counts, Taken
from reftel.record import Record

AT_A_TIME = 250
"""Telegrams whose rows are held in memory."""


def batches(
    tables: Sequence[Table], records: Iterable[Record], counts: Counts
) -> Iterator[tuple[Table, list[tuple[Cell, ...]]]]:
    """Tables and rows of theirs, table after table for each batch; counts them."""
    for some in groups(records):
        for table in tables:
            rows = [row for record in some for row in table.rows(record)]
            counts.add(table.name, len(rows))
            if rows:
                yield table, rows


def groups(records: Iterable[Record]) -> Iterator[list[Record]]:
    """The records, so many at a time as are held in memory."""
    coming = iter(records)
    while some := list(islice(coming, AT_A_TIME)):
        yield some


def coverage_batch(taken: Taken, counts: Counts) -> list[tuple[Cell, ...]]:
    """The rows of the coverage of the archive."""
    rows = list(coverage_rows(taken.coverage()))
    counts.add(COVERAGE.name, len(rows))
    return rows
