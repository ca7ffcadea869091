"""Measures: what network analysis tells of each telegram, by NetworkX (the extra ``graph``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from reftel.errors import ReftelError

_SEED = 1  # of the search for communities, so that the same graph has the same


class Measures(NamedTuple):
    """What is measured of one telegram among the citations that are certain."""

    pagerank: float
    """Share of the attention of a reader who follows citations (Brin and Page 1998); all add up to 1."""
    component: int
    """Number of the connected part that it is in; 1 is the largest."""
    community: int
    """Number of the group that cites one another more than others (Louvain; Blondel et al. 2008)."""


def measure(pairs: Iterable[tuple[str, str]]) -> dict[str, Measures]:
    """The measures of all telegrams that cite or are cited, from pairs of citing and cited key.

    The same for the same pairs in any order. Raises ``ReftelError`` where NetworkX is not installed.
    """
    try:
        import networkx
        import scipy  # noqa: F401 - NetworkX needs it for PageRank
    except ImportError as error:
        raise ReftelError(
            "measures of the graph are made with networkx and scipy; to have them, install reftel[graph]"
        ) from error
    graph = networkx.DiGraph()
    graph.add_edges_from(sorted(set(pairs)))
    if not graph:
        return {}
    ranks = networkx.pagerank(graph)
    components = _numbered(networkx.weakly_connected_components(graph))
    communities = _numbered(networkx.community.louvain_communities(graph.to_undirected(), seed=_SEED))
    return {key: Measures(ranks[key], components[key], communities[key]) for key in graph}


def _numbered(groups: Iterable[set[str]]) -> dict[str, int]:
    """The number of the group of each key, from 1, the largest first."""
    ordered = sorted(groups, key=lambda group: (-len(group), min(group)))
    return {key: number for number, group in enumerate(ordered, start=1) for key in group}
