"""What instructions come to: every row of the written rule, and every way in which a line departs from it."""

# ruff: noqa: E501 - tables of cases: a case a line

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proof import stated, words_at
from reftel import tables
from reftel.declassification import compute
from reftel.document import Document
from reftel.normalise import normalise
from reftel.record import BestDate, Computed, Declassify, Downgrade, Record
from reftel.tables import Schedule
from test_envelope import codes, lawful
from test_normalise import said

LEVELS = {
    "TOP SECRET": "T O P  S E C R E T",
    "SECRET": "S E C R E T",
    "CONFIDENTIAL": "C O N F I D E N T I A L",
}


def telegram(order: str, sent: str, level: str | None = "CONFIDENTIAL") -> tuple[str, Record]:
    """A telegram with this order line, date-time group (none for '') and level (none for ``None``)."""
    dtg = f"R {sent}\n" if sent else ""
    banner = f"{LEVELS.get(level, level)} BAMAKO 001399\n" if level else ""
    text = (
        f"{dtg}FM AMEMBASSY BAMAKO\nTO SECSTATE WASHDC\nBT\n{banner}\n"
        f"{order}\nTAGS: PREL\nSUBJECT: A VISIT\n\n1. It rained.\n\nROE\n"
    )
    return text, lawful(text)


def computed(order: str, sent: str, level: str | None = "CONFIDENTIAL") -> Computed | None:
    declassify = telegram(order, sent, level)[1].declassify
    return declassify.computed if declassify else None


# ---------------------------------------------------------------- the written rule, row by row


class Row(NamedTuple):
    """When the example of a row was sent, and what its record must say."""

    sent: str
    on: str | None = None
    review: str | None = None
    computed: str | None = None
    level: str = "CONFIDENTIAL"


# (orders, instruction, levels) -> what comes of the example
ROWS: dict[tuple[str, str, str], Row] = {
    ("", "N/A", ""): Row("291015Z JUL 76", level="UNCLASSIFIED"),
    ("", "any", "UNCLASSIFIED;LIMITED OFFICIAL USE;RESTRICTED"): Row("291015Z JUL 76", level="LIMITED OFFICIAL USE"),
    ("11652", "ADS", ""): Row("291015Z JUL 73", "1974-12-31"),
    ("11652", "GDS", "CONFIDENTIAL"): Row("291015Z JUL 76", computed="1982-12-31"),
    ("11652", "GDS", "SECRET"): Row("291015Z JUL 76", computed="1984-12-31", level="SECRET"),
    ("11652", "GDS", "TOP SECRET"): Row("291015Z JUL 76", computed="1986-12-31", level="TOP SECRET"),
    ("11652", "XGDS", ""): Row("010015Z JAN 75", computed="2005-12-31"),
    ("11652", "XGDS-1", ""): Row("312359Z DEC 74", computed="2004-12-31"),
    ("11652", "XGDS-2", ""): Row("291015Z JUL 76", "1984-12-31"),
    ("11652", "XGDS-3", ""): Row("291015Z JUL 76", computed="2006-12-31"),
    ("11652", "XGDS-4", ""): Row("291015Z JUL 76", computed="2006-12-31", level="SECRET"),
    ("12065", "GDS", ""): Row("121015Z AUG 79", "1985-08-12"),
    ("12065", "RDS", ""): Row("121015Z AUG 79", None, "1999-08-12"),
    ("12065", "XDS", ""): Row("121015Z AUG 79", "1999-08-12"),
    ("12065", "XGDS", ""): Row("201015Z NOV 79", "1998-11-20"),
    ("12356", "DATE", ""): Row("011015Z JUN 86", "1995-06-01"),
    ("12356", "EVENT", ""): Row("011015Z JUN 86"),
    ("12356", "OADR", ""): Row("011015Z JUN 86", computed="2011-12-31"),
    ("12958;13292", "25X", ""): Row("281052Z NOV 07"),
    ("12958;13292", "50X", ""): Row("281052Z NOV 07"),
    ("12958;13292", "DATE", ""): Row("281052Z NOV 07", "2017-11-16"),
    ("12958;13292", "DECLASSIFIED", ""): Row("250930Z FEB 72", "2006-06-21"),
    ("12958;13292", "DNG", ""): Row("081052Z APR 06", level="SECRET"),
    ("12958;13292", "EVENT", ""): Row("281052Z NOV 07"),
    ("12958;13292", "MR", ""): Row("281052Z NOV 07", computed="2032-11-28"),
    ("12958;13292", "OADR", ""): Row("281052Z NOV 07", computed="2032-12-31"),
    ("12958;13292", "X1", ""): Row("281052Z NOV 01", computed="2026-11-28"),
    ("12958;13292", "X2", ""): Row("010052Z JAN 00", computed="2025-01-01"),
    ("12958;13292", "X3", ""): Row("281052Z NOV 01", computed="2026-11-28"),
    ("12958;13292", "X4", ""): Row("281052Z NOV 01", computed="2026-11-28", level="SECRET"),
    ("12958;13292", "X5", ""): Row("281052Z NOV 01", computed="2026-11-28"),
    ("12958;13292", "X6", ""): Row("281052Z NOV 01", computed="2026-11-28"),
    ("12958;13292", "X7", ""): Row("281052Z NOV 01", computed="2026-11-28"),
    ("12958;13292", "X8", ""): Row("281052Z NOV 01", computed="2026-11-28"),
    ("12958;13292", "XXXX", ""): Row("281052Z NOV 07"),
    ("12958;13292", "YEARS", ""): Row("281052Z NOV 07", computed="2017-11-28"),
    ("13526", "25X", ""): Row("121052Z OCT 10", "2045-10-12"),
    ("13526", "50X", ""): Row("121052Z OCT 10"),
    ("13526", "DATE", ""): Row("161052Z NOV 10", "2020-11-16"),
    ("13526", "EVENT", ""): Row("121052Z OCT 10"),
    ("13526", "MR", ""): Row("121052Z OCT 10"),
    ("13526", "OADR", ""): Row("121052Z OCT 10"),
    ("13526", "X", ""): Row("121052Z OCT 10"),
}  # fmt: skip


