"""Limits: how much is unpacked from one file, counted in bytes really read, never in bytes declared.

``REFTEL_LIMITS`` sets them, such as ``total=64G member=1G ratio=1000``; what it
leaves out keeps its default. What goes beyond a limit is refused, with a reason
that names the limit.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from typing import BinaryIO

from reftel.errors import SettingError

VARIABLE = "REFTEL_LIMITS"
CHUNK = 64 * 1024
_GRACE = 1024 * 1024  # bytes that any member may unpack to, whatever its ratio
_UNITS = {"": 1, "K": 2**10, "M": 2**20, "G": 2**30}
# total=64G
_SETTING = re.compile(r"(?P<name>[a-z]+)=(?P<number>[1-9][0-9]{0,14})(?P<unit>[KMG]?)")


class Refused(Exception):  # noqa: N818 - no fault of ours; the name says what happened
    """A member is not read; its only argument is the reason."""


class Ended(Refused):
    """Nothing more is read of the whole file; its only argument is the reason."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is unpacked from one file that was given."""

    total: int = 16 * 2**30
    """Bytes unpacked in all, layers within layers counted each."""
    member: int = 256 * 2**20
    """Bytes of one member; also of a ZIP or 7z archive within another container, which is held whole."""
    ratio: int = 250
    """How many times its packed size a member may unpack to, beyond the first megabyte."""
    members: int = 300_000
    """Entries of all kinds, in all layers together."""
    depth: int = 6
    """Layers within one another; a ``.tar.gz`` is two."""
    seconds: int = 600
    """Time spent on unpacking, not on what is done with the members."""


def limits() -> Limits:
    """The limits as ``REFTEL_LIMITS`` sets them; raises ``SettingError`` where it cannot be understood."""
    found = Limits()
    known = [one.name for one in fields(Limits)]
    for words in os.environ.get(VARIABLE, "").replace(",", " ").split():
        setting = _SETTING.fullmatch(words)
        if setting is None or setting["name"] not in known:
            raise SettingError(
                f"{VARIABLE}: {words!r} is no limit; write NAME=NUMBER, where NAME is {', '.join(known)}"
                " and NUMBER may end in K, M or G"
            )
        found = replace(found, **{setting["name"]: int(setting["number"]) * _UNITS[setting["unit"]]})
    return found


class Tally:
    """What was unpacked from one file so far, in all its layers."""

    def __init__(self, allowed: Limits) -> None:
        self.allowed = allowed
        self._octets = self._members = 0
        self._spent = 0.0
        self._since = time.monotonic()

    def take(self, octets: int) -> None:
        """Count bytes; raises ``Ended``."""
        self._octets += octets
        if self._octets > self.allowed.total:
            raise Ended(f"unpacks to more than {in_words(self.allowed.total)} in all; the rest was not read")
        if self._spent + time.monotonic() - self._since > self.allowed.seconds:
            raise Ended(f"takes more than {self.allowed.seconds:,} s to unpack; the rest was not read")

    def member(self) -> None:
        """Count an entry; raises ``Ended``."""
        self._members += 1
        if self._members > self.allowed.members:
            raise Ended(f"holds more than {self.allowed.members:,} members; the rest was not read")
        self.take(0)

    def pause(self) -> None:
        """Stop the clock."""
        self._spent += time.monotonic() - self._since

    def go_on(self) -> None:
        """Start the clock again."""
        self._since = time.monotonic()


class Flow:
    """Bytes that come once and in order, counted as they come."""

    def __init__(
        self,
        read: Callable[[int], bytes],
        tally: Tally,
        packed: Callable[[], int] | None = None,
        file: BinaryIO | None = None,
        is_counted: bool = False,
    ) -> None:
        """``packed`` tells how many bytes these were unpacked from; ``None`` where nothing is unpacked.

        ``file`` is what can be sought in, if the bytes are those of a file. ``is_counted``: the layer
        around counts them already.
        """
        self._read, self._tally, self._packed = read, tally, packed
        self._is_counted = is_counted
        self._ahead = b""
        self.file = file
        self.count = 0
        """Bytes that came so far."""

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, fewer at the end; they stay to be read."""
        while len(self._ahead) < size and (more := self._next(size - len(self._ahead))):
            self._ahead += more
        return self._ahead[:size]

    def read(self, size: int = CHUNK) -> bytes:
        """Some bytes, ``size`` at most; none at the end. Raises ``Refused``."""
        if size < 0:
            size = CHUNK
        if self._ahead:
            taken, self._ahead = self._ahead[:size], self._ahead[size:]
            return taken
        return self._next(size)

    def whole(self) -> bytes:
        """All bytes; raises ``Refused`` where they are more than a member may have."""
        most = self._tally.allowed.member
        pieces, size = [], 0
        while piece := self.read(CHUNK):
            size += len(piece)
            if size > most:
                raise Refused(f"is larger than {in_words(most)}, unpacked")
            pieces.append(piece)
        return b"".join(pieces)

    def _next(self, size: int) -> bytes:
        raw = self._read(min(size, CHUNK))
        self.count += len(raw)
        self._tally.take(0 if self._is_counted else len(raw))
        if self._packed is not None and self.count > _GRACE:
            ratio = self._tally.allowed.ratio
            if self.count > ratio * self._packed():
                raise Refused(f"unpacks to more than {ratio:,} times its size")
        return raw


def in_words(octets: int) -> str:
    """A limit in the largest unit that it is a whole number of: ``256 MB``."""
    for unit, size in (("GB", 2**30), ("MB", 2**20), ("kB", 2**10)):
        if octets >= size and octets % size == 0:
            return f"{octets // size:,} {unit}"
    return f"{octets:,} bytes"
