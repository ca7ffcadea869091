"""Containers read: every kind, in one another; what is hostile is named, and its neighbours are read."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import io
import json
import lzma
import os
import struct
import sys
import tarfile
import tempfile
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from command_line import run
from containers import cable, encrypted, nested, overlapping, special, tarred, zeros, zipped
from reftel import read
from reftel.document import Source
from reftel.errors import ReftelError, SourceError
from reftel.sources import members, unpacked
from reftel.sources.containers import CONTAINERS
from reftel.sources.limits import Limits, limits

TWO = [("a.txt", cable(1)), ("in/b.txt", cable(2))]


def found(raw: bytes, **allowed: int) -> tuple[dict[str | None, bytes], dict[str | None, str]]:
    """What a container holds: bytes by part, and reasons by part."""
    good: dict[str | None, bytes] = {}
    bad: dict[str | None, str] = {}
    for one in members.members("outer", io.BytesIO(raw), Limits(**allowed)):
        assert one.name == "outer"
        if isinstance(one, Source):
            assert one.part not in good
            assert one.sha256 == hashlib.sha256(one.raw).hexdigest()
            good[one.part] = one.raw
        else:
            assert "\n" not in str(one)
            assert one.part not in bad
            bad[one.part] = one.reason
    return good, bad


# ---------------------------------------------------------------- the kinds


SOUND: dict[str, Callable[[], bytes]] = {
    "zip": lambda: zipped(TWO),
    "zip-stored": lambda: zipped(TWO, zipfile.ZIP_STORED),
    "zip-bz2": lambda: zipped(TWO, zipfile.ZIP_BZIP2),
    "zip-comment": lambda: zipped(TWO)[:-2] + b"\x07\x00comment",
    "tar": lambda: tarred(TWO),
    "tar-gnu": lambda: tarred(TWO, form=tarfile.GNU_FORMAT),
    "tar-gz": lambda: gzip.compress(tarred(TWO)),
    "tar-bz2": lambda: bz2.compress(tarred(TWO)),
    "tar-xz": lambda: lzma.compress(tarred(TWO)),
    "tar-zst": lambda: zstandard.compress(tarred(TWO)),
    "zip-gz": lambda: gzip.compress(zipped(TWO)),
    "dots": lambda: tarred([(f"./{name}", raw) for name, raw in TWO]),
}


@pytest.mark.parametrize("kind", SOUND)
def test_every_kind_is_read(kind: str) -> None:
    assert found(SOUND[kind]()) == (dict(TWO), {})


@pytest.mark.parametrize("kind", SOUND)
def test_a_kind_is_told_by_its_content(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "cables.txt"
    path.write_bytes(SOUND[kind]())
    documents = list(read(path))
    assert [one.source.part for one in documents] == ["a.txt", "in/b.txt"]
    assert {one.source.name for one in documents} == {str(path)}
    assert [one.source.raw for one in documents] == [raw for _, raw in TWO]


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gz": gzip.compress,
    "bz2": bz2.compress,
    "xz": lzma.compress,
    "zst": zstandard.compress,
}


def test_a_stream_that_does_not_state_its_size() -> None:
    packer = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    raw = packer.compress(cable(1)) + packer.flush()
    assert found(raw) == ({"outer": cable(1)}, {})


@pytest.mark.parametrize("kind", PACKED)
def test_what_is_packed_alone_has_the_name_without_the_suffix(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"cable.txt.{kind}"
    path.write_bytes(PACKED[kind](cable(1)))
    (document,) = read(path)
    assert (document.source.name, document.source.part) == (str(path), "cable.txt")
    assert found(zipped([("c.txt.gz", PACKED[kind](cable(1)))]))[0] == {"c.txt.gz!/c.txt": cable(1)}


@pytest.mark.parametrize("kind", PACKED)
def test_streams_one_after_another_are_one(kind: str) -> None:
    pack = PACKED[kind]
    assert found(pack(b"one\n") + pack(b"two\n")) == ({"outer": b"one\ntwo\n"}, {})


@pytest.mark.parametrize("kind", PACKED)
def test_a_stream_that_is_cut_off_is_named(kind: str) -> None:
    good, bad = found(PACKED[kind](os.urandom(300_000).hex().encode())[:-20])
    assert good == {}
    assert list(bad) == [None]
    assert "cannot be unpacked" in bad[None]


def test_containers_in_one_another() -> None:
    inner = tarred([("x.txt", cable(3)), ("y.zip", zipped([("z.txt", cable(4))]))])
    good, bad = found(zipped([("a.txt", cable(1)), ("in/b.tar.gz", gzip.compress(inner))]))
    assert bad == {}
    assert good == {
        "a.txt": cable(1),
        "in/b.tar.gz!/x.txt": cable(3),
        "in/b.tar.gz!/y.zip!/z.txt": cable(4),
    }


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(gzip.compress(cable(1)))))
    (document,) = read("-")
    assert (document.source.name, document.source.part) == ("-", "content")


def test_a_telegram_is_no_container(tmp_path: Path) -> None:
    for words in (cable(1), b"PK TELEGRAM", b"BZh91 IS A FILM NUMBER", b"x" * 600):
        (tmp_path / "a").write_bytes(words)
        (source,) = unpacked(str(tmp_path / "a"))
        assert isinstance(source, Source)
        assert (source.raw, source.part) == (words, None)


def test_folders_and_hidden_members_are_left_out() -> None:
    files = [("d/", b""), (".git/a", b"x"), ("__MACOSX/._a.txt", b"\0\0"), ("a.txt", cable(1))]
    assert found(zipped(files)) == ({"a.txt": cable(1)}, {})


def test_an_office_document_is_no_container() -> None:
    good, bad = found(zipped([("[Content_Types].xml", b"<a/>"), ("word/document.xml", b"<a/>")]))
    assert (good, bad) == ({}, {None: "is an office document, not text"})


def test_the_place_in_a_member_follows_the_member(tmp_path: Path) -> None:
    mail = "From a@b.example Mon Nov 26 10:00:00 2007\nFrom: a@b.example\nSubject: x\n\nText.\n"
    (tmp_path / "a.zip").write_bytes(zipped([("box", (mail + "\n" + mail).encode())]))
    documents = list(read(tmp_path / "a.zip"))
    assert documents
    assert all((one.source.part or "").startswith("box") for one in documents)


# ---------------------------------------------------------------- hostile names


NAMES = {
    "../x": "leads out of its container",
    "a/../../x": "leads out of its container",
    "a\\..\\x": "leads out of its container",
    "/etc/x": "begins at the root",
    "\\\\host\\x": "begins at the root",
    "C:\\x": "begins at the root",
    "c:/x": "begins at the root",
    "x" * 2000: "more than 1,024 characters",
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
@pytest.mark.parametrize("make", [zipped, tarred])
def test_a_name_that_leads_elsewhere_is_refused(make: Callable[..., bytes], name: str) -> None:
    good, bad = found(make([("a.txt", cable(1)), (name, cable(2)), ("z.txt", cable(3))]))
    assert good == {"a.txt": cable(1), "z.txt": cable(3)}
    (reason,) = bad.values()
    assert NAMES[name] in reason


@pytest.mark.parametrize("make", [zipped, tarred])
def test_names_are_told_apart_and_written_out(make: Callable[..., bytes]) -> None:
    names = ["a.txt", "A.txt", "b\n\x1b[31m.txt", "\u202egpj.txt", "Köln.txt", "y" * 900]
    good, bad = found(make([(name, cable(i)) for i, name in enumerate(names)]))
    assert bad == {}
    assert list(good) == ["a.txt", "A.txt", "b\\x0a\\x1b[31m.txt", "\\x202egpj.txt", "Köln.txt", "y" * 900]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("make", [zipped, tarred])
def test_the_same_name_twice(make: Callable[..., bytes]) -> None:
    files = [("a.txt", cable(1)), ("a.txt (2)", cable(2)), ("a.txt", cable(3)), ("./a.txt", cable(4))]
    good, bad = found(make(files))
    assert bad == {}
    assert list(good) == ["a.txt", "a.txt (2)", "a.txt (3)", "a.txt (4)"]
    assert list(good.values()) == [raw for _, raw in files]


def test_a_name_that_is_no_unicode() -> None:
    raw = tarred([("caf\udce9.txt", cable(1))], form=tarfile.GNU_FORMAT)
    assert found(raw) == ({"caf\\xe9.txt": cable(1)}, {})


# ---------------------------------------------------------------- what is no file


def test_links_and_devices_are_named_and_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(cable(9))
    kinds = {
        "link": (tarfile.SYMTYPE, "is a link"),
        "hard": (tarfile.LNKTYPE, "is a link"),
        "chr": (tarfile.CHRTYPE, "is a device or pipe"),
        "blk": (tarfile.BLKTYPE, "is a device or pipe"),
        "fifo": (tarfile.FIFOTYPE, "is a device or pipe"),
        "odd": (b"Z", "is of a kind that is not known"),
    }
    entries = [special(name, kind, str(tmp_path / "secret")) for name, (kind, _) in kinds.items()]
    good, bad = found(tarred([("z.txt", cable(1))], *entries))
    assert good == {"z.txt": cable(1)}
    assert list(bad) == list(kinds)
    assert all(bad[name].startswith(reason) for name, (_, reason) in kinds.items())


def test_a_link_in_a_zip_archive() -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("a.txt", cable(1))
    good, bad = found(made.getvalue())
    assert (good, bad) == ({"a.txt": cable(1)}, {"link": "is a link, which is not followed"})


# ---------------------------------------------------------------- damage


def test_an_encrypted_member() -> None:
    assert found(encrypted(TWO)) == ({"in/b.txt": cable(2)}, {"a.txt": "is encrypted"})


def test_a_member_packed_otherwise() -> None:
    good, bad = found(zipped(TWO, zipfile.ZIP_LZMA))
    assert good == {}
    assert set(bad.values()) == {"is packed by a method that is not read (14)"}


def test_a_damaged_member_does_not_stop_its_neighbours() -> None:
    raw = bytearray(zipped([("a.txt", cable(1)), *TWO[1:]], zipfile.ZIP_STORED))
    raw[40] ^= 0xFF
    good, bad = found(bytes(raw))
    assert good == {"in/b.txt": cable(2)}
    assert "cannot be unpacked (Bad CRC-32" in bad["a.txt"]


@pytest.mark.parametrize("kind", SOUND)
def test_a_container_that_is_cut_off_anywhere_is_named(kind: str) -> None:
    whole = SOUND[kind]()
    for size in range(
        520 if kind.startswith(("tar", "dots")) and whole[0] not in b"\x1f\xfd" else 12, len(whole), 97
    ):
        good, bad = found(whole[:size])
        assert bad or good == dict(TWO), size
        assert all(dict(TWO)[name or ""] == raw for name, raw in good.items())


def test_a_tape_damaged_in_its_middle_says_so() -> None:
    raw = bytearray(tarred([*TWO, ("c.txt", cable(3))], form=tarfile.GNU_FORMAT))
    raw[1024 + 10] ^= 0xFF
    good, bad = found(bytes(raw))
    assert good == {"a.txt": cable(1)}
    assert "no end mark" in bad[None]


def test_a_member_that_is_no_text_or_empty(tmp_path: Path) -> None:
    files = [("a.bin", bytes(range(256)) * 9), ("b.txt", b""), ("c.pdf", b"%PDF-1.7"), ("z.txt", cable(1))]
    (tmp_path / "a.zip").write_bytes(zipped(files))
    skipped: list[SourceError] = []
    (document,) = read(tmp_path / "a.zip", skipped.append)
    assert document.source.part == "z.txt"
    assert [one.part for one in skipped] == ["a.bin", "b.txt", "c.pdf"]
    assert str(skipped[1]) == f"{tmp_path / 'a.zip'}!/b.txt: the file is empty"


def test_without_a_handler_the_first_bad_member_raises(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped([("b.txt", b""), ("z.txt", cable(1))]))
    with pytest.raises(SourceError, match="the file is empty"):
        list(read(tmp_path / "a.zip"))


@pytest.mark.parametrize("seed", range(5))
def test_any_damage_gives_sources_or_reasons(seed: int) -> None:
    import random

    dice = random.Random(seed)
    for make in SOUND.values():
        raw = bytearray(make())
        for _ in range(dice.randint(1, 8)):
            raw[dice.randrange(12, len(raw))] = dice.randrange(256)
        found(bytes(raw), seconds=20, total=2**24)


# ---------------------------------------------------------------- limits


def test_zeros_are_stopped_by_their_ratio() -> None:
    good, bad = found(tarred([("a.txt", cable(1)), ("bomb.gz", zeros(2**26)), ("z.txt", cable(2))]))
    assert good == {"a.txt": cable(1), "z.txt": cable(2)}
    assert bad == {"bomb.gz!/bomb": "unpacks to more than 250 times its size"}


@pytest.mark.parametrize("kind", PACKED)
def test_a_bomb_of_any_kind(kind: str) -> None:
    bomb = PACKED[kind](bytes(2**26))
    assert "250 times" in found(bomb)[1][None]
    inner = PACKED[kind](bomb)
    tracemalloc.start()
    assert found(inner)[0] == {}
    assert tracemalloc.get_traced_memory()[1] < 64 * 2**20
    tracemalloc.stop()


def test_a_zip_member_with_a_lying_size() -> None:
    raw = zipped([("bomb", bytes(2**26)), ("a.txt", cable(1))])
    raw = raw.replace(struct.pack("<L", 2**26), struct.pack("<L", 10))
    good, bad = found(raw)
    assert good == {"a.txt": cable(1)}
    assert list(bad) == ["bomb"]


def test_members_that_share_their_bytes() -> None:
    good, bad = found(overlapping(500, b"x" * 100_000))
    assert len(good) <= 1
    assert set(bad.values()) == {"shares its bytes with another member"}


def test_layers_are_limited() -> None:
    assert list(found(nested(6, cable(1)))[0]) == ["5.zip!/4.zip!/3.zip!/2.zip!/1.zip!/cable.txt"]
    good, bad = found(nested(7, cable(1)))
    assert good == {}
    assert list(bad.values()) == ["lies in more than 6 containers within one another"]
    assert found(nested(2000, cable(1)))[0] == {}


def test_members_are_limited() -> None:
    files = [(f"{i}.txt", cable(i)) for i in range(20)]
    for raw in (zipped(files), tarred(files)):
        good, bad = found(raw, members=10)
        assert len(good) == 10
        assert bad == {None: "holds more than 10 members; the rest was not read"}


def test_the_directory_of_a_zip_archive_is_limited() -> None:
    raw = zipped([("x" * 1000, cable(1)), *((f"{'y' * 900}{i}", b"y") for i in range(9))])
    assert "has a directory of more than" in found(raw, members=10)[1][None]


def test_the_size_of_a_member_is_limited() -> None:
    files = [("a.txt", cable(1)), ("b.txt", b"word " * 1000), ("c.txt", cable(2))]
    for raw in (zipped(files), tarred(files), gzip.compress(tarred(files))):
        good, bad = found(raw, member=1024)
        assert list(good) == ["a.txt", "c.txt"]
        assert bad == {"b.txt": "is larger than 1 kB, unpacked"}


def test_bytes_in_all_are_limited() -> None:
    files = [(f"{i}.txt", cable(i) * 100) for i in range(20)]
    for raw in (zipped(files), gzip.compress(tarred(files)), tarred(files)):
        good, bad = found(raw, total=2**16)
        assert 0 < len(good) < 10
        assert bad == {None: "unpacks to more than 64 kB in all; the rest was not read"}


def test_time_is_limited_but_not_that_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter(range(10**6))
    monkeypatch.setattr("reftel.sources.limits.time.monotonic", lambda: next(clock))
    raw = zipped([(f"{i}.txt", cable(i)) for i in range(50)])
    _, bad = found(raw, seconds=20)
    assert bad == {None: "takes more than 20 s to unpack; the rest was not read"}


def test_a_header_without_end_is_refused() -> None:
    entry = tarfile.TarInfo("a.txt")
    entry.pax_headers = {"comment": "x" * 200_000}
    good, bad = found(tarred([], entry))
    assert good == {}
    assert bad == {None: "has a header of more than 64 kB"}


def test_memory_follows_the_member_not_the_archive() -> None:
    words = os.urandom(2**19).hex().encode()
    raw = gzip.compress(tarred([(f"{i}.txt", words) for i in range(24)]), 1)
    tracemalloc.start()
    sizes = [len(one.raw) for one in members.members("outer", io.BytesIO(raw)) if isinstance(one, Source)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert sizes == [2**20] * 24
    assert peak < 6 * 2**20


def test_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    found(zipped([("../up", cable(1)), ("a.zip", zipped(TWO)), ("b.tar", tarred(TWO))]))
    assert list(tmp_path.iterdir()) == []


def test_limits_are_set_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REFTEL_LIMITS", raising=False)
    assert limits() == Limits()
    monkeypatch.setenv("REFTEL_LIMITS", "total=64G, member=1G ratio=1000")
    assert limits() == Limits(total=64 * 2**30, member=2**30, ratio=1000)
    for wrong in ("total", "total=0", "total=-1", "size=3", "total=1T"):
        monkeypatch.setenv("REFTEL_LIMITS", wrong)
        with pytest.raises(ReftelError, match="REFTEL_LIMITS"):
            limits()


@pytest.mark.parametrize("command", [("parse",), ("add", "a.reftel")], ids=lambda words: words[0])
def test_limits_that_cannot_be_understood_are_a_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("REFTEL_LIMITS", "size=3")
    (tmp_path / "a.txt").write_bytes(cable(1))
    ended = run(*command, "a.txt")
    assert (ended.exit_code, ended.stdout) == (2, "")
    assert "REFTEL_LIMITS: 'size=3' is no limit" in ended.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_formats_names_every_kind_of_container() -> None:
    listed = json.loads(run("formats", "--json").stdout)["containers"]
    assert [one["name"] for one in listed] == [one.name for one in CONTAINERS]
    assert {one["name"] for one in listed} == {"zip", "7z", "tar", "gz", "bz2", "xz", "zst"}
    assert all(one["what"] and one["sign"] for one in listed)
    told = run("formats").stdout.partition("Containers:\n")[2]
    assert told.split("\n")[::3][:-1] == [one.name for one in CONTAINERS]


def test_the_rows_of_a_table_have_their_places_in_the_member(tmp_path: Path) -> None:
    rows = [
        f'"{i}","11/28/2007 10:52","07BAMAKO136{i}","Embassy Bamako","UNCLASSIFIED","",'
        f'"R 281052Z NOV 07\nFM AMEMBASSY BAMAKO","UNCLAS BAMAKO 00136{i}\n\nSUBJECT: RAIN\n\n1. Rain.\n"\n'
        for i in range(2)
    ]
    (tmp_path / "a.zip").write_bytes(zipped([("in/t.csv", "".join(rows).encode())]))
    parts = [one.source.part or "" for one in read(tmp_path / "a.zip")]
    assert parts[0] == "in/t.csv!/row 1 at byte 0"
    assert parts[1].startswith("in/t.csv!/row 2 at byte ")