def key(row: Schedule) -> tuple[str, str, str]:
    return ";".join(row.orders), row.instruction, ";".join(row.levels)


def test_every_row_of_the_written_rule_has_a_case() -> None:
    assert sorted(map(key, tables.schedules())) == sorted(ROWS)


@pytest.mark.parametrize("row", tables.schedules(), ids=lambda row: "-".join(key(row)))
def test_the_example_of_a_row(row: Schedule) -> None:
    case = ROWS[key(row)]
    _, record = telegram(row.example, case.sent, case.level)
    declassify = record.declassify
    if row.instruction == "N/A":
        assert declassify is None
        return
    assert declassify is not None
    assert (declassify.on, declassify.review_on) == (case.on, case.review)
    assert (declassify.computed and declassify.computed.on) == case.computed
    assert bool(declassify.event) == (row.instruction == "EVENT")
    assert bool(declassify.downgrades) == (row.printed == "downgrading")
    if declassify.computed:
        assert declassify.computed.candidates == [case.computed]
        assert declassify.computed.rule.startswith(f"{row.rule}: ")
    assert codes(record) - {"no-tags"} == ({"unread-order"} if row.instruction == "XXXX" else set())


@pytest.mark.parametrize("row", tables.schedules(), ids=lambda row: "-".join(key(row)))
def test_a_row_is_whole(row: Schedule) -> None:
    """Its order is in the example, its levels are levels, and it has years if it counts any."""
    assert row.example.startswith("E.O. ")
    assert row.source
    assert not row.orders or any(number in row.example for number in row.orders)
    assert all(tables.executive_order(number) for number in row.orders)
    named = (*row.levels, *(level for level, _ in row.downgrades))
    assert [level for level in named if tables.classification(level) is None] == []
    assert bool(row.counts) == bool(row.years)
    assert row.years.isdigit() or row.years in ("", "printed")


# ---------------------------------------------------------------- levels


def test_a_secret_is_downgraded_on_the_way() -> None:
    found = computed("E.O. 11652: GDS", "291015Z JUL 76", "SECRET")
    assert found is not None
    assert found.downgrades == [Downgrade("CONFIDENTIAL", "1978-12-31")]
    assert found.rule == "E.O. 11652 s. 5(A)(2): GDS, SECRET"


