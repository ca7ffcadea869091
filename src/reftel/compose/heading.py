"""Heading: levels, addresses, TAGS and the authority of an invented telegram.

Comes in: the post, the topic, the time. Goes out: the record's keys that stand
above the text, spelled as the parser spells them. Sources: 5 FAH-2 H-321
(header), E.O. 12958 s. 1.4 to 1.6 and its amendment of September 2003 (reasons).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, NamedTuple

from reftel import tables
from reftel.compose.dice import Dice
from reftel.compose.lists import rows, several
from reftel.compose.people import Person, person
from reftel.compose.places import Country, Station, countries, known_post
from reftel.compose.prose import Prose
from reftel.compose.topics import Topic
from reftel.declassification import with_computed
from reftel.record import Addressee, BestDate, Classifier, Declassify, Routing, Sender, Transmission
from reftel.telegram_id import TelegramId

_SECTION_1_4 = date(2003, 9, 22)  # from this day reasons are those of section 1.4
_OFFICERS = (
    "Ambassador", "DCM", "Political Officer", "Economic Officer", "Political Counselor", "Economic Counselor",
    "Deputy Political Counselor", "Acting Economic Counselor",
)  # fmt: skip
_VISITORS = ("Assistant Secretary", "Deputy Assistant Secretary", "Under Secretary")


class Level(NamedTuple):
    """How a telegram is classified."""

    classification: str
    caveats: tuple[str, ...]
    captions: tuple[str, ...]
    marks: tuple[str | None, ...]
    """Portion marks, repeated by weight."""
    lowest: str | None


class Visitor(NamedTuple):
    """An American visitor."""

    title: str
    person: Person

    @property
    def named(self) -> str:
        """Title and name."""
        return f"{self.title} {self.person.full}"


# ---------------------------------------------------------------- level


def level(dice: Dice, topic: Topic) -> Level:
    """The level, captions and marks of a telegram on ``topic``."""
    letter = dice.pick(topic.levels)
    captions = ["SIPDIS"] if dice.chance(90) else []
    if letter == "U":
        marks: tuple[str | None, ...] = (None,) if dice.chance(60) else ("U",)
        return Level("UNCLASSIFIED", (), tuple(captions), marks, marks[0])
    if letter == "B":
        return Level("UNCLASSIFIED", (), ("SENSITIVE", *captions), ("SBU", "SBU", "SBU", "U"), "U")
    caveats = ("NOFORN",) if dice.chance(20 if letter == "S" else 6) else ()
    if dice.chance(8 if letter == "S" else 2):
        captions.insert(0, dice.pick(("EXDIS", "NODIS")))
    if letter == "C":
        marks = ("C/NF", "C", "C", "SBU") if caveats else ("C", "C", "C", "C", "SBU", "U")
        return Level("CONFIDENTIAL", caveats, tuple(captions), marks, "U")
    marks = ("S/NF", "S", "C/NF", "C") if caveats else ("S", "S", "S", "C", "U")
    return Level("SECRET", caveats, tuple(captions), marks, "U")


def visitor(dice: Dice) -> Visitor:
    """An American visitor."""
    return Visitor(dice.pick(_VISITORS), person(dice, "american"))


# ---------------------------------------------------------------- envelope


def envelope(
    dice: Dice, station: Station, topic: Topic, at: datetime, number: TelegramId, level: Level, sections: int
) -> dict[str, Any]:
    """The keys from the transmission header to the captions."""
    post = station.post
    precedence = dice.pick(("ROUTINE",) * 6 + ("PRIORITY",) * 3 + ("IMMEDIATE",) * 2)
    lower = "ROUTINE" if precedence != "ROUTINE" and dice.chance(30) else None
    info = _informed(dice, station, topic, lower or precedence)
    mcn = station.next_message("SECSTATE WASHDC", 8, 8)
    return {
        "precedence": precedence,
        "precedence_info": lower,
        "classification": level.classification,
        "caveats": list(level.caveats),
        "captions": list(level.captions),
        "transmission": _transmission(dice, post, at, number, level, sections, precedence, info),
        "sender": Sender(post.plads[0], None),
        "to": [_addressee("RUEHC", "SECSTATE WASHDC", precedence, mcn)],
        "info": info,
        "excluded": _excluded(dice, station.country, info),
    }


def _transmission(
    dice: Dice,
    post: tables.Post,
    at: datetime,
    number: TelegramId,
    level: Level,
    sections: int,
    precedence: str,
    info: list[Addressee],
) -> Transmission:
    row = tables.classification(level.classification)
    group = row.security_line if row else ""
    doubled = tables.precedence(precedence)
    indicators = sorted({addressee.routing for addressee in info if addressee.routing})
    filed = at + timedelta(minutes=dice.pick((0, 0, 0, 0, 0, 0, 0, 2, 9)))
    return Transmission(
        id=f"VZCZC{'XRO' if indicators else 'XYZ'}{dice.below(10000):04d}",
        routing=[Routing(doubled.doubled if doubled else "RR", indicators or ["RUEHWEB"])],
        station=post.routing_indicators[0],
        serial=number.serial % 10000,
        section=1 if sections > 1 else None,
        filed=f"{filed:%j/%H%M}",
        signals=[
            f"{'ZNR' if group == 'UUUUU' else 'ZNY'} {group}",
            "ZZH",
            *(["ZDK"] if dice.chance(2) else []),
        ],
    )


def _addressee(
    routing: str | None, plad: str, precedence: str, mcn: int | None, offices: str = ""
) -> Addressee:
    """An addressee; ROUTINE is not printed (5 FAH-2 H-321.7)."""
    shown = None if precedence == "ROUTINE" else precedence
    return Addressee(plad, routing, shown, None if mcn is None else str(mcn), [offices] if offices else [])


@cache
def _offices() -> tuple[tuple[dict[str, str], frozenset[str]], ...]:
    return tuple((row, frozenset(several(row["concerns"]))) for row in rows("addresses"))


@cache
def _neighbours(region: str) -> tuple[str, ...]:
    return tuple(country.post for country in countries() if country.region == region)


def _informed(dice: Dice, station: Station, topic: Topic, precedence: str) -> list[Addressee]:
    """Who is informed: collectives of the region, a few neighbours, agencies that the topic concerns."""
    country, found = station.country, []
    for row, concerns in _offices():
        collective = country.region in concerns
        if (collective and dice.chance(60)) or (topic.concerns in concerns and dice.chance(50)):
            mcn = None if collective else station.next_message(row["plad"], 25, 3)
            found.append(_addressee(row["routing"], row["plad"], precedence, mcn, row["attention"]))
    others = [name for name in _neighbours(country.region) if name != country.post]
    for name in dice.shuffled(others)[: dice.pick((0, 1, 2, 2, 3, 4))]:
        post = known_post(name)
        mcn = station.next_message(post.plads[0], dice.below(9000) + 1, 2)
        found.append(_addressee(post.routing_indicators[0], post.plads[0], precedence, mcn))
    return found


def _excluded(dice: Dice, country: Country, info: list[Addressee]) -> list[Addressee]:
    """Posts that a collective is not to reach, now and then."""
    if not any("COLLECTIVE" in addressee.plad for addressee in info) or not dice.chance(8):
        return []
    named = {addressee.plad for addressee in info}
    posts = [known_post(name) for name in _neighbours(country.region) if name != country.post]
    plads = [post.plads[0] for post in posts if post.plads[0] not in named]
    return [Addressee(plad, None, None, None, []) for plad in dice.shuffled(plads)[: dice.number(1, 2)]]


# ---------------------------------------------------------------- authority


def authority(dice: Dice, level: Level, at: datetime, post: str) -> dict[str, Any]:
    """Executive order, instruction, classifier and reasons; without a level only the order's number."""
    order = tables.executive_order_on(at.date())
    keys: dict[str, Any] = {"executive_order": order.code if order else "12958"}
    if level.classification == "UNCLASSIFIED":
        return {**keys, "declassify": None, "classified_by": [], "reasons": []}
    section = "1.4" if at.date() >= _SECTION_1_4 else "1.5"
    letters = dice.pick((("b", "d"), ("b", "d"), ("b", "d"), ("d",), ("b",), ("b", "c", "d")))
    stated = _declassify(dice, at)
    day = BestDate(at.date().isoformat(), "day", "message")
    return {
        **keys,
        "declassify": with_computed(stated, keys["executive_order"], level.classification, day),
        "classified_by": [_classifier(dice, post)],
        "reasons": [f"{section}({letter})" for letter in letters],
    }


