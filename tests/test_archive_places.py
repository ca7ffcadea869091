"""Places of sources in an archive: rows that move, paths that change what they are, standard input."""

from __future__ import annotations

import gzip
import io
import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from containers import zipped
from reftel.archive import Archive, Progress, adding, batch, preparing, workers
from reftel.archive.preparing import Outcome
from reftel.document import Source
from reftel.errors import SourceError
from reftel.sources import csv_rows, table_files
from tables_of_cables import put, row
from telegrams_for_archives import is_sound, telegram


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.reftel", create=True) as opened:
        yield opened


@pytest.mark.parametrize("workers", [1, 2])
def test_a_row_that_moves_past_rows_that_are_not_stored_yet(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    monkeypatch.setattr(batch, "SOURCES", 10)
    first, *others = [row(number) for number in range(100, 160)]  # of one length: they change places
    path = put(tmp_path / "table", first, *others)
    archive.add(path, workers=workers)
    put(path, *others[:25], first, *others[25:])
    archive.add(path, workers=workers)
    assert archive.info().telegrams == archive.info().sources == 60
    assert archive.get("07BAMAKO100").record.source.part == f"row 26 at byte {25 * len(first)}"
    assert is_sound(archive.path)


@pytest.mark.parametrize(
    "comes",
    [
        lambda number: gzip.compress(telegram(number).encode()),
        lambda number: zipped([("a.txt", telegram(number).encode())]),
        lambda number: row(number) + row(number + 10),
    ],
    ids=["gz", "zip", "table"],
)
def test_standard_input_keeps_all_that_came_in_one_place(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, comes: Callable[[int], bytes]
) -> None:
    for number in (1, 2, 1):
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(comes(number))))
        added = archive.add("-")
        assert added.changed == 0
    assert added.telegrams == 0
    assert archive.held(["07BAMAKO1", "07BAMAKO2"]) == {"07BAMAKO1", "07BAMAKO2"}
    assert is_sound(archive.path)


def test_a_container_in_the_place_of_a_table_is_not_taken_for_it(archive: Archive, tmp_path: Path) -> None:
    path = put(tmp_path / "file", row(1), row(2))
    archive.add(path)
    refused = zipped([("a.txt", telegram(9).encode()), ("../b.txt", telegram(8).encode())])
    sound = zipped([("a.txt", telegram(9).encode())])
    for number, raw in ((3, refused), (1, sound)):
        path.write_bytes(raw)
        archive.add(path)
        assert archive.get("07BAMAKO9").record.source.part == "a.txt"
        assert archive.get("07BAMAKO9").record.source.file_sha256 is None
        assert archive.get("07BAMAKO9").document.source.file_sha256 is None
        assert archive.info().telegrams == number
    for rows in ([row(1), row(2)], [row(1), row(3)]):
        put(path, *rows)
        archive.add(path)
        assert archive.info().telegrams == 3
        assert archive.held(["07BAMAKO9"])  # as a file that is gone from a folder
    path.write_bytes(zipped([("b.txt", telegram(8).encode())]))
    archive.add(path)
    assert sorted(hit.key for hit in archive.search("*").hits) == ["07BAMAKO8", "07BAMAKO9"]


@pytest.mark.parametrize(
    "held", [row(1) + row(2), zipped([("a.txt", telegram(1).encode())]), telegram(1).encode()]
)
def test_what_cannot_be_read_drives_nothing_out(archive: Archive, tmp_path: Path, held: bytes) -> None:
    path = put(tmp_path / "file", held)
    archive.add(path)
    before = archive.info().sources
    path.write_bytes(b"\x89PNG" + bytes(range(256)) * 10)
    added = archive.add(path)
    assert (added.changed, len(added.skipped)) == (0, 1)
    assert archive.info().sources == before
    assert archive.held(["07BAMAKO1"])
    put(path, held)
    added = archive.add(path)
    assert (added.changed, added.unchanged, added.skipped, archive.problems()) == (0, before, [], [])


def test_each_copy_of_what_cannot_be_read_is_named(archive: Archive, tmp_path: Path) -> None:
    picture = b"\x89PNG" + bytes(range(256)) * 10
    paths = [put(tmp_path / name, picture) for name in ("a", "b", "c")]
    assert [skipped.name for skipped in archive.add(paths).skipped] == [str(path) for path in paths]


@pytest.mark.parametrize("copies", [1, 30])
def test_what_is_read_only_when_it_comes_again_is_held(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: int
) -> None:
    monkeypatch.setattr(batch, "SOURCES", 1)
    plain, failing = preparing.prepare, ["a"]

    def prepare(source: Source) -> Outcome:
        name = Path(source.name).name
        return SourceError(source.name, "takes too long") if name in failing else plain(source)

    monkeypatch.setattr(workers, "prepare", prepare)
    paths = [put(tmp_path / name, telegram(1).encode()) for name in ("a", *map(str, range(copies)))]
    added = archive.add(paths, workers=1)
    assert [Path(skipped.name).name for skipped in added.skipped] == ["a"]
    assert archive.get("07BAMAKO1").record.source.name == str(paths[1])
    assert is_sound(archive.path)


def test_a_row_of_titles_is_not_counted(archive: Archive, tmp_path: Path) -> None:
    titles = b"number,created,id,origin,classification,references,header,body\n"
    path = put(tmp_path / "table", titles, row(1), row(2))
    assert archive.add(path).rows == 2
    added = archive.add(path)
    assert (added.rows, added.unchanged) == (2, 2)


def broken_off(archive: Archive, path: Path) -> None:
    """Add a table and stop in the middle."""

    def stop(progress: Progress) -> None:
        if progress.telegrams >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.add(path, workers=1, on_progress=stop)


@pytest.mark.parametrize("changed", [False, True])
def test_what_is_wrong_with_a_row_is_known_after_a_run_that_was_broken_off(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: bool
) -> None:
    monkeypatch.setattr(batch, "SOURCES", 3)
    monkeypatch.setattr(adding, "_ROWS_TOLD", 1)
    monkeypatch.setattr(csv_rows, "LONGEST", 50_000)
    long = row(99, body="rain " * 20_000)
    path = put(tmp_path / "table", row(1), long, *map(row, range(2, 20)))
    broken_off(archive, path)
    problems = [(found.member, found.reason) for found in archive.problems()]
    assert problems == [(f"row 2 at byte {len(row(1))}", "is longer than 0 MB")]
    states = itertools.count()
    if changed:  # while it is read; the bytes are the same then
        with monkeypatch.context() as patched:
            patched.setattr(table_files, "_state", lambda file: (9, next(states)))
            assert archive.add(path).skipped[0].reason.startswith("was changed")
        assert [found.member for found in archive.problems()] == ["", problems[0][0]]
    added = archive.add(path)
    assert (added.rows, archive.info().telegrams) == (20, 19)
    assert [(found.member, found.reason) for found in archive.problems()] == problems
    added = archive.add(path)
    assert (added.rows, added.unchanged, len(added.skipped)) == (20, 19, 1)
