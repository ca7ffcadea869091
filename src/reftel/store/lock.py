"""Lock: one writer at a time, for the whole of what it does.

SQLite lets one process commit at a time; adding takes many commits and the
index beside the file has one writer, too. The lock is the system's own on an
empty file, so that it goes with the process that held it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from reftel.errors import ArchiveBusy, ArchiveError

_PAUSE = 0.05  # seconds between two tries


@contextmanager
def locked(path: Path, wait: float) -> Iterator[None]:
    """Hold the lock file ``path`` within the block.

    Raises ``ArchiveBusy`` where another holds it for longer than ``wait`` seconds,
    ``ArchiveError`` where the file cannot be made.
    """
    try:
        opened = path.open("ab")
    except OSError as error:
        raise ArchiveError(f"{path.parent}: cannot be written ({error.strerror})") from error
    with opened:
        _take(opened, path, wait)
        yield


def _take(opened: IO[bytes], path: Path, wait: float) -> None:
    until = time.monotonic() + wait
    while not _taken(opened):
        if time.monotonic() >= until:
            raise ArchiveBusy(
                f"{path.parent}: another process is writing to it; try again when that has ended"
            )
        time.sleep(_PAUSE)


def _taken(opened: IO[bytes]) -> bool:
    try:
        import fcntl
    except ImportError:  # a system without such locks: SQLite's own must do
        return True
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
