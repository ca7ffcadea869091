"""Collection: invented telegrams, as many as wanted, the same for the same seed.

Out come records, one by one, in order of time from 2001 to 2010. Every fact is
spelled as the parser spells it, so that a composed telegram gives its record
again. Persons, events and numbers are made up; posts are real ones.
"""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from reftel import telegram_id
from reftel.compose import body, heading
from reftel.compose.dice import Dice
from reftel.compose.places import Country, Past, Station, countries, references
from reftel.compose.prose import Prose, Scene
from reftel.compose.topics import Topic, topics
from reftel.record import BestDate, Distribution, Provenance, Record, Reference, Sections, SourceStatement
from reftel.telegram_id import TelegramId

_START = datetime(2001, 1, 2, 8, 0)  # UTC, as all times here
_MINUTES = 10 * 365 * 24 * 60 - 2 * 24 * 60  # to the end of 2010
_LINES = 100  # lines of text that a section holds
# Characters of whole telegrams at equal steps of frequency, log-normal, half of them below 5,000; then the
# last twentieth of them.
_LENGTHS = (
    900, 1240, 1680, 2070, 2450, 2820, 3200, 3600, 4030, 4490,
    5000, 5560, 6200, 6940, 7810, 8870, 10220, 12070, 14860, 20240,
)  # fmt: skip
_LONGEST = (20240, 22140, 24730, 28650, 36120, 56000)
_HEADING = 950  # characters that are no text


class Moment(NamedTuple):
    """When a telegram was sent."""

    at: datetime
    share: float
    """How much of its year was over."""


def collection(count: int, seed: int = 1) -> Iterator[Record]:
    """``count`` invented telegrams in order of time; the same ``seed`` gives the same ones everywhere.

    They are made as they are asked for; raises ``ValueError`` for a negative count.
    """
    if count < 0:
        raise ValueError(f"a collection cannot hold {count} telegrams")
    return _telegrams(count, seed)


def _telegrams(count: int, seed: int) -> Iterator[Record]:
    dice = Dice(f"reftel collection {seed}")
    stations = [Station(country, dice.number(9, 80) * 100) for country in countries()]
    recent: dict[str, deque[tuple[str, TelegramId]]] = {topic.name: deque(maxlen=60) for topic in topics()}
    for i in range(count):
        station, topic = dice.pick(stations), dice.pick(topics())
        moment = _moment(dice, i, count)
        number = station.next_number(moment.at.year, moment.share)
        past = Past(tuple(station.sent), tuple(recent[topic.name]))
        yield _telegram(dice, station, topic, moment, number, past)
        station.sent.append((topic.name, number))
        recent[topic.name].append((topic.name, number))


def _moment(dice: Dice, i: int, count: int) -> Moment:
    """The time of the telegram in place ``i``: somewhere in its own share of the ten years."""
    minutes = (_MINUTES * (i * 1000 + dice.below(1000))) // (count * 1000)
    at = _START + timedelta(minutes=minutes)
    first = at.replace(month=1, day=1, hour=0, minute=0)
    return Moment(at, ((at - first) // timedelta(minutes=1)) / (366 * 24 * 60))


def _length(dice: Dice) -> int:
    """A length drawn from the table, evenly between two neighbours."""
    steps = _LENGTHS if dice.chance(95) else _LONGEST
    low = dice.below(len(steps) - 1)
    return dice.number(steps[low], steps[low + 1])


def _telegram(
    dice: Dice, station: Station, topic: Topic, moment: Moment, number: TelegramId, past: Past
) -> Record:
    """One telegram."""
    level = heading.level(dice, topic)
    visitor = heading.visitor(dice) if topic.name == "visit" else None
    prose = Prose(dice, _scene(station.country, topic, moment.at, visitor))
    cited = references(dice, past, topic.name, number, moment.share)
    draft = body.write(dice, prose, _plan(dice, station.country, level, cited, visitor))
    count = 1 + (draft.lines - 1) // _LINES
    created = f"{moment.at:%Y-%m-%dT%H:%M}:00Z"
    return Record(
        wrapper="raw",
        format="acp127",
        created=created,
        date=BestDate(created, "minute", "message"),
        distribution=Distribution(None, [], None, None, None, []),
        sections=Sections(count, list(range(1, count + 1))) if count > 1 else None,
        tags=heading.tags(dice, topic, station.country, visitor),
        subject=heading.subject(dice, prose),
        references=cited,
        signature=heading.signature(dice),
        witnesses={},
        provenance=Provenance(),
        defects=[],
        spans={},
        handle=_handle(number),
        source=SourceStatement(f"{number}.txt", None, "", 0),
        **_named(number),
        **heading.envelope(dice, station, topic, moment.at, number, level, count),
        **heading.authority(dice, level, moment.at, number.post),
        **_written(draft),
    )


def _scene(country: Country, topic: Topic, at: datetime, visitor: heading.Visitor | None) -> Scene:
    """What the sentences may speak of."""
    return Scene(
        topic=topic,
        country=country.country,
        adjective=country.adjective,
        names=country.names,
        towns=country.towns,
        month=at.month,
        day=at.day,
        visitor=visitor.named if visitor else "",
    )


def _plan(
    dice: Dice,
    country: Country,
    level: heading.Level,
    cited: list[Reference],
    visitor: heading.Visitor | None,
) -> body.Plan:
    """What the text is to be like."""
    return body.Plan(
        length=max(300, _length(dice) - _HEADING),
        marks=level.marks,
        lowest=level.lowest,
        references=tuple(cited),
        names=country.names,
        country=country.country,
        visitor=visitor.named if visitor else None,
    )


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
