"""Networks: the whole graph of an archive: all its telegrams, all that they cite, and counts of both."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import msgspec

from reftel.archive.lacking import Lacking
from reftel.graph.evidence import iso_day
from reftel.graph.measures import Measures, measure
from reftel.graph.missing import Tally, first_cited, sent
from reftel.graph.neighbours import number_order
from reftel.graph.whole import GraphEdge, GraphNode, Network, edges
from reftel.store.citing import Brief
from reftel.store.store import Store
from reftel.telegram_id import number_of

UNKNOWN = "unknown"


class CitationCounts(msgspec.Struct, frozen=True):
    """Citations counted; each telegram once for each that it cites for certain."""

    telegrams: int
    """Telegrams held."""
    ghosts: int
    """Telegrams cited for certain and not held."""
    certain: int
    uncertain: int
    """Citations that may mean several telegrams."""
    to_held: int
    """Certain ones that go to telegrams held."""
    by_posts: list[tuple[tuple[str, str], int]]
    """Citing and cited post, and the number, the largest first; ``unknown`` for telegrams without one."""
    by_months: list[tuple[str, int]]
    """Month of the citing telegram, ``2007-11``, and the number, in order; ``unknown`` without a day."""


def whole_network(store: Store, lacking: Lacking, measured: bool) -> Network:
    """All telegrams and citations; with their measures, if ``measured``."""
    found = [edge for citations in lacking.citations() for edge in edges(citations)]
    certain = [(edge.citing, edge.cited) for edge in found if edge.certain]
    measures = measure(certain) if measured else {}
    return Network(list(_nodes(store, lacking, found, certain, measures)), found, measured)


def _nodes(
    store: Store,
    lacking: Lacking,
    found: list[GraphEdge],
    certain: list[tuple[str, str]],
    measures: dict[str, Measures],
) -> Iterator[GraphNode]:
    cites = Counter(citing for citing, _ in certain)
    cited = Counter(key for _, key in certain)
    ghosts = {edge.cited for edge in found if not lacking.evidence.holds(edge.cited)}
    cited_on: dict[str, dict[str, int]] = {key: {} for key in ghosts}
    for edge in found:
        day = lacking.evidence.day(edge.citing)
        if edge.certain and day is not None and edge.cited in ghosts:
            cited_on[edge.cited][edge.citing] = day
    for one in store.all_briefs():
        yield _held(one, cited[one.key], cites[one.key], measures.get(one.key))
    for key in sorted(ghosts, key=number_order):
        yield _ghost(key, lacking, cited_on[key], cited[key], measures.get(key))


def _held(one: Brief, cited: int, cites: int, measures: Measures | None) -> GraphNode:
    stated = (one.post, one.year, one.serial, one.date, False, one.classification, one.subject)
    return GraphNode(one.key, True, *stated, cited, cites, measures)


def _ghost(
    key: str, lacking: Lacking, cited_on: dict[str, int], cited: int, measures: Measures | None
) -> GraphNode:
    number = number_of(key)
    if number is None:
        return GraphNode(key, False, None, None, None, None, False, None, None, cited, 0, measures)
    series = lacking.evidence.series(number.post, number.year)
    date = sent(number, series, first_cited(number, cited_on, lacking.evidence)).date
    stated = (number.post, number.year, number.serial, date, date is not None, None, None)
    return GraphNode(key, False, *stated, cited, 0, measures)


def citation_counts(lacking: Lacking) -> CitationCounts:
    """The citations of all telegrams, counted."""
    by_posts: Counter[tuple[str, str]] = Counter()
    by_months: Counter[str] = Counter()
    uncertain = to_held = 0
    tally = Tally()
    for citations in lacking.citations():
        tally.take(citations, lacking.evidence.holds)
        uncertain += len({one.cited for one in citations if not one.certain})
        for citing, cited in {(one.citing, one.cited[0]) for one in citations if one.certain}:
            to_held += lacking.evidence.holds(cited)
            by_posts[_post(citing), _post(cited)] += 1
            by_months[_month(lacking.evidence.day(citing))] += 1
    return CitationCounts(
        telegrams=lacking.evidence.count,
        ghosts=len(tally.certain),
        certain=by_posts.total(),
        uncertain=uncertain,
        to_held=to_held,
        by_posts=sorted(by_posts.items(), key=lambda pair: (-pair[1], pair[0])),
        by_months=sorted(by_months.items()),
    )


def _post(key: str) -> str:
    number = number_of(key)
    return number.post if number else UNKNOWN


def _month(day: int | None) -> str:
    return (iso_day(day) or UNKNOWN)[:7]
