"""Records of the National Archives as text: where the telegram stands, and what its attributes state."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import reftel
from reftel import read
from reftel.document import Document, Source
from reftel.sources import aad, documents
from reftel.span import Span, folded
from reftel.telegram_id import read_id

STAMP = "Declassified/Released US Department of State EO Systematic Review 30 JUN 2005"
TITLE = "                         Message Text"
TELEGRAM = f"""
CONFIDENTIAL

PAGE 01 BAMAKO 00412 111652Z

ACTION AF-10
R 111540Z FEB 75
FM AMEMBASSY BAMAKO
TO SECSTATE WASHDC 2125

C O N F I D E N T I A L BAMAKO 0412

E.O. 11652: GDS
TAGS: PFOR, ML
SUBJECT: THE FISHERMEN'S FAIR

1. MESSAGE TEXT FOLLOWS AND

                 {STAMP}
\f                 {STAMP}

GOES ON ON THE NEXT PAGE.
DIARRA

CONFIDENTIAL
NNN

"""
ATTRIBUTES = f"""\f            {STAMP}

                         Message Attributes
Automatic Decaptioning: X
Capture Date: 01 JAN 1994
Current Classification: UNCLASSIFIED
Concepts: FAIRS, FISHERIES, FOREIGN POLICY
POSITION
Draft Date: 11 FEB 1975
Decaption Note:
Document Number: 1975BAMAKO00412
Film Number: D750051-0829, D750052-0001
From: BAMAKO OR-E
Image Path:
Legacy Key: link1975/newtext/t1975011/aaaaaaae.tel
Original Classification: CONFIDENTIAL
Previous Classification: SECRET
Reference: n/a
Review Date: 09 SEP 2002
Review Markings:

Declassified/Released
US Department of State
30 JUN 2005

Review Release Date: n/a
Subject: THE FISHERMEN\\'S FAIR AND THE
SUBJECT: OF THE NEXT ONE
                 {STAMP}
\f                 {STAMP}
TAGS: PFOR, ML, (DIARRA, AWA)
To: STATE     DAKAR
vdkvgwkey: odbc://SAS/SAS.dbo.SAS_Docs/0
Markings: {STAMP}

         {STAMP}
