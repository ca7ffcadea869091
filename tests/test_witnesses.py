"""Two witnesses: what the wrapper and the message say of a fact, side by side, and where they differ."""

from __future__ import annotations

from pathlib import Path

import pytest

from proof import words_at
from reftel.normalise import normalise
from reftel.record import Record
from reftel.witnesses import iso
from test_normalise import said

WHOLE = (Path(__file__).parent / "broken" / "whole.txt").read_text(encoding="utf-8")


def codes(record: Record) -> list[str]:
    return [odd.code for odd in record.defects]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("2007-11-28 10:52:00", "2007-11-28T10:52:00Z"),
        ("2007-11-28 10:52", "2007-11-28T10:52:00Z"),
        ("2007-11-28T10:52Z", "2007-11-28T10:52:00Z"),
        ("2007-11-28T10:52:30+00:00", "2007-11-28T10:52:00Z"),
        (" 2007-11-28 ", "2007-11-28"),
        ("2007", "2007"),
        ("28 November 2007", None),
        ("2007-11", None),
        ("", None),
    ],
)
def test_dates_of_wrappers(words: str, value: str | None) -> None:
    assert iso(words) == value


# statement -> its words, both values as they are compared
AGREEING = {
    "id": ("2007BAMAKO01399", "07BAMAKO1399"),
    "created": ("2007-11-28 10:52:00", "2007-11-28T10:52:00Z"),
    "classification": ("CONFIDENTIAL//NOFORN", "CONFIDENTIAL"),
    "from": ("Embassy Bamako", "BAMAKO"),
    "subject": ("Rain in the harbour of Mopti", None),
    "tags": ("ML PREL EAGR", None),
}
DIFFERING = {
    "id": "07BAMAKO1402",
    "created": "2007-11-28 10:25:00",
    "classification": "SECRET",
    "from": "Embassy Dakar",
    "subject": "LOCUSTS",
    "tags": "PREL EAGR",
}


@pytest.mark.parametrize("name", AGREEING)
def test_witnesses_that_agree(name: str) -> None:
    words, value = AGREEING[name]
    document = said(WHOLE, **{name: words})
    record = normalise(document)
    assert codes(record) == []
    wrapper, message = record.witnesses[name]
    assert (wrapper.source, message.source) == ("wrapper", "message")
    assert words_at(document.text, wrapper.spans) == words
    assert all(place[0] >= document.message.start for place in message.spans)
    if value:
        assert wrapper.value == message.value == value


@pytest.mark.parametrize("stated", ["SAMPLE, JANE", "SAMPLE, JANE Q.", "SAMPLE, JANE Q"])
def test_a_person_is_the_same_without_the_initial(stated: str) -> None:
    text = WHOLE.replace("EAGR, ML", "OVIP SAMPLE JANE, EAGR, ML").replace(
        "SUBJECT: ", "SUBJECT: JANE Q. SAMPLE IN "
    )
    record = normalise(said(text, tags=f"PREL, OVIP, EAGR, ML, ({stated})"))
    assert "SAMPLE, JANE Q." in record.tags
    assert codes(record) == []


def test_another_person_is_not_the_same() -> None:
    text = WHOLE.replace("EAGR, ML", "OVIP (SAMPLE, JANE Q.), EAGR, ML")
    record = normalise(said(text, tags="PREL, OVIP, EAGR, ML, (SAMPLE, JANET)"))
    assert codes(record) == ["witness-disagrees"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("created", "2007-11-28"),
        ("subject", "(C) Rain in the harbour of Mopti"),
        ("tags", "PREL, EAGR, ML, (SAMPLE, ABDOU), RAIN AND RIVERS"),
    ],
    ids=["day", "mark", "more-tags"],
)
def test_what_archives_add_or_leave_out_is_no_contradiction(name: str, words: str) -> None:
    assert codes(normalise(said(WHOLE, **{name: words}))) == []


def test_tags_of_a_wrapper_are_parted_at_commas() -> None:
    record = normalise(said(WHOLE, tags="PREL, (SAMPLE, ABDOU), RAIN AND RIVERS"))
    assert record.witnesses["tags"][0].value == ["PREL", "RAIN AND RIVERS", "SAMPLE, ABDOU"]


@pytest.mark.parametrize("name", DIFFERING)
def test_witnesses_that_differ(name: str) -> None:
    document = said(WHOLE, **{name: DIFFERING[name]})
    record = normalise(document)
    (odd,) = record.defects
    assert odd.code == "witness-disagrees"
    assert document.text[slice(*odd.span)] == DIFFERING[name]
    assert odd.message.startswith("The wrapper and the message state a fact differently: " + name)
    assert len(record.witnesses[name]) == 2
    assert normalise(said(WHOLE)).to_dict()[name] == record.to_dict()[name]


@pytest.mark.parametrize("title", ["RAIN IN THE HARBOUR", "Rain in the harb...", "RAIN IN\u2026"])
def test_a_title_that_only_begins_the_subject_is_cut(title: str) -> None:
    assert codes(normalise(said(WHOLE, subject=title))) == ["title-cut"]


@pytest.mark.parametrize("name", DIFFERING)
def test_what_only_the_wrapper_states_is_kept(name: str) -> None:
    document = said("It rained.", **{name: DIFFERING[name]})
    record = normalise(document)
    [witness] = record.witnesses[name]
    assert witness.source == "wrapper"
    assert [document.text[start:end] for start, end in witness.spans] == [DIFFERING[name]]
    assert "witness-disagrees" not in codes(record)


def test_a_raw_telegram_has_one_witness() -> None:
    assert normalise(said(WHOLE)).witnesses == {}


@pytest.mark.parametrize("words", ["no number", "CLASSIFIED", "28 November"])
def test_a_statement_that_cannot_be_read_is_kept_in_its_own_words(words: str) -> None:
    for name in ("id", "classification", "created"):
        record = normalise(said(WHOLE, **{name: words}))
        assert record.witnesses[name][0].value == words
        assert codes(record) == ["witness-disagrees"]


@pytest.mark.parametrize("station", ["Embassy Bamako", "AMEMBASSY BAMAKO", "Bamako", "embassy bamako"])
def test_stations_are_compared_by_name(station: str) -> None:
    assert codes(normalise(said(WHOLE, **{"from": station}))) == []
