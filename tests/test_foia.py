"""Releases: stamps, worn banners and marks, headers of later sections; drafts and the form of the 1960s."""

from __future__ import annotations

import pytest

from proof import proved as lawful
from reftel.span import Span
from reftel.telegram.line_kinds import split
from reftel.telegram.parser import parse
from reftel.telegram.stamps import mark_stamps

CASE = "UNCLASSIFIED U.S. Department of State Case No. F-2020-00001 Doc No. C00000001 Date: 08/31/2021\n"
HEAD = """\
R 280653Z JAN 85
FM AMEMBASSY SUVA
TO SECSTATE WASHDC
C O N F I D E N T I A L SECTION 01 OF 02 SUVA 00199
E.O. 12356: DECL: OADR
TAGS: EFIS, FJ
SUBJECT: TUNA TALKS RESUME
"""


def stamped(text: str) -> list[str]:
    """The words of the lines that are stamps."""
    return [
        line.words.strip() for line in mark_stamps(split(text, Span(0, len(text)))) if line.kind == "stamp"
    ]


# ---------------------------------------------------------------- stamps


@pytest.mark.parametrize(
    "words",
    [
        CASE.strip(),
        "RELEASE IN PART B6",
        "[Released in Full",
        "IDeclassified in Full / Release in Full",
        'CSP-2020-00001   B-00000000001   "UNCLASSIFIED"   3/2/2021',
        "UNCLASSIFIED          Page 2 of 3",
        "UNCLASSIFIED Page 20f7",
        "Pagel of 3",
        "CLASSIFICATION: UNCLASSIFIED",
        "B6",
        "B5,B6",
        "1.4(D)",
        "CONFIDENTIAL ==PTQ6891",
    ],
)
def test_stamps_by_their_own_words(words: str) -> None:
    assert stamped(f"The talks went on\n{words}\nfor a day.\n") == [words]


@pytest.mark.parametrize(
    "words", ["B-52", "Page 2", "THE CLASSIFICATION: WAS", "Jane Example, Director", "US Department of State"]
)
def test_lines_that_are_no_stamps_by_themselves(words: str) -> None:
    assert stamped(f"The talks went on\n{words}\nfor a day.\n") == []


def test_the_officer_below_a_release() -> None:
    lines = ["Released in Full", "Jane Q. Example, Acting-Director", "IUS Department of State", "2/25/2026"]
    assert stamped("\n".join([*lines, "The talks went on.", "2/25/2026"])) == lines


@pytest.mark.parametrize("worn", ["NCLASSIFIED", "CONABENTAL NCLASSIFIED", "S80", "COHRBEN AE\nNCLASSIFIED"])
def test_worn_banners_beside_a_page_number(worn: str) -> None:
    assert stamped(f"THE TALKS\nPage 1 of 5\n{worn}\nKIND\n") == ["Page 1 of 5", *worn.split("\n")]
    assert stamped(f"THE TALKS\n{worn}\nKIND\n") == []


def test_stamps_through_a_sentence() -> None:
    text = HEAD + "1. THE TALKS WENT ON\n" + CASE + "\x0c" + CASE + "\n\nFOR A DAY.\nEXAMPLE\n"
    (paragraph,) = lawful(text).paragraphs
    assert paragraph.text.split() == ["THE", "TALKS", "WENT", "ON", "FOR", "A", "DAY."]


# ---------------------------------------------------------------- sections and worn marks


def test_the_header_of_a_later_section_is_read_around() -> None:
    again = "PAGE 01 SUVA 00199 02 OF 02 280654Z\nACTION EAP-00\n" + HEAD.replace("01 OF", "02 OF")
    text = CASE + HEAD + "1. THE TALKS WENT\nON AND\n" + again + "\nON.\nEXAMPLE\n"
    record = lawful(text)
    assert [paragraph.text.split() for paragraph in record.paragraphs] == [
        ["THE", "TALKS", "WENT", "ON", "AND", "ON."]
    ]
    assert [address.plad for address in record.to] == ["SECSTATE WASHDC"]


def test_worn_marks_are_no_words() -> None:
    text = CASE + HEAD + "1. {@f THE TALKS WENT ON\n2. §@) FOR A DAY\n3. (2) AND A NIGHT.\nEXAMPLE\n"
    record = lawful(text)
    assert [(p.number, p.mark, p.text) for p in record.paragraphs] == [
        (1, None, "THE TALKS WENT ON"), (2, None, "FOR A DAY"), (3, None, "AND A NIGHT."),
    ]  # fmt: skip
    assert "{@f" in parse(text).text
    assert all(line.words == line.content.of(text) for line in parse(text).lines)


