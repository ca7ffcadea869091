"""The envelope, line by line: transmission, date-time group, addressees, distribution; each value with its place."""

# ruff: noqa: E501 - tables of cases: a case a line

from __future__ import annotations

from typing import Any

import pytest

from proof import proved as lawful
from proof import stated
from reftel.record import Record

ENVELOPE = """VZCZCXRO7777
RR RUEHPA
DE RUEHBP #1399/01 3321052
ZNY CCCCC ZZH
R 281052Z NOV 07
FM AMEMBASSY BAMAKO
TO RUEHC/SECSTATE WASHDC 8499
INFO RUEHZK/ECOWAS COLLECTIVE
BT
"""
REST = "C O N F I D E N T I A L BAMAKO 001399\n\nE.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A VISIT\n\n1. (C) It rained.\n\nRoe\n"


def with_line(old: str, new: str) -> tuple[str, Record]:
    text = ENVELOPE.replace(old, new) + REST
    assert new in text
    return text, lawful(text)


def codes(record: Record) -> set[str]:
    return {odd.code for odd in record.defects}


# ---------------------------------------------------------------- transmission


def test_the_transmission_header() -> None:
    text = ENVELOPE + REST
    transmission = lawful(text).to_dict()["transmission"]
    assert transmission == {
        "id": "VZCZCXRO7777",
        "routing": [{"precedence": "RR", "indicators": ["RUEHPA"]}],
        "station": "RUEHBP",
        "serial": 1399,
        "section": 1,
        "filed": "332/1052",
        "signals": ["ZNY CCCCC", "ZZH"],
    }


@pytest.mark.parametrize(
    ("lines", "routing"),
    [
        ("OO RUEHPA RUEHZK", [("OO", ["RUEHPA", "RUEHZK"])]),
        ("OO RUEHPA\nRR RUEHZK RUEHAS", [("OO", ["RUEHPA"]), ("RR", ["RUEHZK", "RUEHAS"])]),
        ("PP RUEHPA RUEHZK RUEHAS\nRUEHXX RUEHYY", [("PP", ["RUEHPA", "RUEHZK", "RUEHAS", "RUEHXX", "RUEHYY"])]),
        ("ZZ RUEHPA \nOO RUEHAS ", [("ZZ", ["RUEHPA"]), ("OO", ["RUEHAS"])]),
    ],
    ids=["one-line", "two-precedences", "wrapped", "blanks"],
)  # fmt: skip
def test_routing_lines(lines: str, routing: list[tuple[str, list[str]]]) -> None:
    text, record = with_line("RR RUEHPA", lines)
    assert record.transmission is not None
    assert [(row.precedence, row.indicators) for row in record.transmission.routing] == routing
    for i, (precedence, indicators) in enumerate(routing):
        assert stated(text, record, f"transmission.routing[{i}].precedence") == precedence
        assert stated(text, record, f"transmission.routing[{i}].indicators") == " ".join(indicators)


@pytest.mark.parametrize(
    ("line", "station", "serial", "section", "filed"),
    [
        ("DE RUEHBP #1399 3321052", "RUEHBP", 1399, None, "332/1052"),
        ("DE RUEHBP #0019/03 3321052", "RUEHBP", 19, 3, "332/1052"),
        ("DE RUEHBP 1399 3321052", "RUEHBP", 1399, None, "332/1052"),
        ("DE RUEHBP #1399", "RUEHBP", 1399, None, None),
        ("DE RUEHBPA  #1399/01  3321052", "RUEHBPA", 1399, 1, "332/1052"),
    ],
    ids=["plain", "section", "no-sign", "no-time", "blanks"],
)
def test_the_line_of_origin(
    line: str, station: str, serial: int, section: int | None, filed: str | None
) -> None:
    text, record = with_line("DE RUEHBP #1399/01 3321052", line)
    found = record.transmission
    assert found is not None
    assert (found.station, found.serial, found.section, found.filed) == (station, serial, section, filed)
    assert int(stated(text, record, "transmission.serial")) == serial
    if filed:
        assert stated(text, record, "transmission.filed") == filed.replace("/", "")


@pytest.mark.parametrize(
    ("line", "signals"),
    [
        ("ZNR UUUUU ZZH", ["ZNR UUUUU", "ZZH"]),
        ("ZNY SSSSS ZZH ZDK", ["ZNY SSSSS", "ZZH", "ZDK"]),
        ("ZNY CCCCC", ["ZNY CCCCC"]),
        ("ZNY EEEEE/TTTTT ZZH", ["ZNY EEEEE/TTTTT", "ZZH"]),
    ],
    ids=["unclassified", "three", "alone", "two-parts"],
)
def test_the_security_line(line: str, signals: list[str]) -> None:
    text, record = with_line("ZNY CCCCC ZZH", line)
    assert record.transmission is not None
    assert record.transmission.signals == signals
    assert stated(text, record, "transmission.signals") == " ".join(signals)


