"""SQLite: one file with all tables but spans, linked and searchable, and what Datasette has to know of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from reftel.export.batches import batches, coverage_batch
from reftel.export.tables import COVERAGE, FLAG, INTEGER, LIST, REAL, SPANS, TABLES, TEXT, Cell, Table
from reftel.export.taken import Counts, Taken

_KINDS = {TEXT: "TEXT", INTEGER: "INTEGER", REAL: "REAL", FLAG: "INTEGER", LIST: "TEXT"}
_FACETS = {
    "telegrams": ["post", "year", "classification", {"array": "tags"}],
    "addressees": ["role", "post"],
    "paragraphs": ["mark", "role"],
    "tags": ["tag"],
    "references": ["kind"],
    "mentions": ["kind"],
    "coverage": ["year"],
}
_HELD = tuple(table for table in TABLES.values() if table is not SPANS)
_SORTED = {"telegrams": "date"}


def write_sqlite(taken: Taken, path: Path, counts: Counts) -> None:
    """The database at ``path``, and beside it ``NAME.datasette.yaml`` for ``datasette -m``."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;"
        )
        for table in _HELD:
            connection.execute(_layout(table))
        for table, rows in batches(
            [table for table in _HELD if table is not COVERAGE], taken.records, counts
        ):
            _insert(connection, table, rows)
        _insert(connection, COVERAGE, coverage_batch(taken, counts))
        connection.commit()
        for table in _HELD:
            for statement in _afterwards(table):
                connection.execute(statement)
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()


def datasette_yaml(stem: str, about: dict[str, str]) -> str:
    """Titles, descriptions, labels and facets for the database ``stem``."""
    tables = {
        table.name: {
            "description": table.what,
            "columns": {column.name: column.what for column in table.columns},
            "facets": _FACETS.get(table.name, []),
            **({"label_column": table.label} if table.label else {}),
            **({"sort_desc": _SORTED[table.name]} if table.name in _SORTED else {}),
        }
        for table in _HELD
    }
    said = "; ".join(f"{name}: {value}" for name, value in about.items())
    top = {
        "title": f"Telegrams: {stem}",
        "description": f"Written by reftel. {said}",
        "databases": {stem: {"tables": tables}},
    }
    return "\n".join(_yaml(top)) + "\n"


def _yaml(value: dict[str, Any], indent: str = "") -> Iterator[str]:
    """A dictionary in YAML: each text and each list as in JSON, which is YAML too."""
    for name, one in value.items():
        if isinstance(one, dict):
            yield f"{indent}{json.dumps(name)}:"
            yield from _yaml(one, indent + "  ")
        else:
            yield f"{indent}{json.dumps(name)}: {json.dumps(one, ensure_ascii=False)}"


def _layout(table: Table) -> str:
    """The statement that makes a table."""
    columns = [f'"{one.name}" {_KINDS[one.kind]}' for one in table.columns]
    key = ", ".join(f'"{name}"' for name in table.key)
    links = ['FOREIGN KEY ("telegram") REFERENCES "telegrams" ("key")'] if "telegram" in table.key else []
    layout = ", ".join([*columns, f"PRIMARY KEY ({key})", *links])
    return f'CREATE TABLE "{table.name}" ({layout}){"" if table.searched else " WITHOUT ROWID"}'


def _insert(connection: sqlite3.Connection, table: Table, rows: Sequence[tuple[Cell, ...]]) -> None:
    marks = ", ".join("?" * len(table.columns))
    statement = f'INSERT INTO "{table.name}" VALUES ({marks})'  # noqa: S608 - names of our own list
    listed = [place for place, one in enumerate(table.columns) if one.kind == LIST]
    connection.executemany(statement, (_stored(row, listed) for row in rows))


def _stored(row: tuple[Cell, ...], listed: Sequence[int]) -> Sequence[Cell]:
    """A row as SQLite holds it: lists as JSON."""
    if not listed:
        return row
    cells = list(row)
    for place in listed:
        cells[place] = json.dumps(cells[place], ensure_ascii=False)
    return cells


def _afterwards(table: Table) -> Iterator[str]:
    """Indexes and full text, once all rows are there."""
    if table.searched:
        columns = ", ".join(f'"{name}"' for name in table.searched)
        yield (
            f'CREATE VIRTUAL TABLE "{table.name}_fts" USING fts5({columns}, content="{table.name}", '
            'tokenize="porter unicode61 remove_diacritics 2")'
        )
        yield f'INSERT INTO "{table.name}_fts" ("{table.name}_fts") VALUES (\'rebuild\')'  # noqa: S608
    for name in ("date", "post", "cited", "tag"):
        if name in table.names:
            yield f'CREATE INDEX "{table.name}_{name}" ON "{table.name}" ("{name}")'
