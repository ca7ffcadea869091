"""Collection: invented telegrams, as many as wanted, the same for the same seed.

Out come records, one by one, in order of time: of 2001 to 2010, of 1973 to 1979
or of 2010 to 2012, as the form wants it. Every fact is spelled as the parser
spells it, so that a composed telegram gives its record again. Persons, events
and numbers are made up; posts are real ones.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from reftel.compose import era_1970s, era_2000s, era_2010s
from reftel.compose.dice import Dice
from reftel.compose.drafting import Sending
from reftel.compose.places import Country, Past, Station, countries, countries_1970s
from reftel.compose.topics import Topic, topics, topics_1970s
from reftel.record import Record
from reftel.telegram_id import TelegramId


class Era(NamedTuple):
    """The years of a form, and what its telegrams are made of."""

    start: datetime
    """UTC, as all times here."""
    days: int
    countries: Callable[[], tuple[Country, ...]]
    topics: Callable[[], tuple[Topic, ...]]
    telegram: Callable[[Dice, Sending], Record]


ERAS: Mapping[str, Era] = {
    "acp127": Era(datetime(2001, 1, 2, 8, 0), 3648, countries, topics, era_2000s.telegram),
    "central-file": Era(datetime(1973, 7, 2, 8, 0), 2373, countries_1970s, topics_1970s, era_1970s.telegram),
    "smart": Era(datetime(2010, 7, 1, 8, 0), 914, countries, topics, era_2010s.telegram),
}
"""Form -> its era."""
FORMS = tuple(ERAS)
_DEFAULT = "acp127"


def collection(count: int, seed: int = 1, *, form: str = _DEFAULT) -> Iterator[Record]:
    """``count`` invented telegrams in order of time; the same ``seed`` gives the same ones everywhere.

    ``form`` is one of ``FORMS``: ``acp127`` (2001 to 2010), ``central-file`` (1973 to 1979) or ``smart``
    (2010 to 2012). They are made as they are asked for; raises ``ValueError`` for a negative count and an
    unknown form.
    """
    if count < 0:
        raise ValueError(f"a collection cannot hold {count} telegrams")
    if form not in ERAS:
        raise ValueError(f"no telegrams have the form {form!r}; known are {', '.join(FORMS)}")
    named = "" if form == _DEFAULT else f" {form}"
    return _telegrams(count, Dice(f"reftel collection{named} {seed}"), ERAS[form])


def _telegrams(count: int, dice: Dice, era: Era) -> Iterator[Record]:
    subjects = era.topics()
    stations = [Station(country, dice.number(9, 80) * 100) for country in era.countries()]
    recent: dict[str, deque[tuple[str, TelegramId]]] = {topic.name: deque(maxlen=60) for topic in subjects}
    for i in range(count):
        station, topic = dice.pick(stations), dice.pick(subjects)
        at = _time(dice, era, i, count)
        share = _share(at)
        number = station.next_number(at.year, share)
        past = Past(tuple(station.sent), tuple(recent[topic.name]))
        yield era.telegram(dice, Sending(station, topic, at, share, number, past))
        station.sent.append((topic.name, number))
        recent[topic.name].append((topic.name, number))


def _time(dice: Dice, era: Era, i: int, count: int) -> datetime:
    """The time of the telegram in place ``i``: somewhere in its own share of the years."""
    minutes = (era.days * 24 * 60 * (i * 1000 + dice.below(1000))) // (count * 1000)
    return era.start + timedelta(minutes=minutes)


def _share(at: datetime) -> float:
    """How much of the year was over."""
    first = at.replace(month=1, day=1, hour=0, minute=0)
    return ((at - first) // timedelta(minutes=1)) / (366 * 24 * 60)