def test_without_transmission_lines_there_is_none() -> None:
    record = lawful("R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO SECSTATE WASHDC\nBT\n" + REST)
    assert record.transmission is None
    assert not any(path.startswith("transmission") for path in record.spans)
    assert record.to[0].plad == "SECSTATE WASHDC"


# ---------------------------------------------------------------- date-time group


@pytest.mark.parametrize(
    ("line", "dtg", "created", "precedences"),
    [
        ("R 281052Z NOV 07", "281052Z NOV 07", "2007-11-28T10:52:00Z", ("ROUTINE", None)),
        ("O P 121314Z MAR 08", "121314Z MAR 08", "2008-03-12T13:14:00Z", ("IMMEDIATE", "PRIORITY")),
        ("Z 010000Z JAN 99", "010000Z JAN 99", "1999-01-01T00:00:00Z", ("FLASH", None)),
        ("P R 292359Z FEB 2008", "292359Z FEB 2008", "2008-02-29T23:59:00Z", ("PRIORITY", "ROUTINE")),
        ("R 231328Z APR 75", "231328Z APR 75", "1975-04-23T13:28:00Z", ("ROUTINE", None)),
        ("O 281052Z  NOVEMBER  07", "281052Z NOVEMBER 07", "2007-11-28T10:52:00Z", ("IMMEDIATE", None)),
        ("281052Z NOV 07", "281052Z NOV 07", "2007-11-28T10:52:00Z", (None, None)),
        ("r 281052z nov 07", "281052z nov 07", "2007-11-28T10:52:00Z", ("ROUTINE", None)),
    ],
    ids=["routine", "two", "flash", "leap-day", "1975", "long-month", "no-precedence", "small-letters"],
)
def test_date_time_groups(
    line: str, dtg: str, created: str, precedences: tuple[str | None, str | None]
) -> None:
    text, record = with_line("R 281052Z NOV 07", line)
    assert (record.dtg, record.created) == (dtg, created)
    assert (record.precedence, record.precedence_info) == precedences
    assert record.date is not None
    assert (record.date.value, record.date.precision, record.date.source) == (created, "minute", "message")
    assert stated(text, record, "created") == dtg
    if precedences[0]:
        assert stated(text, record, "precedence") == line[0]
    if precedences[1]:
        assert stated(text, record, "precedence_info") == line[2]


@pytest.mark.parametrize(
    "line", ["R 321052Z NOV 07", "R 282552Z NOV 07", "R 281060Z NOV 07", "R 290000Z FEB 07"]
)
def test_impossible_date_time_groups(line: str) -> None:
    text, record = with_line("R 281052Z NOV 07", line)
    assert record.dtg == line[2:]
    assert record.created is None
    assert "bad-date" in codes(record)
    (odd,) = [odd for odd in record.defects if odd.code == "bad-date"]
    assert text[slice(*odd.span)] == line[2:]


def test_signals_after_the_date_time_group() -> None:
    _, record = with_line("R 281052Z NOV 07", "O 281052Z NOV 07 ZDK CTG RUEHXX SVC 1234")
    assert record.transmission is not None
    assert record.transmission.signals == ["ZNY CCCCC", "ZZH", "ZDK CTG RUEHXX SVC 1234"]
    assert record.dtg == "281052Z NOV 07"


# ---------------------------------------------------------------- addressees

