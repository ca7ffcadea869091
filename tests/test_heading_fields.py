"""The fields of the heading: order, TAGS, subject, classifier; in every shape, each value with its place."""

# ruff: noqa: E501 - tables of cases: a case a line

from __future__ import annotations

from typing import Any

import pytest

from proof import stated, words_at
from reftel.record import Record
from test_envelope import codes, lawful

HEAD = (
    "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO RUEHC/SECSTATE WASHDC 8499\nBT\n"
    "C O N F I D E N T I A L BAMAKO 001399\n\nSIPDIS\n\n"
)
BODY = "\n\n1. It rained.\n\nRoe\n"


def heading(fields: str) -> tuple[str, Record]:
    text = HEAD + fields + BODY
    record = lawful(text)
    assert [p.text for p in record.paragraphs] == ["It rained."]
    return text, record


# ---------------------------------------------------------------- the executive order

# line -> order, instruction, date, event, exemptions
ORDERS: dict[str, tuple[str | None, str | None, str | None, str | None, list[str]]] = {
    "E.O. 12958: DECL: 11/28/2017": ("12958", "DECL: 11/28/2017", "2017-11-28", None, []),
    "EO 12958 DECL: 01/31/2019": ("12958", "DECL: 01/31/2019", "2019-01-31", None, []),
    "E.O.12958:DECL:11/28/2017": ("12958", "DECL:11/28/2017", "2017-11-28", None, []),
    "E. O. 12958: DECL: 6/3/08": ("12958", "DECL: 6/3/08", "2008-06-03", None, []),
    "EO: 12958 DECL 6-1-95": ("12958", "DECL 6-1-95", "1995-06-01", None, []),
    "EXECUTIVE ORDER 13526: DECL: 2019-02-12": ("13526", "DECL: 2019-02-12", "2019-02-12", None, []),
    "E.o. 12958: decl: june 21, 2006": ("12958", "decl: june 21, 2006", "2006-06-21", None, []),
    "E.O. 12958: DECL: 21 JUNE 2006.": ("12958", "DECL: 21 JUNE 2006", "2006-06-21", None, []),
    "E.O. 12958: N/A": ("12958", None, None, None, []),
    "E.O. 12958: NA.": ("12958", None, None, None, []),
    "E.O. 12958": ("12958", None, None, None, []),
    "E.O. 11652: GDS": ("11652", "GDS", None, None, ["GDS"]),
    "E.O. 12065: XGDS-2 11/20/99 (DOE, JOHN) OR-M": ("12065", "XGDS-2 11/20/99 (DOE, JOHN) OR-M", "1999-11-20", None, ["XGDS-2"]),
    "E.O. 12356: DECL: OADR": ("12356", "DECL: OADR", None, None, ["OADR"]),
    "E.O. 12958: DECL: X1": ("12958", "DECL: X1", None, None, ["X1"]),
    "E.O. 12958: DECL: 1.6X5": ("12958", "DECL: 1.6X5", None, None, ["1.6X5"]),
    "E.O. 13526: DECL: 25X1-HUM": ("13526", "DECL: 25X1-HUM", None, None, ["25X1-HUM"]),
    "E.O. 12958: DECL: 2017-11-16, X1 AND X4": ("12958", "DECL: 2017-11-16, X1 AND X4", "2017-11-16", None, ["X1", "X4"]),
    "E.O. 12958: DECL: UPON CLOSURE OF EMBASSY": ("12958", "DECL: UPON CLOSURE OF EMBASSY", None, "UPON CLOSURE OF EMBASSY", []),
    "E.O. 12958: DECL: 10 YEARS": ("12958", "DECL: 10 YEARS", None, None, []),
    "E.O. 12598: DECL: 1/1/2010": ("12958", "DECL: 1/1/2010", "2010-01-01", None, []),
    "E.O. 12958, AS AMENDED: DECL: 1/1/2010": ("12958", "DECL: 1/1/2010", "2010-01-01", None, []),
    "E.O. 12958: DECL: UPON THE CLOSURE\nOF THE EMBASSY": ("12958", "DECL: UPON THE CLOSURE OF THE EMBASSY", None, "UPON THE CLOSURE OF THE EMBASSY", []),
}  # fmt: skip


@pytest.mark.parametrize("line", ORDERS)
def test_orders(line: str) -> None:
    order, instruction, on, event, exemptions = ORDERS[line]
    text, record = heading(f"{line}\nTAGS: PREL\nSUBJECT: A VISIT")
    assert record.executive_order == order
    if instruction is None:
        assert record.declassify is None
        return
    read = record.declassify
    assert read is not None
    assert (read.text, read.on, read.event, read.exemptions) == (instruction, on, event, exemptions)
    assert stated(text, record, "declassify.text") == instruction
    if on:
        assert stated(text, record, "declassify.on") in line
    if event:
        assert stated(text, record, "declassify.event") == event
    if exemptions:
        assert stated(text, record, "declassify.exemptions") == " ".join(exemptions)
    assert "unread-order" not in codes(record)


