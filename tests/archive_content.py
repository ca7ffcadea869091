"""What an archive holds and finds, without all that differs between two archives of the same files.

Row numbers, times, the change log with its tokens and the order of rows are left out: a row is told
by its words, and a row that names another by the words of that one.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path
from typing import Any

from reftel.archive import Archive
from reftel.store.packing import Packer

QUERIES = ("*", "the", "embassy officers", "min*", "defect:not*", "tag:PREL")
_LOG = "changes"
_TIMES = {"read", "time"}  # columns that say when
_ALL = 1_000_000  # hits, more than there are


def content(archive: Path) -> dict[str, Any]:
    """All rows by table, sorted, and what each query finds, sorted.

    The index is brought up to date by it, if it is not.
    """
    with Archive(archive) as opened:
        found = {query: opened.search(query, limit=_ALL) for query in QUERIES}
    keys = {f"search {query}": sorted(hit.key for hit in one.hits) for query, one in found.items()}
    totals = {f"total {query}": one.total for query, one in found.items()}
    with closing(sqlite3.connect(archive / "archive.sqlite")) as connection:
        return {**_Rows(connection).all(), **keys, **totals}


def content_hash(archive: Path) -> str:
    """The content as one SHA-256."""
    return hashlib.sha256(_words(content(archive)).encode()).hexdigest()


def paths_held(archive: Path) -> set[tuple[str, str]]:
    """Pairs of path and hash of what is held there."""
    with closing(sqlite3.connect(archive / "archive.sqlite")) as connection:
        statement = "SELECT name, sha256 FROM paths JOIN sources ON sources.id = paths.source"
        return set(connection.execute(statement).fetchall())


class _Rows:
    """The rows of a database in words."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._packer = Packer()
        self._row = cache(self._row_of_number)

    def all(self) -> dict[str, list[str]]:
        """Each table's rows, sorted."""
        names = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name != ?",
            (_LOG,),
        )
        return {name: self._table(name) for (name,) in names.fetchall()}

    def _table(self, table: str) -> list[str]:
        rows = self._connection.execute(f"SELECT * FROM {table}")
        columns = [one[0] for one in rows.description]
        return sorted(self._told(table, dict(zip(columns, row, strict=True))) for row in rows.fetchall())

    def _told(self, table: str, row: dict[str, Any]) -> str:
        """A row in words: numbers of rows give way to the rows, packed values to their hashes."""
        named = {
            one[3]: one[2] for one in self._connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
        }
        told: dict[str, Any] = {}
        for column, value in row.items():
            if (column == "id" and isinstance(value, int)) or column in _TIMES:
                continue
            if column in named and value is not None:
                told[column] = self._row(named[column], value)
            elif isinstance(value, bytes):
                told[column] = hashlib.sha256(self._packer.unpack(value)).hexdigest()
            else:
                told[column] = value
        return _words(told)

    def _row_of_number(self, table: str, number: int) -> str:
        rows = self._connection.execute(f"SELECT * FROM {table} WHERE id = ?", (number,))
        columns = [one[0] for one in rows.description]
        return self._told(table, dict(zip(columns, rows.fetchone(), strict=True)))


def _words(value: object) -> str:
    return json.dumps(value, sort_keys=True)
