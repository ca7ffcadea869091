"""The executive order's line: every instruction since 1972, in every shape of its dates, and the officer it names."""

# ruff: noqa: E501 - tables of cases: a case a line

from __future__ import annotations

import pytest

from proof import stated
from reftel.record import Record
from reftel.span import Passage, Span
from reftel.telegram.orders import read_officer, read_order
from test_envelope import codes
from test_heading_fields import heading


def order(line: str) -> tuple[str, Record]:
    return heading(f"{line}\nTAGS: PREL\nSUBJECT: A VISIT")


# ---------------------------------------------------------------- dates

DATES = {
    "2020/02/23": "2020-02-23",
    "2019-02-12": "2019-02-12",
    "20141231": "2014-12-31",
    "09/03/15": "2015-09-03",
    "6/3/08": "2008-06-03",
    "011/2/2019": "2019-11-02",
    "12-31-84": "1984-12-31",
    "12.31.2015": "2015-12-31",
    "12 31 2015": "2015-12-31",
    "12/312015": "2015-12-31",
    "12 / 31 / 2015": "2015-12-31",
    "12/31/2O15": "2015-12-31",
    "O6/O3/2O15": "2015-06-03",
    "31/12/2015": "2015-12-31",
    "31 DEC 2015": "2015-12-31",
    "31DEC15": "2015-12-31",
    "DEC 31, 2015": "2015-12-31",
    "December 31, 15": "2015-12-31",
    "12/31/15 OR CLOSURE OF POST": "2015-12-31",
    "DECLASSIFIED BY AN ARCHIVE 09/02/2009": "2009-09-02",
    "02/30/2015": None,
    "12/31/20015": None,
    "13/13/2015": None,
    "00/10/2015": None,
}


@pytest.mark.parametrize("printed", DATES)
def test_dates(printed: str) -> None:
    text, record = order(f"E.O. 12958: DECL: {printed}")
    assert record.declassify is not None
    assert record.declassify.on == DATES[printed]
    assert record.declassify.text == f"DECL: {printed}"
    if record.declassify.on:
        assert stated(text, record, "declassify.on") in printed
    assert ("unread-order" in codes(record)) == (record.declassify.on is None)


@pytest.mark.parametrize(
    ("line", "on"),
    [
        ("DNG: CO 04/08/2026", None),
        ("DECL: 04/08/2036 DNG: CO 04/08/2026", "2036-04-08"),
        ("DNG: CO 04/08/2026 DECL: 04/08/2036", "2036-04-08"),
        ("REVIEW ON 04/08/2026", None),
    ],
)
def test_a_date_of_review_or_downgrading_is_none_of_declassification(line: str, on: str | None) -> None:
    _, record = order(f"E.O. 12958: {line}")
    assert record.declassify is not None
    assert record.declassify.on == on


# ---------------------------------------------------------------- schedules and exemptions

# line -> order, date, exemptions
SCHEDULES: dict[str, tuple[str, str | None, list[str]]] = {
    "E.O. 11652: ADS, DECLAS 12-31-74": ("11652", "1974-12-31", ["ADS"]),
    "E.O. 11652: XGDS1": ("11652", None, ["XGDS-1"]),
    "E.O. 11652: XGDS 3": ("11652", None, ["XGDS-3"]),
    "E.O. 11652: XGDS-2, DECLAS 12-31-84": ("11652", "1984-12-31", ["XGDS-2"]),
    "E.OM 11652: GDS": ("11652", None, ["GDS"]),
    "E.O. 12065: GDS 8/12/85 (ROE, RICHARD) OR-P": ("12065", "1985-08-12", ["GDS"]),
    "E.O. 12065: RDS-1 8/12/99 (ROE, RICHARD)": ("12065", None, ["RDS-1"]),
    "E.O. 12065: RDS-3, 11/30/99": ("12065", None, ["RDS-3"]),
    "E.O. 12065: XDS-4 8/12/99 (ROE, R. R.) OR-M": ("12065", "1999-08-12", ["XDS-4"]),
    "E.O. 12356: OADR": ("12356", None, ["OADR"]),
    "E.O. 12958: 1.6 X1": ("12958", None, ["1.6X1"]),
    "E.O. 12958: DECL: X1, X6": ("12958", None, ["X1", "X6"]),
    "E.O. 13526: DECL: 50X2-WMD": ("13526", None, ["50X2-WMD"]),
    "E.O. 12958: DECL: MR": ("12958", None, ["MR"]),
}


