"""Writing: sources and what is derived from them put into the tables, rows by the batch.

These functions run inside a transaction that ``store`` holds. They keep one
rule: after each of them every telegram has the speaker that the order of
speaking gives, and each one whose speaker changed stands in the change log.
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any, NamedTuple

import msgspec

from reftel.record import BestDate, Record
from reftel.store.entries import MessageEntry, SourceEntry, folded_name, telegram_key
from reftel.store.packing import Packer
from reftel.store.reading import SPEAKING_ORDER

Rows = list[tuple[Any, ...]]
STANDARD_INPUT = "-"  # a name that is no path


class _Tables(NamedTuple):
    """Rows to be inserted, by table."""

    messages: Rows
    records: Rows
    names: Rows
    citations: Rows


class Moved(NamedTuple):
    """What came of inserting paths."""

    renamed: set[str]
    """Keys of telegrams whose record shows another path now."""
    replaced: Counter[str]
    """Keys of the messages that went with a source that no path leads to any more."""


def insert_sources(
    connection: sqlite3.Connection, packer: Packer, entries: Iterable[SourceEntry]
) -> list[tuple[int, SourceEntry]]:
    """Insert the sources that are not held yet; the new ones with their numbers."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    new = []
    for entry in entries:
        cursor = connection.execute(
            "INSERT OR IGNORE INTO sources (sha256, size, bytes, read) VALUES (?, ?, ?, ?)",
            (entry.sha256, len(entry.raw), packer.pack(entry.raw), now),
        )
        if cursor.rowcount:
            new.append((int(cursor.lastrowid or 0), entry))
    return new


def insert_messages(
    connection: sqlite3.Connection,
    packer: Packer,
    entries: Iterable[tuple[int, Sequence[MessageEntry]]],
    version: str,
) -> dict[int, Record]:
    """Insert messages, given with the number of their source; their records by number of message."""
    # Numbers of messages just deleted may still be named as speakers: they are not given again.
    (last,) = connection.execute(
        "SELECT max(ifnull((SELECT max(id) FROM messages), 0),"
        " ifnull((SELECT max(speaker) FROM telegrams), 0))"
    ).fetchone()
    tables = _Tables([], [], [], [])
    records = {}
    for source, messages in entries:
        for entry in messages:
            last += 1
            records[last] = entry.record
            _add_rows(tables, packer, last, source, entry, version)
    for table, rows in zip(tables._fields, tables, strict=True):
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608
    return records


def _add_rows(
    tables: _Tables, packer: Packer, message: int, source: int, entry: MessageEntry, version: str
) -> None:
    """The rows of one message, in the columns' order of schema.sql."""
    record = entry.record
    unnamed = msgspec.structs.replace(record, source=msgspec.structs.replace(record.source, name=""))
    frame = packer.pack(unnamed.to_json().encode("utf-8"))
    tables.messages.append(
        (
            message,
            source,
            entry.ordinal,
            record.source.part,
            record.wrapper,
            record.handle,
            telegram_key(record),
            *_standing(record),
        )
    )
    tables.records.append((message, record.schema, version, frame))
    tables.names.extend((name, message) for name in _names(record))
    for place, citation in enumerate(entry.citations):
        tables.citations.extend(
            (
                message,
                place,
                rank,
                cited,
                len(citation.cited),
                citation.how,
                citation.label,
                citation.text,
                citation.paragraph,
                json.dumps(citation.spans),
            )
            for rank, cited in enumerate(citation.cited)
        )


def _standing(record: Record) -> tuple[int, int, int, int]:
    """What the order of speaking compares: sections lacking, facts missing, defects, characters of text."""
    sections = record.sections
    lacking = max(0, sections.count - len(sections.held)) if sections else 0
    leading = (
        record.created,
        record.classification,
        record.sender,
        record.to,
        record.subject,
        record.tags,
        record.paragraphs,
    )
    missing = sum(not fact for fact in leading)
    return lacking, missing, len(record.defects), sum(len(part.text) for part in record.paragraphs)


def _names(record: Record) -> set[str]:
    """All names that a record's telegram answers to, folded."""
    names = (*record.aliases, record.handle, *((record.id,) if record.id else ()))
    return {folded_name(name) for name in names}


