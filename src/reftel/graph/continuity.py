"""Continuity: what the numbers that count messages to one addressee tell of those not held here.

Each station counts what it sends to each addressee (message continuity number, 5 FAH-2 H-321),
and begins anew after 9999. Between two messages held, what the numbers pass over was sent as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from reftel.graph.series import rising

ROUND = 9999
"""The highest number; 1 comes after it."""


class Counted(NamedTuple):
    """One telegram to one addressee."""

    day: int
    """As ``date.toordinal`` counts."""
    number: int
    """Message continuity number; of a range the first."""
    last: int
    """The last of a range, or the same."""
    key: str


@dataclass(frozen=True, slots=True)
class Passed:
    """Numbers passed over between two telegrams held."""

    after: str
    """Key of the telegram before."""
    before: str
    """Key of the telegram after."""
    count: int
    """Messages between them that are not held here."""


@dataclass(frozen=True, slots=True)
class Continuity:
    """What is held of the messages from one station to one addressee."""

    sender: str
    """PLAD, or canonical name of the station."""
    addressee: str
    """PLAD."""
    held: int
    """Telegrams held with such a number that rises with time."""
    apart: int
    """Those whose number does not."""
    not_held: int
    """Messages in between that are not held here; more where a whole round of numbers was passed over."""
    passed: tuple[Passed, ...]
    """Where, in order of time."""


def continuity(sender: str, addressee: str, counted: Iterable[Counted]) -> Continuity | None:
    """What the numbers from one station to one addressee tell; ``None`` for fewer than two that rise."""
    ordered = sorted(one for one in counted if 0 < one.number <= one.last <= ROUND)
    placed = sorted(zip(_unrolled(ordered), ordered, strict=True))
    chain = [placed[i] for i in rising([one.day for _, one in placed])]
    if len(chain) < 2:
        return None
    passed = tuple(_passed(chain))
    return Continuity(
        sender, addressee, len(chain), len(ordered) - len(chain), sum(one.count for one in passed), passed
    )


def _unrolled(ordered: Iterable[Counted]) -> Iterator[int]:
    """Numbers that go on rising after 9999: each as near as can be to the one before."""
    before: int | None = None
    for one in ordered:
        number = one.number
        if before is not None:
            number += ROUND * round((before - number) / ROUND)
        before = number
        yield number


def _passed(chain: Sequence[tuple[int, Counted]]) -> Iterator[Passed]:
    for (number, one), (following, after) in pairwise(chain):
        count = following - (number + one.last - one.number) - 1
        if count > 0:
            yield Passed(one.key, after.key, count)
