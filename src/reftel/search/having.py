"""Having: what a telegram can have or lack, for ``has:`` and ``missing:``; one ordered table.

In goes a record, out come the names of the things that it has, and of those that it
lacks. Most things are had or lacking; of sections it lacks some only where it announces them.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from reftel.record import Record


class Thing(NamedTuple):
    """Something that a telegram can have."""

    name: str
    meaning: str
    test: Callable[[Record], bool | None]
    """Whether a record has it; ``None`` where the question does not arise."""


def _sections(record: Record) -> bool | None:
    if record.sections is None or record.sections.count < 2:
        return None
    return set(range(1, record.sections.count + 1)) <= set(record.sections.held)


def _to_the_minute(record: Record) -> bool:
    return record.date is not None and record.date.precision == "minute"


def _marked(record: Record) -> bool:
    return any(one.mark for one in record.paragraphs)


THINGS: tuple[Thing, ...] = (
    Thing("number", "a telegram number", lambda record: record.id is not None),
    Thing("date", "a date", lambda record: record.date is not None),
    Thing("time", "a date to the minute", _to_the_minute),
    Thing("subject", "a subject", lambda record: bool(record.subject)),
    Thing("from", "a sender", lambda record: record.sender is not None),
    Thing("to", "an action addressee", lambda record: bool(record.to)),
    Thing("info", "an information addressee", lambda record: bool(record.info)),
    Thing("class", "a classification", lambda record: record.classification is not None),
    Thing("caption", "a caption or control", lambda record: bool(record.captions or record.caveats)),
    Thing("tag", "TAGS", lambda record: bool(record.tags)),
    Thing("precedence", "a precedence", lambda record: record.precedence is not None),
    Thing("reference", "a REF line", lambda record: bool(record.references)),
    Thing("mention", "a citation in its text", lambda record: bool(record.mentions)),
    Thing("text", "a paragraph", lambda record: bool(record.paragraphs)),
    Thing("mark", "a paragraph with a portion mark", _marked),
    Thing("summary", "a summary", lambda record: bool(record.summary)),
    Thing("comment", "a comment", lambda record: bool(record.comment)),
    Thing("participants", "a list of participants", lambda record: bool(record.participants)),
    Thing("signature", "a signature", lambda record: bool(record.signature)),
    Thing("classifier", "a named classifier", lambda record: bool(record.classified_by)),
    Thing("declassification", "a declassification instruction", lambda record: record.declassify is not None),
    Thing("sections", "all the sections that it was sent in, if several", _sections),
    Thing("original", "the first sending, no correction or repetition", lambda record: record.resent is None),
    Thing("protection", "a request to protect a source", lambda record: bool(record.protect)),
    Thing("redaction", "words taken out for its release", lambda record: bool(record.redactions)),
    Thing("collection", "a collection named", lambda record: bool(record.provenance.collection)),
    Thing("defect", "a defect", lambda record: bool(record.defects)),
)

_OTHER_NAMES = {
    "id": "number",
    "refs": "reference",
    "ref": "reference",
    "references": "reference",
    "mentions": "mention",
    "classification": "class",
    "captions": "caption",
    "tags": "tag",
    "sender": "from",
    "section": "sections",
    "participant": "participants",
    "defects": "defect",
    "redactions": "redaction",
    "marks": "mark",
    "paragraphs": "text",
}


@cache
def _names() -> dict[str, str]:
    return {thing.name: thing.name for thing in THINGS} | _OTHER_NAMES


def thing_terms(text: str) -> tuple[str, ...]:
    """The thing that ``text`` names; ``ValueError`` with all that there are where it is none."""
    found = _names().get(text.lower().strip())
    if found is None:
        raise ValueError(
            f"{text!r} is nothing that can be asked for; there are {', '.join(one.name for one in THINGS)}"
        )
    return (found,)


def had(record: Record) -> tuple[str, ...]:
    """The names of what ``record`` has."""
    return tuple(thing.name for thing in THINGS if thing.test(record))


def lacking(record: Record) -> tuple[str, ...]:
    """The names of what ``record`` lacks."""
    return tuple(thing.name for thing in THINGS if thing.test(record) is False)
