"""Who classified: names among titles, words broken at a line's end, misprints, reasons in every shape."""

# ruff: noqa: E501 - tables of cases: a case a line

from __future__ import annotations

import pytest

from proof import unproved
from reftel.record import Record
from reftel.tables.titles import is_title_word
from test_heading_fields import heading


def classified(line: str) -> tuple[str, Record]:
    return heading(f"E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A VISIT\n\n{line}")


def people(record: Record) -> list[tuple[str, str | None]]:
    return [(person.name, person.title) for person in record.classified_by]


# ---------------------------------------------------------------- words broken at a line's end

FULL = 71  # signs of a line that was cut at its width


def full(words: str) -> str:
    """``words`` after as much title as makes a full line of them, then a blank."""
    label = "Classified By: "
    title = ("Acting Deputy Political Counselor and Chief of Section " * 2)[: FULL - len(label) - len(words)]
    return f"{label}{title[: title.rfind(' ')].ljust(FULL - len(label) - len(words))}{words} "


BROKEN: dict[str, tuple[str, list[str]]] = {
    full("Jane Exam") + "\nple, for reasons 1.4 (b)": ("Jane Example", ["1.4(b)"]),
    full("Jane Exampl") + "\ne, E.O. 12958, reasons 1.4 (d)": ("Jane Example", ["1.4(d)"]),
    full("Ja") + "\nne Example for reasons 1.4 (b)": ("Jane Example", ["1.4(b)"]),
    full("Jane Example f") + "\nor reasons 1.4 (b)": ("Jane Example", ["1.4(b)"]),
    full("Jane Example for r") + "\neasons 1.4 (b) and (d)": ("Jane Example", ["1.4(b)", "1.4(d)"]),
    full("JANE EXAMPLE. REA") + "\nSONS: 1.4 (B)": ("JANE EXAMPLE", ["1.4(b)"]),
    full("JANE EXAMPLE. REA") + "\n \nSONS: 1.4 (B)": ("JANE EXAMPLE", []),
    full("Jane Example, 1.4 (b) a") + "\nnd (d)": ("Jane Example", ["1.4(b)", "1.4(d)"]),
    full("Jane") + "\n Example for reasons 1.4 (b)": ("Jane Example", ["1.4(b)"]),
    full("Jane") + "\nExample for reasons 1.4 (b)": ("Jane Example", ["1.4(b)"]),
    full("Jane Example,") + "\nreasons 1.4 (b)": ("Jane Example", ["1.4(b)"]),
    full("Jane Example") + "\nbased on 1.4 (b)": ("Jane Example", ["1.4(b)"]),
    full("Jane Roe") + "\na senior officer, 1.4 (b)": ("Jane Roe", ["1.4(b)"]),
    full("Jane") + "\nvan der Roe, 1.4 (b)": ("Jane van der Roe", ["1.4(b)"]),
}


@pytest.mark.parametrize("line", BROKEN, ids=[line.replace("\n", "/")[55:110] for line in BROKEN])
def test_broken_words(line: str) -> None:
    name, reasons = BROKEN[line]
    text, record = classified(line)
    assert [person.name for person in record.classified_by] == [name]
    assert record.reasons == reasons
    assert list(unproved(text, record)) == []


def test_the_pieces_of_a_broken_name_have_a_place_each() -> None:
    text, record = classified(full("Jane Exam") + "\nple, for reasons 1.4 (b)")
    places = record.spans["classified_by[0].name"]
    assert [text[slice(*place)] for place in places] == ["Jane Exam", "ple"]


def test_a_short_line_breaks_no_word() -> None:
    text, record = classified("Classified By: DCM Jane Exam\nple, for reasons 1.4 (b)")
    assert people(record) == [("Jane Exam", "DCM, ple")]
    assert list(unproved(text, record)) == []


# ---------------------------------------------------------------- names, titles, misprints

