"""Lines: what each line of a message is, told by its words and by what stands around it."""

# ruff: noqa: E501 - tables of cases: a case a line

from __future__ import annotations

from pathlib import Path

import pytest

from proof import uncovered
from reftel.span import Span
from reftel.telegram.boundaries import is_address
from reftel.telegram.line_kinds import continues_reference, is_caption, split
from reftel.telegram.lines import label
from reftel.telegram.parser import parse

WHOLE = (Path(__file__).parent / "broken" / "whole.txt").read_text(encoding="utf-8")


def kinds(text: str) -> list[str]:
    """The kinds of all lines but blank ones; the lines cover the text."""
    assert list(uncovered(parse(text), Span(0, len(text)))) == []
    return [line.kind for line in label(text) if line.kind != "blank"]


def test_the_lines_of_a_whole_telegram() -> None:
    assert kinds(WHOLE) == [
        "transmission-id", "routing", "origin", "security", "dtg", "from", "to", "info", "break", "classification",
        "caption", "order", "tags", "subject", "reference", "classified-by", "paragraph", "text", "paragraph", "text",
        "signature", "break", "station-serial", "end",
    ]  # fmt: skip


# ---------------------------------------------------------------- cutting


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("\n", [""]),
        ("one", ["one"]),
        ("one\n", ["one"]),
        ("one\r\ntwo\r\n", ["one", "two"]),
        ("one\n\n two \nthree", ["one", "", " two ", "three"]),
        ("one\x0ctwo\x85three\u2028four", ["one\x0ctwo\x85three\u2028four"]),
        ("one\r\r\n", ["one\r"]),
    ],
    ids=["empty", "feed", "no-end", "end", "crlf", "blank", "other-breaks", "two-returns"],
)
def test_lines_are_cut_at_line_feeds_only(text: str, words: list[str]) -> None:
    lines = split(text, Span(0, len(text)))
    assert [line.words for line in lines] == words
    assert "".join(line.span.of(text) for line in lines) == text
    assert all(line.content.of(text) == line.words for line in lines)


def test_a_part_of_a_text_is_cut_at_its_edges() -> None:
    lines = label("one\ntwo\nthree\nfour", Span(5, 9))
    assert [line.words for line in lines] == ["one", "t", "wo", "t", "hree", "four"]
    outside = [line.words for line in lines if line.kind == "wrapper"]
    assert outside == ["one", "t", "hree", "four"]


# ---------------------------------------------------------------- captions, addresses, items


@pytest.mark.parametrize(
    "words",
    [
        "SIPDIS",
        " SIPDIS ",
        "NOFORN",
        "NODIS",
        "SENSITIVE SIPDIS",
        "sipdis",
        "LIMDIS",
        "STADIS",
        "ROGER CHANNEL",
    ],
)
def test_captions(words: str) -> None:
    assert is_caption(words)


@pytest.mark.parametrize(
    "words",
    ["", "   ", "SIPDIS was printed", "The sensitive market", "RAIN", "SIPDIS " * 20, "*", "a NOFORN"],
)
def test_no_captions(words: str) -> None:
    assert not is_caption(words)


@pytest.mark.parametrize(
    "words",
    [
        "RUEHAS/AMEMBASSY ALGIERS 0361",
        "AMEMBASSY DAKAR",
        "ECOWAS COLLECTIVE",
        "  SECSTATE WASHDC",
        "CIA WASHDC//J2//",
    ],
)
def test_lines_that_could_be_addresses(words: str) -> None:
    assert is_address(words)


@pytest.mark.parametrize("words", ["", "SIPDIS", "It rained.", "SUBJECT: A VISIT", "amembassy dakar"])
def test_lines_that_could_be_none(words: str) -> None:
    assert not is_address(words)


@pytest.mark.parametrize(
    "words", ["B. STATE 12345", "(C) LA PAZ 2411", "REF C", "06 STATE 12345", "LA PAZ 2411"]
)
def test_items_of_references_after_a_blank_line(words: str) -> None:
    assert continues_reference(words)


@pytest.mark.parametrize("words", ["", "It rained.", "1. (C) It rained.", "SIPDIS", "----"])
def test_no_items_of_references(words: str) -> None:
    assert not continues_reference(words)


# ---------------------------------------------------------------- what stands around a line

