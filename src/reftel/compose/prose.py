"""Prose: sentences of one telegram, from a grammar of templates and phrases.

Comes in: a scene (topic, country, persons, dates) and dice. Goes out: sentences.
Rule: a slot in braces is filled by the function or the phrases of its name,
again and again until no slot is left; the case of the slot's own letters
(``{body}``, ``{Body}``, ``{BODY}``) is that of what fills it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from reftel.compose.dice import Deck, Dice
from reftel.compose.people import Person, person
from reftel.compose.topics import Topic, sentences

PROTECT = "(strictly protect)"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_OFFICERS = ("the Ambassador", "Poloff", "Econoff", "the DCM", "Embassy officers", "the Charge")
_SLOT = re.compile(r"\{(\w+)\}")


class Scene(NamedTuple):
    """What a telegram's sentences may speak of."""

    topic: Topic
    country: str
    adjective: str
    names: str
    """The list of names of the country."""
    towns: tuple[str, ...]
    month: int
    """1 to 12."""
    day: int
    visitor: str
    """Title and name of an American visitor."""


class Prose:
    """A source of sentences for one telegram; it remembers who speaks and whom it named last."""

    def __init__(self, dice: Dice, scene: Scene) -> None:
        self._dice = dice
        self._scene = scene
        self._decks: dict[str, Deck] = {}
        self._fillers: dict[str, Callable[[], str]] = {
            "speaker_full": lambda: f"{self.office} {self.speaker.full}",
            "office": lambda: self.office,
            "surname": lambda: self.speaker.family,
            "contact_full": self._contact,
            "officer": lambda: self._deal("officers", _OFFICERS),
            "government": lambda: self._dice.pick(("the government", f"the {scene.adjective} government")),
            "country": lambda: scene.country,
            "adjective": lambda: scene.adjective,
            "town": lambda: self._deal("towns", scene.towns),
            "visitor": lambda: scene.visitor,
            "few": lambda: str(dice.number(3, 12)),
            "some": lambda: str(dice.number(15, 90)),
            "many": lambda: str(dice.number(11, 94) * 10),
            "percent": lambda: str(dice.number(4, 78)),
            "month": lambda: self._deal("months", MONTHS),
            "day": self._day,
            "protect": self._protect,
        }
        self.protected: list[str] = []
        """Names behind which a request to protect them was put, in order."""
        self.contacts: list[Person] = []
        self.new_speaker()

    def new_speaker(self) -> None:
        """From now on another person of the host's side speaks."""
        self.speaker: Person = person(self._dice, self._scene.names)
        self.office: str = self.filled(self._deal("office", self._scene.topic.phrases["office"]))

    def sentence(self, part: str, **given: str) -> str:
        """A sentence of a part of ``sentences.txt``; ``given`` fills slots that only the caller knows."""
        words = self.filled(self._deal(f"== {part}", sentences()[part]), **given)
        return words[:1].upper() + words[1:]

    def phrase(self, key: str) -> str:
        """A phrase of the topic, its slots filled."""
        return self.filled(self._deal(key, self._scene.topic.phrases[key]))

    def filled(self, words: str, **given: str) -> str:
        """``words`` with every slot filled."""
        while "{" in words:
            words = _SLOT.sub(lambda slot: self._fill(slot[1], given), words)
        return words

    def _fill(self, slot: str, given: dict[str, str]) -> str:
        name = slot.lower()
        if name in given:
            words = given[name]
        elif name in self._fillers:
            words = self._fillers[name]()
        else:
            words = self.phrase(name)
        if slot.isupper():
            return words.upper()
        return words[:1].upper() + words[1:] if slot[0].isupper() else words

    def _deal(self, key: str, values: tuple[str, ...]) -> str:
        if key not in self._decks:
            self._decks[key] = Deck(self._dice, values)
        return self._decks[key].deal()

    def _day(self) -> str:
        """A day of the last weeks, at most one before the telegram's own: ``November 14``."""
        month, day = self._scene.month, self._scene.day - self._dice.number(1, 12)
        if day < 1:
            month, day = (month - 2) % 12 + 1, day + 28
        return f"{MONTHS[month - 1]} {day}"

    def _contact(self) -> str:
        self.contacts.append(person(self._dice, self._scene.names))
        return self.contacts[-1].full

    def _protect(self) -> str:
        """A request to protect the contact just named, now and then."""
        if not self._dice.chance(40):
            return ""
        self.protected.append(self.contacts[-1].full)
        return f" {PROTECT}"
