"""Tables in an archive: each row is a source; runs that are broken off, tables that are changed."""

from __future__ import annotations

import hashlib
import itertools
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import run
from reftel.archive import Archive, Progress, adding, batch, preparing, workers
from reftel.compose import compose
from reftel.sources import csv_rows
from tables_of_cables import composed_rows, put, row
from telegrams_for_archives import is_sound, tables, telegram, told, write

COUNT = 60
RECORDS = [record for record, _ in composed_rows(COUNT)]
ROWS = [raw for _, raw in composed_rows(COUNT)]
KEYS = [str(record.id) for record in RECORDS]
QUERIES = ["*", "government", "wrapper:cables-csv"]
LOST = b'"a","b","c"\n'


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return put(tmp_path / "cables" / "table", *ROWS)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.reftel", create=True) as opened:
        yield opened


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What an archive tells of the table that was made in one go; the file has the same name in each test."""
    folder = tmp_path_factory.mktemp("whole")
    with Archive(folder / "a.reftel", create=True) as archive:
        archive.add(put(folder / "cables" / "table", *ROWS))
        return without_paths(told(archive, KEYS[::7], QUERIES), folder)


def without_paths(found: dict[str, Any], folder: Path) -> dict[str, str]:
    """The same in words, as if the folder were another."""
    return {name: repr(value).replace(str(folder), "/here") for name, value in found.items()}


# ---------------------------------------------------------------- adding


def test_each_row_is_a_source(archive: Archive, table: Path) -> None:
    added = archive.add(table)
    assert (added.files, added.rows, added.telegrams, added.copies) == (1, COUNT, COUNT, 0)
    assert (added.skipped, added.unread) == ([], 0)
    info = archive.info()
    assert (info.sources, info.telegrams, info.by_wrapper) == (COUNT, COUNT, {"cables-csv": COUNT})
    whole, start = table.read_bytes(), 0
    for number, (key, raw) in enumerate(zip(KEYS, ROWS, strict=True), start=1):
        held = archive.get(key)
        source = held.document.source
        assert source.raw == raw.rstrip(b"\n") == whole[start : start + len(raw) - 1]
        assert held.record.source.sha256 == source.sha256 == hashlib.sha256(source.raw).hexdigest()
        assert held.record.source.name == source.name == str(table)
        assert held.record.source.part == source.part == f"row {number} at byte {start}"
        assert held.record.source.file_sha256 == source.file_sha256 == hashlib.sha256(whole).hexdigest()
        for place in held.record.spans["subject"]:
            assert held.document.text[slice(*place)] in raw.decode().replace("\\'", "'").replace('\\"', '"')
        start += len(raw)
    assert is_sound(archive.path)


def test_adding_again_says_so_and_reads_no_row(
    archive: Archive, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(table)
    before = tables(archive.path)
    monkeypatch.setattr(adding.TableFile, "parts", None)
    added = archive.add(table)
    assert (added.telegrams, added.unchanged, added.rows) == (0, COUNT, COUNT)
    assert tables(archive.path) == before


def long_rows(monkeypatch: pytest.MonkeyPatch) -> bytes:
    """A row that is too long, when the limit is low."""
    monkeypatch.setattr(csv_rows, "LONGEST", 50_000)
    return row(9, body="rain " * 20_000)


def test_the_command_line_tells_of_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(tmp_path / "table", row(1), LOST, long_rows(monkeypatch), row(2))
    ran = run("add", tmp_path / "a.reftel", path)
    assert ran.exit_code == 1
    assert ran.stdout.startswith("1 file (4 rows) read in")
    assert ": 3 new telegrams, 0 copies, 0 unchanged, 1 skipped" in ran.stdout
    place = f"row 3 at byte {len(row(1) + LOST)}"
    assert f"skipped {path}!/{place}: is longer than 0 MB" in ran.stderr
    assert place in run("info", tmp_path / "a.reftel", "--problems").stdout
    again = run("add", tmp_path / "a.reftel", path)
    assert again.exit_code == 1
    assert ": 0 new telegrams, 0 copies, 3 unchanged, 1 skipped" in again.stdout
    put(path, row(1), row(2))
    mended = run("add", tmp_path / "a.reftel", path)
    assert ": 0 new telegrams, 0 copies, 2 unchanged, 0 skipped" in mended.stdout
    assert run("info", tmp_path / "a.reftel", "--problems").stdout.startswith("No problems")
    page = " ".join(run("show", tmp_path / "a.reftel", "07BAMAKO2").stdout.split())
    assert f"(row 2 at byte {len(row(1))})" in page


def test_progress_is_told_row_by_row(archive: Archive, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(adding, "_ROWS_TOLD", 1)
    seen: list[Progress] = []
    archive.add(table, on_progress=seen.append)
    shares = [progress.done + progress.share for progress in seen]
    assert shares == sorted(shares)
    assert len(set(shares)) >= COUNT
    assert (seen[-1].done, seen[-1].total, seen[-1].share) == (1, 1, 0.0)


def test_a_fault_of_reftel_skips_one_row(
    archive: Archive, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reftel.archive import reading

    plain = reading.normalise

    def faulty(document):  # type: ignore[no-untyped-def]
        if KEYS[5] in document.text[:80]:
            raise IndexError("out of range")
        return plain(document)

    monkeypatch.setattr(reading, "normalise", faulty)
    added = archive.add(table)
    assert added.telegrams == COUNT - 1
    (skipped,) = added.skipped
    assert "row 6 at byte" in str(skipped)
    assert "please report" in skipped.reason
    monkeypatch.undo()
    assert archive.add(table).telegrams == 1


def test_a_row_that_comes_twice_is_one_source(archive: Archive, tmp_path: Path) -> None:
    added = archive.add(put(tmp_path / "table", row(1), row(2), row(1)))
    assert (added.telegrams, added.rows, added.copies) == (2, 3, 1)
    assert archive.info().sources == 2
    assert archive.get("07BAMAKO1").record.source.part == "row 1 at byte 0"
    assert archive.add(tmp_path / "table").unchanged == 3


def test_a_row_and_a_file_of_one_telegram_are_copies(archive: Archive, tmp_path: Path, table: Path) -> None:
    (text,) = write(tmp_path, {"one.txt": compose(RECORDS[3])})
    assert archive.add([table, text]).copies == 1
    held = archive.get(KEYS[3])
    assert {held.record.wrapper, *(copy.wrapper for copy in held.copies)} == {"raw", "cables-csv"}
    other = next(copy for copy in held.copies)
    assert (other.part is not None) == (other.wrapper == "cables-csv")


# ---------------------------------------------------------------- broken off


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "SOURCES", 10)
    monkeypatch.setattr(workers, "default_count", lambda: 1)
    monkeypatch.setattr(adding, "_ROWS_TOLD", 1)
    monkeypatch.setattr(adding, "INDEX_EVERY", 15)


def finishes(path: Path, table: Path, whole: dict[str, str]) -> None:
    """The archive is sound, and a second run reads what is missing only and makes it whole."""
    assert is_sound(path)
    with Archive(path) as archive:
        held = archive.info().telegrams
        assert archive.search("*").total == held
        added = archive.add(table)
        assert (added.telegrams, added.unchanged, added.rows) == (COUNT - held, held, COUNT)
        assert without_paths(told(archive, KEYS[::7], QUERIES), table.parent.parent) == whole
        assert archive.add(table).unchanged == COUNT
    assert is_sound(path)


@pytest.mark.parametrize("at", [1, 9, 10, 35, COUNT], ids=str)
def test_ctrl_c_in_the_middle_of_a_table(
    tmp_path: Path, table: Path, whole: dict[str, str], small_batches: None, at: int
) -> None:
    calls = 0

    def interrupt(progress: Progress) -> None:
        nonlocal calls
        calls += 1
        if calls == at:
            raise KeyboardInterrupt

    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive, pytest.raises(KeyboardInterrupt):
        archive.add(table, on_progress=interrupt)
    with Archive(path) as archive:
        assert archive.info().telegrams in (at // 10 * 10, at // 10 * 10 - 10)
    finishes(path, table, whole)


_ADDING = """
import sys
from reftel.archive import Archive, adding, batch, indexing
batch.SOURCES, adding._ROWS_TOLD, adding.INDEX_EVERY, indexing.CHUNK = 10, 1, 15, 12
calls = 0
def told(progress):
    global calls
    calls += 1
    print(calls, flush=True)
    if calls % 5 == 0:
        sys.stdin.readline()
