"""Citing: what the graph asks of the store, of many telegrams at a time.

Only the message that speaks for a telegram cites.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, islice
from typing import Any, NamedTuple

from reftel.citation import Citation

_AT_A_TIME = 500  # values in one statement: SQLite takes 999 at least
_CITATION = (
    "SELECT telegrams.key, citations.place, citations.cited, citations.how, citations.label,"
    " citations.text, citations.paragraph, citations.spans"
    " FROM {} CROSS JOIN citations ON citations.message = telegrams.speaker {}"
    " ORDER BY telegrams.key, citations.place, citations.rank"
)
_CITING = (
    "SELECT DISTINCT telegrams.key FROM citations CROSS JOIN telegrams"
    " ON telegrams.speaker = citations.message WHERE citations.cited IN"
)
# The day of a date that is known to the day: SQLite's day 1721425.5 began on 1 January of year 1. Counted
# on by no days, 30 February becomes 2 March, and bare digits a date written otherwise.
_DAY = (
    "CASE WHEN date(substr(date, 1, 10), '+0 days') = substr(date, 1, 10) AND date >= '0001'"
    " THEN CAST(julianday(substr(date, 1, 10)) - 1721424.5 AS INTEGER) END"
)
_SPEAKING = (
    "SELECT telegrams.key, records.json,"
    " (SELECT min(name) FROM paths WHERE paths.source = named.source)"
    " FROM telegrams CROSS JOIN records ON records.message = telegrams.speaker"
    " LEFT JOIN parts ON parts.joined = telegrams.speaker AND parts.place = 0"
    " JOIN messages AS named ON named.id = ifnull(parts.message, telegrams.speaker)"
)
_BRIEF = "SELECT key, year, post, serial, date, classification, subject FROM telegrams"


class Brief(NamedTuple):
    """A telegram held, in a few words."""

    key: str
    year: int | None
    post: str | None
    serial: int | None
    date: str | None
    """Best date, ISO 8601, as precise as it is known."""
    classification: str | None
    subject: str | None


def citations_by(connection: sqlite3.Connection, keys: Iterable[str]) -> list[Citation]:
    """The citations that telegrams make, by citing key and place."""
    found: list[Citation] = []
    for some in _batches(keys):
        rows = connection.execute(
            _CITATION.format("telegrams", f"WHERE telegrams.key IN ({_marks(some)})"), some
        )
        found += _citations(rows)
    return found


def citing(connection: sqlite3.Connection, keys: Iterable[str]) -> set[str]:
    """The telegrams that have one of ``keys`` among the readings of a citation."""
    found: set[str] = set()
    for some in _batches(keys):
        rows = connection.execute(f"{_CITING} ({_marks(some)})", some)
        found.update(key for (key,) in rows)
    return found


def all_citations(connection: sqlite3.Connection) -> Iterator[Citation]:
    """The citations of all telegrams, by citing key and place."""
    yield from _citations(connection.execute(_CITATION.format("telegrams", "")))


def briefs(connection: sqlite3.Connection, keys: Iterable[str]) -> dict[str, Brief]:
    """Those of ``keys`` that are held."""
    found = {}
    for some in _batches(keys):
        for row in connection.execute(f"{_BRIEF} WHERE key IN ({_marks(some)})", some):
            found[row[0]] = Brief(*row)
    return found


def all_briefs(connection: sqlite3.Connection) -> Iterator[Brief]:
    """All telegrams, by key."""
    for row in connection.execute(f"{_BRIEF} ORDER BY key"):
        yield Brief(*row)


def speaking(
    connection: sqlite3.Connection, keys: Sequence[str] | None
) -> Iterator[tuple[str, bytes, str | None]]:
    """Key, packed record and first path of the telegrams: of all by key, or of ``keys`` in their order.

    Of a telegram that was put together it is the path of its first part.
    """
    if keys is None:
        yield from connection.execute(f"{_SPEAKING} ORDER BY telegrams.key")
        return
    for start in range(0, len(keys), _AT_A_TIME):
        some = list(keys[start : start + _AT_A_TIME])
        rows = connection.execute(f"{_SPEAKING} WHERE telegrams.key IN ({_marks(some)})", some)
        found = {row[0]: row for row in rows}
        yield from (found[key] for key in some if key in found)


def numbers(connection: sqlite3.Connection, post: str, year: int) -> list[tuple[int, int | None]]:
    """Serials of a post and year, in order, each with its day as ``date.toordinal`` counts."""
    return connection.execute(
        f"SELECT serial, {_DAY} FROM telegrams WHERE post = ? AND year = ? ORDER BY serial",  # noqa: S608
        (post, year),
    ).fetchall()


def _batches(keys: Iterable[str]) -> Iterator[list[str]]:
    """The keys, each once and sorted, so many as one statement takes."""
    remaining = iter(sorted(set(keys)))
    while some := list(islice(remaining, _AT_A_TIME)):
        yield some


def _marks(values: list[str]) -> str:
    return ", ".join("?" * len(values))


def _citations(rows: Iterable[Any]) -> Iterator[Citation]:
    """Citations from rows that hold one reading each."""
    for (citing_key, _), group in groupby(rows, key=lambda row: row[:2]):
        readings = list(group)
        _, _, _, how, label, text, paragraph, spans = readings[0]
        places = tuple((start, end) for start, end in json.loads(spans))
        yield Citation(
            citing_key, tuple(reading[2] for reading in readings), how, label, text, paragraph, places
        )
