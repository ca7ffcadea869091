"""Where words stand in a text: the same as when the index's analyzers cut all of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel import read as read_documents
from reftel.search import words
from reftel.search.sought import head, lowered, sought
from reftel.search.tree import Form, Term


def scanned(term: Term, text: str) -> Iterator[tuple[int, int]]:
    """Where ``term`` stands in ``text``, all of which is cut."""
    if term.form is Form.PREFIX:
        beginnings = tuple(word.term for word in words.folded(term.text))
        yield from ((word.start, word.end) for word in words.folded(text) if word.term.startswith(beginnings))
        return
    at = {word.position: word for word in words.stems(text)}
    run = words.stems(term.text)
    for start in at.values():
        here = [at.get(start.position + word.position - run[0].position) for word in run]
        if run and [word and word.term for word in here] == [word.term for word in run]:
            yield start.start, max(word.end for word in here if word)


LONG = "x" * words.LONGEST
PIECES = [
    *("food", "Foods", "aid", "aids", "AIDED", "U.S.", "L'Élysée", "elysee", "ﬁnances", "finance", "Łódź"),
    *("die", "dying", "tie", "tying", "sky", "skies", "ability", "abilities", "able", "happy", "HAPPILY"),
    *(
        "\u212aenya",
        "kenya",
        "\u0130stanbul",
        "istanbul",
        "ſky",
        "Москва",
        "москвы",
        "日本",
        "½",
        "e\u0301te",
    ),
    *(
        LONG,
        f"{LONG}x",
        f"{LONG[:-1]}é",
        f"é{LONG}",
        "—",
        "…",
        "’",
        "-",
        ",",
        ".",
        "_",
        "1361",
        "1.4(b)",
        "ß",
        "ss",
    ),
]
TEXTS = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from([" ", "", "-", "’", " – ", ", ", "\u00a0", "_", "."])),
    max_size=14,
).map(lambda pairs: "".join(piece for pair in pairs for piece in pair))
FORMS = st.sampled_from([Form.PHRASE, Form.PREFIX])
ASKED = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join)


@settings(max_examples=600)
@given(asked=ASKED, text=st.one_of(TEXTS, st.text(max_size=60)), form=FORMS)
def test_what_is_found_is_what_the_analyzers_find(asked: str, text: str, form: Form) -> None:
    term = Term(asked, form)
    one = sought(term)
    assert (list(one.places(text)) if one else []) == list(scanned(term, text))
    assert one is None or one.may_be_in(lowered(text)) or not list(scanned(term, text))


@settings(max_examples=300)
@given(
    text=TEXTS,
    start=st.integers(0, 12),
    count=st.integers(1, 4),
    form=FORMS,
)
def test_what_stands_in_a_text_is_found(text: str, start: int, count: int, form: Form) -> None:
    found = words.stems(text)[start : start + count]
    if not found:
        return
    asked = text[found[0].start : found[-1].end]
    one = sought(Term(asked, form))
    assert one
    assert (found[0].start, found[-1].end if form is Form.PHRASE else found[0].end) in list(one.places(text))


ROOTS = st.sampled_from(
    ["abil", "nation", "happ", "stab", "sens", "die", "sk", "gener", "arsen", "y", "ow", "c", "visi"]
)
ENDINGS = st.sampled_from(
    [
        *("s", "es", "ies", "ied", "ed", "eed", "edly", "ing", "ingly", "y", "ly", "i", "tional", "ational"),
        *("ation", "ator", "ization", "izer", "alism", "ality", "ally", "fulness", "ously", "ousness"),
        *("iveness", "ivity", "ility", "bility", "bilities", "bly", "ably", "ogy", "fully", "lessly", "ency"),
        *("ancy", "icate", "iciti", "ative", "alize", "ical", "ness", "able", "ible", "ment", "ement", "ion"),
        *("al", "er", "ic", "ate", "ous", "ive", "ize", "e", "le", "l", "ll", "ble", "ying", "yed", "ys"),
    ]
)


@settings(max_examples=1500)
@given(root=st.one_of(ROOTS, st.text("abcdelinsty", max_size=5)), endings=st.lists(ENDINGS, max_size=3))
def test_words_begin_as_their_stems_do(root: str, endings: list[str]) -> None:
    word = root + "".join(endings)
    for stem in words.stem_terms(word):
        assert word.startswith(head(stem))


@pytest.mark.parametrize(
    "word", ["dying", "lying", "skies", "bility", "skis", "idly", "early", "singly", "abilities"]
)
def test_irregular_words_begin_as_their_stems_do(word: str) -> None:
    (stem,) = words.stem_terms(word)
    assert word.startswith(head(stem))


def test_words_of_real_telegrams_begin_as_their_stems_do(corpus: Path) -> None:
    text = "\n".join(document.text for document in read_documents(corpus / "cablegate_txt")).lower()
    known = sorted(set(re.findall("[a-z0-9]+", text)))
    assert len(known) > 3000
    for word in known:
        assert all(word.startswith(head(stem)) for stem in words.stem_terms(word))


def test_each_sign_keeps_its_place_in_lower_case() -> None:
    signs = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    low = lowered(signs)
    assert len(low) == len(signs)
    assert all(
        one.lower() == other for one, other in zip(signs, low, strict=True) if one != "İ" and one != "Σ"
    )
