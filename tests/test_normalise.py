"""From document and telegram to record: dates, numbers, handles, and a path for every stated fact."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proof import document, only_document, record_of, source, stated, words_at
from reftel.document import Document
from reftel.normalise import normalise
from reftel.span import Fact, Span
from reftel.telegram.parser import parse

WHOLE = (Path(__file__).parent / "broken" / "whole.txt").read_text(encoding="utf-8")


def said(text: str, **statements: str) -> Document:
    """A document whose wrapper, above the text, says this."""
    head = "".join(f"{words}\n" for words in statements.values())
    says, place = {}, 0
    for name, words in statements.items():
        says[name] = Fact(words, (Span(place, place + len(words)),))
        place += len(words) + 1
    whole = head + text
    return Document(whole, Span(len(head), len(whole)), "archive-page", source(whole), says)


# ---------------------------------------------------------------- the best date


@pytest.mark.parametrize(
    ("text", "statements", "best"),
    [
        (WHOLE, {}, ("2007-11-28T10:52:00Z", "minute", "message")),
        (WHOLE, {"created": "2007-11-28 10:25:00"}, ("2007-11-28T10:52:00Z", "minute", "message")),
        ("It rained.", {"created": "2007-11-28 10:25:00"}, ("2007-11-28T10:25:00Z", "minute", "wrapper")),
        ("It rained.", {"created": "2007-11-28"}, ("2007-11-28", "day", "wrapper")),
        ("It rained.", {"created": "2007"}, ("2007", "year", "wrapper")),
        ("It rained.", {"id": "07BAMAKO1399"}, ("2007", "year", "identifier")),
        ("It rained.", {"id": "07BAMAKO1399", "created": "last year"}, ("2007", "year", "identifier")),
        ("It rained.", {"created": "last year"}, None),
        ("It rained.", {}, None),
    ],
    ids=["message", "both", "minute", "day", "year", "number", "unreadable", "only-unreadable", "none"],
)
def test_the_best_date(text: str, statements: dict[str, str], best: tuple[str, str, str] | None) -> None:
    date = normalise(said(text, **statements)).date
    assert (date and (date.value, date.precision, date.source)) == best


# ---------------------------------------------------------------- the number


def test_the_number_of_the_message_counts() -> None:
    assert normalise(said(WHOLE, id="07BAMAKO1402")).id == "07BAMAKO1399"


def test_the_number_of_the_wrapper_serves_where_the_message_has_none() -> None:
    record = normalise(said("It rained.", id="2007BAMAKO01402"))
    assert (record.id, record.year, record.post, record.serial) == ("07BAMAKO1402", 2007, "BAMAKO", 1402)
    assert stated(said("It rained.", id="2007BAMAKO01402").text, record, "id") == "2007BAMAKO01402"
    assert record.aliases


@pytest.mark.parametrize("words", ["BAMAKO", "no number", "", "99999"])
def test_a_wrapper_that_gives_no_number_gives_none(words: str) -> None:
    record = normalise(said("It rained.", id=words))
    assert (record.id, record.aliases, record.year, record.post, record.serial) == (
        None,
        [],
        None,
        None,
        None,
    )


def test_the_number_of_the_wrapper_completes_references() -> None:
    text = "REF: BAMAKO 1015\nSUBJECT: RAIN\n\n1. It rained.\n"
    assert [r.id for r in normalise(said(text, id="07BAMAKO1399")).references] == ["07BAMAKO1015"]
    assert [r.id for r in normalise(said(text)).references] == [None]


# ---------------------------------------------------------------- the handle


def test_a_handle_is_of_the_message_alone() -> None:
    alone, within = record_of(WHOLE), normalise(said(WHOLE, id="07BAMAKO1399"))
    assert re.fullmatch(r"~[0-9a-f]{12}", alone.handle)
    assert alone.handle == within.handle
    assert alone.handle != record_of(WHOLE + " ").handle


def test_the_source_is_named() -> None:
    found = record_of(WHOLE).source
    assert (found.name, found.part, found.characters) == ("invented.txt", None, len(WHOLE))
    assert len(found.sha256) == 64


# ---------------------------------------------------------------- paths


def test_paths_of_a_whole_telegram() -> None:
    record = record_of(WHOLE)
    expected = {
        "id": "BAMAKO 001399 281052Z NOV 07",
        "dtg": "281052Z NOV 07",
        "created": "281052Z NOV 07",
        "date": "281052Z NOV 07",
        "precedence": "R",
        "classification": "C O N F I D E N T I A L",
        "captions": "SIPDIS",
        "transmission.id": "VZCZCXRO7777",
        "transmission.station": "RUEHBP",
        "transmission.serial": "1399",
        "transmission.section": "01",
        "transmission.filed": "3321052",
        "transmission.signals": "ZNY CCCCC ZZH",
        "transmission.routing[0].precedence": "RR",
        "transmission.routing[0].indicators": "RUEHPA",
        "from.plad": "AMEMBASSY BAMAKO",
        "to[0].plad": "SECSTATE WASHDC",
        "to[0].routing": "RUEHC",
        "to[0].mcn": "8499",
        "info[0].plad": "AMEMBASSY ALGIERS",
        "info[0].routing": "RUEHAS",
        "info[0].mcn": "0361",
        "executive_order": "12958",
        "declassify.text": "DECL: 11/28/2017",
        "declassify.on": "11/28/2017",
        "tags": "PREL EAGR ML",
        "subject": "RAIN IN THE HARBOUR OF MOPTI",
        "references[0].text": "BAMAKO 1015",
        "classified_by[0].name": "Jane Example",
        "classified_by[0].title": "DCM",
        "reasons": "1.4 b 1.4 d",
        "paragraphs[0].number": "1",
        "paragraphs[0].mark": "C",
        "paragraphs[1].number": "2",
        "paragraphs[1].mark": "C",
        "summary": "It rained in the harbour for nine days, and the market was closed.",
        "mentions[0].text": "reftel",
        "signature[0]": "EXAMPLE",
    }
    assert {path: stated(WHOLE, record, path) for path in record.spans} == expected


def test_a_path_for_every_stated_value() -> None:
    """What the record states has a path, and no path leads to nothing."""
    record = record_of(WHOLE)
    plain = record.to_dict()
    for path in record.spans:
        value = plain
        for part in re.findall(r"[a-z_]+|\d+", path):
            value = value[int(part)] if part.isdigit() else value[part]
        assert value not in (None, [])


def test_a_telegram_that_is_given_is_not_parsed_again() -> None:
    telegram = parse(WHOLE)
    assert normalise(document(WHOLE), telegram) == normalise(document(WHOLE))


def test_places_in_a_page_count_from_the_start_of_the_page() -> None:
    page = only_document((Path(__file__).parent / "broken" / "page-with-another-date.txt").read_text("utf-8"))
    record = normalise(page)
    assert words_at(page.text, record.spans["subject"]) == record.subject == "RAIN IN THE HARBOUR OF MOPTI"
    assert record.spans["subject"][0][0] > page.message.start


def test_defects_are_in_order_and_none_comes_twice() -> None:
    record = record_of(
        WHOLE.replace("SIPDIS\n", "SIPDIS\nSIPDIS\n").replace("EAGR", "XXQQ").replace("\nEXAMPLE", "")
    )
    order = [(odd.span, odd.code) for odd in record.defects]
    assert order == sorted(set(order))
    assert len(order) == 3
