"""The index against a plain evaluator that reads records one by one: same telegrams, counts and facets.

``REFTEL_SEARCH=2000`` draws so many queries over 3,000 telegrams (half an hour); without
it some hundreds over the telegrams of the other tests.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Iterator

import pytest

from drawn_queries import drawn
from records_for_search import RECORDS, STATE, finds, with_oddities
from reftel.compose import collection
from reftel.record import Record
from reftel.search import Index, dates, fields
from reftel.search.fields import Kind
from reftel.search.query import Query, Term, parse
from reftel.search.tree import Among, leaves, replaced

LONG = int(os.environ.get("REFTEL_SEARCH", "0"))
QUERIES = LONG or 250
FACETED = 5  # of how many queries the facets of one are compared


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    if not LONG:
        return RECORDS
    return {str(record.id): record for record in with_oddities(list(collection(3000, 23)))}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, records: dict[str, Record]) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("proof") / "index") as index:
        keys = list(records)
        for start in range(0, len(keys), len(keys) // 4):
            some = keys[start : start + len(keys) // 4]
            index.update([(key, records[key]) for key in some], STATE)
        yield index


def looked_up(records: dict[str, Record], query: Query) -> Query:
    """The query with what a telegram cites in the place of ``citedby:``."""

    def other(term: Term) -> Query:
        field = fields.field(term.field) if term.field else None
        if field is None or field.kind is not Kind.LINK:
            return term
        record = records.get(term.text)
        cited = fields.field("ref").values(record) if record else ()  # type: ignore[union-attr]
        return Among(term, frozenset(cited) & frozenset(records))

    return replaced(query, other)


def plain_facets(found: list[Record]) -> dict[str, Counter[str]]:
    counts = {
        field.name: Counter(value for record in found for value in set(field.values(record)))
        for field in fields.faceted()
    }
    days = [covered for record in found if (covered := dates.days_of(record))]
    counts["year"] = Counter(str(one.first // 10000) for one in days)
    counts["month"] = Counter(
        f"{one.first // 10000}-{one.first // 100 % 100:02d}"
        for one in days
        if one.first // 100 == one.last // 100
    )
    return counts


def told_facets(index: Index, query: Query) -> dict[str, Counter[str]]:
    told = index.facets(query)
    counts = {one.field: Counter({value.value: value.count for value in one.values}) for one in told.facets}
    counts["year"] = Counter({one.period: one.count for one in told.years})
    counts["month"] = Counter({one.period: one.count for one in told.months})
    return counts


def test_what_is_found_and_counted_is_what_a_plain_reading_finds(
    index: Index, records: dict[str, Record]
) -> None:
    dice = random.Random(17 + LONG)
    held = list(records.values())
    with_hits = forms = 0
    for number in range(QUERIES):
        text = drawn(dice, held)
        query = looked_up(records, parse(text))
        plain = {key for key, record in records.items() if finds(record, query)}
        found = index.search(query, limit=len(records))
        assert {one.key for one in found.keys} == plain, text
        assert found.total == len(plain), text
        assert set(index.keys(query, sort="oldest")) == plain, text
        with_hits += 0 < len(plain) < len(records)
        forms += len({leaf.form for leaf in leaves(query) if isinstance(leaf, Term)})
        if number % FACETED == 0:
            told = index.facets(query)
            assert told_facets(index, query) == plain_facets([records[key] for key in plain]), text
            assert (told.total, told.undated) == (
                len(plain),
                sum(1 for key in plain if dates.days_of(records[key]) is None),
            )
            for one in told.facets:
                field = fields.field(one.field)
                assert field is not None
                assert one.without == sum(1 for key in plain if not list(field.values(records[key])))
    assert with_hits > QUERIES / 3
    assert forms > QUERIES


def test_what_a_facet_counts_is_what_its_query_finds(index: Index) -> None:
    for text in ("government", "-government", "*"):
        told = index.facets(parse(text))
        for facet in told.facets:
            for value in facet.values[:12]:
                narrowed = parse(f"{text} {value.query}")
                assert index.number(narrowed) == value.count, value
        for period in (*told.years, *told.months[:10]):
            assert index.number(parse(f"{text} date:{period.period}")) == period.count