"""
RECORD = f"           {STAMP}\n\n{TITLE}\n{TELEGRAM}{ATTRIBUTES}"


def document(text: str) -> Document:
    (found,) = documents(Source(name="record.txt", sha256="0" * 64, raw=text.encode()))
    return found


def says(found: Document) -> dict[str, str]:
    return {name: fact.value for name, fact in found.says.items()}


# ---------------------------------------------------------------- a record


def test_the_text_is_the_file_and_the_message_stands_between_the_titles() -> None:
    found = document(RECORD)
    assert (found.wrapper, found.text, found.origin) == ("aad", RECORD, None)
    words = found.message.of(RECORD)
    assert words.startswith(TELEGRAM)
    assert RECORD[found.message.end :].lstrip().startswith("Message Attributes\n")


def test_the_attributes_state() -> None:
    assert says(document(RECORD)) == {
        "id": "1975BAMAKO00412",
        "created": "1975-02-11",
        "classification": "CONFIDENTIAL",
        "from": "BAMAKO",
        "subject": "THE FISHERMEN'S FAIR AND THE SUBJECT: OF THE NEXT ONE",
        "tags": "PFOR, ML, (DIARRA, AWA)",
    }


def test_statements_have_the_places_of_their_words() -> None:
    found = document(RECORD)
    printed = {name: folded(RECORD, fact.spans) for name, fact in found.says.items()}
    stated = says(found) | {
        "created": "11 FEB 1975",
        "subject": "THE FISHERMEN\\'S FAIR AND THE SUBJECT: OF THE NEXT ONE",
    }
    assert printed == stated
    assert all(span.start >= found.message.end for fact in found.says.values() for span in fact.spans)


def test_the_record_tells_where_it_comes_from() -> None:
    assert document(RECORD).provenance == {
        "repository": "National Archives",
        "document_number": "1975BAMAKO00412",
        "film": "D750051-0829, D750052-0001",
        "released": "2005-06-30",
    }


def test_the_telegram_is_parsed_around_the_stamps() -> None:
    record = reftel.record(document(RECORD))
    assert (record.id, record.subject) == ("75BAMAKO412", "THE FISHERMEN'S FAIR")
    assert [paragraph.number for paragraph in record.paragraphs] == [1]
    assert record.provenance.film == "D750051-0829, D750052-0001"


# ---------------------------------------------------------------- values of attributes

DATES = {
    "capitals": ("Draft Date: 05 JAN 1974", "1974-01-05"),
    "small letters": ("Draft Date: 05 dec 1979", "1979-12-05"),
    "of 1977": ("Sent Date: 20-Oct-1977 12:00:00 am", "1977-10-20"),
    "one digit": ("Draft Date: 5 MAY 1974", "1974-05-05"),
    "the empty date": ("Draft Date: 01 JAN 1960", None),
    "no month": ("Draft Date: 05 XXX 1974", None),
    "no day": ("Draft Date: 45 MAY 1974", None),
    "empty": ("Draft Date:", None),
    "nothing": ("Draft Date: n/a", None),
}


@pytest.mark.parametrize(("line", "day"), DATES.values(), ids=DATES.keys())
def test_dates(line: str, day: str | None) -> None:
    assert says(document(RECORD.replace("Draft Date: 11 FEB 1975", line))).get("created") == day


@pytest.mark.parametrize("nothing", ["n/a", "N/A", "<NA>", "<n/a>", "", "   "])
def test_nothing_is_stated_by(nothing: str) -> None:
    text = RECORD.replace("TAGS: PFOR, ML, (DIARRA, AWA)", f"TAGS: {nothing}")
    text = text.replace("Film Number: D750051-0829, D750052-0001", f"Film Number: {nothing}")
    found = document(text)
    assert "tags" not in found.says
    assert "film" not in found.provenance


STATIONS = {
    "as it is": ("From: LA PAZ", "LA PAZ"),
    "with the end of another line": ("From: LA PAZ OR-M", "LA PAZ"),
    "on two lines": ("From: LA\n  PAZ OR-M", "LA PAZ"),
    "an office that is none": ("From: LA PAZ ORM", "LA PAZ ORM"),
}


@pytest.mark.parametrize(("line", "station"), STATIONS.values(), ids=STATIONS.keys())
def test_stations(line: str, station: str) -> None:
    found = document(RECORD.replace("From: BAMAKO OR-E", line))
    assert says(found)["from"] == station == folded(found.text, found.says["from"].spans)


RELEASES = {
    "an attribute": (
        RECORD.replace("Review Release Date: n/a", "Review Release Date: 20 Mar 2014"),
        "2014-03-20",
    ),
    "stamps with a name": (RECORD.replace(STAMP, f"Awa T. Diarra {STAMP[:-11]}04 may 2006"), "2006-05-04"),
    "stamps without a day": (RECORD.replace(STAMP, STAMP[:-11]), None),
}


@pytest.mark.parametrize(("text", "day"), RELEASES.values(), ids=RELEASES.keys())
def test_the_day_of_the_release(text: str, day: str | None) -> None:
    assert document(text).provenance.get("released") == day


def test_a_label_that_comes_again_changes_nothing() -> None:
    found = document(RECORD + "\nSubject: ANOTHER\nONE\nFrom: LOME\n")
    assert says(found) == says(document(RECORD))


# ---------------------------------------------------------------- other shapes of a record


def test_carriage_returns_change_nothing() -> None:
    found = document(RECORD.replace("\n", "\r\n"))
    assert says(found) == says(document(RECORD))
    assert found.message.of(found.text).startswith("\r\nCONFIDENTIAL\r\n")


def test_a_telegram_that_was_withheld() -> None:
    text = ATTRIBUTES.removeprefix("\f")
    found = document(text)
    assert found.message.start == found.message.end <= text.index("Message Attributes")
    record = reftel.record(found)
    assert (record.id, record.date and record.date.value) == ("75BAMAKO412", "1975-02-11")


def test_a_record_without_the_first_title() -> None:
    text = f"   {STAMP}\n\n{TELEGRAM.strip()}\n{ATTRIBUTES}"
    found = document(text)
    assert found.message.of(text).startswith("CONFIDENTIAL\n\nPAGE 01")


def test_words_of_the_telegram_are_no_titles() -> None:
    telegram = f"{TELEGRAM}\n2. Message Attributes\n   Message Text\nAND SO ON.\n"
    found = document(RECORD.replace(TELEGRAM, telegram))
    assert found.message.of(found.text).startswith(telegram)


NO_RECORDS = {
    "no attributes": f"{TITLE}\n{TELEGRAM}",
    "no document number": RECORD.replace("Document Number", "Number"),
    "the words in a line": RECORD.replace("Message Attributes", "the Message Attributes"),
    "the number before the title": f"Document Number: 1\n{TELEGRAM}\nMessage Attributes\nFrom: X\n",
}


@pytest.mark.parametrize("text", NO_RECORDS.values(), ids=NO_RECORDS.keys())
def test_what_is_no_record_is_raw(text: str) -> None:
    found = document(text)
    assert (found.wrapper, found.message) == ("raw", Span(0, len(text)))


def test_a_text_without_attributes_is_refused() -> None:
    with pytest.raises(ValueError, match=r"x\.txt is no record"):
        next(aad.read(Source("x.txt", "0" * 64, b""), TELEGRAM, ()))


LINES = st.lists(
    st.sampled_from([*RECORD.splitlines(), "Message Text", "Message Attributes", "Document Number:", "From:"])
    | st.text(max_size=30)
).map("\n".join)


@given(LINES, LINES)
def test_law_no_record_is_too_broken(before: str, after: str) -> None:
    text = f"{before}\nMessage Attributes\nDocument Number: 1975BAMAKO00412\n{after}"
    assert aad.recognise(text) or "Message Attributes" in after
    (found,) = aad.read(Source("x.txt", "0" * 64, b""), text, ())
    assert 0 <= found.message.start <= found.message.end <= len(text)
    for fact in found.says.values():
        assert fact.value
        assert all(found.message.end <= span.start < span.end <= len(text) for span in fact.spans)


# ---------------------------------------------------------------- real records


@pytest.fixture(scope="module")
def records(corpus: Path) -> list[Document]:
    return list(read(corpus / "aad_text"))


def test_all_records_are_recognised(records: list[Document]) -> None:
    assert len(records) >= 35
    for found in records:
        name = Path(found.source.name).stem
        assert found.wrapper == "aad"
        assert found.says["id"].value == found.provenance["document_number"] == name
        assert {"created", "classification", "from"} <= set(found.says)
        assert found.says["created"].value.startswith(name[:4])
        assert found.provenance["released"] in {"2005-06-30", "2014-03-20"}


def test_all_messages_begin_with_level_or_page_and_end_before_the_attributes(records: list[Document]) -> None:
    with_text = [found for found in records if found.message.of(found.text).strip()]
    assert len(with_text) >= len(records) - 1
    for found in with_text:
        lines = found.message.of(found.text).split("\n")
        first = next(line.strip() for line in lines if line.strip())
        assert first == found.says["classification"].value or first.startswith("PAGE 01 ")
        assert not any(line.startswith(("Document Number:", "Legacy Key:")) for line in lines)


def test_ids_of_records_are_those_of_the_labels(corpus: Path, records: list[Document]) -> None:
    with (corpus / "gold.jsonl").open(encoding="utf-8") as lines:
        labels = [json.loads(line) for line in lines]
    wanted = {label["document_number"]: label for label in labels if label["format"] == "aad_text"}
    seen = {found.says["id"].value: found for found in records}
    assert wanted
    for number, label in wanted.items():
        stated = says(seen[number])
        assert [str(found) for found in read_id(stated["id"])] == [label["identifier"]]
        assert stated["created"] == label["created"][:10]
        assert stated["classification"] == label["classification"]


@pytest.mark.parametrize("form", ["cablegate_txt", "archive_page", "wikileaks_html", "smart", "foia_text"])
def test_no_other_document_is_taken_for_a_record(corpus: Path, form: str) -> None:
    wrappers = {found.wrapper for found in read(corpus / form)}
    assert wrappers
    assert "aad" not in wrappers
