"""TAGS: the words of a TAGS line as codes.

In goes the words of the field, out come codes in upper case without repeats, in
the order printed, and what is odd. Persons stand as ``LAST, FIRST``. Source:
5 FAH-3 H-010; the TAGS handbook of 1974 (names after travel TAGS).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Passage
from reftel.telegram import grammar_heading as grammar

# Subject TAGS that call for the traveller's name.
TRAVEL = frozenset(("OVIP", "OREP", "OTRA", "OCON", "OEXC"))
_LONGEST = 40
# What stands on the line where there is no TAG.
_NO_TAGS = frozenset(("N/A", "NONE", "TAGS", "TAG"))


def read_tags(words: Passage, year: int | None = None) -> tuple[tuple[Fact[str], ...], tuple[Defect, ...]]:
    """The TAGS in ``words`` (with label or not) and defects for damaged labels, fused and unknown codes.

    ``year`` is that of the telegram; it tells which person a short name means.
    """
    label = grammar.TAGS_LABEL.match(words.words)
    start = label.end() if label else 0
    odd: list[Defect] = []
    if (
        label
        and not grammar.TRUE_TAGS_LABEL.match(words.words)
        and not re.match(r"\s*TAG\b", words.words, re.I)
    ):
        odd.append(defect("damaged-tags-label", words.places(0, start)[0], label.group().strip()))
    found: dict[str, Fact[str]] = {}
    for fact, code in _without_repeats(_with_persons(_codes(words, start))):
        if code:
            odd.append(defect(code, fact.spans[0], fact.value))
        meant = tables.meant_tag(fact.value, year) or fact.value
        found.setdefault(meant, fact.with_value(meant))
    return tuple(found.values()), tuple(odd)


Read = tuple[Fact[str], str]  # a TAG and the code of its defect, or ''


def _codes(words: Passage, start: int) -> Iterator[Read]:
    """The codes of the line one by one: persons and codes of several words first, the rest word by word."""
    place = start
    for match in _wholes().finditer(words.words, start):
        glued = tables.cut_tags(match["glued"]) if match["glued"] else ()
        if glued is None:
            continue
        yield from _single(words, place, match.start())
        place = match.end()
        if match["last"]:
            name = " ".join(f"{match['last']}, {match['first']}".upper().split())
            yield words.fact(*match.span()).with_value(name), ""
        elif match["multiword"]:
            fact = words.fact(*match.span("multiword"))
            yield fact.with_value(fact.value.upper()), ""
            rest = words.fact(*match.span("glued"))
            yield from ((rest.with_value(code), "fused-tags") for code in glued)
    yield from _single(words, place, len(words.words))


@cache
def _wholes() -> re.Pattern[str]:
    """What is to be found before words are split: persons, page lines, codes of several words."""
    several = "|".join(
        r"\s+".join(re.escape(word) for word in code.split()) for code in tables.multiword_tags()
    )
    person = grammar.PERSON_TAG.pattern.replace("([A-Z][A-Z'", "(?P<last>[A-Z][A-Z'", 1).replace(
        "([A-Z][A-Z.", "(?P<first>[A-Z][A-Z.", 1
    )
    return re.compile(
        rf"{person}|(?P<page>{grammar.PAGE_IN_LINE.pattern})|"
        rf"(?P<multiword>(?<![A-Z0-9])(?:{several}))(?P<glued>[A-Z]{{0,16}})(?![A-Z0-9])",
        re.I,
    )


def _single(words: Passage, start: int, end: int) -> Iterator[Read]:
    """The codes in ``[start, end)``, which holds single words only."""
    for match in grammar.TAG_WORD.finditer(words.words, start, end):
        for place in _parted(match.group(), match.start()):
            fact = words.fact(*place)
            value = fact.value.upper().strip("()[]\"'*\\#")
            if any(letter.isalnum() for letter in value) and len(value) <= _LONGEST and value not in _NO_TAGS:
                yield from _read(fact, value)


def _parted(word: str, start: int) -> Iterable[tuple[int, int]]:
    """Where the codes of a word stand: at its slashes it is parted if every part is a code."""
    parts = list(re.finditer(r"[^/]+", word))
    if word.upper() not in tables.tag_codes() and all(
        part.group().upper() in tables.tag_codes() for part in parts
    ):
        return [(start + part.start(), start + part.end()) for part in parts]
    return [(start, start + len(word))]


def _read(fact: Fact[str], value: str) -> Iterator[Read]:
    """A code, or the codes that were run together in it."""
    if value in tables.tag_codes():
        yield fact.with_value(value), ""
    elif parts := tables.split_tags(value):
        yield from ((fact.with_value(part), "fused-tags") for part in parts)
    else:
        yield fact.with_value(value), "unknown-tag"


def _with_persons(read: Iterable[Read]) -> Iterator[Read]:
    """Two unknown words after a travel TAG are a person, last name first."""
    found = list(read)
    i = 0
    while i < len(found):
        name = found[i : i + 2]
        if (
            i
            and found[i - 1][0].value in TRAVEL
            and len(name) == 2
            and all(_like_name(*part) for part in name)
        ):
            (last, _), (first, _) = name
            yield Fact(f"{last.value}, {first.value}", (*last.spans, *first.spans)), ""
            i += 2
        else:
            yield found[i]
            i += 1


def _without_repeats(read: Iterable[Read]) -> Iterator[Read]:
    """The TAGS; an unknown word made of codes that stand on the line by themselves is those codes again."""
    found = list(read)
    stated = {fact.value for fact, code in found if not code}
    for fact, code in found:
        parts = _again(fact.value, stated) if code == "unknown-tag" else ()
        if parts:
            yield from ((fact.with_value(part), "fused-tags") for part in parts)
        else:
            yield fact, code


def _again(word: str, stated: set[str]) -> tuple[str, ...]:
    """The codes of four and of two letters, all in ``stated``, that make up ``word``; () if none do."""
    parts: list[str] = []
    place = 0
    while place < len(word):
        sizes = (size for size in (4, 2) if word[place : place + size] in stated)
        part = word[place : place + next(sizes, 0)]
        if not part:
            return ()
        parts.append(part)
        place += len(part)
    return tuple(parts)


def _like_name(fact: Fact[str], code: str) -> bool:
    return code == "unknown-tag" and len(fact.value) > 2 and fact.value.replace("-", "").isalpha()
