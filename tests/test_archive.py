"""Archives in a folder: opening, adding, reading, searching."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import msgspec
import pytest

from reftel.archive import Archive
from reftel.compose import write as compose_files
from reftel.errors import (
    AmbiguousTelegram,
    NotAnArchive,
    QueryError,
    UnknownTelegram,
)
from reftel.store.opening import is_archive_file
from telegrams_for_archives import TEXTS, is_sound, porto, tables, telegram, without_number, write

# ---------------------------------------------------------------- opening


def test_an_archive_is_a_folder(tmp_path: Path, cables: Path) -> None:
    path = tmp_path / "deep" / "a.reftel"
    with Archive(path, create=True) as archive:
        assert archive.path == path
        assert archive.info().telegrams == 0
        assert archive.info().index_state == "up to date"
        assert archive.search("*").total == 0
        archive.add([cables])
    assert sorted(found.name for found in path.iterdir()) == ["archive.lock", "archive.sqlite", "index"]
    assert is_archive_file(path / "archive.sqlite")
    with Archive(str(path)) as archive:
        assert archive.info().telegrams == 4
    with Archive(path, create=True) as archive:
        assert archive.info().telegrams == 4


def test_what_is_no_archive_is_told_apart(tmp_path: Path, cables: Path) -> None:
    (tmp_path / "empty").mkdir()
    with Archive(tmp_path / "a.reftel", create=True):
        pass
    for path, words in (
        (tmp_path / "missing", "no archive at .*reftel add"),
        (tmp_path / "empty", "empty folder.*reftel add"),
        (cables, r"other files \(1015.txt, 1361.txt, 1400.txt …\)"),
        (cables / "1361.txt", "is a file"),
        (tmp_path / "a.reftel" / "archive.sqlite", "part of an archive; name its folder"),
    ):
        with pytest.raises(NotAnArchive, match=words):
            Archive(path)
    assert not (tmp_path / "missing").exists()


def test_a_folder_with_other_files_is_never_made_an_archive(cables: Path) -> None:
    with pytest.raises(NotAnArchive, match="other files"):
        Archive(cables, create=True)
    with pytest.raises(NotAnArchive, match="is a file"):
        Archive(cables / "1361.txt", create=True)
    assert sorted(found.name for found in cables.iterdir()) == sorted(TEXTS)


@pytest.mark.parametrize("linked", [False, True], ids=["folder", "link"])
def test_a_folder_called_index_makes_no_archive(tmp_path: Path, linked: bool) -> None:
    folder = tmp_path / "project"
    notes = (tmp_path / "elsewhere" if linked else folder / "index") / "chapter.txt"
    notes.parent.mkdir(parents=True)
    notes.write_text("my words")
    if linked:
        folder.mkdir()
        (folder / "index").symlink_to(notes.parent)
    for create in (False, True):
        with pytest.raises(NotAnArchive, match=r"other files \(index\)"):
            Archive(folder, create=create)
    assert notes.read_text() == "my words"
    assert [found.name for found in folder.iterdir()] == ["index"]


def test_a_foreign_sqlite_file_is_no_archive(tmp_path: Path) -> None:
    import sqlite3

    folder = tmp_path / "a.reftel"
    folder.mkdir()
    connection = sqlite3.connect(folder / "archive.sqlite")
    connection.execute("CREATE TABLE t (a)")
    connection.commit()
    connection.close()
    before = (folder / "archive.sqlite").read_bytes()
    for create in (False, True):
        with pytest.raises(NotAnArchive, match="another program"):
            Archive(folder, create=create)
    assert (folder / "archive.sqlite").read_bytes() == before


def test_making_that_was_cut_short_is_finished(tmp_path: Path) -> None:
    folder = tmp_path / "a.reftel"
    folder.mkdir()
    (folder / "archive.sqlite").touch()
    with pytest.raises(NotAnArchive, match="never finished"):
        Archive(folder)
    with Archive(folder, create=True) as archive:
        assert archive.info().telegrams == 0


# ---------------------------------------------------------------- adding


def test_adding_again_changes_nothing(archive: Archive, cables: Path) -> None:
    before = tables(archive.path)
    added = archive.add([cables])
    assert (added.files, added.telegrams, added.copies, added.unchanged) == (4, 0, 0, 4)
    assert tables(archive.path) == before
    assert archive.add([f"{cables}/./"]).unchanged == 4
    assert tables(archive.path) == before


@pytest.mark.parametrize("kind", [str, Path])
def test_a_single_path_is_one(archive: Archive, cables: Path, kind: type) -> None:
    assert archive.add(kind(cables)).unchanged == 4


def test_what_cannot_be_read_is_skipped(tmp_path: Path, cables: Path) -> None:
    (cables / "empty.txt").touch()
    (cables / "picture.txt").write_bytes(b"\x89PNG" + bytes(range(256)) * 10)
    told = []
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        added = archive.add([cables, tmp_path / "missing"], on_progress=told.append)
        assert (added.files, added.telegrams) == (7, 4)
        assert [str(skipped).rsplit("/", 1)[-1] for skipped in added.skipped] == [
            "empty.txt: the file is empty",
            "picture.txt: is an image, not text",
            "missing: there is no such file or folder",
        ]
        assert [(progress.done, progress.total) for progress in told] == [(i, 7) for i in range(1, 8)]
        assert archive.info().sources == 4


def test_a_fault_of_reftel_skips_one_file(
    tmp_path: Path, cables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reftel.archive import reading
    from reftel.document import Document
    from reftel.record import Record

    normalise = reading.normalise

    def faulty(document: Document) -> Record:
        if "1015" in document.source.name:
            raise IndexError("out of range")
        return normalise(document)

    monkeypatch.setattr(reading, "normalise", faulty)
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        added = archive.add([cables])
        assert added.telegrams == 3
        assert "please report" in added.skipped[0].reason


def test_an_archive_among_the_files_is_passed_over(archive: Archive, cables: Path) -> None:
    inner = cables / "inner.reftel"
    shutil.copytree(archive.path, inner)
    (inner / "notes.txt").write_text(telegram(1500))
    added = archive.add([cables])
    assert (added.files, added.telegrams, added.skipped) == (5, 1, [])
    assert archive.add([archive.path]).files == 0


def test_a_folder_called_index_is_read(archive: Archive, cables: Path) -> None:
    write(cables / "index", {"a.txt": telegram(1600)})
    assert archive.add([cables]).telegrams == 1


def test_a_name_that_is_no_utf8(archive: Archive, tmp_path: Path) -> None:
    name = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    try:
        Path(name).write_text(telegram(1700))
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    told = []
    assert archive.add([name], on_progress=told.append).telegrams == 1
    shown = archive.get("07BAMAKO1700").record.source.name
    assert shown == told[0].name
    assert shown.endswith(r"caf\xe9.txt")
    assert archive.get("07BAMAKO1700").record.to_json()
    assert archive.remove(name).telegrams == ["07BAMAKO1700"]


def test_standard_input(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    given = io.BytesIO(telegram(1800).encode())
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=given))
    assert archive.add(["-"]).telegrams == 1
    assert archive.get("07BAMAKO1800").record.source.name == "-"
    with pytest.raises(UnknownTelegram):
        archive.remove("-")


def test_copies_are_told(archive: Archive, tmp_path: Path) -> None:
    (copy,) = write(tmp_path / "more", {"copy.txt": telegram(1361, text="Words are missing.")})
    added = archive.add([copy])
    assert (added.telegrams, added.copies) == (0, 1)
    held = archive.get("07BAMAKO1361")
    assert len(held.copies) == 1
    other = held.copies[0]
    assert {Path(held.record.source.name).name, Path(other.name).name} == {"1361.txt", "copy.txt"}
    assert archive.get(other.handle).key == "07BAMAKO1361"
    assert archive.get(held.record.handle) == held
    assert archive.info().messages == 5
    assert archive.info().telegrams == 4


def test_the_same_bytes_under_two_paths(archive: Archive, tmp_path: Path) -> None:
    (again,) = write(tmp_path / "again", {"1361.txt": TEXTS["1361.txt"]})
    added = archive.add([again])
    assert (added.copies, added.unchanged) == (1, 0)
    assert archive.add([again, again]).unchanged == 1
    assert archive.info().sources == 4
    assert archive.get("07BAMAKO1361").record.source.name == str(again)
    assert archive.remove(str(again)).telegrams == []
    assert archive.get("07BAMAKO1361").record.source.name.endswith("cables/1361.txt")


# ---------------------------------------------------------------- reading


@pytest.mark.parametrize(
    "name",
    [
        "07BAMAKO1361",
        "07bamako1361",
        "2007BAMAKO1361",
        "Bamako 01361 (07)",
        "07BAMAKO1361_a",
        " 07BAMAKO1361 ",
    ],
)
def test_any_way_of_writing_an_id(archive: Archive, name: str) -> None:
    assert archive.get(name).key == "07BAMAKO1361"
    assert archive.references(name).key == "07BAMAKO1361"


def test_what_is_held_proves_itself(archive: Archive) -> None:
    held = archive.get("07BAMAKO1361")
    assert held.record.id == held.key
    assert held.document.text == TEXTS["1361.txt"]
    for start, end in held.record.spans["subject"]:
        assert held.document.text[start:end] == held.record.subject


def test_a_telegram_without_a_number_has_its_handle(archive: Archive) -> None:
    key = without_number(archive)
    held = archive.get(key.upper())
    assert (held.key, held.record.handle, held.record.id) == (key, key, None)


def test_an_unknown_telegram_has_neighbours(archive: Archive) -> None:
    cases = {
        "07BAMAKO1362": "07BAMAKO1361",
        "BAMAKO 1361": "07BAMAKO1361",
        "07BAMACO1400": "07BAMAKO1400",
        "07BAMAKO14": "07BAMAKO1015",
        without_number(archive)[:4]: without_number(archive),
        "07BAMA": "07BAMAKO1015",
    }
    for name, nearest in cases.items():
        if name == "07BAMACO1400":
            assert archive.get(name).key == nearest  # a slip in a post's name is mended
            continue
        with pytest.raises(UnknownTelegram) as caught:
            archive.get(name)
        assert caught.value.near[0] == nearest, name
        assert len(caught.value.near) <= 5
    for name in ("", "no such thing", "~", "\udce9", "*"):
        with pytest.raises(UnknownTelegram):
            archive.get(name)


def test_a_ghost_names_those_that_cite_it(archive: Archive) -> None:
    with pytest.raises(UnknownTelegram) as caught:
        archive.get("2007DAKAR77")
    assert caught.value.cited_by == ("07BAMAKO1361",)
    found = archive.references("07 DAKAR 77")
    assert (found.key, found.held, found.cites) == ("07DAKAR77", False, ())
    assert [one.key for one in found.cited_by] == ["07BAMAKO1361"]
    with pytest.raises(UnknownTelegram):
        archive.references("07DAKAR78")


def test_references_both_ways(archive: Archive) -> None:
    found = archive.references("07BAMAKO1361")
    assert [(one.key, one.held) for one in found.cites] == [
        ("07BAMAKO1015", True),
        ("07DAKAR77", False),
        ("07LAGOS12", False),
    ]
    assert [(way.how, way.label, way.paragraph) for way in found.cites[0].ways] == [
        ("reference", "A", None),
        ("mention", None, 1),
    ]
    assert [one.key for one in found.cited_by] == ["07BAMAKO1400", without_number(archive)]


def test_the_handle_of_a_copy_shows_the_copy(archive: Archive, tmp_path: Path) -> None:
    text = telegram(1361, text="Words are missing.").replace("HARVEST REPORT 1361", "HARVEST RECORD")
    (copy,) = write(tmp_path / "more", {"copy.txt": text})
    archive.add(copy)
    speaking = archive.get("07BAMAKO1361")
    for one in (speaking.copies[0].handle, speaking.copies[0].handle.upper()):
        held = archive.get(one)
        assert (held.key, held.record.handle) == ("07BAMAKO1361", speaking.copies[0].handle)
        assert (held.record.source.name, held.record.subject) == (str(copy), "HARVEST RECORD")
        assert held.document.text == text
        assert [other.handle for other in held.copies] == [speaking.record.handle]


def test_a_name_of_two_telegrams_is_ambiguous(archive: Archive, tmp_path: Path) -> None:
    spain = porto(12).replace("PORTO ALEGRE", "PORT OF SPAIN").replace("AMCONSUL", "AMEMBASSY")
    archive.add(write(tmp_path / "porto", {"a.txt": porto(12), "s.txt": spain}))
    for ask in (archive.get, archive.references):
        with pytest.raises(AmbiguousTelegram, match="74PORTOALEGRE12, 74PORTOFSPAIN12") as caught:
            ask("1974PORTO00012")
        assert caught.value.near == ("74PORTOALEGRE12", "74PORTOFSPAIN12")
        for key in caught.value.near:
            assert ask(key).key == key
    with pytest.raises(UnknownTelegram):
        archive.get("1974PORTO00013")


def test_a_cited_number_of_two_readings_is_ambiguous_too(archive: Archive, tmp_path: Path) -> None:
    citing = telegram(2001, refs="1974PORTO00012")
    archive.add(write(tmp_path / "more", {"1.txt": citing}))
    with pytest.raises(AmbiguousTelegram) as caught:
        archive.references("1974PORTO00012")
    assert sorted(caught.value.near) == ["74PORTOALEGRE12", "74PORTOFSPAIN12"]
    for key in caught.value.near:
        assert [one.key for one in archive.references(key).cited_by] == ["07BAMAKO2001"]


def test_what_one_call_gives_is_of_one_state(
    archive: Archive, cables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer that commits in the middle of a call is seen by the next one."""
    from reftel.store import Store

    plain, added = Store.messages, []

    def slow(store: Store, key: str):  # type: ignore[no-untyped-def]
        found = plain(store, key)
        if not added:
            added.append(key)
            with Archive(archive.path) as writer:
                writer.remove(key)
        return found

    monkeypatch.setattr(Store, "messages", slow)
    held = archive.get("07BAMAKO1400")
    assert (held.key, held.record.id) == ("07BAMAKO1400", "07BAMAKO1400")
    with pytest.raises(UnknownTelegram):
        archive.get("07BAMAKO1400")


