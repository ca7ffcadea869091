"""The reference document: the record of one page, read against it by eye, key by key, and kept as hashes.

Where a key's value changes, the test of that key fails and names it; print the record
(``reftel parse --pretty``), read the key against the page, and only then renew its hash.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from golden_hashes import hashes, record_of
from reftel.record import Record

DOCUMENT = "archive_page/07BAMAKO1361.txt"
GOLDEN: dict[str, str] = json.loads(
    (Path(__file__).parent / "golden" / "reference_document.json").read_text("utf-8")
)


@pytest.fixture(scope="module")
def record(corpus: Path) -> Record:
    return record_of(corpus / DOCUMENT)


@pytest.fixture(scope="module")
def found(record: Record) -> dict[str, str]:
    return hashes(record)


@pytest.mark.parametrize("path", GOLDEN)
def test_value(found: dict[str, str], path: str) -> None:
    assert found.get(path) == GOLDEN[path], f"the record's {path} has changed"


def test_no_other_value(found: dict[str, str]) -> None:
    assert sorted(set(found) - set(GOLDEN)) == []


def test_text_read_around_interruptions(record: Record) -> None:
    """Page marks, a stray caption and a blank line within a sentence split the words of four paragraphs."""
    pieces = {paragraph.number: len(paragraph.spans) for paragraph in record.paragraphs}
    assert {number: count for number, count in pieces.items() if count > 1} == {2: 2, 4: 2, 7: 2, 14: 2}


def test_what_is_odd(record: Record) -> None:
    assert Counter(defect.code for defect in record.defects) == {
        "title-cut": 1,
        "repeated-caption": 1,
        "doubled-heading": 1,
        "stray-caption": 2,
        "split-sentence": 1,
    }


def test_two_witnesses(record: Record) -> None:
    assert sorted(record.witnesses) == ["classification", "created", "from", "id", "subject", "tags"]
    assert all(
        [witness.source for witness in both] == ["wrapper", "message"] for both in record.witnesses.values()
    )
