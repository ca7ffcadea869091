"""Saving: searches that a person wants to repeat, and what each found when it was last looked at.

They come from nobody's sources, so a rebuild leaves them alone. Where an archive that was
written before they came is only read, there are none.
"""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import NamedTuple

from reftel.store.packing import Packer


class SavedSearch(NamedTuple):
    """A search that was saved."""

    name: str
    query: str
    sort: str
    saved: str
    """ISO 8601, UTC."""
    looked: str
    """When it was last looked at, ISO 8601, UTC."""
    seen: frozenset[str]
    """The keys of all telegrams that it found then."""


def searches(connection: sqlite3.Connection, packer: Packer) -> list[SavedSearch]:
    """All saved searches, in order of name."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'searches'").fetchone():
        return []
    rows = connection.execute("SELECT name, query, sort, saved, looked, seen FROM searches ORDER BY name")
    return [
        SavedSearch(name, query, sort, saved, looked, _keys(packer.unpack(seen)))
        for name, query, sort, saved, looked, seen in rows
    ]


def put_search(
    connection: sqlite3.Connection, packer: Packer, name: str, query: str, sort: str, seen: frozenset[str]
) -> None:
    """Save a search under ``name``, in the place of one of that name, with what it finds now."""
    now = _now()
    frame = packer.pack("\n".join(sorted(seen)).encode("utf-8"))
    connection.execute(
        "INSERT OR REPLACE INTO searches (name, query, sort, saved, looked, seen) VALUES (?, ?, ?, ?, ?, ?)",
        (name, query, sort, now, now, frame),
    )


def mark_seen(connection: sqlite3.Connection, packer: Packer, name: str, seen: frozenset[str]) -> None:
    """Note what a saved search finds now."""
    frame = packer.pack("\n".join(sorted(seen)).encode("utf-8"))
    connection.execute("UPDATE searches SET looked = ?, seen = ? WHERE name = ?", (_now(), frame, name))


def drop_search(connection: sqlite3.Connection, name: str) -> bool:
    """Forget a saved search; whether there was one."""
    return connection.execute("DELETE FROM searches WHERE name = ?", (name,)).rowcount > 0


def _keys(raw: bytes) -> frozenset[str]:
    return frozenset(raw.decode("utf-8").split("\n")) if raw else frozenset()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
