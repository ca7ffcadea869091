"""Counting: how much a store holds, by year, post, classification and wrapper."""

from __future__ import annotations

import sqlite3
from typing import Any, NamedTuple

from reftel.store.opening import FORMAT

UNKNOWN = "unknown"  # counted under this: what the telegrams do not state


class Counts(NamedTuple):
    """Numbers of what is held; the dictionaries are sorted by their keys."""

    sources: int
    source_bytes: int
    """Size of the sources before they were compressed, in bytes."""
    paths: int
    messages: int
    telegrams: int
    citations: int
    """Citations by telegrams held, each counted once."""
    ghosts: int
    """Ids that are cited for certain and not held."""
    by_year: dict[str, int]
    by_post: dict[str, int]
    by_classification: dict[str, int]
    by_wrapper: dict[str, int]
    """Messages by the form they came in."""
    schemas: dict[str, int]
    """Records by schema."""
    versions: dict[str, int]
    """Records by the version of reftel that made them."""
    format: int
    """The layout of the file."""
    changes: int
    """Sequence number of the last change."""


_READ = "(SELECT wrapper FROM messages WHERE source IS NOT NULL)"  # not what was put together
_SINGLE = {
    "sources": "SELECT count(*) FROM sources",
    "source_bytes": "SELECT ifnull(sum(size), 0) FROM sources",
    "paths": "SELECT count(*) FROM paths",
    "messages": "SELECT count(*) FROM messages WHERE source IS NOT NULL",
    "telegrams": "SELECT count(*) FROM telegrams",
    "citations": "SELECT count(*) FROM citations JOIN telegrams ON speaker = message WHERE rank = 0",
    "ghosts": "SELECT count(DISTINCT cited) FROM citations JOIN telegrams ON speaker = message"
    " WHERE candidates = 1 AND cited NOT IN (SELECT key FROM telegrams)",
}
_GROUPED = {
    "by_year": ("telegrams", "year"),
    "by_post": ("telegrams", "post"),
    "by_classification": ("telegrams", "classification"),
    "by_wrapper": (_READ, "wrapper"),
    "schemas": ("records", "schema"),
    "versions": ("records", "reftel"),
}


def counted(connection: sqlite3.Connection) -> Counts:
    """The counts of an open store."""
    counts: dict[str, Any] = {
        name: int(connection.execute(statement).fetchone()[0]) for name, statement in _SINGLE.items()
    }
    counts |= {name: _grouped(connection, table, column) for name, (table, column) in _GROUPED.items()}
    (last,) = connection.execute("SELECT ifnull(max(sequence), 0) FROM changes").fetchone()
    return Counts(**counts, format=FORMAT, changes=int(last))


def _grouped(connection: sqlite3.Connection, table: str, column: str) -> dict[str, int]:
    rows = connection.execute(
        f"SELECT ifnull({column}, ?), count(*) FROM {table} GROUP BY 1 ORDER BY 1",  # noqa: S608
        (UNKNOWN,),
    )
    return {str(name): count for name, count in rows}
