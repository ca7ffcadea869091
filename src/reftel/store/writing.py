"""Writing: sources and what is derived from them put into the tables, rows by the batch.

These functions run inside a transaction that ``store`` holds; after them
``speaking`` chooses anew who speaks for the telegrams that they touched.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from reftel.errors import MEMBER
from reftel.store import containing
from reftel.store.preparing import MessageRows, Row, SourceRows

STANDARD_INPUT = "-"  # a name that is no path
_FROM_INPUT = f"{STANDARD_INPUT}{MEMBER}"  # all other paths begin at the root


class Moved(NamedTuple):
    """What came of inserting paths."""

    renamed: set[str]
    """Keys of telegrams whose record shows another path now."""
    replaced: Counter[str]
    """Keys of the messages that went with a source that no path leads to any more."""


def insert_sources(
    connection: sqlite3.Connection, entries: Iterable[SourceRows]
) -> list[tuple[int, SourceRows]]:
    """Insert the sources that are not held yet; the new ones with their numbers."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    new = []
    for entry in entries:
        cursor = connection.execute(
            "INSERT OR IGNORE INTO sources (sha256, size, bytes, read) VALUES (?, ?, ?, ?)",
            (entry.sha256, entry.size, entry.frame, now),
        )
        if cursor.rowcount:
            number = int(cursor.lastrowid or 0)
            if entry.telling is not None:
                containing.put_told(connection, number, entry.telling)
            new.append((number, entry))
    return new


def insert_messages(
    connection: sqlite3.Connection, entries: Iterable[tuple[int | None, Sequence[MessageRows]]]
) -> dict[int, MessageRows]:
    """Insert messages, given with the number of their source (``None`` for a text that was put together).

    They come back by the number that each was given.
    """
    # Numbers of messages just deleted may still be named as speakers or parts: they are not given again.
    (last,) = connection.execute(
        "SELECT max(ifnull((SELECT max(id) FROM messages), 0),"
        " ifnull((SELECT max(speaker) FROM telegrams), 0), ifnull((SELECT max(message) FROM parts), 0))"
    ).fetchone()
    flat = ((source, rows) for source, messages in entries for rows in messages)
    placed = dict(enumerate(flat, start=last + 1))
    _insert(connection, "messages", [(n, source, *one.message) for n, (source, one) in placed.items()])
    _insert(connection, "records", [(n, *one.record) for n, (_, one) in placed.items()])
    _insert(connection, "names", [(name, n) for n, (_, one) in placed.items() for name in one.names])
    _insert(connection, "citations", [(n, *row) for n, (_, one) in placed.items() for row in one.citations])
    return {number: one for number, (_, one) in placed.items()}


def _insert(connection: sqlite3.Connection, table: str, rows: Sequence[Row]) -> None:
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608


def insert_paths(connection: sqlite3.Connection, paths: Iterable[tuple[str, str]]) -> Moved:
    """Insert pairs of hash and path; a path that had another source is taken from it.

    A source that is left without any path is dropped with its messages. The last
    pair of a path wins; standard input is no path, and keeps all its sources, members and rows among them.
    """
    found = [
        (row[0], name)
        for sha256, name in paths
        if (row := connection.execute("SELECT id FROM sources WHERE sha256 = ?", (sha256,)).fetchone())
    ]
    latest = {name: source for source, name in found if not _is_of_input(name)}
    older = [(source, name) for name, last in latest.items() for source in _others(connection, name, last)]
    touched = {source for source, _ in (*found, *older)}
    before = {source: _first_path(connection, source) for source in touched}
    connection.executemany(
        "INSERT OR IGNORE INTO paths VALUES (?, ?)", [(name, source) for source, name in found]
    )
    connection.executemany(
        "DELETE FROM paths WHERE name = ? AND source = ?", [(name, source) for source, name in older]
    )
    after = {source: _first_path(connection, source) for source in touched}
    left = [source for source in touched if after[source] is None]
    replaced = Counter(key for source in left for key in telegrams_in(connection, source))
    connection.executemany("DELETE FROM sources WHERE id = ?", [(source,) for source in left])
    renamed = [source for source in touched if before[source] and after[source] not in (None, before[source])]
    return Moved({key for source in renamed for key in spoken_by(connection, source)}, replaced)


def _is_of_input(name: str) -> bool:
    """Whether this is standard input, or a place in what came there."""
    return name == STANDARD_INPUT or name.startswith(_FROM_INPUT)


def _others(connection: sqlite3.Connection, name: str, source: int) -> list[int]:
    """The sources but this one that are held under a path."""
    rows = connection.execute("SELECT source FROM paths WHERE name = ? AND source != ?", (name, source))
    return [number for (number,) in rows]


def _first_path(connection: sqlite3.Connection, source: int) -> str | None:
    (name,) = connection.execute("SELECT min(name) FROM paths WHERE source = ?", (source,)).fetchone()
    return None if name is None else str(name)


def spoken_by(connection: sqlite3.Connection, source: int) -> set[str]:
    """The keys of telegrams for which a message of this source speaks, alone or with others."""
    rows = connection.execute(
        "SELECT telegrams.key FROM messages LEFT JOIN parts ON parts.message = messages.id"
        " JOIN telegrams ON telegrams.speaker IN (messages.id, parts.joined)"
        " WHERE messages.source = ?",
        (source,),
    )
    return {key for (key,) in rows}


def telegrams_in(connection: sqlite3.Connection, source: int) -> list[str]:
    """The key of the telegram of each message in this source."""
    return [key for (key,) in connection.execute("SELECT telegram FROM messages WHERE source = ?", (source,))]