def test_a_top_secret_is_downgraded_twice() -> None:
    found = computed("E.O. 11652: GDS", "291015Z JUL 76", "TOP SECRET")
    assert found is not None
    assert found.downgrades == [Downgrade("SECRET", "1978-12-31"), Downgrade("CONFIDENTIAL", "1980-12-31")]


def test_without_a_level_all_dates_are_candidates() -> None:
    found = computed("E.O. 11652: GDS", "291015Z JUL 76", None)
    assert found is not None
    assert (found.on, found.downgrades) == (None, [])
    assert found.candidates == ["1982-12-31", "1984-12-31", "1986-12-31"]
    assert found.rule == (
        "E.O. 11652 s. 5(A)(3): GDS, CONFIDENTIAL; E.O. 11652 s. 5(A)(2): GDS, SECRET; "
        "E.O. 11652 s. 5(A)(1): GDS, TOP SECRET"
    )


def test_a_schedule_that_is_the_same_for_all_levels_needs_none() -> None:
    found = computed("E.O. 11652: XGDS-1", "291015Z JUL 76", None)
    assert found is not None
    assert found.on == "2006-12-31"


@pytest.mark.parametrize("level", ["UNCLAS", "LIMITED OFFICIAL USE"])
@pytest.mark.parametrize("line", ["E.O. 11652: GDS", "E.O. 12356: DECL: OADR", "E.O. 12958: DECL: 10 YEARS"])
def test_what_is_not_classified_is_not_declassified(line: str, level: str) -> None:
    assert computed(line, "281052Z NOV 07", level) is None


# ---------------------------------------------------------------- the date of the telegram


def test_without_a_date_there_is_none() -> None:
    _, record = telegram("E.O. 11652: GDS", "")
    assert record.date is None
    assert record.declassify is not None
    assert record.declassify.computed is None


def dated_by_the_page(line: str, **statements: str) -> tuple[Document, Record]:
    document = said(telegram(line, "")[0], **statements)
    return document, normalise(document)


def test_a_year_is_enough_for_the_end_of_a_year() -> None:
    document, record = dated_by_the_page("E.O. 11652: GDS", id="1976BAMAKO01399")
    assert record.date is not None
    assert record.date.precision == "year"
    assert record.declassify is not None
    assert record.declassify.computed is not None
    assert record.declassify.computed.on == "1982-12-31"
    places = record.spans["declassify.computed"]
    assert words_at(document.text, places) == "11652 GDS C O N F I D E N T I A L BAMAKO 001399"


@pytest.mark.parametrize("line", ["E.O. 12958: DECL: 10 YEARS", "E.O. 12958: DECL: X1"])
def test_a_year_is_not_enough_for_a_day(line: str) -> None:
    _, record = dated_by_the_page(line, id="2001BAMAKO01399")
    assert record.declassify is not None
    assert record.declassify.computed is None


def test_a_day_of_the_page_counts_where_the_message_has_none() -> None:
    _, record = dated_by_the_page("E.O. 12958: DECL: 10 YEARS", created="2001-11-28")
    assert record.declassify is not None
    assert record.declassify.computed is not None
    assert record.declassify.computed.on == "2011-11-28"


def test_a_leap_day_becomes_the_day_before_the_first_of_march() -> None:
    found = computed("E.O. 12958: DECL: TEN YEARS", "291052Z FEB 04")
    assert found is not None
    assert found.on == "2014-02-28"


# ---------------------------------------------------------------- evidence


def test_the_evidence_is_order_instruction_level_and_date() -> None:
    text, record = telegram("E.O. 11652: GDS", "291015Z JUL 76", "SECRET")
    assert stated(text, record, "declassify.computed") == "11652 GDS S E C R E T 291015Z JUL 76"


def test_the_evidence_of_a_term() -> None:
    text, record = telegram("E.O. 12958: DECL: TEN YEARS", "281052Z NOV 07")
    assert stated(text, record, "declassify.term") == "TEN YEARS"
    assert record.declassify is not None
    assert record.declassify.term == 10
    assert "TEN YEARS" in stated(text, record, "declassify.computed")


