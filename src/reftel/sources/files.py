"""Files: names found, bytes loaded, with a clear reason for whatever cannot be read."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from reftel.document import Source
from reftel.errors import SourceError

STANDARD_INPUT = "-"
# No telegram, and no file of telegrams that is read whole, is larger.
LARGEST = 256 * 1024 * 1024


def find(paths: Iterable[str | Path]) -> Iterator[str]:
    """The names of all files: folders recursively and in order of path, ``-`` as it is.

    Hidden files and folders are left out; a name that does not exist comes
    through, so that ``load`` can say so. Links to folders are not followed.
    """
    for path in map(str, paths):
        if path != STANDARD_INPUT and os.path.isdir(path):
            yield from _walk(path)
        else:
            yield path


def _walk(folder: str) -> Iterator[str]:
    """The files below a folder in order of path; a folder that cannot be listed comes as its own name."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        yield folder
        return
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path)
        elif not entry.is_dir():
            yield entry.path


def load(name: str) -> Source:
    """The bytes of a file, or of standard input for ``-``, with their hash.

    Raises ``SourceError`` for what is missing, unreadable, no regular file, too large or empty.
    """
    raw = sys.stdin.buffer.read() if name == STANDARD_INPUT else _bytes(name)
    if not raw.strip():
        raise SourceError(
            name, "the file is empty" if name != STANDARD_INPUT else "nothing came on standard input"
        )
    return Source(name=readable(name), sha256=hashlib.sha256(raw).hexdigest(), raw=raw)


def readable(name: str) -> str:
    """A name whose bytes are read as UTF-8 whatever the locale; bytes that are none are written out."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _bytes(name: str) -> bytes:
    path = Path(name)
    try:
        if path.is_dir():
            os.listdir(path)
            raise SourceError(name, "is a folder")
        if path.exists() and not path.is_file():
            raise SourceError(name, "is no regular file (a device, pipe or socket)")
        if path.stat().st_size > LARGEST:
            raise SourceError(name, f"is larger than {LARGEST // 1024 // 1024} MB; split it first")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(name, "there is no such file or folder") from error
    except PermissionError as error:
        raise SourceError(name, "no permission to read it") from error
    except (OSError, ValueError) as error:
        raise SourceError(name, str(getattr(error, "strerror", None) or error)) from error
