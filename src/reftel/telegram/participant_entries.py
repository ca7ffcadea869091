"""Entries: the lines of a list of participants, each with those that go on with its words.

Comes in: the words of a paragraph and where its list stands. Goes out: the place of
each entry, bullets and letters left out, sentences too; and where a line names a
group. Rule: a sentence is told by a verb, a stop within or many small words; letters
count a list if two or more follow one another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import msgspec

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


class Row(msgspec.Struct, frozen=True, gc=False):
    """A line of a list, or several that are one entry: the words after bullet or letter."""

    start: int
    """Where the words begin in those of the paragraph."""
    words: str
    bullet: bool
    """Whether a bullet or letter stood before them."""
    apart: bool
    """Whether a blank line or a rule stands above."""

    @property
    def place(self) -> Range:
        """Where the words stand in those of the paragraph."""
        return Range(self.start, self.start + len(self.words))


def entries(words: str, within: Range) -> list[Row]:
    """The entries in ``within``, in order."""
    rows = _without_sentences(_rows(words, within))
    return list(_joined(words, _without_letters(rows)))


def _rows(words: str, within: Range) -> list[Row]:
    """The lines with words, without bullets."""
    rows: list[Row] = []
    apart, place = True, within.start
    for line in within.of(words).split("\n"):
        bare = line.strip()
        if bare.strip(_RULE):
            bullet = grammar.BULLET.match(line) if bare[0] in grammar.BULLETS else None
            start = bullet.end() if bullet else len(line) - len(line.lstrip())
            rows.append(Row(place + start, line[start:].rstrip(), bullet is not None, apart))
            apart = False
        else:
            apart = True
        place += len(line) + 1
    return rows


def _without_letters(rows: Sequence[Row]) -> Iterable[Row]:
    """The rows without the letters or numbers that count them: two or more that follow one another."""
    signs: dict[int, re.Match[str]] = {}
    last: dict[str, int] = {}
    for i, row in enumerate(rows):
        head = row.words[:_SIGN]
        sign = grammar.ENUMERATOR.match(row.words) if "." in head or ")" in head else None
        if sign is not None and _follows(sign, last):
            signs[i] = sign
    counted = {_kind(sign) for sign in signs.values() if _value(sign) > 1}
    for i, row in enumerate(rows):
        if i in signs and _kind(signs[i]) in counted:
            end = signs[i].end()
            yield Row(row.start + end, row.words[end:], True, row.apart)
        else:
            yield row


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


def _joined(words: str, rows: Iterable[Row]) -> Iterator[Row]:
    """The entries: a row, with those below it that go on with its words."""
    first: Row | None = None
    end = 0  # of the entry's last row
    for row in rows:
        if first is not None:
            tail = words[max(first.start, end - _TAIL) : end]
            if _goes_on(tail, first.bullet, row):
                end = row.start + len(row.words)
                continue
            yield _entry(words, first, end)
        first, end = row, row.start + len(row.words)
    if first is not None:
        yield _entry(words, first, end)


_TAIL = 40  # characters at the end of an entry that tell whether it goes on


def _entry(words: str, first: Row, end: int) -> Row:
    """The entry from its first row to ``end``."""
    whole = end == first.start + len(first.words)
    return first if whole else Row(first.start, words[first.start : end], first.bullet, first.apart)


def _goes_on(tail: str, bullet: bool, row: Row) -> bool:
    """Whether a row goes on with the entry above it, which ends with ``tail`` and may have a bullet."""
    if row.apart or row.bullet:
        return False
    line = row.words
    if line.startswith("(") or grammar.ends_open(tail):
        return True
    begins_small = line[0].islower()
    small = begins_small and (tail.endswith(",") or line.split()[0] not in _JOINING)
    if not small and (begins_small or not (bullet or tail.endswith(";"))):
        return False
    return group_in(line) is None and grammar.PERSON_LABEL.match(line) is None


def group_in(line: str) -> Range | None:
    """Where a line names a group: before a colon, or a country, an organization or a side alone."""
    named = None
    if ":" in line:
        named = grammar.GROUP.fullmatch(line)
    elif line.rstrip()[-4:].lower() in grammar.SIDE_ENDS:
        named = grammar.SIDE.fullmatch(line)
    if named is not None:
        return Range(named.start("name"), len(line[: named.end("name")].rstrip()))
    return Range(0, len(line)) if is_country(line) or is_organization(line) else None


# ---------------------------------------------------------------- sentences


def _without_sentences(rows: Sequence[Row]) -> list[Row]:
    """The rows without sentences: a line with a verb or a stop within, and the full lines around it."""
    prose = _sentences([row.words for row in rows])
    if not any(prose):
        return list(rows)
    for i in range(1, len(rows)):
        if prose[i - 1] and not _begins(rows[i]) and not rows[i - 1].words.endswith((".", ":")):
            prose[i] = True
    for i in range(len(rows) - 2, -1, -1):
        if prose[i + 1] and not _begins(rows[i + 1]) and _is_full(rows[i].words):
            prose[i] = True
    return [row for row, told in zip(rows, prose, strict=True) if not told]


def _begins(row: Row) -> bool:
    return row.apart or row.bullet


def _is_full(line: str) -> bool:
    """Whether a line may have been broken at its width within a sentence."""
    return len(line) >= _FULL and not line.endswith((".", ":", ";"))


def _sentences(lines: Sequence[str]) -> list[bool]:
    """Of each line whether it has a verb, a stop within, or many small words before the first comma."""
    bare = [grammar.IN_PARENTHESES.sub("", line) if "(" in line else line for line in lines]
    small = [words.lower() if words.isupper() else words for words in bare]
    verbs = grammar.may_hold_verb("\n".join(small))
    return [
        (verbs and grammar.VERB.search(small[i]) is not None)
        or (". " in bare[i] and grammar.SENTENCES.search(bare[i]) is not None)
        or (
            (line.endswith(".") or len(line) >= _FULL)
            and len(grammar.SMALL_WORD.findall(bare[i].partition(",")[0])) >= _MANY
        )
        for i, line in enumerate(lines)
    ]