def test_the_evidence_of_a_review_and_of_a_downgrading() -> None:
    text, record = telegram("E.O. 12065: RDS-3 8/12/99 (ROE, JANE) OR-M", "121015Z AUG 79")
    assert stated(text, record, "declassify.review_on") == "8/12/99"
    text, record = telegram("E.O. 12958: DNG: CO 04/08/2026", "081052Z APR 06", "SECRET")
    assert record.declassify is not None
    assert record.declassify.downgrades == [Downgrade("CONFIDENTIAL", "2026-04-08")]
    assert stated(text, record, "declassify.downgrades[0].on") == "04/08/2026"
    assert stated(text, record, "declassify.downgrades[0].to") == "CO"


# ---------------------------------------------------------------- what else lines say

# line, sent, level -> on, review, date computed, event
LINES: dict[tuple[str, str, str], tuple[str | None, str | None, str | None, str | None]] = {
    ("E.O. 11652: GDS, DECLAS 12-31-80", "291015Z JUL 76", "CONFIDENTIAL"): ("1980-12-31", None, "1982-12-31", None),
    ("E.O. 11652: XGDS-2, DECLAS 12-31-84", "291015Z JUL 76", "SECRET"): ("1984-12-31", None, None, None),
    ("E.O. 11652: XGDS-1, DECLAS 12-31-04", "291015Z JUL 76", "SECRET"): ("2004-12-31", None, None, None),
    ("E.O. 11652: ADS, DECLAS UPON SIGNATURE", "291015Z JUL 76", "SECRET"): (None, None, None, "UPON SIGNATURE"),
    ("E.O. 12065: GDS", "121015Z AUG 79", "SECRET"): (None, None, None, None),
    ("E.O. 12065: RDS-1 8/12/09 (ROE, JANE)", "121015Z AUG 79", "SECRET"): (None, "2009-08-12", None, None),
    ("E.O. 12065: RDS-1 (ROE, JANE) 8/12/99", "121015Z AUG 79", "SECRET"): (None, "1999-08-12", None, None),
    ("E.O. 12065: RDS-2, DECLAS 8/12/89", "121015Z AUG 79", "SECRET"): ("1989-08-12", None, None, None),
    ("E.O. 12356: GDS", "121015Z AUG 85", "SECRET"): (None, None, None, None),
    ("E.O. 12356: OADR", "121015Z AUG 85", "SECRET"): (None, None, "2010-12-31", None),
    ("E.O. 12958: DECL: X1, X6", "281052Z NOV 01", "SECRET"): (None, None, "2026-11-28", None),
    ("E.O. 12958: DECL: 1.6 X5", "281052Z NOV 01", "SECRET"): (None, None, "2026-11-28", None),
    ("E.O. 12958: DECL: 11/28/11, X6", "281052Z NOV 01", "SECRET"): ("2011-11-28", None, None, None),
    ("E.O. 12958: 10 YEARS", "281052Z NOV 01", "SECRET"): (None, None, "2011-11-28", None),
    ("E.O. 12958: DECL: 25 YEARS", "281052Z NOV 01", "SECRET"): (None, None, "2026-11-28", None),
    ("E.O. 12958: DECL: TWENTY-FIVE YEARS", "281052Z NOV 01", "SECRET"): (None, None, "2026-11-28", None),
    ("E.O. 12958: DECL: TEN YEARS FROM DATE OF ORIGIN", "281052Z NOV 01", "SECRET"): (None, None, "2011-11-28", None),
    ("E.O. 12958: DECL: 10 YEARS AFTER REUNIFICATION", "281052Z NOV 01", "SECRET"): (None, None, None, "10 YEARS AFTER REUNIFICATION"),
    ("E.O. 12958: DECL: TEN YEARS AFTER REUNIFICATION", "281052Z NOV 01", "SECRET"): (None, None, None, "TEN YEARS AFTER REUNIFICATION"),
    ("E.O. 12958: DECL: REVIEW ON 04/08/2026", "281052Z NOV 01", "SECRET"): (None, "2026-04-08", None, None),
    ("E.O. 12958: DOWNGRADE TO CONFIDENTIAL ON 1/1/2010", "281052Z NOV 01", "SECRET"): (None, None, None, None),
    ("E.O. 13292: DECL: OADR", "281052Z NOV 04", "SECRET"): (None, None, "2029-12-31", None),
    ("E.O. 13526: DECL: 10 YEARS", "281052Z NOV 10", "SECRET"): (None, None, None, None),
    ("E.O. 13526: DECL: 04/01/40", "011052Z APR 15", "SECRET"): ("2040-04-01", None, None, None),
    ("E.O. 13526: DECL: 04/01/1940", "011052Z APR 15", "SECRET"): ("1940-04-01", None, None, None),
}  # fmt: skip


