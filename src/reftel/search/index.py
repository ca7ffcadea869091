"""Index: the search index on disk, one document for each telegram.

The folder is derived from the store and may be deleted at any time: an index
that is missing, damaged or of another schema is empty and has no state, and the
next ``update`` makes it anew. Searching writes nothing and takes no lock.
The state stands in a document of its own that is committed together with the
changes (the engine gives no access to what a commit carries), so that the two
never disagree.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

import msgspec
import tantivy

from reftel.errors import ArchiveBusy
from reftel.record import Record
from reftel.search import folder as folders
from reftel.search import schema as layout
from reftel.search import words
from reftel.search.engine import engine_query, ranks
from reftel.search.faults import is_engine_fault, translated
from reftel.search.query import parse
from reftel.search.tree import Query

SORTS = ("relevance", "newest", "oldest")
_HEAP = 64_000_000  # bytes of memory for each indexing thread


class State(msgspec.Struct, frozen=True):
    """How far into the store's change log the index has come."""

    sequence: int
    """Number of the last change that it holds."""
    token: str
    """That change's token."""


class _Kept(msgspec.Struct, frozen=True):
    """The state document."""

    sequence: int
    token: str
    schema: str


class ScoredKey(NamedTuple):
    """A telegram that was found."""

    key: str
    score: float
    """BM25; 0.0 where the query asks for no words, and where hits are sorted by date."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: ``keys`` is the part that was asked for, ``total`` how many there are in all."""

    total: int
    keys: tuple[ScoredKey, ...]
    query: Query


class Index:
    """The search index in a folder."""

    def __init__(self, folder: str | Path) -> None:
        """The index in ``folder``; nothing is written before ``update`` or ``clear``."""
        self.folder = Path(folder)
        self._place = folders.Place(self.folder)
        self._seen: folders.Signature | None = None
        self._engine: tantivy.Index | None = None
        self._state: State | None = None
        self._refresh()

    @classmethod
    def open(cls, folder: str | Path) -> Index:
        """The index in ``folder``; empty, without state, if missing, damaged or of another schema."""
        return cls(folder)

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the folder."""
        self._engine = None
        self._place.close()

    # ------------------------------------------------------------ reading

    def state(self) -> State | None:
        """How far the index has come; ``None`` where it has to be made anew."""
        self._refresh()
        return self._state

    def count(self) -> int:
        """How many telegrams it holds."""
        return self.search("*", limit=0).total

    def search(
        self, query: Query | str, *, limit: int = 20, offset: int = 0, sort: str = "relevance"
    ) -> Found:
        """The hits from ``offset`` on, ``limit`` at most, and the exact number of all.

        ``sort`` is ``relevance`` (best first; ties, and queries that ask for no
        words, newest first), ``newest`` or ``oldest`` (telegrams without a date
        last in both). The order is complete: pages never overlap. Raises
        ``QueryError`` for a text that cannot be understood.
        """
        if sort not in SORTS or limit < 0 or offset < 0:
            raise ValueError(f"sort must be one of {', '.join(SORTS)}; limit and offset must not be negative")
        tree = parse(query) if isinstance(query, str) else query
        self._refresh()
        if self._engine is None:
            return Found(0, (), tree)
        with translated(self.folder):
            hunt = _Hunt(self._engine.searcher(), engine_query(tree))
            by_score = sort == "relevance" and limit > 0 and ranks(tree)
            page = hunt.best if by_score else hunt.latest if sort != "oldest" else hunt.earliest
            keys = tuple(page(limit, offset))
            return Found(hunt.total, keys, tree)

    def _refresh(self) -> None:
        """Open the index again where it was changed, made or deleted since it was last looked at."""
        seen = folders.signature(self.folder)
        if seen == self._seen:
            return
        self._engine = self._state = None
        self._seen = seen
        if seen is not None and (opened := _opened(self._place.readable())):
            self._engine, self._state = opened

    # ------------------------------------------------------------ writing

    def update(self, changes: Iterable[tuple[str, Record | None]], state: State) -> None:
        """Take in ``changes`` (a key and its record; ``None`` drops it) and ``state``, all in one commit.

        Raises ``ArchiveBusy`` where another process is writing and
        ``ArchiveFull`` where there is no room; the index then stands as before.
        """
        with translated(self.folder):
            writer = self._writer()
        try:
            for key, record in changes:
                with translated(self.folder):
                    _put(writer, key, record)
            with translated(self.folder):
                writer.delete_documents_by_term("kind", layout.STATE)
                writer.add_document(layout.state_document(_kept(state)))
                writer.commit()
        finally:
            # Waiting lets go of the lock and lets merges end; what was not committed is forgotten.
            _let_go(writer)
        self._refresh()

    def clear(self) -> None:
        """Drop everything: the index is then empty and has no state."""
        self._engine = self._state = self._seen = None
        with translated(self.folder):
            if folders.signature(self.folder) is not None:
                _check_free(self.folder)
            folders.empty(self.folder)

    def _writer(self) -> tantivy.IndexWriter:
        self._refresh()
        if self._engine is None:
            self.clear()
            engine = tantivy.Index(layout.schema(), path=str(self.folder))
            _prepare(engine)
        else:
            engine = self._engine
        threads = min(2, os.cpu_count() or 1)
        return engine.writer(_HEAP * threads, threads)


# ---------------------------------------------------------------- opening and writing


def _opened(folder: Path) -> tuple[tantivy.Index, State] | None:
    """The engine's index in ``folder`` with its state; ``None`` where it cannot serve."""
    try:
        engine = tantivy.Index.open(str(folder))
        _prepare(engine)
        state = _state(engine)
    except BaseException as error:
        if not is_engine_fault(error):
            raise
        return None
    return (engine, state) if state else None


