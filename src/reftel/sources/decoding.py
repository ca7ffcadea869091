"""Decoding: bytes to text, with what was odd about it.

The ladder: UTF-8 (with or without byte order mark), UTF-16 with its mark, then
cp1252, whose five unused bytes are read as Latin-1 controls. In a text that is
UTF-8 but for a few bytes, only those are read as cp1252. A carriage return
that stands alone becomes a line feed, one for one, so that places stay.
"""

from __future__ import annotations

import codecs
import re

from reftel.defects import Defect, defect
from reftel.errors import SourceError
from reftel.span import Span

# What no text begins with: archives, images, documents, programs, databases.
_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x28\xb5\x2f\xfd", "a zstandard archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\x00", "an image"),
    (b"MM\x00*", "an image"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\xd0\xcf\x11\xe0", "an office document"),
)
# More control characters than this in the first part of a file: it is no text.
_CONTROLS = bytes((*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20)))
_SAMPLE = 65536
_TOLERATED = 0.05
# Damage is reported place by place up to this many, then once for all.
_REPORTED = 20


def decode(name: str, raw: bytes) -> tuple[str, str, tuple[Defect, ...]]:
    """The text of ``raw``, the encoding it was read in, and what is odd about it.

    Raises ``SourceError`` for bytes that are no text.
    """
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")):
        if raw.startswith(mark) and len(raw) % 2 == 0:
            return unified(_strictly(name, raw, encoding)), encoding, ()
    _refuse_binary(name, raw)
    try:
        return unified(raw.decode("utf-8-sig")), "utf-8", ()
    except UnicodeDecodeError:
        pass
    text, places = _mixed(raw)
    encoding = "utf-8" if len(places) <= sum(letter > "\x7f" for letter in text) - len(places) else "cp1252"
    odd = [defect("damaged-characters", Span(place, place + 1)) for place in places[:_REPORTED]]
    if encoding == "cp1252":
        odd = odd[:1]
    return unified(text), encoding, tuple(odd)


def _strictly(name: str, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SourceError(name, f"is no valid {encoding.upper()} text") from error


def _refuse_binary(name: str, raw: bytes) -> None:
    kind = next((kind for signature, kind in _SIGNATURES if raw.startswith(signature)), None)
    if kind is not None:
        raise SourceError(name, f"is {kind}, not text")
    sample = raw[:_SAMPLE]
    words = sample.rstrip(b"\x00") if len(sample) == len(raw) else sample
    if len(words) - len(words.translate(None, _CONTROLS)) > _TOLERATED * len(words) or (sample and not words):
        raise SourceError(name, _what_it_is(sample, words))


def _what_it_is(sample: bytes, words: bytes) -> str:
    """What to say of bytes that are no text; ``words`` are those without padding."""
    nuls = words.count(0)
    if nuls > 0.3 * len(words) and max(words[::2].count(0), words[1::2].count(0)) > 0.9 * nuls:
        return "looks like UTF-16 that is damaged or lacks its byte order mark; save it as UTF-8"
    counted = f" ({sample.count(0):,} NULs in its first {len(sample):,} bytes)" if 0 in sample else ""
    return f"is a binary file, not text{counted}"


def unified(text: str) -> str:
    """Carriage returns that stand alone as line feeds; pairs stay."""
    return re.sub(r"\r(?!\n)", "\n", text) if "\r" in text else text


def _mixed(raw: bytes) -> tuple[str, list[int]]:
    """UTF-8 where it is valid, cp1252 for each byte where it is not, and the places of the latter."""
    text = raw.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")
    places = [found.start() for found in _ESCAPED.finditer(text)]
    return text.translate(_CP1252), places


def _byte(byte: int) -> str:
    """A byte as cp1252 has it, or as Latin-1 where cp1252 has none."""
    try:
        return bytes((byte,)).decode("cp1252")
    except UnicodeDecodeError:
        return chr(byte)


# A byte that is no UTF-8 comes as a lone surrogate, one for one.
_ESCAPED = re.compile("[\udc80-\udcff]")
_CP1252 = {0xDC00 + byte: _byte(byte) for byte in range(0x80, 0x100)}
