"""The subject: lines with backslashes, labels glued to it, sentences after it."""

from __future__ import annotations

import pytest

from proof import stated
from test_heading_fields import heading

SUBJECTS = {
    "SUBJECT: A LONG VISIT \\\nTO THE MARKET \\\n \\": "A LONG VISIT TO THE MARKET",
    "SUBJECT: A VISIT \\ \\ \\\nTO THE MARKET": "A VISIT TO THE MARKET",
    "SUBJECT: RAIN\\WIND\nAND SNOW": "RAIN\\WIND AND SNOW",
    "SUBJECT: A VISIT\nTO THE MARKET\nThis is an action request. Please see para 2.": "A VISIT TO THE MARKET",
    "SUBJECT: A VISIT\nTO THE MARKET, as planned": "A VISIT TO THE MARKET, as planned",
    "SUBJECT: A Visit\nto Bamako and other places of this country.": (
        "A Visit to Bamako and other places of this country."
    ),
    "SUBJECT: A Visit\nMali is a country with many markets.": "A Visit Mali is a country with many markets.",
    "UBJECT: A VISIT REF: A. DAKAR 20": "A VISIT",
    "SUBJECT: A VISIT OF THE PRIMEREF: A. DAKAR 20": "A VISIT OF THE PRIME",
    "SUBJECT: A VISIT TO BAMAKOClassified By: DCM Jane Roe. Reasons: 1.4 (b)": "A VISIT TO BAMAKO",
}


@pytest.mark.parametrize("lines", SUBJECTS)
def test_subjects(lines: str) -> None:
    text, record = heading(f"E.O. 12958: N/A\nTAGS: PREL\n{lines}")
    assert record.subject == SUBJECTS[lines]
    assert stated(text, record, "subject") == record.subject


def test_each_side_of_a_backslash_has_a_place() -> None:
    text, record = heading("E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A LONG VISIT \\\nTO THE MARKET")
    assert [text[slice(*place)] for place in record.spans["subject"]] == ["A LONG VISIT", "TO THE MARKET"]
