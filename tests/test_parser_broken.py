"""Broken telegrams: each file is named for its fault; what is odd is reported, what is left is read.

All of them are ``whole.txt`` with one fault. The files are invented.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from proof import orphans, uncovered, unproved
from reftel import read
from reftel.defects import CODES
from reftel.document import Document
from reftel.normalise import normalise
from reftel.record import Record, facts
from reftel.telegram.parser import parse

# fault -> the defects that it must be reported as, no more and no fewer
FAULTS: dict[str, set[str]] = {
    "whole": set(),
    # the source
    "bytes-of-cp1252": {"damaged-characters", "no-signature"},
    "nuls": {"control-characters"},
    "row-without-its-last-quotation-mark": {"damaged-row"},
    "markup-breaks-off": {"damaged-markup"},
    "no-telegram": {"not-a-telegram"},
    "line-ends-lost": {"not-a-telegram"},
    "page-without-a-message": {"empty"},
    # the heading
    "no-header": {"no-date", "no-number"},
    "no-classification-line": {"no-classification", "no-number"},
    "misspelled-level": {"damaged-classification"},
    "level-against-security-line": {"classification-mismatch"},
    "doubled-heading": {"doubled-heading"},
    "captions-twice": {"repeated-caption"},
    "impossible-date": {"bad-date", "no-number"},
    "other-serial-on-the-de-line": {"serial-mismatch"},
    "other-day-on-the-de-line": {"filing-time-mismatch"},
    "unknown-station": {"unknown-station"},
    "address-lost": {"damaged-address"},
    "unread-order": {"unread-order"},
    "order-misprinted": {"misprinted-order"},
    "declassified-on-the-day": {"early-declassification"},
    "declassified-too-late": {"late-declassification"},
    "no-tags": {"no-tags"},
    "tags-run-together": {"fused-tags"},
    "tags-label-misspelled": {"damaged-tags-label"},
    "tags-of-no-table": {"unknown-tag"},
    "no-subject": {"no-subject"},
    "reference-unread": {"unread-reference"},
    "reference-of-two-readings": {"ambiguous-reference"},
    # sections
    "half-a-telegram": {"truncated", "no-signature"},
    "second-section-alone": {"truncated"},
    "sections-that-disagree": {"section-mismatch", "truncated"},
    "section-three-of-two": {"section-mismatch", "truncated"},
    # the text
    "spliced-telegram": {"spliced-heading"},
    "level-inside-the-text": {"stray-classification"},
    "caption-in-a-sentence": {"stray-caption"},
    "blank-line-in-a-sentence": {"split-sentence"},
    "blank-lines-doubled": {"split-sentence"},
    "blank-lines-lost": set(),
    "page-marks-through-words": set(),
    "paragraphs-out-of-order": {"paragraph-order"},
    "paragraph-number-twice": {"repeated-paragraph"},
    "no-signature": {"no-signature"},
    "small-letters": set(),
    # two witnesses
    "page-with-another-date": {"witness-disagrees"},
    "page-with-another-level": {"witness-disagrees"},
    "page-with-another-telegram": {"witness-disagrees"},
    "page-with-half-a-title": {"title-cut"},
    "page-with-an-extract": {"partial-extract", "no-date"},
}

# fault -> the facts that may differ from those of the whole telegram; all others must be the same
LOSES: dict[str, set[str]] = {
    "whole": set(),
    "nuls": {"paragraphs", "summary"},
    "misspelled-level": set(),
    "level-against-security-line": {"transmission"},
    "doubled-heading": set(),
    "captions-twice": set(),
    "impossible-date": {
        "id", "aliases", "year", "post", "serial", "created", "dtg", "date", "references", "mentions"
    },
    "other-serial-on-the-de-line": {"transmission"},
    "other-day-on-the-de-line": {"transmission"},
    "address-lost": {"info"},
    "no-tags": {"tags"},
    "no-subject": {"subject"},
    "tags-run-together": set(),
    "tags-label-misspelled": set(),
    "tags-of-no-table": {"tags"},
    "unread-order": {"declassify"},
    "order-misprinted": set(),
    "declassified-on-the-day": {"declassify"},
    "declassified-too-late": {"declassify"},
    "level-inside-the-text": set(),
    "caption-in-a-sentence": set(),
    "blank-line-in-a-sentence": set(),
    "blank-lines-lost": set(),
    "no-signature": {"signature"},
    "page-with-another-date": set(),
    "page-with-another-level": set(),
    "page-with-another-telegram": set(),
    "page-with-half-a-title": set(),
}  # fmt: skip


def only(folder: Path, name: str) -> Document:
    (document,) = read(folder / f"{name}.txt")
    return document


def codes(record: Record) -> set[str]:
    return {odd.code for odd in record.defects}


def test_every_file_has_its_row(broken: Path) -> None:
    assert {path.stem for path in broken.iterdir()} == set(FAULTS)


def test_every_code_is_provoked() -> None:
    of_pdfs = {"page-without-text"}  # test_sources_pdf.py
    assert set().union(*FAULTS.values()) == set(CODES) - of_pdfs


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_reported(broken: Path, name: str) -> None:
    document = only(broken, name)
    record = normalise(document)
    assert codes(record) == FAULTS[name]
    for odd in record.defects:
        assert odd.message.startswith(CODES[odd.code].rstrip("."))
        assert 0 <= odd.span[0] <= odd.span[1] <= len(document.text)
        assert "\n" not in odd.message


@pytest.mark.parametrize("name", FAULTS)
def test_what_is_read_is_proved(broken: Path, name: str) -> None:
    document = only(broken, name)
    record = normalise(document)
    assert list(uncovered(parse(document.text, document.message), document.message)) == []
    assert list(unproved(document.text, record)) == []
    assert list(orphans(document.text, document.message, record)) == []


@pytest.mark.parametrize("name", LOSES)
def test_what_is_left_is_read(broken: Path, name: str) -> None:
    whole, found = facts(normalise(only(broken, "whole"))), facts(normalise(only(broken, name)))
    assert {key for key in whole if whole[key] != found[key]} <= LOSES[name]


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("nuls", "control-characters", "\0"),
        ("misspelled-level", "damaged-classification", "C O N F I D E M T I A L"),
        ("impossible-date", "bad-date", "312552Z NOV 07"),
        ("other-serial-on-the-de-line", "serial-mismatch", "1398"),
        ("other-day-on-the-de-line", "filing-time-mismatch", "3021052"),
        ("level-against-security-line", "classification-mismatch", "ZNR UUUUU"),
        ("unknown-station", "unknown-station", "ATLANTIS"),
        ("captions-twice", "repeated-caption", "SIPDIS"),
        ("tags-of-no-table", "unknown-tag", "XXQQ"),
        ("tags-label-misspelled", "damaged-tags-label", "TAGES:"),
        ("unread-order", "unread-order", "#@!%"),
        ("address-lost", "damaged-address", "INFO //J5// 0361"),
        ("reference-of-two-readings", "ambiguous-reference", "077 BAMAKO 1015"),
        ("level-inside-the-text", "stray-classification", "C O N F I D E N T I A L BAMAKO 001399"),
        ("spliced-telegram", "spliced-heading", "C O N F I D E N T I A L BAMAKO 001402"),
        ("doubled-heading", "doubled-heading", "C O N F I D E N T I A L BAMAKO 001399"),
        ("paragraphs-out-of-order", "paragraph-order", "4"),
        ("page-with-another-date", "witness-disagrees", "2007-11-28 10:25:00"),
        ("page-with-half-a-title", "title-cut", "RAIN IN THE HARBOUR"),
    ],
)
def test_a_defect_names_its_place(broken: Path, name: str, code: str, words: str) -> None:
    document = only(broken, name)
    found = [odd for odd in normalise(document).defects if odd.code == code]
    assert words in [document.text[slice(*odd.span)] for odd in found]


def test_a_page_around_another_telegram_keeps_both_numbers(broken: Path) -> None:
    """The message counts, and what the page says is kept beside it."""
    record = normalise(only(broken, "page-with-another-telegram"))
    assert record.id == "07BAMAKO1399"
    assert [(one.source, one.value) for one in record.witnesses["id"]] == [
        ("wrapper", "07BAMAKO1402"),
        ("message", "07BAMAKO1399"),
    ]
    assert sum(odd.code == "witness-disagrees" for odd in record.defects) == 3


def test_a_page_alone_gives_its_number(broken: Path) -> None:
    record = normalise(only(broken, "page-without-a-message"))
    assert (record.id, record.subject, record.paragraphs) == ("07BAMAKO1399", None, [])
    assert record.date is not None
    assert (record.date.value, record.date.source) == ("2007-11-28T10:52:00Z", "wrapper")
