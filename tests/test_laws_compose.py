"""The law of composing: what is composed from a record has that record's facts, in every form."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.compose import FORMS, collection, compose, wrap_page
from reftel.document import Document, Source
from reftel.normalise import normalise
from reftel.record import Distribution, Record, facts
from reftel.span import Span

SOURCE = Source("composed.txt", "0" * 64, b"")


def read(text: str, start: int = 0) -> Record:
    return normalise(Document(text, Span(start, len(text)), "raw", SOURCE))


@pytest.mark.parametrize("doubled", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_composing_keeps_the_facts(seed: int, doubled: bool) -> None:
    for record in collection(150, seed):
        assert facts(read(compose(record, doubled_heading=doubled))) == facts(record)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**64), doubled=st.booleans(), count=st.integers(1, 8))
def test_composing_keeps_the_facts_of_any_seed(seed: int, doubled: bool, count: int) -> None:
    for record in collection(count, seed):
        assert facts(read(compose(record, doubled_heading=doubled))) == facts(record)


@pytest.mark.parametrize("form", FORMS[1:])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_form_keeps_the_facts(seed: int, form: str) -> None:
    for record in collection(150, seed, form=form):
        assert facts(read(compose(record))) == facts(record)


def test_an_outgoing_telegram_of_the_central_file_keeps_the_facts() -> None:
    outgoing = Distribution(
        None, ["OCT-01", "ISO-00"], "EB-08", "EB/FFP:JDOE:ABC", "EB/FFP:RROE", ["AF/W:JPOE", "L/EB:MMOE"]
    )
    for record in collection(20, 8, form="central-file"):
        sent = msgspec.structs.replace(record, distribution=outgoing)
        assert facts(read(compose(sent))) == facts(sent)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 2**64), form=st.sampled_from(FORMS[1:]), count=st.integers(1, 8))
def test_every_form_keeps_the_facts_of_any_seed(seed: int, form: str, count: int) -> None:
    for record in collection(count, seed, form=form):
        assert facts(read(compose(record))) == facts(record)


@pytest.mark.parametrize("doubled", [False, True])
def test_a_page_keeps_the_facts(doubled: bool) -> None:
    for record in collection(40, 4):
        text = compose(record, doubled_heading=doubled)
        page = wrap_page(text, record)
        assert facts(read(page, len(page) - len(text))) == facts(record)


@pytest.mark.parametrize("form", FORMS)
def test_composed_telegrams_have_no_defects(form: str) -> None:
    for record in collection(60, 5, form=form):
        assert [odd.code for odd in read(compose(record)).defects] == []


def test_a_doubled_heading_is_a_defect() -> None:
    for record in collection(60, 5):
        assert "doubled-heading" in {odd.code for odd in read(compose(record, doubled_heading=True)).defects}


@pytest.mark.parametrize("form", FORMS)
def test_composing_twice_gives_the_same_telegram(form: str) -> None:
    for record in collection(40, 6, form=form):
        text = compose(record)
        assert compose(read(text)) == text
