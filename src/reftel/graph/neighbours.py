"""Neighbours: what a telegram cites and what cites it, each held or a ghost.

In go citations and a way to ask which ids are held, out comes the same value
for the same citations in whatever order they are given. A citation that may
mean several telegrams stays one neighbour with several candidates, also where
only one of them is held: that it is held does not make it the one meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reftel import telegram_id
from reftel.citation import Citation, RuledOut
from reftel.graph.citations import REFERENCE

Holds = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Candidate:
    """One telegram that a citation may mean."""

    key: str
    held: bool


@dataclass(frozen=True, slots=True)
class Way:
    """One place where the citing telegram cites: how, under which label, with which words, where."""

    how: str
    label: str | None
    text: str
    paragraph: int | str | None
    spans: tuple[tuple[int, int], ...]
    ruled_out: tuple[RuledOut, ...] = ()
    """Readings that the words allow and that cannot be, by what is held."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A telegram on the other end of citations."""

    key: str | None
    """Its key; ``None`` where the citation may mean several."""
    held: bool
    """Whether the archive holds it; a neighbour that is certain and not held is a ghost."""
    certain: bool
    """Whether the citation has one reading only."""
    candidates: tuple[Candidate, ...]
    """What the citation may mean, the likeliest first; one where it is certain."""
    ways: tuple[Way, ...]
    """Where it is cited, references first, then in order of the text."""


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The telegrams next to one in the graph."""

    key: str
    held: bool
    """Whether the telegram itself is held; a ghost cites nothing."""
    cites: tuple[Neighbour, ...]
    """What it cites, in order of the text, each once."""
    cited_by: tuple[Neighbour, ...]
    """What cites it, in order of year, post and serial; telegrams without a number last."""


def neighbours(key: str, citations: Iterable[Citation], holds: Holds) -> Neighbours:
    """The neighbours of ``key`` among ``citations``; those that do not touch it are passed over.

    ``holds`` says whether a telegram of a key is held.
    """
    touching = sorted({found for found in citations if found.citing == key or key in found.cited}, key=_order)
    outgoing = [citation for citation in touching if citation.citing == key]
    incoming = [citation for citation in touching if citation.citing != key]
    return Neighbours(key, holds(key), _cites(outgoing, holds), _cited_by(incoming, holds))


def _order(citation: Citation) -> tuple[object, ...]:
    """By citing telegram, references before mentions, then by place in the text."""
    return (
        number_order(citation.citing),
        citation.how != REFERENCE,
        citation.spans,
        citation.label or "",
        str(citation.paragraph),
        citation.text,
        citation.cited,
    )


def number_order(key: str) -> tuple[int, str, int, str]:
    """Sorts keys by full year, post and serial, and handles after all ids."""
    number = telegram_id.number_of(key)
    return (10_000, "", 0, key) if number is None else (number.year, number.post, number.serial, key)


def _cites(outgoing: list[Citation], holds: Holds) -> tuple[Neighbour, ...]:
    grouped: dict[frozenset[str], list[Citation]] = {}
    for citation in outgoing:
        grouped.setdefault(frozenset(citation.cited), []).append(citation)
    return tuple(_cited(group, holds) for group in grouped.values())


def _cited(group: list[Citation], holds: Holds) -> Neighbour:
    candidates = tuple(Candidate(key, holds(key)) for key in group[0].cited)
    certain = group[0].certain
    return Neighbour(
        key=candidates[0].key if certain else None,
        held=certain and candidates[0].held,
        certain=certain,
        candidates=candidates,
        ways=tuple(_way(citation) for citation in group),
    )


def _cited_by(incoming: list[Citation], holds: Holds) -> tuple[Neighbour, ...]:
    grouped: dict[tuple[str, frozenset[str]], list[Citation]] = {}
    for citation in incoming:
        grouped.setdefault((citation.citing, frozenset(citation.cited)), []).append(citation)
    return tuple(
        Neighbour(
            key=citing,
            held=holds(citing),
            certain=group[0].certain,
            candidates=tuple(Candidate(key, holds(key)) for key in group[0].cited),
            ways=tuple(_way(citation) for citation in group),
        )
        for (citing, _), group in grouped.items()
    )


def _way(citation: Citation) -> Way:
    return Way(
        citation.how, citation.label, citation.text, citation.paragraph, citation.spans, citation.ruled_out
    )
