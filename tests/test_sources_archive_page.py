"""Pages of a public archive: recognised, taken apart, each statement with its place; damaged ones too."""

from __future__ import annotations

from pathlib import Path

import pytest

from proof import only_document, source, words_at
from reftel import read
from reftel.document import STATEMENTS, Document
from reftel.normalise import normalise
from reftel.sources import archive_page
from reftel.span import Span

MESSAGE = """VZCZCXRO7777
RR RUEHPA
DE RUEHBP #1399/01 3321052
ZNY CCCCC ZZH
R 281052Z NOV 07
FM AMEMBASSY BAMAKO
TO RUEHC/SECSTATE WASHDC 8499
BT
C O N F I D E N T I A L BAMAKO 001399

SIPDIS

E.O. 12958: DECL: 11/28/2017
TAGS: PREL, PINS, ML
SUBJECT: A VISIT TO THE HARBOUR OF MOPTI AND TO
THE MARKET

1. (C) It rained.

Example
BT
"""
PAGE = (
    "Identifier\nCreated\nClassification\nOrigin\n"
    "07BAMAKO1399\n2007-11-28 10:52:00\nCONFIDENTIAL\nEmbassy Bamako\n"
    "Cable title:\u00a0\u00a0\n\nA VISIT TO THE HARBOUR OF MOPTI AND TO\n\n"
    "Tags:\u00a0\u00a0PREL\u00a0PINS\u00a0ML\u00a0\npdf\u00a0how-to read a cable\n" + MESSAGE
)
SAYS = {
    "id": "07BAMAKO1399",
    "created": "2007-11-28 10:52:00",
    "classification": "CONFIDENTIAL",
    "from": "Embassy Bamako",
    "subject": "A VISIT TO THE HARBOUR OF MOPTI AND TO",
    "tags": "PREL PINS ML",
}


def says(document: Document) -> dict[str, str]:
    """What a page states, each statement proved by its place."""
    for fact in document.says.values():
        assert words_at(document.text, fact.spans) == fact.value
        assert all(span.end <= document.message.start for span in fact.spans)
    return {name: fact.value for name, fact in document.says.items()}


def test_a_page() -> None:
    document = only_document(PAGE)
    assert document.wrapper == "archive-page"
    assert says(document) == SAYS
    assert document.message.of(document.text) == MESSAGE
    assert set(SAYS) == set(STATEMENTS) - {"references"}


def without(*lines: str) -> str:
    text = PAGE
    for line in lines:
        assert line in text
        text = text.replace(line, "", 1)
    return text


TITLE = "Cable title:\u00a0\u00a0\n\nA VISIT TO THE HARBOUR OF MOPTI AND TO\n\n"
TAGS = "Tags:\u00a0\u00a0PREL\u00a0PINS\u00a0ML\u00a0\n"
NAVIGATION = "pdf\u00a0how-to read a cable\n"
LINED = (
    "Identifier: 07BAMAKO1399\nCreated: 2007-11-28 10:52:00\n"
    "Classification: CONFIDENTIAL\nOrigin: Embassy Bamako\n"
)
BLOCK = PAGE[: PAGE.index("Cable title")]

# name -> the page, what it no longer states
VARIANTS = {
    "no-title": (without(TITLE), {"subject"}),
    "empty-title": (without("A VISIT TO THE HARBOUR OF MOPTI AND TO\n"), {"subject"}),
    "no-tags": (without(TAGS), {"tags"}),
    "empty-tags": (without("PREL\u00a0PINS\u00a0ML\u00a0"), {"tags"}),
    "no-navigation": (without(NAVIGATION), set()),
    "nothing-but-the-block": (without(TITLE, TAGS, NAVIGATION), {"subject", "tags"}),
    "white-space-above": ("\n\n  \n" + PAGE, set()),
    "blank-lines-between": (BLOCK.replace("\n", "\n\n") + PAGE[len(BLOCK) :], set()),
    "trailing-blanks": (BLOCK.replace("\n", "  \n") + PAGE[len(BLOCK) :], set()),
    "blank-line-after-navigation": (PAGE.replace(NAVIGATION, NAVIGATION + "\n\n"), set()),
    "label-and-value-on-one-line": (LINED + PAGE[len(BLOCK) :], set()),
    "tabs-for-colons": (LINED.replace(": ", "\t") + PAGE[len(BLOCK) :], set()),
    "title-on-its-label's-line": (PAGE.replace(":\u00a0\u00a0\n\nA VISIT", ": A VISIT"), set()),
    "plain-blanks": (PAGE.replace("\u00a0", " "), set()),
    "crlf": (PAGE.replace("\n", "\r\n"), set()),
    "cr": (PAGE.replace("\n", "\r"), set()),
    "byte-order-mark": ("\ufeff" + PAGE, set()),
}  # fmt: skip


