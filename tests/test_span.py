"""Spans, facts, and text read around interruptions."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.span import Fact, Passage, Span, folded, kept

TEXT = "  one two\r\nPAGE 02\r\n three  \n\nfour"


@pytest.mark.parametrize(
    ("span", "other", "within"),
    [((1, 3), (0, 4), True), ((0, 4), (0, 4), True), ((0, 5), (0, 4), False), ((2, 2), (2, 4), True)],
    ids=["inside", "same", "over", "empty"],
)
def test_within(span: tuple[int, int], other: tuple[int, int], within: bool) -> None:
    assert Span(*span).within(Span(*other)) is within


@pytest.mark.parametrize(
    ("span", "trimmed"),
    [((0, 9), (2, 9)), ((0, 2), (0, 0)), ((20, 29), (21, 26)), ((5, 5), (5, 5))],
    ids=["front", "blank", "both", "empty"],
)
def test_trimmed(span: tuple[int, int], trimmed: tuple[int, int]) -> None:
    assert Span(*span).trimmed(TEXT) == Span(*trimmed)


def test_a_fact_with_another_value_keeps_its_places() -> None:
    assert Fact("07", (Span(1, 3),)).with_value(2007) == Fact(2007, (Span(1, 3),))


def test_folded_joins_by_a_blank() -> None:
    assert folded(TEXT, [Span(0, 9), Span(20, 28), Span(30, 34)]) == "one two three four"
    assert folded(TEXT, []) == ""


def test_kept_joins_by_a_line_break_and_keeps_those_inside() -> None:
    assert kept(TEXT, [Span(2, 11), Span(21, 34)]) == "one two\nthree  \n\nfour"
    assert kept("a\r\nb", [Span(0, 4)]) == "a\nb"


def test_a_passage_knows_where_its_words_stand() -> None:
    passage = Passage(TEXT, [Span(2, 9), Span(21, 26)])
    assert passage.words == "one two\nthree"
    start = passage.words.index("two")
    assert passage.places(start, len(passage.words)) == (Span(6, 9), Span(21, 26))
    assert passage.fact(start, start + 9) == Fact("two three", (Span(6, 9), Span(21, 26)))
    assert passage.part(0, 3).words == "one"
    assert passage.places(3, 4) == ()


def test_an_empty_passage() -> None:
    passage = Passage(TEXT, [])
    assert passage.words == ""
    assert passage.places(0, 10) == ()
    assert passage.fact(0, 5) == Fact("", ())


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    text = draw(st.text(alphabet="ab \n\t", max_size=60))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=10)))
    return Passage(text, [Span(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)])


@given(passage=passages(), start=st.integers(0, 80), length=st.integers(0, 80))
def test_places_say_the_words_they_are_asked_for(passage: Passage, start: int, length: int) -> None:
    """The letters at the places are the letters of the range, in order, and each place lies in one piece."""
    places = passage.places(start, start + length)
    letters = "".join(place.of(passage.text) for place in places)
    assert "".join(letters.split()) == "".join(passage.words[start : start + length].split())
    assert all(any(place.within(span) for span in passage.spans) for place in places)
    assert list(places) == sorted(places)
    assert all(
        place.end > place.start and place.of(passage.text).strip() == place.of(passage.text)
        for place in places
    )
