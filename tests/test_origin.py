"""The way back to the file: runs that are made when they are asked for."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

from hypothesis import given
from hypothesis import strategies as st

from reftel.document import Document, Origin, Run, Source, Unread
from reftel.sources import documents
from reftel.sources.extract import Extract
from reftel.sources.html_text import HtmlText
from reftel.span import Span

HTML = "<pre>FM AMEMBASSY DOHA&#x000A;TO <b>SECSTATE</b>&amp; OTHERS<br>\n</pre>"
CALLS: list[tuple[str, Span]] = []


def halves(stretch: str) -> list[tuple[str, Span]]:
    """Two pieces; each call is noted."""
    middle = len(stretch) // 2
    CALLS.append((stretch, Span(0, middle)))
    return [("-", Span(0, middle)), (stretch[middle:], Span(middle, len(stretch)))]


def test_runs_are_made_once_and_only_when_asked_for() -> None:
    CALLS.clear()
    extract = Extract()
    extract.put("AB", Span(3, 5))
    extract.gap("\n")
    assert extract.put_unread("-ef", "cdef", 10, halves) == Span(3, 6)
    origin = extract.origin
    assert (extract.text, CALLS) == ("AB\n-ef", [])
    assert origin.places(4, 5) == (Span(12, 13),)
    assert origin.places(0, 6) == (Span(3, 5), Span(10, 14))
    assert origin.runs == (
        Run(Span(0, 2), Span(3, 5)),
        Run(Span(3, 4), Span(10, 12)),
        Run(Span(4, 6), Span(12, 14)),
    )
    assert len(CALLS) == 1


def test_maps_to_the_same_places_are_equal_however_they_are_kept() -> None:
    unread = Origin((Unread(3, 10, "cdef", halves),))
    read = Origin((Run(Span(3, 4), Span(10, 12)), Run(Span(4, 6), Span(12, 14))))
    assert unread == read
    assert hash(unread) == hash(read)
    assert unread != Origin(())
    assert unread != 3


def page() -> Document:
    extract = HtmlText(HTML)
    extract.add(5, len(HTML) - 6)
    text = extract.text
    return Document(text, Span(0, len(text)), "html", Source("a", "0" * 64, b""), origin=extract.origin)


def test_a_document_goes_to_another_process_whether_its_map_was_asked_for_or_not() -> None:
    found = page()
    unasked = pickle.loads(pickle.dumps(found))
    assert found.origin is not None
    assert len(found.origin.runs) == 8
    assert unasked == pickle.loads(pickle.dumps(found)) == found
    assert unasked.origin.runs == found.origin.runs


def test_threads_that_ask_at_once_get_the_same_answer() -> None:
    found = page()
    assert found.origin is not None
    with ThreadPoolExecutor(8) as pool:
        asked = list(pool.map(lambda _: found.origin.places(0, 40), range(64)))  # type: ignore[union-attr]
    assert set(asked) == {page().origin.places(0, 40)}  # type: ignore[union-attr]


SIGNS = ('"', "\\", '""', '","', "\\n", "\\r", "\n", "'", "a", " ")


@given(st.lists(st.sampled_from(SIGNS), max_size=12).map("".join))
def test_law_what_was_copied_from_a_column_is_the_same_at_both_ends(words: str) -> None:
    row = f'"1","12/28/1966 18:48","66DOHA2481","Embassy Doha","SECRET","","FM X","A{words}"'
    for found in documents(Source("t", "0" * 64, row.encode())):
        assert found.origin is not None
        end = 0
        for run in found.origin.runs:
            here, there = run.text.of(found.text), run.file.of(row)
            assert end <= run.text.start < run.text.end <= len(found.text)
            assert here == there or there in ("\\n", "\\r")
            end = run.text.end
