"""Places: the posts that send invented telegrams, and what they remember.

In goes ``countries.csv`` and the table of posts, out come stations whose
serials rise through the year, and the telegrams of a collection so far, from
which later ones choose what they refer to.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from reftel import tables
from reftel.compose.dice import Dice
from reftel.compose.lists import rows, several
from reftel.compose.stations import printed_name
from reftel.record import Reference
from reftel.telegram_id import TelegramId

_REMEMBERED = 40
_DEPARTMENT_SERIALS = 130_000  # numbers that the Department gives in a year


class Country(NamedTuple):
    """A post and its host country."""

    post: str
    country: str
    adjective: str
    names: str
    towns: tuple[str, ...]
    region: str
    tag: str
    """Geographic TAG: of the years before 2010, which stayed in use, or of 1973 to 1979."""


@cache
def countries() -> tuple[Country, ...]:
    """All countries, in the order of the file."""
    return tuple(
        Country(
            row["post"],
            row["country"],
            row["adjective"],
            row["names"],
            several(row["towns"]),
            row["region"],
            _tag(row["post"]),
        )
        for row in rows("countries")
    )


def known_post(name: str) -> tables.Post:
    """The post of a name of ``countries.csv``; raises ``KeyError`` for one that the table does not hold."""
    post = tables.post(name)
    if post is None:
        raise KeyError(name)
    return post


@cache
def countries_1970s() -> tuple[Country, ...]:
    """The countries of 1973 to 1979 under the names that they had, with the TAGS of these years."""
    today = {country.post: country for country in countries()}
    return tuple(
        today[row["post"]]._replace(
            country=row["country"] or today[row["post"]].country,
            adjective=row["adjective"] or today[row["post"]].adjective,
            tag=row["tag"] or _tag(row["post"], "1973-79"),
        )
        for row in rows("countries_1970s")
    )


def _tag(name: str, era: str = "cablegate") -> str:
    """The geographic TAG of a post's country."""
    country = known_post(name).country
    fitting = (tag for tag in tables.tags() if tag.country == country and tag.kind == "geographic")
    return next(tag.code for tag in fitting if era in tag.era)


@dataclass
class Station:
    """A post while a collection grows: its numbers and its telegrams so far."""

    country: Country
    volume: int
    """Telegrams that it sends in a year, of which the collection holds a few."""
    year: int = 0
    serial: int = 0
    counted: dict[str, int] = field(default_factory=dict)
    """The last message continuity number to each addressee."""
    sent: deque[tuple[str, TelegramId]] = field(default_factory=lambda: deque(maxlen=_REMEMBERED))
    """Topic and number of its last telegrams."""

    @property
    def post(self) -> tables.Post:
        """The post's row of the table."""
        return known_post(self.country.post)

    def next_number(self, year: int, share: float) -> TelegramId:
        """The number of its next telegram, when ``share`` of the year is over."""
        if year != self.year:
            self.year, self.serial = year, 0
        self.serial = max(self.serial + 1, int(self.volume * share))
        return TelegramId(year, self.country.post, self.serial)

    def next_message(self, plad: str, first: int, step: int) -> int:
        """The message continuity number of its next message to an addressee, ``step`` after the last one.

        The first that the collection holds has the number ``first``; 1 comes after 9999 (5 FAH-2 H-321).
        """
        before = self.counted.get(plad)
        self.counted[plad] = first if before is None else (before + step - 1) % 9999 + 1
        return self.counted[plad]


class Past(NamedTuple):
    """What a telegram can refer to."""

    own: Sequence[tuple[str, TelegramId]]
    others: Sequence[tuple[str, TelegramId]]


def references(dice: Dice, past: Past, topic: str, own: TelegramId, share: float) -> list[Reference]:
    """None to four references, to telegrams of the collection or to ones that it does not hold."""
    count = dice.pick((0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4))
    found: list[TelegramId] = []
    for _ in range(count):
        number = _referred(dice, past, topic, own, share)
        if number not in found and number != own:
            found.append(number)
    labelled = len(found) > 1
    return [
        Reference(
            label="ABCD"[i] if labelled else None,
            text=citation(number, own.year, padded=dice.chance(40)),
            kind="telegram",
            id=str(number),
            candidates=[str(number)],
            notal=dice.chance(4),
        )
        for i, number in enumerate(found)
    ]


def _referred(dice: Dice, past: Past, topic: str, own: TelegramId, share: float) -> TelegramId:
    """One telegram: of the post, on the topic, of the Department, or one that nobody holds."""
    same = [number for about, number in past.own if about == topic]
    throw = dice.below(100)
    if throw < 40 and same:
        return dice.pick(same)
    if throw < 55 and past.own:
        return dice.pick(past.own)[1]
    if throw < 75 and past.others:
        return dice.pick(past.others)[1]
    if throw < 90 or own.serial < 3:
        return TelegramId(own.year, "STATE", 1 + dice.below(max(1, int(_DEPARTMENT_SERIALS * share))))
    return TelegramId(own.year, own.post, 1 + dice.below(own.serial - 1))


def citation(number: TelegramId, year: int, *, padded: bool) -> str:
    """A number as a telegram of ``year`` cites it: ``BAMAKO 01015``, of another year ``06 BAMAKO 1015``."""
    name = printed_name(number.post)
    if number.year != year:
        return f"{number.year % 100:02d} {name} {number.serial}"
    return f"{name} {number.serial:05d}" if padded else f"{name} {number.serial}"
