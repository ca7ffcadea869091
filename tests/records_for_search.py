"""Composed records for the tests of the index, and what plain reading finds in them, without an index."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import msgspec

from reftel.compose import collection
from reftel.record import BestDate, Record, Resent, Sections
from reftel.record_copy import Provenance, StatedDefect
from reftel.search import Index, State, codes, dates, fields, words
from reftel.search.engine import names_telegram
from reftel.search.fields import Kind
from reftel.search.query import And, Everything, Form, Not, Query, Term, parse
from reftel.search.tree import Among

STATE = State(7, "token")


def with_oddities(records: list[Record]) -> list[Record]:
    """The records, some of them without date, of a known day or year only, or with a defect."""
    changes: list[dict[str, Any]] = [
        {"date": None},
        {"date": BestDate("2004", "year", "identifier")},
        {"date": BestDate("2004-05-06", "day", "wrapper")},
        {
            "defects": [StatedDefect("doubled-heading", "the heading stands twice", (0, 1))],
            "caveats": ["NOFORN"],
        },
        {"signature": ["Łódź-Überall"], "subject": "L'Élysée's food-aid, U.S. prisons"},
        {"provenance": Provenance(collection="Invented  Papers")},
        {"sections": Sections(3, [1, 3]), "resent": Resent("repetition", None, []), "subject": None},
    ]
    return [
        msgspec.structs.replace(record, **changes[place % 20]) if place % 20 < len(changes) else record
        for place, record in enumerate(records)
    ]


RECORDS = {str(record.id): record for record in with_oddities(list(collection(160, 11)))}


def filled(folder: Path) -> Index:
    """An index of all records, of several segments."""
    index = Index.open(folder)
    keys = list(RECORDS)
    for part in (keys[:60], keys[60:100], keys[100:]):
        index.update([(key, RECORDS[key]) for key in part], STATE)
    return index


def all_keys(index: Index, query: Query | str, sort: str = "relevance") -> list[str]:
    return [hit.key for hit in index.search(query, limit=10_000, sort=sort).keys]


# ---------------------------------------------------------------- the same by plain reading


stems, folded = cache(words.stems), cache(words.folded)


@cache
def places(cut: Callable[[str], list[words.Word]], value: str) -> frozenset[tuple[str, int]]:
    """The words of ``value`` with their positions."""
    return frozenset((word.term, word.position) for word in cut(value))


@cache
def printed(cut: Callable[[str], list[words.Word]], value: str) -> frozenset[str]:
    """The words of ``value``."""
    return frozenset(word.term for word in cut(value))


def holds(values: list[str], run: list[words.Word], cut: Callable[[str], list[words.Word]]) -> bool:
    """Whether one of the values holds the words of ``run`` one after the other."""
    if not run:
        return False
    asked = [(word.term, word.position - run[0].position) for word in run]
    for value in values:
        if not all(term in printed(cut, value) for term, _ in asked):
            continue
        have = places(cut, value)
        if any(
            word == asked[0][0] and all((term, at + first) in have for term, at in asked)
            for word, first in have
        ):
            return True
    return False


def near(values: list[str], terms: list[str], between: int, cut: Callable[[str], list[words.Word]]) -> bool:
    """Whether the words stand within a window; the end of a value counts as one word."""
    if not all(any(term in printed(cut, value) for value in values) for term in terms):
        return False
    placed: dict[str, list[int]] = {}
    start = 0
    for value in values:
        found = cut(value)
        for word in found:
            placed.setdefault(word.term, []).append(start + word.position)
        start += (found[-1].position + 1 if found else 0) + 1
    choices = [placed.get(term, []) for term in terms]
    return any(
        len(set(chosen)) == len(terms) and max(chosen) - min(chosen) + 1 - len(terms) <= between
        for chosen in product(*choices)
    )


@cache
def slips(one: str, other: str) -> int:
    """Letters to insert, drop or change, and neighbours to swap, that make ``other`` of ``one``."""
    rows = [list(range(len(other) + 1))]
    for i, a in enumerate(one, 1):
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(rows[-1][j] + 1, row[-1] + 1, rows[-1][j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, rows[-2][j - 2] + 1)
            row.append(cost)
        rows.append(row)
    return rows[-1][-1]


def reads(record: Record, term: Term) -> bool:
    """Whether ``term`` is in ``record``, by the list of fields and the analyzer alone."""
    if term.field is None:
        named = term.form in (Form.WORD, Form.PHRASE) and names_telegram(term)
        return bool(named and set(codes.id_terms(term.text)) & set(field_values(record, "id"))) or any(
            reads(record, Term(term.text, term.form, name, distance=term.distance)) for name in fields.BARE
        )
    field = fields.field(term.field)
    assert field is not None
    if field.kind is Kind.DATE:
        asked, has = field.period(term.text), dates.days_of(record)
        return has is not None and asked.first <= has.first and has.last <= asked.last
    if field.kind is Kind.LINK:
        return False
    if field.worded and field.of:
        return any(reads(record, Term(term.text, term.form, one, distance=term.distance)) for one in field.of)
    values = list(field.values(record))
    if not field.worded:
        if term.form is Form.PREFIX:
            return any(value.startswith(field.fold(term.text)) for value in values)
        asked_terms = field.whole(term.text) if term.form is Form.EXACT else field.terms(term.text)
        return bool(set(asked_terms) & set(values))
    return reads_words(values, term, stemmed=field.kind is Kind.TEXT and term.form is not Form.EXACT)


def reads_words(values: list[str], term: Term, *, stemmed: bool) -> bool:
    if term.form in (Form.PREFIX, Form.FUZZY):
        (asked,) = words.folded(term.text) or [words.Word("", 0, 0, 0)]
        if term.form is Form.PREFIX:
            return any(word.startswith(asked.term) for value in values for word in printed(folded, value))
        return any(
            slips(asked.term, word) <= term.distance
            for value in values
            for word in printed(folded, value)
            if abs(len(word) - len(asked.term)) <= term.distance
        )
    cut = stems if stemmed else folded
    if term.form is Form.NEAR:
        return near(values, [word.term for word in cut(term.text)], term.distance, cut)
    return holds(values, cut(term.text), cut)


def field_values(record: Record, name: str) -> list[str]:
    field = fields.field(name)
    assert field is not None
    return list(field.values(record))


def finds(record: Record, query: Query) -> bool:
    if isinstance(query, Term):
        return reads(record, query)
    if isinstance(query, Among):
        return str(record.id) in query.keys
    if isinstance(query, Not):
        return not finds(record, query.part)
    if isinstance(query, Everything):
        return True
    one = all if isinstance(query, And) else any
    return one(finds(record, part) for part in query.parts)


def scanned(query: Query | str) -> set[str]:
    tree = parse(query) if isinstance(query, str) else query
    return {key for key, record in RECORDS.items() if finds(record, tree)}
