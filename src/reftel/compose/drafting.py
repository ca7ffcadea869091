"""Drafting: what telegrams of every era have in common while they are made up.

Comes in: who sends, when, on what, and dice. Goes out: the text, and the
record's keys that do not depend on the era. Every fact is spelled as the parser
spells it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from reftel import telegram_id
from reftel.compose import body
from reftel.compose.dice import Dice
from reftel.compose.heading import Visitor
from reftel.compose.places import Past, Station
from reftel.compose.printing import MONTHS
from reftel.compose.prose import Prose, Scene
from reftel.compose.topics import Topic
from reftel.compose.wrapping import WIDTH
from reftel.record import BestDate, Reference
from reftel.record_copy import Provenance, SourceStatement
from reftel.telegram_id import TelegramId

# Characters of whole telegrams at equal steps of frequency, log-normal, half of them below 5,000; then the
# last twentieth of them.
_LENGTHS = (
    900, 1240, 1680, 2070, 2450, 2820, 3200, 3600, 4030, 4490,
    5000, 5560, 6200, 6940, 7810, 8870, 10220, 12070, 14860, 20240,
)  # fmt: skip
_LONGEST = (20240, 22140, 24730, 28650, 36120, 56000)
_HEADING = 950  # characters that are no text


class Sending(NamedTuple):
    """A telegram that is to be made up."""

    station: Station
    topic: Topic
    at: datetime
    """UTC, as all times here."""
    share: float
    """How much of its year was over."""
    number: TelegramId
    past: Past


class Style(NamedTuple):
    """How the text of an era looks."""

    marks: tuple[str | None, ...]
    """Portion marks, repeated by weight."""
    lowest: str | None
    headings: int = 85
    """How many of a hundred long telegrams have headings."""
    width: int = WIDTH
    capitals: bool = False


def prose(dice: Dice, sending: Sending, visitor: Visitor | None) -> Prose:
    """A source of sentences for one telegram."""
    country = sending.station.country
    scene = Scene(
        topic=sending.topic,
        country=country.country,
        adjective=country.adjective,
        names=country.names,
        towns=country.towns,
        month=sending.at.month,
        day=sending.at.day,
        visitor=visitor.named if visitor else "",
    )
    return Prose(dice, scene)


def text(
    dice: Dice,
    sending: Sending,
    words: Prose,
    style: Style,
    cited: Sequence[Reference],
    visitor: Visitor | None,
) -> body.Draft:
    """The text of one telegram."""
    country = sending.station.country
    plan = body.Plan(
        length=max(300, _length(dice) - _HEADING),
        marks=style.marks,
        lowest=style.lowest,
        references=tuple(cited),
        names=country.names,
        country=country.country,
        visitor=visitor.named if visitor else None,
        headings=style.headings,
        width=style.width,
        capitals=style.capitals,
    )
    return body.write(dice, words, plan)


def _length(dice: Dice) -> int:
    """A length drawn from the table, evenly between two neighbours."""
    steps = _LENGTHS if dice.chance(95) else _LONGEST
    low = dice.below(len(steps) - 1)
    return dice.number(steps[low], steps[low + 1])


def dtg(at: datetime) -> str:
    """The date-time group: ``281052Z NOV 07``."""
    return f"{at:%d%H%M}Z {MONTHS[at.month - 1]} {at.year % 100:02d}"


def common(sending: Sending, draft: body.Draft) -> dict[str, Any]:
    """The record's keys that are spelled alike in every era."""
    number = sending.number
    created = f"{sending.at:%Y-%m-%dT%H:%M}:00Z"
    return {
        "wrapper": "raw",
        "created": created,
        "dtg": dtg(sending.at),
        "date": BestDate(created, "minute", "message"),
        "witnesses": {},
        "provenance": Provenance(),
        "defects": [],
        "spans": {},
        "handle": _handle(number),
        "source": SourceStatement(f"{number}.txt", None, "", 0),
        **_named(number),
        **_written(draft),
    }


def _named(number: TelegramId) -> dict[str, Any]:
    """The record's keys that tell its number."""
    return {
        "id": str(number),
        "aliases": list(telegram_id.aliases(number)),
        "year": number.year,
        "post": number.post,
        "serial": number.serial,
    }


def _written(draft: body.Draft) -> dict[str, Any]:
    """The record's keys that the text states."""
    return {
        "mentions": draft.mentions,
        "paragraphs": draft.paragraphs,
        "summary": draft.summary,
        "comment": draft.comment,
        "participants": draft.participants,
        "protect": draft.protect,
    }


def _handle(number: TelegramId) -> str:
    """A handle made of the number, for there is no source to make it of."""
    return "~" + hashlib.sha256(str(number).encode()).hexdigest()[:12]
