"""What `remove` takes out, what it leaves, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import pytest

from reftel.archive import Archive
from reftel.errors import AmbiguousTelegram, ArchiveError, UnknownTelegram
from telegrams_for_archives import is_sound, porto, tables, telegram, without_number, write


def test_a_removed_telegram_that_is_cited_is_a_ghost_again(archive: Archive, cables: Path) -> None:
    before = archive.references("07BAMAKO1015")
    assert archive.remove("07 BAMAKO 1015").ghosts == ["07BAMAKO1015"]
    found = archive.references("07BAMAKO1015")
    assert not found.held
    assert [(one.key, one.ways) for one in found.cited_by] == [(one.key, one.ways) for one in before.cited_by]
    assert archive.search("desert").total == 0
    assert not archive.references("07BAMAKO1361").cites[0].held
    assert is_sound(archive.path)
    archive.add([cables])
    assert archive.references("07BAMAKO1015") == before
    assert archive.search("desert").total == 1


def test_removing_by_path_and_by_handle(
    archive: Archive, cables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(cables)
    removed = archive.remove("1400.txt")
    assert (removed.sources, removed.telegrams, removed.ghosts) == (1, ["07BAMAKO1400"], [])
    assert str(removed) == f"removed {cables / '1400.txt'}; no longer held: 07BAMAKO1400"
    handle = without_number(archive)
    assert archive.remove(handle).telegrams == [handle]
    with pytest.raises(UnknownTelegram):
        archive.remove("1400.txt")


def test_removing_a_handle_leaves_the_other_copies(archive: Archive, tmp_path: Path) -> None:
    archive.add(write(tmp_path / "more", {"copy.txt": telegram(1361, text="Words are missing.")}))
    (copy,) = archive.get("07BAMAKO1361").copies
    removed = archive.remove(copy.handle)
    assert (removed.sources, removed.telegrams) == (1, [])
    assert "still held" in str(removed)
    assert archive.get("07BAMAKO1361").copies == []
    archive.add([tmp_path / "more"])
    assert archive.remove("07BAMAKO1361").sources == 2


def test_a_path_is_a_path_before_it_is_an_id(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "x", {"bamako-1361-07": telegram(2001), "07BAMAKO1400": telegram(2002)})
    archive.add([tmp_path / "x"])
    monkeypatch.chdir(tmp_path / "x")
    assert archive.remove("bamako-1361-07").telegrams == ["07BAMAKO2001"]
    assert archive.remove("./07BAMAKO1400").telegrams == ["07BAMAKO2002"]
    assert archive.get("07BAMAKO1361").key == "07BAMAKO1361"


@pytest.mark.parametrize(
    "name", ["07BAMACO1361", "07BAMAKOO1361", "07SECTION01OF03BAMAKO1361", "07BAMAKO136"]
)
def test_a_slip_removes_nothing(archive: Archive, name: str) -> None:
    before = tables(archive.path)
    with pytest.raises(UnknownTelegram) as caught:
        archive.remove(name)
    assert "07BAMAKO1361" in caught.value.near
    assert tables(archive.path) == before


@pytest.mark.parametrize(
    "name",
    ["07bamako1361", "Bamako 01361 (07)", "2007BAMAKO1361", "07BAMAKO1361_a", "AMEMBASSY BAMAKO 1361 (07)"],
)
def test_any_way_of_writing_that_needs_no_mending_removes(archive: Archive, name: str) -> None:
    assert archive.remove(name).telegrams == ["07BAMAKO1361"]


def test_a_name_of_two_telegrams_removes_neither(archive: Archive, tmp_path: Path) -> None:
    spain = porto(12).replace("PORTO ALEGRE", "PORT OF SPAIN").replace("AMCONSUL", "AMEMBASSY")
    archive.add(write(tmp_path / "porto", {"a.txt": porto(12), "s.txt": spain}))
    with pytest.raises(AmbiguousTelegram) as caught:
        archive.remove("1974PORTO00012")
    assert sorted(caught.value.near) == ["74PORTOALEGRE12", "74PORTOFSPAIN12"]
    assert archive.remove("74PORTOALEGRE12").telegrams == ["74PORTOALEGRE12"]


def test_a_source_of_two_telegrams_goes_by_its_path_only(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from reftel.archive import reading
    from reftel.span import Span

    plain = reading.documents

    def halves(source):  # type: ignore[no-untyped-def]
        for document in plain(source):
            middle = document.text.find("=====")
            parts = (
                ((0, middle), (middle + 6, len(document.text))) if middle > 0 else ((0, len(document.text)),)
            )
            yield from (replace(document, message=Span(*part)) for part in parts)

    monkeypatch.setattr(reading, "documents", halves)
    (both,) = write(tmp_path / "both", {"both.txt": telegram(2001) + "=====\n" + telegram(2002)})
    assert archive.add([both]).telegrams == 2
    with pytest.raises(ArchiveError, match=r"07BAMAKO2002 as well; remove it by its path, .*both.txt"):
        archive.remove("07BAMAKO2001")
    assert archive.remove(str(both)).telegrams == ["07BAMAKO2001", "07BAMAKO2002"]
