"""The page of a telegram: what `show` prints for a person, from a record alone."""

# ruff: noqa: E501 - tables of cases: a case a line

from __future__ import annotations

import msgspec
import pytest

from reftel.cli.page import LONGEST, fields, fold, page
from reftel.cli.searching import pointed
from reftel.document import Document, Source
from reftel.normalise import normalise
from reftel.record import Record
from reftel.span import Span

TEXT = """\
R 121314Z MAR 08
FM AMEMBASSY BRIDGETOWN
TO SECSTATE WASHDC 4321
INFO AMEMBASSY GEORGETOWN

C O N F I D E N T I A L BRIDGETOWN 000777

SIPDIS

E.O. 12958: DECL: 01/01/2018
TAGS: PREL, BB
SUBJECT: A HARBOR REOPENS
REF: A. GEORGETOWN 12
     B. STATE 45678

1. (C) Summary: The harbor of the capital opened again on Monday. End Summary.

----------
The Harbor
----------

2. (SBU) Ships came in again:

  grain     12
  timber     3

3. (U) \x1b]0;owned\x07A crane \x1b[31mfell\x1b[0m \u202eover.
MORROW
"""


def record_of(text: str) -> Record:
    """The record of a text that is all message."""
    source = Source(name="one.txt", sha256="0" * 64, raw=text.encode())
    return normalise(Document(text=text, message=Span(0, len(text)), wrapper="raw", source=source))


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The page of the telegram above, 80 columns wide, of whose references one is held."""
    return list(page(record_of(TEXT), 80, {"08GEORGETOWN12": True}, TEXT))


def test_title(lines: list[str]) -> None:
    assert lines[0].split() == ["08BRIDGETOWN777", "CONFIDENTIAL"]
    assert len(lines[0]) == 80
    assert lines[1] == "A HARBOR REOPENS"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Date", "2008-03-12 13:14 UTC  (121314Z MAR 08)"),
        ("From", "AMEMBASSY BRIDGETOWN"),
        ("To", "SECSTATE WASHDC"),
        ("Info", "AMEMBASSY GEORGETOWN"),
        ("Precedence", "ROUTINE"),
        ("Captions", "SIPDIS"),
        ("Tags", "PREL, BB"),
        ("Declassify", "E.O. 12958: DECL: 01/01/2018"),
    ],
)
def test_field(lines: list[str], name: str, value: str) -> None:
    assert f"  {name:<15}{value}" in lines


@pytest.mark.parametrize(
    ("order", "shown"),
    [
        ("E.O. 12958: DECL: X1", "; 2033-03-12 by rule (E.O. 12958 s. 1.6(d)(1), taken as 25 years by 32 CFR 2001.22: X1)"),
        ("E.O. 12958: DECL: 10 YEARS", "; 2018-03-12 by rule (E.O. 12958 s. 1.6(b): 10 YEARS)"),
        ("E.O. 12958: DECL: X1, 25X1", "; perhaps 2033-03-12 by rule (E.O. 12958 s. 1.6(d)(1), taken as 25 years by 32 CFR 2001.22: X1; E.O. 12958 s. 3.4(b): 25X1)"),
        ("E.O. 12065: RDS-1 8/12/99", "; reviewed, not declassified, on 1999-08-12"),
        ("E.O. 12356: DECL: 6/1/2015", ""),
        ("E.O. 12958: N/A", ""),
    ],
)  # fmt: skip
def test_the_date_that_an_instruction_comes_to_is_told_from_what_is_printed(order: str, shown: str) -> None:
    record = record_of(TEXT.replace("E.O. 12958: DECL: 01/01/2018", order))
    assert dict(fields(record))["Declassify"] == f"{order.removesuffix(': N/A')}{shown}"


def test_what_is_not_stated_has_no_line(lines: list[str]) -> None:
    assert [line for line in lines if line.startswith(("  Sections", "  Classified by", "  Not to"))] == []


def test_paragraphs_stand_under_their_headings_with_number_and_mark(lines: list[str]) -> None:
    heading = lines.index("The Harbor")
    assert lines[heading + 2] == "  2. (SBU) Ships came in again:"[1:]
    assert any(line.startswith(" 1. (C)   Summary: The harbor") for line in lines[:heading])


def test_tables_keep_their_columns(lines: list[str]) -> None:
    grain, timber = (next(line for line in lines if word in line) for word in ("grain  ", "timber  "))
    assert grain.index("12") == timber.index(" 3")


def test_references_say_whether_they_are_held(lines: list[str]) -> None:
    start = lines.index("References")
    assert lines[start + 1].split() == ["A.", "GEORGETOWN", "12", "08GEORGETOWN12"]
    assert lines[start + 2].split() == ["B.", "STATE", "45678", "08STATE45678,", "not", "held"]


def test_nothing_of_a_telegram_steers_the_terminal(lines: list[str]) -> None:
    whole = "\n".join(lines)
    assert "\\x1b]0;owned\\x07A crane \\x1b[31mfell\\x1b[0m \\u202eover." in " ".join(whole.split())
    assert [sign for sign in whole if not sign.isprintable() and sign != "\n"] == []


def test_defects_come_last_with_their_lines() -> None:
    doubled = TEXT.replace("SIPDIS\n", "SIPDIS\nSIPDIS\n")
    lines = list(page(record_of(doubled), 80, {}, doubled))
    noticed = lines[lines.index("Noticed while reading") + 1 :]
    assert "  line 9: A caption is repeated: SIPDIS." in noticed


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_lines_fit_the_width(width: int) -> None:
    long = TEXT.replace("again on Monday", "again " * 80)
    assert max(map(len, page(record_of(long), width, {}, long))) <= width


@pytest.mark.parametrize("text", ["", "\n", "no telegram at all", "\x00" * 50, "1. (C) "], ids=repr)
def test_any_text_has_a_page(text: str) -> None:
    lines = list(page(record_of(text), 80, {}, text))
    assert lines[0].startswith("~")
    assert "(no subject)" in lines


@pytest.mark.parametrize("word", ["x", "grain "], ids=["one word", "words"])
def test_a_line_of_megabytes_is_cut_with_a_note(word: str) -> None:
    record = msgspec.structs.replace(record_of(TEXT), subject=word * 3_000_000)
    lines = list(page(record, 80, {}, TEXT))
    hidden = len(record.subject or "") - LONGEST
    note = f"… {hidden:,} more characters are not shown here; --raw prints them all"
    assert note in " ".join(lines)
    assert max(map(len, lines)) <= 80
    assert sum(line.count(word.strip()) for line in lines) >= LONGEST // len(word)


def test_a_long_word_is_cut_where_the_line_ends() -> None:
    assert fold("a " + "x" * 25 + " b", 12, "  ", "    ") == [
        "  a xxxxxxxx",
        "    xxxxxxxx",
        "    xxxxxxxx",
        "    x b",
    ]


@pytest.mark.parametrize(
    ("query", "place", "shown"),
    [
        pytest.param("from:", 5, "  from:\n       ^", id="at the end"),
        pytest.param("a ) b", 2, "  a ) b\n    ^", id="in the middle"),
        pytest.param("港 )", 2, "  港 )\n     ^", id="wide characters"),
        pytest.param("\x1b )", 2, "  \\x1b )\n       ^", id="control characters"),
    ],
)
def test_a_caret_stands_under_the_place(query: str, place: int, shown: str) -> None:
    assert pointed(query, place) == shown