def _prepare(engine: tantivy.Index) -> None:
    """Tell the engine the analyzers, and that no thread of its own is to watch the folder."""
    engine.config_reader("manual")
    for name, analyzer in words.analyzers().items():
        engine.register_tokenizer(name, analyzer)


def _state(engine: tantivy.Index) -> State | None:
    """The state that the index keeps; ``None`` where it keeps none, or one of another schema."""
    searcher = engine.searcher()
    query = tantivy.Query.term_query(engine.schema, "kind", layout.STATE, index_option="basic")
    hits = searcher.search(query, 1, count=False).hits
    if not hits:
        return None
    kept = msgspec.json.decode(searcher.doc(hits[0][1]).get_first("state") or "", type=_Kept)
    return State(kept.sequence, kept.token) if kept.schema == layout.fingerprint() else None


def _kept(state: State) -> str:
    return msgspec.json.encode(_Kept(state.sequence, state.token, layout.fingerprint())).decode()


def _put(writer: tantivy.IndexWriter, key: str, record: Record | None) -> None:
    writer.delete_documents_by_term("key", key)
    if record is not None:
        writer.add_document(layout.document(key, record))


def _let_go(writer: tantivy.IndexWriter) -> None:
    try:
        writer.wait_merging_threads()
    except BaseException as error:  # a merge that failed leaves its segments as they were
        if not is_engine_fault(error):
            raise


def _check_free(folder: Path) -> None:
    """Raise ``ArchiveBusy`` where another process is writing to the index that is about to be dropped."""
    try:
        writer = tantivy.Index.open(str(folder)).writer(15_000_000, 1)
    except BaseException as error:
        if "LockBusy" in str(error):
            raise ArchiveBusy(f"another process is writing to the index {folder}") from error
        if not is_engine_fault(error):
            raise
    else:
        _let_go(writer)


# ---------------------------------------------------------------- searching


class _Hunt:
    """One query on one state of the index; ``total`` is known once a page was asked for."""

    def __init__(self, searcher: tantivy.Searcher, query: tantivy.Query) -> None:
        self.searcher = searcher
        self.query = query
        self.total = 0

    def latest(self, limit: int, offset: int) -> list[ScoredKey]:
        """The page of the newest first."""
        return self._sorted("newest", tantivy.Order.Desc, limit, offset)

    def earliest(self, limit: int, offset: int) -> list[ScoredKey]:
        """The page of the oldest first."""
        return self._sorted("oldest", tantivy.Order.Asc, limit, offset)

    def _sorted(self, name: str, order: tantivy.Order, limit: int, offset: int) -> list[ScoredKey]:
        end = self._within(offset + limit)
        found = self.searcher.search(self.query, end, count=True, order_by_field=name, order=order)
        self._count(found)
        return [ScoredKey(self._key(address), 0.0) for _, address in found.hits[offset : offset + limit]]

    def best(self, limit: int, offset: int) -> list[ScoredKey]:
        """The page of the best first; equal scores newest first."""
        hits = self._down_to(offset + limit)
        newest = self.searcher.fast_field_values("newest", [address for _, address in hits])
        ranked = sorted(zip(hits, newest, strict=True), key=lambda pair: (-pair[0][0], -(pair[1] or 0)))
        page = ranked[offset : offset + limit]
        return [ScoredKey(self._key(address), score) for (score, address), _ in page]

    def _down_to(self, end: int) -> list[tuple[float, tantivy.DocAddress]]:
        """The ``end`` best hits and all further ones with the score of the last of them.

        The engine gives equal scores in the order of its segments; only with
        all of them at hand can they be put in an order of their own.
        """
        size = end + 1
        while True:
            found = self.searcher.search(self.query, self._within(size), count=True)
            self._count(found)
            hits = found.hits
            if len(hits) <= end or size >= self.total or hits[-1][0] < hits[end - 1][0]:
                return hits
            size *= 4

    def _within(self, size: int) -> int:
        """``size`` as the engine takes it: it fails at 0, and makes room for as many as it is told."""
        return max(1, min(size, self.searcher.num_docs))

    def _count(self, found: tantivy.SearchResult) -> None:
        # The engine's stubs leave the count out.
        self.total = found.count  # type: ignore[attr-defined]

    def _key(self, address: tantivy.DocAddress) -> str:
        key: str = self.searcher.doc(address).get_first("key") or ""
        return key
