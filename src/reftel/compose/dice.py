"""Dice: choices that come out the same on every machine and version.

In goes a seed, out come numbers and picks. Rule: only ``random.Random.random``
is used, whose sequence for a seed Python promises to keep; everything else is
derived from it here, with whole numbers.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Choices that follow from a seed."""

    def __init__(self, seed: str) -> None:
        self._source = random.Random(seed)  # noqa: S311  (nothing secret depends on it)

    def below(self, limit: int) -> int:
        """A whole number from 0 to ``limit - 1``."""
        return int(self._source.random() * limit)

    def number(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both possible."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """True in ``percent`` of a hundred throws."""
        return self.below(100) < percent

    def pick(self, values: Sequence[T]) -> T:
        """One of ``values``, which must not be empty."""
        return values[self.below(len(values))]

    def shuffled(self, values: Sequence[T]) -> list[T]:
        """All of ``values`` in a new order (Fisher and Yates)."""
        deck = list(values)
        for last in range(len(deck) - 1, 0, -1):
            other = self.below(last + 1)
            deck[last], deck[other] = deck[other], deck[last]
        return deck


class Deck:
    """Values dealt one by one in a random order, each once before any comes again."""

    def __init__(self, dice: Dice, values: Sequence[str]) -> None:
        self._dice = dice
        self._values = values
        self._left: list[str] = []

    def deal(self) -> str:
        """The next value."""
        if not self._left:
            self._left = self._dice.shuffled(self._values)
        return self._left.pop()
