"""An archive, and a stream, of raw texts that hold several telegrams."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import reftel
from command_line import run
from proof import proved
from reftel.archive import Archive
from reftel.compose import collection, compose
from reftel.errors import ArchiveError
from reftel.normalise import normalise
from reftel.record import facts
from section_messages import long_telegrams, messages
from telegrams_for_archives import is_sound, told, write

RECORDS = list(collection(12, 31))
TEXTS = [compose(record) for record in RECORDS]
LONG = long_telegrams(3, sections=2)
APART = [messages(record)[:2] for record in LONG]
MIXED = "".join(section for pair in zip(*APART, strict=True) for section in pair)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.reftel", create=True) as opened:
        yield opened


def test_an_archive_holds_each_message(archive: Archive, tmp_path: Path) -> None:
    (path,) = write(tmp_path / "in", {"many.txt": "".join(TEXTS)})
    added = archive.add(path)
    assert (added.files, added.telegrams) == (1, len(TEXTS))
    assert archive.info().sources == 1
    for record, text in zip(RECORDS, TEXTS, strict=True):
        held = archive.get(str(record.id))
        assert held.document.text == text
        assert held.record == proved(text, held.document)
        assert facts(held.record) == facts(record)
        assert archive.get(held.record.handle).key == record.id
    before = told(archive, [str(record.id) for record in RECORDS], ["*"])
    archive.rebuild()
    assert told(archive, [str(record.id) for record in RECORDS], ["*"]) == before
    assert archive.add(path).unchanged == 1
    assert is_sound(archive.path)


def test_show_prints_one_message_of_many(archive: Archive, tmp_path: Path) -> None:
    archive.add(write(tmp_path / "in", {"many.txt": "".join(TEXTS)}))
    assert run("show", archive.path, str(RECORDS[3].id), "--raw").stdout == TEXTS[3]
    page = " ".join(run("show", archive.path, str(RECORDS[3].id)).stdout.split())
    assert f"(message 4 at character {sum(map(len, TEXTS[:3]))})" in page


def test_one_message_of_many_is_not_taken_out_by_itself(archive: Archive, tmp_path: Path) -> None:
    (path,) = write(tmp_path / "in", {"many.txt": "".join(TEXTS)})
    archive.add(path)
    with pytest.raises(ArchiveError, match=r"remove it by its path, .*many\.txt"):
        archive.remove(str(RECORDS[1].id))
    assert len(archive.remove(str(path)).telegrams) == len(TEXTS)


def test_an_edited_file_takes_the_place_of_the_one_before(archive: Archive, tmp_path: Path) -> None:
    archive.add(write(tmp_path / "in", {"many.txt": "".join(TEXTS)}))
    archive.add(write(tmp_path / "in", {"many.txt": "".join(TEXTS[2:5])}))
    assert archive.info().telegrams == 3
    assert archive.get(str(RECORDS[2].id)).record.source.part == "message 1 at character 0"


def test_sections_apart_in_one_file_are_put_together(archive: Archive, tmp_path: Path) -> None:
    archive.add(write(tmp_path / "in", {"mixed.txt": MIXED, "other.txt": TEXTS[0]}))
    for _ in range(2):
        for record, own in zip(LONG, APART, strict=True):
            held = archive.get(str(record.id))
            assert held.document.text == "".join(own)
            assert held.record.sections is not None
            assert held.record.sections.held == [1, 2]
            assert len(held.copies) == 2
            for piece, section in zip(held.record.source.pieces, own, strict=True):
                start = MIXED.index(section)
                assert (piece.part or "").endswith(f" at character {start}")
                assert MIXED[start + piece.start :].startswith(held.document.text[slice(*piece.span)])
        archive.rebuild()


def test_a_stream_puts_sections_apart_in_one_file_together(archive: Archive, tmp_path: Path) -> None:
    (path,) = write(tmp_path / "in", {"mixed.txt": MIXED + TEXTS[0]})
    archive.add(path)
    found = [normalise(one) for one in reftel.read(path)]
    assert [one.id for one in found] == [one.id for one in (*LONG, RECORDS[0])]
    for record in found:
        held = archive.get(str(record.id)).record
        assert record == msgspec.structs.replace(held, copies=record.copies, source=record.source)
        assert record.source.pieces == held.source.pieces


def test_sections_in_a_row_are_one_message(tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"row.txt": "".join(section for own in APART for section in own)})
    found = [normalise(one) for one in reftel.read(path)]
    assert [(one.id, one.sections and one.sections.held) for one in found] == [
        (one.id, [1, 2]) for one in LONG
    ]


def test_parse_prints_a_record_for_each(tmp_path: Path) -> None:
    (path,) = write(tmp_path, {"many.txt": "".join(TEXTS)})
    assert len(run("parse", path).stdout.splitlines()) == len(TEXTS)


def test_a_rebuild_reads_a_file_of_many_messages_a_few_times(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.add(write(tmp_path / "in", {"mixed.txt": MIXED}))
    reading = sys.modules["reftel.archive.reading"]
    read: list[str] = []
    documents = reading.documents
    monkeypatch.setattr(reading, "documents", lambda source: read.append(source.name) or documents(source))
    archive.rebuild()
    assert 1 <= len(read) <= 2 < len(LONG)
