"""SMART: the label block in its layouts and with its damage, older telegrams within it, flat pages."""

from __future__ import annotations

import pytest

from proof import proved as lawful
from reftel.telegram import grammar_smart as grammar
from reftel.telegram import smart, smart_facts
from reftel.telegram.parser import parse

HEAD = """\
                    UNCLASSIFIED
                         SBU

MRN:            12 LA PAZ 2499
Date/DTG:       Feb 03, 2012 / 031849Z FEB 12
From:           AMEMBASSY LA PAZ
Action:         WASHDC, SECSTATE ROUTINE
E.O.:           13526
TAGS:           EMIN, BL
Captions:       SENSITIVE
Reference:      A) 12 LA PAZ 2411
Subject:        Tin Council Meets
"""
TEXT = "\n1. (SBU) The council met. It rained.\n\n2. (U) It dispersed.\n"
FOOT = """
Signature:      Hollister

Drafted By:     LA PAZ:Doe, Jane Q
Cleared By:     POL:Roe, Richard
                ECON:Poe, Mary
Approved By:    EXEC:Hollister, Sam
Info:           LIMA, AMEMBASSY ROUTINE
Action Post:    NONE
Dissemination Rule:   Released Copy
                    UNCLASSIFIED
"""
WHOLE = HEAD + TEXT + FOOT

OLD = """\
MRN: 85 SUVA 199
Date/DTG: Jan 28, 1985 / 280000Z Jan 85
From: AMEMBASSY SUVA
Action: RUEHC/SECSTATE WASHDC ROUTINE
E.O.: Unknown
TAGS: EFIS, FJ
Subject: TUNA TALKS RESUME
R 280653Z JAN 85
FM AMEMBASSY SUVA
TO SECSTATE WASHDC IMMEDIATE 1694
UNCLAS SUVA 00199
E.O. 12356: N/A
TAGS: EFIS, FJ
SUBJECT: TUNA TALKS RESUME
1. TALKS RESUMED.
HOLLISTER
NNNN
Signature: HOLLISTER
Dissemination Rule: Archive Copy
"""


def kinds(text: str) -> list[str]:
    return [line.kind for line in parse(text).lines if line.kind != "blank"]


# ---------------------------------------------------------------- the grammar


@pytest.mark.parametrize(
    ("name", "example"), [(name, one) for name, found in grammar.EXAMPLES.items() for one in found]
)
def test_an_example_fits_its_pattern(name: str, example: str) -> None:
    pattern = getattr(grammar, name)
    assert pattern.search(example) if name == "PRECEDENCE" else pattern.match(example)


def test_every_label_has_a_line_in_a_block() -> None:
    fields = {match.lastgroup for line in WHOLE.splitlines() if (match := grammar.HEADER_LABEL.match(line))}
    assert fields == set(grammar.HEADER_LABELS) - {"action_office", "info_office", "pass_line"}
    assert set(smart.KINDS) <= {*grammar.HEADER_LABELS, *grammar.FOOTER_LABELS}


# ---------------------------------------------------------------- the block


def test_lines_of_a_block() -> None:
    assert kinds(WHOLE) == [
        "banner", "caption", "mrn", "dtg", "from", "to", "order", "tags", "caption", "reference", "subject",
        "paragraph", "paragraph", "signature", "drafting", "drafting", "drafting", "drafting", "info",
        "smart-label", "smart-label", "banner",
    ]  # fmt: skip


def test_facts_of_a_block() -> None:
    record = lawful(WHOLE)
    assert record.id == "12LAPAZ2499"
    assert record.format == "smart"
    assert record.created == "2012-02-03T18:49:00Z"
    assert record.precedence == "ROUTINE"
    assert record.classification == "UNCLASSIFIED"
    assert record.captions == ["SBU", "SENSITIVE"]
    assert record.executive_order == "13526"
    assert record.signature == ["Hollister"]
    assert record.distribution.drafted_by == "LA PAZ:Doe, Jane Q"
    assert record.distribution.cleared_by == ["POL:Roe, Richard", "ECON:Poe, Mary"]
    assert record.distribution.approved_by == "EXEC:Hollister, Sam"
    assert [paragraph.mark for paragraph in record.paragraphs] == ["SBU", "U"]
    assert record.defects == []


