"""Searched: the half of an archive that finds telegrams by words and facts, and says how."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from reftel.archive import indexing, naming
from reftel.archive.indexed import Indexed
from reftel.archive.results import Explanation, Ghost, Hit, Part, Reason, Results
from reftel.errors import IndexDamaged, readable
from reftel.record import Record
from reftel.telegram_id import read_id

if TYPE_CHECKING:
    from reftel.search.clues import Clues
    from reftel.search.facets import Facets
    from reftel.search.index import Found, Index
    from reftel.search.snippets import Snippet
    from reftel.search.tree import Query, Term

_ANY_YEARS = range(1940, 2040)  # of the numbers of telegrams


class Asked(NamedTuple):
    """What is wanted of a search."""

    limit: int = 20
    offset: int = 0
    sort: str = "relevance"
    facets: bool = False
    explain: bool = False


class Searched(Indexed):
    """What an archive finds. Queries are those of ``docs/search.md``.

    Methods that take a query raise ``QueryError`` with the place where it cannot be understood.
    """

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
        tree, notes = self._read(query)
        return self._results(query, tree, notes, Asked(limit, offset, sort, facets, explain))

    def _results(self, query: str, tree: Query, notes: list[str], asked: Asked) -> Results:
        """What a tree finds, and all that was asked for besides."""
        found = self._find(tree, asked.limit, asked.offset, asked.sort)
        index = self._index()
        with self._store.snapshot():
            why = self._why(index, tree, [one.key for one in found.keys]) if asked.explain else {}
            scores = {one.key: one.score for one in found.keys}
            hits = [
                _hit(key, record, scores[key], tree, why.get(key, []))
                for key, record in self._store.facts(scores)
                if record is not None  # another process took it out just now
            ]
            ghosts = list(self._ghosts(tree))
        return Results(
            query,
            found.total,
            hits,
            str(tree),
            asked.sort,
            asked.offset,
            ghosts,
            None if found.total else self._clues(index, tree),
            index.facets(tree) if asked.facets else None,
            self._explanation(index, tree, asked.sort) if asked.explain else None,
            notes,
        )

    def similar(self, name: str, *, limit: int = 20, offset: int = 0) -> Results:
        """The telegrams most like one, by the words that are frequent in it and rare elsewhere.

        Each hit says which of them it has. Raises ``UnknownTelegram`` and ``AmbiguousTelegram`` as ``get``
        does.
        """
        from reftel.search.similar import like, telling_words

        index = self._index()
        with self._store.snapshot():
            key = naming.held_key(self._store, readable(name))
            record = self._store.record(key)
        total = index.count()
        found = telling_words(record, lambda term: index.frequency("text", term), total) if record else []
        if not found:
            return Results(f"like {key}", 0, [])
        results = self._results(f"like {key}", like(key, found), [], Asked(limit, offset, explain=True))
        return msgspec.structs.replace(results, explanation=None, ghosts=[])

    def keys_found(
        self, query: str, *, limit: int | None = None, offset: int = 0, sort: str = "oldest"
    ) -> tuple[str, ...]:
        """The keys of all telegrams that a query finds, or of ``limit`` of them, in order."""
        tree, _ = self._read(query)
        most = self._find(tree, 0, 0, sort).total if limit is None else limit
        return tuple(self._index().keys(tree, limit=most, offset=offset, sort=sort))

    def facets(self, query: str) -> Facets:
        """How often each value stands in all that a query finds, and how it spreads over time."""
        tree, _ = self._read(query)
        index = self._index()
        try:
            return index.facets(tree)
        except IndexDamaged:
            self._mend(index)
            return index.facets(tree)

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

    def _only(self, query: str, sort: str, limit: int, keys: frozenset[str]) -> Results:
        """What a query finds among ``keys``."""
        from reftel.search.tree import Among, And, Term

        tree, notes = self._read(query)
        if not keys:
            return Results(query, 0, [], str(tree), sort, notes=notes)
        chosen = And((tree, Among(Term("new"), keys)))
        results = self._results(query, chosen, notes, Asked(limit, sort=sort))
        return msgspec.structs.replace(results, read_as=str(tree))

    # ------------------------------------------------------------ finding

    def _read(self, query: str) -> tuple[Query, list[str]]:
        """The tree of a query, and what will not be searched."""
        from reftel.search.query import parse

        tree = parse(query)
        notes: list[str] = []
        self._index(notes)
        return self._looked_up(tree), notes

    def _find(self, tree: Query, limit: int, offset: int, sort: str) -> Found:
        """What a tree finds; an index that turns out to be damaged is made anew."""
        index = self._index()
        try:
            return index.search(tree, limit=limit, offset=offset, sort=sort)
        except IndexDamaged:
            self._mend(index)
            return index.search(tree, limit=limit, offset=offset, sort=sort)

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

    def _clues(self, index: Index, tree: Query) -> Clues:
        """Why a query found nothing; numbers near to one that is not held are what would be found."""
        from reftel.search import fields
        from reftel.search.clues import Clue, Suggestion
        from reftel.search.fields import Kind

        def nearest(clue: Clue) -> Clue:
            name, _, text = clue.part.rpartition(":")
            field = fields.field(name) if name else None
            if field is not None and field.kind is not Kind.ID:
                return clue
            with self._store.snapshot():
                near = naming.near(self._store, text.strip('"')) if read_id(text.strip('"')) else ()
            found = [Suggestion(f"id:{key}", 1) for key in near] if name != "ref" else []
            return Clue(clue.part, clue.place, [*found, *clue.near])

        known = index.clues(tree)
        return msgspec.structs.replace(known, empty=[nearest(clue) for clue in known.empty])

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


def _hit(key: str, record: Record, score: float, tree: Query, why: list[Reason]) -> Hit:
    """A hit with its facts."""
    from reftel.search.snippets import snippets

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