ADDRESSES: dict[str, tuple[str, dict[str, Any]]] = {
    "routing-and-number": ("RUEHC/SECSTATE WASHDC 8499", {"plad": "SECSTATE WASHDC", "routing": "RUEHC", "mcn": "8499"}),
    "leading-zeros": ("RUEHAS/AMEMBASSY ALGIERS 0361", {"plad": "AMEMBASSY ALGIERS", "routing": "RUEHAS", "mcn": "361"}),
    "range": ("RUEHC/SECSTATE WASHDC 8499-8501", {"plad": "SECSTATE WASHDC", "routing": "RUEHC", "mcn": "8499-8501"}),
    "range-with-blanks": ("RUEHC/SECSTATE WASHDC 0012 - 0014", {"plad": "SECSTATE WASHDC", "routing": "RUEHC", "mcn": "12-14"}),
    "no-number": ("RUEHZK/ECOWAS COLLECTIVE", {"plad": "ECOWAS COLLECTIVE", "routing": "RUEHZK"}),
    "no-routing": ("AMEMBASSY DAKAR", {"plad": "AMEMBASSY DAKAR"}),
    "no-routing-number": ("SECSTATE WASHDC 2887", {"plad": "SECSTATE WASHDC", "mcn": "2887"}),
    "precedence": ("RUEHC/SECSTATE WASHDC IMMEDIATE 8499", {"plad": "SECSTATE WASHDC", "routing": "RUEHC", "precedence": "IMMEDIATE", "mcn": "8499"}),
    "precedence-alone": ("SECSTATE WASHDC PRIORITY", {"plad": "SECSTATE WASHDC", "precedence": "PRIORITY"}),
    "niact": ("AMEMBASSY DAKAR NIACT IMMEDIATE 12", {"plad": "AMEMBASSY DAKAR", "precedence": "NIACT IMMEDIATE", "mcn": "12"}),
    "precedence-before": ("IMMEDIATE RUEHAS/AMEMBASSY ALGIERS 0361", {"plad": "AMEMBASSY ALGIERS", "routing": "RUEHAS", "precedence": "IMMEDIATE", "mcn": "361"}),
    "zen": ("ZEN/AMEMBASSY X 0123", {"plad": "AMEMBASSY X", "routing": "ZEN", "mcn": "123"}),
    "office": ("RUEAIIA/CIA WASHDC//DDO//", {"plad": "CIA WASHDC", "routing": "RUEAIIA", "attention": ["DDO"]}),
    "offices": ("RHEFDIA/DIA WASHDC//J2//J5//", {"plad": "DIA WASHDC", "routing": "RHEFDIA", "attention": ["J2", "J5"]}),
    "office-open": ("RHMFISS/HQ USEUCOM VAIHINGEN GE//ECJ2", {"plad": "HQ USEUCOM VAIHINGEN GE", "routing": "RHMFISS", "attention": ["ECJ2"]}),
    "office-and-number": ("RHMFISS/JOINT STAFF WASHDC//J3// 0044", {"plad": "JOINT STAFF WASHDC", "routing": "RHMFISS", "attention": ["J3"], "mcn": "44"}),
    "blank-at-the-slash": ("RUEHAS / AMEMBASSY ALGIERS", {"plad": "AMEMBASSY ALGIERS", "routing": "RUEHAS"}),
    "long-routing": ("RUEHLMC/MCC WASHINGTON DC 0091", {"plad": "MCC WASHINGTON DC", "routing": "RUEHLMC", "mcn": "91"}),
    "digits-in-the-name": ("RHMFISS/CDR 1ST CAV DIV", {"plad": "CDR 1ST CAV DIV", "routing": "RHMFISS"}),
    "blanks-folded": ("RUEHC/SECSTATE   WASHDC   8499  ", {"plad": "SECSTATE WASHDC", "routing": "RUEHC", "mcn": "8499"}),
    "misprint-kept": ("RUEHC/SECSTATE WASDC 8499", {"plad": "SECSTATE WASDC", "routing": "RUEHC", "mcn": "8499"}),
}  # fmt: skip


def addressee(**parts: Any) -> dict[str, Any]:
    return {"routing": None, "precedence": None, "mcn": None, "attention": []} | parts


@pytest.mark.parametrize("name", ADDRESSES)
def test_addressees(name: str) -> None:
    line, parts = ADDRESSES[name]
    text, record = with_line("TO RUEHC/SECSTATE WASHDC 8499", f"TO {line}")
    assert record.to_dict()["to"] == [addressee(**parts)]
    for part, value in parts.items():
        words = stated(text, record, f"to[0].{part}")
        assert words in " ".join(line.replace("//", " ").split()) or words in line
        if part in ("plad", "routing", "precedence"):
            assert words == value
    assert "damaged-address" not in codes(record)


@pytest.mark.parametrize("name", ADDRESSES)
def test_addressees_without_a_label(name: str) -> None:
    """A line without label continues the one above it."""
    line, parts = ADDRESSES[name]
    text, record = with_line("INFO RUEHZK/ECOWAS COLLECTIVE", f"INFO RUEHZK/ECOWAS COLLECTIVE\n{line}")
    assert record.to_dict()["info"] == [
        addressee(plad="ECOWAS COLLECTIVE", routing="RUEHZK"), addressee(**parts)
    ]  # fmt: skip
    assert stated(text, record, "info[1].plad") == parts["plad"]


