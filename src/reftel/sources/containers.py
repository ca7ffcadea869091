"""Containers: archives and compressed files told by their first bytes, and what they hold asked for.

Each member is a source of its own; ``members`` reads them, and is loaded with all the
libraries for it when the first container is met.
"""

from __future__ import annotations

import io
import re
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from reftel.document import Source
from reftel.errors import SourceError
from reftel.sources.columns import Columns
from reftel.sources.files import STANDARD_INPUT, load
from reftel.sources.table_files import TableFile, has_rows, row_source, table_file, table_form
from reftel.sources.table_forms import CablesTable, UnknownTable, is_cables_table, look

HEAD = 512  # bytes that tell a container
_SUM = slice(148, 156)  # where the header of a tape archive has its check sum
_OCTAL = re.compile(rb"[ \x00]*([0-7]{1,7})[ \x00]*")


def unpacked(name: str, columns: Columns | None = None) -> Iterator[Source | SourceError]:
    """The sources in a file, or in what comes on standard input: itself, its members, or its rows.

    ``columns``: those of tables that are named. Raises ``SourceError`` where the file itself cannot be read,
    ``ReftelError`` where the limits that are set cannot be understood.
    """
    found = opened(name, columns)
    return (part.found for part in found.parts()) if isinstance(found, TableFile) else found


def opened(name: str, columns: Columns | None = None) -> TableFile | Iterator[Source | SourceError]:
    """What ``unpacked`` gives; of a table on the disk the table, so that it can be read from the middle."""
    table = None if name == STANDARD_INPUT else table_file(name, columns)
    return table or _in_file(name, columns)


def _in_file(name: str, columns: Columns | None) -> Iterator[Source | SourceError]:
    if name == STANDARD_INPUT:
        yield from _in(load(name), columns)
    elif (file := _container(name)) is not None:
        with file:
            yield from _members(name, file, columns)
    else:
        yield load(name)


def _in(source: Source, columns: Columns | None) -> Iterator[Source | SourceError]:
    """A source whose bytes are at hand: itself, its members, or its rows."""
    if kind(source.raw[:HEAD]) is not None:
        yield from _members(source.name, io.BytesIO(source.raw), columns)
        return
    head = source.raw[: look(columns)]
    try:
        form = table_form(head, columns)
    except UnknownTable as error:
        raise SourceError(source.name, str(error)) from error
    if form is None and is_cables_table(head) and has_rows(io.BytesIO(source.raw)):
        form = CablesTable()
    if form is None:
        yield source
        return
    rows = form.rows(io.BytesIO(source.raw))
    yield from (row_source(source.name, row, form, source.sha256) for row in rows)


def _members(name: str, file: BinaryIO, columns: Columns | None) -> Iterator[Source | SourceError]:
    from reftel.sources.members import members

    return members(name, file, columns=columns)


def _container(name: str) -> BinaryIO | None:
    """The file, opened, if it is a container; ``None`` for all else, of which ``load`` tells more."""
    try:
        path = Path(name)
        if not name or not stat.S_ISREG(path.stat().st_mode):
            return None
        file = path.open("rb")
    except (OSError, ValueError):
        return None
    try:
        found = kind(file.read(HEAD))
        file.seek(0)
    except OSError:
        found = None
    if found is None:
        file.close()
        return None
    return file


def kind(head: bytes) -> str | None:
    """The kind of container that begins with these bytes; ``None`` for none."""
    return next((one.name for one in CONTAINERS if one.begins(head)), None)


def _is_tar(head: bytes) -> bool:
    """Whether these bytes are the first header of a tape archive: its check sum tells (POSIX, ustar)."""
    if len(head) < HEAD or (stated := _OCTAL.fullmatch(head[_SUM])) is None:
        return False
    return bool(head[0]) and int(stated[1], 8) == sum(head[:HEAD]) - sum(head[_SUM]) + 8 * ord(" ")


class Container(NamedTuple):
    """One kind of container; ``reftel formats`` prints these rows."""

    name: str
    begins: Callable[[bytes], object]
    """Whether a file with these first bytes, ``HEAD`` of them, is one."""
    what: str
    """What it is."""
    sign: str
    """How it is recognised."""


# The first row that fits tells the kind.
CONTAINERS: tuple[Container, ...] = (
    Container(
        "zip",
        re.compile(rb"PK(?:\x03\x04|\x05\x06|\x07\x08)").match,
        "a ZIP archive",
        "begins with PK and 03 04, 05 06 or 07 08",
    ),
    Container("gz", re.compile(rb"\x1f\x8b\x08").match, "a file packed by gzip", "begins with 1F 8B 08"),
    Container(
        "bz2",
        re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)").match,
        "a file packed by bzip2",
        "begins with BZh, a digit, and the mark of a block or of the end",
    ),
    Container("xz", re.compile(rb"\xfd7zXZ\x00").match, "a file packed by xz", "begins with FD 7zXZ 00"),
    Container(
        "zst",
        re.compile(rb"\x28\xb5\x2f\xfd|[\x50-\x5f]\x2a\x4d\x18").match,
        "a file packed by Zstandard",
        "begins with 28 B5 2F FD, or with 50 to 5F, 2A 4D 18",
    ),
    Container(
        "7z",
        re.compile(rb"7z\xbc\xaf\x27\x1c").match,
        "a 7-Zip archive; needs the extra reftel[7z]",
        "begins with 37 7A BC AF 27 1C",
    ),
    Container("tar", _is_tar, "a tape archive", "the check sum of its first header is right"),
)
