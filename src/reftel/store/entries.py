"""Entries: the plain values that go into the store and come out of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from reftel.citation import Citation
from reftel.document import NOTHING_TOLD, Holding, Told
from reftel.record import Record


class MessageEntry(NamedTuple):
    """A message to be stored: its place in the source, its record, the citations in it."""

    ordinal: int
    record: Record
    citations: tuple[Citation, ...]


class SourceEntry(NamedTuple):
    """A source to be stored, with its messages."""

    sha256: str
    raw: bytes
    messages: tuple[MessageEntry, ...]
    told: Told = NOTHING_TOLD


class Stored(NamedTuple):
    """What came of storing: how many new telegrams, and how many messages of telegrams already held."""

    telegrams: int
    copies: int
    """Messages that take the place of one in an older version of their file are no copies."""


class Dropped(NamedTuple):
    """What was taken out."""

    sources: int
    """Sources taken out."""
    paths: tuple[str, ...]
    """Paths taken away, in order."""
    telegrams: tuple[str, ...]
    """Keys of telegrams no longer held, in order."""


class Change(NamedTuple):
    """One entry of the change log: the telegram ``key`` was put, replaced or dropped."""

    sequence: int
    token: str
    key: str


class StoredMessage(NamedTuple):
    """A message as the store knows it."""

    id: int
    source: int
    ordinal: int
    part: str | None
    wrapper: str
    handle: str
    telegram: str


class StoredSource(NamedTuple):
    """A source as the store holds it; ``name`` is the first of its paths in order.

    Of a member of a container it is the container's path, and ``part`` the place within.
    """

    id: int
    name: str
    sha256: str
    raw: bytes
    part: str | None = None
    file_sha256: str | None = None
    """Of a row of a table: hash of the whole file."""
    told: Told = NOTHING_TOLD


class Place(NamedTuple):
    """Where a message is read from: which document of which source it is; and what it holds."""

    source: StoredSource
    ordinal: int
    holding: Holding = Holding()


class Joiner(NamedTuple):
    """Makes one message of several that hold the sections of a telegram."""

    join: Callable[[str, Sequence[Place]], MessageEntry | None]
    """The telegram's key, and their places in order of section -> the message.

    ``None`` where they cannot be read as one.
    """
    version: str
    """The version of reftel that makes the record."""


def folded_name(name: str) -> str:
    """A name as the store compares it: upper case, white space folded."""
    return " ".join(name.upper().split())
