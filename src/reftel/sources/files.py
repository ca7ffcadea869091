"""Files: names found, bytes loaded, with a clear reason for whatever cannot be read."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from reftel.document import Source
from reftel.errors import SourceError, readable

STANDARD_INPUT = "-"
# No telegram, and no file of telegrams that is read whole, is larger.
LARGEST = 256 * 1024 * 1024
_TOO_LARGE = f"is larger than {LARGEST // 1024 // 1024} MB; split it first"


def find(paths: str | Path | Iterable[str | Path]) -> Iterator[str]:
    """The names of all files: folders recursively and in order of path, ``-`` as it is.

    Hidden files and folders are left out; a name that does not exist comes
    through, so that ``load`` can say so. Links to folders are not followed.
    """
    for path in map(str, [paths] if isinstance(paths, str | Path) else paths):
        if path != STANDARD_INPUT and _is_folder(path):
            yield from _walk(path)
        else:
            yield path


def _is_folder(path: str) -> bool:
    """Whether a path is a folder that can be asked for; whatever stands in the way, ``load`` says."""
    try:
        return bool(path) and Path(path).is_dir()
    except OSError:
        return False


def _walk(folder: str) -> Iterator[str]:
    """The files below a folder in order of path; a folder that cannot be listed comes as its own name."""
    waiting = [(folder, True)]
    while waiting:
        path, is_folder = waiting.pop()
        entries = _entries(path) if is_folder else None
        if entries is None:
            yield path
        else:
            waiting.extend(reversed(entries))


def _entries(folder: str) -> list[tuple[str, bool]] | None:
    """The paths in a folder, in order of name, and which are folders; ``None`` if it cannot be listed."""
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
            return [
                (entry.path, entry.is_dir(follow_symlinks=False)) for entry in entries if _is_wanted(entry)
            ]
    except OSError:
        return None


def _is_wanted(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is neither hidden nor a link to a folder; a link that leads nowhere is to be named."""
    return not entry.name.startswith(".") and not (entry.is_symlink() and _is_folder(entry.path))


def load(name: str) -> Source:
    """The bytes of a file, or of standard input for ``-``, with their hash.

    Raises ``SourceError`` for what is missing, unreadable, no regular file, too large or empty.
    """
    from_input = name == STANDARD_INPUT
    raw = _from_input() if from_input else _bytes(name)
    if len(raw) > LARGEST:
        raise SourceError(name, _TOO_LARGE)
    if not raw.strip():
        empty = "nothing came on standard input" if from_input else "the file is empty"
        raise SourceError(name, "the file holds no words" if raw and not from_input else empty)
    return Source(name=readable(name), sha256=hashlib.sha256(raw).hexdigest(), raw=raw)


def _from_input() -> bytes:
    """What comes on standard input; nothing where it was closed before reftel began."""
    try:
        return b"" if sys.stdin is None else sys.stdin.buffer.read(LARGEST + 1)
    except OSError as error:
        raise SourceError(STANDARD_INPUT, str(error.strerror or error)) from error


def _bytes(name: str) -> bytes:
    """The bytes of a regular file; ``SourceError`` for whatever stands in the way."""
    if not name:
        raise SourceError(name, "the name is empty")
    path = Path(name)
    try:
        if (obstacle := _obstacle(path)) is not None:
            raise SourceError(name, obstacle)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError(name, _missing(path)) from error
    except PermissionError as error:
        raise SourceError(name, "no permission to read it") from error
    except (OSError, ValueError) as error:
        raise SourceError(name, str(getattr(error, "strerror", None) or error)) from error


def _obstacle(path: Path) -> str | None:
    """Why what stands at ``path`` cannot be read whole, ``None`` if it can; raises ``OSError``."""
    found = path.stat()
    if stat.S_ISDIR(found.st_mode):
        next(path.iterdir(), None)  # only a folder that could not be listed comes here: say why
        return "is a folder"
    if not stat.S_ISREG(found.st_mode):
        return "is no regular file (a device, pipe or socket)"
    return _TOO_LARGE if found.st_size > LARGEST else None


def _missing(path: Path) -> str:
    """What to say of a path that leads nowhere."""
    if path.is_symlink():
        return "is a link to something that is not there"
    return "there is no such file or folder"
