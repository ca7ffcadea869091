"""Containers made for tests, sound ones and hostile ones; none is stored."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterable

Files = Iterable[tuple[str, bytes]]


def cable(serial: int, post: str = "BAMAKO") -> bytes:
    """An invented telegram."""
    lines = ("R 281052Z NOV 07", f"FM AMEMBASSY {post}", f"UNCLAS {post} {serial:06}", "SUBJECT: A VISIT")
    return ("\n".join(lines) + f"\n\n1. Visitor number {serial} came.\n").encode()


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, raw in files:
            archive.writestr(zipfile.ZipInfo(name), raw, compress_type=method)
    return made.getvalue()


def tarred(files: Files, *entries: tarfile.TarInfo, form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tape archive: ``entries`` without bytes of their own, then the files."""
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w", format=form) as archive:
        for entry in entries:
            archive.addfile(entry)
        for name, raw in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(raw)
            archive.addfile(entry, io.BytesIO(raw))
    return made.getvalue()


def special(name: str, kind: bytes, target: str = "") -> tarfile.TarInfo:
    """An entry of a tape archive that is no file."""
    entry = tarfile.TarInfo(name)
    entry.type, entry.linkname = kind, target
    return entry


def encrypted(files: Files) -> bytes:
    """A ZIP archive whose first member says that it is encrypted."""
    raw = bytearray(zipped(files))
    raw[6] |= 1
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def overlapping(count: int, raw: bytes) -> bytes:
    """A ZIP archive whose directory names one member ``count`` times, each time otherwise."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(raw) + packer.flush()
    facts = (20, 0, 8, 0, 33, zlib.crc32(raw), len(packed), len(raw))
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", *facts, 4, 0) + b"0000" + packed
    directory = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, *facts, 4, 0, 0, 0, 0, 0, 0) + f"{i:04}".encode()
        for i in range(count)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(local), 0)
    return local + directory + end


def zeros(octets: int) -> bytes:
    """A gzip file of nothing but zeros."""
    return gzip.compress(bytes(octets))


def nested(layers: int, raw: bytes) -> bytes:
    """A ZIP archive in a ZIP archive, and so on."""
    for i in range(layers):
        raw = zipped([(f"{i}.zip" if i else "cable.txt", raw)])
    return raw


def seven_zipped(files: Files, packing: str = "lzma2", *, is_link: bool = False) -> bytes:
    """A 7-Zip archive, made by libarchive; ``is_link``: its members say that they are links (when stored)."""
    import libarchive

    made = io.BytesIO()
    with libarchive.custom_writer(made.write, "7zip", options=f"compression={packing}") as archive:
        for name, raw in files:
            archive.add_file_from_memory(name, len(raw), raw)
    whole = made.getvalue()
    if not is_link:
        return whole
    offset, size = struct.unpack_from("<2Q", whole, 12)
    regular, link = struct.pack("<H", 0o100664), struct.pack("<H", 0o120664)
    header = whole[32 + offset :][:size].replace(regular, link)
    assert link in header
    start = struct.pack("<2QL", offset, size, zlib.crc32(header))
    return whole[:8] + struct.pack("<L", zlib.crc32(start)) + start + whole[32 : 32 + offset] + header
