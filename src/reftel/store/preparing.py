"""Preparing: what is derived from a source, as rows for the tables.

This takes the time that storing takes, and needs no database: other processes can do
it, and what comes of it is plain values that go from one process to another quickly.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from reftel.citation import Citation
from reftel.document import NOTHING_TOLD, Told
from reftel.record import Record
from reftel.sections.choosing import merits
from reftel.sections.copies import telegram_key
from reftel.store.entries import MessageEntry, SourceEntry, folded_name
from reftel.store.packing import Packer

Row = tuple[Any, ...]


class MessageRows(NamedTuple):
    """The rows of one message in the columns' order of schema.sql, without numbers that the store gives."""

    key: str
    """The telegram's."""
    message: Row
    record: Row
    names: tuple[str, ...]
    citations: tuple[Row, ...]
    telegram: Row
    """The telegram's row if this message speaks, from ``id`` to ``subject``."""


class SourceRows(NamedTuple):
    """A source, and all that is derived from it."""

    sha256: str
    size: int
    frame: bytes
    """Its bytes, packed."""
    messages: tuple[MessageRows, ...]
    telling: str | None = None
    """What was told of it, as JSON."""


def source_rows(packer: Packer, entry: SourceEntry, version: str) -> SourceRows:
    """The rows of a source; ``version`` is that of the reftel that made its records."""
    messages = tuple(message_rows(packer, one, version) for one in entry.messages)
    return SourceRows(entry.sha256, len(entry.raw), packer.pack(entry.raw), messages, telling(entry.told))


def telling(told: Told) -> str | None:
    """What was told of a source as JSON; ``None`` for nothing."""
    return None if told == NOTHING_TOLD else msgspec.json.encode(told).decode("utf-8")


def told(telling: str | None) -> Told:
    """What was told of a source, from JSON."""
    return msgspec.json.decode(telling, type=Told) if telling else NOTHING_TOLD


def message_rows(packer: Packer, entry: MessageEntry, version: str) -> MessageRows:
    """The rows of a message."""
    record = entry.record
    key = telegram_key(record)
    frame = packer.pack(_unnamed(record).to_json().encode("utf-8"))
    # In the columns' order.
    message = (entry.ordinal, record.source.part, record.wrapper, record.handle, key, *merits(record))
    citations = (row for place, one in enumerate(entry.citations) for row in _citation(place, one))
    return MessageRows(
        key, message, (record.schema, version, frame), _names(record), tuple(citations), telegram_row(record)
    )


def telegram_row(record: Record) -> Row:
    """What the table of telegrams has of a record, from ``id`` to ``subject``."""
    date = record.date.value if record.date else None
    return record.id, record.year, record.post, record.serial, date, record.classification, record.subject


def _citation(place: int, citation: Citation) -> Iterator[Row]:
    """The rows of one citation, one for each reading."""
    spans = json.dumps(citation.spans)
    stated = (len(citation.cited), citation.how, citation.label, citation.text, citation.paragraph, spans)
    return ((place, rank, cited, *stated) for rank, cited in enumerate(citation.cited))


def _unnamed(record: Record) -> Record:
    """The record without the paths of sources, which may change."""
    pieces = [msgspec.structs.replace(piece, name="") for piece in record.source.pieces]
    source = msgspec.structs.replace(record.source, name="", pieces=pieces)
    return msgspec.structs.replace(record, source=source)


def _names(record: Record) -> tuple[str, ...]:
    """All names that a record's telegram answers to, folded."""
    names = (*record.aliases, record.handle, *((record.id,) if record.id else ()))
    return tuple(sorted({folded_name(name) for name in names}))
