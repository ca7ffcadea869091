"""What is told of sources when they are added: the collection that they come from, and the rights in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import run
from reftel.archive import Archive
from reftel.record_copy import Provenance
from section_messages import long_telegrams, messages
from tables_of_cables import put, row
from telegrams_for_archives import is_sound, tables, telegram, write

LABEL, RIGHTS = "Papers of A. Adamu, box 3", "Public domain"


def provenance(archive: Archive, key: str = "07BAMAKO1") -> tuple[str | None, str | None]:
    found = archive.get(key).record.provenance
    return found.collection, found.rights


@pytest.fixture
def cables(tmp_path: Path) -> Path:
    write(tmp_path / "cables", {"1.txt": telegram(1), "2.txt": telegram(2)})
    return tmp_path / "cables"


def test_it_is_kept_with_each_source_and_survives_a_rebuild(tmp_path: Path, cables: Path) -> None:
    put(cables / "table", row(3), row(4))
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(cables, collection=LABEL, rights=RIGHTS)
        for _ in range(2):
            assert {provenance(archive, f"07BAMAKO{i}") for i in range(1, 5)} == {(LABEL, RIGHTS)}
            archive.rebuild()
        assert len(tables(archive.path)["tellings"]) == 1
    assert is_sound(tmp_path / "a.reftel")


def test_what_is_held_already_is_told_of_anew(tmp_path: Path, cables: Path) -> None:
    put(cables / "table", row(3), row(4))
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(cables)
        assert provenance(archive) == (None, None)
        added = archive.add(cables, collection=LABEL)
        assert (added.telegrams, added.changed, added.unchanged) == (0, 4, 0)
        assert {provenance(archive, f"07BAMAKO{i}") for i in range(1, 5)} == {(LABEL, None)}
        before = archive.search("*").total
        added = archive.add(cables, collection=LABEL)
        assert (added.changed, added.unchanged) == (0, 4)
        assert archive.add(cables).unchanged == 4
        assert provenance(archive) == (LABEL, None)
        archive.add(cables / "1.txt", rights=RIGHTS)
        assert [provenance(archive, f"07BAMAKO{i}") for i in (1, 2)] == [(LABEL, RIGHTS), (LABEL, None)]
        assert archive.search("*").total == before == 4
    assert is_sound(tmp_path / "a.reftel")


def test_it_stands_before_what_the_wrapper_says(tmp_path: Path) -> None:
    page = Path(__file__).parent / "sources" / "plusd" / "1975_page.html"
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(page, collection=LABEL)
        key = archive.search("*").hits[0].key
        found = archive.get(key).record.provenance
        assert found.collection == LABEL
        assert found.repository


def test_of_sections_put_together_the_first_tells(tmp_path: Path) -> None:
    (record,) = long_telegrams(1)
    files = {f"{number}.txt": text for number, text in enumerate(messages(record), start=1)}
    write(tmp_path / "in", files)
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(tmp_path / "in", collection=LABEL)
        found = archive.get(str(record.id)).record
        assert found.source.pieces
        assert found.provenance == Provenance(collection=LABEL)


def test_the_command_line_tells_it(tmp_path: Path, cables: Path) -> None:
    archive = tmp_path / "a.reftel"
    done = run("add", archive, cables, "--source-label", LABEL, "--rights", RIGHTS)
    assert done.exit_code == 0
    page = " ".join(run("show", archive, "07BAMAKO1").stdout.split())
    assert LABEL in page
    assert RIGHTS in page
