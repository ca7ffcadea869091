"""Containing: which paths are members of containers, and what was refused when files were added.

The two tables came later than the rest; where an archive that was written before
is only read, they may be missing, and are taken for empty.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.resources import files
from typing import NamedTuple

from reftel.errors import MEMBER, member_path


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


def lay_out(connection: sqlite3.Connection) -> None:
    """Make the tables where they are missing."""
    if not _has(connection, "problems"):
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


def replace_problems(connection: sqlite3.Connection, path: str, found: Iterable[tuple[str, str]]) -> None:
    """What is wrong with a file now, as pairs of member and reason, in the place of what was wrong before."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    connection.execute("DELETE FROM problems WHERE path = ?", (path,))
    connection.executemany(
        "INSERT OR REPLACE INTO problems VALUES (?, ?, ?, ?)",
        [(path, member, reason, now) for member, reason in found],
    )


def _has(connection: sqlite3.Connection, table: str) -> bool:
    row = connection.execute("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?", (table,))
    return row.fetchone() is not None
