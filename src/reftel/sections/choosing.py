"""Choosing: which message speaks for a telegram that has several, or which of them are put together.

The rule looks at the messages alone, never at the order in which they came. The
first in the order of speaking is taken, and each further one of the same number of
sections and the same day that holds none of the sections taken already; they are
put together in order of section. The same is tried with the corrected copies
first, which counts unless more sections are missing then, and with each other
message first, which counts where fewer are missing: sections may overlap.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reftel.record import Record, Sections
from reftel.sections.copies import is_corrected

_STARTS = 12  # messages of one telegram with which is tried to begin
_MOST = 200  # messages of one telegram that are sorted into sets


class Merits(NamedTuple):
    """What tells which of a telegram's messages speaks before the others."""

    lacking: int
    """Sections that it announces and does not hold."""
    corrected: int
    """1 for a corrected copy, 0 for an original, -1 for a message that was sent again as it was."""
    missing: int
    """Leading facts that it does not state."""
    defects: int
    length: int
    """Characters of its paragraphs."""

    def order(self, handle: str, sha256: str, ordinal: int = 0) -> tuple[int | str, ...]:
        """Sorts messages, the one that speaks before the others first.

        All sections held, then corrected copies, then fewer leading facts missing, then fewer defects, then
        more text, then originals; what is left is a tie, broken by the handle, the hash of the source and
        the place in it.
        """
        return (
            self.lacking,
            self.corrected <= 0,
            self.missing,
            self.defects,
            -self.length,
            -self.corrected,
            handle,
            sha256,
            ordinal,
        )


def merits(record: Record) -> Merits:
    """The merits of the message that a record was read from."""
    sections = record.sections
    leading = (
        record.created,
        record.classification,
        record.sender,
        record.to,
        record.subject,
        record.tags,
        record.paragraphs,
    )
    return Merits(
        lacking=max(0, sections.count - len(sections.held)) if sections else 0,
        corrected=1 if is_corrected(record) else -1 if record.resent else 0,
        missing=sum(not fact for fact in leading),
        defects=len(record.defects),
        length=sum(len(part.text) for part in record.paragraphs),
    )


def speaks_alone(first: Merits, others: Sequence[Merits]) -> bool:
    """Whether the first message in the order of speaking needs none of the others beside it, or in its place.

    It holds all sections, and no corrected copy of some of them may be the better one.
    """
    return not first.lacking and (first.corrected > 0 or all(one.corrected <= 0 for one in others))


class Standing(NamedTuple):
    """What is compared of a message of several sections."""

    message: int
    announced: int
    """Sections that it announces; 1 where it names none."""
    held: frozenset[int]
    """Those that it holds."""
    day: str | None
    """Day of the date-time group, ISO 8601."""
    corrected: bool


def standing(message: int, sections: Sections | None, created: str | None, corrected: bool) -> Standing:
    """What is compared of a message, given by any number, of what its record states."""
    announced, held = (sections.count, sections.held) if sections else (1, [1])
    return Standing(message, announced, frozenset(held), created[:10] if created else None, corrected)


def chosen(standings: Sequence[Standing]) -> tuple[int, ...]:
    """The numbers of the messages that speak together, in order of section.

    ``standings`` come in the order of speaking.
    """
    corrected_first = sorted(standings, key=lambda one: not one.corrected)
    orders = [corrected_first, standings]
    for i in range(1, min(len(standings), _STARTS)):
        orders += [[order[i], *order[:i], *order[i + 1 :]] for order in orders[:2]]
    return _in_order(min(map(_complementing, orders), key=_lacking))


def sets(standings: Sequence[Standing]) -> list[tuple[int, ...]]:
    """All messages in sets that go together, each message in one: those chosen, then of the rest.

    ``standings`` come in the order of speaking. A telegram that was sent twice in sections is two sets; a
    message that goes with no other is a set of its own.
    """
    found = []
    rest = list(standings)
    while rest:
        together = chosen(rest)
        found.append(together)
        rest = [one for one in rest if one.message not in together]
        found += [(one.message,) for one in rest[_MOST:]]
        del rest[_MOST:]
    return found


def _complementing(standings: Sequence[Standing]) -> list[Standing]:
    """The first one, and each further one that agrees with it and adds sections only."""
    taken: list[Standing] = []
    for one in standings:
        if not taken or (one.held and _adds(one, taken)):
            taken.append(one)
    return taken


def _adds(one: Standing, taken: Sequence[Standing]) -> bool:
    day = next((other.day for other in taken if other.day), None)
    return (
        one.announced == taken[0].announced
        and (one.day is None or day is None or one.day == day)
        and not any(one.held & other.held for other in taken)
    )


def _lacking(taken: Sequence[Standing]) -> int:
    """How many sections are missing."""
    return taken[0].announced - sum(len(one.held) for one in taken) if taken else 0


def _in_order(taken: Sequence[Standing]) -> tuple[int, ...]:
    return tuple(one.message for one in sorted(taken, key=lambda one: min(one.held, default=0)))
