"""Era 1970s: made-up telegrams of July 1973 to 1979, in the form of the central file.

Comes in: who sends, when, on what, and dice. Goes out: a record, all of whose
words are in capitals. Sources: E.O. 11652 s. 5 and E.O. 12065 s. 1-4 (schedules
and terms), TAGS handbook of 1974, published telegrams of the central file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import msgspec

from reftel import tables
from reftel.compose import body, drafting, heading
from reftel.compose.dice import Dice
from reftel.compose.drafting import Sending, Style
from reftel.compose.lists import rows, several
from reftel.compose.people import person
from reftel.compose.places import countries_1970s, known_post, references
from reftel.declassification import with_computed
from reftel.record import (
    Addressee,
    BestDate,
    Classifier,
    Declassify,
    Distribution,
    Mention,
    Paragraph,
    Participant,
    Protected,
    Record,
    Sections,
    Sender,
)

_LINES = 100  # lines of text that a section holds
_LEVELS = {"U": "UNCLASSIFIED", "B": "LIMITED OFFICIAL USE", "C": "CONFIDENTIAL", "S": "SECRET"}
# Offices that most telegrams reach, and how many copies they get at most.
_READERS = (
    ("ISO", 0), ("AID", 5), ("CIAE", 0), ("DODE", 0), ("INR", 10), ("NSAE", 0), ("NSC", 7), ("PA", 4),
    ("SP", 3), ("SS", 20), ("TRSE", 0), ("OMB", 1), ("COME", 0), ("USIA", 15), ("L", 3), ("H", 3), ("IO", 14),
)  # fmt: skip
_STYLE = Style((None,), None, headings=0, capitals=True)


def telegram(dice: Dice, sending: Sending) -> Record:
    """One telegram."""
    topic, number = sending.topic, sending.number
    level = _LEVELS[dice.pick(topic.levels)]
    visitor = heading.visitor(dice) if topic.name == "visit" else None
    prose = drafting.prose(dice, sending, visitor)
    cited = references(dice, sending.past, topic.name, number, sending.share)
    draft = _in_capitals(drafting.text(dice, sending, prose, _STYLE, cited, visitor))
    count = 1 + (draft.lines - 1) // _LINES
    return Record(
        format="central-file",
        transmission=None,
        classification=level,
        caveats=[],
        captions=_captions(dice, level),
        sections=Sections(count, list(range(1, count + 1))) if count > 1 else None,
        tags=heading.tags(dice, topic, sending.station.country, visitor),
        subject=heading.subject(dice, prose).upper(),
        references=cited,
        signature=[name.upper() for name in heading.signature(dice)],
        reasons=[],
        distribution=_distribution(dice, sending),
        **_envelope(dice, sending),
        **_authority(dice, level, sending.at.date()),
        **drafting.common(sending, draft),
    )


def _captions(dice: Dice, level: str) -> list[str]:
    """A caption now and then: the rarer the higher the level."""
    if level == "UNCLASSIFIED" or not dice.chance(12):
        return []
    return [
        dice.pick(("LIMDIS", "STADIS") if level == "LIMITED OFFICIAL USE" else ("EXDIS", "LIMDIS", "NODIS"))
    ]


# ---------------------------------------------------------------- words in capitals


def _in_capitals(draft: body.Draft) -> body.Draft:
    """The draft as a teleprinter without small letters has it."""
    return replace(
        draft,
        paragraphs=[_paragraph(paragraph) for paragraph in draft.paragraphs],
        mentions=[_mention(mention) for mention in draft.mentions],
        participants=[_participant(someone) for someone in draft.participants],
        protect=[_protected(request) for request in draft.protect],
        summary=draft.summary and draft.summary.upper(),
        comment=draft.comment and draft.comment.upper(),
    )


def _paragraph(paragraph: Paragraph) -> Paragraph:
    return msgspec.structs.replace(paragraph, text=paragraph.text.upper())


def _mention(mention: Mention) -> Mention:
    return msgspec.structs.replace(mention, text=mention.text.upper())


def _participant(someone: Participant) -> Participant:
    capitals = {
        name: value.upper()
        for name in ("name", "title", "group", "note")
        if (value := getattr(someone, name)) is not None
    }
    return msgspec.structs.replace(someone, **capitals)


def _protected(request: Protected) -> Protected:
    """The request without the name before it, which nobody can tell from other words in capitals."""
    return msgspec.structs.replace(request, text=request.text.upper(), name=None)


# ---------------------------------------------------------------- envelope


def _envelope(dice: Dice, sending: Sending) -> dict[str, Any]:
    """The keys from the precedence to the addressees; no address has a routing indicator."""
    station = sending.station
    precedence = dice.pick(("ROUTINE",) * 6 + ("PRIORITY",) * 3 + ("IMMEDIATE",) * 2)
    lower = "ROUTINE" if precedence != "ROUTINE" and dice.chance(30) else None
    shown = None if precedence == "ROUTINE" else precedence
    mcn = str(station.next_message("SECSTATE WASHDC", 8, 8))
    return {
        "precedence": precedence,
        "precedence_info": lower,
        "sender": Sender(station.post.plads[0], None),
        "to": [Addressee("SECSTATE WASHDC", None, shown, mcn, [])],
        "info": [
            Addressee(plad, None, None if lower else shown, None, []) for plad in _informed(dice, sending)
        ],
        "excluded": [],
    }


def _informed(dice: Dice, sending: Sending) -> Iterator[str]:
    """Agencies that the topic or the region concerns, and a few neighbours."""
    country = sending.station.country
    for row in rows("addresses_1970s"):
        concerns = several(row["concerns"])
        if (sending.topic.concerns in concerns or country.region in concerns) and dice.chance(40):
            yield row["plad"]
    near = [other.post for other in countries_1970s() if other.region == country.region and other != country]
    for name in dice.shuffled(near)[: dice.pick((0, 1, 2, 2, 3, 4))]:
        yield known_post(name).plads[0]


@cache
def _bureaus() -> dict[str, str]:
    """What is reported on, or from where → the office that acts on it."""
    return {field: row["bureau"] for row in rows("offices_1970s") for field in several(row["concerns"])}


def _distribution(dice: Dice, sending: Sending) -> Distribution:
    """The office that acts, the operations centre, and the offices that are informed."""
    bureaus = _bureaus()
    region = bureaus[sending.station.country.region]
    acting = bureaus.get(sending.topic.concerns, region) if dice.chance(50) else region
    readers = [reader for reader in _READERS if dice.chance(55)]
    if acting != region:
        readers.insert(0, (region, 11))
    informed = ["OCT-01", *(f"{name}-{_copies(dice, most):02d}" for name, most in readers)]
    return Distribution(f"{acting}-{dice.number(2, 20):02d}", informed, None, None, None, [])


def _copies(dice: Dice, most: int) -> int:
    return dice.number((most + 1) // 2, most)


# ---------------------------------------------------------------- authority


def _authority(dice: Dice, level: str, on: date) -> dict[str, Any]:
    """The order of the day and the instruction that it asks for; none without a level that it knows."""
    order = tables.executive_order_on(on)
    keys: dict[str, Any] = {"executive_order": order.code if order else "11652", "classified_by": []}
    if level not in ("CONFIDENTIAL", "SECRET"):
        return {**keys, "declassify": None}
    if keys["executive_order"] != "12065":
        day = BestDate(on.isoformat(), "day", "message")
        return {**keys, "declassify": with_computed(_schedule(dice, on), keys["executive_order"], level, day)}
    name = person(dice, "american")
    officer = f"{name.family}, {name.given}".upper()
    return {**keys, "declassify": _term(dice, on, officer), "classified_by": [Classifier(officer, None)]}


def _schedule(dice: Dice, on: date) -> Declassify:
    """E.O. 11652: mostly the general schedule, else an exemption or a date of its own."""
    if dice.chance(75):
        return Declassify("GDS", None, None, ["GDS"])
    if dice.chance(70):
        code = f"XGDS-{dice.number(1, 4)}"
        return Declassify(code, None, None, [code])
    year = on.year + dice.number(4, 9)
    return Declassify(f"ADS, DECLAS 12-31-{year % 100:02d}", f"{year}-12-31", None, ["ADS"])


def _term(dice: Dice, on: date, officer: str) -> Declassify:
    """E.O. 12065: six years, or a review after twenty; the officer and a letter for his authority."""
    tail = f"({officer}) OR-{dice.pick(('M', 'P', 'E', 'O'))}"
    day = min(on.day, 28)
    if dice.chance(80):
        until = date(on.year + 6, on.month, day)
        return Declassify(f"GDS {_printed(until)} {tail}", until.isoformat(), None, ["GDS"])
    code = f"RDS-{dice.number(1, 4)}"
    review = date(on.year + 20, on.month, day)
    return Declassify(f"{code} {_printed(review)} {tail}", None, None, [code], review_on=review.isoformat())


def _printed(day: date) -> str:
    return f"{day.month}/{day.day}/{day.year % 100:02d}"
