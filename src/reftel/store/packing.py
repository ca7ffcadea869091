"""Packing: bytes to a zstandard frame and back, with a checksum in each frame."""

from __future__ import annotations

import zstandard

from reftel.errors import ArchiveError

LEVEL = 3


class Packer:
    """Packs and unpacks; one for each connection, as zstandard's contexts serve one thread."""

    def __init__(self) -> None:
        self._packing = zstandard.ZstdCompressor(level=LEVEL, write_checksum=True)
        self._unpacking = zstandard.ZstdDecompressor()

    def pack(self, raw: bytes) -> bytes:
        """One frame that holds ``raw``."""
        return self._packing.compress(raw)

    def unpack(self, frame: bytes) -> bytes:
        """The bytes in a frame; raises ``ArchiveError`` where it is damaged."""
        try:
            return self._unpacking.decompress(frame)
        except zstandard.ZstdError as error:
            raise ArchiveError(f"a stored value is damaged: {error}") from error
