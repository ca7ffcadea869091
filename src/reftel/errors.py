"""The errors a caller may meet.

    ReftelError
    ├── SourceError          a file or stream could not be read as telegrams
    ├── RecordError          JSON that is no record of this schema
    ├── QueryError           a search query that cannot be understood (with its place)
    ├── SettingError         a setting, or the naming of columns, that cannot be understood
    ├── UnknownTelegram      an id or handle that the archive does not know
    │   ├── AmbiguousTelegram    a name that several held telegrams answer to
    │   └── UnknownSource        neither a telegram nor the path of a source
    ├── TelegramHeld         a telegram that is held, where one was asked for that is not
    └── ArchiveError         an archive could not be opened or written
        ├── NotAnArchive     the folder or file is something else
        ├── ArchiveBusy      another process is writing to it
        ├── ArchiveFull      no room left; what was committed is whole
        ├── IndexDamaged     the search index cannot be read; it can be made anew
        └── ArchiveTooNew    written by a later reftel

A damaged telegram is no error: the parser reports defects (see ``defects``).
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager

NO_ROOM = (errno.ENOSPC, errno.EFBIG, errno.EDQUOT)
"""Numbers of an ``OSError`` that mean: no room left."""


MEMBER = "!/"
"""Stands between a container and its member, and between the layers of containers in one another."""


def member_path(name: str, part: str | None) -> str:
    """The path of a member of the container ``name``: ``cables.zip!/a.txt``; without a part ``name``."""
    return f"{name}{MEMBER}{part}" if part else name


def row_place(number: int, start: int) -> str:
    """The place of a row in its table: ``row 1234 at byte 5678``."""
    return f"row {number} at byte {start}"


def is_row_place(part: str) -> bool:
    """Whether a place within a file is that of a row, and not a member's."""
    return re.fullmatch(r"row [0-9]+ at byte [0-9]+", part) is not None


class ReftelError(Exception):
    """Base of all errors that reftel raises on purpose; its text says what happened and what to do."""


class SourceError(ReftelError):
    """A source that cannot be read: ``name`` (path, or ``-``) and ``reason``, one line each, ``readable``.

    ``part`` is its place within the container ``name``; ``None`` for the file itself.
    """

    def __init__(self, name: str, reason: str, part: str | None = None) -> None:
        name, reason = readable(name), readable(reason)
        super().__init__(f"{member_path(name, part)}: {reason}")
        self.name = name
        self.reason = reason
        self.part = part

    def __reduce__(self) -> tuple[type[SourceError], tuple[str, str, str | None]]:
        return type(self), (self.name, self.reason, self.part)

    def within(self, part: str | None) -> SourceError:
        """The same of the member ``part`` of a container, with the cause that it has."""
        if not part or self.part:
            return self
        found = type(self)(self.name, self.reason, part)
        found.__cause__ = self.__cause__
        return found


class RecordError(ReftelError):
    """JSON that does not hold a record of the schema that this version reads."""


class QueryError(ReftelError):
    """A query that cannot be understood; ``place`` is the character where it went wrong."""

    def __init__(self, message: str, place: int = 0) -> None:
        super().__init__(message)
        self.place = place


class SettingError(ReftelError):
    """A setting that cannot be understood: a variable such as ``REFTEL_LIMITS``, or the naming of columns."""


class UnknownTelegram(ReftelError):
    """An id or handle unknown to the archive.

    ``near`` holds known ids that resemble it; ``cited_by`` the keys of held
    telegrams that cite it (then it is a ghost: known by name, without text).
    """

    def __init__(self, wanted: str, near: tuple[str, ...] = (), cited_by: tuple[str, ...] = ()) -> None:
        super().__init__(f"no telegram {wanted!r} in this archive")
        self.wanted = wanted
        self.near = near
        self.cited_by = cited_by

    def __reduce__(self) -> tuple[type[UnknownTelegram], tuple[str, tuple[str, ...], tuple[str, ...]]]:
        return type(self), (self.wanted, self.near, self.cited_by)


class AmbiguousTelegram(UnknownTelegram):
    """A name that can be several telegrams of the archive; ``near`` holds them all."""

    def __str__(self) -> str:
        return f"{self.wanted!r} can be several telegrams of this archive: {', '.join(self.near)}"


class TelegramHeld(ReftelError):
    """A telegram that is held, where one was asked for that is not."""

    def __init__(self, key: str) -> None:
        super().__init__(f"{key} is held in this archive: `reftel show ARCHIVE {key}` shows it")
        self.key = key


class UnknownSource(UnknownTelegram):
    """A name that is neither a telegram of the archive nor the path of one of its sources."""

    def __str__(self) -> str:
        return f"neither a telegram of this archive nor the path of a source in it: {self.wanted!r}"


class ArchiveError(ReftelError):
    """An archive could not be opened, read or written."""


class NotAnArchive(ArchiveError):
    """The path holds something that is no reftel archive."""


class ArchiveBusy(ArchiveError):
    """Another process is writing to the archive."""


class ArchiveFull(ArchiveError):
    """The disk, or a limit on it, is full; what was committed before is whole."""


class IndexDamaged(ArchiveError):
    """The search index cannot be read; it can be made anew from the archive."""


class ArchiveTooNew(ArchiveError):
    """The archive was written by a later version of reftel."""


def readable(name: str) -> str:
    r"""A name as text that can be stored and printed; never raises, and twice is the same as once.

    Bytes of it that the locale could not read are read as UTF-8; those that are none are written out
    (``caf\xe9.txt``).
    """
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")


@contextmanager
def faults_skip(name: str) -> Iterator[None]:
    """Turn a fault of reftel's own within the block into a ``SourceError`` about the source ``name``.

    So one source that reftel fails on is skipped like one that cannot be read; the reason asks to report it.
    """
    try:
        yield
    except ReftelError:
        raise
    except Exception as error:
        fault = f"a fault in reftel ({type(error).__name__}: {error}); please report it"
        raise SourceError(name, " ".join(fault.split())) from error
