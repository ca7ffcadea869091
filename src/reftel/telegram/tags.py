"""TAGS: the words of a TAGS line as codes.

In goes the words of the field, out come codes in upper case without repeats, in
the order printed, and what is odd. Persons stand as ``LAST, FIRST``. Source:
5 FAH-3 H-010; the TAGS handbook of 1974 (names after travel TAGS).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Passage
from reftel.telegram import grammar_heading as grammar

# Subject TAGS that call for the traveller's name.
TRAVEL = frozenset(("OVIP", "OREP", "OTRA", "OCON", "OEXC"))
_LONGEST = 40
# Stands in place of a defect for a letter by itself: no TAG, but it may be the initial of a person.
_INITIAL = "initial"
# What stands on the line where there is no TAG.
_NO_TAGS = frozenset(("N/A", "NONE", "TAGS", "TAG"))


def read_tags(words: Passage) -> tuple[tuple[Fact[str], ...], tuple[Defect, ...]]:
    """The TAGS in ``words`` (with label or not) and defects for damaged labels, fused and unknown codes."""
    label = grammar.TAGS_LABEL.match(words.words)
    start = label.end() if label else 0
    stop = grammar.TAGS_END.search(words.words, start)
    odd: list[Defect] = []
    if label and not grammar.TRUE_TAGS_LABEL.match(words.words):
        odd.append(defect("damaged-tags-label", words.places(0, start)[0], label.group().strip()))
    found: dict[str, Fact[str]] = {}
    end = stop.start() if stop else len(words.words)
    for fact, code in _known(words, start, end) or _without_repeats(_with_persons(_codes(words, start, end))):
        if code:
            odd.append(defect(code, fact.spans[0], fact.value))
        meant = tables.meant_tag(fact.value) or fact.value
        found.setdefault(meant, fact.with_value(meant))
    return tuple(found.values()), tuple(odd)


class Range(NamedTuple):
    """A place in the words of the field."""

    start: int
    end: int


Read = tuple[Fact[str], str]  # a TAG and the code of its defect, or ''


_PLAIN_CODE = re.compile(r"[A-Z]{2,}")


def _known(words: Passage, start: int, end: int) -> list[Read]:
    """The codes in ``[start, end)`` if all words are known codes in capitals, as on most lines; else []."""
    codes = words.words[start:end].replace(",", " ").split()
    if not _plain_codes().issuperset(codes):
        return []
    places = _PLAIN_CODE.finditer(words.words, start, end)
    return [(Fact(place.group(), words.places(*place.span())), "") for place in places]


@cache
def _plain_codes() -> frozenset[str]:
    """The codes of letters alone with which none of several words begins."""
    several = {code.split()[0] for code in tables.multiword_tags()}
    return frozenset(filter(_PLAIN_CODE.fullmatch, tables.tag_codes())) - several - _NO_TAGS


def _codes(words: Passage, start: int, end: int) -> Iterator[Read]:
    """The codes in ``[start, end)`` one by one: persons and codes of several words first, then the rest."""
    place = start
    for match in _wholes().finditer(words.words, start, end):
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
    yield from _single(words, place, end)


@cache
def _wholes() -> re.Pattern[str]:
    """What is to be found before words are split: persons, page lines, codes of several words."""
    several = "|".join(
        r"\s+".join(re.escape(word) for word in code.split()) for code in tables.multiword_tags()
    )
    person = grammar.PERSON_TAG.pattern
    return re.compile(
        rf"{person}|(?P<page>{grammar.PAGE_IN_LINE.pattern})|"
        rf"(?P<multiword>(?<![A-Z0-9])(?:{several}))(?P<glued>[A-Z]{{0,16}})(?![A-Z0-9])",
        re.I,
    )


def _single(words: Passage, start: int, end: int) -> Iterator[Read]:
    """The codes in ``[start, end)``: the names of organizations between commas, and single words."""
    place = start
    for cut in (*grammar.TAG_CUT.finditer(words.words, start, end), None):
        item = Range(place, cut.start() if cut else end)
        if (cut or place > start) and _is_organization(words.words[slice(*item)]):
            fact = words.fact(*item)
            yield fact.with_value(fact.value.upper()), "unknown-tag"
        else:
            yield from _words(words, *item)
        place = cut.end() if cut else end


def _is_organization(item: str) -> bool:
    """Whether an item between commas is a name of several words, none of them a code: ``ANDES PACT``."""
    if not grammar.SEVERAL_WORDS.fullmatch(item.strip()):
        return False
    parts = item.upper().split()
    known = any(part in tables.tag_codes() or tables.split_tags(part) for part in parts)
    return not known and any(len(part) > 4 for part in parts)


def _words(words: Passage, start: int, end: int) -> Iterator[Read]:
    """The codes in ``[start, end)``, word by word."""
    for match in grammar.TAG_WORD.finditer(words.words, start, end):
        for place in _parted(match.group(), match.start()):
            fact = words.fact(*place)
            value = fact.value.upper().strip("\"'*\\#")
            if len(value) == 1 and value.isalpha():
                yield _letter(words, *place), _INITIAL
            elif 1 < len(value) <= _LONGEST and value not in _NO_TAGS and any(map(str.isalnum, value)):
                yield from _read(fact, value)


def _letter(words: Passage, start: int, end: int) -> Fact[str]:
    """A letter by itself, with the stop after it."""
    fact = words.fact(start, end + 1 if words.words[end : end + 1] == "." else end)
    return fact.with_value(fact.value.upper())


def _parted(word: str, start: int) -> Iterable[tuple[int, int]]:
    """Where the codes of a word stand: at its slashes it is parted if every part is a code."""
    if "/" not in word:
        return [(start, start + len(word))]
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
    """Two unknown words after a travel TAG are a person, last name first; so are two more after them.

    A letter after them is the person's initial; any other letter by itself is no TAG.
    """
    found = list(read)
    i = 0
    travels = False
    while i < len(found):
        fact, code = found[i]
        name = found[i : i + 2]
        if travels and len(name) == 2 and all(_like_name(*part) for part in name):
            initials = [part for part, kind in found[i + 2 : i + 3] if kind == _INITIAL]
            last, *given = (*(part for part, _ in name), *initials)
            spans = tuple(span for part in (last, *given) for span in part.spans)
            yield Fact(f"{last.value}, {' '.join(part.value for part in given)}", spans), ""
            i += len(given) + 1
            continue
        if travels and code and len(parts := fact.value.split()) == 2:
            yield fact.with_value(", ".join(parts)), ""
        elif code != _INITIAL:
            travels = fact.value in TRAVEL
            yield fact, code
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
