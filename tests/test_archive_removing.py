"""What `remove` takes out, what it leaves, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reftel.archive import Archive
from reftel.errors import UnknownTelegram
from telegrams_for_archives import TEXTS, is_sound, telegram, without_number, write


@pytest.fixture
def cables(tmp_path: Path) -> Path:
    write(tmp_path / "cables", TEXTS)
    return tmp_path / "cables"


@pytest.fixture
def archive(tmp_path: Path, cables: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.reftel", create=True) as opened:
        opened.add([cables])
        yield opened


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
