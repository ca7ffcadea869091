"""ZIP: the members that the directory at the end of the archive names.

What the directory declares of sizes is not trusted, but for where members begin:
two that share bytes are a bomb (D. Fifield, "A better zip bomb", 2019), and the one
that runs into the next is refused.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import BinaryIO, NamedTuple

from reftel.sources.limits import Flow, Refused, Tally, in_words

_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_ENCRYPTED = 0x1  # flag of a member
_LOCAL = 30  # bytes of the header before a member, without its name
_END = struct.Struct("<4s4H2LH")
_END64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR = 20
_PER_MEMBER = 128  # bytes of directory that a member may have on average
_OFFICE = "[Content_Types].xml"


class Member(NamedTuple):
    """An entry of a container."""

    name: str
    """As the container has it."""
    opened: Callable[[], Flow]
    """Opens it, to be read before the next one is asked for."""
    refusal: str | None = None
    """Why it is not to be read."""
    is_folder: bool = False


def read(flow: Flow, tally: Tally) -> Iterator[Member]:
    """The members of a ZIP archive, in order of its directory.

    One that cannot be sought in is held in memory. Raises ``Refused`` and zipfile's errors.
    """
    file = flow.file or io.BytesIO(flow.whole())
    if (size := _directory(file)) > (most := tally.allowed.members * _PER_MEMBER):
        raise Refused(f"has a directory of more than {in_words(most)}")
    with zipfile.ZipFile(file) as archive:
        entries = archive.infolist()
        if size and any(entry.filename == _OFFICE for entry in entries):
            raise Refused("is an office document, not text")
        shared = _overlapping(entries)
        for entry in entries:
            yield Member(
                entry.filename,
                _opener(archive, entry, tally),
                _refusal(entry, entry.header_offset in shared),
                entry.filename.endswith("/"),
            )


def _opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, tally: Tally) -> Callable[[], Flow]:
    def opened() -> Flow:
        return Flow(archive.open(entry).read, tally, lambda: entry.compress_size)

    return opened


def _refusal(entry: zipfile.ZipInfo, is_shared: bool) -> str | None:
    """Why an entry is not read."""
    mode = entry.external_attr >> 16
    if mode and stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is a link, which is not followed" if stat.S_ISLNK(mode) else "is a device or pipe, no file"
    if is_shared:
        return "shares its bytes with another member"
    if entry.flag_bits & _ENCRYPTED:
        return "is encrypted"
    if entry.compress_type not in _METHODS:
        return f"is packed by a method that is not read ({entry.compress_type})"
    return None


def _overlapping(entries: Sequence[zipfile.ZipInfo]) -> set[int]:
    """The places of the entries that run into the one behind them."""
    ordered = sorted(entries, key=lambda entry: entry.header_offset)
    return {
        one.header_offset
        for one, following in pairwise(ordered)
        if one.header_offset + _LOCAL + one.compress_size > following.header_offset
    }


def _directory(file: BinaryIO) -> int:
    """How many bytes of directory the archive declares; zipfile reads as many at once."""
    size = file.seek(0, io.SEEK_END)
    start = max(0, size - _END.size - 0xFFFF)
    file.seek(start)
    tail = file.read()
    at = len(tail) - _END.size
    if at < 0 or not tail.startswith(b"PK\x05\x06", at) or not tail.endswith(b"\x00\x00"):
        at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise zipfile.BadZipFile("there is no directory at its end")
    declared = int(_END.unpack_from(tail, at)[5])
    before = start + at - _LOCATOR - _END64.size
    if before >= 0:
        file.seek(before)
        larger = file.read(_END64.size)
        if larger.startswith(b"PK\x06\x06"):
            declared = max(declared if declared != 0xFFFFFFFF else 0, int(_END64.unpack(larger)[8]))
    return min(declared, size)
