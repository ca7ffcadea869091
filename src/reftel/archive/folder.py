"""Folder: an archive on disk, told apart from everything else that a path may be.

It holds ``archive.sqlite`` (the truth), ``index/`` (derived from it) and
``archive.lock`` (empty; held by the one that writes).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reftel.errors import NO_ROOM, ArchiveError, ArchiveFull, NotAnArchive
from reftel.store import Store
from reftel.store.lock import locked
from reftel.store.opening import WAIT, is_archive_file

SQLITE_NAME = "archive.sqlite"
LOCK_NAME = "archive.lock"
INDEX_NAME = "index"

_SHOWN = 3  # names of foreign files that a message tells


def opened_for_reading(path: Path, create: bool) -> Store:
    """The store of the archive at ``path``, made first if ``create`` and nothing is there.

    Raises ``NotAnArchive`` with what was found instead and what to do.
    """
    try:
        names = _names(path)
        if create and SQLITE_NAME not in (names or ()) and not _foreign(names or []):
            _make(path)
        elif names is None:
            raise NotAnArchive(f"there is no archive at {path}; make one with `reftel add {path} FILES`")
        elif SQLITE_NAME not in names:
            raise NotAnArchive(_what_it_is(path, names))
        elif create and _was_cut_short(path, names):
            _make(path)
        return Store.open(path / SQLITE_NAME, writing=False)
    except OSError as error:
        kind = ArchiveFull if error.errno in NO_ROOM else ArchiveError
        raise kind(f"{path}: cannot be opened ({error.strerror})") from error


def _names(path: Path) -> list[str] | None:
    """The names in a folder, sorted; ``None`` where nothing is there. Raises ``NotAnArchive`` for a file."""
    if not path.exists():
        return None
    if path.is_dir():
        return sorted(found.name for found in path.iterdir())
    if is_archive_file(path):
        raise NotAnArchive(f"{path} is part of an archive; name its folder, {path.parent}")
    raise NotAnArchive(f"{path} is a file; an archive is a folder, such as cables.reftel")


def _foreign(names: list[str]) -> list[str]:
    """The names of files that no archive has; a folder ``index`` alone is somebody else's."""
    own = (SQLITE_NAME, f"{SQLITE_NAME}-journal", f"{SQLITE_NAME}-wal", f"{SQLITE_NAME}-shm", LOCK_NAME)
    derived = (INDEX_NAME,) if SQLITE_NAME in names else ()
    return [name for name in names if name not in (*own, *derived)]


def _was_cut_short(path: Path, names: list[str]) -> bool:
    """Whether the file was left while it was made: empty, or with the journal that only its making has."""
    return f"{SQLITE_NAME}-journal" in names or (path / SQLITE_NAME).stat().st_size == 0


def _what_it_is(path: Path, names: list[str]) -> str:
    foreign = _foreign(names)
    if not foreign:
        return f"{path} is an empty folder, no archive; make one in it with `reftel add {path} FILES`"
    shown = ", ".join(foreign[:_SHOWN]) + (" …" if len(foreign) > _SHOWN else "")
    return (
        f"{path} is no archive but a folder with other files ({shown}); name an archive, or a new folder "
        f"such as cables.reftel to make one"
    )


def _make(path: Path) -> None:
    path.mkdir(parents=True, exist_ok=True)
    with writing_lock(path):
        Store.create(path / SQLITE_NAME).close()


def tidy(path: Path) -> None:
    """Leave one file alone where that can be: the last writer to close takes SQLite's side files away."""
    with suppress(ArchiveError):
        Store.open(path / SQLITE_NAME, writing=True).close()


@contextmanager
def writing_lock(path: Path, wait: float = WAIT) -> Iterator[None]:
    """Be the only one that writes to the archive; raises ``ArchiveBusy`` after ``wait`` seconds."""
    with locked(path / LOCK_NAME, wait):
        yield
