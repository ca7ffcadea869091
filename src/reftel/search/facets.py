"""Facets: how often each value of a field stands in a whole result, and how it spreads over time.

Counts are exact: the engine counts all telegrams that were found, from columns. What a
count says is what the query finds that is narrowed by the value.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec
import tantivy

from reftel.search import fields
from reftel.search import schema as layout
from reftel.search.fields import Field
from reftel.search.tree import Form, Term

_MOST = 65_000  # values of one field that the engine counts at once
_MONTHS = "months"
_NONE = "\x00none"  # counted under this: telegrams without any value


class Value(msgspec.Struct, frozen=True):
    """A value of a field, and how many of the telegrams found have it."""

    value: str
    name: str
    """In words: the country of its code, a TAGS code with its meaning."""
    count: int
    query: str
    """What narrows the query to these."""


class Facet(msgspec.Struct, frozen=True):
    """The values of one field, the most frequent first."""

    title: str
    field: str
    values: list[Value]
    without: int
    """Telegrams found that have no value."""


class Period(msgspec.Struct, frozen=True):
    """How many of the telegrams found are of a year or month."""

    period: str
    """``2007``, ``2007-11``."""
    count: int


class Facets(msgspec.Struct, frozen=True):
    """All that is counted over a result."""

    total: int
    years: list[Period]
    months: list[Period]
    """Those with telegrams, in order; one of which only the year is known is in ``years`` alone."""
    undated: int
    facets: list[Facet]


def facets(searcher: tantivy.Searcher, query: tantivy.Query) -> Facets:
    """The facets of all that ``query`` finds."""
    asked = {
        field.name: {"terms": {"field": field.name, "size": _MOST, "missing": _NONE}}
        for field in fields.faceted()
    }
    found = searcher.aggregate(query, asked | {_MONTHS: {"terms": {"field": layout.MONTH, "size": _MOST}}})
    # Each telegram came in one form.
    total = sum(bucket["doc_count"] for bucket in found["wrapper"]["buckets"])
    months = sorted((int(bucket["key"]), bucket["doc_count"]) for bucket in found[_MONTHS]["buckets"])
    return Facets(
        total,
        _years(months),
        [Period(f"{month // 100}-{month % 100:02d}", count) for month, count in months if month % 100],
        total - sum(count for _, count in months),
        [_facet(field, found[field.name]) for field in fields.faceted()],
    )


def _years(months: list[tuple[int, int]]) -> list[Period]:
    years: dict[int, int] = {}
    for month, count in months:
        years[month // 100] = years.get(month // 100, 0) + count
    return [Period(str(year), count) for year, count in years.items()]


def _facet(field: Field, found: dict[str, Any]) -> Facet:
    counts = {bucket["key"]: bucket["doc_count"] for bucket in found["buckets"]}
    without = counts.pop(_NONE, 0)
    values = []
    for value, count in sorted(counts.items(), key=_order):
        name, narrower = _written(field, value)
        values.append(Value(value, name, count, narrower))
    return Facet(field.facet or field.name, field.name, values, without)


def _order(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


@lru_cache(maxsize=1 << 14)
def _written(field: Field, value: str) -> tuple[str, str]:
    """A value in words, and the query for it."""
    return field.named(value), narrowed(field, value)


def narrowed(field: Field, value: str) -> str:
    """The query for one value of a field."""
    form = Form.EXACT if field.exact else Form.WORD if value.isalnum() else Form.PHRASE
    return str(Term(value, form, field.name))
