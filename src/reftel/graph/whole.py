"""Whole: the graph of an archive as rows of telegrams and of citations, for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reftel.citation import Citation
from reftel.graph.measures import Measures
from reftel.telegram_id import aliases, number_of

HOW = ("reference", "corrected", "mention")
"""Ways of citing, the plainest first."""


class GraphNode(NamedTuple):
    """A telegram, held or a ghost."""

    key: str
    held: bool
    post: str | None
    year: int | None
    serial: int | None
    date: str | None
    """Best date, ISO 8601; of a ghost an estimate."""
    estimated: bool
    """Whether the date is estimated."""
    classification: str | None
    subject: str | None
    cited: int
    """How many telegrams cite it for certain (in degree)."""
    cites: int
    """How many it cites for certain (out degree)."""
    measures: Measures | None = None

    @property
    def aliases(self) -> tuple[str, ...]:
        """Other names under which archives know it."""
        number = number_of(self.key)
        return aliases(number) if number else ()


class GraphEdge(NamedTuple):
    """One telegram cites, or may cite, another: one edge for all places in its text."""

    citing: str
    cited: str
    how: str
    """``reference``, ``corrected`` or ``mention``; the first of them that there is."""
    certain: bool
    places: int
    """Places in the text where it does."""
    labels: str
    """Enumerators of the references, sorted, with blanks between."""
    paragraphs: str
    """Paragraphs of the mentions in order of the text, with blanks between."""


class Network(NamedTuple):
    """The graph of an archive."""

    nodes: Sequence[GraphNode]
    """Telegrams held by key, then ghosts by number."""
    edges: Sequence[GraphEdge]
    """By citing key, in order of the text."""
    measured: bool = False
    """Whether the nodes have their ``measures``."""


def edges(citations: Iterable[Citation]) -> Iterator[GraphEdge]:
    """The edges of the resolved citations of one telegram, in order of the text."""
    pairs: dict[str, list[Citation]] = {}
    for citation in citations:
        for key in citation.cited:
            pairs.setdefault(key, []).append(citation)
    for key, places in pairs.items():
        yield GraphEdge(
            citing=places[0].citing,
            cited=key,
            how=HOW[min(HOW.index(one.how) for one in places)],
            certain=any(one.certain for one in places),
            places=len(places),
            labels=" ".join(sorted({one.label for one in places if one.label})),
            paragraphs=" ".join(
                dict.fromkeys(str(one.paragraph) for one in places if one.paragraph is not None)
            ),
        )
