"""7-Zip archives read by another process; what is hostile is named, and nothing else breaks."""

from __future__ import annotations

import importlib.util
import io
import os
from pathlib import Path

import pytest

from containers import cable, seven_zipped, tarred, zipped
from reftel import read
from reftel.document import Source
from reftel.sources import members, seven_zip, seven_zip_child
from reftel.sources.limits import Limits

TWO = [("a.txt", cable(1)), ("in/b.txt", cable(2))]
SIGN = b"7z\xbc\xaf\x27\x1c"


def _why_not() -> str:
    """Why no archive can be made here; empty where one can."""
    try:
        import libarchive  # noqa: F401
    except ImportError:
        return "libarchive-c is not installed"
    except Exception:
        return "the system has no libarchive"
    return ""


needs_library = pytest.mark.skipif(bool(_why_not()), reason=_why_not() or "libarchive is there")


def found(raw: bytes, **allowed: int) -> tuple[dict[str | None, bytes], dict[str | None, str]]:
    """What a container holds: bytes by part, and reasons by part."""
    good: dict[str | None, bytes] = {}
    bad: dict[str | None, str] = {}
    for one in members.members("outer", io.BytesIO(raw), Limits(**allowed)):
        if isinstance(one, Source):
            good[one.part] = one.raw
        else:
            bad[one.part] = one.reason
    return good, bad


@needs_library
@pytest.mark.parametrize("packing", ["store", "deflate", "bzip2", "lzma1", "lzma2"])
def test_its_members_are_read(packing: str) -> None:
    assert found(seven_zipped(TWO, packing=packing)) == (dict(TWO), {})


@needs_library
def test_a_file_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "cables.txt"
    path.write_bytes(seven_zipped(TWO))
    assert [one.source.part for one in read(path)] == ["a.txt", "in/b.txt"]


@needs_library
def test_names_that_are_no_ascii() -> None:
    assert found(seven_zipped([("câble Ω.txt", cable(1))])) == ({"câble Ω.txt": cable(1)}, {})


@needs_library
def test_within_other_containers_and_others_within_it() -> None:
    inner = seven_zipped([*TWO, ("c.zip", zipped([("c.txt", cable(3))]))])
    parts = {"x.7z!/a.txt": cable(1), "x.7z!/in/b.txt": cable(2), "x.7z!/c.zip!/c.txt": cable(3)}
    for outer in (zipped, tarred, seven_zipped):
        assert found(outer([("x.7z", inner)])) == (parts, {})


@needs_library
def test_one_within_another_may_be_no_larger_than_a_member() -> None:
    inner = seven_zipped([("a.txt", os.urandom(5000))])
    good, bad = found(tarred([("x.7z", inner), ("b.txt", cable(2))]), member=4096)
    assert (good, bad) == ({"b.txt": cable(2)}, {"x.7z": "is larger than 4 kB, unpacked"})


@needs_library
def test_links_are_refused() -> None:
    good, bad = found(seven_zipped([("l.txt", b"/etc/passwd")], "store", is_link=True))
    assert (good, bad) == ({}, {"l.txt": "is a link, which is not followed"})


@needs_library
def test_names_are_refused_and_their_neighbours_read() -> None:
    raw = seven_zipped([("../x.txt", b"x"), ("/y.txt", b"y"), *TWO])
    good, bad = found(raw)
    assert good == dict(TWO)
    assert sorted(reason.split(" that ")[1] for reason in bad.values()) == [
        "begins at the root of a disk",
        "leads out of its container",
    ]


@needs_library
def test_a_member_that_is_too_large_leaves_its_neighbours() -> None:
    raw = seven_zipped([("a.txt", os.urandom(200_000)), *TWO[1:]])
    assert found(raw, member=100 * 1024) == (dict(TWO[1:]), {"a.txt": "is larger than 100 kB, unpacked"})


@needs_library
def test_bombs() -> None:
    good, bad = found(seven_zipped([("a.txt", bytes(20_000_000)), *TWO]))
    assert good == {}
    assert bad["a.txt"] == "unpacks to more than 250 times its size"
    good, bad = found(seven_zipped([("a.txt", os.urandom(300_000)), *TWO]), total=200 * 1024)
    assert (good, bad) == ({}, {None: "unpacks to more than 200 kB in all; the rest was not read"})
    good, bad = found(seven_zipped((f"{i}.txt", cable(i)) for i in range(9)), members=4)
    assert len(good) == 4
    assert bad == {None: "holds more than 4 members; the rest was not read"}
    deep = found(zipped([("x.7z", seven_zipped(TWO))]), depth=1)
    assert deep == ({}, {"x.7z": "lies in more than 1 containers within one another"})


@needs_library
def test_one_that_is_cut_off_is_named() -> None:
    raw = seven_zipped(TWO)
    for size in (len(SIGN), 20, 40, len(raw) - 1):
        good, bad = found(raw[:size])
        assert good == {}
        assert list(bad) == [None]
        assert "damaged or cut off" in bad[None]


@needs_library
def test_a_damaged_member_is_named() -> None:
    raw = bytearray(seven_zipped(TWO, packing="store"))
    raw[raw.index(b"Visitor number 1")] ^= 1
    good, bad = found(bytes(raw))
    assert "a.txt" not in good
    assert "a.txt" in bad


@needs_library
def test_damage_anywhere_raises_nothing() -> None:
    whole = seven_zipped(TWO)
    for place in range(0, len(whole), 23):
        raw = bytearray(whole)
        raw[place] ^= 0x55
        good, _ = found(bytes(raw))
        assert all(good[part] == dict(TWO).get(str(part), good[part]) for part in good)


def test_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    good, bad = found(zipped([("x.7z", SIGN + bytes(40)), *TWO]))
    assert (good, bad) == (dict(TWO), {"x.7z": "is a 7-Zip archive; to read it, install reftel[7z]"})


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setenv("LIBARCHIVE", "/nowhere/libarchive.so")
    good, bad = found(zipped([("x.7z", SIGN + bytes(40)), *TWO]))
    assert good == dict(TWO)
    assert "install the library libarchive" in bad["x.7z"]


@pytest.mark.parametrize(
    ("program", "reason"),
    [
        ("import os; os.kill(os.getpid(), 9)", "broke down"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", "takes too long"),
        ("import sys; sys.exit(4)", "too much memory"),
        ("import time; time.sleep(60)", "takes too long"),
        ("print('M' * 5000)", "broke down"),
        ("print('Q\\0\\0\\0\\0', end='')", "broke down"),
    ],
)
def test_a_process_that_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, program: str, reason: str
) -> None:
    (tmp_path / "child.py").write_text(program)
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    monkeypatch.setattr(seven_zip_child, "__file__", str(tmp_path / "child.py"))
    monkeypatch.setattr(seven_zip, "SILENT_SECONDS", 1)
    good, bad = found(zipped([("x.7z", SIGN + bytes(40)), *TWO]))
    assert good == dict(TWO)
    assert reason in bad["x.7z"]
