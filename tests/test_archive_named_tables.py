"""Named tables in an archive: added, gone on with, edited, rebuilt, removed, in containers and piped."""

from __future__ import annotations

import gzip
import json
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import reftel
from command_line import run
from named_tables import COLUMNS, FORMS, composed
from reftel.archive import Archive, adding, batch, workers
from reftel.errors import SettingError
from reftel.sources import csv_rows
from telegrams_for_archives import is_sound, told

COUNT = 30
RECORDS, ROWS = composed(COUNT)
KEYS = [str(record.id) for record in RECORDS]
QUERIES = ["*", "government"]
NAMED = ",".join(f"{field}={column}" for field, column in COLUMNS.items())


@pytest.fixture(params=FORMS)
def table(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "cables" / request.param
    path.parent.mkdir()
    path.write_bytes(FORMS[request.param](ROWS))
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "a.reftel", create=True) as opened:
        yield opened


def rewrite(table: Path, rows: list[dict[str, Any]]) -> None:
    table.write_bytes(FORMS[table.name](rows))


def parsed(*arguments: str | Path, stdin: bytes | None = None) -> list[dict[str, Any]]:
    ran = run("parse", *arguments, "--columns", NAMED, stdin=stdin)  # type: ignore[arg-type]
    assert ran.exit_code == 0, ran.stderr
    return [json.loads(line) for line in ran.stdout.splitlines()]