def _declassify(dice: Dice, at: datetime) -> Declassify:
    """Mostly a date five to twenty years on; an exemption where the order of the day allowed it."""
    if dice.chance(12) and at.date() < _SECTION_1_4:
        code = dice.pick(("X1", "X5", "X6"))
        return Declassify(f"DECL: {code}", None, None, [code])
    if dice.chance(2):
        return Declassify(
            "DECL: AFTER THE CLOSE OF THE TRIBUNAL", None, "AFTER THE CLOSE OF THE TRIBUNAL", []
        )
    on = date(at.year + dice.pick((5, 10, 10, 10, 10, 10, 15, 20)), at.month, min(at.day, 28))
    year = f"{on:%y}" if dice.chance(15) else f"{on:%Y}"
    return Declassify(f"DECL: {on:%m/%d}/{year}", on.isoformat(), None, [])


def _classifier(dice: Dice, post: str) -> Classifier:
    title = dice.pick(_OFFICERS)
    if dice.chance(30):
        title = f"{title}, Embassy {known_post(post).city}"
    return Classifier(person(dice, "american").full, title)


# ---------------------------------------------------------------- TAGS, subject, signature


def tags(dice: Dice, topic: Topic, country: Country, visitor: Visitor | None) -> list[str]:
    """The topic's TAGS, most of them, with the country's; a traveller stands behind OVIP."""
    chosen = [tag for i, tag in enumerate(topic.tags) if i == 0 or dice.chance(70)]
    found = []
    for tag in chosen:
        found.append(tag)
        if tag == "OVIP" and visitor is not None:
            found.append(f"{visitor.person.family}, {visitor.person.given}".upper())
    return [*found, country.tag]


def subject(dice: Dice, prose: Prose) -> str:
    """The subject, mostly in capitals."""
    words = prose.phrase("title")
    return words if dice.chance(80) else words.title().replace("'S", "'s").replace("'D", "'d")


def signature(dice: Dice) -> list[str]:
    """The surname of the chief of mission or of who acts for him."""
    name = person(dice, "american").family
    return [name.upper() if dice.chance(65) else name]
