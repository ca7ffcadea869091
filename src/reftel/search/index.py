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

import msgspec
import tantivy

from reftel.errors import ArchiveBusy, QueryError
from reftel.record import Record
from reftel.search import folder as folders
from reftel.search import schema as layout
from reftel.search import words
from reftel.search.clues import Clues, clues
from reftel.search.engine import among, both, engine_query, ranks, too_costly
from reftel.search.facets import Facets, facets
from reftel.search.faults import is_engine_fault, not_writable, translated
from reftel.search.hunt import Hunt, ScoredKey
from reftel.search.query import parse
from reftel.search.tree import Query

__all__ = ["SORTS", "Found", "Index", "ScoredKey", "State"]

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
        self._why = "is not there"
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

    @property
    def fault(self) -> str:
        """Where the index has no state: why, in a sentence."""
        return f"the index {self.folder} {self._why}"

    def count(self) -> int:
        """How many telegrams it holds."""
        return self.search("*", limit=0).total

    def search(
        self, query: Query | str, *, limit: int = 20, offset: int = 0, sort: str = "relevance"
    ) -> Found:
        """The hits from ``offset`` on, ``limit`` at most, and the exact number of all.

        ``sort`` is ``relevance`` (best first; ties, and queries that ask for no
        words, newest first), ``newest`` or ``oldest`` (telegrams without a date
        last in both). The order is complete: pages never overlap. A score weighs a
        word by how many telegrams hold it; those that were taken out or replaced
        count until the engine merges their part of the index, so it can differ a
        little from the one after a rebuild. Raises ``QueryError`` for a text that
        cannot be understood.
        """
        if sort not in SORTS or limit < 0 or offset < 0:
            raise ValueError(f"sort must be one of {', '.join(SORTS)}; limit and offset must not be negative")
        tree = parse(query) if isinstance(query, str) else query
        self._refresh()
        if self._engine is None:
            return Found(0, (), tree)
        by_score = sort == "relevance" and limit > 0 and ranks(tree)
        selection = self._selection(tree)
        with translated(self.folder):
            hunt = Hunt(self._engine.searcher(), selection)
            page = hunt.best if by_score else hunt.latest if sort != "oldest" else hunt.earliest
            keys = tuple(page(limit, offset))
            return Found(hunt.total, keys, tree)

    def facets(self, query: Query) -> Facets:
        """The counts of values over all that ``query`` finds."""
        self._refresh()
        if self._engine is None:
            return Facets(0, [], [], 0, [])
        selection = self._selection(query)
        with translated(self.folder):
            return facets(self._engine.searcher(), selection)

    def number(self, query: Query) -> int:
        """How many telegrams ``query`` finds."""
        return self.search(query, limit=0).total

    def _number_if_quick(self, query: Query) -> int:
        try:
            return self.number(query)
        except QueryError:
            return 0

    def keys(
        self, query: Query, *, limit: int | None = None, offset: int = 0, sort: str = "newest"
    ) -> list[str]:
        """The keys of all that ``query`` finds, or of ``limit`` of them, in order."""
        most = self.number(query) if limit is None else limit
        return [found.key for found in self.search(query, limit=most, offset=offset, sort=sort).keys]

    def scores(self, part: Query, keys: Iterable[str]) -> dict[str, float]:
        """Those of ``keys`` that ``part`` finds, each with what that adds to its score."""
        chosen = frozenset(keys)
        self._refresh()
        if self._engine is None or not chosen:
            return {}
        selection = both(engine_query(part), among(chosen))
        with translated(self.folder):
            found = Hunt(self._engine.searcher(), selection).best(len(chosen), 0)
        return {one.key: one.score for one in found}

    def clues(self, query: Query) -> Clues:
        """Of a query that found nothing: which parts did not, and what would."""
        self._refresh()
        if self._engine is None:
            return Clues([], [])
        with translated(self.folder):
            return clues(self._engine.searcher(), query, self._number_if_quick)

    def _selection(self, query: Query) -> tantivy.Query:
        """The engine's query; raises ``QueryError`` for one that would take it many seconds."""
        if costly := too_costly(query, self.frequency):
            raise QueryError(
                "these words are too frequent to look for all the ways in which so many can stand near to "
                "each other; write two of them, a smaller number, or a rarer word",
                costly.place,
            )
        return engine_query(query)

    def frequency(self, name: str, term: str) -> int:
        """How many telegrams hold a term in the index field ``name``, those replaced since included."""
        self._refresh()
        if self._engine is None:
            return 0
        with translated(self.folder):
            return self._engine.searcher().doc_freq(name, term)

    def _refresh(self) -> None:
        """Open the index again where it was changed, made or deleted since it was last looked at."""
        seen = folders.signature(self.folder)
        if seen == self._seen:
            return
        self._engine = self._state = None
        self._seen = seen
        opened = "is not there" if seen is None else _opened(self._place.readable())
        if isinstance(opened, str):
            self._why = opened
        else:
            self._engine, self._state = opened

    # ------------------------------------------------------------ writing

    def update(self, changes: Iterable[tuple[str, Record | None]], state: State) -> None:
        """Take in ``changes`` (a key and its record; ``None`` drops it) and ``state``, all in one commit.

        Raises ``ArchiveBusy`` where another process is writing, ``ArchiveFull``
        where there is no room, and ``ArchiveError`` where the folder may not be
        written to or is no index of reftel's; all then stands as before.
        """
        with translated(self.folder):
            writer = self._writer()
        try:
            for key, record in changes:
                document = layout.document(key, record) if record is not None else None
                with translated(self.folder):
                    _put(writer, "key", key, document)
            document = layout.state_document(_kept(state))
            with translated(self.folder):
                _put(writer, "kind", layout.STATE, document)
                writer.commit()
        finally:
            # Waiting lets go of the lock and lets merges end; what was not committed is forgotten.
            _let_go(writer)
        self._refresh()

    def clear(self) -> None:
        """Drop everything: the index is then empty and has no state.

        Files of others in the folder stay. Raises ``ArchiveError`` where it may not be
        written to, or is no index of reftel's (a link, a folder of other files).
        """
        with translated(self.folder):
            folders.check_own(self.folder)
            self._check_writable()
            if folders.signature(self.folder) is not None:
                _check_free(self.folder)
            self._engine = self._state = self._seen = None
            folders.empty(self.folder)

    def _check_writable(self) -> None:
        if self.folder.exists() and not self._place.is_writable():
            raise not_writable(self.folder)

    def _writer(self) -> tantivy.IndexWriter:
        self._check_writable()
        if self._place.is_linked:  # it could not be written to when it was opened
            self._seen = None
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


