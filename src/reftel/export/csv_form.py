"""CSV: a folder of tables for spreadsheets, or one table alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path

from reftel.export import table as lines_of
from reftel.export.batches import batches
from reftel.export.tables import SPREADSHEET, Cell, Table
from reftel.export.taken import Counts, Taken
from reftel.record import Record

BETWEEN = "; "
"""Stands between the values of a list in one cell."""


def write_csv(taken: Taken, path: Path, counts: Counts) -> None:
    """The tables for spreadsheets as files in the folder ``path``."""
    with ExitStack() as opened:
        files = {
            one.name: opened.enter_context((path / f"{one.name}.csv").open("w", encoding="utf-8", newline=""))
            for one in SPREADSHEET
        }
        for one in SPREADSHEET:
            files[one.name].writelines(lines_of.lines(one.names, ()))
        for one, rows in batches(SPREADSHEET, taken.records, counts):
            files[one.name].writelines(lines_of.rows_of(map(joined, rows)))


def one_table(table: Table, records: Iterable[Record], counts: Counts) -> Iterator[str]:
    """One table, line by line."""
    yield from lines_of.lines(table.names, ())
    for _, rows in batches((table,), records, counts):
        yield from lines_of.rows_of(map(joined, rows))


def joined(row: tuple[Cell, ...]) -> list[Cell]:
    """A row whose lists are texts."""
    return [BETWEEN.join(cell) if isinstance(cell, list) else cell for cell in row]
