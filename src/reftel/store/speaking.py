"""Speaking: who speaks for a telegram, a message or several that are put together.

One rule is kept: after a change every telegram it touches has the speaker that
``choosing`` gives, and each one whose speaker changed stands in the change log.
A text put together is a message without a source, made anew when its parts change.
"""

from __future__ import annotations

import secrets
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import msgspec

from reftel.record import BestDate, Resent, Sections
from reftel.sections.choosing import Merits, Standing, chosen, speaks_alone, standing
from reftel.sections.copies import holding
from reftel.store.entries import Joiner, Place, StoredSource
from reftel.store.packing import Packer
from reftel.store.preparing import MessageRows, Row, message_rows
from reftel.store.reading import MERITS, Reader
from reftel.store.writing import insert_messages


class _Told(msgspec.Struct):
    """The part of a stored record that stands in the table of telegrams."""

    id: str | None
    year: int | None
    post: str | None
    serial: int | None
    date: BestDate | None
    classification: str | None
    subject: str | None
    created: str | None
    sections: Sections | None
    resent: Resent | None = None


_TOLD = msgspec.json.Decoder(_Told)


class _Message(NamedTuple):
    """What the first look at a message tells."""

    id: int
    handle: str
    sha256: str
    ordinal: int
    merits: Merits

    @property
    def order(self) -> tuple[int | str, ...]:
        """Its place in the order of speaking."""
        return self.merits.order(self.handle, self.sha256, self.ordinal)


class Speaking:
    """Chooses who speaks, within a transaction that ``store`` holds."""

    def __init__(self, store: Reader, connection: sqlite3.Connection, packer: Packer, joiner: Joiner | None):
        """``store`` reads from ``connection``; without ``joiner`` nothing is put together."""
        self._store = store
        self._connection = connection
        self._packer = packer
        self._joiner = joiner
        self._source: StoredSource | None = None  # the last one read: a file may hold many messages

    def choose(
        self, keys: Iterable[str], messages: dict[int, MessageRows], changed: set[str]
    ) -> tuple[list[str], list[str]]:
        """Choose anew who speaks for each of ``keys``; the keys that are new, and those that are gone.

        ``messages`` holds the messages at hand by number, ``changed`` the keys
        that go into the change log even if the speaker stays.
        """
        new: list[str] = []
        gone: list[str] = []
        logged: list[str] = []
        for key in sorted(set(keys)):
            before, after = self._speaker(key), self._chosen(key)
            if after is None:
                self._connection.execute("DELETE FROM telegrams WHERE key = ?", (key,))
            elif before != after or key in changed:
                at_hand = messages.get(after)
                _put_telegram(self._connection, key, at_hand.telegram if at_hand else self._row(after), after)
            if (before is None) != (after is None):
                (new if before is None else gone).append(key)
            if before != after or key in changed:
                logged.append(key)
        log_changes(self._connection, logged)
        return new, gone

    def _speaker(self, key: str) -> int | None:
        row = self._connection.execute("SELECT speaker FROM telegrams WHERE key = ?", (key,)).fetchone()
        return None if row is None else int(row[0])

    def _chosen(self, key: str) -> int | None:
        """The message that is to speak for a telegram, put together now if it must be; ``None`` for none."""
        messages = self._messages(key)
        parts = self._parts(messages)
        for number in self._put_together_before(key):
            if len(parts) >= 2 and self._parts_of(number) == parts:
                return number
            self._connection.execute("DELETE FROM messages WHERE id = ?", (number,))
        if len(parts) < 2:
            return parts[0] if parts else None
        return self._put_together(key, parts) or messages[0].id

    def _messages(self, key: str) -> list[_Message]:
        """The messages of a telegram in the order of speaking; what was put together is left out."""
        rows = self._connection.execute(
            f"SELECT messages.id, messages.handle, sources.sha256, messages.ordinal, {MERITS}"  # noqa: S608
            " FROM messages JOIN sources ON sources.id = messages.source WHERE messages.telegram = ?",
            (key,),
        )
        found = [
            _Message(number, handle, sha256, ordinal, Merits(*merits))
            for number, handle, sha256, ordinal, *merits in rows
        ]
        return sorted(found, key=lambda message: message.order)

    def _put_together_before(self, key: str) -> list[int]:
        rows = self._connection.execute(
            "SELECT id FROM messages WHERE telegram = ? AND source IS NULL", (key,)
        )
        return [number for (number,) in rows]

    def _parts(self, messages: Sequence[_Message]) -> tuple[int, ...]:
        """The messages that are to speak together, by number; one, where one speaks alone."""
        if not messages:
            return ()
        first, *others = messages
        alone = not others or speaks_alone(first.merits, [one.merits for one in others])
        if alone or self._joiner is None:
            return (first.id,)
        return chosen([self._standing(message) for message in messages])

    def _standing(self, message: _Message) -> Standing:
        told = self._stored(message.id)
        return standing(message.id, told.sections, told.created, message.merits.corrected > 0)

    def _parts_of(self, joined: int) -> tuple[int, ...]:
        rows = self._connection.execute(
            "SELECT message FROM parts WHERE joined = ? ORDER BY place", (joined,)
        )
        return tuple(number for (number,) in rows)

    def _put_together(self, key: str, parts: Sequence[int]) -> int | None:
        """The number of a new message made of ``parts``; ``None`` where they cannot be read as one."""
        if self._joiner is None:
            return None
        entry = self._joiner.join(key, [self._place(number) for number in parts])
        if entry is None:
            return None
        rows = message_rows(self._packer, entry, self._joiner.version)
        (joined,) = insert_messages(self._connection, [(None, [rows])])
        self._connection.executemany(
            "INSERT INTO parts VALUES (?, ?, ?)", [(joined, place, part) for place, part in enumerate(parts)]
        )
        return joined

    def _place(self, message: int) -> Place:
        source, ordinal = self._connection.execute(
            "SELECT source, ordinal FROM messages WHERE id = ?", (message,)
        ).fetchone()
        told = self._stored(message)
        if self._source is None or self._source.id != source:
            self._source = self._store.source(source)
        return Place(self._source, ordinal, holding(told.sections, told.resent))

    def _row(self, message: int) -> Row:
        """The telegram's row if this message speaks, from ``id`` to ``subject``."""
        told = self._stored(message)
        date = told.date.value if told.date else None
        return told.id, told.year, told.post, told.serial, date, told.classification, told.subject

    def _stored(self, message: int) -> _Told:
        (frame,) = self._connection.execute(
            "SELECT json FROM records WHERE message = ?", (message,)
        ).fetchone()
        return _TOLD.decode(self._packer.unpack(frame))


def _put_telegram(connection: sqlite3.Connection, key: str, row: Row, speaker: int) -> None:
    connection.execute(
        "INSERT INTO telegrams VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (key) DO UPDATE SET"
        " id = excluded.id, year = excluded.year, post = excluded.post, serial = excluded.serial,"
        " date = excluded.date, classification = excluded.classification, subject = excluded.subject,"
        " speaker = excluded.speaker",
        (key, *row, speaker),
    )


def log_changes(connection: sqlite3.Connection, keys: Iterable[str]) -> None:
    """Append a change for each key, each with a token of its own."""
    connection.executemany(
        "INSERT INTO changes (token, key) VALUES (?, ?)", [(secrets.token_hex(8), key) for key in keys]
    )
