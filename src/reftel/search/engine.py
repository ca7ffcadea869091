"""Engine: a query's tree → a query of the engine.

Only words and phrases of the subject and text count towards the score (BM25, the
subject weighted more); everything else selects, and weighs nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations, permutations

import tantivy
from tantivy import Occur

from reftel.search import codes, fields, words
from reftel.search import schema as layout
from reftel.search.checking import MOST_NEAR, MOST_RUNS, runs_of_near
from reftel.search.fields import Field, Kind
from reftel.search.tree import Among, And, Everything, Form, Not, Or, Query, Term, leaves, wanted
from reftel.telegram_id import read_id

SUBJECT_WEIGHT = 3.0
_NUMBER_WEIGHT = 1000.0  # a telegram asked for by its number comes before those that print it
_DEAREST = 10_000_000  # ways to stand, times telegrams: about two seconds
_ANY_SIGN = ".*"
_SIGNS_OF_EXPRESSIONS = frozenset("\\.+*?()|[]{}^$#&-~/")


def ranks(query: Query) -> bool:
    """Whether hits of ``query`` differ in score: whether it asks for words of subject or text."""
    return any(_ranks(term) for term in wanted(query))


def _ranks(term: Term) -> bool:
    field = fields.field(term.field) if term.field else None
    return term.form not in (Form.PREFIX, Form.FUZZY) and (field is None or field.kind is Kind.TEXT)


def engine_query(query: Query) -> tantivy.Query:
    """The engine's query that finds what ``query`` asks for, telegrams only."""
    if isinstance(query, Term):
        return _term(query)
    if isinstance(query, Or):
        return tantivy.Query.boolean_query([(Occur.Should, engine_query(part)) for part in query.parts])
    if isinstance(query, Everything):
        return _everything()
    if isinstance(query, Among):
        return among(query.keys)
    return _all_of(query.parts if isinstance(query, And) else (query,))


def _all_of(parts: tuple[Query, ...]) -> tantivy.Query:
    """What all parts find; where all are negated, everything less what they name."""
    clauses = [
        (Occur.MustNot, engine_query(part.part))
        if isinstance(part, Not)
        else (Occur.Must, engine_query(part))
        for part in parts
    ]
    if all(isinstance(part, Not) for part in parts):
        clauses.append((Occur.Must, _everything()))
    return tantivy.Query.boolean_query(clauses)


def _everything() -> tantivy.Query:
    return _selecting(_is("kind", layout.TELEGRAM))


def among(keys: frozenset[str]) -> tantivy.Query:
    """The telegrams of these keys."""
    if not keys:
        return tantivy.Query.empty_query()
    return _selecting(tantivy.Query.term_set_query(layout.schema(), "key", sorted(keys)))


def both(one: tantivy.Query, other: tantivy.Query) -> tantivy.Query:
    """What both find."""
    return tantivy.Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])


def _is(name: str, term: str) -> tantivy.Query:
    return tantivy.Query.term_query(layout.schema(), name, term, index_option="basic")


def _selecting(query: tantivy.Query, score: float = 0.0) -> tantivy.Query:
    return tantivy.Query.const_score_query(query, score)


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    if not queries:
        return tantivy.Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Should, query) for query in queries])


def _term(term: Term) -> tantivy.Query:
    field = fields.field(term.field) if term.field else None
    if field is None:
        return _any([*_number(term), *(_worded(one, term) for one in map(fields.field, fields.BARE) if one)])
    if field.worded:
        return _any([_worded(one, term) for one in fields.places(field)])
    if field.kind is Kind.LINK:  # it was to be looked up in the store
        return tantivy.Query.empty_query()
    if field.kind is Kind.DATE:
        return _selecting(_days(field, term))
    weight = _NUMBER_WEIGHT if field.name == "id" and term.form is not Form.PREFIX else 0.0
    return _selecting(_code(field, term), weight)


def _number(term: Term) -> list[tantivy.Query]:
    """The telegram that a bare word or phrase names: a number, or a handle."""
    if not names_telegram(term):
        return []
    return [_selecting(_is("id", name), _NUMBER_WEIGHT) for name in codes.id_terms(term.text)]


def names_telegram(term: Term) -> bool:
    """Whether a word or phrase without a field reads as a number or handle.

    A number has its year, or is a known station's.
    """
    if term.field is not None or term.form not in (Form.WORD, Form.PHRASE):
        return False
    return bool(codes.is_handle(term.text) or read_id(term.text) or codes.known_number(term.text))


def _worded(field: Field, term: Term) -> tantivy.Query:
    """Words of a text or name."""
    if term.form is Form.PREFIX:
        beginnings = words.folded(term.text)
        found = [_beginning(layout.of_words(field), word.term) for word in beginnings]
        return _selecting(_all(found), 1.0 if field.kind is Kind.TEXT else 0.0)
    if term.form is Form.FUZZY:
        return _selecting(_near_spellings(field, term), 1.0 if field.kind is Kind.TEXT else 0.0)
    stemmed = field.kind is Kind.TEXT and term.form is not Form.EXACT
    name = field.name if stemmed else layout.of_words(field)
    run = (words.stems if stemmed else words.folded)(term.text)
    query = _near(name, run, term.distance) if term.form is Form.NEAR else _phrase(name, run)
    if field.kind is Kind.NAME:
        return _selecting(query)
    return tantivy.Query.boost_query(query, SUBJECT_WEIGHT) if field.name == "subject" else query


