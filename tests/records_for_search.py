"""Composed records for the tests of the index, and what plain reading finds in them, without an index."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from reftel.compose import collection
from reftel.record import BestDate, Record
from reftel.record_copy import StatedDefect
from reftel.search import Index, State, dates, fields, words
from reftel.search.fields import Kind
from reftel.search.query import And, Everything, Form, Not, Query, Term, parse
from reftel.telegram_id import read_id

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


def holds(values: list[str], run: list[words.Word], cut: Callable[[str], list[words.Word]]) -> bool:
    """Whether one of the values holds the words of ``run`` one after the other."""
    asked = [(word.term, word.position - run[0].position) for word in run]
    for value in values:
        have = places(cut, value)
        if any(
            word == asked[0][0] and all((term, at + first) in have for term, at in asked)
            for word, first in have
        ):
            return True
    return False


def reads(record: Record, term: Term) -> bool:
    """Whether ``term`` is in ``record``, by the list of fields and the analyzer alone."""
    if term.field is None:
        named = term.form is not Form.PREFIX and [str(number) for number in read_id(term.text)]
        return bool(named and record.id in named) or any(
            reads(record, Term(term.text, term.form, name)) for name in fields.BARE
        )
    field = fields.field(term.field)
    assert field is not None
    values = list(field.values(record))
    if field.kind is Kind.DATE:
        asked, has = dates.days(term.text), dates.days_of(record)
        return has is not None and asked.first <= has.first and has.last <= asked.last
    if not field.worded:
        if term.form is Form.PREFIX:
            return any(value.startswith(field.fold(term.text)) for value in values)
        return bool(set(field.terms(term.text)) & set(values))
    if term.form is Form.PREFIX:
        (beginning,) = words.folded(term.text)
        return any(word.term.startswith(beginning.term) for value in values for word in folded(value))
    cut = stems if field.kind is Kind.TEXT else folded
    return holds(values, cut(term.text), cut)


def finds(record: Record, query: Query) -> bool:
    if isinstance(query, Term):
        return reads(record, query)
    if isinstance(query, Not):
        return not finds(record, query.part)
    if isinstance(query, Everything):
        return True
    one = all if isinstance(query, And) else any
    return one(finds(record, part) for part in query.parts)


def scanned(query: Query | str) -> set[str]:
    tree = parse(query) if isinstance(query, str) else query
    return {key for key, record in RECORDS.items() if finds(record, tree)}