def test_the_four_kinds_of_addresses() -> None:
    text, record = with_line(
        "INFO RUEHZK/ECOWAS COLLECTIVE",
        "RUEHPA/AMEMBASSY PARIS\nINFO RUEHZK/ECOWAS COLLECTIVE\nAMEMBASSY DAKAR\nXMT AMEMBASSY TRIPOLI\nAMEMBASSY LOME",
    )
    assert [item.plad for item in record.to] == ["SECSTATE WASHDC", "AMEMBASSY PARIS"]
    assert [item.plad for item in record.info] == ["ECOWAS COLLECTIVE", "AMEMBASSY DAKAR"]
    assert [item.plad for item in record.excluded] == ["AMEMBASSY TRIPOLI", "AMEMBASSY LOME"]
    assert record.sender is not None
    assert (record.sender.plad, record.sender.routing) == ("AMEMBASSY BAMAKO", None)
    assert stated(text, record, "excluded[1].plad") == "AMEMBASSY LOME"


@pytest.mark.parametrize("line", ["FM RUEHBP/AMEMBASSY BAMAKO", "FM: RUEHBP/AMEMBASSY BAMAKO"])
def test_the_sender_with_a_routing_indicator(line: str) -> None:
    text, record = with_line("FM AMEMBASSY BAMAKO", line)
    assert record.to_dict()["from"] == {"plad": "AMEMBASSY BAMAKO", "routing": "RUEHBP"}
    assert stated(text, record, "from.routing") == "RUEHBP"


def test_a_page_line_among_the_addressees_is_none() -> None:
    _, record = with_line(
        "INFO RUEHZK/ECOWAS COLLECTIVE",
        "INFO RUEHZK/ECOWAS COLLECTIVE\nPAGE 02        BAMAKO  01399  281052Z\nAMEMBASSY DAKAR",
    )
    assert [item.plad for item in record.info] == ["ECOWAS COLLECTIVE", "AMEMBASSY DAKAR"]


@pytest.mark.parametrize(
    "line",
    [
        *("INFO 12345", "INFO //J5//", "INFO ???"),
        *("INFO RUEHC/ 1234", "INFO IMMEDIATE 1234", "INFO NIACT IMMEDIATE 12", "INFO PRIORITY RUEHC/ 12"),
    ],
)
def test_a_line_that_is_no_address_is_a_defect(line: str) -> None:
    text, record = with_line("INFO RUEHZK/ECOWAS COLLECTIVE", line)
    assert record.info == []
    (odd,) = [odd for odd in record.defects if odd.code == "damaged-address"]
    assert text[slice(*odd.span)] == line


def test_prose_that_begins_with_info_is_no_addressee() -> None:
    record = lawful("Info for the reader\n" + ENVELOPE + REST)
    assert [item.plad for item in record.info] == ["ECOWAS COLLECTIVE"]


# ---------------------------------------------------------------- distribution

CENTRAL = """PAGE 01        LA PAZ  02499  231646Z

46
ACTION ARA-10

INFO  OCT-01  ISO-00  AID-05  CIAE-00
 NSC-05  /043 W
                     --------------------- 013046
R 231328Z APR 75
FM AMEMBASSY LA PAZ
TO SECSTATE WASHDC 2887
INFO AMEMBASSY LIMA
C O N F I D E N T I A L LA PAZ 2499

E.O. 11652: GDS
TAGS: EMIN, BL
SUBJECT: TIN COUNCIL

1. IT RAINED.

EXAMPLE
"""


def test_the_distribution_header() -> None:
    record = lawful(CENTRAL)
    assert record.format == "central-file"
    assert record.distribution.action == "ARA-10"
    assert record.distribution.info == ["OCT-01", "ISO-00", "AID-05", "CIAE-00", "NSC-05"]
    assert stated(CENTRAL, record, "distribution.action") == "ARA-10"
    assert stated(CENTRAL, record, "distribution.info") == "OCT-01 ISO-00 AID-05 CIAE-00 NSC-05"
    assert record.id == "75LAPAZ2499"
    assert [item.plad for item in record.info] == ["AMEMBASSY LIMA"]


def test_an_outgoing_telegram() -> None:
    text = CENTRAL.replace("ACTION ARA-10\n", "ORIGIN ARA-10\n").replace(
        "                     ---",
        "DRAFTED BY ARA/BR:JQEXAMPLE:ABC\nAPPROVED BY ARA:RROE\nL:PPOE\nCLEARED BY EB:MMOE\n                     ---",
    )
    record = lawful(text)
    assert record.distribution.origin == "ARA-10"
    assert record.distribution.action is None
    assert record.distribution.drafted_by == "ARA/BR:JQEXAMPLE:ABC"
    assert record.distribution.approved_by == "ARA:RROE"
    assert record.distribution.cleared_by == ["L:PPOE", "EB:MMOE"]
    assert stated(text, record, "distribution.drafted_by") == "ARA/BR:JQEXAMPLE:ABC"
    assert stated(text, record, "distribution.cleared_by") == "L:PPOE EB:MMOE"
