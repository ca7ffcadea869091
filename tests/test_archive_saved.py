"""Saved searches: what is new since, and that a rebuild, a seal and an older archive leave them alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from reftel.archive import Archive
from reftel.errors import ArchiveError, QueryError, SettingError
from telegrams_for_archives import telegram, write


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(write(tmp_path / "first", {"1.txt": telegram(1), "2.txt": telegram(2)}))
        archive.save_search("crops", "harvest")
        yield archive


def new(archive: Archive, **more: bool) -> list[str]:
    return sorted(hit.key for hit in archive.whats_new("crops", **more).hits)


def test_what_is_new_is_told_once(archive: Archive, tmp_path: Path) -> None:
    assert new(archive) == []
    archive.add(write(tmp_path / "second", {"3.txt": telegram(3), "4.txt": telegram(4)}))
    (saved,) = archive.saved_searches()
    assert (saved.name, saved.query, saved.total, saved.new, saved.gone) == ("crops", "harvest", 4, 2, 0)
    assert new(archive, look=False) == new(archive) == ["07BAMAKO3", "07BAMAKO4"]
    assert new(archive) == []
    assert new(archive, everything=True) == [f"07BAMAKO{number}" for number in (1, 2, 3, 4)]


def test_what_is_edited_to_match_is_new_and_what_is_removed_is_gone(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "first" / "2.txt"
    path.write_text(telegram(2).replace("HARVEST", "RAIN").replace("harvest", "rain"), "utf-8")
    archive.add(path)
    assert archive.saved_search("crops").gone == 1
    assert new(archive) == []
    path.write_text(telegram(2), "utf-8")
    archive.add(path)
    assert new(archive) == ["07BAMAKO2"]
    archive.remove("07BAMAKO2")
    assert archive.saved_search("crops").gone == 1


def test_a_rebuild_leaves_saved_searches_alone(archive: Archive, tmp_path: Path) -> None:
    archive.add(write(tmp_path / "second", {"3.txt": telegram(3)}))
    before = archive.saved_searches()
    archive.rebuild()
    archive.reindex()
    assert archive.saved_searches() == before
    assert new(archive) == ["07BAMAKO3"]


def test_what_is_new_is_shown_where_nothing_can_be_noted(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(write(tmp_path / "second", {"3.txt": telegram(3)}))

    def refused(path: Path) -> None:
        raise ArchiveError("cannot be written")

    monkeypatch.setattr("reftel.archive.archive.writing_lock", refused)
    for _ in range(2):
        results = archive.whats_new("crops")
        assert [hit.key for hit in results.hits] == ["07BAMAKO3"]
        assert results.notes == ["not noted as looked at: cannot be written"]


def test_names_and_queries_that_are_none_are_refused(archive: Archive) -> None:
    with pytest.raises(QueryError):
        archive.save_search("bad", "(harvest")
    for name in ("", " \n", "x" * 81):
        with pytest.raises(SettingError):
            archive.save_search(name, "harvest")
    with pytest.raises(SettingError, match="there are crops"):
        archive.whats_new("crop")
    archive.save_search(" crops ", "rain")
    assert [one.query for one in archive.saved_searches()] == ["rain"]
    archive.forget_search("crops")
    assert archive.saved_searches() == []
    with pytest.raises(SettingError, match="none is saved here"):
        archive.forget_search("crops")


def test_an_archive_from_before_saved_searches(tmp_path: Path) -> None:
    path = tmp_path / "a.reftel"
    with Archive(path, create=True) as archive:
        archive.add(write(tmp_path, {"1.txt": telegram(1)}), collection="Invented")
    connection = sqlite3.connect(path / "archive.sqlite")
    connection.execute("DROP TABLE searches")
    connection.close()
    with Archive(path) as archive:
        assert archive.saved_searches() == []
        assert archive.get("07BAMAKO1").record.provenance.collection == "Invented"
        archive.save_search("crops", "harvest")
        assert [one.name for one in archive.saved_searches()] == ["crops"]