@pytest.mark.parametrize("case", LINES, ids=" | ".join)
def test_lines(case: tuple[str, str, str]) -> None:
    _, record = telegram(*case)
    declassify = record.declassify
    assert declassify is not None
    found = declassify.computed and declassify.computed.on
    assert (declassify.on, declassify.review_on, found, declassify.event) == LINES[case]


def test_schedules_that_contradict_each_other_stay_candidates() -> None:
    found = computed("E.O. 11652: GDS XGDS-2", "291015Z JUL 76")
    assert found is not None
    assert (found.on, found.candidates) == (None, ["1982-12-31", "2006-12-31"])


def test_an_exemption_without_a_date_makes_another_uncertain() -> None:
    found = computed("E.O. 12958: DECL: 25X1, X6", "281052Z NOV 01")
    assert found is not None
    assert (found.on, found.candidates) == (None, ["2026-11-28"])


# ---------------------------------------------------------------- the number of the order

# number as printed, sent -> the order, the date that GDS or OADR comes to under it
MISPRINTS: dict[tuple[str, str, str], tuple[str, str | None]] = {
    ("11653", "291015Z JUL 76", "GDS"): ("11652", "1982-12-31"),
    ("1652", "291015Z JUL 76", "GDS"): ("11652", "1982-12-31"),
    ("13224", "291015Z JUL 76", "GDS"): ("13224", None),
    ("16152", "291015Z JUL 76", "GDS"): ("11652", "1982-12-31"),
    ("12536", "121015Z AUG 85", "DECL: OADR"): ("12356", "2010-12-31"),
    ("12956", "121015Z AUG 85", "DECL: OADR"): ("12356", "2010-12-31"),
    ("12956", "281052Z NOV 07", "DECL: OADR"): ("12958", "2032-12-31"),
    ("12598", "281052Z NOV 07", "DECL: OADR"): ("12958", "2032-12-31"),
    ("12985", "281052Z NOV 07", "DECL: OADR"): ("12958", "2032-12-31"),
    ("1295", "281052Z NOV 07", "DECL: OADR"): ("12958", "2032-12-31"),
    ("129580", "281052Z NOV 07", "DECL: OADR"): ("12958", "2032-12-31"),
    ("12598", "021052Z AUG 10", "DECL: OADR"): ("12958", "2035-12-31"),
    ("11653", "051015Z DEC 78", "GDS"): ("11652", "1984-12-31"),
    ("13256", "121052Z OCT 10", "DECL: OADR"): ("13526", None),
}  # fmt: skip


@pytest.mark.parametrize("case", MISPRINTS, ids=" | ".join)
def test_a_misprinted_order_is_the_nearest_of_its_time(case: tuple[str, str, str]) -> None:
    printed, sent, instruction = case
    text, record = telegram(f"E.O. {printed}: {instruction}", sent)
    order, on = MISPRINTS[case]
    assert record.executive_order == order
    assert stated(text, record, "executive_order") == printed
    assert record.declassify is not None
    assert (record.declassify.computed and record.declassify.computed.on) == on
    [odd] = [odd for odd in record.defects if odd.code in ("misprinted-order", "unread-order")]
    assert odd.code == ("misprinted-order" if order != printed else "unread-order")
    assert printed in odd.message
    assert text[slice(*odd.span)] == printed


def test_a_misprint_near_to_two_orders_stays_where_no_date_tells() -> None:
    _, record = telegram("E.O. 12956: DECL: OADR", "")
    assert record.executive_order == "12956"
    assert "unread-order" in codes(record)


def test_a_year_tells_too() -> None:
    _, record = dated_by_the_page("E.O. 12956: DECL: OADR", id="1985BAMAKO01399")
    assert record.executive_order == "12356"


