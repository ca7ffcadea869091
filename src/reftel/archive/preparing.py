"""Preparing: sources read and parsed into rows for the store, in this process."""

from __future__ import annotations

from functools import cache
from threading import local
from typing import NamedTuple

from reftel.archive.reading import entries, reftel_version
from reftel.document import Source
from reftel.errors import SourceError
from reftel.store.entries import MessageEntry, SourceEntry
from reftel.store.packing import Packer
from reftel.store.preparing import SourceRows, source_rows

_NO_TELEGRAM = "not-a-telegram"  # the defect of a text that does not look like one


class Prepared(NamedTuple):
    """A source that was read."""

    rows: SourceRows
    doubtful: int
    """How many of its messages do not look like telegrams."""


Outcome = Prepared | SourceError
"""What came of reading a source."""


def prepare(source: Source) -> Outcome:
    """Read a source, with all that is derived from it."""
    try:
        messages = entries(source)
    except SourceError as error:
        return error
    entry = SourceEntry(source.sha256, source.raw, messages, source.told)
    rows = source_rows(_own.packer, entry, _version())
    return Prepared(rows, sum(map(_is_doubtful, messages)))


class _Own(local):
    """What each thread has for itself: zstandard's contexts serve one."""

    def __init__(self) -> None:
        self.packer = Packer()


_own = _Own()
_version = cache(reftel_version)


def _is_doubtful(message: MessageEntry) -> bool:
    return any(found.code == _NO_TELEGRAM for found in message.record.defects)
