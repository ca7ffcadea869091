"""Folder: where the index lies, seen from outside the engine.

The engine wants to write lock files even to read. A folder that may not be
written to is therefore read through a temporary one that holds links to its
files: no copy, and no lock on the original.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import weakref
from pathlib import Path
from typing import NamedTuple

_META = "meta.json"  # the engine replaces it at every commit


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
    """Make ``folder`` an empty folder, whatever it was."""
    if folder.exists() and not folder.is_dir():
        folder.unlink()
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


class Place:
    """A folder, and the temporary one through which it is read where it may not be written to."""

    def __init__(self, folder: Path) -> None:
        """Nothing is made before ``readable`` finds that it is needed."""
        self.folder = folder
        self._drop: weakref.finalize[[str], Place] | None = None

    def readable(self) -> Path:
        """The folder that the engine can open for reading."""
        if os.access(self.folder, os.W_OK):
            return self.folder
        self.close()
        linked = tempfile.mkdtemp(prefix="reftel-index-")
        self._drop = weakref.finalize(self, _remove, linked)
        for path in self.folder.iterdir():
            if not path.name.endswith(".lock"):
                Path(linked, path.name).symlink_to(path.absolute())
        return Path(linked)

    def close(self) -> None:
        """Remove the temporary folder, if there is one."""
        if self._drop is not None:
            self._drop()
            self._drop = None


def _remove(folder: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
