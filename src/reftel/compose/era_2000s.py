"""Era 2000s: made-up telegrams of 2001 to 2010, in the form ACP 127.

Comes in: who sends, when, on what, and dice. Goes out: a record. Posts are real
ones, persons and events are not.
"""

from __future__ import annotations

from reftel.compose import drafting, heading
from reftel.compose.dice import Dice
from reftel.compose.drafting import Sending, Style
from reftel.compose.places import references
from reftel.record import Distribution, Record, Sections

_LINES = 100  # lines of text that a section holds


def telegram(dice: Dice, sending: Sending) -> Record:
    """One telegram."""
    station, topic, at, number = sending.station, sending.topic, sending.at, sending.number
    level = heading.level(dice, topic)
    visitor = heading.visitor(dice) if topic.name == "visit" else None
    prose = drafting.prose(dice, sending, visitor)
    cited = references(dice, sending.past, topic.name, number, sending.share)
    draft = drafting.text(dice, sending, prose, Style(level.marks, level.lowest), cited, visitor)
    count = 1 + (draft.lines - 1) // _LINES
    return Record(
        format="acp127",
        distribution=Distribution(None, [], None, None, None, []),
        sections=Sections(count, list(range(1, count + 1))) if count > 1 else None,
        tags=heading.tags(dice, topic, station.country, visitor),
        subject=heading.subject(dice, prose),
        references=cited,
        signature=heading.signature(dice),
        **heading.envelope(dice, station, topic, at, number, level, count),
        **heading.authority(dice, level, at, number.post),
        **drafting.common(sending, draft),
    )
