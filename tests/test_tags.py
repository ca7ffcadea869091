"""TAGS: run together, of several words, misspelled, persons, organizations, and where the line ends."""

from __future__ import annotations

import pytest

from proof import words_at
from reftel import tables
from reftel.span import Passage, Span
from reftel.telegram.tags import read_tags
from test_envelope import codes
from test_heading_fields import heading

OF_TAGS = {"fused-tags", "unknown-tag"}

LINES: dict[str, tuple[list[str], set[str]]] = {
    # run together
    "PHUM, IT, ITPHUM, ITPHUM, PREL": (["PHUM", "IT", "PREL"], {"fused-tags"}),
    "PHUM, ITPHUM": (["PHUM", "ITPHUM"], {"unknown-tag"}),
    "HUMAN RIGHTSPOLMIL": (["HUMAN RIGHTS", "POL", "MIL"], {"fused-tags"}),
    "HUMAN RIGHTSPREL": (["HUMAN RIGHTS", "PREL"], {"fused-tags"}),
    "HUMAN RIGHTSQQQ": (["HUMAN", "RIGHTSQQQ"], {"unknown-tag"}),
    # of several words
    "PREL GAZA DISENGAGEMENT IS": (["PREL", "GAZA DISENGAGEMENT", "IS"], set()),
    "IT ITALY NATIONAL ELECTIONS ITALIAN POLITICS IRAQI FREEDOM": (
        ["IT", "ITALY NATIONAL ELECTIONS", "ITALIAN POLITICS", "IRAQI FREEDOM"],
        set(),
    ),
    "PREL PM POL FOREIGN POL": (["PREL", "PM", "POL", "FOREIGN POL"], set()),
    "PREL GAZA\nDISENGAGEMENT": (["PREL", "GAZA DISENGAGEMENT"], set()),
    # other ways of writing
    "PREL UNDESCO": (["PREL", "UNESCO"], {"unknown-tag"}),
    "UNESCO, UNDESCO": (["UNESCO"], {"unknown-tag"}),
    # persons
    "OVIP SAMPLE JANE PREL": (["OVIP", "SAMPLE, JANE", "PREL"], set()),
    "OVIP SAMPLE JANE QUORUM RICHARD PREL": (["OVIP", "SAMPLE, JANE", "QUORUM, RICHARD", "PREL"], set()),
    "OVIP, SAMPLE JANE, PREL": (["OVIP", "SAMPLE, JANE", "PREL"], set()),
    "OVIP [SAMPLE, JANE], ML": (["OVIP", "SAMPLE, JANE", "ML"], set()),
    "OREP(SAMPLE), ML": (["OREP", "SAMPLE", "ML"], {"unknown-tag"}),
    "PREL SAMPLE JANE": (["PREL", "SAMPLE", "JANE"], {"unknown-tag"}),
    "OVIP (SAMPLE, JANE), ML": (["OVIP", "SAMPLE, JANE", "ML"], set()),
    # organizations
    "SCUL, XM, SAMPLE PACT": (["SCUL", "XM", "SAMPLE PACT"], {"unknown-tag"}),
    "PINS, COUNCIL OF GREAT REFORM, ML": (["PINS", "COUNCIL OF GREAT REFORM", "ML"], {"unknown-tag"}),
    "PINS, SAMPLE PREL, ML": (["PINS", "SAMPLE", "PREL", "ML"], {"unknown-tag"}),
    # where the line ends, and what is no TAG on it
    "(U) PREL, ML": (["PREL", "ML"], set()),
    "PREL ML TAGS: PREL ML": (["PREL", "ML"], set()),
    "PREL ML\nLIMA FOR AGATT": (["PREL", "ML"], set()),
    "PREL, ML\nDEPT PLEASE PASS USDA": (["PREL", "ML"], set()),
    "PREL, ML\nCaptions: SENSITIVE": (["PREL", "ML"], set()),
    "PREL ML *****************CALLY, WELL": (["PREL", "ML"], set()),
}


@pytest.mark.parametrize("words", LINES)
def test_lines(words: str) -> None:
    tags, odd = LINES[words]
    _, record = heading(f"E.O. 12958: N/A\nTAGS: {words}\nSUBJECT: A VISIT")
    assert record.tags == tags
    assert codes(record) & OF_TAGS == odd


def test_codes_run_together_have_the_place_of_the_whole_word() -> None:
    text, record = heading("E.O. 12958: N/A\nTAGS: HUMAN RIGHTSPOLMIL\nSUBJECT: A VISIT")
    assert {words_at(text, [place]) for place in record.spans["tags"]} == {"HUMAN RIGHTS", "POLMIL"}


@pytest.mark.parametrize("sign", [" ", ", ", ",", "\n"])
def test_a_line_of_known_codes_is_read_as_one_with_an_unknown_word_is(sign: str) -> None:
    """Known codes alone are read at once; an unknown word after them makes the line be read step by step."""
    codes_of_all = sorted(tables.tag_codes())
    for start in range(0, len(codes_of_all), 9):
        line = sign.join(codes_of_all[start::113][:7])
        alone, longer = (Passage(words, [Span(0, len(words))]) for words in (line, f"{line}{sign}QQQQQ"))
        assert read_tags(alone)[0] == read_tags(longer)[0][:-1], line


# ---------------------------------------------------------------- persons


def test_of_very_many_persons_the_first_are_looked_up() -> None:
    names = " ".join(f"SAMPLE{a}{b} JANE" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ")
    _, record = heading(f"E.O. 12958: N/A\nTAGS: OVIP {names}\nSUBJECT: JANE Q. SAMPLEAA, JANE Q. SAMPLEJJ")
    assert record.tags[1] == "SAMPLEAA, JANE Q."
    assert record.tags[-1] == "SAMPLEJJ, JANE"
