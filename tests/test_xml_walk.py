"""XML walked safely: every event has its place in the text, and what may harm is refused."""

from __future__ import annotations

import socket
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.sources import xml_walk
from reftel.sources.xml_walk import End, XmlRefused, walk
from reftel.span import Span


class Told:
    """What a walk tells: each event with the characters of the text at its place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.events: list[tuple[str, str, object]] = []

    def start(self, name: str, attributes: Mapping[str, str], place: int) -> None:
        assert self.text[place] == "<"
        self.events.append(("start", name, dict(attributes)))

    def end(self, name: str, place: int) -> None:
        assert self.text[place - 1] == ">"
        self.events.append(("end", name, place))

    def words(self, words: str, place: Span) -> None:
        self.events.append(("words", words, place.of(self.text)))


def told(text: str, start: int = 0) -> tuple[Told, End]:
    handler = Told(text)
    return handler, walk(text, Span(start, len(text)), handler)


def words(text: str) -> list[tuple[str, object]]:
    return [(said, place) for kind, said, place in told(text)[0].events if kind == "words"]


def test_words_have_the_places_at_which_they_stand() -> None:
    text = "<a>São <b>é</b>&#x2014;&amp;\r\nñ<![CDATA[é & &amp;&]]>x</a>"
    assert words(text) == [
        ("São ", "São "),
        ("é", "é"),
        ("—", "&#x2014;"),
        ("&", "&amp;"),
        ("\n", "\r\n"),
        ("ñ", "ñ"),
        ("é & &amp;&", "é & &amp;&"),
        ("x", "x"),
    ]


def test_names_lose_their_prefix_but_for_that_of_xml() -> None:
    handler, end = told("é <frus:div xml:id='d1' frus:n='2' type='x'/>", 2)
    assert handler.events == [
        ("start", "div", {"xml:id": "d1", "n": "2", "type": "x"}),
        ("end", "div", len(handler.text)),
    ]
    assert end == End(len(handler.text), broken=False)


def test_several_elements_side_by_side_are_walked() -> None:
    handler, end = told("<a>é</a> \n<b>è</b>\n")
    assert [(kind, name) for kind, name, _ in handler.events] == [
        ("start", "a"), ("words", "é"), ("end", "a"), ("start", "b"), ("words", "è"), ("end", "b")
    ]  # fmt: skip
    assert not end.broken


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("<a>é<b>x</a>", "</a>"),
        ("<a>é &mdash; x</a>", "&mdash;"),
        ("<a>é</a> tail", "tail"),
        ("<a>é\x00</a>", "\x00"),
        ("<a>é", ""),
    ],
    ids=["mismatched", "undeclared", "words-after", "control", "cut"],
)
def test_a_walk_ends_where_the_markup_breaks_off(text: str, at: str) -> None:
    handler, end = told(text)
    assert end.broken
    assert abs(end.place - (text.index(at, 3) if at else len(text))) <= 2
    assert any(said.startswith("é") for kind, said, _ in handler.events if kind == "words")


# ---------------------------------------------------------------- what is refused

LAUGHS = "".join(
    f"<!ENTITY l{i} '{f'&l{i - 1};' * 10 if i else 'ha'}'>" for i in range(12)
)  # a thousand million laughs
REFUSED = {
    "a-type": "<!DOCTYPE TEI><TEI/>",
    "a-type-elsewhere": "<!DOCTYPE TEI SYSTEM 'http://example.invalid/tei.dtd'><TEI/>",
    "an-external-entity": "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><a>&x;</a>",
    "a-parameter-entity": "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://example.invalid/x'>%x;]><a/>",
    "laughs": f"<!DOCTYPE a [{LAUGHS}]><a>&l11;</a>",
    "a-second-type": "<a/><!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>",
}


@pytest.mark.parametrize("name", REFUSED)
def test_document_types_and_entities_are_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", None)
    handler = Told(REFUSED[name])
    with pytest.raises(XmlRefused, match="document type"):
        walk(handler.text, Span(0, len(handler.text)), handler)
    assert not any(kind == "words" for kind, *_ in handler.events)


def test_deep_nesting_is_refused() -> None:
    depth = xml_walk.DEEPEST
    assert not told("<a>" * depth + "</a>" * depth)[1].broken
    with pytest.raises(XmlRefused, match="deeper"):
        told("<a>" * (depth + 1))


def test_too_many_elements_side_by_side_are_refused() -> None:
    with pytest.raises(XmlRefused, match="more than"):
        told("<a/>" * (xml_walk.MOST + 1))


def test_too_large_a_text_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_walk, "LARGEST", 100)
    with pytest.raises(XmlRefused, match="split it"):
        told("<a>" + "x" * 100)


# ---------------------------------------------------------------- laws

MARKUP = st.sampled_from(
    ("<a>", "</a>", "<b x='1&amp;2'>", "</b>", "<lb/>", "&amp;", "&#233;", "<!-- - -->", "<![CDATA[&<]]>",
     "<?p?>", "é", "\r\n", "\n", "x", " ", "𝄞")
)  # fmt: skip


@given(st.lists(MARKUP).map("".join))
def test_law_the_places_of_words_ascend_and_show_them(inner: str) -> None:
    text = f"<r>{inner}</r>"
    handler = Told(text)
    places: list[Span] = []
    shown = handler.words

    def words(said: str, place: Span) -> None:
        places.append(place)
        shown(said, place)

    handler.words = words  # type: ignore[method-assign]
    end = walk(text, Span(0, len(text)), handler)
    assert 0 <= end.place <= len(text)
    assert places == sorted(places)
    for kind, said, at in handler.events:
        if kind == "words":
            assert at in (said, "&amp;", "&#233;", "\r\n")
