"""Errors: names made readable, and faults of reftel's own that skip one source."""

from __future__ import annotations

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.errors import QueryError, SourceError, faults_skip, readable
from reftel.sources import load


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("café.txt", "café.txt", id="plain"),
        pytest.param(b"caf\xc3\xa9.txt".decode("ascii", "surrogateescape"), "café.txt", id="UTF-8 unread"),
        pytest.param(b"caf\xe9.txt".decode("ascii", "surrogateescape"), "caf\\xe9.txt", id="Latin-1 unread"),
        pytest.param("a\ud800", "a\\ud800", id="half a character"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_names_are_readable(name: str, shown: str) -> None:
    assert readable(name) == shown


@given(st.text(st.characters()))
def test_any_name_is_readable_and_stays_so(name: str) -> None:
    shown = readable(name)
    shown.encode("utf-8")
    assert readable(shown) == shown


@pytest.mark.parametrize("name", ["\ud800", "a\0b", "x/\udfff/y", os.fsdecode(b"\xe9")])
def test_a_name_that_cannot_be_one_is_refused_as_a_source(name: str) -> None:
    with pytest.raises(SourceError) as caught:
        load(name)
    assert caught.value.name == readable(name)
    str(caught.value).encode("utf-8")


def test_a_fault_is_told_as_a_source_that_is_skipped() -> None:
    with pytest.raises(SourceError) as caught, faults_skip("a.txt"):
        raise IndexError("out of\nrange")
    assert str(caught.value) == "a.txt: a fault in reftel (IndexError: out of range); please report it"


@pytest.mark.parametrize("error", [SourceError("a", "b"), QueryError("c"), KeyboardInterrupt()], ids=repr)
def test_what_is_no_fault_stays_what_it_is(error: BaseException) -> None:
    with pytest.raises(type(error)) as caught, faults_skip("a.txt"):
        raise error
    assert caught.value is error