NAMES: dict[str, tuple[str | None, str | None]] = {
    "Classified By: CHARGE D\\'AFFAIRES JANE ROE FOR REASONS 1.4 (B)": ("JANE ROE", "CHARGE D\\'AFFAIRES"),
    "CLASSIFIED BY CHARGE D'AFFAIRES JANE ROE FOR REASONS 1.4 (B)": ("JANE ROE", "CHARGE D'AFFAIRES"),
    "CLASSIFIED BY POLITICAL COUNSEL0R JANE R0E. REAS0N: 1.5(B)": ("JANE R0E", "POLITICAL COUNSEL0R"),
    "CLASSIFIED BY AMBASSAD0R JANE ROE BASED 0N 1.5 (B)": ("JANE ROE", "AMBASSAD0R"),
    "1. CLASSIFIED BY AF/C - JANE BETH ROE, REASON 1.5 (B)": ("JANE BETH ROE", "AF/C"),
    "Classified By: Acting DCM/Jane Roe for reasons 1.4 (b)": ("Jane Roe", "Acting DCM"),
    "Classified By: NEA/ELA Jane Roe for reasons 1.4 (b)": ("Jane Roe", "NEA/ELA"),
    "Classified By: CDA: Jane Roe for reQ#8$UQ8 controls, 1.4 (b)": ("Jane Roe", "CDA"),
    "Classified By: Officer for Refugee Affairs Jane Roe, 1.4 (b)": ("Jane Roe", "Officer for Refugee Affairs"),
    "Classified By: Consul General Jane Mc Roe: 1.4 (b)": ("Jane Mc Roe", "Consul General"),
    "Classified By: Jane O. de la Roe III, Econ Off. Reason 1.4 (b)": ("Jane O. de la Roe III", "Econ Off"),
    "CLASSIFIED BY AMBASSADOR JANE ROE BECAUSE OF 1.5 (B)": ("JANE ROE", "AMBASSADOR"),
    "Classified By: DCM Jane Roe on 5 May 2007, 1.4 (b)": ("Jane Roe", "DCM, on 5 May 2007"),
    "CLASSIFIED BY SECTION 1.5 (B)": (None, None),
    "Classified By: Jane Roe, Ambassador, U.S. Embassy, Bamako.\nREASON: 1.4 (b)": ("Jane Roe", "Ambassador, U.S. Embassy, Bamako"),
}  # fmt: skip


@pytest.mark.parametrize("line", NAMES)
def test_names(line: str) -> None:
    name, title = NAMES[line]
    text, record = classified(line) if not line.startswith("1.") else numbered(line)
    assert people(record) == ([(name, title)] if name else [])
    assert [reason[3:] for reason in record.reasons] == ["(b)"]
    assert list(unproved(text, record)) == []


def numbered(line: str) -> tuple[str, Record]:
    """The line as the first paragraph of the text."""
    from proof import record_of
    from test_heading_fields import HEAD

    text = f"{HEAD}E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A VISIT\n\n{line}\n\n2. It rained.\n\nRoe\n"
    return text, record_of(text)


# ---------------------------------------------------------------- reasons

REASONS = {
    "REAS ONS 1.4 B/D": ["1.4(b)", "1.4(d)"],
    "for reasons 1.4 (b) a nd (d)": ["1.4(b)", "1.4(d)"],
    "per 1.4 (b), (c), and (d)": ["1.4(b)", "1.4(c)", "1.4(d)"],
    "Reasons: 1.4(a)(b)(d)": ["1.4(a)", "1.4(b)", "1.4(d)"],
    "for reason 1.4B and D": ["1.4(b)", "1.4(d)"],
    "Reasons: l.4 (b), (d)": ["1.4(b)", "1.4(d)"],
    "for reasons 1. \n4 (b)(d)": ["1.4(b)", "1.4(d)"],
    "under E.O. 12958 Sections 1.4 (b) and (d)": ["1.4(b)", "1.4(d)"],
    "Reason: E.O. 12958 1.5 (b+d)": ["1.5(b)", "1.5(d)"],
    "for reasons 1.4 (b and (d).": ["1.4(b)", "1.4(d)"],
}


@pytest.mark.parametrize("words", REASONS)
def test_reasons(words: str) -> None:
    _, record = classified(f"Classified By: Ambassador Jane Roe {words}")
    assert people(record) == [("Jane Roe", "Ambassador")]
    assert record.reasons == REASONS[words]


@pytest.mark.parametrize("line", ["Derived from: Multiple Sources", "Derived from: DSCG 05-1 B, D"])
def test_what_is_derived_has_no_reasons_and_no_officer(line: str) -> None:
    _, record = classified(line)
    assert (people(record), record.reasons) == ([], [])


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("D'AFFAIRES", True),
        ("d\\'affaires", True),
        ("de'Affairs", True),
        ("D'Example", False),
        ("Example", False),
    ],
)
def test_title_words(word: str, expected: bool) -> None:
    assert is_title_word(word) is expected
