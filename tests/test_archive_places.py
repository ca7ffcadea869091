"""Places of sources in an archive: rows that move, paths that change what they are, members of standard input."""

from __future__ import annotations

import gzip
import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from containers import zipped
from reftel.archive import Archive, batch
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