@pytest.mark.parametrize("name", VARIANTS)
def test_a_damaged_page_states_what_is_left(name: str) -> None:
    text, lost = VARIANTS[name]
    document = only_document(text)
    assert document.wrapper == "archive-page"
    assert says(document) == {key: value for key, value in SAYS.items() if key not in lost}
    message = document.message.of(document.text)
    assert message.replace("\r\n", "\n").lstrip("\n") == MESSAGE
    assert normalise(document).subject == "A VISIT TO THE HARBOUR OF MOPTI AND TO THE MARKET"


@pytest.mark.parametrize(
    "text",
    [
        MESSAGE,
        PAGE.replace("Origin\n", ""),
        PAGE.replace("Created\n", "Sent\n"),
        "Some words\n" + PAGE,
        "Identifier\nCreated\nClassification\nOrigin\n",
        "Identifier",
        PAGE.upper(),
        MESSAGE + PAGE,
    ],
    ids=["telegram", "label-lost", "other-label", "words-above", "cut", "one-word", "capitals", "below"],
)
def test_what_is_no_such_page_is_raw(text: str) -> None:
    assert not archive_page.recognise(text)
    document = only_document(text)
    assert (document.wrapper, document.message) == ("raw", Span(0, len(text)))


def test_reading_what_was_not_recognised_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match=r"invented\.txt is no page"):
        list(archive_page.read(source(MESSAGE), MESSAGE, ()))


@pytest.mark.parametrize("end", range(len(BLOCK), len(PAGE), 7))
def test_a_page_that_breaks_off_anywhere(end: int) -> None:
    """The beginning of a page has its message, empty or not, at its end, and states what stands there."""
    document = only_document(PAGE[:end])
    assert document.wrapper == "archive-page"
    assert document.message.end == end
    assert set(says(document)) <= set(SAYS)
    assert normalise(document).id == "07BAMAKO1399"


def test_a_title_of_several_lines() -> None:
    document = only_document(PAGE.replace("MOPTI AND TO\n\nTags", "MOPTI AND TO\nTHE MARKET\n\nTags"))
    assert says(document)["subject"] == "A VISIT TO THE HARBOUR OF MOPTI AND TO THE MARKET"


# ---------------------------------------------------------------- real pages


def test_the_reference_document(corpus: Path) -> None:
    (document,) = read(corpus / "archive_page" / "07BAMAKO1361.txt")
    assert document.wrapper == "archive-page"
    assert document.source.raw == (corpus / "archive_page" / "07BAMAKO1361.txt").read_bytes()
    assert says(document) == {
        "id": "07BAMAKO1361",
        "created": "2007-11-28 10:52:00",
        "classification": "CONFIDENTIAL",
        "from": "Embassy Bamako",
        "subject": "THE DEPUTY SECRETARY IN MALI - MEETINGS WITH",
        "tags": "PREL PINS ASEC ML",
    }
    assert document.message.of(document.text).startswith("VZCZCXRO7770\n")
    assert document.message.end == len(document.text) == 11275


def test_all_derived_pages_are_recognised(corpus: Path) -> None:
    documents = list(read(corpus / "archive_page_derived"))
    assert len(documents) == 15
    for document in documents:
        assert document.wrapper == "archive-page"
        assert set(says(document)) == set(STATEMENTS) - {"references"}
        assert says(document)["id"] == Path(document.source.name).stem
        assert "Tags:" not in document.message.of(document.text)[:200]


@pytest.mark.parametrize("form", ["cablegate_txt", "aad_text", "smart", "foia_text"])
def test_no_other_document_is_taken_for_a_page(corpus: Path, form: str) -> None:
    wrappers = {document.wrapper for document in read(corpus / form)}
    assert wrappers
    assert "archive-page" not in wrappers
