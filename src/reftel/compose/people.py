"""People: invented persons of many nations.

In goes the name of a list in ``names.csv`` and dice, out comes a person. The
given names are common ones, the family names made up for this list.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.compose.dice import Dice
from reftel.compose.lists import rows, several


class Person(NamedTuple):
    """An invented person."""

    given: str
    family: str
    family_first: bool

    @property
    def full(self) -> str:
        """The whole name in the order of the nation."""
        return f"{self.family} {self.given}" if self.family_first else f"{self.given} {self.family}"


@cache
def _names() -> dict[str, tuple[tuple[str, ...], tuple[str, ...], bool]]:
    return {
        row["names"]: (several(row["given"]), several(row["family"]), row["order"] == "family-first")
        for row in rows("names")
    }


def person(dice: Dice, names: str) -> Person:
    """A person with a name of the list ``names``; raises ``KeyError`` for an unknown list."""
    given, family, family_first = _names()[names]
    return Person(dice.pick(given), dice.pick(family), family_first)
