"""Words: how the index cuts a text into words and folds them.

In goes a text, out come its words as the index holds them, with their places
in characters. Rule: a word is a run of letters and digits; it is put into lower
case and its accents are taken off; words of running text are then stemmed
(Snowball's English stemmer). Index, search and snippets all come here, so that
what is marked is what was found.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import tantivy

STEMS, FOLDED = "reftel_stems", "reftel_words"
"""The names under which the two analyzers are known to the index."""
LONGEST = 64
"""Bytes of the longest word that is indexed; longer ones are no words but code groups and rules."""


class Word(NamedTuple):
    """A word of a text."""

    term: str
    """As the index holds it."""
    position: int
    """Its number among the words of the text."""
    start: int
    end: int


def _builder() -> tantivy.TextAnalyzerBuilder:
    simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    short = simple.filter(tantivy.Filter.remove_long(LONGEST + 1))  # it keeps what is shorter
    return short.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())


@cache
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """The analyzers by name; they must be registered with an index each time that it is opened."""
    stemmed = _builder().filter(tantivy.Filter.stemmer("english"))
    return {STEMS: stemmed.build(), FOLDED: _builder().build()}


def stems(text: str) -> list[Word]:
    """The words of running text, stemmed."""
    return _words(STEMS, text)


def folded(text: str) -> list[Word]:
    """The words of ``text`` as they stand, in lower case, without accents."""
    return _words(FOLDED, text)


def stem_terms(text: str) -> list[str]:
    """The stems alone, without places: a third of the time."""
    terms: list[str] = analyzers()[STEMS].analyze(text)
    return terms


def _words(name: str, text: str) -> list[Word]:
    tokens = analyzers()[name].pre_tokenize(text).tokens
    return [Word(one.text, one.position, one.char_offset_from, one.char_offset_to) for one in tokens]