def insert_paths(connection: sqlite3.Connection, paths: Iterable[tuple[str, str]]) -> Moved:
    """Insert pairs of hash and path; a path that had another source is taken from it.

    A source that is left without any path is dropped with its messages. The last
    pair of a path wins; standard input is no path, and keeps all its sources.
    """
    found = [
        (row[0], name)
        for sha256, name in paths
        if (row := connection.execute("SELECT id FROM sources WHERE sha256 = ?", (sha256,)).fetchone())
    ]
    latest = {name: source for source, name in found if name != STANDARD_INPUT}
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


def _others(connection: sqlite3.Connection, name: str, source: int) -> list[int]:
    """The sources but this one that are held under a path."""
    rows = connection.execute("SELECT source FROM paths WHERE name = ? AND source != ?", (name, source))
    return [number for (number,) in rows]


def _first_path(connection: sqlite3.Connection, source: int) -> str | None:
    (name,) = connection.execute("SELECT min(name) FROM paths WHERE source = ?", (source,)).fetchone()
    return None if name is None else str(name)


def spoken_by(connection: sqlite3.Connection, source: int) -> set[str]:
    """The keys of telegrams for which a message of this source speaks."""
    rows = connection.execute(
        "SELECT telegrams.key FROM messages JOIN telegrams ON telegrams.speaker = messages.id"
        " WHERE messages.source = ?",
        (source,),
    )
    return {key for (key,) in rows}


def telegrams_in(connection: sqlite3.Connection, source: int) -> list[str]:
    """The key of the telegram of each message in this source."""
    return [key for (key,) in connection.execute("SELECT telegram FROM messages WHERE source = ?", (source,))]


def choose_speakers(
    connection: sqlite3.Connection,
    packer: Packer,
    keys: Iterable[str],
    records: dict[int, Record],
    changed: set[str],
) -> tuple[list[str], list[str]]:
    """Choose anew who speaks for each of ``keys``; the keys that are new, and those that are gone.

    ``records`` holds the records at hand by number of message, ``changed`` the keys
    that go into the change log even if the speaker stays.
    """
    new: list[str] = []
    gone: list[str] = []
    logged: list[str] = []
    for key in sorted(set(keys)):
        before, after = _speaker(connection, key), _first_message(connection, key)
        if after is None:
            connection.execute("DELETE FROM telegrams WHERE key = ?", (key,))
        elif before != after or key in changed:
            told = records.get(after) or _stored(connection, packer, after)
            _put_telegram(connection, key, told, after)
        if (before is None) != (after is None):
            (new if before is None else gone).append(key)
        if before != after or key in changed:
            logged.append(key)
    log_changes(connection, logged)
    return new, gone


def _speaker(connection: sqlite3.Connection, key: str) -> int | None:
    row = connection.execute("SELECT speaker FROM telegrams WHERE key = ?", (key,)).fetchone()
    return None if row is None else int(row[0])


def _first_message(connection: sqlite3.Connection, key: str) -> int | None:
    row = connection.execute(
        "SELECT messages.id FROM messages JOIN sources ON sources.id = messages.source"  # noqa: S608
        f" WHERE messages.telegram = ? ORDER BY {SPEAKING_ORDER} LIMIT 1",
        (key,),
    ).fetchone()
    return None if row is None else int(row[0])


class _Told(msgspec.Struct):
    """The part of a stored record that stands in the table of telegrams."""

    id: str | None
    year: int | None
    post: str | None
    serial: int | None
    date: BestDate | None
    classification: str | None
    subject: str | None


_TOLD = msgspec.json.Decoder(_Told)


def _stored(connection: sqlite3.Connection, packer: Packer, message: int) -> _Told:
    (frame,) = connection.execute("SELECT json FROM records WHERE message = ?", (message,)).fetchone()
    return _TOLD.decode(packer.unpack(frame))


def _put_telegram(connection: sqlite3.Connection, key: str, told: Record | _Told, speaker: int) -> None:
    date = told.date.value if told.date else None
    connection.execute(
        "INSERT INTO telegrams VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
        " id = excluded.id, year = excluded.year, post = excluded.post, serial = excluded.serial,"
        " date = excluded.date, classification = excluded.classification, subject = excluded.subject,"
        " speaker = excluded.speaker",
        (
            key,
            told.id,
            told.year,
            told.post,
            told.serial,
            date,
            told.classification,
            told.subject,
            speaker,
        ),
    )


def log_changes(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Append a change for each key, each with a token of its own."""
    connection.executemany(
        "INSERT INTO changes (token, key) VALUES (?, ?)", [(secrets.token_hex(8), key) for key in keys]
    )
