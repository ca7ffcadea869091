"""Entries: the lines of a list of participants, each with those that go on with its words.

Comes in: the words of a paragraph and where its list stands. Goes out: the place of
each entry, bullets and letters left out, sentences too; and where a line names a
group. Rule: a sentence is told by a verb, a stop within or many small words; letters
count a list if two or more follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reftel.tables.countries import is_country, is_organization
from reftel.telegram import grammar_text as grammar
from reftel.telegram.grammar_heading import PARTICLES

_FULL = 45  # characters from which a line may have been broken at its width
_RULE = "-=_* \t"  # signs of a line that is a rule
_SIGN = 4  # signs of a letter or number that counts a list
_JOINING = frozenset((*PARTICLES, "accompanied"))  # words in small letters that begin an entry
_MANY = 4  # small words that stand in no name or office


class Range(NamedTuple):
    """A place in the words of a paragraph."""

    start: int
    end: int

    def of(self, words: str) -> str:
        """The words at this place."""
        return words[self.start : self.end]


class Row(NamedTuple):
    """A line of a list: where its words stand after bullet or letter, and what stood before them."""

    place: Range
    bullet: bool
    apart: bool
    """Whether a blank line or a rule stands above it."""


def entries(words: str, within: Range) -> list[Range]:
    """The places of the entries in ``within``, in order."""
    return list(_joined(words, _rows(words, within)))


def _rows(words: str, within: Range) -> list[Row]:
    """The lines with words, without those of sentences, without bullets and the letters of a list."""
    bare: list[Row] = []
    apart, place = True, within.start
    for line in within.of(words).split("\n"):
        if line.strip().strip(_RULE):
            bullet = grammar.BULLET.match(line) if line.lstrip()[0] in grammar.BULLETS else None
            start = place + (bullet.end() if bullet else len(line) - len(line.lstrip()))
            bare.append(Row(Range(start, place + len(line.rstrip())), bullet is not None, apart))
            apart = False
        else:
            apart = True
        place += len(line) + 1
    return _without_letters(words, _without_sentences(words, bare))


def _without_letters(words: str, rows: Sequence[Row]) -> list[Row]:
    """The rows without the letters or numbers that count them: two or more that follow one another."""
    signs: dict[int, re.Match[str]] = {}
    last: dict[str, int] = {}
    for i, row in enumerate(rows):
        head = words[row.place.start : row.place.start + _SIGN]
        sign = grammar.ENUMERATOR.match(words, *row.place) if "." in head or ")" in head else None
        if sign is not None and _follows(sign, last):
            signs[i] = sign
    counted = {_kind(sign) for sign in signs.values() if _value(sign) > 1}
    return [
        row._replace(place=Range(signs[i].end(), row.place.end), bullet=True)
        if i in signs and _kind(signs[i]) in counted
        else row
        for i, row in enumerate(rows)
    ]


def _follows(sign: re.Match[str], last: dict[str, int]) -> bool:
    """Whether a letter or number is the first of its kind, or the next one."""
    kind, value = _kind(sign), _value(sign)
    if value != 1 and value != last.get(kind, 0) + 1:
        return False
    last[kind] = value
    return True


def _kind(sign: re.Match[str]) -> str:
    """Letters or numbers, in parentheses or not."""
    return ("(" if sign["in"] else ".") + ("1" if (sign["in"] or sign["out"]).isdigit() else "A")


def _value(sign: re.Match[str]) -> int:
    written = sign["in"] or sign["out"]
    return int(written) if written.isdigit() else ord(written.upper()) - ord("A") + 1


def _joined(words: str, rows: Sequence[Row]) -> Iterator[Range]:
    """The entries: a row, with those below it that go on with its words."""
    entry: Range | None = None
    bullet = False
    for row in rows:
        if entry is not None and _goes_on(words, entry, bullet, row):
            entry = Range(entry.start, row.place.end)
            continue
        if entry is not None:
            yield entry
        entry, bullet = row.place, row.bullet
    if entry is not None:
        yield entry


def _goes_on(words: str, entry: Range, bullet: bool, row: Row) -> bool:
    """Whether a row goes on with the entry above it."""
    if row.apart or row.bullet:
        return False
    line = row.place.of(words)
    tail = words[max(entry.start, entry.end - 40) : entry.end]
    if line.startswith("(") or grammar.OPEN_END.search(tail):
        return True
    small = line[0].islower() and (tail.endswith(",") or line.split()[0] not in _JOINING)
    if not small and (line[0].islower() or not (bullet or tail.endswith(";"))):
        return False
    return group_in(words, row.place) is None and grammar.PERSON_LABEL.match(line) is None


def group_in(words: str, place: Range) -> Range | None:
    """Where a line names a group: before a colon, or a country, an organization or a side alone."""
    line = place.of(words)
    named = None
    if ":" in line:
        named = grammar.GROUP.fullmatch(line)
    elif line.rstrip()[-4:].lower() in grammar.SIDE_ENDS:
        named = grammar.SIDE.fullmatch(line)
    if named is not None:
        return Range(place.start + named.start("name"), place.start + len(line[: named.end("name")].rstrip()))
    return place if is_country(line) or is_organization(line) else None


# ---------------------------------------------------------------- sentences


def _without_sentences(words: str, rows: Sequence[Row]) -> list[Row]:
    """The rows without sentences: a line with a verb or a stop within, and the full lines around it."""
    lines = [row.place.of(words) for row in rows]
    prose = [_is_sentence(line) for line in lines]
    for i in range(1, len(rows)):
        if prose[i - 1] and not _begins(rows[i]) and not lines[i - 1].endswith((".", ":")):
            prose[i] = True
    for i in range(len(rows) - 2, -1, -1):
        if prose[i + 1] and not _begins(rows[i + 1]) and _is_full(lines[i]):
            prose[i] = True
    return [row for row, told in zip(rows, prose, strict=True) if not told]


def _begins(row: Row) -> bool:
    return row.apart or row.bullet


def _is_full(line: str) -> bool:
    """Whether a line may have been broken at its width within a sentence."""
    return len(line) >= _FULL and not line.endswith((".", ":", ";"))


def _is_sentence(line: str) -> bool:
    """Whether a line has a verb, a stop within, or many small words before the first comma."""
    bare = grammar.IN_PARENTHESES.sub("", line) if "(" in line else line
    if grammar.VERB.search(bare.lower() if bare.isupper() else bare):
        return True
    if ". " in bare and grammar.SENTENCES.search(bare):
        return True
    if not (line.endswith(".") or len(line) >= _FULL):
        return False
    return len(grammar.SMALL_WORD.findall(bare.partition(",")[0])) >= _MANY
