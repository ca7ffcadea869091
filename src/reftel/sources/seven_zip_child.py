"""Members of a 7-Zip archive: a program of its own, started by ``seven_zip``, that its input may take over.

It comes with the archive, a file that can be sought in, on standard input, and
writes frames to standard output: a letter, the size of what follows in four bytes
(big-endian), and what follows. It imports nothing of reftel, and gives up its
rights (``sandbox``) before it looks at the archive. libarchive reads it; no other
format, and no filter, is enabled there.
"""

from __future__ import annotations

import ctypes
import locale
import logging
import os
import runpy
import struct
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

# By its path: importing the package would load the whole of it.
give_up = runpy.run_path(str(Path(__file__).with_name("sandbox.py")))["give_up"]

HEAD = struct.Struct(">cI")
MEMBER, CONTENT, END, DAMAGED, LOCKED, BROKEN, DONE = b"M", b"C", b"E", b"D", b"L", b"B", b"Z"
"""A member: its kind, then its name. Some of its content. Its end: well, damaged (why), or encrypted. The
archive breaks off (why). The archive is at its end."""
FILE, FOLDER, LINK, SPECIAL = b"f", b"d", b"l", b"s"
"""Kinds of a member."""
CHUNK = 64 * 1024
REFUSED_MEMORY = 4
"""Exit status: more memory was asked for than may be had."""
REFUSED_LIBRARY = 5
"""Exit status: the system has no libarchive."""

_LONGEST = 2000  # characters of a name; what is longer is refused by its length
_STANDARD_INPUT, _STANDARD_OUTPUT = 0, 1


def main() -> int:
    """Give up rights, read, write; the exit status tells what could not be written."""
    try:
        from libarchive import ffi, read
    except Exception:  # a library that is missing, or lacks a function: each has an error of its own
        return REFUSED_LIBRARY
    logging.disable()
    # Names are UTF-16; libarchive makes them UTF-8 by itself, and would load a library for all else.
    for name in ("C.UTF-8", "en_US.UTF-8"):
        with suppress(locale.Error):
            locale.setlocale(locale.LC_CTYPE, name)
            break
    seconds, memory = map(int, sys.argv[1:3])
    give_up(seconds, memory, 0)
    try:
        _tell(ffi, read)
    except MemoryError:
        return REFUSED_MEMORY
    return 0


def _tell(ffi: Any, read: Any) -> None:
    """Write all members, and how it ended."""
    try:
        with read.fd_reader(_STANDARD_INPUT, format_name="7zip", filter_name="none") as archive:
            for entry in archive:
                _write(MEMBER, _kind(entry) + _name(entry))
                _write(*_content(ffi, archive, entry))
    except ffi.ArchiveError as error:
        _write(BROKEN, _why(error))
    else:
        _write(DONE)


def _content(ffi: Any, archive: Any, entry: Any) -> tuple[bytes, bytes]:
    """Write the content of a member; gives how it ended."""
    if _kind(entry) != FILE:
        return END, b""
    if _is_locked(ffi, entry):
        return LOCKED, b""
    try:
        for piece in _pieces(ffi, archive):
            _write(CONTENT, piece)
    except ffi.ArchiveError as error:
        why = _why(error)
        return (LOCKED if b"crypt" in why.lower() else DAMAGED), why
    return END, b""


def _pieces(ffi: Any, archive: Any) -> Iterator[bytes]:
    buffer = ctypes.create_string_buffer(CHUNK)
    while size := ffi.read_data(archive._pointer, buffer, CHUNK):
        if size < 0:  # a warning to libarchive: the check sum is wrong
            raise ffi.ArchiveError("its check sum is wrong")
        yield buffer.raw[:size]


def _is_locked(ffi: Any, entry: Any) -> bool:
    asked = getattr(ffi.libarchive, "archive_entry_is_data_encrypted", None)
    if asked is None:
        return False
    asked.argtypes, asked.restype = [ctypes.c_void_p], ctypes.c_int
    return bool(asked(entry._entry_p) == 1)


def _kind(entry: Any) -> bytes:
    if entry.issym or entry.islnk:
        return LINK
    if entry.isdir:
        return FOLDER
    return FILE if entry.isreg else SPECIAL


def _name(entry: Any) -> bytes:
    name = entry.pathname or ""
    if isinstance(name, bytes):
        name = name.decode("utf-8", "surrogateescape")
    return str(name)[:_LONGEST].encode("utf-8", "surrogatepass")


def _why(error: Exception) -> bytes:
    told = getattr(error, "msg", None) or str(error)
    return (told if isinstance(told, bytes) else str(told).encode("utf-8", "replace"))[:200]


def _write(letter: bytes, what: bytes = b"") -> None:
    left = memoryview(HEAD.pack(letter, len(what)) + what)
    while left:
        left = left[os.write(_STANDARD_OUTPUT, left) :]


if __name__ == "__main__":
    sys.exit(main())
