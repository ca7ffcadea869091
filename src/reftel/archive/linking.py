"""Linking: the graph of an archive around some telegrams; only what is asked for is looked up."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from reftel.archive.evidence import StoredEvidence
from reftel.citation import Citation
from reftel.graph import neighbours
from reftel.graph.missing import first_cited, sent
from reftel.graph.neighbours import Neighbours, number_order
from reftel.graph.resolve import resolve, stored_under
from reftel.graph.thread import Link, Node, Path, Thread, Together
from reftel.graph.walking import around, cited_together, path
from reftel.store.store import Store
from reftel.telegram_id import number_of

KEPT = 50_000
"""Telegrams of which it is kept what they cite."""
_WAYS = ("reference", "corrected", "mention")


class Links:
    """The citations of a store, resolved by what it holds; it serves as long as nothing is stored."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._evidence = StoredEvidence(store)
        self._resolved: dict[str, tuple[Citation, ...]] = {}  # by the telegram that cites

    def touching(self, keys: Collection[str]) -> list[Citation]:
        """The citations that these telegrams make, and those that may mean one of them."""
        wanted = set(keys)
        citing = wanted | self._store.citing(stored for key in wanted for stored in stored_under(key))
        self._resolve(citing)
        return [
            citation
            for key in sorted(citing)
            for citation in self._resolved[key]
            if key in wanted or not wanted.isdisjoint(citation.cited)
        ]

    def _resolve(self, citing: Collection[str]) -> None:
        """Learn what telegrams cite; what was learned before is forgotten where it is much."""
        if len(self._resolved) > KEPT:
            self._resolved.clear()
            self._evidence.forget()
        unknown = [key for key in citing if key not in self._resolved]
        self._resolved.update(dict.fromkeys(unknown, ()))
        found = self._store.citations_by(*unknown)
        self._evidence.learn({*unknown, *(key for one in found for key in one.cited)})
        for key, group in groupby(found, key=attrgetter("citing")):
            self._resolved[key] = resolve(tuple(group), self._evidence.day(key), self._evidence)

    def is_cited(self, key: str) -> bool:
        """Whether a citation may mean ``key``."""
        return any(key in citation.cited for citation in self.touching([key]))

    def read_as(self, key: str) -> set[str]:
        """What the citations mean whose words say ``key``, and that cannot mean it."""
        citing = self._store.citing([key])
        self._resolve(citing)
        return {
            other
            for one in citing
            for citation in self._resolved[one]
            if any(out.key == key for out in citation.ruled_out)
            for other in citation.cited
        }

    def neighbours(self, key: str) -> Neighbours:
        """What a telegram cites and what cites it."""
        return neighbours(key, self.touching([key]), self._evidence.holds)

    def thread(self, key: str, depth: int, most: int) -> Thread:
        """The conversation around a telegram: the ``most`` nearest, ``depth`` citations away at most."""
        walk = around(key, self.touching, depth, most)
        self._evidence.learn(walk.steps)
        nodes = sorted(self._nodes(walk.steps, walk.touching), key=_time)
        place = {node.key: i for i, node in enumerate(nodes)}
        links = sorted(
            _links(walk.citations, walk.steps), key=lambda one: (place[one.citing], place[one.cited])
        )
        return Thread(key, depth, tuple(nodes), tuple(links), walk.more)

    def path(self, start: str, end: str) -> Path | None:
        """The shortest way between two telegrams along citations; ``None`` where there is none."""
        steps = path(start, end, self.touching)
        if steps is None:
            return None
        keys = [start]
        for step in steps:
            keys.append(step.cited[0] if step.citing == keys[-1] else step.citing)
        nodes = self._nodes({key: i for i, key in enumerate(keys)}, self.touching(keys))
        return Path(tuple(nodes), tuple(Link(one.citing, one.cited[0], one.how, True) for one in steps))

    def together(self, key: str, most: int) -> tuple[Together, ...]:
        """The telegrams that are most often cited together with one."""
        counts = cited_together(key, self.touching)
        first = sorted(counts, key=lambda other: (-counts[other], number_order(other)))[:most]
        nodes = self._nodes(dict.fromkeys(first, 2), self.touching(first))
        return tuple(Together(node, counts[node.key]) for node in nodes)

    @property
    def evidence(self) -> StoredEvidence:
        """What the telegrams tell that were looked up."""
        return self._evidence

    # ------------------------------------------------------------ nodes and links

    def _nodes(self, steps: dict[str, int], touching: Iterable[Citation]) -> list[Node]:
        """The telegrams reached, in the order of ``steps``, from all citations that touch them."""
        cited_on: dict[str, dict[str, int]] = {key: {} for key in steps}
        for citation in touching:
            day = self._evidence.day(citation.citing)
            if citation.certain and day is not None and citation.cited[0] in cited_on:
                cited_on[citation.cited[0]][citation.citing] = day
        return [self._node(key, distance, cited_on[key]) for key, distance in steps.items()]

    def _node(self, key: str, steps: int, cited_on: dict[str, int]) -> Node:
        brief = self._evidence.brief(key)
        if brief is not None:
            return Node(key, True, brief.date, False, brief.subject, brief.classification, steps)
        number = number_of(key)
        if number is None:
            return Node(key, False, None, False, None, None, steps)
        series = self._evidence.series(number.post, number.year)
        date = sent(number, series, first_cited(number, cited_on, self._evidence)).date
        return Node(key, False, date, date is not None, None, None, steps)


def _time(node: Node) -> tuple[object, ...]:
    """By day and time, then number; those without a date last."""
    return (node.date is None, node.date or "", number_order(node.key))


def _links(citations: Iterable[Citation], keys: Collection[str]) -> Iterator[Link]:
    """Each two telegrams that are linked once: by a reference, if there is one, and for certain."""
    found: dict[tuple[str, str], tuple[bool, int]] = {}
    for citation in citations:
        for cited in citation.cited:
            if cited in keys:
                pair = (citation.citing, cited)
                rank = (not citation.certain, _WAYS.index(citation.how))
                found[pair] = min(rank, found.get(pair, rank))
    for (citing, cited), (unsure, how) in found.items():
        yield Link(citing, cited, _WAYS[how], not unsure)
