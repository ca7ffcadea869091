"""Containing: which paths are members of containers or rows of tables, and what was refused.

Also what was told of sources when they were added. The tables for it came later than the
rest; where an archive that was written before is only read, they may be missing, and are
taken for empty.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from typing import NamedTuple

from reftel.errors import MEMBER, is_row_place, member_path

_LATER = ("members", "problems", "tables", "tellings", "told", "searches")


class Problem(NamedTuple):
    """Something that was not read."""

    path: str
    member: str
    """Place within the file; empty for the file itself."""
    reason: str
    time: str
    """ISO 8601, UTC."""


class Location(NamedTuple):
    """Where a source was read: a file, and the place within it if that is a container."""

    name: str
    part: str | None = None

    @property
    def path(self) -> str:
        """The path that it is held under."""
        return member_path(self.name, self.part)

    @property
    def is_row(self) -> bool:
        """Whether it is a row of the file, and no member of a container that stands in its place."""
        return self.part is not None and is_row_place(self.part)


class TableState(NamedTuple):
    """How much is held of a file whose rows are sources."""

    path: str
    """From the root."""
    sha256: str
    """Of the whole file."""
    size: int
    place: int = 0
    """Bytes of it whose rows are held."""
    number: int = 0
    """Rows before that place."""
    edited: bool = False
    """Whether rows of an older version may be held as well."""
    whole: bool = False
    """Whether all its rows are held."""


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables where they are missing."""
    if not all(_has(connection, table) for table in _LATER):
        schema = files("reftel.store").joinpath("later.sql").read_text("utf-8")
        connection.executescript(f"BEGIN IMMEDIATE; {schema} COMMIT;")


def location(connection: sqlite3.Connection, path: str) -> Location:
    """Where the source that is held under ``path`` was read."""
    # In the path of a file that is no member it may stand as well.
    if MEMBER in path and _has(connection, "members"):
        row = connection.execute("SELECT container, part FROM members WHERE name = ?", (path,)).fetchone()
        if row is not None:
            return Location(*row)
    return Location(path)


def members_of(connection: sqlite3.Connection, container: str) -> list[str]:
    """The paths of a container's members that are held, sorted."""
    if not _has(connection, "members"):
        return []
    rows = connection.execute(
        "SELECT name FROM members WHERE container = ? AND name IN (SELECT name FROM paths) ORDER BY name",
        (container,),
    )
    return [name for (name,) in rows]


def insert_members(
    connection: sqlite3.Connection, paths: Iterable[str], locations: Iterable[Location]
) -> None:
    """Remember which of ``paths`` are those of members, and that the others are none."""
    connection.executemany(
        "DELETE FROM members WHERE name = ?", [(path,) for path in paths if MEMBER in path]
    )
    rows = [(one.path, one.name, one.part) for one in locations if one.part]
    connection.executemany("INSERT OR REPLACE INTO members VALUES (?, ?, ?)", rows)


def problems(connection: sqlite3.Connection) -> list[Problem]:
    """All that was not read, in order of path and member."""
    if not _has(connection, "problems"):
        return []
    rows = connection.execute("SELECT path, member, reason, time FROM problems ORDER BY path, member")
    return [Problem(*row) for row in rows]


def insert_problems(
    connection: sqlite3.Connection, path: str, found: Iterable[tuple[str, str]], afresh: bool
) -> None:
    """What is wrong with a file, as pairs of member and reason; ``afresh``: what was wrong is settled."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if afresh:
        connection.execute("DELETE FROM problems WHERE path = ?", (path,))
    connection.executemany(
        "INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?)",
        [(path, member, reason, now) for member, reason in found],
    )


# ---------------------------------------------------------------- files whose rows are sources


def table(connection: sqlite3.Connection, path: str) -> TableState | None:
    """How much is held of the table at ``path``; ``None`` for nothing."""
    if not _has(connection, "tables"):
        return None
    row = connection.execute("SELECT * FROM tables WHERE path = ?", (path,)).fetchone()
    if row is None:
        return None
    return TableState(*row[:5])._replace(edited=bool(row[5]), whole=bool(row[6]))


def is_named(connection: sqlite3.Connection, path: str) -> bool:
    """Whether rows are held of the table at ``path`` whose columns were named."""
    row = connection.execute(
        "SELECT 1 FROM members JOIN paths ON paths.name = members.name"
        " JOIN told ON told.source = paths.source JOIN tellings ON tellings.id = told.telling"
        " WHERE members.container = ? AND json_extract(tellings.json, '$.columns') IS NOT NULL LIMIT 1",
        (path,),
    )
    return row.fetchone() is not None


def put_table(connection: sqlite3.Connection, state: TableState) -> None:
    """Remember how much is held of a table."""
    connection.execute("INSERT OR REPLACE INTO tables VALUES (?, ?, ?, ?, ?, ?, ?)", state)


def forget(connection: sqlite3.Connection, paths: Iterable[str]) -> None:
    """Forget that ``paths`` are members; a table that one of them leads into is not held whole any more."""
    rows = [(path,) for path in paths if MEMBER in path]
    connection.executemany(
        "UPDATE tables SET place = 0, number = 0, whole = 0"
        " WHERE path = (SELECT container FROM members WHERE name = ?)",
        rows,
    )
    connection.executemany("DELETE FROM members WHERE name = ?", rows)


# ---------------------------------------------------------------- what was told of sources


def told(connection: sqlite3.Connection, source: int) -> str | None:
    """What was told of a source, given by number, as it was put; ``None`` for nothing."""
    if not (_has(connection, "told") and _has(connection, "tellings")):
        return None
    row = connection.execute(
        "SELECT json FROM told JOIN tellings ON tellings.id = told.telling WHERE source = ?", (source,)
    ).fetchone()
    return None if row is None else str(row[0])


def put_told(connection: sqlite3.Connection, source: int, telling: str | None) -> None:
    """Keep what was told of a source, in the place of what was told before."""
    if telling is None:
        connection.execute("DELETE FROM told WHERE source = ?", (source,))
        return
    connection.execute("INSERT OR IGNORE INTO tellings (json) VALUES (?)", (telling,))
    connection.execute(
        "INSERT OR REPLACE INTO told SELECT ?, id FROM tellings WHERE json = ?", (source, telling)
    )


def _has(connection: sqlite3.Connection, table: str) -> bool:
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
    return row.fetchone() is not None
