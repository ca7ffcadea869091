"""Composed tables: eight columns, a row for each telegram, the same for the same seed."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

import msgspec
import pytest

from command_line import run
from reftel.compose import collection, compose, table_columns, table_row, write_table
from reftel.compose.collection import FORMS
from reftel.telegram_id import read_id


def columns(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file, escapechar="\\", doublequote=False))


def test_a_row_for_each_telegram(tmp_path: Path) -> None:
    assert write_table(tmp_path / "new", 40, 7) == 40
    found = columns(tmp_path / "new" / "cables.csv")
    assert [row[0] for row in found] == [str(number) for number in range(1, 41)]
    for row, record in zip(found, collection(40, 7), strict=True):
        assert len(row) == 8
        assert row[2] == record.id
        header, body = row[6:]
        assert compose(record).startswith(header + "\nBT\n" + body)
        assert body.endswith("\n")
        for cited in filter(None, row[5].split("|")):
            assert [str(number) for number in read_id(cited)] == [cited]


def test_the_bytes_are_pinned(tmp_path: Path) -> None:
    """On every platform and version of Python the same bytes."""
    write_table(tmp_path, 30)
    raw = (tmp_path / "cables.csv").read_bytes()
    assert hashlib.sha256(raw).hexdigest()[:16] == "21328d5cd5abb419"
    assert b"\r" not in raw


@pytest.mark.parametrize("form", FORMS[1:])
def test_other_forms_have_all_in_the_last_column(form: str, tmp_path: Path) -> None:
    write_table(tmp_path, 10, form=form)
    for row, record in zip(columns(tmp_path / "cables.csv"), collection(10, form=form), strict=True):
        assert row[6:] == ["", compose(record)]


def test_what_a_record_does_not_state_is_an_empty_column() -> None:
    record = msgspec.structs.replace(
        next(collection(1)), created=None, id=None, classification=None, references=[]
    )
    assert table_columns(3, "words", record)[:3] == ("3", "", "")
    assert table_columns(3, "words", record)[4:] == ("", "", "", "words")


def test_signs_that_mean_something_stand_after_a_backslash() -> None:
    assert table_row(('a"b', "c'd", "e\\f", "g,\nh")) == '"a\\"b","c\\\'d","e\\\\f","g,\nh"\n'


def test_the_command_line_writes_a_table(tmp_path: Path) -> None:
    ran = run("compose", tmp_path / "one", "--count", 5, "--seed", 3, "--table")
    assert ran.stdout.startswith("5 invented telegrams written to")
    assert [path.name for path in (tmp_path / "one").iterdir()] == ["cables.csv"]
    write_table(tmp_path / "two", 5, 3)
    assert (tmp_path / "one" / "cables.csv").read_bytes() == (tmp_path / "two" / "cables.csv").read_bytes()
