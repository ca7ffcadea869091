"""Persons on the TAGS line: the initial that stands elsewhere than beside the name.

Comes in: the heading, headings of the text and the telegram's time. Goes out: the
heading, each person's TAG with the initial that (a) the subject or a heading prints
between given name and surname, or (b) a closed list of office-holders gives where
the name stands as loose words. What comes from the list is reported as a defect,
for no place in the text states it. Where two persons fit, the name stays as printed.
Source: the TAGS handbook of 1974 (names after travel TAGS); ``tables/principals.csv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, islice
from typing import NamedTuple

from msgspec.structs import replace

from reftel.defects import Defect, defect
from reftel.span import Fact, Passage, Spans
from reftel.tables import Days, days_in_force, days_of, initials_of
from reftel.telegram import grammar_heading as grammar
from reftel.telegram.model import Heading

_MOST = 40  # persons on a TAGS line, and headings of the text, that are looked at


class Time(NamedTuple):
    """When the telegram was written: its day or year; else, of less weight, when its E.O. was in force."""

    own: Days | None
    force: Days | None = None


def read_time(when: str | None, order: str | None) -> Time:
    """The time by the day or year, as ISO 8601; where there is none by the executive order's number."""
    return Time(days_of(when)) if when else Time(None, days_in_force(order) if order else None)


def with_initials(
    text: str, heading: Heading, titles: Iterable[Spans], time: Time
) -> tuple[Heading, tuple[Defect, ...]]:
    """The heading with whole names of persons in its TAGS, and a defect for each that the list completed.

    ``titles`` are the places of headings in the text.
    """
    short = [tag for tag in heading.tags if ", " in tag.value and _lacks_initial(tag.value)][:_MOST]
    if not short:
        return heading, ()
    subject = [heading.subject.spans] if heading.subject else []
    printed = [Passage(text, spans) for spans in islice(chain(subject, titles), _MOST)]
    whole: dict[str, Fact[str]] = {}
    odd: list[Defect] = []
    for tag in short:
        elsewhere = _printed_elsewhere(tag, printed)
        if len(elsewhere) == 1:
            [(initial, places)] = elsewhere.items()
            whole[tag.value] = Fact(f"{tag.value} {initial}", (*tag.spans, *places))
        elif not elsewhere and (initial := _listed(text, tag, time)):
            whole[tag.value] = tag.with_value(f"{tag.value} {initial}")
            odd.append(defect("completed-name", tag.spans[0], tag.value))
    tags: dict[str, Fact[str]] = {}
    for tag in heading.tags:
        named = whole.get(tag.value, tag)
        tags.setdefault(named.value, named)
    return replace(heading, tags=tuple(tags.values())), tuple(odd)


def _lacks_initial(tag: str) -> bool:
    """Whether a person has no initial after the given name."""
    return not grammar.INITIAL_AT_END.search(tag.partition(", ")[2])


def _printed_elsewhere(tag: Fact[str], printed: Iterable[Passage]) -> dict[str, Spans]:
    """The initials that are printed between the names of a person, each with its first place."""
    surname, _, given = tag.value.partition(", ")
    near = [passage for passage in printed if surname.split()[0] in passage.words.upper()]
    if not near:
        return {}
    names = [r"\s+".join(map(re.escape, name.split())) for name in (given, surname)]
    name = re.compile(rf"\b{names[0]}\s+{grammar.INITIALS}\s+{names[1]}(?!\w)", re.IGNORECASE)
    found: dict[str, Spans] = {}
    for passage in near:
        for match in name.finditer(passage.words):
            initial = " ".join(f"{letter}." for letter in match["initials"].upper() if letter.isalpha())
            found.setdefault(initial, passage.places(*match.span()))
    return found


def _listed(text: str, tag: Fact[str], time: Time) -> str:
    """The initial of the one office-holder who is called by a TAG of loose words; '' for any other TAG."""
    if not _is_loose(text, tag):
        return ""
    surname, _, given = tag.value.partition(", ")
    initials = initials_of(surname, given, time.own)
    if time.own is None and len(initials) > 1 and time.force is not None:
        initials = initials_of(surname, given, time.force)
    return initials[0] if len(initials) == 1 else ""


def _is_loose(text: str, tag: Fact[str]) -> bool:
    """Whether a person stands as words without parentheses and comma: ``OVIP ROE JANE``."""
    words = text[tag.spans[0].start : tag.spans[-1].end]
    return words[:1] not in ("(", "[") and "," not in words
