"""Texts made to be slow: each is read in time that grows with its length, and said to be what it is.

No clock is read here: a rule that goes over the text again for each of its lines
would not come to an end.
"""

from __future__ import annotations

import pytest

from proof import odd_defects, uncovered
from reftel.span import Span
from reftel.telegram.parser import parse

HEADING = (
    "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO RUEHC/SECSTATE WASHDC 8447\nBT\n"
    "C O N F I D E N T I A L SECTION 01 OF 03 BAMAKO 001361\n\nSIPDIS\n\n"
    "E.O. 12958: DECL: 11/16/2017\nTAGS: PREL, PINS\nSUBJECT: A VISIT\n\n"
)
TEXT = HEADING + "1. (C) "
LONG = 100_000

HEAVY = {
    # one line
    "a-letter": "A" * 1_000_000,
    "parentheses": "(" * LONG,
    "dashes": "-" * LONG,
    "dashes-and-blanks": "- " * LONG,
    "digits": "1" * LONG,
    "blanks": " " * 1_000_000,
    "nuls": "\0" * LONG,
    "ref-and-letters": "REF: " + "A" * LONG,
    "enumerators": "A. " * 50_000,
    "enumerators-after-ref": "REF: " + "A. " * 50_000,
    "subjects": "SUBJECT: " * 20_000,
    "tags": "TAGS: " * 20_000,
    "tag-of-all-letters": "TAGS: " + "PREL" * 20_000,
    "open-names-in-tags": "TAGS: " + "(DOE, " * 20_000,
    "orders": "E.O. " * 20_000,
    "dates-in-an-order": "E.O. 12958: " + "13/13/2017 " * 10_000,
    "classified-by": "CLASSIFIED BY " * 10_000,
    "classifiers": "CLASSIFIED BY: " + "JANE ROE AND " * 10_000,
    "levels": "C O N F I D E N T I A L " * 5_000,
    "capitals": "A B C D " * 20_000,
    "date-time-groups": "R 281052Z NOV 07 " * 10_000,
    "stops": TEXT + "." * LONG,
    "stops-and-blanks": TEXT + ". " * LONG,
    "ends-of-summaries": TEXT + "Summary: " + "End summary. " * 10_000,
    "clearances": TEXT + "has been cleared by " * 10_000,
    "requests-to-protect": TEXT + "Jane Roe (strictly protect) " * 10_000,
    "open-requests": TEXT + "(please " * 20_000,
    "labels": TEXT + "refs " + "A, " * 30_000,
    "stations": TEXT + "STATE " * 20_000,
    "years": TEXT + "07 08 09 " * 10_000,
    "many-references": HEADING
    + "REF: " + "; ".join(f"{i % 26 + 65:c}) STATE {i}" for i in range(1, 5_001)) + "\n\n"
    + "".join(f"{i}. (C) See ref {i % 26 + 65:c} and reftels.\n\n" for i in range(1, 1_000)),
    "many-citations": TEXT + "see ref A, reftel and 07 BAMAKO 1361, " * 5_000,
    "letters-below-routing": "RR RUEHBP\n" + "A" * LONG + "1\n" + HEADING,
    # many lines
    "line-feeds": "\n" * 300_000,
    "carriage-returns-and-line-feeds": "\r\n" * 100_000,
    "dash-lines": "-\n" * LONG,
    "headings": HEADING * 2_000,
    "headings-and-text": (HEADING + "1. (C) Text.\n\n") * 2_000,
    "paragraphs": HEADING + "".join(f"{i}. (C) Text.\n\n" for i in range(1, 20_001)),
    "paragraphs-of-one-number": HEADING + "1. (C) Text.\n\n" * 20_000,
    "labels-and-text": "SUBJECT: x\nfoo\n" * 20_000,
    "references-apart": "REF: STATE 1\n\nSTATE 2\n\n" * 10_000,
    "order-lines": "E.O. 12958: \n" * 20_000,
    "tag-lines": HEADING.replace("SUBJECT", "TAGS: XXXX, YYYY\n" * 10_000 + "SUBJECT"),
    "captions": HEADING + "SIPDIS\n\n" * 20_000 + "1. (C) Text.",
    "caveats": HEADING + "".join(f"REL TO {i // 26 % 26 + 65:c}{i % 26 + 65:c}A\n" for i in range(5_000)),
    "addressees": HEADING.replace("BT", "RUEHAS/AMEMBASSY ALGIERS 0361\n" * 10_000 + "BT"),
    "interruptions": TEXT + "goes on and\nSIPDIS\n" * 20_000,
    "page-marks": TEXT + "goes on\n\nBAMAKO 00001361  001.2 OF 003\n\n" * 10_000,
    "lone-lines": TEXT + "Text.\n\n" + "A heading\n\n" * 20_000,
    "ruled-lines": TEXT + "Text.\n\n" + "A heading\n---------\n\n" * 10_000,
    "blank-lines-before-the-end": TEXT + "text" + "\n" * LONG + "goes on",
    "participants": TEXT + "Participants:\n" + "Jane Roe,\nand so on, and\n" * 10_000,
    "participants-on-one-line": TEXT + "Participants: " + "Political Officer Roe, " * 10_000,
    "participants-and-blanks": TEXT + "Participants:\nMali:\nJane Roe" + " " * LONG + "and Doe (" * 10_000,
    "participants-in-groups": TEXT + "Participants:\n" + "(a) Mali:\nA. Jane Roe\n" * 10_000,
    "lone-lines-below-marks": TEXT + "\n\nBAMAKO 00001361  001.2 OF 003\n\n\nA heading\n\n2. Text." * 10_000,
    "ends-of-messages": TEXT + "Text.\n\nRoe\n" + "BT\n\n" * 20_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HEAVY)
def test_a_heavy_text_is_read_to_its_end(name: str) -> None:
    text = HEAVY[name]
    telegram = parse(text)
    assert list(uncovered(telegram, Span(0, len(text)))) == []
    assert list(odd_defects(telegram)) == []
    assert telegram.defects


def test_of_many_headings_the_first_counts() -> None:
    envelope, _, heading = HEADING.partition("BT\n")
    telegram = parse(f"{envelope}BT\n{heading * 2_000}1. (C) Text.\n")
    assert telegram.heading.subject is not None
    assert telegram.heading.subject.value == "A VISIT"
    assert telegram.id is not None
    assert str(telegram.id.value) == "07BAMAKO1361"
    assert sum(odd.code == "doubled-heading" for odd in telegram.defects) == 1_999
    assert [p.text.value for p in telegram.body.paragraphs] == ["Text."]


def test_twenty_thousand_paragraphs() -> None:
    """Numbers beyond 999 are no paragraph numbers; the words of all of them are kept."""
    paragraphs = parse(HEAVY["paragraphs"]).body.paragraphs
    assert [p.number.value for p in paragraphs[:999] if p.number] == list(range(1, 1000))
    assert sum(p.text.value.count("Text.") for p in paragraphs) == 20_000
