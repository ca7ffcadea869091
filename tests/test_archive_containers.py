"""Containers in an archive: members held as sources, found again, and a list of what was refused."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sqlite3
from pathlib import Path

import pytest

import reftel
from command_line import run
from containers import cable, tarred, zipped
from reftel.archive import Archive
from telegrams_for_archives import is_sound


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """A ZIP archive with a tape in it, and two members that cannot be read."""
    path = tmp_path / "in" / "batch.zip"
    path.parent.mkdir()
    tape = gzip.compress(tarred([("b.txt", cable(2)), ("../c.txt", cable(3))]))
    path.write_bytes(zipped([("a.txt", cable(1)), ("more.tar.gz", tape), ("=cmd.pdf", b"%PDF-1.7")]))
    return path


def problems(archive: Archive) -> list[tuple[str, str, str]]:
    return [(Path(one.path).name, one.member, one.reason) for one in archive.problems()]


BAD = [
    ("batch.zip", "=cmd.pdf", "is a damaged PDF file"),
    ("batch.zip", "more.tar.gz!/../c.txt", "has a name that leads out of its container"),
]


def test_members_are_sources(tmp_path: Path, batch: Path) -> None:
    with Archive(tmp_path / "a", create=True) as archive:
        added = archive.add(batch.parent)
        assert (added.files, added.telegrams, added.copies, len(added.skipped)) == (4, 2, 0, 2)
        held = archive.get("07BAMAKO2")
        assert (held.record.source.name, held.record.source.part) == (str(batch), "more.tar.gz!/b.txt")
        assert (held.document.source.name, held.document.source.part) == (str(batch), "more.tar.gz!/b.txt")
        assert held.document.source.raw == cable(2)
        again = archive.add(batch)
        assert (again.telegrams, again.copies, again.changed, again.unchanged) == (0, 0, 0, 2)
    assert is_sound(tmp_path / "a")


def test_records_are_those_of_a_stream(tmp_path: Path, batch: Path) -> None:
    read = [reftel.record(one) for one in reftel.read(batch, lambda _: None)]
    with Archive(tmp_path / "a", create=True) as archive:
        archive.add(batch)
        before = [archive.get(one.id or "").record for one in read]
        assert before == read
        batch.unlink()
        rebuilt = archive.rebuild()
        assert (rebuilt.sources, rebuilt.telegrams, rebuilt.skipped) == (2, 2, [])
        assert [archive.get(one.id or "").record for one in read] == before


def test_a_file_and_a_member_with_the_same_bytes(tmp_path: Path, batch: Path) -> None:
    (batch.parent / "z.txt").write_bytes(cable(1))
    with Archive(tmp_path / "a", create=True) as archive:
        added = archive.add(batch.parent)
        assert (added.telegrams, added.copies) == (2, 1)
        assert archive.get("07BAMAKO1").record.source.part == "a.txt"
        archive.remove(f"{batch}!/a.txt")
        source = archive.get("07BAMAKO1").record.source
        assert (source.name, source.part) == (str(batch.parent / "z.txt"), None)


def test_a_folder_whose_name_ends_as_a_container_does(tmp_path: Path) -> None:
    path = tmp_path / "odd!" / "a.txt"
    path.parent.mkdir()
    path.write_bytes(cable(1))
    with Archive(tmp_path / "a", create=True) as archive:
        archive.add(path)
        source = archive.get("07BAMAKO1").record.source
        assert (source.name, source.part) == (str(path), None)


def test_a_file_that_has_the_path_of_a_member_of_before(tmp_path: Path, batch: Path) -> None:
    with Archive(tmp_path / "a", create=True) as archive:
        archive.add(batch)
        archive.remove(f"{batch}!/a.txt")
        path = batch.parent / "batch.zip!" / "a.txt"
        path.parent.mkdir()
        path.write_bytes(cable(6))
        archive.add(path)
        source = archive.get("07BAMAKO6").record.source
        assert (source.name, source.part) == (str(path), None)


def test_a_member_that_was_edited_takes_the_place_of_the_old(tmp_path: Path, batch: Path) -> None:
    with Archive(tmp_path / "a", create=True) as archive:
        archive.add(batch)
        batch.write_bytes(zipped([("a.txt", cable(9))]))
        added = archive.add(batch)
        assert (added.telegrams, added.changed) == (1, 1)
        assert not archive.held(["07BAMAKO1"])
        assert archive.held(["07BAMAKO9", "07BAMAKO2"])


def test_a_container_is_removed_with_its_members(tmp_path: Path, batch: Path) -> None:
    with Archive(tmp_path / "a", create=True) as archive:
        archive.add(batch)
        removed = archive.remove(str(batch))
        assert removed.telegrams == ["07BAMAKO1", "07BAMAKO2"]
        assert removed.paths == [f"{batch}!/a.txt", f"{batch}!/more.tar.gz!/b.txt"]
        assert archive.info().sources == 0


def test_problems_are_listed_until_they_are_gone(tmp_path: Path, batch: Path) -> None:
    (batch.parent / "empty.txt").write_bytes(b"")
    with Archive(tmp_path / "a", create=True) as archive:
        assert archive.problems() == []
        archive.add(batch.parent)
        assert problems(archive) == [*BAD, ("empty.txt", "", "the file is empty")]
        assert all(one.time.endswith("Z") for one in archive.problems())
        (batch.parent / "empty.txt").write_bytes(cable(7))
        archive.add(batch.parent / "empty.txt")
        assert problems(archive) == BAD
        batch.write_bytes(zipped([("a.txt", cable(1)), ("=cmd.pdf", cable(8))]))
        archive.add(batch)
        assert problems(archive) == []


def test_what_ends_a_container_is_a_problem_of_the_file(tmp_path: Path, batch: Path) -> None:
    batch.write_bytes(batch.read_bytes()[:200])
    with Archive(tmp_path / "a", create=True) as archive:
        archive.add(batch)
        ((name, member, reason),) = problems(archive)
        assert (name, member) == ("batch.zip", "")
        assert reason.startswith("is a zip archive that is damaged or cut off")


def test_an_archive_of_before_is_read_and_completed(tmp_path: Path, batch: Path) -> None:
    path = tmp_path / "a"
    with Archive(path, create=True) as archive:
        (tmp_path / "one.txt").write_bytes(cable(1))
        archive.add(tmp_path / "one.txt")
    connection = sqlite3.connect(path / "archive.sqlite")
    connection.executescript("DROP TABLE members; DROP TABLE problems;")
    connection.close()
    with Archive(path) as archive:
        assert archive.problems() == []
        assert archive.get("07BAMAKO1").record.source.part is None
        archive.add(batch)
        assert problems(archive) == BAD
        assert archive.get("07BAMAKO2").record.source.part == "more.tar.gz!/b.txt"
    assert is_sound(path)


def test_sections_in_containers_are_put_together(tmp_path: Path) -> None:
    def section(number: int) -> bytes:
        lines = [
            "R 281052Z NOV 07",
            "FM AMEMBASSY BAMAKO",
            "TO SECSTATE WASHDC",
            f"UNCLAS SECTION {number:02} OF 02 BAMAKO 001361",
            "SUBJECT: A VISIT",
            "",
            f"{number}. Paragraph number {number} of the telegram, which is long enough to be read.",
            "",
        ]
        return "\n".join(lines).encode()

    path = tmp_path / "in.tar.gz"
    files = [("2.txt", section(2)), ("a.txt", cable(5)), ("1.txt", section(1))]
    path.write_bytes(gzip.compress(tarred(files)))
    read = [reftel.record(one) for one in reftel.read(path)]
    assert [one.id for one in read] == ["07BAMAKO1361", "07BAMAKO5"]
    assert [(one.name, one.part) for one in read[0].source.pieces] == [
        (str(path), "1.txt"),
        (str(path), "2.txt"),
    ]
    with Archive(tmp_path / "a", create=True) as archive:
        archive.add(path)
        held = archive.get("07BAMAKO1361").record
        assert held.source == read[0].source
        assert [(one.name, one.part) for one in held.copies] == [(str(path), "1.txt"), (str(path), "2.txt")]


# ---------------------------------------------------------------- the command line


def test_the_commands(tmp_path: Path, batch: Path) -> None:
    archive = str(tmp_path / "a")
    parsed = run("parse", str(batch))
    assert parsed.exit_code == 1
    assert [json.loads(line)["source"]["part"] for line in parsed.stdout.splitlines()] == [
        "a.txt",
        "more.tar.gz!/b.txt",
    ]
    assert "batch.zip!/=cmd.pdf: is a damaged PDF file" in parsed.stderr
    assert run("add", archive, str(batch)).exit_code == 1
    shown = run("info", archive, "--problems")
    assert shown.stdout.splitlines()[-1] == "2 problems"
    rows = list(csv.reader(io.StringIO(run("info", archive, "--problems", "--csv").stdout)))
    assert rows[0] == ["path", "member", "reason", "time"]
    assert [row[1] for row in rows[1:]] == ["'=cmd.pdf", "more.tar.gz!/../c.txt"]
    told = json.loads(run("info", archive, "--problems", "--json").stdout)
    assert [one["member"] for one in told["problems"]] == [member for _, member, _ in BAD]
    assert run("info", archive, "--csv").exit_code == 2
    assert run("info", archive, "--problems", "--csv", "--json").exit_code == 2
