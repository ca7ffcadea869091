"""Clues: where a query found nothing, which part of it did not, and what near to it would.

A word of the index is near where few letters differ; a value of a field likewise. All
counts are those of real queries, so that what is suggested does find something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from difflib import get_close_matches

import msgspec
import tantivy

from reftel.search import fields, words
from reftel.search import schema as layout
from reftel.search.apart import slips
from reftel.search.fields import Field, Kind
from reftel.search.tree import And, Everything, Form, Query, Term, leaves_that_speak

MOST = 4
"""Suggestions for one part."""
_PARTS = 12  # parts of a query that are looked at
_VALUES = 5_000  # values of a field that are compared
_OF_NO_KIND = ("has", "missing")  # what their values mean has nothing in common

Count = Callable[[Query], int]


class Suggestion(msgspec.Struct, frozen=True):
    """A query for a part, and how many telegrams it finds."""

    query: str
    count: int


class Clue(msgspec.Struct, frozen=True):
    """A part of a query that found nothing."""

    part: str
    place: int
    """Where it stands in the query, in characters."""
    near: list[Suggestion]
    """What would find something in its place."""


class Clues(msgspec.Struct, frozen=True):
    """Why a query found nothing."""

    empty: list[Clue]
    """Parts that find nothing even alone."""
    without: list[Suggestion]
    """Where each part alone finds telegrams: the query without one of them, if that finds some."""


def clues(searcher: tantivy.Searcher, query: Query, count: Count) -> Clues:
    """What can be said of a query that found nothing; ``count`` tells how many telegrams a query finds."""
    terms = [leaf for leaf in leaves_that_speak(query) if not isinstance(leaf, Everything)]
    empty: list[Clue] = []
    for leaf in dict.fromkeys(terms[: _PARTS * 2]):
        if count(leaf) == 0 and len(empty) < _PARTS:
            term = leaf if isinstance(leaf, Term) else leaf.term
            empty.append(Clue(str(term), term.place, _suggestions(searcher, term, count)))
    return Clues(empty, [] if empty else _without(query, count))


def _without(query: Query, count: Count) -> list[Suggestion]:
    """The query less one of its parts."""
    if not isinstance(query, And):
        return []
    found = []
    for place in range(min(_PARTS, len(query.parts))):
        rest = query.parts[:place] + query.parts[place + 1 :]
        left: Query = rest[0] if len(rest) == 1 else And(rest)
        if number := count(left):
            found.append(Suggestion(str(left), number))
    return sorted(found, key=lambda one: -one.count)


def _suggestions(searcher: tantivy.Searcher, term: Term, count: Count) -> list[Suggestion]:
    """What would find something instead of ``term``, the most telling first."""
    tried: dict[str, int] = {}
    for other in _others(searcher, term):
        written = str(other)
        if written not in tried:
            tried[written] = count(other)
        if sum(map(bool, tried.values())) >= MOST:
            break
    return [Suggestion(written, number) for written, number in tried.items() if number]


def _others(searcher: tantivy.Searcher, term: Term) -> Iterator[Query]:
    field = fields.field(term.field) if term.field else None
    if field is None:
        yield from _other_words(searcher, term, fields.BARE)
    elif field.worded:
        yield from _other_words(searcher, term, tuple(one.name for one in fields.places(field)))
        yield from (
            Term(term.text, term.form, one.name, distance=term.distance)
            for one in fields.FIELDS
            if one.kind is Kind.NAME and one is not field and field.kind is Kind.NAME
        )
        yield Term(term.text, term.form, distance=term.distance)
    elif field.kind is Kind.DATE:
        yield from _other_years(searcher, term)
    elif field.kind in (Kind.CODE, Kind.ID):
        yield from _other_values(searcher, field, term)


# ---------------------------------------------------------------- words


def _other_words(searcher: tantivy.Searcher, term: Term, names: tuple[str, ...]) -> Iterator[Query]:
    """Looser forms of the same words, then near words of the index."""
    found = [term.text[word.start : word.end] for word in words.folded(term.text)]
    if term.form is Form.EXACT:
        yield Term(term.text, Form.PHRASE if len(found) > 1 else Form.WORD, term.field)
    if len(found) > 1:
        if len(found) <= 3 and term.form is not Form.NEAR:
            yield Term(" ".join(found), Form.NEAR, term.field, distance=9 if len(found) == 2 else 5)
        yield And(tuple(Term(word, field=term.field) for word in found))
    places = [one for name in names if (one := fields.field(name))]
    for word in found:
        folded = next((one.term for one in words.folded(word)), "")
        if not any(searcher.doc_freq(layout.of_words(place), folded) for place in places):
            near = _near_words(searcher, places, folded)
            yield from (_put(term, found, word, other) for other in near)


def _put(term: Term, found: list[str], word: str, other: str) -> Term:
    """The term with ``other`` in the place of one of its words."""
    text = " ".join(other if one == word else one for one in found)
    return Term(text, Form.PHRASE if len(found) > 1 else Form.WORD, term.field)


def _near_words(searcher: tantivy.Searcher, places: list[Field], word: str) -> list[str]:
    """Words of the index with few other letters, the nearest and then the most frequent first."""
    if len(word) < 2:
        return []
    letters = 1 if len(word) < 5 else 2
    found: dict[str, int] = {}
    for place in places:
        for beginning in dict.fromkeys((word[0], word[1])):
            for other, number in searcher.terms_with_prefix(layout.of_words(place), beginning):
                if abs(len(other) - len(word)) <= letters and len(set(other) ^ set(word)) <= 2 * letters:
                    found[other] = found.get(other, 0) + number
    near = [(slips(word, other), -number, other) for other, number in found.items()]
    return [other for slipped, _, other in sorted(near) if slipped <= letters][: 3 * MOST]


# ---------------------------------------------------------------- codes, numbers, dates


def _other_values(searcher: tantivy.Searcher, field: Field, term: Term) -> Iterator[Query]:
    """Values of the field that look alike; of a field with few values the most frequent."""
    asked = field.fold(term.text)
    head = asked[: max(1, len(asked) - 2)] if field.kind is Kind.ID else ""
    values = dict(searcher.terms_with_prefix(field.name, head, limit=_VALUES))
    near = [value for value in values if asked and asked in value]
    near += get_close_matches(asked, list(values), n=MOST, cutoff=0.6)
    if field.facet or (len(values) <= 3 * MOST and field.name not in _OF_NO_KIND):
        near += sorted(values, key=lambda value: -values[value])
    form = Form.EXACT if field.exact else Form.PHRASE
    for value in near:
        yield Term(value, Form.WORD if form is Form.PHRASE and value.isalnum() else form, field.name)


def _other_years(searcher: tantivy.Searcher, term: Term) -> Iterator[Query]:
    """The years of the index nearest to what was asked for."""
    field = fields.field(term.field or "")
    if field is None:
        return
    asked = field.period(term.text)
    found = searcher.aggregate(
        tantivy.Query.all_query(), {"months": {"terms": {"field": layout.MONTH, "size": 65_000}}}
    )
    years = {int(bucket["key"]) // 100 for bucket in found["months"]["buckets"]}
    for year in sorted(
        years, key=lambda year: (min(abs(year - asked.first // 10000), abs(year - asked.last // 10000)), year)
    ):
        yield Term(str(year), field="date")