def test_one_sign_alone_is_no_worn_mark() -> None:
    text = CASE + HEAD + "1. (2) BOATS CAME.\n\n2. THEY LEFT.\nEXAMPLE\n"
    assert lawful(text).paragraphs[0].text == "(2) BOATS CAME."


def test_an_unreadable_level_still_is_a_classification_line() -> None:
    text = CASE + HEAD.replace("C O N F I D E N T I A L", "CUNHEDENTFHrt") + "1. THE TALKS.\nEXAMPLE\n"
    record = lawful(text)
    assert [address.plad for address in record.to] == ["SECSTATE WASHDC"]
    assert record.subject == "TUNA TALKS RESUME"


# ---------------------------------------------------------------- drafts

DRAFT = f"""\
{CASE}
UNCLASSIFIED

EAP/ANP:JDOE
08/24/2009 202-555-0100
EAP:RROE

  IMMEDIATE SUVA, IMMEDIATE APIA,
  IMMEDIATE LA PAZ +
  PRIORITY LIMA, +

SENSITIVE

E.O. 12958: N/A
TAGS: EFIS, FJ
SUBJECT: TUNA TALKS

REF: STATE 86734

1. (SBU) This is an action request.

YY
{CASE}
OES:MPOE - OK

Y

IMMEDIATE   QUITO

Y

PRIORITY BOGOTA

Y
"""


def test_a_draft() -> None:
    record = lawful(DRAFT)
    assert [address.plad for address in record.to] == ["SUVA", "APIA", "LA PAZ", "QUITO"]
    assert [address.plad for address in record.info] == ["LIMA", "BOGOTA"]
    assert (record.precedence, record.precedence_info) == ("IMMEDIATE", "PRIORITY")
    assert [reference.id for reference in record.references] == ["09STATE86734"]
    assert (record.distribution.drafted_by, record.distribution.approved_by) == ("EAP/ANP:JDOE", "EAP:RROE")
    assert (record.id, record.signature) == (None, [])
    assert [paragraph.text for paragraph in record.paragraphs] == ["This is an action request."]


# ---------------------------------------------------------------- the form of the 1960s

OUTGOING = """\
OUTGOING TELEGRAM Department of State
INDICATE: COLLECT
CONFIDENTIAL 04289
FEB 9 11 17 AM '63
ACTION: AmEmbassy SUVA 293

EUR
Info:
SS UrTel 245
G The talks went on for a day, as far as anybody here
ARA
can tell. No officer
USIA confirms that they ended.
END
RMR
Drafted by: Telegraphic transmission and EXAMPLE
EUR:BNA:JQDoe:abc 2/8/63 classification approved by:
"""


def test_an_outgoing_telegram_of_the_1960s() -> None:
    record = lawful(OUTGOING)
    assert record.id == "63STATE293"
    assert record.classification == "CONFIDENTIAL"
    assert record.sender is not None
    assert record.sender.plad == "Department of State"
    assert [address.plad for address in record.to] == ["AmEmbassy SUVA"]
    assert [reference.id for reference in record.references] == ["63SUVA245"]
    assert record.signature == ["EXAMPLE"]
    assert record.distribution.drafted_by == "EUR:BNA:JQDoe:abc"
    (paragraph,) = record.paragraphs
    assert " ".join(paragraph.text.split()) == (
        "The talks went on for a day, as far as anybody here can tell. No officer confirms that they ended."
    )


INCOMING = """\
INCOMING TELEGRAM Department of State
CONFIDENTIAL
1963 FEB 9
FROM: Suva
TO: Secretary of State
NO: 245, February 8, 10 p.m.

The boats came back today.

ROE
"""


def test_an_incoming_telegram_of_the_1960s() -> None:
    record = lawful(INCOMING)
    assert record.id == "63SUVA245"
    assert record.sender is not None
    assert record.sender.plad == "Suva"
    assert [address.plad for address in record.to] == ["Secretary of State"]


@pytest.mark.parametrize(
    "text", ["OUTGOING TELEGRAM Department of State\n", "OUTGOING TELEGRAM\nACTION: X Y 1\n"]
)
def test_half_a_form_is_none(text: str) -> None:
    assert lawful(text).id is None


def test_a_line_that_starts_no_paragraph_keeps_its_worn_mark() -> None:
    text = CASE + HEAD + "1. {@f THE TALKS\n2. §@) WENT ON\n9. (5B) Nine.\n"
    lawful(text)
    assert all(line.words == line.content.of(text) for line in parse(text).lines)