with Archive(sys.argv[1], create=True) as archive:
    archive.add([sys.argv[2]], on_progress=told, workers=int(sys.argv[3]))
"""


@pytest.mark.parametrize("count", [1, 2], ids=["in one process", "with workers"])
@pytest.mark.parametrize("at", [5, 25, 50], ids=str)
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_another_process_is_ended(
    tmp_path: Path, table: Path, whole: dict[str, str], sent: signal.Signals, at: int, count: int
) -> None:
    path = tmp_path / "a.reftel"
    command = [sys.executable, "-c", _ADDING, str(path), str(table), str(count)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdout=pipe, stdin=pipe, stderr=pipe, text=True) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        for line in process.stdout:
            if int(line) == at:
                process.send_signal(sent)
                break
            if int(line) % 5 == 0:
                process.stdin.write("\n")
                process.stdin.flush()
        process.communicate(timeout=60)
        assert process.returncode != 0
    with Archive(path) as archive:
        ahead = 0 if count == 1 else 20  # two batches are being read before the first of them is stored
        assert archive.info().telegrams in (max(0, at // 10 * 10 - ahead), max(0, at // 10 * 10 - ahead - 10))
    finishes(path, table, whole)


def test_what_is_held_is_not_parsed_again(
    archive: Archive, table: Path, small_batches: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(progress: Progress) -> None:
        if archive.info().telegrams >= 30:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.add(table, on_progress=interrupt)
    plain, parsed = preparing.entries, []

    def counted(source):  # type: ignore[no-untyped-def]
        parsed.append(source.part)
        return plain(source)

    monkeypatch.setattr(preparing, "entries", counted)
    archive.add(table)
    assert [part.split()[1] for part in parsed] == [str(number) for number in range(31, COUNT + 1)]


# ---------------------------------------------------------------- tables that are changed, moved, taken out


def test_a_changed_table_takes_the_place_of_its_old_version(archive: Archive, tmp_path: Path) -> None:
    path = put(tmp_path / "table", row(1), row(2), row(3))
    archive.add(path)
    put(path, row(1), row(2, body="UNCLAS BAMAKO 000002\n\nSUBJECT: A VISIT\n\n1. Goats.\n"), row(4))
    added = archive.add(path)
    assert (added.telegrams, added.copies, added.changed, added.unchanged) == (1, 0, 2, 1)
    assert [archive.search(words).total for words in ("goats", '"rained 2"', "*")] == [1, 0, 3]
    assert not archive.held(["07BAMAKO3"])
    assert archive.info().sources == 3
    assert archive.get("07BAMAKO1").record.source.file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert is_sound(archive.path)


def test_a_table_in_the_place_of_a_telegram_and_back(archive: Archive, tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"file": telegram(9)})
    archive.add(path)
    put(path, row(1), row(2))
    assert (archive.add(path).changed, archive.info().sources) == (1, 2)
    assert sorted(hit.key for hit in archive.search("*").hits) == ["07BAMAKO1", "07BAMAKO2"]
    write(tmp_path, {"file": telegram(9)})
    assert archive.add(path).changed == 2
    assert [hit.key for hit in archive.search("*").hits] == ["07BAMAKO9"]
    assert is_sound(archive.path)


def test_the_same_rows_in_two_tables(archive: Archive, tmp_path: Path) -> None:
    one = put(tmp_path / "a", row(1), row(2))
    two = put(tmp_path / "b", row(2), row(3))
    archive.add([two])
    assert archive.get("07BAMAKO2").record.source.part == "row 1 at byte 0"
    archive.add([one])
    assert archive.get("07BAMAKO2").record.source.name == str(one)
    assert archive.get("07BAMAKO2").record.source.part == f"row 2 at byte {len(row(1))}"
    assert archive.info().sources == 3
    removed = archive.remove(str(one))
    places = [f"{one}!/row 1 at byte 0", f"{one}!/row 2 at byte {len(row(1))}"]
    assert (removed.paths, removed.telegrams, removed.sources) == (places, ["07BAMAKO1"], 1)
    assert archive.get("07BAMAKO2").record.source.name == str(two)
    assert is_sound(archive.path)


def test_one_row_is_taken_out_and_comes_back(archive: Archive, table: Path) -> None:
    archive.add(table)
    removed = archive.remove(KEYS[4])
    start = sum(map(len, ROWS[:4]))
    assert removed.paths == [f"{table}!/row 5 at byte {start}"]
    assert removed.telegrams == [KEYS[4]]
    assert archive.info().telegrams == COUNT - 1
    added = archive.add(table)
    assert (added.telegrams, added.unchanged) == (1, COUNT - 1)
    assert archive.add(table).unchanged == COUNT


def test_a_whole_table_is_taken_out(archive: Archive, table: Path, tmp_path: Path) -> None:
    (text,) = write(tmp_path, {"one.txt": compose(RECORDS[3])})
    archive.add([table, text])
    removed = archive.remove(str(table))
    assert (removed.sources, len(removed.paths), len(removed.telegrams)) == (COUNT, COUNT, COUNT - 1)
    assert [hit.key for hit in archive.search("*").hits] == [KEYS[3]]
    assert archive.add(table).telegrams == COUNT - 1


def test_a_rebuild_reads_each_row_from_its_bytes(archive: Archive, table: Path) -> None:
    damaged = row(7).replace(b'\n"\n', b"\n\n")
    archive.add([table, put(table.parent / "damaged", damaged, row(8))])
    archive.add(put(table.parent / "lost", LOST, row(9), LOST))
    names = [*KEYS[::5], "07BAMAKO7", "07BAMAKO8", "07BAMAKO9"]
    before = told(archive, names, QUERIES)
    table.unlink()
    rebuilt = archive.rebuild()
    assert (rebuilt.sources, rebuilt.telegrams, rebuilt.skipped) == (COUNT + 4, COUNT + 4, [])
    assert told(archive, names, QUERIES) == before
    assert archive.get("07BAMAKO7").record.wrapper == "cables-csv"
    assert archive.info().by_wrapper == {"cables-csv": COUNT + 4}


def test_standard_input_keeps_all_its_tables(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    from types import SimpleNamespace

    for raw in (row(1) + row(2), row(3), row(3)):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
        added = archive.add(["-"])
        assert added.changed == 0
    assert added.unchanged == 1
    assert archive.info().telegrams == 3
    assert archive.get("07BAMAKO2").record.source.name == "-"


# ---------------------------------------------------------------- any order

FILES = {
    "a": b"".join(ROWS[:4]),
    "b": b"".join(ROWS[2:7]),
    "c": b"".join((ROWS[8], LOST, ROWS[6].replace(b'\n"\n', b"\n\n"), ROWS[1])),
    "d.txt": compose(RECORDS[5]).encode(),
    "e": ROWS[5],
}
OLDER = {"a": b"".join(ROWS[3:9]), "d.txt": ROWS[0], "e": compose(RECORDS[2]).encode()}


def loaded(folder: Path, batches: list[list[str]], older: list[str]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place, Archive(Path(place, "a.reftel"), create=True) as archive:
        for name in older:
            archive.add(put(folder / name, OLDER[name]))
        for name, raw in FILES.items():
            put(folder / name, raw)
        for batch in batches:
            archive.add([folder / name for name in batch])
        before = told(archive, KEYS[:10], QUERIES)
        archive.rebuild()
        assert told(archive, KEYS[:10], QUERIES) == before
        assert is_sound(archive.path)
        return before


@settings(max_examples=15, deadline=None)
@given(
    order=st.permutations(sorted(FILES)),
    cuts=st.lists(st.integers(1, 4), max_size=2),
    older=st.lists(st.sampled_from(sorted(OLDER)), unique=True),
)
def test_any_order_gives_the_same_archive(order: list[str], cuts: list[int], older: list[str]) -> None:
    edges = [0, *sorted(set(cuts)), len(order)]
    batches = [order[start:end] for start, end in itertools.pairwise(edges)]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        assert loaded(folder, batches, older) == loaded(folder, [sorted(FILES)], [])
