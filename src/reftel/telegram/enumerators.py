"""Enumerators: the letters before the items of a REF block, and the items between them.

In go legible words, out come items with the places of their letters. Rule:
letters must follow the alphabet, for initials of persons look like them; one
that is missing is passed over at the beginning of a line; of two in a row the
outer one counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reftel import tables
from reftel.telegram import grammar_references as grammar
from reftel.telegram.citation_words import block_names, known_name

_SKIPPED = 4  # enumerators that may be missing at the beginning of a line
_INDENTED = 80  # characters of indentation


class Item(NamedTuple):
    """One item of the block: ``words[start:end]``, its enumerator left out."""

    start: int
    end: int
    label: int | None = None
    """Where its letter stands."""


def items(words: str, start: int, end: int) -> Iterator[Item]:
    """The items between ``start`` and ``end``; what stands before the first enumerator is one too."""
    label: int | None = None
    bare = _bare_until(words, start)
    for match in grammar.ENUMERATOR.finditer(words, start, end):
        if match.start() < start:
            continue
        empty = bare >= match.start()
        front = (empty and label is None) or _is_at_front(words, start, match.start())
        if label is not None and empty and _is_doubled(match, words[label]):
            start = match.end()
        elif _is_next(words, match, None if label is None else words[label], front):
            if not (empty and label is None):
                yield Item(start, match.start(), label)
            label, start = _letter(match), match.end()
        else:
            continue
        bare = _bare_until(words, start)
    yield Item(start, end, label)


def _bare_until(words: str, start: int) -> int:
    """Where the first sign after ``start`` stands that is no blank and no separator."""
    match = grammar.EDGES.match(words, start)
    return match.end() if match else start


def _letter(match: re.Match[str]) -> int:
    """Where the letter of an enumerator stands."""
    return match.start(match.lastgroup or 0)


def _is_doubled(match: re.Match[str], label: str) -> bool:
    """Whether an enumerator directly after another only repeats it: ``A. (A)``, ``A. REF A``."""
    return match["lone"] is None and (match[match.lastgroup or 0] == label or match["enclosed"] is not None)


def _is_at_front(words: str, start: int, place: int) -> bool:
    """Whether nothing stands before ``place`` on its line, or a semicolon."""
    return words[max(start, place - _INDENTED) : place].rstrip(" \t")[-1:] in ("\n", ";")


def _is_next(words: str, match: re.Match[str], label: str | None, front: bool) -> bool:
    """Whether a letter goes on in the alphabet; one without a sign also needs a citation after it."""
    letter = match[match.lastgroup or 0]
    if label is None:
        fits = letter == "A" and (front or match["enclosed"] is not None or match.group().endswith(")"))
        if not fits and not (front and match["lone"] is None and match["enclosed"] is None):
            return False
        return match["lone"] is None or fits
    step = ord(letter) - ord(label)
    if step != 1 and not (front and 0 <= step <= _SKIPPED):
        return False
    return match["lone"] is None or _cites(words, match.end())


def _cites(words: str, place: int) -> bool:
    """Whether a citation stands at ``place``."""
    ahead = grammar.CITATION_AHEAD.match(words, place)
    return ahead is not None and known_name(tables.squeezed(ahead["name"]), block_names())
