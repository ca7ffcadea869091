"""Rebuilding, and an index that is missing, damaged or behind."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reftel.archive import Archive
from reftel.errors import ArchiveError
from telegrams_for_archives import is_sound, tables, telegram, write


def test_a_rebuild_gives_the_same(archive: Archive) -> None:
    kept = ("sources", "paths", "names", "citations", "telegrams", "messages", "records")

    def facts() -> dict[str, object]:
        found = tables(archive.path)
        columns = {"messages": 1, "telegrams": -1, "names": -1, "citations": 1, "records": 1}
        return {
            name: sorted(
                (
                    row[1:] if columns.get(name) == 1 else row[:-1] if columns.get(name) else row
                    for row in found[name]
                ),
                key=repr,
            )
            for name in kept
        }

    before, hits = facts(), archive.search("harvest")
    told = []
    rebuilt = archive.rebuild(on_progress=told.append)
    assert (rebuilt.sources, rebuilt.telegrams, rebuilt.skipped) == (4, 4, [])
    assert str(rebuilt).startswith("rebuilt 4 telegrams from 4 sources")
    assert told[-1].done == told[-1].total == 4
    assert facts() == before
    assert archive.search("harvest") == hits
    assert is_sound(archive.path)


def test_a_rebuild_keeps_a_source_that_is_read_no_more(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reftel.archive import preparing
    from reftel.errors import SourceError

    entries = preparing.entries

    def stricter(source):  # type: ignore[no-untyped-def]
        if source.name.endswith("1400.txt"):
            raise SourceError(source.name, "is too odd")
        return entries(source)

    monkeypatch.setattr(preparing, "entries", stricter)
    rebuilt = archive.rebuild()
    assert [skipped.reason for skipped in rebuilt.skipped] == ["is too odd"]
    assert (rebuilt.sources, archive.info().telegrams, archive.search("*").total) == (4, 3, 3)
    monkeypatch.undo()
    archive.rebuild()
    assert archive.get("07BAMAKO1400")


def test_records_of_another_version_advise_a_rebuild(
    archive: Archive, cables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sqlite3

    connection = sqlite3.connect(archive.path / "archive.sqlite")
    connection.execute("UPDATE records SET reftel = '0.0.1' WHERE message = 1")
    connection.commit()
    assert "another version" in (archive.info().rebuild_advised or "")
    connection.execute("UPDATE records SET schema = 'reftel.record/0'")
    connection.commit()
    connection.close()
    assert "another schema" in (archive.info().rebuild_advised or "")
    archive.rebuild()
    assert archive.info().rebuild_advised is None


def test_the_index_may_be_deleted(archive: Archive) -> None:
    before = archive.search("harvest")
    shutil.rmtree(archive.path / "index")
    assert archive.info().index_state == "missing"
    assert archive.search("harvest") == before
    assert archive.info().index_state == "up to date"
    archive.close()
    shutil.rmtree(archive.path / "index")
    with Archive(archive.path) as again:
        assert again.search("harvest") == before


def test_a_damaged_index_is_made_anew(archive: Archive) -> None:
    before = archive.search("harvest")
    archive.close()
    for path in (archive.path / "index").iterdir():
        path.write_bytes(b"no index")
    with Archive(archive.path) as again:
        assert again.search("harvest") == before
        for path in (archive.path / "index").iterdir():
            path.unlink()  # what is mapped into this process stays whole
            path.write_bytes(b"no index")
        again.rebuild()
        assert again.search("harvest") == before


def test_a_restored_backup_makes_the_index_anew(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    backup = tmp_path / "backup.sqlite"
    shutil.copy(archive.path / "archive.sqlite", backup)
    new = write(tmp_path / "new", {"1.txt": telegram(2001, text="Camels."), "2.txt": telegram(2002)})
    with Archive(archive.path) as later:
        later.add(new)
    shutil.copy(backup, archive.path / "archive.sqlite")
    with Archive(archive.path) as restored:
        assert restored.info().index_state == "missing"
        assert restored.search("camels").total == 0
        assert restored.search("*").total == 4
    shutil.copy(backup, archive.path / "archive.sqlite")
    with Archive(archive.path) as restored:
        restored.add(write(tmp_path / "other", {"3.txt": telegram(2003), "4.txt": telegram(2004)}))
        assert restored.search("*").total == 6
        assert {hit.key for hit in restored.search("*").hits} >= {"07BAMAKO2003", "07BAMAKO2004"}


def test_a_second_reader_sees_what_the_first_adds(archive: Archive, tmp_path: Path) -> None:
    with Archive(archive.path) as reader:
        assert reader.search("camels").total == 0
        archive.add(write(tmp_path / "new", {"1.txt": telegram(2001, text="Camels.")}))
        assert reader.search("camels").total == 1
        assert reader.get("07BAMAKO2001").key == "07BAMAKO2001"


def test_a_closed_archive_says_so(archive: Archive) -> None:
    archive.close()
    archive.close()
    with pytest.raises(ArchiveError, match="closed"):
        archive.get("07BAMAKO1361")


def test_a_rebuild_stores_large_sources_one_by_one(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    from reftel.archive import batch
    from reftel.store import Store

    plain, batches = Store.replace, []

    def counted(store: Store, sources) -> None:  # type: ignore[no-untyped-def]
        rows = list(sources)
        batches.append(len(rows))
        plain(store, rows)

    monkeypatch.setattr(Store, "replace", counted)
    monkeypatch.setattr(batch, "OCTETS", 10)
    assert archive.rebuild().telegrams == 4
    assert batches == [1, 1, 1, 1]


def test_other_writers_wait_for_no_parser(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Sources are read before the transaction begins."""
    from reftel.archive import preparing
    from reftel.store import Store

    plain, within = preparing.entries, []
    stores: list[Store] = []
    opened = Store.open.__func__  # type: ignore[attr-defined]

    def kept(kind, path, writing):  # type: ignore[no-untyped-def]
        stores.append(opened(kind, path, writing))
        return stores[-1]

    def looked(source):  # type: ignore[no-untyped-def]
        within.append(stores[-1]._connection.in_transaction)
        return plain(source)

    monkeypatch.setattr(Store, "open", classmethod(kept))
    monkeypatch.setattr(preparing, "entries", looked)
    archive.rebuild()
    assert within == [False] * 4


def test_a_failing_end_does_not_hide_what_ended_the_writing(
    archive: Archive, cables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reftel.store import Store

    def fails(store: Store) -> None:
        raise ArchiveError("the disk failed")

    def interrupted(progress: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Store, "settle", fails)
    with pytest.raises(KeyboardInterrupt):
        archive.add([cables], on_progress=interrupted)
    assert archive.add([cables]).unchanged == 4


def test_an_index_that_cannot_be_written_serves_as_it_is(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Adding tells of it; a search answers from what the index holds."""
    from reftel.search.index import Index

    def refused(index: Index, *given: object) -> None:
        raise ArchiveError("the index cannot be written")

    assert archive.search("*").total == 4
    monkeypatch.setattr(Index, "update", refused)
    with pytest.raises(ArchiveError, match="cannot be written"):
        archive.add(write(tmp_path / "new", {"1.txt": telegram(2001)}))
    assert archive.info().telegrams == 5
    assert archive.info().index_state == "behind by 1"
    assert archive.search("*").total == 4
    monkeypatch.undo()
    assert archive.search("*").total == 5
