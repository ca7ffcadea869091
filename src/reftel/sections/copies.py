"""Copies: what a message is to its telegram, by its record and in words.

A telegram may be held as an original, as corrected copies, as repetitions, and
each of them whole or in sections.
"""

from __future__ import annotations

from reftel import tables
from reftel.document import Holding
from reftel.record import Record, Resent, Sections

ORIGINAL = "original"


def is_corrected(record: Record) -> bool:
    """Whether a record's message is a corrected copy."""
    return record.resent is not None and record.resent.kind == tables.CORRECTED_COPY


def holding(sections: Sections | None, resent: Resent | None) -> Holding:
    """What a record states of its message as one of several that are put together."""
    return Holding(tuple(sections.held) if sections else (), resent.kind if resent else None)


def telegram_key(record: Record) -> str:
    """The key of the telegram that a record's message belongs to: its id, else its handle."""
    return record.id or record.handle


def lacks_sections(record: Record) -> bool:
    """Whether a record's message states sections and does not hold them all."""
    return record.sections is not None and len(record.sections.held) < record.sections.count


def sections_in_words(record: Record) -> str:
    """``section 2 of 3``, ``sections 1, 2 of 3``; empty where the record names none."""
    if record.sections is None:
        return ""
    numbers = ", ".join(map(str, record.sections.held)) or "?"
    return f"section{'s' if len(record.sections.held) > 1 else ''} {numbers} of {record.sections.count}"


def kind_of(record: Record) -> str:
    """What a message is: original, corrected copy, repetition …, and which sections of the telegram."""
    kind = record.resent.kind if record.resent else ORIGINAL
    if not lacks_sections(record):
        return kind
    words = sections_in_words(record)
    return words if kind == ORIGINAL else f"{words}, {kind}"