# ---------------------------------------------------------------- TAGS

TAG_LINES: dict[str, tuple[list[str], set[str]]] = {
    "TAGS: PREL, PINS, ML": (["PREL", "PINS", "ML"], set()),
    "TAGS PREL PINS": (["PREL", "PINS"], set()),
    "TAG: PREL": (["PREL"], set()),
    "TAGES: PREL": (["PREL"], {"damaged-tags-label"}),
    "TGS: PREL PINS": (["PREL", "PINS"], {"damaged-tags-label"}),
    "Tags: prel, pins": (["PREL", "PINS"], set()),
    "TAGS: PRELPINSML": (["PREL", "PINS", "ML"], {"fused-tags"}),
    "TAGS: PREL, XXQQ": (["PREL", "XXQQ"], {"unknown-tag"}),
    "TAGS: OVIP (DOE, JANE A), ML": (["OVIP", "DOE, JANE A", "ML"], set()),
    "TAGS: OVIP (Roe, Richard) PREL": (["OVIP", "ROE, RICHARD", "PREL"], set()),
    "TAGS: OVIP SAMPLE JANE, ML": (["OVIP", "SAMPLE, JANE", "ML"], set()),
    "TAGS: PREL,\nPINS, ML": (["PREL", "PINS", "ML"], set()),
    "TAGS: KPAO, PREL, PREL": (["KPAO", "PREL"], set()),
    "TAGS:PREL,PINS;ML.": (["PREL", "PINS", "ML"], set()),
    "TAGS: PREL\\\\ PINS": (["PREL", "PINS"], set()),
    "TAGS: PREL PINS/ML": (["PREL", "PINS", "ML"], set()),
    "TAGS: N/A": ([], {"no-tags"}),
    "TAGS:": ([], {"no-tags"}),
}


@pytest.mark.parametrize("line", TAG_LINES)
def test_tags(line: str) -> None:
    tags, odd = TAG_LINES[line]
    text, record = heading(f"E.O. 12958: N/A\n{line}\nSUBJECT: A VISIT")
    assert record.tags == tags
    of_tags = {"damaged-tags-label", "fused-tags", "unknown-tag", "no-tags"}
    assert codes(record) & of_tags == odd
    if tags:
        found = stated(text, record, "tags").upper()
        assert all(part in found for tag in tags for part in tag.split(", "))


def test_each_tag_has_its_place() -> None:
    text, record = heading("E.O. 12958: N/A\nTAGS: PREL, OVIP (DOE, JANE A),\nML\nSUBJECT: A VISIT")
    places = record.spans["tags"]
    assert [words_at(text, [place]) for place in places] == ["PREL", "OVIP", "(DOE, JANE A)", "ML"]


# ---------------------------------------------------------------- the subject

SUBJECTS = {
    "SUBJECT: A VISIT": "A VISIT",
    "SUBJ: A VISIT TO\nTHE HARBOUR": "A VISIT TO THE HARBOUR",
    "SUBJECT: A VISIT TO\nTHE HARBOUR AND\nTHE MARKET": "A VISIT TO THE HARBOUR AND THE MARKET",
    "SUBJECT: (C/NF) A VISIT": "A VISIT",
    "SUBJECT: (SBU) A VISIT (PART 2)": "A VISIT (PART 2)",
    "SUBJECT (U): A VISIT": "A VISIT",
    "SUBJECT:\nA VISIT": "A VISIT",
    "SUBJECT:   A    VISIT ": "A VISIT",
    "SUBJECT; A VISIT": "A VISIT",
    "SUBJECT A VISIT": "A VISIT",
    "subject: a visit": "a visit",
    "SUBJECT: A VISIT\\\\": "A VISIT",
    "SUBJECT: RAIN: THE SECOND YEAR (II)": "RAIN: THE SECOND YEAR (II)",
    "SUBJECT: A VISIT\nBAMAKO 00001399  001.2 OF 001\nTO THE MARKET": "A VISIT TO THE MARKET",
    "SUBJECT: A VISIT\nSIPDIS\nTO THE MARKET": "A VISIT TO THE MARKET",
    "SUBJECT: A VISIT REF: BAMAKO 1015": "A VISIT",
    "SUBJECT: ": None,
}


@pytest.mark.parametrize("line", SUBJECTS)
def test_subjects(line: str) -> None:
    text, record = heading(f"E.O. 12958: N/A\nTAGS: PREL\n{line}")
    assert record.subject == SUBJECTS[line]
    if record.subject is not None:
        assert stated(text, record, "subject") == record.subject
    assert ("no-subject" in codes(record)) == (record.subject is None)


