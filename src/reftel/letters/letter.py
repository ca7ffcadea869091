"""Letter: a request to an archive as a value; each form is a writer of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """A telegram that cites the one asked for."""

    telegram: str
    """Name and date: ``Embassy Bamako telegram 1361 of November 28, 2007``."""
    subject: str | None
    ways: str
    """How it cites: ``as REF A and in paragraph 2``; or ''."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A document that the letter asks for."""

    number: int
    """Its place in the letter, from 1."""
    key: str
    """Its id in the archive."""
    name: str
    """``Embassy London telegram 88994 of August 22, 1997``."""
    document_number: str | None
    """Its number at the National Archives, for 1973-79."""
    other_numbers: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    more: int
    """How many telegrams more cite it."""
    remarks: tuple[str, ...]
    """Sentences: doubts about its number, or about the citations."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter, ready to be written in any form."""

    number: int
    """Which of the letters to this recipient it is, from 1, and of how many."""
    of: int
    date: datetime.date
    sender: tuple[str, ...]
    """Lines of name and address."""
    recipient: tuple[str, ...]
    subject: str
    salutation: str
    opening: tuple[str, ...]
    """Paragraphs before the documents."""
    documents: tuple[Asked, ...]
    closing: tuple[str, ...]
    """Paragraphs after them."""
    farewell: str
    signature: str
    notes: tuple[str, ...]
    """To the sender: no part of the letter."""


@dataclass(frozen=True, slots=True)
class Requests:
    """The letters that come of some ghosts."""

    letters: tuple[Letter, ...]
    left_out: tuple[str, ...]
    """Names of the doubtful ones that no letter asks for, each with the reason."""


def identified(asked: Asked) -> str:
    """The numbers of a document as a phrase, to follow on its name; or ''."""
    parts = []
    if asked.document_number:
        parts.append(f"National Archives document number {asked.document_number}")
    if asked.other_numbers:
        parts.append(f"also known as {', '.join(asked.other_numbers)}")
    phrase = "; ".join(parts)
    return phrase[:1].upper() + phrase[1:]


def cited(evidence: Evidence) -> str:
    """The line of a telegram that cites, with its subject and the place where it cites."""
    subject = f"“{evidence.subject}”" if evidence.subject else ""
    return ", ".join(filter(None, (evidence.telegram, subject, evidence.ways)))


def citations(asked: Asked) -> tuple[str, tuple[str, ...]]:
    """The words before the telegrams that cite, and a list of them: none where one line says it all."""
    entries = [cited(one) for one in asked.evidence]
    if asked.more:
        more = f"{asked.more:,} {'more ' if entries else ''}telegram{'s' if asked.more > 1 else ''}"
        entries.append(f"and {more}" if entries else more)
    if not entries:
        return "", ()
    return (f"Cited by {entries[0]}", ()) if len(entries) == 1 else ("Cited by", tuple(entries))
