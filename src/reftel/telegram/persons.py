"""Persons on the TAGS line: the initial that stands elsewhere than beside the name.

Comes in: the heading, and headings of the text. Goes out: the heading, each person's
TAG with the initial that the subject or a heading prints between given name and
surname. Where two are printed, the name stays as it is.
Source: the TAGS handbook of 1974 (names after travel TAGS).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, islice

from msgspec.structs import replace

from reftel.span import Fact, Passage, Spans
from reftel.telegram import grammar_heading as grammar
from reftel.telegram.model import Heading

_MOST = 40  # persons on a TAGS line, and headings of the text, that are looked at


def with_initials(text: str, heading: Heading, titles: Iterable[Spans]) -> Heading:
    """The heading with whole names of persons in its TAGS; ``titles`` are places of headings in the text."""
    short = [tag for tag in heading.tags if ", " in tag.value and _lacks_initial(tag.value)][:_MOST]
    if not short:
        return heading
    subject = [heading.subject.spans] if heading.subject else []
    printed = [Passage(text, spans) for spans in islice(chain(subject, titles), _MOST)]
    whole: dict[str, Fact[str]] = {}
    for tag in short:
        elsewhere = _printed_elsewhere(tag, printed)
        if len(elsewhere) == 1:
            [(initial, places)] = elsewhere.items()
            whole[tag.value] = Fact(f"{tag.value} {initial}", (*tag.spans, *places))
    tags: dict[str, Fact[str]] = {}
    for tag in heading.tags:
        named = whole.get(tag.value, tag)
        tags.setdefault(named.value, named)
    return replace(heading, tags=tuple(tags.values()))


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