def _opened(folder: Path) -> tuple[tantivy.Index, State] | str:
    """The engine's index in ``folder`` with its state; where it cannot serve, why."""
    try:
        engine = tantivy.Index.open(str(folder))
        _prepare(engine)
        state = _state(engine)
    except BaseException as error:
        if not is_engine_fault(error):
            raise
        return "is damaged"
    return state if isinstance(state, str) else (engine, state)


def _prepare(engine: tantivy.Index) -> None:
    """Tell the engine the analyzers, and that no thread of its own is to watch the folder."""
    engine.config_reader("manual")
    for name, analyzer in words.analyzers().items():
        engine.register_tokenizer(name, analyzer)


def _state(engine: tantivy.Index) -> State | str:
    """The state that the index keeps; where it keeps none, or one of another schema, words for that."""
    searcher = engine.searcher()
    query = tantivy.Query.term_query(engine.schema, "kind", layout.STATE, index_option="basic")
    hits = searcher.search(query, 1, count=False).hits
    if not hits:
        return "is not whole"
    kept = msgspec.json.decode(searcher.doc(hits[0][1]).get_first("state") or "", type=_Kept)
    if kept.schema != layout.fingerprint():
        return "was made by another version of reftel"
    return State(kept.sequence, kept.token)


def _kept(state: State) -> str:
    return msgspec.json.encode(_Kept(state.sequence, state.token, layout.fingerprint())).decode()


def _put(writer: tantivy.IndexWriter, name: str, term: str, document: tantivy.Document | None) -> None:
    """Put ``document``, if there is one, in the place of those that hold ``term`` in the field ``name``."""
    writer.delete_documents_by_term(name, term)
    if document is not None:
        writer.add_document(document)


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
