"""Compressed files: gz, bz2, xz and zst, which hold one thing; several packed one after another are one."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from typing import IO, Any, cast

from reftel.sources.limits import CHUNK, Flow, Tally

_MOST_MEMORY = 256 * 1024 * 1024  # bytes; xz -9 takes 65 MB, zstd --long=27 takes 128 MB
_LITTLE = 512  # bytes of zst at once: four of them may stand for 128 kB


def read(kind: str, flow: Flow, tally: Tally) -> Flow:
    """What is packed in ``flow``, unpacked as it is read."""
    return Flow(_UNPACKERS[kind](flow), tally, lambda: flow.count)


def _gz(flow: Flow) -> Callable[[int], bytes]:
    return gzip.GzipFile(fileobj=cast("IO[bytes]", flow)).read


def _bz2(flow: Flow) -> Callable[[int], bytes]:
    return bz2.BZ2File(cast("IO[bytes]", flow)).read


def _xz(flow: Flow) -> Callable[[int], bytes]:
    def new() -> lzma.LZMADecompressor:
        return lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MOST_MEMORY)

    return _Streams(flow, new, lambda one, raw: one.decompress(raw, CHUNK), CHUNK).read


def _zst(flow: Flow) -> Callable[[int], bytes]:
    import zstandard

    unpacking = zstandard.ZstdDecompressor(max_window_size=_MOST_MEMORY // 2)
    return _Streams(flow, unpacking.decompressobj, lambda one, raw: one.decompress(raw), _LITTLE).read


class _Streams:
    """Streams one after another, each with an unpacker of its own; one that is cut off is an error."""

    def __init__(
        self, flow: Flow, new: Callable[[], Any], unpack: Callable[[Any, bytes], bytes], step: int
    ) -> None:
        """``unpack`` has an unpacker that ``new`` made unpack some bytes, ``step`` of them at most."""
        self._flow, self._new, self._unpack, self._step = flow, new, unpack, step
        self._unpacker = new()
        self._ready = b""

    def read(self, size: int) -> bytes:
        """Some bytes, ``size`` at most; none at the end."""
        while not self._ready:
            ahead = self._packed()
            if ahead is None:
                return b""
            self._ready = self._unpack(self._unpacker, ahead)
        taken, self._ready = self._ready[:size], self._ready[size:]
        return taken

    def _packed(self) -> bytes | None:
        """What to unpack next; ``None`` at the end. Zeros between two streams are padding."""
        if self._unpacker.eof:
            ahead = self._unpacker.unused_data.lstrip(b"\x00")
            while not ahead and (raw := self._flow.read(self._step)):
                ahead = raw.lstrip(b"\x00")
            if not ahead:
                return None
            self._unpacker = self._new()
            return bytes(ahead)
        if not getattr(self._unpacker, "needs_input", True):
            return b""
        if not (ahead := self._flow.read(self._step)):
            raise EOFError("it ends before its end mark")
        return ahead


_UNPACKERS: dict[str, Callable[[Flow], Callable[[int], bytes]]] = {
    "gz": _gz,
    "bz2": _bz2,
    "xz": _xz,
    "zst": _zst,
}
