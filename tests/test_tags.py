"""TAGS: run together, of several words, misspelled, persons, organizations, and where the line ends."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

import pytest

from proof import record_of, words_at
from reftel import tables
from reftel.record import Record
from reftel.tables import Principal
from reftel.tables.rows import squeezed
from reftel.telegram.parser import parse
from reftel.telegram_id import TelegramId
from test_envelope import codes
from test_heading_fields import BODY, HEAD, heading

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


# ---------------------------------------------------------------- office-holders


def loose(row: Principal) -> str | None:
    """Surname and given name as loose words of a TAGS line; ``None`` where they are no two plain words."""
    words = f"{row.surname} {row.given}".upper()
    return words if re.fullmatch(r"[A-Z]{3,} [A-Z]{3,}", words) else None


def inside(row: Principal) -> date:
    """A day in the middle of a term, or of what is left of it once there were TAGS."""
    first = max(row.term.first, date(1973, 3, 1))
    return first + (row.term.last - first) / 2


def named(rows: Iterable[Principal]) -> list[object]:
    return [pytest.param(r, id=f"{r.surname}, {r.given}, {r.office}, {r.term.first.year}") for r in rows]


SINCE_TAGS = [row for row in tables.principals() if row.term.last > date(1973, 3, 1)]
PLAIN = [row for row in SINCE_TAGS if loose(row)]


def printed(name: str, day: date | None, order: str = "12958", subject: str = "A VISIT") -> Record:
    """The record of a telegram of ``day`` with a visitor's name on its TAGS line."""
    dtg = f"R {day:%d}1052Z {day:%b %y}\n".upper() if day else ""
    fields = f"E.O. {order}: N/A\nTAGS: OVIP {name} PREL\nSUBJECT: {subject}"
    return record_of(f"{dtg}{HEAD.partition(chr(10))[2]}{fields}{BODY}")


def namesakes(row: Principal, day: date | None) -> set[str]:
    """The initials of those in the list who bear the name and held an office on ``day``, or ever."""
    called = (squeezed(row.surname), squeezed(row.given))
    return {
        other.initial
        for other in tables.principals()
        if (squeezed(other.surname), squeezed(other.given)) == called
        and (day is None or other.term.first <= day <= other.term.last)
    }


@pytest.mark.parametrize("row", named(PLAIN))
def test_a_name_in_office_has_the_initial_of_the_list(row: Principal) -> None:
    record = printed(str(loose(row)), inside(row))
    plain = f"{row.surname}, {row.given}".upper()
    assert record.tags == ["OVIP", f"{plain} {row.initial}".rstrip(), "PREL"]
    added = [odd.span for odd in record.defects if odd.code == "completed-name"]
    assert added == ([record.spans["tags"][1]] if row.initial else [])


@pytest.mark.parametrize("row", named(PLAIN))
def test_a_name_out_of_office_stays(row: Principal) -> None:
    around = (row.term.first - timedelta(days=1), row.term.last + timedelta(days=1))
    days = [day for day in around if day > date(1973, 3, 1) and not namesakes(row, day)]
    read = [printed(str(loose(row)), day).tags[1] for day in days]
    assert read == [f"{row.surname}, {row.given}".upper()] * len(days)


@pytest.mark.parametrize("form", ["({}, {})", "[{}, {}]", "{}, {}"])
@pytest.mark.parametrize("row", named(PLAIN))
def test_a_name_in_the_prescribed_form_stays(row: Principal, form: str) -> None:
    record = printed(form.format(row.surname, row.given).upper(), inside(row))
    assert record.tags[1] == f"{row.surname}, {row.given}".upper()
    assert "completed-name" not in codes(record)


@pytest.mark.parametrize("row", named(row for row in PLAIN if len(namesakes(row, None)) == 1))
def test_a_name_without_date_has_the_initial_if_one_person_bears_it(row: Principal) -> None:
    plain = f"{row.surname}, {row.given}".upper()
    assert printed(str(loose(row)), None).tags[1] == f"{plain} {row.initial}".rstrip()


def test_the_order_in_force_tells_one_of_two_of_a_name() -> None:
    """Father and son: under E.O. 12958 one of them held an office; without a number both may be meant."""
    first, second = (
        row for row in tables.principals() if row.surname == "Bush" and row.office == "President"
    )
    plain = f"{first.surname}, {first.given}".upper()
    assert loose(first) == loose(second) == plain.replace(",", "")
    tags = [printed(plain.replace(",", ""), None, order).tags[1] for order in ("12958", "12356", "")]
    assert tags == [f"{plain} {second.initial}", plain, plain]


def test_what_the_subject_prints_comes_before_the_list() -> None:
    row = next(row for row in PLAIN if row.initial)
    record = printed(str(loose(row)), inside(row), subject=f"VISIT OF {row.given} X. {row.surname}")
    assert record.tags[1] == f"{row.surname}, {row.given} X.".upper()
    assert "completed-name" not in codes(record)


def test_where_the_subject_prints_two_the_list_is_not_asked() -> None:
    row = next(row for row in PLAIN if row.initial)
    named = f"{row.given} X. {row.surname} AND {row.given} Y. {row.surname}"
    assert (
        printed(str(loose(row)), inside(row), subject=named).tags[1] == f"{row.surname}, {row.given}".upper()
    )


def test_a_year_from_the_wrapper_is_a_time_too() -> None:
    row = next(row for row in PLAIN if row.initial and row.surname == "Bush")
    words = str(loose(row))
    text = f"{HEAD.partition(chr(10))[2]}TAGS: OVIP {words}\nSUBJECT: A VISIT{BODY}"
    years = (row.term.first.year + 1, row.term.first.year - 5, None)
    read = [parse(text, own=TelegramId(year, "BAMAKO", 1399) if year else None) for year in years]
    named = f"{row.surname}, {row.given}".upper()
    assert [telegram.heading.tags[1].value for telegram in read] == [f"{named} {row.initial}", named, named]


def test_of_very_many_persons_the_first_are_looked_up() -> None:
    names = " ".join(f"SAMPLE{a}{b} JANE" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJ")
    _, record = heading(f"E.O. 12958: N/A\nTAGS: OVIP {names}\nSUBJECT: JANE Q. SAMPLEAA, JANE Q. SAMPLEJJ")
    assert record.tags[1] == "SAMPLEAA, JANE Q."
    assert record.tags[-1] == "SAMPLEJJ, JANE"
