"""Engine: a query's tree → a query of the engine.

Only words and phrases of the subject and text count towards the score (BM25, the
subject weighted more); everything else selects, and weighs nothing.
"""

from __future__ import annotations

import tantivy
from tantivy import Occur

from reftel.search import codes, dates, fields, words
from reftel.search import schema as layout
from reftel.search.fields import Field, Kind
from reftel.search.tree import And, Everything, Form, Not, Or, Query, Term, wanted
from reftel.telegram_id import read_id

SUBJECT_WEIGHT = 3.0
_NUMBER_WEIGHT = 1000.0  # a telegram asked for by its number comes before those that print it
_ANY_SIGN = ".*"
_SIGNS_OF_EXPRESSIONS = frozenset("\\.+*?()|[]{}^$#&-~/")


def ranks(query: Query) -> bool:
    """Whether hits of ``query`` differ in score: whether it asks for words of subject or text."""
    return any(_ranks(term) for term in wanted(query))


def _ranks(term: Term) -> bool:
    field = fields.field(term.field) if term.field else None
    return term.form is not Form.PREFIX and (field is None or field.kind is Kind.TEXT)


def engine_query(query: Query) -> tantivy.Query:
    """The engine's query that finds what ``query`` asks for, telegrams only."""
    if isinstance(query, Term):
        return _term(query)
    if isinstance(query, Or):
        return tantivy.Query.boolean_query([(Occur.Should, engine_query(part)) for part in query.parts])
    if isinstance(query, Everything):
        return _everything()
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
        return _worded(field, term)
    return _selecting(_days(field, term) if field.kind is Kind.DATE else _code(field, term))


def _number(term: Term) -> list[tantivy.Query]:
    """The telegram that a bare word or phrase names: a number with its year, or a handle."""
    if term.form is Form.PREFIX or not (codes.is_handle(term.text) or read_id(term.text)):
        return []
    return [_selecting(_is("id", name), _NUMBER_WEIGHT) for name in codes.id_terms(term.text)]


def _worded(field: Field, term: Term) -> tantivy.Query:
    """Words of a text or name."""
    if term.form is Form.PREFIX:
        beginnings = words.folded(term.text)
        found = [_beginning(layout.of_words(field), word.term) for word in beginnings]
        return _selecting(_all(found), 1.0 if field.kind is Kind.TEXT else 0.0)
    if field.kind is Kind.NAME:
        return _selecting(_phrase(field.name, words.folded(term.text)))
    query = _phrase(field.name, words.stems(term.text))
    return tantivy.Query.boost_query(query, SUBJECT_WEIGHT) if field.name == "subject" else query


def _all(queries: list[tantivy.Query]) -> tantivy.Query:
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
    return _any([_is(field.name, one) for one in field.terms(term.text)])


def _days(field: Field, term: Term) -> tantivy.Query:
    """Those whose first and last day both lie in the days asked for."""
    asked = dates.days(term.text)
    bounds = ((layout.first_day(field), asked.first, None), (layout.last_day(field), None, asked.last))
    return _all(
        [
            tantivy.Query.range_query(
                layout.schema(), name, tantivy.FieldType.Integer, lower_bound=low, upper_bound=high
            )
            for name, low, high in bounds
        ]
    )
