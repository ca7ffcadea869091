"""Walking: from telegram to telegram along citations, in either direction.

In goes a way to ask which citations touch given telegrams, as it is asked for many at a time;
only what is walked over is asked for. Citations that may mean several telegrams lead nowhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple

from reftel.citation import Citation
from reftel.graph.neighbours import number_order

Touching = Callable[[Collection[str]], Iterable[Citation]]
"""The resolved citations that these telegrams make, and those that may mean one of them."""


class Walk(NamedTuple):
    """What was reached from one telegram."""

    steps: dict[str, int]
    """Key -> citations on the shortest way there."""
    citations: tuple[Citation, ...]
    """Those with both ends among the keys, once for each place in a text."""
    touching: tuple[Citation, ...]
    """All with one end there."""
    more: bool
    """Whether citations lead on from there."""


def around(key: str, touching: Touching, depth: int, most: int) -> Walk:
    """The telegrams that ``depth`` citations or fewer connect with ``key``: the ``most`` nearest of them.

    Of those equally near, the earliest numbers come first.
    """
    steps = {key: 0}
    found: dict[Citation, None] = {}
    level = [key]
    while level:
        now = list(touching(level))
        found.update(dict.fromkeys(now))
        reached = {end for citation in now for end in _ends(citation)} - steps.keys()
        distance = steps[level[0]] + 1
        level = sorted(reached, key=number_order)[: most - len(steps)] if distance <= depth else []
        steps.update(dict.fromkeys(level, distance))
    within = tuple(one for one in found if one.citing in steps and any(key in steps for key in one.cited))
    return Walk(steps, within, tuple(found), any(end not in steps for one in found for end in _ends(one)))


def _ends(citation: Citation) -> tuple[str, ...]:
    """The telegrams that a citation connects for certain; none where it may mean several."""
    return (citation.citing, citation.cited[0]) if citation.certain else ()


def path(start: str, end: str, touching: Touching) -> tuple[Citation, ...] | None:
    """The shortest way from one telegram to another, a citation for each step; ``None`` where there is none.

    It is walked from both ends. Of equally short ways the one over the earliest numbers is taken.
    """
    if start == end:
        return ()
    sides: tuple[_Side, _Side] = ({start: None}, {end: None})
    levels = [[start], [end]]
    while levels[0] and levels[1]:
        side = 0 if len(levels[0]) <= len(levels[1]) else 1
        levels[side] = _next_level(levels[side], sides[side], touching)
        met = min((key for key in levels[side] if key in sides[1 - side]), key=number_order, default=None)
        if met is not None:
            return (*reversed(_back(met, sides[0])), *_back(met, sides[1]))
    return None


_Side = dict[str, tuple[str, Citation] | None]
"""Key -> where it was reached from, and by which citation."""


def _next_level(level: Collection[str], side: _Side, touching: Touching) -> list[str]:
    """The telegrams reached from a level for the first time, in order; ``side`` learns how."""
    members = set(level)
    ways: dict[str, tuple[str, Citation]] = {}
    for citation in sorted(touching(level), key=_step_order):
        for here, there in (_ends(citation), _ends(citation)[::-1]) if citation.certain else ():
            if here in members and there not in side:
                ways.setdefault(there, (here, citation))
    side.update(ways)
    return sorted(ways, key=number_order)


def _step_order(citation: Citation) -> tuple[object, ...]:
    return (number_order(citation.citing), citation.cited, citation.how == "mention", citation.spans)


def _back(key: str, side: _Side) -> list[Citation]:
    """The citations from ``key`` back to where its side began."""
    steps = []
    while (reached := side[key]) is not None:
        key, citation = reached
        steps.append(citation)
    return steps


def cited_together(key: str, touching: Touching) -> Counter[str]:
    """How many telegrams cite ``key`` and another one: the other's key -> their number."""
    citing = {one.citing for one in touching([key]) if one.certain and one.cited[0] == key}
    pairs = {(one.citing, one.cited[0]) for one in touching(citing) if one.certain and one.citing in citing}
    return Counter(cited for _, cited in pairs if cited != key)