@pytest.mark.parametrize(
    ("printed", "damaged"),
    [
        ("Date/DTG:", "Date!DTG:"),
        ("Date/DTG:", "DatelDTG:"),
        ("Date/DTG:       Feb 03, 2012 / 031849Z FEB 12", "Date/DTG:       Feb 03, 20121031849Z FEB 12"),
        ("Date/DTG:       Feb 03, 2012 / 031849Z FEB 12", "Date/DTG:       Feb 03, 2012/ 031849Z FEB 12."),
        ("E.O.:", "E.0.:"),
        ("E.O.:", "E.0:"),
        ("SECSTATE ROUTINE", "SECSTATE RounNE"),
        ("SECSTATE ROUTINE", "SECSTATERounNE"),
        ("SECSTATE ROUTINE", "SECSTATE Routine"),
        ("Dissemination Rule:", "Dissemination Rule :"),
    ],
)
def test_damage_changes_no_fact(printed: str, damaged: str) -> None:
    assert printed in WHOLE
    plain, other = lawful(WHOLE), lawful(WHOLE.replace(printed, damaged))
    for key in ("id", "created", "precedence", "to", "executive_order", "tags", "subject", "signature"):
        assert getattr(other, key) == getattr(plain, key)


@pytest.mark.parametrize(
    ("words", "plads"),
    [
        ("WASHDC, SECSTATE ROUTINE", ["WASHDC, SECSTATE"]),
        ("LIMA, AMEMBASSY ROUTINE; CIA WASHDC ROUTINE;", ["LIMA, AMEMBASSY", "CIA WASHDC"]),
        ("LIMA, AMEMBASSY ROUTINE, CIA WASHDC ROUTINE", ["LIMA, AMEMBASSY", "CIA WASHDC"]),
        ("Doe, Jane Q ROUTINE", ["Doe, Jane Q"]),
        ("RUEHC/SECSTATE WASHDC ROUTINE", ["SECSTATE WASHDC"]),
        ("RUEKJCS/JOINT STAFF WASHDC//J5/RUE// ROUTINE", ["JOINT STAFF WASHDC"]),
        ("ARAB ISRAELI\n                COLLECTIVE ROUTINE", ["ARAB ISRAELI COLLECTIVE"]),
        (";;", []),
    ],
    ids=["one", "two", "comma", "person", "routing", "offices", "wrapped", "none"],
)
def test_addressees(words: str, plads: list[str]) -> None:
    record = lawful(WHOLE.replace("LIMA, AMEMBASSY ROUTINE", words))
    assert [address.plad for address in record.info] == plads


def test_routing_and_offices_of_an_addressee() -> None:
    (address,) = lawful(
        WHOLE.replace("LIMA, AMEMBASSY ROUTINE", "RUEKDIA/DIA WASHDC//DHO-2/REA// ROUTINE")
    ).info
    assert (address.routing, address.precedence, address.attention) == ("RUEKDIA", "ROUTINE", ["DHO-2/REA"])


@pytest.mark.parametrize(
    ("subject", "read"),
    [
        ("Tin Council\n                Meets Again", "Tin Council Meets Again"),
        ("Tin Council\n\nMeets Again", "Tin Council"),
        ("Tin Council\nTin Council", "Tin Council"),
        ("(SBU) Tin Council", "Tin Council"),
        ("\n\n        Tin Council\nMeets Again", "Tin Council Meets Again"),
    ],
    ids=["wrapped", "apart", "said-twice", "marked", "below-its-label"],
)
def test_where_a_subject_ends(subject: str, read: str) -> None:
    assert lawful(WHOLE.replace("Tin Council Meets", subject, 1)).subject == read


def test_an_e_mail_above_states_nothing() -> None:
    mail = "From: Poe, Mary\nSubject: FW: Something Else\nTAGS: none\n\nMRN: see below\n\nRegards,\nMary\n\n"
    plain, forwarded = lawful(WHOLE), lawful(mail + WHOLE)
    for key in ("id", "subject", "tags", "sender", "to", "classification"):
        assert getattr(forwarded, key) == getattr(plain, key)
    assert kinds(mail + WHOLE)[:6] == ["preamble"] * 6


