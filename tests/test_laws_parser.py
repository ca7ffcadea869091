"""Laws of the parser, on composed telegrams damaged in every way, on any text, and on all real documents.

Whatever the text: the lines cover it, verbatim keys equal their places,
children lie in their parents, nothing is raised, twice is the same, and the
record survives JSON.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from damage import PLACES, TIMES, damaged, piled, seeds
from proof import document, odd_defects, orphans, source, uncovered, unproved
from reftel import read
from reftel.compose import compose
from reftel.document import Document
from reftel.errors import SourceError
from reftel.normalise import normalise
from reftel.record import Record
from reftel.sources import documents
from reftel.span import Fact, Span
from reftel.telegram.parser import parse

KEYS = {field.encode_name for field in msgspec.structs.fields(Record)}


def lawful(document: Document) -> None:
    """All laws at once, for one document."""
    telegram = parse(document.text, document.message)
    assert list(uncovered(telegram, document.message)) == []
    assert list(odd_defects(telegram)) == []
    record = normalise(document)
    assert list(unproved(document.text, record)) == []
    assert list(orphans(document.text, document.message, record)) == []
    assert normalise(document) == record
    line = record.to_json()
    assert set(msgspec.json.decode(line)) == KEYS
    assert "\n" not in line
    if not any("\ud800" <= sign <= "\udfff" for sign in document.text):
        assert Record.from_json(line) == record


# ---------------------------------------------------------------- any text


@given(text=damaged())
@settings(max_examples=400 * TIMES)
def test_damaged_telegrams_are_lawful(text: str) -> None:
    lawful(document(text))


@given(text=damaged())
@settings(max_examples=150 * TIMES)
def test_damaged_telegrams_are_lawful_as_the_readers_hand_them_on(text: str) -> None:
    try:
        found = list(documents(source(text)))
    except SourceError:
        return
    for one in found:
        lawful(one)


@given(text=piled())
@settings(max_examples=300 * TIMES)
def test_piled_fragments_are_lawful(text: str) -> None:
    lawful(document(text))


@given(text=st.text(max_size=300))
@example(text="")
@example(text="\n")
@example(text="\r")
@example(text="\r\n")
@example(text="\x0c\n\x85\n")
@example(text="1. \n2. \n")
@example(text="SUBJECT:")
@example(text="TAGS:\nREF:\nE.O.")
@example(text="SUBJECT: A LIST\n\n1. PARTICIPANTS:\n\n\x0c\n\x0c-\nJANE ROE\n")
@settings(max_examples=200 * TIMES)
def test_any_text_is_lawful(text: str) -> None:
    lawful(document(text))


@given(text=damaged(), start=PLACES, end=PLACES)
@settings(max_examples=120 * TIMES)
def test_any_part_of_a_text_is_lawful(text: str, start: int, end: int) -> None:
    first, last = sorted((start % (len(text) + 1), end % (len(text) + 1)))
    if first < last:
        lawful(document(text, first, last))


@given(text=damaged())
@settings(max_examples=100 * TIMES)
def test_a_message_says_the_same_wherever_it_stands(text: str) -> None:
    """What stands around the message moves the places and changes no fact."""
    alone = parse(text)
    before, after = "Some words of a wrapper\n\n", "\nAnd some more.\n"
    inside = parse(before + text + after, Span(len(before), len(before) + len(text)))
    moved = len(before)
    kinds = [line.kind for line in inside.lines if line.kind != "wrapper"]
    assert kinds == [line.kind for line in alone.lines]
    assert [odd.code for odd in inside.defects] == [odd.code for odd in alone.defects]
    assert [p.text.value for p in inside.body.paragraphs] == [p.text.value for p in alone.body.paragraphs]
    assert inside.heading.subject == (
        alone.heading.subject
        and Fact(
            alone.heading.subject.value,
            tuple(Span(span.start + moved, span.end + moved) for span in alone.heading.subject.spans),
        )
    )


@given(text=damaged())
@settings(max_examples=100 * TIMES)
def test_carriage_returns_change_no_kind_of_line(text: str) -> None:
    plain = text.replace("\r\n", "\n").replace("\r", "")
    kinds = [line.kind for line in parse(plain).lines]
    assert [line.kind for line in parse(plain.replace("\n", "\r\n")).lines] == kinds


def test_surrogates_are_no_reason_to_fail() -> None:
    text = compose(seeds()[0][0]).replace("e", "\udc80")
    lawful(document(text))
    assert normalise(document(text)).handle.startswith("~")


# ---------------------------------------------------------------- real documents

FORMS = (
    "aad_pdf", "aad_text", "archive_page", "archive_page_derived", "cablegate_csv", "cablegate_txt",
    "foia_ocr_flat", "foia_pdf", "foia_text", "frus_tei", "smart", "wikileaks_html",
)  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_real_documents_are_lawful(corpus: Path, form: str) -> None:
    """Every file of the corpus, as the readers hand it on, whatever they make of it."""
    seen = 0
    for found in read(corpus / form):
        lawful(found)
        seen += 1
    assert seen >= 1


def test_every_real_file_is_read(corpus: Path) -> None:
    skipped: list[SourceError] = []
    found = list(read(corpus, skipped.append))
    assert len(found) >= 100
    # lists of the documents, as JSON lines, are no documents
    assert {Path(one.name).name for one in skipped} == {"gold.jsonl", "manifest.jsonl"}
    assert all("name them with --columns" in one.reason for one in skipped)