HEAD = "FM AMEMBASSY BAMAKO\nTO SECSTATE WASHDC\n"
LEVEL = "CONFIDENTIAL BAMAKO 001399\n"

CONTEXTS = {
    "nothing-but-words": ("It rained.\nIt rained more.\n", ["text", "text"]),
    "nothing-but-fields": ("SUBJECT: A VISIT\n\n1. Rain.\n", ["subject", "paragraph"]),
    "words-above-the-header": ("Seen by many\n" + HEAD + LEVEL, ["preamble", "from", "to", "classification"]),
    "addressees-go-on": (HEAD + "AMEMBASSY DAKAR\n\nRUEHAS/X\n" + LEVEL, ["from", "to", "to", "to", "classification"]),
    "a-page-line-among-addressees": (
        HEAD + "PAGE 02\nAMEMBASSY DAKAR\n" + LEVEL, ["from", "to", "page-line", "to", "classification"],
    ),
    "routing-goes-on": (
        "RR RUEHPA RUEHZK\nRUEHAS RUEHXX\nDE RUEHBP #1399\n" + LEVEL, ["routing", "routing", "origin", "classification"],
    ),
    "a-level-for-a-classification-line": (
        HEAD + "CONFIDENTIAL\nSIPDIS\nTAGS: PREL\nSUBJECT: RAIN\n\n1. Rain.\n",
        ["from", "to", "banner", "caption", "tags", "subject", "paragraph"],
    ),
    "no-classification-line": (
        HEAD + "SIPDIS\nTAGS: PREL\nSUBJECT: RAIN\n\n1. Rain.\n", ["from", "to", "caption", "tags", "subject", "paragraph"],
    ),
    "a-field-on-two-lines": (LEVEL + "SUBJECT: RAIN\nIN MAY\n\n1. Rain.\n", ["classification", "subject", "subject", "paragraph"]),
    "items-after-a-blank-line": (
        LEVEL + "SUBJECT: RAIN\nREF: A. STATE 1\n\nB. STATE 2\n\n1. Rain.\n",
        ["classification", "subject", "reference", "reference", "paragraph"],
    ),
    "numbered-references": (
        LEVEL + "SUBJECT: RAIN\nREFS:\n(A) STATE 1\n(B) STATE 2\n\n1. Rain.\n",
        ["classification", "subject", "reference", "reference", "reference", "paragraph"],
    ),
    "passing-words": (
        LEVEL + "DEPARTMENT FOR AF\n\nTAGS: PREL\nSUBJECT: RAIN\n\n1. Rain.\n",
        ["classification", "passing", "tags", "subject", "paragraph"],
    ),
    "text-without-numbers": (LEVEL + "SUBJECT: RAIN\n\nIt rained.\n", ["classification", "subject", "text"]),
    "a-rule-before-the-text": (
        LEVEL + "SUBJECT: RAIN\n\n-------\nSUMMARY\n-------\n\n1. Rain.\n",
        ["classification", "subject", "rule", "heading", "rule", "paragraph"],
    ),
    "a-dash-under-the-subject": (
        LEVEL + "SUBJECT: RAIN\n-\n1. Rain.\n", ["classification", "subject", "rule", "paragraph"]
    ),
    "a-heading-that-comes-again": (
        LEVEL + "SUBJECT: RAIN\n\n" + LEVEL + "SUBJECT: RAIN\n\n1. Rain.\n",
        ["classification", "subject", "repeated", "repeated", "paragraph"],
    ),
    "prose-that-looks-like-a-level": (
        LEVEL + "SUBJECT: RAIN\n\n1. He said\nSECRET BAMAKO 12\nwas lost.\n",
        ["classification", "subject", "paragraph", "text", "text"],
    ),
    "a-line-of-the-envelope-in-the-text": (
        LEVEL + "SUBJECT: RAIN\n\n1. Rain.\nFM here.\nTO there.\n", ["classification", "subject", "paragraph", "text", "text"],
    ),
    "only-a-header": (HEAD, ["from", "to"]),
    "an-order-before-the-level": (
        "E.O. 12958: N/A\nSUBJECT: RAIN\n\n" + LEVEL + "\n1. Rain.\n", ["order", "subject", "classification", "paragraph"]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CONTEXTS)
def test_lines_in_their_context(name: str) -> None:
    text, expected = CONTEXTS[name]
    assert kinds(text) == expected
    assert kinds(text.replace("\n", "\r\n")) == expected