def _near_spellings(field: Field, term: Term) -> tantivy.Query:
    """Words as printed that differ in so many letters; two that changed places count as one."""
    found = [
        tantivy.Query.fuzzy_term_query(layout.schema(), layout.of_words(field), word.term, term.distance)
        for word in words.folded(term.text)
    ]
    return _all(found) if found else tantivy.Query.empty_query()


def _near(name: str, run: list[words.Word], between: int) -> tantivy.Query:
    """The words in any order with at most ``between`` others among them.

    The engine's own search for words apart is right for two different ones only, so
    for others each way to stand is looked for.
    """
    terms = [word.term for word in run]
    if not 2 <= len(terms) <= MOST_NEAR:
        return _phrase(name, run)
    if len(terms) == 2 and terms[0] != terms[1]:
        return _pair(name, terms, between)
    while between and runs_of_near(len(terms), between) > MOST_RUNS and len(set(terms)) > 1:
        between -= 1  # fewer than were asked for only where the index cuts words as no one would expect
    ways = _any([tantivy.Query.phrase_query(layout.schema(), name, way) for way in _ways(terms, between)])
    apart = between + len(terms) - 2  # of any two of them; this alone is quick, and leaves out most telegrams
    pairs = [_pair(name, [*pair], apart) for pair in combinations(sorted(set(terms)), 2)]
    return _all([ways, *(_selecting(pair) for pair in pairs)])


def too_costly(query: Query, frequency: Callable[[str, str], int]) -> Term | None:
    """A term of near words that would take the engine many seconds; ``None`` where there is none.

    What three and more near words cost is the number of ways that they can stand, in each telegram that
    holds the rarest of them; ``frequency`` tells how many hold a term in an index field.
    """
    for leaf in leaves(query):
        if isinstance(leaf, Term) and leaf.form is Form.NEAR:
            field = fields.field(leaf.field) if leaf.field else None
            places = (
                fields.places(field)
                if field
                else [one for name in fields.BARE if (one := fields.field(name))]
            )
            cut = words.folded if field and field.kind is Kind.NAME else words.stems
            found = [word.term for word in cut(leaf.text)] or [""]
            ways = runs_of_near(len(found), leaf.distance) if len(found) > 2 else 0
            rarest = (min(frequency(place.name, one) for one in found) for place in places)
            if ways * max(rarest) > _DEAREST:
                return leaf
    return None


def _pair(name: str, pair: list[str], between: int) -> tantivy.Query:
    """Two different words, in both orders."""
    orders: list[list[str | tuple[int, str]]] = [[*pair], [*pair[::-1]]]
    return _any([tantivy.Query.phrase_query(layout.schema(), name, order, between) for order in orders])


def _ways(terms: list[str], between: int) -> Iterator[list[str | tuple[int, str]]]:
    """The orders and places in which ``terms`` can stand."""
    orders = sorted(set(permutations(terms)))
    for places in combinations(range(1, between + len(terms)), len(terms) - 1):
        for order in orders:
            way: list[str | tuple[int, str]] = [*zip((0, *places), order, strict=True)]
            yield way


def _all(queries: list[tantivy.Query]) -> tantivy.Query:
    if not queries:
        return tantivy.Query.empty_query()
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(Occur.Must, query) for query in queries])


def _phrase(name: str, found: list[words.Word]) -> tantivy.Query:
    """The words one after the other; nothing where there is none (signs, or longer than any word)."""
    if not found:
        return tantivy.Query.empty_query()
    if len(found) == 1:
        return tantivy.Query.term_query(layout.schema(), name, found[0].term)
    first = found[0].position
    return tantivy.Query.phrase_query(
        layout.schema(), name, [(word.position - first, word.term) for word in found]
    )


def _beginning(name: str, text: str) -> tantivy.Query:
    """All terms that begin with ``text``, without limit."""
    escaped = "".join(f"\\{sign}" if sign in _SIGNS_OF_EXPRESSIONS else sign for sign in text)
    return tantivy.Query.regex_query(layout.schema(), name, escaped + _ANY_SIGN)


def _code(field: Field, term: Term) -> tantivy.Query:
    if term.form is Form.PREFIX:
        return _beginning(field.name, field.fold(term.text))
    asked = field.whole(term.text) if term.form is Form.EXACT else field.terms(term.text)
    return _any([_is(field.name, one) for one in asked])


def _days(field: Field, term: Term) -> tantivy.Query:
    """Those whose first and last day both lie in the days asked for."""
    asked = field.period(term.text)
    (place,) = fields.places(field)
    bounds = ((layout.first_day(place), asked.first, None), (layout.last_day(place), None, asked.last))
    return _all(
        [
            tantivy.Query.range_query(
                layout.schema(), name, tantivy.FieldType.Integer, lower_bound=low, upper_bound=high
            )
            for name, low, high in bounds
        ]
    )
