"""Choosing: which message speaks for a telegram that has several, or which of them are put together.

The rule looks at the messages alone, never at the order in which they came. The
first by ``SPEAKING_ORDER`` is taken, and each further one of the same number of
sections and the same day that holds none of the sections taken already; they are
put together in order of section. The same is tried with the corrected copies
first, which counts unless more sections are missing then, and with each other
message first, which counts where fewer are missing: sections may overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

# All sections held, then corrected copies, then fewer leading facts missing, then fewer defects, then more
# text; what is left is a tie, broken by the handle and the hash of the source.
SPEAKING_ORDER = (
    "messages.lacking, messages.corrected DESC, messages.missing, messages.defects, messages.length DESC,"
    " messages.handle, sources.sha256, messages.ordinal"
)


_STARTS = 12  # messages of one telegram with which is tried to begin


class Standing(NamedTuple):
    """What is compared of a message of several sections."""

    message: int
    announced: int
    """Sections that it announces; 1 where it names none."""
    held: frozenset[int]
    """Those that it holds."""
    day: str | None
    """Day of the date-time group, ISO 8601."""
    corrected: bool


def chosen(standings: Sequence[Standing]) -> tuple[int, ...]:
    """The numbers of the messages that speak together, in order of section.

    ``standings`` come in the order of speaking.
    """
    corrected_first = sorted(standings, key=lambda one: not one.corrected)
    orders = [corrected_first, standings]
    for i in range(1, min(len(standings), _STARTS)):
        orders += [[order[i], *order[:i], *order[i + 1 :]] for order in orders[:2]]
    return _in_order(min(map(_complementing, orders), key=_lacking))


def _complementing(standings: Sequence[Standing]) -> list[Standing]:
    """The first one, and each further one that agrees with it and adds sections only."""
    taken: list[Standing] = []
    for one in standings:
        if not taken or (one.held and _adds(one, taken)):
            taken.append(one)
    return taken


def _adds(one: Standing, taken: Sequence[Standing]) -> bool:
    day = next((other.day for other in taken if other.day), None)
    return (
        one.announced == taken[0].announced
        and (one.day is None or day is None or one.day == day)
        and not any(one.held & other.held for other in taken)
    )


def _lacking(taken: Sequence[Standing]) -> int:
    """How many sections are missing."""
    return taken[0].announced - sum(len(one.held) for one in taken) if taken else 0


def _in_order(taken: Sequence[Standing]) -> tuple[int, ...]:
    return tuple(one.message for one in sorted(taken, key=lambda one: min(one.held, default=0)))
