"""The same message has the same facts whatever it stands in and however its lines end."""

from __future__ import annotations

from pathlib import Path

import pytest

from proof import differing, only_document, record_of, unproved
from reftel import read
from reftel.compose import compose, wrap_page
from reftel.document import Document
from reftel.normalise import normalise
from reftel.record import Record

DERIVED = (
    "06NEWDELHI5138", "06NEWDELHI5237", "06NEWDELHI5238", "06NEWDELHI5239", "07BOGOTA1165",
    "07KINGSTON482", "07KUALALUMPUR1376", "07KUALALUMPUR1403", "09PARIS1007", "09PARIS1040",
    "09PARIS1052", "09UNVIEVIENNA281", "09UNVIEVIENNA289", "09USEUBRUSSELS1177", "09USEUBRUSSELS948",
)  # fmt: skip
Composed = list[tuple[Record, str]]


def only(path: Path) -> Document:
    (document,) = read(path)
    return document


def test_the_list_is_whole(corpus: Path) -> None:
    for folder in ("cablegate_txt", "archive_page_derived"):
        assert {path.stem for path in (corpus / folder).glob("*.txt")} == set(DERIVED)


@pytest.mark.parametrize("name", DERIVED)
def test_a_page_around_a_real_telegram_changes_no_fact(corpus: Path, name: str) -> None:
    raw, page = only(corpus / f"cablegate_txt/{name}.txt"), only(corpus / f"archive_page_derived/{name}.txt")
    assert (raw.wrapper, page.wrapper) == ("raw", "archive-page")
    assert differing(normalise(raw), normalise(page)) == {}


def test_a_page_around_a_composed_telegram_changes_no_fact(composed: Composed) -> None:
    for record, text in composed:
        document = only_document(wrap_page(text, record))
        assert document.wrapper == "archive-page"
        assert document.message.of(document.text) == text
        assert differing(record_of(text), normalise(document)) == {}


@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
@pytest.mark.parametrize("paged", [False, True], ids=["raw", "page"])
def test_line_ends_change_no_fact(composed: Composed, end: str, paged: bool) -> None:
    for record, telegram in composed:
        text = wrap_page(telegram, record) if paged else telegram
        other = only_document(text.replace("\n", end))
        found = normalise(other)
        assert differing(normalise(only_document(text)), found) == {}
        assert list(unproved(other.text, found)) == []


@pytest.mark.parametrize("name", DERIVED)
@pytest.mark.parametrize("end", ["\r\n", "\r"], ids=["crlf", "cr"])
def test_line_ends_change_no_fact_of_real_telegrams(corpus: Path, name: str, end: str) -> None:
    text = (corpus / f"cablegate_txt/{name}.txt").read_bytes().decode("utf-8", "replace")
    text = text.replace("\r\n", "\n")
    assert differing(record_of(text), normalise(only_document(text.replace("\n", end)))) == {}


@pytest.mark.parametrize(
    "after", ["", "\n", "\n\n\n", "\r\n", "   \n"], ids=["none", "one", "3", "crlf", "blank"]
)
def test_white_space_at_the_end_changes_no_fact(composed: Composed, after: str) -> None:
    for _, text in composed:
        assert differing(record_of(text), record_of(text.rstrip("\n") + after)) == {}


@pytest.mark.parametrize("before", ["\n", "\n\n  \n", "\ufeff"], ids=["one", "three", "mark"])
def test_white_space_at_the_front_changes_no_fact(composed: Composed, before: str) -> None:
    for _, text in composed:
        assert differing(record_of(text), normalise(only_document(before + text))) == {}


def test_a_doubled_heading_changes_no_fact(composed: Composed) -> None:
    for record, text in composed:
        assert differing(record_of(text), record_of(compose(record, doubled_heading=True))) == {}


def test_blanks_at_the_ends_of_lines_change_no_fact(composed: Composed) -> None:
    for _, text in composed:
        plain = record_of(text)
        blanks = record_of(text.replace("\n", "   \n"))
        found = differing(plain, blanks)
        # The text of paragraphs keeps its lines as they are printed, blanks at their ends too.
        kept = {"summary", "comment"}
        assert {key for key in found if key not in kept and not key.startswith("paragraphs")} == set()
        assert [p.text.split() for p in plain.paragraphs] == [p.text.split() for p in blanks.paragraphs]
