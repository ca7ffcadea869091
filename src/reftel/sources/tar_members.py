"""tar: the members of a tape archive, read from its beginning to its end, never backwards."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Callable, Iterator
from typing import cast

from reftel.sources.limits import CHUNK, Flow, Refused, Tally, in_words
from reftel.sources.zip_members import Member

_BLOCK = tarfile.BLOCKSIZE
_MOST_HEADER = 64 * 1024  # bytes of headers before one member, names and attributes included


def read(flow: Flow, tally: Tally) -> Iterator[Member]:
    """The members, in order. Raises ``Refused``, and tarfile's errors, also where it breaks off."""
    tape = _Tape(flow)
    # It reads, asks for its place and seeks, and no more.
    with tarfile.TarFile(fileobj=cast("io.BufferedReader", tape), encoding="utf-8") as archive:
        while (entry := archive.next()) is not None:
            tape.left = None
            archive.members.clear()  # type: ignore[attr-defined]  # it would keep them all
            yield Member(entry.name, _opener(archive, entry, tally), _refusal(entry), entry.isdir())
            tape.left = _MOST_HEADER
    if tape.last.count(0) != _BLOCK:
        raise tarfile.ReadError("there is no end mark where its members end")


def _opener(archive: tarfile.TarFile, entry: tarfile.TarInfo, tally: Tally) -> Callable[[], Flow]:
    def opened() -> Flow:
        file = archive.extractfile(entry)
        if file is None:
            raise Refused("is no file")
        return Flow(file.read, tally, is_counted=True)

    return opened


def _refusal(entry: tarfile.TarInfo) -> str | None:
    """Why an entry is not read."""
    if entry.issym() or entry.islnk():
        return "is a link, which is not followed"
    if entry.isdev():  # a FIFO is one, too
        return "is a device or pipe, no file"
    if entry.issparse():
        return "is a file with holes (sparse), which is not read"
    return None if entry.isfile() or entry.isdir() else "is of a kind that is not known"


class _Tape:
    """A flow as a file for tarfile, which goes forward only."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._place = 0
        self.left: int | None = _MOST_HEADER
        """Bytes that may still be read as headers; ``None`` while a member is read."""
        self.last = b""
        """The last block that was read."""

    def tell(self) -> int:
        """The place."""
        return self._place

    def read(self, size: int) -> bytes:
        """``size`` bytes, fewer at the end."""
        if self.left is not None:
            self.left -= size
            if self.left < 0 or size < 0:
                raise Refused(f"has a header of more than {in_words(_MOST_HEADER)}")
        self.last = self._taken(size)
        return self.last

    def seek(self, place: int) -> None:
        """Go forward to a place, or to the end."""
        if place < self._place:
            raise Refused("has a header that leads backwards")
        while self._place < place and self._taken(min(CHUNK, place - self._place)):
            pass

    def _taken(self, size: int) -> bytes:
        pieces = []
        while size > 0 and (piece := self._flow.read(min(size, CHUNK))):
            pieces.append(piece)
            size -= len(piece)
            self._place += len(piece)
        return b"".join(pieces)
