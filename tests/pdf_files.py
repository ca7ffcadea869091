"""PDF files made at test time: lines of text at given places, and files that mean harm."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

TOP = 792  # a letter-size page is 612 by 792 points


class Put(NamedTuple):
    """Words at a place: points from the left and from the upper edge of the page to the base line."""

    left: float
    down: float
    words: str
    size: float = 10
    font: str = "F1"
    turn: str = "1 0 0 1"  # of the text's matrix: upright


def printed(text: str, left: float = 60, down: float = 60, step: float = 12, size: float = 10) -> list[Put]:
    """The lines of a text as a printer of fixed letters would print them."""
    return [Put(left, down + i * step, line, size) for i, line in enumerate(text.split("\n")) if line.strip()]


def content(puts: Iterable[Put]) -> bytes:
    """A page's stream."""
    found = []
    for put in puts:
        words = put.words.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        place = f"{put.left:g} {TOP - put.down:g}"
        found.append(f"BT /{put.font} {put.size:g} Tf {put.turn} {place} Tm ({words}) Tj ET")
    return "\n".join(found).encode("latin-1")


def pdf(*pages: Sequence[Put], page_extra: str = "", trailer: str = "", packed: bool = False) -> bytes:
    """A PDF whose pages hold the words; F1 is Courier, F2 Helvetica."""
    first = 5
    kids = " ".join(f"{first + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        b"<</Type /Catalog /Pages 2 0 R>>",
        f"<</Type /Pages /Count {len(pages)} /Kids [{kids}]>>".encode(),
        b"<</Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding>>",
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding>>",
    ]
    for i, puts in enumerate(pages):
        objects.append(
            f"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 {TOP}] {page_extra}"
            f" /Contents {first + 2 * i + 1} 0 R"
            f" /Resources <</Font <</F1 3 0 R /F2 4 0 R>>>>>>".encode()
        )
        objects.append(stream(content(puts), packed))
    return assembled(objects, trailer)


def stream(words: bytes, packed: bool = False) -> bytes:
    """A stream object, packed or not."""
    body = zlib.compress(words, 9) if packed else words
    how = b" /Filter /FlateDecode" if packed else b""
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(body), how, body)


def assembled(objects: Sequence[bytes], trailer: str = "") -> bytes:
    """A PDF of objects 1, 2, …, of which the first is the catalog."""
    whole = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(whole))
        whole += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(whole)
    whole += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    whole += b"".join(b"%010d 00000 n \n" % place for place in places)
    whole += b"trailer <</Size %d /Root 1 0 R %s>>\n" % (len(objects) + 1, trailer.encode())
    return bytes(whole + b"startxref\n%d\n%%%%EOF\n" % start)


# ---------------------------------------------------------------- files that mean harm


def truncated(whole: bytes) -> bytes:
    """The first half of a file, which has no table of its objects."""
    return whole[: len(whole) // 2]


def cyclic() -> bytes:
    """A tree of pages whose branch is its own root."""
    return assembled(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Count 3 /Kids [3 0 R 2 0 R]>>",
            b"<</Type /Pages /Parent 2 0 R /Count 2 /Kids [2 0 R 3 0 R]>>",
        ]
    )


def claims_pages(count: int) -> bytes:
    """A file that says it has so many pages, and has one."""
    return pdf([Put(60, 60, "ONE PAGE")]).replace(b"/Count 1", b"/Count %d" % count)


def of_pages(count: int) -> bytes:
    """A file of so many pages, all of them one."""
    kids = b"3 0 R " * count
    return assembled(
        [
            b"<</Type /Catalog /Pages 2 0 R>>",
            b"<</Type /Pages /Count %d /Kids [%s]>>" % (count, kids),
            b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 612 792]>>",
        ]
    )


def bomb(size: int) -> bytes:
    """A file whose page is so many bytes of text when it is unpacked, and a few when it is not."""
    line = b"BT /F1 10 Tf 1 0 0 1 60 700 Tm (UNCLAS SUVA 00199) Tj ET\n"
    small = pdf([Put(60, 60, "BOMB")])
    start = small.index(b"6 0 obj\n") + len(b"6 0 obj\n")
    end = small.index(b"\nendobj", start)
    return small[:start] + stream(line * (size // len(line)), packed=True) + small[end:]


def encrypted() -> bytes:
    """A file locked with a password that is not known."""
    lock = f"/Filter /Standard /V 1 /R 2 /Length 40 /P -44 /O <{'41' * 32}> /U <{'42' * 32}>"
    ids = f"/ID [<{'43' * 16}> <{'43' * 16}>]"
    return pdf([Put(60, 60, "LOCKED")], trailer=f"/Encrypt <<{lock}>> {ids}")
