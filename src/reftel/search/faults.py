"""Faults: what the engine raises → errors that say what to do.

The engine reports everything as ``ValueError`` or a panic with a sentence; a
full disk often shows only as a dead indexing thread. So the folder is tried too.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reftel.errors import NO_ROOM, ArchiveBusy, ArchiveError, ArchiveFull, IndexDamaged

_FULL = ("No space left", "File too large", "Disk quota", "os error 28", "os error 27", "os error 122")
_NO_RIGHT = (errno.EACCES, errno.EPERM, errno.EROFS)
_PROBE = 1 << 20  # bytes that a folder with room for a commit has to take


def is_engine_fault(error: BaseException) -> bool:
    """Whether ``error`` is of a kind that the engine or the disk raises; a panic is no ``Exception``."""
    return isinstance(error, ValueError | OSError) or type(error).__name__ == "PanicException"


@contextmanager
def translated(folder: Path) -> Iterator[None]:
    """Turn what the engine raises within into an ``ArchiveError``: busy, full, damaged, or no right to write.

    Only calls of the engine belong within: a fault of our own is to show as what it is.
    """
    try:
        yield
    except ArchiveError:
        raise
    except BaseException as error:
        if not is_engine_fault(error):
            raise
        raise _error(folder, error) from error


def _error(folder: Path, error: BaseException) -> ArchiveError:
    message = str(error)
    if "LockBusy" in message:
        return ArchiveBusy(f"another process is writing to the index {folder}; wait until it is done")
    if any(words in message for words in _FULL) or _is_full(folder):
        return ArchiveFull(f"no room to write the index {folder}; make room and try again, or run rebuild")
    if isinstance(error, OSError) and error.errno in _NO_RIGHT:
        return not_writable(folder)
    return IndexDamaged(f"the index {folder} cannot be used ({message}); run rebuild to make it anew")


def not_writable(folder: Path) -> ArchiveError:
    """The error where the index would have to be written, and may not be."""
    return ArchiveError(f"the index {folder} may not be written to; ask for the right, or work on a copy")


def _is_full(folder: Path) -> bool:
    """Whether the folder takes no more: a file of one megabyte is tried."""
    probe = folder / ".room"
    try:
        probe.write_bytes(bytes(_PROBE))
    except OSError as error:
        return error.errno in NO_ROOM
    finally:
        with suppress(OSError):
            probe.unlink()
    return False