def test_a_subject_around_a_page_mark_has_several_places() -> None:
    text, record = heading(
        "E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A VISIT\nBAMAKO 00001399  001.2 OF 001\nTO THE MARKET"
    )
    assert [text[slice(*place)] for place in record.spans["subject"]] == ["A VISIT", "TO THE MARKET"]


@pytest.mark.parametrize(
    "line",
    ["E.O. 12958: N/A TAGS: PREL SUBJECT: A VISIT", "E.O. 12958: N/A\nTAGS: PREL SUBJECT: A VISIT"],
    ids=["one-line", "two-lines"],
)
def test_several_fields_on_a_line(line: str) -> None:
    text, record = heading(line)
    assert (record.executive_order, record.tags, record.subject) == ("12958", ["PREL"], "A VISIT")
    assert stated(text, record, "tags") == "PREL"


@pytest.mark.parametrize(
    "order", ["SUBJECT: A VISIT\nTAGS: PREL\nE.O. 12958: N/A", "TAGS: PREL\nSUBJECT: A VISIT"]
)
def test_fields_in_another_order(order: str) -> None:
    _, record = heading(order)
    assert (record.tags, record.subject) == (["PREL"], "A VISIT")


# ---------------------------------------------------------------- the classifier

Named = list[tuple[str, str | None]]
CLASSIFIERS: dict[str, tuple[Named, list[str]]] = {
    "Classified By: DCM Jane Example for reasons 1.4 (b) and (d).": ([("Jane Example", "DCM")], ["1.4(b)", "1.4(d)"]),
    "Classified By: Ambassador Jane Q. Example, Jr., for reasons 1.4 (b,d)": ([("Jane Q. Example, Jr.", "Ambassador")], ["1.4(b)", "1.4(d)"]),
    "CLASSIFIED BY ECON CHIEF RICHARD ROE, REASON: 1.5 (B) AND (D)": ([("RICHARD ROE", "ECON CHIEF")], ["1.5(b)", "1.5(d)"]),
    "(U) Classified by Richard Roe, Political Counselor, for reason 1.4(d)": ([("Richard Roe", "Political Counselor")], ["1.4(d)"]),
    "Classified By: Jane Roe and Richard Roe. Reasons: 1.4 (b)": ([("Jane Roe", None), ("Richard Roe", None)], ["1.4(b)"]),
    "Classified By: A/S Jane Roe, EUR, E.O. 12958, 1.4 (b)": ([("Jane Roe", "A/S, EUR")], ["1.4(b)"]),
    "Classified By: Jane de la Roe for reasons 1/4 (b) and (d)": ([("Jane de la Roe", None)], ["1.4(b)", "1.4(d)"]),
    "REASONS: 1.4 (a), (b), (c)": ([], ["1.4(a)", "1.4(b)", "1.4(c)"]),
    "Classified By: POLCOUNS Jane Roe,\nEmbassy Bamako, for\nreasons 1.4 (b)\nand (d)": ([("Jane Roe", "POLCOUNS, Embassy Bamako")], ["1.4(b)", "1.4(d)"]),
    "Classified by: Political Officer O'Neill-Roe; 1.4 b/d": ([("O'Neill-Roe", "Political Officer")], ["1.4(b)", "1.4(d)"]),
    "Classified By: Jane Roe for reasons 14 (B)": ([("Jane Roe", None)], ["1.4(b)"]),
    "Classified By: Classified by: Jane Roe, DCM. Reason 1.4 (c)": ([("Jane Roe", "DCM")], ["1.4(c)"]),
    "CLASSIFIED BY: AMBASSADOR": ([], []),
    "Classified By: Jane Roe\nE.O. 12958, reasons 1.5 (b), 1.5 (d) and 1.4 (a)": ([("Jane Roe", None)], ["1.5(b)", "1.5(d)", "1.4(a)"]),
}  # fmt: skip


@pytest.mark.parametrize("line", CLASSIFIERS)
def test_classifiers(line: str) -> None:
    named, reasons = CLASSIFIERS[line]
    text, record = heading(f"E.O. 12958: N/A\nTAGS: PREL\nSUBJECT: A VISIT\n\n{line}")
    assert [(person.name, person.title) for person in record.classified_by] == named
    assert record.reasons == reasons
    for i, (name, title) in enumerate(named):
        assert stated(text, record, f"classified_by[{i}].name") == name
        if title:
            words: Any = stated(text, record, f"classified_by[{i}].title")
            assert words == title.replace(",", "")
    if reasons:
        assert all(reason[-2] in stated(text, record, "reasons").lower() for reason in reasons)