@pytest.mark.parametrize("number", ["11652", "12065", "12356", "12958", "13292", "13526"])
def test_a_number_that_is_an_order_is_no_misprint(number: str) -> None:
    _, record = telegram(f"E.O. {number}: DECL: 11/28/2017", "281052Z NOV 07")
    assert record.executive_order == number
    assert codes(record) & {"misprinted-order", "unread-order"} == set()


def test_without_a_number_the_order_of_the_day_counts() -> None:
    _, record = telegram("E.O.: GDS", "291015Z JUL 76")
    assert record.executive_order is None
    assert record.declassify is not None
    assert record.declassify.computed is not None
    assert record.declassify.computed.on == "1982-12-31"
    assert record.declassify.computed.rule == "E.O. 11652 s. 5(A)(3): GDS, CONFIDENTIAL"


def test_without_a_number_in_a_year_of_two_orders_nothing_is_sure() -> None:
    _, record = dated_by_the_page("E.O.: GDS", id="1978BAMAKO01399")
    assert record.declassify is not None
    assert record.declassify.computed is not None
    assert (record.declassify.computed.on, record.declassify.computed.candidates) == (None, ["1984-12-31"])


# ---------------------------------------------------------------- dates that cannot be

ODD = {
    ("E.O. 12065: GDS 3/30/79 (ROE, JANE) OR-E", "301929Z MAR 79"): {"early-declassification"},
    ("E.O. 12065: GDS 3/31/79 (ROE, JANE) OR-E", "301929Z MAR 79"): set(),
    ("E.O. 12958: DECL: 11/28/1997", "281052Z NOV 07"): {"early-declassification"},
    ("E.O. 12958: DECL: 12/31/2032", "281052Z NOV 07"): set(),
    ("E.O. 12958: DECL: 01/01/2033", "281052Z NOV 07"): {"late-declassification"},
    ("E.O. 12958: DECL: 01/01/2033, 25X1", "281052Z NOV 07"): set(),
    ("E.O. 12958: DECLASSIFIED 01/01/2033", "281052Z NOV 07"): set(),
    ("E.O. 12958: DECL: 01/01/2033", ""): set(),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD, ids=" | ".join)
def test_a_date_that_cannot_be_is_a_defect_and_stays(case: tuple[str, str]) -> None:
    _, record = telegram(*case)
    assert codes(record) & {"early-declassification", "late-declassification"} == ODD[case]
    assert record.declassify is not None
    assert record.declassify.on is not None


# ---------------------------------------------------------------- the function alone

SOME = BestDate("1976-07-29T10:15:00Z", "minute", "message")


def test_an_instruction_without_schedule_or_term_comes_to_nothing() -> None:
    assert compute(Declassify("DECL: 1/1/1980", "1980-01-01", None, []), "12356", "SECRET", SOME) is None
    assert compute(Declassify("DECL: A DAY", None, "A DAY", []), "12356", "SECRET", SOME) is None


def test_an_order_before_the_first_schedules_has_none() -> None:
    early = BestDate("1966-07-29", "day", "message")
    assert compute(Declassify("GDS", None, None, ["GDS"]), None, "SECRET", early) is None


@given(
    day=st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    order=st.sampled_from([None, "10501", "11652", "12065", "12356", "12958", "13292", "13526", "99999"]),
    codes=st.lists(st.sampled_from(["GDS", "ADS", "XGDS", "XGDS-3", "RDS-1", "XDS-2", "OADR", "X1", "1.6X8", "25X1-HUM", "50X2-WMD", "MR"]), max_size=3),
    term=st.none() | st.integers(0, 99),
    level=st.none() | st.sampled_from([row.code for row in tables.classifications()]),
)  # fmt: skip
def test_a_date_lies_after_the_telegram_and_among_the_candidates(
    day: date, order: str | None, codes: list[str], term: int | None, level: str | None
) -> None:
    stated = Declassify("", None, None, codes, term=term)
    found = compute(stated, order, level, BestDate(day.isoformat(), "day", "message"))
    if found is None:
        return
    assert found.candidates == sorted(set(found.candidates))
    assert all(date.fromisoformat(on) >= day for on in found.candidates)
    assert found.on in (None, *found.candidates)
    assert found.on is None or len(found.candidates) == 1
    assert all(one.on < (found.on or "") for one in found.downgrades)
    assert found.rule
