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


def _builder(longest: int | None = LONGEST) -> tantivy.TextAnalyzerBuilder:
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    if longest is not None:
        builder = builder.filter(tantivy.Filter.remove_long(longest + 1))  # it keeps what is shorter
    return builder.filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.ascii_fold())


def _pair(longest: int | None = LONGEST) -> dict[str, tantivy.TextAnalyzer]:
    stemmed = _builder(longest).filter(tantivy.Filter.stemmer("english"))
    return {STEMS: stemmed.build(), FOLDED: _builder(longest).build()}


@cache
def analyzers() -> dict[str, tantivy.TextAnalyzer]:
    """The analyzers by name; they must be registered with an index each time that it is opened."""
    return _pair()


@cache
def _analyzers_of_all() -> dict[str, tantivy.TextAnalyzer]:
    return _pair(longest=None)


def stems(text: str) -> list[Word]:
    """The words of running text, stemmed."""
    return _words(analyzers()[STEMS], text)


def folded(text: str) -> list[Word]:
    """The words of ``text`` as they stand, in lower case, without accents."""
    return _words(analyzers()[FOLDED], text)


def stem_terms(text: str) -> list[str]:
    """The stems alone, without places: a third of the time."""
    terms: list[str] = analyzers()[STEMS].analyze(text)
    return terms


def all_words(text: str, *, stemmed: bool) -> list[Word]:
    """All words, stemmed or only folded; those too long for the index stand there without term."""
    found = _words(_analyzers_of_all()[STEMS if stemmed else FOLDED], text)
    return [
        word if len(text[word.start : word.end].encode()) <= LONGEST else word._replace(term="")
        for word in found
    ]


def _words(analyzer: tantivy.TextAnalyzer, text: str) -> list[Word]:
    tokens = analyzer.pre_tokenize(text).tokens
    return [Word(one.text, one.position, one.char_offset_from, one.char_offset_to) for one in tokens]
