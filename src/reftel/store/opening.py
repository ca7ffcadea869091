"""Opening: a connection to an archive's SQLite file, and its errors in plain words.

The file is marked by an application id, its layout by the user version. Readers
never write; on a medium that cannot be written they read the file as it lies.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from reftel.errors import ArchiveBusy, ArchiveError, ArchiveFull, ArchiveTooNew, NotAnArchive
from reftel.store import containing

APPLICATION_ID = 0x7266746C  # "rftl", in the header of the file
FORMAT = 1  # the layout of schema.sql
WAIT = 5.0  # seconds to wait for another writer

_MAGIC = b"SQLite format 3\x00"
_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    "PRAGMA synchronous = FULL",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA journal_size_limit = 67108864",
)
_NO_MORE = (
    "the disk took no more (full, at a limit, or failing); what was committed before is whole. "
    "Make room and run again"
)
# The beginning of an SQLite error's name, the error that it is here, and what to say.
_EXPLANATIONS: tuple[tuple[str, type[ArchiveError], str], ...] = (
    ("SQLITE_BUSY", ArchiveBusy, "another process is writing to it; try again when that has ended"),
    ("SQLITE_LOCKED", ArchiveBusy, "another process is writing to it; try again when that has ended"),
    ("SQLITE_FULL", ArchiveFull, "no room left; what was committed before is whole. Make room and run again"),
    *(
        (f"SQLITE_IOERR_{what}", ArchiveFull, _NO_MORE)
        for what in ("WRITE", "FSYNC", "DIR_FSYNC", "TRUNCATE", "SHMSIZE", "SHMMAP")
    ),
    ("SQLITE_IOERR", ArchiveError, "the disk failed while it was read or written"),
    ("SQLITE_READONLY_ROLLBACK", NotAnArchive, "was never finished, no reftel archive"),
    ("SQLITE_READONLY", ArchiveError, "no permission to write to it"),
    ("SQLITE_PERM", ArchiveError, "no permission to open it"),
    ("SQLITE_CANTOPEN", ArchiveError, "cannot be opened: it is gone, or its folder may not be written"),
    ("SQLITE_NOTADB", NotAnArchive, "is no SQLite file, so this is no reftel archive"),
    (
        "SQLITE_CORRUPT",
        ArchiveError,
        "is damaged; restore it from a backup, or add the sources to a new archive",
    ),
)


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Turn what SQLite raises within the block into an ``ArchiveError`` about ``path``."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", None) or ""
        for beginning, kind, reason in _EXPLANATIONS:
            if code.startswith(beginning):
                raise kind(f"{path}: {reason}") from error
        raise ArchiveError(f"{path}: {error}") from error


def create(path: Path) -> sqlite3.Connection:
    """Lay out a new archive file, or one whose making was cut short; the connection may write.

    Raises ``NotAnArchive`` where ``path`` is another file with something in it.
    """
    with explained(path):
        connection = _connected(path, "rwc")
        try:
            if _is_blank(connection):
                _lay_out(connection)
            return _completed(_checked(connection, path))
        except BaseException:
            connection.close()
            raise


def _is_blank(connection: sqlite3.Connection) -> bool:
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return not tables


def _lay_out(connection: sqlite3.Connection) -> None:
    schema = files("reftel.store").joinpath("schema.sql").read_text("utf-8")
    connection.executescript(
        f"BEGIN IMMEDIATE; {schema} PRAGMA application_id = {APPLICATION_ID};"
        f" PRAGMA user_version = {FORMAT}; COMMIT;"
    )


def connect(path: Path, *, writing: bool) -> sqlite3.Connection:
    """A connection to an existing archive file.

    Raises ``NotAnArchive`` where the file is missing or another kind, ``ArchiveTooNew``
    where a later reftel wrote it, ``ArchiveError`` where it may not be opened.
    """
    if not path.is_file():
        raise NotAnArchive(f"{path}: there is no such file")
    if not os.access(path, os.R_OK):
        raise ArchiveError(f"{path}: no permission to read it")
    with explained(path):
        if writing:
            return _completed(_checked_or_closed(_connected(path, "rw"), path))
        try:
            return _checked_or_closed(_connected(path, "ro"), path)
        except sqlite3.OperationalError as error:
            if not _lies_still(path, error):
                raise
        return _checked_or_closed(_connected(path, "ro", "&immutable=1"), path)


def copy(connection: sqlite3.Connection, path: Path) -> None:
    """Write what an archive file holds to a new one at ``path``, packed, and with no log beside it."""
    connection.execute("VACUUM INTO ?", (str(path),))
    copied = _connected(path, "rw")
    try:
        copied.execute("PRAGMA journal_mode = DELETE").fetchone()
    finally:
        copied.close()


def _connected(path: Path, mode: str, more: str = "") -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}{more}", uri=True, timeout=WAIT, isolation_level=None
    )
    try:
        for setting in (*_SETTINGS, *(("PRAGMA query_only = ON",) if mode == "ro" else ())):
            connection.execute(setting)
    except BaseException:
        connection.close()
        raise
    return connection


def _lies_still(path: Path, error: sqlite3.OperationalError) -> bool:
    """Whether the file can be read as it lies: no log waits beside it, and nobody can write to it now.

    That is where its folder may not be written, or ``error`` tells that there is no room for the
    small file that readers share with a writer.
    """
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return False
    full = str(getattr(error, "sqlite_errorname", "")).startswith(("SQLITE_IOERR_SHM", "SQLITE_FULL"))
    return full or not os.access(path.parent, os.W_OK)


def _completed(connection: sqlite3.Connection) -> sqlite3.Connection:
    """The connection, with the tables that an earlier reftel did not make, and a log that readers share.

    The log is a setting of the file; whoever made that may have been killed before it was set.
    """
    try:
        connection.execute("PRAGMA journal_mode = WAL").fetchone()
        containing.lay_out(connection)
    except BaseException:
        connection.close()
        raise
    return connection


def _checked_or_closed(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    try:
        return _checked(connection, path)
    except BaseException:
        connection.close()
        raise


def _checked(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    """The connection, if the file is an archive that this version can read."""
    (mark,) = connection.execute("PRAGMA application_id").fetchone()
    if mark != APPLICATION_ID:
        reason = "was never finished" if _is_blank(connection) else "is an SQLite file of another program"
        raise NotAnArchive(f"{path}: {reason}, no reftel archive")
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > FORMAT:
        raise ArchiveTooNew(
            f"{path}: written by a later reftel (format {found}, this one reads {FORMAT}); update reftel"
        )
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    return connection


def is_archive_file(path: str | Path) -> bool:
    """Whether a file bears the mark of a reftel archive; ``False`` where it cannot be read."""
    try:
        with Path(path).open("rb") as opened:
            head = opened.read(72)
    except OSError:
        return False
    return head.startswith(_MAGIC) and head[68:72] == APPLICATION_ID.to_bytes(4, "big")
