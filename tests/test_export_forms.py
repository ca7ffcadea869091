"""Forms of exports: what a program reads from them is what was written, whatever the words are."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyarrow import parquet

from proof import record_of
from reftel.compose import collection, compose
from reftel.errors import ReftelError
from reftel.export import forms, xlsx_form
from reftel.export.forms import FORMS
from reftel.export.running_text import running_text
from reftel.export.table import harmless
from reftel.export.tables import (
    FLAG,
    INTEGER,
    LIST,
    REAL,
    RECORD_TABLES,
    SPREADSHEET,
    TABLES,
    TEXT,
    key_of,
)
from reftel.export.taken import Taken
from reftel.export.tei_form import file_of, tei
from reftel.export.text_forms import seen
from reftel.record import Paragraph, Record

ABOUT = {"archive": "a.reftel", "query": "harvest <b>", "date": "2026-11-25T10:00:00Z", "reftel": "0.1.0"}
NAMESPACE = {"t": "http://www.tei-c.org/ns/1.0"}
HOSTILE = (
    "=1+1",
    "@SUM(A1:A9)",
    "+1",
    "-2",
    "\tx",
    "＝1",
    "<script>alert(1)</script>",
    "]]>&amp;&#0;",
    "one\ntwo\r\nthree\rfour",
    "\u202egnol\u2066\u200e",
    "\x00\x07\x1b[31m\x0b\x0c",
    "say \"it\", 'it'; DROP TABLE telegrams; --",
    "1. one\n- two\n# three | `four` *five* [six](x) ~~~",
    "\ufffe\uffff\U0001f54a",
    "https://evil.example/",
    "long " * 20_000,
    " ",
    "",
)


@pytest.fixture(scope="module")
def records(composed: list[tuple[Record, str]]) -> list[Record]:
    """Records of invented telegrams, each of its own."""
    found = [record_of(text) for _, text in composed]
    return list({key_of(one): one for one in found}.values())


@pytest.fixture(scope="module")
def hostile(records: list[Record]) -> list[Record]:
    """Records whose words are meant to break out of each form; each value in each place."""
    return [
        spoiled(record, words) for record, words in zip(islice(_cycle(records), 18), HOSTILE, strict=True)
    ]


def _cycle(records: list[Record]) -> Iterator[Record]:
    for number in range(1000):
        record = records[number % len(records)]
        yield msgspec.structs.replace(record, id=f"07DAKAR{number}", serial=number)


def spoiled(record: Record, words: str) -> Record:
    """The record with ``words`` in every kind of place."""
    replace = msgspec.structs.replace
    return replace(
        record,
        subject=words,
        tags=[*record.tags, words],
        signature=[words],
        summary=words,
        aliases=[words],
        classification=words,
        dtg=words,
        sender=replace(record.sender, plad=words) if record.sender else None,
        to=[replace(one, plad=words, attention=[words]) for one in record.to],
        references=[replace(one, text=words, label=words) for one in record.references],
        mentions=[replace(one, text=words) for one in record.mentions],
        provenance=replace(record.provenance, url=words, collection=words, file=words, rights=words),
        source=replace(record.source, name=words),
        paragraphs=[
            *record.paragraphs,
            Paragraph(number=words, mark=words, heading=words, role=None, text=words, spans=[(0, 1)]),
        ],
    )


def put(form: str, records: list[Record], path: Path) -> dict[str, Any]:
    """The form at ``path``; its manifest."""
    counts = forms.put(form, Taken(iter(records), ABOUT), path)
    manifest = path / "manifest.json" if path.is_dir() else path.with_name(f"{path.name}.manifest.json")
    told: dict[str, Any] = json.loads(manifest.read_text("utf-8"))
    assert told["counts"] == counts.rows
    return told


# ---------------------------------------------------------------- the list of tables


KINDS = {TEXT: str, INTEGER: int, REAL: float, FLAG: bool, LIST: list}


@pytest.mark.parametrize("table", RECORD_TABLES, ids=lambda table: table.name)
def test_every_cell_is_of_the_kind_of_its_column(table: Any, records: list[Record]) -> None:
    rows = [row for record in records for row in table.rows(record)]
    assert rows
    for row in rows:
        for column, cell in zip(table.columns, row, strict=True):
            assert cell is None or type(cell) is KINDS[column.kind], column.name


@pytest.mark.parametrize("table", TABLES.values(), ids=lambda table: table.name)
def test_every_column_has_a_name_of_its_own_and_says_what_it_is(table: Any) -> None:
    assert len(set(table.names)) == len(table.names)
    assert all(one.what.endswith((".", "…")) for one in table.columns)
    assert {*table.key, *table.searched, *filter(None, [table.label])} <= set(table.names)


@pytest.mark.parametrize("table", RECORD_TABLES, ids=lambda table: table.name)
def test_a_row_is_known_by_its_key(table: Any, records: list[Record]) -> None:
    keys = [
        tuple(dict(zip(table.names, row, strict=True))[name] for name in table.key)
        for record in records
        for row in table.rows(record)
    ]
    assert len(set(keys)) == len(keys)


# ---------------------------------------------------------------- tables


@pytest.fixture(params=["plain", "hostile"])
def given_records(
    request: pytest.FixtureRequest, records: list[Record], hostile: list[Record]
) -> list[Record]:
    return records if request.param == "plain" else hostile


def wanted(table: Any, records: list[Record]) -> list[tuple[Any, ...]]:
    return [row for record in records for row in table.rows(record)]


csv.field_size_limit(10_000_000)


def test_csv(given_records: list[Record], tmp_path: Path) -> None:
    put("csv", given_records, tmp_path / "out")
    for table in SPREADSHEET:
        with (tmp_path / "out" / f"{table.name}.csv").open(encoding="utf-8", newline="") as lines:
            head, *rows = csv.reader(lines)
        assert tuple(head) == table.names
        assert rows == [[as_csv(cell) for cell in row] for row in wanted(table, given_records)]
        assert not [
            cell for row in rows for cell in row if cell != "-" and cell.startswith(tuple("=+-@\t\r＝"))
        ]


def as_csv(cell: Any) -> str:
    if cell is None:
        return ""
    text = "; ".join(cell) if isinstance(cell, list) else cell
    return {True: "true", False: "false"}[text] if isinstance(text, bool) else str(harmless(str(text)))


def test_xlsx(given_records: list[Record], tmp_path: Path) -> None:
    told = put("xlsx", given_records, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["telegrams", "about", "paragraphs", "addressees", "references"]
    about = {name: value for name, value, *_ in book["about"].iter_rows(values_only=True)}
    assert about["query"] == ABOUT["query"]
    assert about["date"] == ABOUT["date"]
    for table in SPREADSHEET:
        head, *rows = book[table.name].iter_rows()
        assert tuple(cell.value for cell in head) == table.names
        expected = wanted(table, given_records)
        assert len(rows) == len(expected)
        for row, cells in zip(rows, expected, strict=True):
            assert [cell.value for cell in row] == [as_xlsx(cell) for cell in cells]
            assert not [cell for cell in row if cell.data_type == "f" or cell.hyperlink]
    if any(len(record.subject or "") > 32_767 for record in given_records):
        assert "more than" in told["notes"][0]


def as_xlsx(cell: Any) -> Any:
    text = "; ".join(cell) if isinstance(cell, list) else cell
    return (seen(text)[:32_767] or None) if isinstance(text, str) else text


def test_a_sheet_that_is_full_goes_on_in_another(
    records: list[Record], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx_form, "ROWS", 100)
    put("xlsx", records, tmp_path / "a.xlsx")
    book = openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True)
    sheets = [name for name in book.sheetnames if name.startswith("paragraphs")]
    assert sheets[:2] == ["paragraphs", "paragraphs 2"]
    count = sum(len(list(book[name].iter_rows())) - 1 for name in sheets)
    assert count == len(wanted(TABLES["paragraphs"], records))


def test_parquet(given_records: list[Record], tmp_path: Path) -> None:
    told = put("parquet", given_records, tmp_path / "out")
    book = json.loads((tmp_path / "out" / "codebook.json").read_text("utf-8"))
    assert list(book) == list(TABLES)
    words = (tmp_path / "out" / "codebook.md").read_text("utf-8")
    for table in TABLES.values():
        read = parquet.read_table(tmp_path / "out" / f"{table.name}.parquet")
        assert read.column_names == [one["name"] for one in book[table.name]["columns"]] == list(table.names)
        assert f"## {table.name}\n" in words
        assert read.num_rows == told["counts"][table.name]
    for table in RECORD_TABLES:
        read = parquet.read_table(tmp_path / "out" / f"{table.name}.parquet")
        assert [tuple(row.values()) for row in read.to_pylist()] == wanted(table, given_records), table.name


def test_sqlite(given_records: list[Record], tmp_path: Path) -> None:
    put("sqlite", given_records, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table in RECORD_TABLES:
            if table.name == "spans":
                continue
            names = ", ".join(f'"{name}"' for name in table.names)
            order = ", ".join(f'"{name}"' for name in table.key)
            rows = connection.execute(f'SELECT {names} FROM "{table.name}" ORDER BY {order}').fetchall()
            expected = sorted(wanted(table, given_records), key=lambda row: row[:2])
            assert rows == [tuple(as_sqlite(cell) for cell in row) for row in expected], table.name
        for name in ("telegrams", "paragraphs"):
            connection.execute(f"INSERT INTO {name}_fts({name}_fts, rank) VALUES ('integrity-check', 1)")


def as_sqlite(cell: Any) -> Any:
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, list) else cell


def test_sqlite_is_searched_by_words(records: list[Record], tmp_path: Path) -> None:
    record = records[0]
    word = max(record.paragraphs[0].text.split(), key=lambda one: (one.isalpha(), len(one)))
    put("sqlite", records, tmp_path / "a.db")
    with closing(sqlite3.connect(tmp_path / "a.db")) as connection:
        found = connection.execute(
            "SELECT key FROM telegrams"
            " WHERE rowid IN (SELECT rowid FROM telegrams_fts WHERE telegrams_fts MATCH ?)",
            (f'"{word}"',),
        ).fetchall()
    assert (key_of(record),) in found
    assert len(found) < len(records)


def test_datasette_is_told_labels_facets_and_what_each_column_says(
    records: list[Record], tmp_path: Path
) -> None:
    told = put("sqlite", records, tmp_path / "a.db")
    assert [one["name"] for one in told["files"]] == ["a.db", "a.datasette.yaml"]
    text = (tmp_path / "a.datasette.yaml").read_text("utf-8")
    for line in (
        '      "telegrams":',
        '        "label_column": "subject"',
        '          "subject": "The subject."',
    ):
        assert line in text.splitlines()


# ---------------------------------------------------------------- texts


def read_stream(form: str, records: list[Record]) -> str:
    from reftel.export.taken import Counts

    return "".join(forms.pieces(form, records, Counts()))


def test_jsonl_is_the_records(given_records: list[Record]) -> None:
    lines = read_stream("jsonl", given_records).split("\n")
    assert lines.pop() == ""
    assert [Record.from_json(line) for line in lines] == given_records


def test_txt_has_every_telegram_with_numbers_and_marks(given_records: list[Record]) -> None:
    parts = read_stream("txt", given_records).split("\f\n")
    assert len(parts) == len(given_records)
    for part, record in zip(parts, given_records, strict=True):
        assert part.startswith(seen(key_of(record)) + "\n")
        assert part.endswith(seen(running_text(record)) + "\n")


def test_running_text() -> None:
    def one(number: int | None, mark: str | None, heading: str | None, text: str) -> Paragraph:
        return Paragraph(number=number, mark=mark, heading=heading, role=None, text=text, spans=[])

    found = [one(1, "C", None, "One."), one(2, "C/NF", "Rain", "Two."), one(None, None, "Rain", "Three.")]

    class Told:
        paragraphs = found
        signature = ("ADAMU",)

    assert running_text(Told()) == "1. (C) One.\n\nRain\n\n2. (C/NF) Two.\n\nThree.\n\nADAMU"  # type: ignore[arg-type]


def test_markdown_has_a_heading_for_each_telegram_and_none_of_its_words_means_anything(
    given_records: list[Record],
) -> None:
    lines = read_stream("md", given_records).splitlines()
    assert len([line for line in lines if line.startswith("# ")]) == len(given_records)
    headings = {key_of(one) for one in given_records}
    assert {line.split(" ")[1].replace("\\", "") for line in lines if line.startswith("# ")} == headings
    assert not [line for line in lines if "<script" in line.replace("\\<", "")]
    assert not [line for line in lines if line.startswith(("<", "|", "```", "~~~"))]


def test_tei_is_sound_and_tells_who_wrote_to_whom(given_records: list[Record], tmp_path: Path) -> None:
    told = put("tei", given_records, tmp_path / "out")
    assert told["counts"] == {"telegrams": len(given_records)}
    index = ElementTree.parse(tmp_path / "out" / "cmif.xml").getroot()
    entries = index.findall(".//t:correspDesc", NAMESPACE)
    assert [one.get("key") for one in entries] == [key_of(record) for record in given_records]
    for record in given_records:
        root = ElementTree.parse(tmp_path / "out" / file_of(record)).getroot()
        paragraphs = root.findall(".//t:div[@type='section']/t:p[@n]", NAMESPACE)
        numbered = [one for one in record.paragraphs if one.number is not None]
        assert len(paragraphs) == len(numbered)
        marks = root.findall(".//t:seg[@type='mark']", NAMESPACE)
        assert len(marks) == len([one for one in record.paragraphs if one.mark])
        received = root.findall(".//t:correspAction[@type='received']", NAMESPACE)
        assert len(received) == len([one for one in (*record.to, *record.info) if one.plad])
    assert len(told["files"]) == len({file_of(record) for record in given_records}) + 1


BASE = record_of(compose(next(iter(collection(1, 11)))))


@given(st.text())
def test_any_words_are_sound_tei(words: str) -> None:
    record = spoiled(BASE, words)
    root = ElementTree.fromstring("".join(tei(record)))
    assert root.find(".//t:titleStmt/t:title", NAMESPACE) is not None


def test_ftm_names_each_body_once_before_it_is_needed(given_records: list[Record]) -> None:
    entities = [json.loads(line) for line in read_stream("ftm", given_records).splitlines()]
    seen_so_far: set[str] = set()
    for one in entities:
        assert one["id"] not in seen_so_far
        needed = {*one["properties"].get("sender", ()), *one["properties"].get("recipients", ())}
        assert needed <= seen_so_far
        seen_so_far.add(one["id"])
    messages = [one for one in entities if one["schema"] in ("Message", "PlainText")]
    assert [one["properties"]["messageId"] for one in messages] == [
        [key_of(record)] for record in given_records
    ]


# ---------------------------------------------------------------- on the disk


@pytest.mark.parametrize("form", FORMS)
def test_a_manifest_tells_of_what_and_when_with_true_hashes(
    form: str, records: list[Record], tmp_path: Path
) -> None:
    import hashlib

    told = put(form, records, tmp_path / "out")
    assert {key: told[key] for key in ABOUT} == ABOUT
    assert (told["schema"], told["form"], told["record"]) == ("reftel.export/1", form, "reftel.record/1")
    assert told["counts"]["telegrams"] == len(records)
    root = tmp_path / "out" if (tmp_path / "out").is_dir() else tmp_path
    files = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert {one["name"] for one in told["files"]} == {name for name in files if "manifest" not in name}
    for one in told["files"]:
        raw = (root / one["name"]).read_bytes()
        assert (one["bytes"], one["sha256"]) == (len(raw), hashlib.sha256(raw).hexdigest())


@pytest.mark.parametrize("form", FORMS)
def test_what_stood_there_stays_where_an_export_breaks_off(
    form: str, records: list[Record], tmp_path: Path
) -> None:
    put(form, records[:1], tmp_path / "out")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}

    def broken() -> Iterator[Record]:
        yield records[1]
        raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        forms.put(form, Taken(broken(), ABOUT), tmp_path / "out")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("form", [name for name, form in FORMS.items() if form.is_folder])
def test_a_folder_of_other_files_is_left_alone(form: str, records: list[Record], tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(ReftelError, match="holds other files"):
        put(form, records, tmp_path / "out")
    (tmp_path / "file").write_text("mine", "utf-8")
    with pytest.raises(ReftelError, match="is a file"):
        put(form, records, tmp_path / "file")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["file", "mine.txt", "out"]


def test_no_records_make_empty_tables(tmp_path: Path) -> None:
    for form in FORMS:
        assert put(form, [], tmp_path / form)["counts"]["telegrams"] == 0
    assert parquet.read_table(tmp_path / "parquet" / "spans.parquet").num_rows == 0
