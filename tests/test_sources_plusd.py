"""Pages of PlusD, as HTML and copied: what the synopsis states, and where the telegram stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proof import orphans, source, uncovered, unproved
from reftel import read
from reftel.document import Document
from reftel.normalise import normalise
from reftel.record import facts
from reftel.sources import documents, plusd
from reftel.span import folded
from reftel.telegram.parser import parse

FOLDER = Path(__file__).parent / "sources" / "plusd"
NAMES = ("1975_page.html", "1975_copied_beside.txt", "1975_copied_below.txt")
PAGE = (FOLDER / NAMES[0]).read_text(encoding="utf-8")
BESIDE = (FOLDER / NAMES[1]).read_text(encoding="utf-8")


def document(text: str) -> Document:
    (found,) = documents(source(text))
    return found


def says(found: Document) -> dict[str, str]:
    return {name: fact.value for name, fact in found.says.items()}


# ---------------------------------------------------------------- a page in its three shapes


@pytest.mark.parametrize("name", NAMES)
def test_a_page(name: str) -> None:
    (found,) = read(FOLDER / name)
    assert found.wrapper == "plusd"
    assert says(found) == {
        "id": "1975BAMAKO00412_b",
        "created": "1975-02-11",
        "classification": "CONFIDENTIAL",
        "from": "Bamako",
        "tags": "ML, PFOR",
    }
    words = found.message.of(found.text)
    assert words.startswith("CONFIDENTIAL\n\nPAGE 01 BAMAKO")
    assert words.endswith("NNN\n")
    record = normalise(found)
    assert (record.id, record.subject, record.signature) == (
        "75BAMAKO412",
        "THE FISHERMEN'S FAIR",
        ["DIARRA"],
    )
    assert record.defects == []
    assert len(record.witnesses) == 5


def test_every_shape_gives_the_same_facts() -> None:
    one, *others = (facts(normalise(found)) for found in read(FOLDER))
    assert all(other == one for other in others)


def test_statements_have_the_places_of_their_words() -> None:
    found = document(PAGE)
    printed = {name: folded(found.text, fact.spans) for name, fact in found.says.items()}
    assert printed == says(found) | {"created": "1975 February 11, 00:00 (Tuesday)", "tags": "ML PFOR"}
    assert all(span.end <= found.message.start for fact in found.says.values() for span in fact.spans)


def test_the_page_tells_where_it_comes_from() -> None:
    assert document(PAGE).provenance == {
        "collection": "Public Library of US Diplomacy",
        "repository": "National Archives",
        "document_number": "1975BAMAKO00412_b",
        "released": "2006-07-05",
        "url": "https://archive.example/plusd/cables/1975BAMAKO00412_b.html",
    }


def test_places_of_a_text_in_the_page() -> None:
    found = document(PAGE)
    assert found.origin is not None
    words = "FISHERMEN'S FAIR"
    start = found.text.index(words)
    places = found.origin.places(start, start + len(words))
    assert [place.of(PAGE) for place in places] == ["FISHERMEN&#39;S FAIR"]
    assert document(BESIDE).origin is None


# ---------------------------------------------------------------- values

DAY, LEVEL, STATION = "1975 February 11, 00:00 (Tuesday)", "CONFIDENTIAL\n", "Mali Bamako"
TAGS = "ML - Mali | PFOR - Political Affairs--Foreign Policy & Relations"
VALUES = {
    "minute": (DAY, "1975 February 11, 15:40 (Tuesday)", "created", "1975-02-11 15:40"),
    "no day": (DAY, "1975 Foobruary 11, 00:00", "created", None),
    "station": (STATION, "Department of State", "from", "Department of State"),
    "unknown": (STATION, "Atlantis", "from", "Atlantis"),
    "plain tags": (TAGS, "ML, PFOR", "tags", "ML, PFOR"),
    "blank": (LEVEL, "-- N/A or Blank --\n", "classification", None),
    "assigned": (LEVEL, "-- Not Assigned --\n", "classification", None),
    "of 2007": ("1975BAMAKO00412_b", "07BAMAKO412_a", "id", "07BAMAKO412_a"),
}


@pytest.mark.parametrize("name", VALUES)
def test_values(name: str) -> None:
    before, after, key, value = VALUES[name]
    assert before in BESIDE
    assert says(document(BESIDE.replace(before, after, 1))).get(key) == value


def test_the_part_of_2003_to_2010_is_not_of_the_national_archives() -> None:
    found = document(BESIDE.replace("1975BAMAKO00412_b", "07BAMAKO412_a"))
    assert "repository" not in found.provenance


# ---------------------------------------------------------------- other pages


def test_a_page_without_a_text() -> None:
    start, end = PAGE.index('<div id="tagged-text"'), PAGE.index('<div id="footer"')
    found = document(PAGE[:start] + PAGE[end:])
    assert found.message.of(found.text) == ""
    assert normalise(found).id == "75BAMAKO412"


def test_a_text_in_an_element_that_is_named_for_it() -> None:
    page = PAGE.replace("<pre>", "<div>").replace("</pre>", "</div>")
    assert normalise(document(page)).subject == "THE FISHERMEN'S FAIR"


def test_labels_within_the_telegram_state_nothing() -> None:
    found = document(BESIDE.replace("1. THE MINISTER", "From: Atlantis\nFilm Number: X\n1. THE MINISTER"))
    assert says(found)["from"] == "Bamako"
    assert "film" not in found.provenance


OTHERS = {
    "no-number": BESIDE.replace("1975BAMAKO00412_b", "1975BAMAKO00412"),
    "one-label": "Canonical ID: 1975BAMAKO00412_b\nUNCLAS BAMAKO 412\n",
    "far-below": "UNCLAS BAMAKO 412\n" + "Rain fell.\n" * 60 + BESIDE,
    "html-of-another": "<html><b>Canonical ID:</b> none</html>",
    "in-a-sentence": "UNCLAS BAMAKO 412\nThe Canonical ID is 1975BAMAKO00412_b.\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_what_is_no_such_page(name: str) -> None:
    assert [found.wrapper for found in documents(source(OTHERS[name]))] == ["raw"]


# ---------------------------------------------------------------- laws

PIECES = st.sampled_from(
    ("Date:\t1975 February 11", "Markings:", "From:\tMali Bamako", "TAGS:", "ML - Mali", "To: X", "\n",
     "\n\n", "Raw content\n", "-- N/A or Blank --", "CONFIDENTIAL", "1. Text.", "<pre>", "</pre>", "</div>",
     '<div class="s_key">Type:</div>', '<div class="s_val">TE</div>', "&amp;", "\r\n")
)  # fmt: skip


@given(st.lists(PIECES).map("".join), st.lists(PIECES).map("".join))
def test_law_no_page_is_too_broken(before: str, after: str) -> None:
    text = f"{before}\nCanonical ID:\t1975BAMAKO00412_b\n{after}"
    for found in documents(source(text)):
        record = normalise(found)
        assert list(uncovered(parse(found.text, found.message), found.message)) == []
        assert list(unproved(found.text, record)) == []
        assert list(orphans(found.text, found.message, record)) == []
        for fact in found.says.values():
            assert all(span.end <= found.message.start for span in fact.spans)


def test_recognising_asks_for_a_number_below_its_label() -> None:
    assert plusd.recognise(PAGE)
    assert not plusd.recognise(PAGE.replace("1975BAMAKO00412_b", "none"))
