"""Whole telegrams of each era, invented: each record, key by key, as read by eye (tools/goldens.py)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from proof import document, only_document, orphans, record_of, uncovered, unproved
from reftel.normalise import normalise
from reftel.record import Record, facts
from reftel.telegram.parser import parse

FOLDER = Path(__file__).parent / "telegrams"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
COPY = {"handle", "source"}  # of the bytes, which other tests know better


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@cache
def expected(name: str) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return plain


@cache
def found(name: str) -> Record:
    return normalise(only_document(text_of(name)))


def as_json(record: Record) -> dict[str, Any]:
    plain: dict[str, Any] = json.loads(record.to_json())
    return plain


def test_every_era_has_a_telegram_and_every_telegram_a_record() -> None:
    assert {name[:3] for name in NAMES} >= {"196", "197", "198", "199", "200", "201"}
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_the_record_key_by_key(name: str) -> None:
    record = as_json(found(name))
    differing = {
        key: (expected(name).get(key), record.get(key))
        for key in {*record, *expected(name)} - COPY
        if expected(name).get(key) != record.get(key)
    }
    assert differing == {}
    assert set(record) == set(expected(name))


@pytest.mark.parametrize("name", NAMES)
def test_the_year_is_that_of_the_name(name: str) -> None:
    assert found(name).year == int(name[:4])


@pytest.mark.parametrize("name", NAMES)
def test_the_laws_hold(name: str) -> None:
    text = text_of(name)
    message = only_document(text).message
    assert list(unproved(text, found(name))) == []
    assert list(orphans(text, message, found(name))) == []
    assert list(uncovered(parse(text), message)) == []


def crlf(text: str) -> str:
    return text.replace("\n", "\r\n")


def blanks_at_line_ends(text: str) -> str:
    return text.replace("\n", " \n")


@pytest.mark.parametrize("change", [crlf, blanks_at_line_ends], ids=lambda one: one.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_other_line_ends_change_no_fact(name: str, change: Any) -> None:
    changed = facts(record_of(change(text_of(name))))
    plain = facts(normalise(document(text_of(name))))
    folded = {key: _folded(value) for key, value in changed.items()}
    assert folded == {key: _folded(value) for key, value in plain.items()}


def _folded(value: Any) -> Any:
    """A value with its white space folded: blanks at the ends of lines are kept in texts."""
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return [_folded(item) for item in value]
    if isinstance(value, dict):
        return {key: _folded(item) for key, item in value.items()}
    return value
