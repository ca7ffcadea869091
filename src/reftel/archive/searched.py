"""Searched: the half of an archive that finds telegrams by words and facts, and says how."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reftel.archive import indexing, naming
from reftel.archive.folder import INDEX_NAME, writing_lock
from reftel.archive.results import Explanation, Ghost, Hit, Part, Reason, Results
from reftel.errors import ArchiveBusy, ArchiveError, ArchiveFull, IndexDamaged, readable
from reftel.store import Store
from reftel.telegram_id import read_id

if TYPE_CHECKING:
    from reftel.search.facets import Facets
    from reftel.search.index import Found, Index
    from reftel.search.snippets import Snippet
    from reftel.search.tree import Query, Term

_PATIENCE = 1.0  # seconds to wait for another process before a search without an index is given up
_ANY_YEARS = range(1940, 2040)  # of the numbers of telegrams


class Searched:
    """What an archive finds. Queries are those of ``docs/search.md``.

    Methods that take a query raise ``QueryError`` with the place where it cannot be understood.
    """

    path: Path
    _store: Store
    _opened_index: Index | None = None
    on_notice: Callable[[str], None] | None = None
    """Is told what a search has to do first, before it does that: make an index anew."""

    def search(
        self,
        query: str,
        *,
        limit: int = 20,
        offset: int = 0,
        sort: str = "relevance",
        facets: bool = False,
        explain: bool = False,
    ) -> Results:
        """The telegrams that a query finds: ``limit`` of them from ``offset`` on, and how many there are.

        ``sort`` is ``relevance``, ``newest`` or ``oldest``. A hit that another process took
        out just now is left out, though counted. Scores count documents that were replaced or
        removed until the engine merges them away, so they may differ a little from those after
        a rebuild; which telegrams are found never does. With ``facets`` all that was found is
        counted by its values, with ``explain`` each hit says by what it was found.
        """
        tree, found, notes = self._found(query, limit, offset, sort)
        index = self._index()
        with self._store.snapshot():
            why = self._why(index, tree, [one.key for one in found.keys]) if explain else {}
            made = (self._hit(one.key, one.score, tree, why.get(one.key, [])) for one in found.keys)
            hits = [hit for hit in made if hit is not None]
            ghosts = list(self._ghosts(tree))
        return Results(
            query,
            found.total,
            hits,
            str(tree),
            sort,
            offset,
            ghosts,
            None if found.total else index.clues(tree),
            index.facets(tree) if facets else None,
            self._explanation(index, tree, sort) if explain else None,
            notes,
        )

    def keys_found(
        self, query: str, *, limit: int | None = None, offset: int = 0, sort: str = "oldest"
    ) -> tuple[str, ...]:
        """The keys of all telegrams that a query finds, or of ``limit`` of them, in order."""
        tree, found, _ = self._found(query, 0, 0, sort)
        most = found.total if limit is None else limit
        return tuple(self._index().keys(tree, limit=most, offset=offset, sort=sort))

    def facets(self, query: str) -> Facets:
        """How often each value stands in all that a query finds, and how it spreads over time."""
        tree, _, _ = self._found(query, 0, 0, "newest")
        return self._index().facets(tree)

    def hits_within(self, name: str, query: str) -> list[Snippet]:
        """All that a query finds in one telegram, given by any name: whole passages, every match marked.

        Raises ``UnknownTelegram`` and ``AmbiguousTelegram`` as ``get`` does.
        """
        from reftel.search.query import parse
        from reftel.search.snippets import within

        tree = parse(query)
        with self._store.snapshot():
            record = self._store.record(naming.held_key(self._store, readable(name)))
        return within(record, tree) if record else []

    # ------------------------------------------------------------ finding

    def _found(self, query: str, limit: int, offset: int, sort: str) -> tuple[Query, Found, list[str]]:
        """The tree of a query, what it finds, and what was not searched."""
        from reftel.search.query import parse

        read = parse(query)
        notes: list[str] = []
        index = self._index(notes)
        tree = self._looked_up(read)
        try:
            return tree, index.search(tree, limit=limit, offset=offset, sort=sort), notes
        except IndexDamaged:
            self._mend(index)
            return tree, index.search(tree, limit=limit, offset=offset, sort=sort), notes

    def _mend(self, index: Index) -> None:
        """Make an index anew that could not be searched."""
        with writing_lock(self.path, wait=_PATIENCE):
            number = self._store.telegram_count()
            self._tell(f"the index {index.folder} is damaged; making it from {number:,} telegrams")
            index.clear()
            indexing.bring_up_to_date(self._store, index)

    def _looked_up(self, tree: Query) -> Query:
        """The tree with what its terms ask of the store put in their place."""
        from reftel.search import fields
        from reftel.search.fields import Kind
        from reftel.search.tree import Among, replaced

        def looked_up(term: Term) -> Query:
            field = fields.field(term.field) if term.field else None
            return Among(term, self._cited_by(term.text)) if field and field.kind is Kind.LINK else term

        return replaced(tree, looked_up)

    def _cited_by(self, name: str) -> frozenset[str]:
        """The telegrams that one cites, by the words of its citations."""
        with self._store.snapshot():
            citing = dict.fromkeys(self._held_named(name))
            return frozenset(key for one in self._store.citations_by(*citing) for key in one.cited)

    def _hit(self, key: str, score: float, tree: Query, why: list[Reason]) -> Hit | None:
        """A hit with its facts; ``None`` where the telegram was taken out just now."""
        from reftel.search.snippets import snippets

        record = self._store.record(key)
        if record is None:
            return None
        return Hit(
            key=key,
            score=score,
            id=record.id,
            date=record.date.value if record.date else None,
            sender=record.sender.plad if record.sender else None,
            classification=record.classification,
            subject=record.subject,
            snippets=list(snippets(record, tree)),
            why=why,
        )

    def _ghosts(self, tree: Query) -> Iterator[Ghost]:
        """The telegrams that a query names by their number, that are cited and not held."""
        from reftel.search.engine import names_telegram
        from reftel.search.tree import Form, wanted

        for term in wanted(tree):
            if not (names_telegram(term) or (term.field == "id" and term.form is not Form.PREFIX)):
                continue
            if any(self._held_named(term.text)):
                continue
            for key in self._possible(term.text):
                if citing := self._store.citing([key]):
                    yield Ghost(key, sorted(citing))

    def _held_named(self, name: str) -> Iterator[str]:
        """The telegrams held that a number means, of any year where it has none."""
        yield from naming.held_keys(self._store, name)
        yield from naming.of_any_year(self._store, name)

    @staticmethod
    def _possible(name: str) -> tuple[str, ...]:
        """The keys that a number can mean, of any year where it has none."""
        if written := naming.possible_keys(name)[1:]:
            return written
        numbers = (number for year in _ANY_YEARS for number in read_id(name, year))
        return tuple(dict.fromkeys((naming.own_key(name), *map(str, numbers))))

    # ------------------------------------------------------------ explaining

    def _why(self, index: Index, tree: Query, keys: list[str]) -> dict[str, list[Reason]]:
        """For each of the hits the parts of the query that it was found by."""
        from reftel.search.tree import leaves_that_speak

        found: dict[str, list[Reason]] = {}
        for part in leaves_that_speak(tree):
            for key, score in index.scores(part, keys).items():
                found.setdefault(key, []).append(Reason(str(part), round(score, 3)))
        return found

    def _explanation(self, index: Index, tree: Query, sort: str) -> Explanation:
        """How a query was read."""
        from reftel.search.engine import engine_query, ranks

        by_score = sort == "relevance" and ranks(tree)
        order = {
            "oldest": "oldest first, without date last",
            "newest": "newest first, without date last",
            "relevance": "newest first: no part of it asks for words that could weigh",
        }[sort]
        if by_score:
            order = (
                "the best first by BM25, a word of the subject weighing 3 times as much as one of the text"
            )
        return Explanation(
            list(_parts(index, tree, 0)), order, repr(engine_query(tree)), indexing.told(self._store, index)
        )

    # ------------------------------------------------------------ the index

    def _index(self, notes: list[str] | None = None) -> Index:
        """The index, up to date unless another process is writing to the archive just now."""
        if self._opened_index is None:
            self._opened_index = indexing.opened(self.path / INDEX_NAME)
        index = self._opened_index
        if not indexing.is_current(self._store, index):
            self._catch_up(index, [] if notes is None else notes)
        return index

    def _close_index(self) -> None:
        if self._opened_index is not None:
            self._opened_index.close()
            self._opened_index = None

    def _tell(self, notice: str) -> None:
        if self.on_notice is not None:
            self.on_notice(notice)

    def _catch_up(self, index: Index, notes: list[str]) -> None:
        """Bring the index up to date; one that lacks the latest changes serves where that cannot be done."""
        serves = index.state() is not None
        try:
            with writing_lock(self.path, wait=0.0 if serves else _PATIENCE):
                if why := indexing.why_anew(self._store, index):
                    self._tell(f"{why}; making it from {self._store.telegram_count():,} telegrams")
                indexing.bring_up_to_date(self._store, index)
        except ArchiveBusy as error:
            if not serves:
                raise ArchiveBusy(
                    f"{self.path}: there is no index yet, and another process is writing to the archive; "
                    "search again in a while"
                ) from error
            notes.append(_lagging(self._store, index, "another process is writing"))
        except ArchiveFull as error:
            if not serves:
                raise
            notes.append(_lagging(self._store, index, str(error)))
        except ArchiveError as error:
            if not serves:
                raise ArchiveError(
                    f"{self.path}: the index is missing and cannot be made here ({error}); "
                    "search a copy that may be written to"
                ) from error
            notes.append(_lagging(self._store, index, str(error)))

    def _index_now(self, store: Store) -> None:
        with indexing.opened(self.path / INDEX_NAME) as index:
            indexing.bring_up_to_date(store, index)

    def _index_anew(self, store: Store) -> None:
        with indexing.opened(self.path / INDEX_NAME) as index:
            index.clear()
            indexing.bring_up_to_date(store, index)


def _lagging(store: Store, index: Index, reason: str) -> str:
    number = indexing.behind(store, index)
    if number is None:
        return f"the index is of another state of the archive; it was searched as it is ({reason})"
    return f"not searched: the last {number:,} changes ({reason})"


def _parts(index: Index, tree: Query, depth: int) -> Iterator[Part]:
    """The parts of a query, each with how many telegrams it finds alone."""
    from reftel.search.meaning import meaning
    from reftel.search.tree import And, Not, Or

    inner: tuple[Query, ...] = ()
    if isinstance(tree, And | Or):
        said, inner = "all of" if isinstance(tree, And) else "any of", tree.parts
    elif isinstance(tree, Not):
        said, inner = "all but", (tree.part,)
    else:
        said = meaning(tree)
    yield Part(str(tree), depth, said, index.number(tree))
    for part in inner:
        yield from _parts(index, part, depth + 1)