def test_which_of_several_are_held(archive: Archive) -> None:
    assert archive.held(["07BAMAKO1015", "07DAKAR77"]) == {"07BAMAKO1015"}


def test_searching(archive: Archive) -> None:
    results = archive.search("desert")
    assert (results.query, results.total) == ("desert", 1)
    (hit,) = results.hits
    assert (hit.key, hit.id, hit.classification) == ("07BAMAKO1015", "07BAMAKO1015", "UNCLASSIFIED")
    assert (hit.sender, hit.subject) == ("AMEMBASSY BAMAKO", "HARVEST REPORT 1015")
    assert hit.date == "2007-11-28T10:52:00Z"
    assert any("desert" in snippet.text for snippet in hit.snippets)
    assert archive.search("nothingofthekind").hits == []
    assert archive.search("harvest", limit=1, offset=1).total == 3
    with pytest.raises(QueryError):
        archive.search("(desert")


def test_results_turn_into_json(archive: Archive, cables: Path) -> None:
    values = [
        archive.get("07BAMAKO1361"),
        archive.search("harvest"),
        archive.references("07BAMAKO1361"),
        archive.info(),
        archive.add([cables]),
        archive.remove("07BAMAKO1400"),
        archive.rebuild(),
    ]
    for value in values:
        plain = msgspec.to_builtins(value)
        assert msgspec.json.decode(msgspec.json.encode(value)) == msgspec.json.decode(
            msgspec.json.encode(plain)
        )
    assert msgspec.to_builtins(values[1])["hits"][0]["from"] == "AMEMBASSY BAMAKO"


def test_a_composed_collection(tmp_path: Path) -> None:
    compose_files(tmp_path / "composed", 60, 4)
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        added = archive.add([tmp_path / "composed"])
        assert (added.telegrams, added.skipped) == (60, [])
        info = archive.info()
        assert info.telegrams == sum(info.by_year.values()) == sum(info.by_post.values()) == 60
        assert sum(info.by_classification.values()) == 60
        assert sum(info.by_wrapper.values()) == info.messages == 60
        assert info.by_wrapper["archive-page"] == 8
        assert info.source_bytes == sum(f.stat().st_size for f in (tmp_path / "composed").rglob("*.txt"))
        assert min(info.sqlite_bytes, info.index_bytes, info.citations, info.ghosts) > 0
        assert (info.index_state, info.rebuild_advised) == ("up to date", None)
        assert archive.search("*").total == 60
    assert is_sound(tmp_path / "a.reftel")