def plain(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what an archive knows beside it."""
    return {key: value for key, value in record.items() if key != "copies"}


def test_each_row_is_a_source_and_parse_gives_the_same_record(archive: Archive, table: Path) -> None:
    added = archive.add(table, columns=COLUMNS)
    assert (added.files, added.rows, added.named, added.telegrams) == (1, COUNT, 1, COUNT)
    assert (added.skipped, added.unread, added.doubtful) == ([], 0, 0)
    whole = table.read_bytes()
    records = parsed(table)
    assert len(records) == COUNT
    for number, (key, made) in enumerate(zip(KEYS, records, strict=True), start=1):
        held = archive.get(key)
        source = held.document.source
        start = int(str(source.part).rpartition(" ")[2])
        assert source.part == f"row {number} at byte {start}"
        assert whole[start:].startswith(source.raw)
        assert plain(json.loads(held.record.to_json())) == plain(made)
        assert held.document.origin is not None
        assert made["wrapper"] == ("json-lines" if table.suffix == ".jsonl" else "table")
        assert [one["from"] for one in made["witnesses"]["id"]] == ["wrapper", "message"]
    assert is_sound(archive.path)


def test_adding_again_reads_no_row(archive: Archive, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add(table, columns=COLUMNS)
    monkeypatch.setattr(adding.Adding, "_take_rows", None)
    added = archive.add(table, columns=COLUMNS)
    assert (added.telegrams, added.changed, added.unchanged, added.rows) == (0, 0, COUNT, COUNT)
    assert added.named == 1


def test_other_columns_make_the_rows_anew(archive: Archive, table: Path) -> None:
    archive.add(table, columns=COLUMNS, collection="A box")
    other = {"text": ["note", "Body"], "subject": "note"}
    added = archive.add(table, columns=other)
    assert (added.telegrams, added.changed, added.unchanged) == (0, COUNT, 0)
    for key in KEYS:
        held = archive.get(key)
        assert held.document.message.of(held.document.text).startswith('a "visit", café\n\n')
        assert set(held.document.says) == {"subject"}
        assert held.record.provenance.collection == "A box"
    assert archive.add(table, columns=other).unchanged == COUNT
    assert archive.add(table, columns=COLUMNS).changed == COUNT


def test_a_rebuild_needs_no_table(archive: Archive, table: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive.add(table, columns=COLUMNS)
    before = told(archive, KEYS, QUERIES)
    table.unlink()
    assert archive.rebuild().skipped == []
    assert told(archive, KEYS, QUERIES) == before
    monkeypatch.setattr(batch, "SOURCES", 5)
    monkeypatch.setattr(workers, "_SHARE", 2)
    assert archive.rebuild(workers=2).skipped == []
    assert told(archive, KEYS, QUERIES) == before


def test_a_run_that_was_broken_off_goes_on(
    archive: Archive, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "SOURCES", 4)
    monkeypatch.setattr(adding, "_ROWS_TOLD", 1)

    def stop(progress: adding.Progress) -> None:
        if progress.telegrams >= 12:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        archive.add(table, columns=COLUMNS, workers=1, on_progress=stop)
    held = archive.info().telegrams
    assert 12 <= held < COUNT
    taken = []
    plain_take = adding.Adding._take_found

    def take(self: adding.Adding, *given: Any, **more: Any) -> None:
        taken.append(given)
        plain_take(self, *given, **more)

    monkeypatch.setattr(adding.Adding, "_take_found", take)
    added = archive.add(table, columns=COLUMNS, workers=1)
    assert (added.telegrams, added.unchanged, added.rows) == (COUNT - held, held, COUNT)
    assert len(taken) == COUNT - held
    assert archive.info().telegrams == COUNT


def test_a_run_goes_on_though_the_first_line_is_broken(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    path.write_bytes(b'{"broken\n' + FORMS["rows.jsonl"](ROWS))
    assert len(archive.add(path, columns=COLUMNS).skipped) == 1
    again = archive.add(path, columns=COLUMNS)
    assert (again.changed, again.unchanged, len(again.skipped)) == (0, COUNT, 1)
    other = archive.add(path, columns={**COLUMNS, "rights": "note"})
    assert (other.changed, other.unchanged, len(other.skipped)) == (COUNT, 0, 1)


def test_of_an_edited_table_the_last_version_counts(archive: Archive, table: Path) -> None:
    archive.add(table, columns=COLUMNS)
    rewrite(table, [ROWS[0], *ROWS[2:], {**ROWS[1], "note": "changed"}])
    archive.add(table, columns=COLUMNS)
    assert archive.info().telegrams == archive.info().sources == COUNT
    assert str(archive.get(KEYS[1]).document.source.part).startswith(f"row {COUNT} ")
    rewrite(table, ROWS[:5])
    archive.add(table, columns=COLUMNS)
    assert archive.info().telegrams == archive.info().sources == 5
    assert is_sound(archive.path)


def test_rows_and_tables_can_be_removed(archive: Archive, table: Path) -> None:
    archive.add(table, columns=COLUMNS)
    archive.remove(KEYS[3])
    assert archive.info().telegrams == COUNT - 1
    assert archive.add(table, columns=COLUMNS).telegrams == 1
    archive.remove(str(table))
    assert archive.info().sources == 0


def test_a_file_that_was_raw_becomes_a_table(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "rows"
    path.write_text(f"a,Body\nIt rained,{'and rained ' * 9}\nagain\n", encoding="utf-8")
    archive.add(path)
    assert archive.info().by_wrapper == {"raw": 1}
    path.write_bytes(FORMS["rows.csv"](ROWS))
    archive.add(path, columns=COLUMNS)
    assert archive.info().by_wrapper == {"table": COUNT}


# ---------------------------------------------------------------- containers and standard input


def packed(path: Path, table: Path) -> Path:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.write(table, f"in/{table.name}")
            archive.writestr("in/raw.txt", ROWS[0]["Body"] + "\nAGAIN\n")
    elif path.suffix == ".tar":
        with tarfile.open(path, "w") as archive:
            archive.add(table, f"in/{table.name}")
    else:
        path.write_bytes(gzip.compress(table.read_bytes()))
    return path


@pytest.mark.parametrize("name", ["t.zip", "t.tar", "t.gz"])
def test_a_table_in_a_container_is_read_row_by_row(
    archive: Archive, table: Path, tmp_path: Path, name: str
) -> None:
    path = packed(tmp_path / name, table)
    added = archive.add(path, columns=COLUMNS)
    assert (added.skipped, added.named, added.telegrams) == ([], COUNT, COUNT)
    place = {"t.zip": f"in/{table.name}", "t.tar": f"in/{table.name}", "t.gz": "t"}[name]
    parts = [record["source"]["part"] for record in parsed(path)]
    assert [part for part in parts if part.startswith(f"{place}!/row ")][:COUNT] == parts[:COUNT]
    assert {key: archive.get(key).document.source.part for key in KEYS[1:]} == dict(
        zip(KEYS[1:], parts[1:COUNT], strict=True)
    )
    assert archive.add(path, columns=COLUMNS).unchanged == added.files
    assert archive.rebuild().skipped == []


def test_standard_input_may_be_a_table(table: Path) -> None:
    raw = table.read_bytes()
    for stdin in (raw, gzip.compress(raw)):
        assert [record["id"] for record in parsed("-", stdin=stdin)] == KEYS


def test_a_table_in_a_container_is_streamed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REFTEL_LIMITS", "member=1K")
    path = tmp_path / "t.gz"
    path.write_bytes(gzip.compress(FORMS["rows.csv"](ROWS)))
    assert len(list(reftel.read(path, columns=COLUMNS))) == COUNT


# ---------------------------------------------------------------- damage and problems


def test_a_damaged_line_is_a_problem_of_its_row(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    lines = FORMS["rows.jsonl"](ROWS).splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:3], b"no object at all\n", lines[3][:-20] + b"\n", *lines[4:]]))
    added = archive.add(path, columns=COLUMNS)
    [skipped] = added.skipped
    assert (skipped.reason, skipped.part) == (
        "is no JSON object",
        f"row 4 at byte {len(b''.join(lines[:3]))}",
    )
    assert [problem.member for problem in archive.problems()] == [skipped.part]
    assert archive.info().telegrams == COUNT
    assert "damaged-row" in [odd.code for odd in archive.get(KEYS[3]).record.defects]
    rewrite_path = FORMS["rows.jsonl"](ROWS)
    path.write_bytes(rewrite_path)
    assert archive.add(path, columns=COLUMNS).skipped == []
    assert archive.problems() == []


def test_a_lost_quotation_mark_costs_no_neighbour(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    table = FORMS["rows.csv"](ROWS)
    broken = table.replace(b'"', b"", 1) if table.startswith(b'"') else table
    place = broken.rindex(b'"', 0, broken.index(KEYS[6].encode()))
    path.write_bytes(broken[:place] + broken[place + 1 :])
    archive.add(path, columns=COLUMNS)
    held = {key for key in KEYS if archive.held([key])}
    assert held >= set(KEYS) - {KEYS[5]}
    assert archive.info().telegrams >= COUNT - 1


def test_a_row_that_is_too_long_is_named(
    archive: Archive, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(csv_rows, "LONGEST", 50_000)
    rewrite(table, [ROWS[0], {**ROWS[1], "Body": "It rained. " * 30_000}, *ROWS[2:]])
    added = archive.add(table, columns=COLUMNS)
    assert [skipped.reason for skipped in added.skipped] == ["is longer than 0 MB"]
    assert added.telegrams == COUNT - 1


# ---------------------------------------------------------------- the command line


def test_the_command_line_names_columns(tmp_path: Path, table: Path) -> None:
    archive = tmp_path / "a.reftel"
    ran = run(
        "add", archive, table, "--columns", "text=Body", "--columns", 'id=MRN, "classification"="the level"'
    )
    assert ran.exit_code == 0, ran.stderr
    assert f"1 file ({COUNT} rows) read in" in ran.stdout
    page = run("show", archive, KEYS[0])
    assert page.exit_code == 0
    assert "row 1 at byte" in " ".join(page.stdout.split())
    raw = run("show", archive, KEYS[0], "--raw")
    assert raw.stdout.startswith(ROWS[0]["Body"][:40])


def test_a_file_may_name_columns(tmp_path: Path, table: Path) -> None:
    mapping = tmp_path / "mapping.toml"
    mapping.write_text(
        'collection = "A box"\nrights = "None known"\n[columns]\ntext = ["note", "Body"]\nid = "MRN"\n'
    )
    ran = run("parse", table, "--table", mapping)
    records = [json.loads(line) for line in ran.stdout.splitlines()]
    assert (ran.exit_code, len(records)) == (0, COUNT)
    assert records[0]["provenance"]["collection"] == "A box"
    assert records[0]["provenance"]["rights"] == "None known"
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        run("add", archive.path, table, "--table", mapping, "--source-label", "Another box")
        provenance = archive.get(KEYS[0]).record.provenance
        assert (provenance.collection, provenance.rights) == ("Another box", "None known")


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--columns", "body=Body"], "body' is no field; there are text, id, created"),
        (["--columns", "id=MRN"], "none holds the text"),
        (["--columns", "text=Body,id=MRN,id=Sent"], "id is named twice"),
        (["--columns", "text"], "names no column; write FIELD=COLUMN"),
        (["--columns", ""], "names no column"),
        (["--columns", "text="], "text has no column"),
        (["--columns", "text=Body", "--table", "x.toml"], "give one of them"),
        (["--table", "missing.toml"], "missing.toml: cannot be read as TOML"),
    ],
)
@pytest.mark.parametrize("command", ["parse", "add"])
def test_columns_that_cannot_be_understood_end_the_command(
    tmp_path: Path, command: str, options: list[str], words: str
) -> None:
    given = [tmp_path / "a.reftel"] if command == "add" else []
    ran = run(command, *given, tmp_path / "t.csv", *options)
    assert ran.exit_code == 2
    assert words in ran.stderr
    assert not (tmp_path / "a.reftel").exists()


@pytest.mark.parametrize(
    ("toml", "words"),
    [
        ("[columns", "cannot be read as TOML"),
        ("", "a table [columns] is missing"),
        ("[columns]\nid = 'x'", "none holds the text"),
        ("[columns]\ntext = 7", "text is to be the name of a column"),
        ("collection = 7\n[columns]\ntext = 'x'", "collection is to be text"),
        ("[column]\ntext = 'x'", "column is unknown; there may be columns, collection, rights"),
    ],
)
def test_a_file_that_names_no_columns_is_named(tmp_path: Path, toml: str, words: str) -> None:
    mapping = tmp_path / "m.toml"
    mapping.write_text(toml)
    ran = run("parse", "-", "--table", mapping, stdin="x")
    assert ran.exit_code == 2
    assert words in ran.stderr
    assert str(mapping) in ran.stderr


def test_columns_that_no_file_has_are_told(tmp_path: Path, table: Path) -> None:
    raw = tmp_path / "raw.txt"
    raw.write_text(ROWS[0]["Body"])
    for command in (["parse"], ["add", tmp_path / "a.reftel"]):
        ran = run(*command, raw, "--columns", NAMED)
        assert ran.exit_code == 1
        assert "no table in the input has the columns that are named" in ran.stderr
        ran = run(*command, raw, table, "--columns", "text=Bdy")
        assert ran.exit_code == 1
        assert "without the column Bdy; it has MRN, Sent, the level, note, Body" in " ".join(
            ran.stderr.split()
        )
        ran = run(*command, raw, table, "--columns", NAMED)
        assert (ran.exit_code, ran.stderr) == (0, "")


def test_a_table_without_named_columns_is_refused_with_advice(
    archive: Archive, table: Path, tmp_path: Path
) -> None:
    for path in (table, packed(tmp_path / "t.gz", table)):
        [skipped] = archive.add(path).skipped
        told_columns, advice = skipped.reason.split("; ")
        assert told_columns == "is a table with the columns MRN, Sent, the level, note, Body"
        assert advice == "name them with --columns (text=COLUMN, …)"
    ran = run("parse", "-", stdin=table.read_bytes())  # type: ignore[arg-type]
    assert ran.exit_code == 1
    assert "is a table with the columns MRN" in ran.stderr


def test_python_names_columns(table: Path) -> None:
    found = list(reftel.read(table, columns={"text": "Body", "id": "MRN"}))
    assert [document.says["id"].value for document in found] == KEYS
    with pytest.raises(SettingError, match="is no field"):
        reftel.read(table, columns={"txt": "Body"})


def test_a_table_that_is_held_is_left_alone_when_its_columns_are_not_named_again(
    archive: Archive, table: Path
) -> None:
    archive.add(table, columns=COLUMNS)
    added = archive.add(table.parent)
    assert (added.unchanged, added.rows, added.skipped) == (COUNT, COUNT, [])
    with table.open("ab") as file:
        file.write(b"{broken\n")
    added = archive.add(table.parent)
    assert [one.reason for one in added.skipped] == [adding._NAME_THEM]
    assert archive.info().telegrams == COUNT
    assert archive.get(KEYS[0]).record.source.name == str(table)


def test_a_table_that_has_titles_and_no_rows_holds_nothing(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "empty.csv"
    path.write_bytes(b"MRN,Sent,Body,the level\n")
    added = archive.add(path, columns=COLUMNS)
    assert (added.telegrams, added.rows, added.skipped) == (0, 0, [])
    assert archive.add(path, columns=COLUMNS).telegrams == 0
    assert list(reftel.read(path, columns=COLUMNS)) == []


def test_a_label_is_not_lost_where_the_columns_are_not_named_again(archive: Archive, table: Path) -> None:
    archive.add(table, columns=COLUMNS)
    added = archive.add(table, collection="A box")
    assert [one.reason for one in added.skipped] == [adding._NAME_THEM]
    archive.add(table, collection="A box", columns=COLUMNS)
    assert archive.get(KEYS[0]).record.provenance.collection == "A box"