def test_a_year_is_given_to_references_without_one() -> None:
    record = lawful(WHOLE.replace("12 LA PAZ 2411", "LIMA 869"))
    assert [reference.id for reference in record.references] == ["12LIMA869"]


def test_links_of_a_converter_are_read_around() -> None:
    link = "<http://repository.example.invalid/search.aspx?k=mrn%3a%2212%20LIMA%208%22>"
    record = lawful(WHOLE.replace("2411\n", f"2411\n{link}\n                B) 11 STATE 72515\n"))
    assert [reference.id for reference in record.references] == ["12LAPAZ2411", "11STATE72515"]


@pytest.mark.parametrize(
    "title",
    ["A Long Way Off...", "...But It May Rain", 'The Case of the "Tin Men"',
     "A title that is longer than the lines of a telegram were ever allowed to be in the days of tape"],
)  # fmt: skip
def test_titles_of_full_lines(title: str) -> None:
    record = lawful(WHOLE.replace("2. (U)", f"{title}\n\n2. (U)"))
    assert [paragraph.heading for paragraph in record.paragraphs] == [None, title]


@pytest.mark.parametrize("sentence", ["It rained again.", "He said:", "and then,"])
def test_sentences_are_no_titles(sentence: str) -> None:
    record = lawful(WHOLE.replace("2. (U)", f"{sentence}\n\n2. (U)"))
    assert [paragraph.heading for paragraph in record.paragraphs] == [None, None]


# ---------------------------------------------------------------- telegrams printed again


def test_the_inner_header_is_believed() -> None:
    record = lawful(OLD)
    assert record.created == "1985-01-28T06:53:00Z"
    assert [(a.plad, a.precedence) for a in record.to] == [("SECSTATE WASHDC", "IMMEDIATE")]
    assert record.executive_order == "12356"
    assert record.signature == ["HOLLISTER"]
    assert record.format == "acp127"
    assert set(kinds(OLD)[:7]) == {"smart-label"}


@pytest.mark.parametrize(
    ("lost", "key"),
    [
        ("R 280653Z JAN 85\n", "created"),
        ("SUBJECT: TUNA TALKS RESUME\n", "subject"),
        ("TAGS: EFIS, FJ\nSUBJECT", "tags"),
        ("UNCLAS SUVA 00199\n", "id"),
    ],
)
def test_the_labels_state_what_the_inner_header_lost(lost: str, key: str) -> None:
    place = OLD.rindex(lost)
    text = OLD[:place] + ("SUBJECT" if lost.endswith("SUBJECT") else "") + OLD[place + len(lost) :]
    text = text.replace("TO SECSTATE", "PAGE 01\nTO SECSTATE") if key == "created" else text
    assert getattr(lawful(text), key)


def test_a_flat_page_says_the_same() -> None:
    flat = " ".join(OLD.split())
    plain, cut = lawful(OLD), lawful(flat)
    assert "\n" not in flat
    for key in ("id", "created", "to", "executive_order", "tags", "subject", "signature", "classification"):
        assert getattr(cut, key) == getattr(plain, key)


# ---------------------------------------------------------------- what is no block


@pytest.mark.parametrize(
    "text",
    ["", "MRN:", "MRN: 12 LA PAZ 2499\n", "The MRN: of it\n", "MRN:\n" * 50,
     "MRN: 1 2\nFrom:\nAction:\nTAGS:\n"],
    ids=["empty", "label", "alone", "in-a-sentence", "many", "without-words"],
)  # fmt: skip
def test_odd_texts_are_lawful(text: str) -> None:
    record = lawful(text)
    assert record.id is None


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("12 USUN NEW YORK 336", "12USUNNEWYORK336"),
        ("2012 STATE 10280", "12STATE10280"),
        ("12 STATE", None),
        ("NEW YORK 336", None),
    ],
)
def test_numbers(words: str, number: str | None) -> None:
    frame = smart.label(WHOLE.replace("12 LA PAZ 2499", words))
    assert frame is not None
    found = smart_facts.read_number(WHOLE.replace("12 LA PAZ 2499", words), frame.fields)
    assert (str(found.value) if found else None) == number