@pytest.mark.parametrize("line", SCHEDULES)
def test_schedules(line: str) -> None:
    number, on, exemptions = SCHEDULES[line]
    _, record = order(line)
    assert record.executive_order == number
    assert record.declassify is not None
    assert (record.declassify.on, record.declassify.exemptions) == (on, exemptions)
    assert record.declassify.event is None
    assert "unread-order" not in codes(record)


@pytest.mark.parametrize("line", ["DECL: XXXXXXXXXX", "XXXXXXXXXX"])
def test_what_is_crossed_out_is_no_event(line: str) -> None:
    _, record = order(f"E.O. 12958: {line}")
    assert record.declassify is not None
    assert record.declassify.event is None
    assert "unread-order" in codes(record)


@pytest.mark.parametrize(
    "event", ["TEN YEARS AFTER UNIFICATION", "AFTER REUNIFICATION", "CLOSURE OF THE COURT"]
)
def test_events(event: str) -> None:
    text, record = order(f"E.O. 12958: DECL: {event}")
    assert record.declassify is not None
    assert record.declassify.event == event
    assert stated(text, record, "declassify.event") == event


# ---------------------------------------------------------------- the officer of E.O. 12065

OFFICERS = {
    "E.O. 12065: GDS 7/2/85 (ROE, RICHARD R.) OR-M": "ROE, RICHARD R.",
    "E.O. 12065: RDS-1 8/12/99 (O'ROE, JANE) OR-P": "O'ROE, JANE",
    "E.O. 12065: XDS-4 8/12/99 (ROE-DOE,\nJANE)": "ROE-DOE, JANE",
    "E.O. 12065: GDS 7/2/85 OR-M": None,
    "E.O. 12065: GDS 7/2/85 (SEE BELOW)": None,
    "E.O. 12958: DECL: 7/2/2015 (ROE, JANE)": None,
    "GDS 7/2/85 (ROE, JANE)": None,
}


@pytest.mark.parametrize("line", OFFICERS)
def test_officers(line: str) -> None:
    found = read_officer(Passage(line, [Span(0, len(line))]))
    assert [person.name.value for person in found] == ([OFFICERS[line]] if OFFICERS[line] else [])
    assert all(person.title is None for person in found)


def test_the_officer_is_the_classifier_of_the_record() -> None:
    text, record = order("E.O. 12065: GDS 7/2/85 (ROE, RICHARD R.) OR-M")
    assert [(person.name, person.title) for person in record.classified_by] == [("ROE, RICHARD R.", None)]
    assert stated(text, record, "classified_by[0].name") == "ROE, RICHARD R."


@pytest.mark.parametrize("before", ["", "\n\n", "CONFIDENTIAL BAMAKO 1399\n\nSIPDIS\n"])
@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("E.O. 12958: DECL: 11/16/2017", ["12958", "DECL: 11/16/2017", "11/16/2017"]),
        ("E.O. 13526: X1, X3", ["13526", "X1, X3", "X1", "X3"]),
        ("E.O. 12065: RDS-1 DNG: CO 7/2/85", ["12065", "RDS-1 DNG: CO 7/2/85", "RDS-1", "7/2/85", "CO"]),
        ("E.O. 12065: (?)", ["12065", "(?)"]),
    ],
)
def test_a_line_that_comes_again_has_places_of_its_own(before: str, line: str, read: list[str]) -> None:
    text = before + line
    number, instruction, odd = read_order(Passage(text, [Span(len(before), len(text))]))
    facts = [number]
    if instruction is not None:
        lowered = [fact for one in instruction.downgrades for fact in (one.on, one.to)]
        facts += [instruction.text, instruction.on, *instruction.exemptions, *lowered]
    places = [span for fact in facts if fact for span in fact.spans] + [one.span for one in odd]
    assert [span.of(text) for span in places] == read
