"""Era 2010s: made-up telegrams of July 2010 to 2012, in the form of SMART.

Comes in: who sends, when, on what, and dice. Goes out: a record. Classified
telegrams of this form are not known, so all are unclassified, most of them
sensitive. Source: telegrams of 2010 to 2012 in releases of the Department.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from reftel.compose import drafting, heading
from reftel.compose.dice import Dice
from reftel.compose.drafting import Sending, Style
from reftel.compose.lists import rows, several
from reftel.compose.people import person
from reftel.compose.places import countries, known_post, references
from reftel.compose.smart import WIDTH
from reftel.compose.stations import printed_name
from reftel.record import Addressee, Distribution, Record, Reference, Sender
from reftel.telegram_id import TelegramId, read_id

_SECTIONS = ("POL", "ECON", "PAO", "CONS", "DAO", "USAID", "RSO", "MGT")
_PLAIN = Style((None,), None, headings=70, width=WIDTH)
_SENSITIVE = Style(("SBU", "SBU", "SBU", "U"), "U", headings=70, width=WIDTH)


def telegram(dice: Dice, sending: Sending) -> Record:
    """One telegram."""
    topic, number = sending.topic, sending.number
    sensitive = dice.pick(topic.levels) != "U"
    visitor = heading.visitor(dice) if topic.name == "visit" else None
    prose = drafting.prose(dice, sending, visitor)
    cited = _labelled(references(dice, sending.past, topic.name, number, sending.share))
    draft = drafting.text(dice, sending, prose, _SENSITIVE if sensitive else _PLAIN, cited, visitor)
    signature = heading.signature(dice)
    return Record(
        format="smart",
        transmission=None,
        classification="UNCLASSIFIED",
        caveats=[],
        captions=[*(["SBU", "SENSITIVE"] if sensitive else []), *(["SIPDIS"] if dice.chance(60) else [])],
        sections=None,
        executive_order="13526",
        declassify=None,
        classified_by=[],
        reasons=[],
        tags=heading.tags(dice, topic, sending.station.country, visitor),
        subject=heading.subject(dice, prose),
        references=cited,
        signature=signature,
        distribution=_distribution(dice, number, signature[0].title()),
        **_envelope(dice, sending),
        **drafting.common(sending, draft),
    )


def _labelled(cited: list[Reference]) -> list[Reference]:
    """The references with year and letter, which this form gives to a single one too."""
    return [
        msgspec.structs.replace(
            reference, label="ABCD"[i], text=_citation(read_id(reference.id or "")[0]), notal=False
        )
        for i, reference in enumerate(cited)
    ]


def _citation(number: TelegramId) -> str:
    return f"{number.year % 100:02d} {printed_name(number.post)} {number.serial}"


# ---------------------------------------------------------------- envelope


def _envelope(dice: Dice, sending: Sending) -> dict[str, Any]:
    """The keys from the precedence to the addressees."""
    precedence = dice.pick(("ROUTINE",) * 7 + ("PRIORITY",) * 2 + ("IMMEDIATE",))
    info = list(_informed(dice, sending))
    collective = any("COLLECTIVE" in plad for plad in info)
    return {
        "precedence": precedence,
        "precedence_info": None,
        "sender": Sender(sending.station.post.plads[0], None),
        "to": [Addressee("WASHDC, SECSTATE", None, precedence, None, [])],
        "info": [Addressee(plad, None, "ROUTINE", None, []) for plad in info],
        "excluded": [
            Addressee(known_post(name).plads[0], None, None, None, [])
            for name in (_neighbours(dice, sending)[:1] if collective and dice.chance(10) else ())
        ],
    }


def _informed(dice: Dice, sending: Sending) -> Iterator[str]:
    """A few neighbours as ``LIMA, AMEMBASSY``, then collectives and agencies as they are."""
    for name in _neighbours(dice, sending)[: dice.pick((0, 1, 1, 2, 3))]:
        office, _, city = known_post(name).plads[0].partition(" ")
        yield f"{city}, {office}"
    for row in rows("addresses"):
        concerns = several(row["concerns"])
        fits = sending.topic.concerns in concerns or sending.station.country.region in concerns
        if fits and dice.chance(50):
            yield row["plad"]


def _neighbours(dice: Dice, sending: Sending) -> list[str]:
    """Posts of the region in a random order."""
    own = sending.station.country
    return dice.shuffled([other.post for other in countries() if other.region == own.region and other != own])


# ---------------------------------------------------------------- who wrote it


def _distribution(dice: Dice, number: TelegramId, chief: str) -> Distribution:
    """Drafter, clearances and who approved, as ``LA PAZ:Doe, Jane Q``; now and then offices at the post."""
    name = printed_name(number.post)
    offices = dice.shuffled(_SECTIONS)
    cleared = [f"{office}:{_officer(dice)}" for office in offices[: dice.pick((0, 1, 1, 2, 3))]]
    filed = dice.chance(25)
    return Distribution(
        action=", ".join(offices[-2:]) if filed else None,
        info=[", ".join(offices[3:5])] if filed else [],
        origin=None,
        drafted_by=f"{name}:{_officer(dice)}",
        approved_by=f"EXEC:{chief}, {person(dice, 'american').given}",
        cleared_by=cleared,
    )


def _officer(dice: Dice) -> str:
    """``Doe, Jane Q``."""
    name = person(dice, "american")
    return f"{name.family}, {name.given} {dice.pick('ABCDEFGHJKLMPRSTW')}"
