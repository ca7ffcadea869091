"""Hunt: one query on one state of the index → a page of what it finds, in a complete order.

The engine orders hits by score or by a number. Where those are equal it goes by
the place of a telegram in the index, which changes; here the date and then the key decide.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

import tantivy


class ScoredKey(NamedTuple):
    """A telegram that was found."""

    key: str
    score: float
    """BM25; 0.0 where the query asks for no words, and where hits are sorted by date."""


class _Ranked(NamedTuple):
    """A hit before its key is known."""

    rank: tuple[float, int]
    """The lower, the better."""
    score: float
    address: tantivy.DocAddress


class Hunt:
    """One query on one state of the index; ``total`` is known once a page was asked for."""

    def __init__(self, searcher: tantivy.Searcher, query: tantivy.Query) -> None:
        self.searcher = searcher
        self.query = query
        self.total = 0

    def latest(self, limit: int, offset: int) -> list[ScoredKey]:
        """The page of the newest first."""
        hits = self._down_to(offset + limit, order_by_field="newest", order=tantivy.Order.Desc)
        return self._page([_Ranked((0.0, -value), 0.0, address) for value, address in hits], limit, offset)

    def earliest(self, limit: int, offset: int) -> list[ScoredKey]:
        """The page of the oldest first."""
        hits = self._down_to(offset + limit, order_by_field="oldest", order=tantivy.Order.Asc)
        return self._page([_Ranked((0.0, value), 0.0, address) for value, address in hits], limit, offset)

    def best(self, limit: int, offset: int) -> list[ScoredKey]:
        """The page of the best first; equal scores newest first."""
        hits = self._down_to(offset + limit)
        newest = self.searcher.fast_field_values("newest", [address for _, address in hits])
        ranked = [
            _Ranked((-score, -int(value or 0)), score, address)
            for (score, address), value in zip(hits, newest, strict=True)
        ]
        return self._page(ranked, limit, offset)

    def _down_to(self, end: int, **order: Any) -> list[tuple[Any, tantivy.DocAddress]]:
        """The ``end`` best hits and all further ones that the engine ranks as the last of them.

        The engine gives hits of equal rank in the order of its segments; only with
        all of them at hand can they be put in an order of their own.
        """
        size = end + 1
        while True:
            found = self.searcher.search(self.query, self._within(size), count=True, **order)
            # The engine's stubs leave the count out.
            self.total = found.count  # type: ignore[attr-defined]
            hits = found.hits
            if end == 0 or len(hits) <= end or size >= self.total or hits[-1][0] != hits[end - 1][0]:
                return hits
            size *= 4

    def _within(self, size: int) -> int:
        """``size`` as the engine takes it: it fails at 0, and makes room for as many as it is told."""
        return max(1, min(size, self.searcher.num_docs))

    def _page(self, hits: list[_Ranked], limit: int, offset: int) -> list[ScoredKey]:
        """The page of ``hits``; those of equal rank by their keys."""
        often = Counter(hit.rank for hit in hits)
        ordered = sorted(
            hits, key=lambda hit: (hit.rank, self._key(hit.address) if often[hit.rank] > 1 else "")
        )
        return [ScoredKey(self._key(hit.address), hit.score) for hit in ordered[offset : offset + limit]]

    def _key(self, address: tantivy.DocAddress) -> str:
        key: str = self.searcher.doc(address).get_first("key") or ""
        return key
