"""Files that were edited, moved or renamed since they were added: the last version of a path wins."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reftel.archive import Archive
from reftel.archive import batch as batches
from telegrams_for_archives import is_sound, tables, telegram, write


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.reftel", create=True) as opened:
        yield opened


def test_an_edited_file_takes_the_place_of_its_old_version(archive: Archive, tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"1.txt": telegram(1, text="The camels left.")})
    archive.add([path])
    write(tmp_path, {"1.txt": telegram(1, text="The goats left.")})
    added = archive.add([path])
    assert (added.telegrams, added.copies, added.changed, added.unchanged) == (0, 0, 1, 0)
    assert (archive.info().sources, archive.info().messages) == (1, 1)
    assert archive.search("camels").total == 0
    assert archive.search("goats").total == 1
    assert archive.get("07BAMAKO1").copies == []
    assert archive.add([path]).unchanged == 1
    assert is_sound(archive.path)


def test_an_edited_file_may_hold_another_telegram(archive: Archive, tmp_path: Path) -> None:
    paths = write(tmp_path, {"1.txt": telegram(1), "2.txt": telegram(2, refs="BAMAKO 1")})
    archive.add(paths)
    write(tmp_path, {"1.txt": telegram(3)})
    added = archive.add(paths)
    assert (added.telegrams, added.copies, added.changed, added.unchanged) == (1, 0, 1, 1)
    assert not archive.references("07BAMAKO1").held
    assert sorted(hit.key for hit in archive.search("*").hits) == ["07BAMAKO2", "07BAMAKO3"]


def test_the_old_version_stays_where_another_path_holds_it(archive: Archive, tmp_path: Path) -> None:
    one, two = write(tmp_path, {"1.txt": telegram(1), "2.txt": telegram(1)})
    archive.add([one, two])
    write(tmp_path, {"1.txt": telegram(1, text="The goats left.")})
    added = archive.add([one])
    assert (added.telegrams, added.copies, added.changed) == (0, 1, 1)
    held = archive.get("07BAMAKO1")
    assert {held.record.source.name, *(copy.name for copy in held.copies)} == {str(one), str(two)}


@pytest.mark.parametrize("batch", [1, 200], ids=["one by one", "in one batch"])
def test_files_that_change_places(
    archive: Archive, tmp_path: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batches, "SOURCES", batch)
    one, two = write(tmp_path, {"1.txt": telegram(1), "2.txt": telegram(2)})
    archive.add([one, two])
    write(tmp_path, {"1.txt": telegram(2), "2.txt": telegram(1), "3.txt": telegram(3)})
    added = archive.add([one, two, tmp_path / "3.txt"])
    assert (added.files, added.changed) == (3, 2)
    assert archive.get("07BAMAKO1").record.source.name == str(two)
    assert archive.get("07BAMAKO2").record.source.name == str(one)
    assert archive.info().sources == 3
    assert is_sound(archive.path)


def test_a_file_that_cannot_be_read_any_more_keeps_its_last_version(archive: Archive, tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"1.txt": telegram(1)})
    archive.add([path])
    before = tables(archive.path)
    path.write_bytes(bytes(range(256)) * 40)
    assert len(archive.add([path]).skipped) == 1
    after = tables(archive.path)
    assert [row[:2] for row in after["problems"]] == [(str(path), "")]
    assert after == {**before, "problems": after["problems"]}


def test_standard_input_has_no_versions(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys
    from types import SimpleNamespace

    for number in (1, 2):
        given = SimpleNamespace(buffer=io.BytesIO(telegram(number).encode()))
        monkeypatch.setattr(sys, "stdin", given)
        assert archive.add(["-"]).changed == 0
    assert archive.info().telegrams == 2


def test_one_relative_path_in_two_folders_is_two_files(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, folder in ((1, "x"), (2, "y")):
        write(tmp_path / folder, {"a.txt": telegram(number)})
        monkeypatch.chdir(tmp_path / folder)
        assert archive.add(["a.txt"]).changed == 0
    assert archive.get("07BAMAKO1").record.source.name == str(tmp_path / "x" / "a.txt")
    assert archive.remove("a.txt").telegrams == ["07BAMAKO2"]
    assert archive.remove("../x/a.txt").telegrams == ["07BAMAKO1"]
