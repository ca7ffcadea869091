"""Sealing: a copy of an archive that anybody can read from where nobody can write.

SQLite's log of changes is worked in, so that no file beside the archive's is needed to
read it; the index is whole and of the same state. Nothing in the copy may be written to.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from reftel.archive.folder import INDEX_NAME, SQLITE_NAME
from reftel.archive.results import Sealed
from reftel.errors import NO_ROOM, ArchiveError, ArchiveFull, readable
from reftel.store import Store


def seal(store: Store, path: Path, copy: Path) -> Sealed:
    """Copy the archive at ``path``, whose index is up to date, to the new folder ``copy``.

    The caller holds the archive's lock. Raises ``ArchiveError`` where something is at ``copy``
    already, ``ArchiveFull`` where there is no room; nothing is left of it then.
    """
    if copy.exists() or copy.is_symlink():
        raise ArchiveError(f"{readable(str(copy))} is there already; name a new folder for the copy")
    part = copy.with_name(f"{copy.name}.part")
    if part.exists():
        raise ArchiveError(f"{readable(str(part))} is left of a copy that was broken off; remove it first")
    try:
        part.mkdir(parents=True)
        store.copy_to(part / SQLITE_NAME)
        _copy_index(path / INDEX_NAME, part / INDEX_NAME)
        octets = _close(part)
        part.rename(copy)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        kind = ArchiveFull if error.errno in NO_ROOM else ArchiveError
        raise kind(f"{readable(str(copy))}: cannot be written ({error.strerror})") from error
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return Sealed(readable(str(copy)), store.telegram_count(), octets)


def _copy_index(folder: Path, copy: Path) -> None:
    """The engine's files, without those that only its processes need."""
    copy.mkdir()
    for found in sorted(folder.iterdir()) if folder.is_dir() else ():
        if found.is_file() and not found.name.endswith(".lock") and not found.name.startswith(".tmp"):
            shutil.copyfile(found, copy / found.name)


def _close(folder: Path) -> int:
    """Take the right to write away, and give that to read; the size of all files."""
    octets = 0
    for found in folder.rglob("*"):
        if found.is_file():
            octets += found.stat().st_size
            found.chmod(0o444)
        else:
            found.chmod(0o555)
    folder.chmod(0o755)  # it is yet to be renamed, and its owner may remove it
    return octets
