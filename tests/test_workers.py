"""Workers: other processes that read sources; what comes of it is the same, whatever happens to them."""

from __future__ import annotations

import hashlib
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier, Lock, get_ident

import pytest

from reftel.archive import Archive, batch, workers
from reftel.archive.preparing import Outcome, Prepared, prepare
from reftel.archive.workers import Workers, _BrokeDown, _Process
from reftel.compose import write as compose_files
from reftel.document import Source, Told
from reftel.errors import SourceError
from reftel.store.packing import Packer
from telegrams_for_archives import telegram, told, write

TOLD = Told(collection="A box", rights="Free")


def source(number: int, raw: bytes = b"") -> Source:
    raw = raw or telegram(number).encode()
    return Source(f"{number}.txt", hashlib.sha256(raw).hexdigest(), raw, told=TOLD)


SOURCES = [source(number) for number in range(1, 80)] + [source(80, b"\x89PNG" + bytes(range(256)) * 10)]


def in_words(outcomes: Sequence[Outcome]) -> list[str]:
    """Outcomes, an error by what it says."""
    return [f"{one.rows} {one.doubtful}" if isinstance(one, Prepared) else str(one) for one in outcomes]


EXPECTED = in_words([prepare(one) for one in SOURCES])


@pytest.mark.parametrize("count", [1, 2, 3])
def test_outcomes_come_in_the_order_of_the_sources(count: int) -> None:
    assert EXPECTED[-1] == "80.txt: is an image, not text"
    with Workers(count) as reading:
        batches = [reading.start(SOURCES[i : i + 40], is_full=True) for i in (0, 40)]
        assert in_words([one for outcomes in batches for one in outcomes()]) == EXPECTED
        assert len(reading._processes) == (0 if count == 1 else count)


def test_what_is_little_is_read_without_them() -> None:
    with Workers(2) as reading:
        assert in_words(reading.start(SOURCES, is_full=False)()) == EXPECTED
        assert (reading._processes, reading.ahead) == ([], 0)


def test_one_that_ends_is_replaced_and_nothing_is_lost() -> None:
    with Workers(2) as reading:
        assert in_words(reading.start(SOURCES, is_full=True)()) == EXPECTED
        for process in reading._processes:
            process.kill()
        assert in_words(reading.start(SOURCES, is_full=True)()) == EXPECTED


def test_a_source_is_not_blamed_for_a_process_that_had_ended_before() -> None:
    with Workers(2) as reading:
        assert in_words(reading.start(SOURCES, is_full=True)()) == EXPECTED
        for process in reading._processes:
            process.kill()
        assert in_words(reading.start(SOURCES[:1], is_full=True)()) == EXPECTED[:1]


def test_a_source_over_which_they_break_down_is_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = _Process.read

    def read(self: _Process, sources: Sequence[Source]) -> list[Outcome]:
        if SOURCES[7] in sources:
            self.close()
            raise _BrokeDown
        return plain(self, sources)

    monkeypatch.setattr(_Process, "read", read)
    with Workers(2) as reading:
        found = reading.start(SOURCES, is_full=True)()
    assert isinstance(found[7], SourceError)
    assert found[7].reason == "cannot be read: its reader broke down"
    assert in_words([*found[:7], *found[8:]]) == [*EXPECTED[:7], *EXPECTED[8:]]


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/true"])
def test_where_none_can_be_started_this_process_reads(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", program)
    with Workers(2) as reading:
        assert in_words(reading.start(SOURCES, is_full=True)()) == EXPECTED


@pytest.mark.parametrize(("seconds", "tries"), [("0.3", 2), ("1000", 2)])
def test_a_program_that_is_no_python_is_not_waited_for(
    seconds: str, tries: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A program with Python in it is ``sys.executable`` itself, and may do anything when it is started."""
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho >> {tmp_path}/started\nexec sleep {seconds}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    monkeypatch.setattr(workers, "_PATIENCE", 0.6)
    with Workers(tries) as reading:
        assert in_words(reading.start(SOURCES * 3, is_full=True)()) == EXPECTED * 3
    assert len((tmp_path / "started").read_text()) <= tries


def test_one_that_is_not_ready_yet_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho > {tmp_path}/started\nexec sleep 50\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))
    start = time.monotonic()
    with Workers(2) as reading:
        reading.start(SOURCES, is_full=True)
        while not (tmp_path / "started").exists():
            time.sleep(0.05)
    assert time.monotonic() - start < 20
    assert all(process._process.returncode is not None for process in reading._processes)


@pytest.mark.parametrize(("name", "value"), [("executable", ""), ("frozen", True)])
def test_none_is_started_by_a_program_of_its_own(
    name: str, value: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, name, value, raising=False)
    assert workers.default_count() == 1


def test_none_is_left_when_the_work_ends_or_is_broken_off() -> None:
    def broken_off(reading: Workers) -> None:
        with reading:
            reading.start(SOURCES * 10, is_full=True)
            reading.start(SOURCES, is_full=True)
            raise KeyboardInterrupt

    reading = Workers(2)
    with pytest.raises(KeyboardInterrupt):
        broken_off(reading)
    assert all(process._process.returncode is not None for process in reading._processes)


@pytest.mark.parametrize("count", [2, 3])
def test_an_archive_is_the_same_whoever_reads(
    count: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "SOURCES", 15)
    compose_files(tmp_path / "cables", 100, 5, split_sections=True)
    write(tmp_path / "cables", {"broken.txt": "", "copy.txt": telegram(1), "one.txt": telegram(1)})
    (tmp_path / "cables" / "picture.txt").write_bytes(SOURCES[-1].raw)
    (tmp_path / "cables" / "same.txt").write_bytes(SOURCES[-1].raw)
    names = sorted(path.stem for path in (tmp_path / "cables").rglob("*.txt"))[::10]
    found, counted = [], []
    for workers_wanted in (1, count):
        with Archive(tmp_path / f"{workers_wanted}.reftel", create=True) as archive:
            added = archive.add(tmp_path / "cables", workers=workers_wanted)
            counted.append((added.files, added.telegrams, added.copies, added.skipped, added.unread))
            before = told(archive, [name for name in names if name.startswith("0")], ["*", "subject:visit"])
            archive.rebuild(workers=workers_wanted)
            after = told(archive, [name for name in names if name.startswith("0")], ["*", "subject:visit"])
            assert before == after
            found.append(before)
    assert found[0] == found[1]
    assert counted[0] == counted[1]
    assert len(counted[0][3]) == 3


def test_no_two_threads_pack_with_one_context(monkeypatch: pytest.MonkeyPatch) -> None:
    """Archives may be filled in several threads of one process; a context of zstandard serves one."""
    one_at_a_time, used = Lock(), set()
    plain, all_here = Packer.pack, Barrier(4)

    def pack(self: Packer, raw: bytes) -> bytes:
        with one_at_a_time:
            used.add((id(self), get_ident()))
            return plain(self, raw)

    def read(number: int) -> None:
        all_here.wait()
        prepare(SOURCES[number])

    monkeypatch.setattr(Packer, "pack", pack)
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(read, range(4)))
    assert len({packer for packer, _ in used}) == len({thread for _, thread in used}) == 4


def test_as_many_as_there_are_cores() -> None:
    assert 1 <= workers.default_count() <= workers.MOST
