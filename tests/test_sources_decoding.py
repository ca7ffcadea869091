"""Bytes to text: every encoding that telegrams are kept in, and what is odd about a damaged one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel import record
from reftel.defects import Defect
from reftel.document import Source
from reftel.errors import SourceError
from reftel.record import facts
from reftel.sources import documents
from reftel.sources.decoding import decode
from reftel.span import Span

TELEGRAMS = Path(__file__).parent / "telegrams"
WORDS = "The m\u00e9tier of Z\u00fcrich \u2013 \u201cquite\u201d \u20ac100\n"


def codes(odd: tuple[Defect, ...]) -> list[tuple[str, Span]]:
    return [(defect.code, defect.span) for defect in odd]


@pytest.mark.parametrize(
    ("raw", "text", "encoding"),
    [
        (b"plain words\n", "plain words\n", "utf-8"),
        (WORDS.encode("utf-8"), WORDS, "utf-8"),
        (b"\xef\xbb\xbf" + WORDS.encode("utf-8"), WORDS, "utf-8"),
        (WORDS.encode("utf-16"), WORDS, "utf-16"),
        (b"\xfe\xff" + WORDS.encode("utf-16-be"), WORDS, "utf-16"),
        (WORDS.encode("cp1252"), WORDS, "cp1252"),
        ("caf\u00e9 S\u00e3o".encode("latin-1"), "caf\u00e9 S\u00e3o", "cp1252"),
        (b"control \x81\x8d\x8f\x90\x9d", "control \x81\x8d\x8f\x90\x9d", "cp1252"),
        (b"one\rtwo\r\nthree\r\rfour\n", "one\ntwo\r\nthree\n\nfour\n", "utf-8"),
        ("one\rtwo\u00e9".encode("cp1252"), "one\ntwo\u00e9", "cp1252"),
        (b"one\x00two, and many more words", "one\x00two, and many more words", "utf-8"),
    ],
    ids=["ascii", "utf-8", "utf-8-mark", "utf-16", "utf-16-be", "cp1252", "latin-1", "unused", "returns",
         "return-1252", "nul"],
)  # fmt: skip
def test_decoding(raw: bytes, text: str, encoding: str) -> None:
    found, name, odd = decode("cable.txt", raw)
    assert (found, name) == (text, encoding)
    assert {code for code, _ in codes(odd)} <= {"damaged-characters"}
    assert bool(odd) == (encoding == "cp1252")


def test_utf_8_with_a_few_bytes_of_cp1252_keeps_what_is_utf_8() -> None:
    raw = WORDS.encode("utf-8") * 5 + b"\x93odd\x94"
    text, encoding, odd = decode("cable.txt", raw)
    start = len(WORDS) * 5
    assert text == WORDS * 5 + "\u201codd\u201d"
    assert encoding == "utf-8"
    assert codes(odd) == [
        ("damaged-characters", Span(start, start + 1)),
        ("damaged-characters", Span(start + 4, start + 5)),
    ]


def test_a_text_of_another_encoding_is_one_defect() -> None:
    _, encoding, odd = decode("cable.txt", b"\xe9 " * 500)
    assert encoding == "cp1252"
    assert codes(odd) == [("damaged-characters", Span(0, 1))]


def test_damage_is_reported_so_many_times_and_no_more() -> None:
    _, encoding, odd = decode("cable.txt", "\u00e9 ".encode() * 500 + b"\xe9 " * 100)
    assert encoding == "utf-8"
    assert len(odd) == 20


def test_places_count_characters_after_the_mark() -> None:
    text, _, odd = decode("cable.txt", b"\xef\xbb\xbf\xc3\xa9\xc3\xa9 \xe9")
    assert text == "\u00e9\u00e9 \u00e9"
    assert codes(odd) == [("damaged-characters", Span(3, 4))]


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe\x00\xd8A\x00", b"MZ" + b"\x00\x01\x02\x03" * 50, b"words" * 100 + b"\x01" * 60],
    ids=["half-a-pair", "program", "controls"],
)  # fmt: skip
def test_what_is_no_text(raw: bytes) -> None:
    with pytest.raises(SourceError) as caught:
        decode("cable.txt", raw)
    assert caught.value.name == "cable.txt"


def test_utf_16_with_half_a_letter_is_read_another_way() -> None:
    """An odd number of bytes is no UTF-16; such a file has a NUL for each letter."""
    with pytest.raises(SourceError, match=r"UTF-16 that is damaged"):
        decode("cable.txt", "words and words".encode("utf-16") + b"A")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_named(encoding: str) -> None:
    with pytest.raises(SourceError, match="lacks its byte order mark"):
        decode("cable.txt", WORDS.encode(encoding))


def test_nuls_at_the_end_do_not_count() -> None:
    assert decode("cable.txt", WORDS.encode() + bytes(512)) == (WORDS + "\x00" * 512, "utf-8", ())
    with pytest.raises(SourceError, match=r"binary file, not text \(512 NULs in its first 512 bytes\)"):
        decode("cable.txt", bytes(512))


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_named(raw: bytes) -> None:
    try:
        text, encoding, odd = decode("cable.txt", raw)
    except SourceError:
        return
    assert encoding in ("utf-8", "utf-16", "cp1252")
    assert "\r" not in text.replace("\r\n", "")
    assert text.encode("utf-8").decode("utf-8") == text
    assert all(defect.span.within(Span(0, len(text))) for defect in odd)


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=200))
def test_utf_8_is_read_as_it_is(words: str) -> None:
    text, encoding, odd = decode("cable.txt", b"\xef\xbb\xbf" + words.encode("utf-8"))
    assert (text, encoding, odd) == (words, "utf-8", ())


@given(st.text(max_size=100), st.binary(min_size=1, max_size=30))
def test_each_byte_that_is_no_utf_8_is_one_character(words: str, raw: bytes) -> None:
    """So that places hold, and nothing is lost or put in."""
    whole = words.encode("utf-8", "replace") + b" " + raw
    try:
        text, _, _ = decode("cable.txt", whole)
    except SourceError:
        return
    if whole.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return
    assert len(text) == len(whole.decode("utf-8", "surrogateescape"))


def test_the_source_names_its_encoding() -> None:
    raw = WORDS.encode("cp1252")
    (document,) = documents(Source("cable.txt", hashlib.sha256(raw).hexdigest(), raw))
    assert document.source.encoding == "cp1252"
    assert [defect.code for defect in document.defects] == ["damaged-characters"]


@pytest.mark.parametrize("path", sorted(TELEGRAMS.glob("*.txt")), ids=lambda path: path.stem)
def test_padding_is_kept_in_the_text_and_changes_no_fact(path: Path) -> None:
    raw = path.read_bytes()
    (bare,) = documents(Source(path.name, "", raw))
    (padded,) = documents(Source(path.name, "", raw + bytes(512)))
    assert padded.text == bare.text + "\x00" * 512
    assert padded.message == bare.message
    assert facts(record(padded)) == facts(record(bare))
