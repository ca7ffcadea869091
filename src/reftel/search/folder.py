"""Folder: where the index lies, seen from outside the engine.

The engine wants to write lock files even to read. A folder that may not be
written to is therefore read through a temporary one that holds links to its
files: no copy, and no lock on the original.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import NamedTuple

from reftel.errors import ArchiveError

_META = "meta.json"  # the engine replaces it at every commit
_LIST = ".managed.json"  # the engine's list of its files
_SHOWN = 3  # names of foreign files that a message tells
# The engine's files: of segments, what it knows of them, locks, and temporary ones; and our own probe.
_OWN = re.compile(
    r"[0-9a-f]{32}\.[\w.]+ | meta\.json | \.managed\.json | \.tantivy-\w+\.lock | \.tmp\w+ | \.room",
    re.VERBOSE,
)


class Signature(NamedTuple):
    """Changes with every commit, and whenever the index is made anew."""

    inode: int
    modified: int
    size: int


def signature(folder: Path) -> Signature | None:
    """The signature of the index in ``folder``; ``None`` where there is none."""
    try:
        stat = (folder / _META).stat()
    except OSError:
        return None
    return Signature(stat.st_ino, stat.st_mtime_ns, stat.st_size)


def empty(folder: Path) -> None:
    """Make ``folder`` a folder without index: the engine's own files go, all others stay.

    Beside others an empty list of files is left, by which the folder is known as
    reftel's. Raises ``ArchiveError``, and touches nothing, where it is not.
    """
    check_own(folder)
    folder.mkdir(parents=True, exist_ok=True)
    for path in _entries(folder):
        if _OWN.fullmatch(path.name) and not path.is_dir():
            path.unlink(missing_ok=True)
    if _entries(folder):
        (folder / _LIST).write_text("[]", encoding="utf-8")


def check_own(folder: Path) -> None:
    """Raise ``ArchiveError`` where ``folder`` is something that reftel did not make.

    An index of reftel's is a folder, no link, with the engine's list of its files;
    one that lost the list, too, where it holds nothing but files of the engine.
    """
    if folder.is_symlink():
        raise _foreign(folder, "a link, and nothing is removed behind a link")
    if not folder.exists():
        return
    if not folder.is_dir():
        raise _foreign(folder, "a file")
    names = [path.name for path in _entries(folder)]
    others = [name for name in names if not _OWN.fullmatch(name)]
    if others and _LIST not in names:
        raise _foreign(folder, f"a folder with other files ({', '.join(others[:_SHOWN])})")


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def _foreign(folder: Path, what: str) -> ArchiveError:
    return ArchiveError(f"{folder} is no index of reftel's but {what}; move it away and try again")


class Place:
    """A folder, and the temporary one through which it is read where it may not be written to."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before ``readable`` finds that it is needed."""
        self.folder = folder
        self._drop: weakref.finalize[[str], Place] | None = None

    @property
    def is_linked(self) -> bool:
        """Whether it is read through the temporary folder."""
        return self._drop is not None

    def is_writable(self) -> bool:
        """Whether this process may write to the folder and to the engine's locks in it."""
        return all(os.access(path, os.W_OK) for path in (self.folder, *self.folder.glob("*.lock")))

    def readable(self) -> Path:
        """The folder that the engine can open for reading; what is written to it may be lost."""
        self.close()
        if self.is_writable():
            return self.folder
        try:
            linked = tempfile.mkdtemp(prefix="reftel-index-")
            self._drop = weakref.finalize(self, _remove, linked)
            for path in self.folder.iterdir():
                if not path.name.endswith(".lock"):
                    Path(linked, path.name).symlink_to(path.absolute())
        except OSError as error:
            raise ArchiveError(
                f"{self.folder} may not be written to, and there is no room for a temporary folder to read "
                f"it through ({error.strerror}); let TMPDIR name one"
            ) from error
        return Path(linked)

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._drop is not None:
            self._drop()
            self._drop = None


def _remove(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
