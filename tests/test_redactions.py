"""Releases: what was taken out, by stamps and marks; case numbers and days in the provenance."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from proof import document, only_document, proved, record_of, words_at
from reftel.normalise import normalise
from reftel.record import Record, facts
from reftel.sources import foia
from reftel.telegram.parser import parse
from reftel.telegram.redactions import MARK, PARTLY

CASE = "UNCLASSIFIED U.S. Department of State Case No. F-2020-00001 Doc No. C00000001 Date: 08/31/2021\n"
COPY = '   CSP-2020-00001    B-00000000001   "UNCLASSIFIED"   3/2/20 21\n'
STAMP = "Released in Full\nJane Example, Acting-Director\nUS Department of State\n2/25/2021\n"
TELEGRAM = """\
R 280653Z JAN 85
FM AMEMBASSY SUVA
TO SECSTATE WASHDC
C O N F I D E N T I A L SUVA 00199
E.O. 12356: DECL: OADR
TAGS: EFIS, FJ
SUBJECT: TUNA TALKS RESUME

1. THE TALKS WENT ON FOR A DAY.
"""
END = "\nEXAMPLE\n"


def lawful(text: str) -> Record:
    """The record of a text by its reader, of which all laws hold."""
    return proved(text, only_document(text))


def told(record: Record) -> list[tuple[str, str, list[str]]]:
    return [(one.kind, one.text, one.exemptions) for one in record.redactions]


# ---------------------------------------------------------------- stamps and marks


@pytest.mark.parametrize(
    ("words", "exemptions"),
    [
        ("RELEASE IN PART B5,B6", ["B5", "B6"]),
        ("RELEASED IN PART", []),
        ("RELEASE IN PART 1.4(D),B1", ["1.4(D)", "B1"]),
        ("Declassified in Part / Released in Part B1", ["B1"]),
        ("DENIED IN FULL B1", ["B1"]),
        ("RELEASE IN PART (b)(6)", ["B6"]),
        ("RELEASE IN PART B5,6", ["B5", "B6"]),
    ],
)
def test_release_stamps(words: str, exemptions: list[str]) -> None:
    assert PARTLY.fullmatch(words)
    record = lawful(CASE + f"        {words}\n\n" + TELEGRAM + END)
    assert told(record) == [("release", words, exemptions)]
    assert words_at(CASE + f"        {words}\n", record.spans["redactions[0].text"]) == words


@pytest.mark.parametrize("words", ["RELEASED IN FULL", "RELEASE IN PARTS OF THE CITY", "B5"])
def test_stamps_that_take_nothing_out(words: str) -> None:
    assert not PARTLY.fullmatch(words)


@pytest.mark.parametrize(
    ("line", "codes"),
    [
        ("B6", ["B6"]),
        ("       B1, 1.4(D)", ["B1, 1.4(D)"]),
        ("JCS:       INFO            B6", ["B6"]),
        ("B1      THE TALKS WENT ON", ["B1"]),
        ("SPOKE WITH      B6      ON TUESDAY", ["B6"]),
        ("SPOKE WITH B6 ON TUESDAY", []),
        ("REASON:  1.4(b)", []),
        ("B52    B12", []),
    ],
)
def test_marks(line: str, codes: list[str]) -> None:
    assert [found["codes"] for found in MARK.finditer(line)] == codes


def test_marks_in_the_margin_and_in_gaps() -> None:
    text = (
        CASE
        + "RELEASE IN PART B6\n"
        + TELEGRAM
        + "2. MET WITH      B6      AND LEFT.\n                  B1\n"
        + END
    )
    record = lawful(text)
    assert told(record) == [
        ("release", "RELEASE IN PART B6", ["B6"]), ("exemption", "B6", ["B6"]), ("exemption", "B1", ["B1"]),
    ]  # fmt: skip
    for i, one in enumerate(record.redactions):
        assert words_at(text, record.spans[f"redactions[{i}].text"]) == one.text
        assert words_at(text, record.spans[f"redactions[{i}].exemptions"]) == " ".join(one.exemptions)


def test_exemptions_below_their_stamp_belong_to_it() -> None:
    text = CASE + "   RELEASE IN PART\n\n   B5,B6\n" + TELEGRAM + "                  B6\n" + END
    assert told(lawful(text)) == [
        ("release", "RELEASE IN PART B5,B6", ["B5", "B6"]),
        ("exemption", "B6", ["B6"]),
    ]


def test_a_telegram_that_was_not_released_so_has_none() -> None:
    assert record_of(TELEGRAM + "                B6\nB1    B2\n" + END).redactions == []


def test_a_release_is_no_fact_of_the_telegram() -> None:
    assert "redactions" not in facts(record_of(TELEGRAM))


def test_many_marks_take_time_in_line_with_them() -> None:
    text = CASE + "B1  " * 200_000 + "\n" + "B1  B2\n" * 20_000
    assert len(parse(text).redactions) == 20_000  # B1  B2 is one mark


# ---------------------------------------------------------------- provenance


@pytest.mark.parametrize(
    ("pattern", "text"),
    [(foia.CASE, CASE), (foia.COPY, COPY), (foia.STAMP, STAMP)],
)  # fmt: skip
def test_patterns_match_what_stands_beside_them(pattern: re.Pattern[str], text: str) -> None:
    assert pattern.search(text) is not None


def test_a_case_line() -> None:
    record = lawful(CASE + TELEGRAM + END + CASE)
    assert record.wrapper == "foia"
    told_of = record.provenance
    assert (told_of.case_number, told_of.document_number) == ("F-2020-00001", "C00000001")
    assert told_of.released == "2021-08-31"


def test_a_copy_and_a_release_stamp() -> None:
    told_of = lawful(COPY + TELEGRAM + STAMP + END).provenance
    assert (told_of.case_number, told_of.document_number) == ("CSP-2020-00001", "B-00000000001")
    assert told_of.released == "2021-02-25"


def test_a_stamp_that_is_later_than_its_copy_is_misread() -> None:
    misread = STAMP.replace("2/25/2021", "12/25/2021")
    assert lawful(COPY + TELEGRAM + misread + END).provenance.released is None
    assert lawful(TELEGRAM + misread + END).provenance.released == "2021-12-25"


@pytest.mark.parametrize("day", ["13/25/2021", "2/45/2021", "a day"])
def test_no_day(day: str) -> None:
    assert lawful(TELEGRAM + STAMP.replace("2/25/2021", day) + END).provenance.released is None


@pytest.mark.parametrize("text", [TELEGRAM, "THE DEPARTMENT OF STATE, Department of State, CASE NO. 7\n"])
def test_a_text_that_is_no_release(text: str) -> None:
    assert not foia.recognise(text)
    assert only_document(text).wrapper == "raw"


def test_the_whole_text_is_the_message() -> None:
    text = CASE + TELEGRAM + END
    found = only_document(text)
    assert (found.text, tuple(found.message)) == (text, (0, len(text)))
    assert facts(normalise(found)) == facts(normalise(document(text)))


def test_real_releases(corpus: Path) -> None:
    record = normalise(only_document((corpus / "foia_text" / "C05764569.txt").read_text(encoding="utf-8")))
    assert [one.kind for one in record.redactions] == ["release", "exemption"]
    assert record.provenance.case_number
