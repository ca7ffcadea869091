"""Sought: where a term's words stand in a text, found without cutting all of it into words.

The result is what the index's analyzers would give: a word matches where they make
the same term of it. But they are asked only about pieces that can match: in ASCII
all signs but letters and digits part words, and a stem begins as its words do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from reftel.search import words
from reftel.search.tree import Form, Term
from reftel.search.words import Word

_OTHER = r"[^\x00-\x7f]"
_SIGN = r"[0-9a-z\x80-\U0010ffff]"
_PIECE = re.compile(f"{_SIGN}+")  # in lower case: one word in ASCII, else one or several, or none
_LONGER_CHANGE = re.compile(r".+ble|.ie|sky")  # stems of ability, dying, skies


class Sought(NamedTuple):
    """A term, cut into words as the index does it."""

    field: str | None
    run: tuple[Word, ...]
    """Stems that stand one after the other; none for a beginning."""
    beginnings: tuple[str, ...]
    """Beginnings of words, if it is one."""
    heads: tuple[str, ...]
    """How ASCII words that match begin, in lower case: one for each of ``run``, or any of them."""
    in_ascii: re.Pattern[str]
    """Finds the words of an ASCII text, in lower case, that may be the first of a match."""
    in_any: re.Pattern[str]
    """Finds the pieces of any text, in lower case, that may hold the first word of a match."""
    stemmed: bool
    """Whether ``run`` holds stems, not words as printed."""

    def may_be_in(self, lowered: str) -> bool:
        """Whether it can stand in a text, given in lower case: a quick look."""
        if not lowered.isascii():
            return True
        return (all if self.run else any)(head in lowered for head in self.heads)

    def places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where it stands in ``text``: the first character, and the one after the last."""
        low = lowered(text)
        if not text.isascii():
            pieces = self.in_any.finditer(low)
        elif len(self.run) == 1:  # the most frequent case, and the simplest
            term, made = self.run[0].term, _stem if self.stemmed else _printed
            yield from (word.span() for word in self.in_ascii.finditer(low) if made(word.group()) == term)
            return
        else:
            pieces = self.in_ascii.finditer(low)
        for piece in pieces:
            yield from self._within(piece, text, low)

    def _within(self, piece: re.Match[str], text: str, low: str) -> Iterator[tuple[int, int]]:
        """Where it begins in a piece of ``text``."""
        found = _words(text, low, *piece.span(), stemmed=self.stemmed)
        for number, word in enumerate(found):
            if not self.run and word.term.startswith(self.beginnings):
                yield word.start, word.end
            elif self.run and word.term == self.run[0].term:
                after = chain(found[number + 1 :], _after(text, low, piece.end(), self.stemmed))
                if end := self._end(word, after):
                    yield word.start, end

    def _end(self, first: Word, after: Iterable[Word]) -> int | None:
        """Where the run ends whose first word is ``first``; ``None`` where other words come after it."""
        if len(self.run) == 1:
            return first.end
        begun = self.run[0].position
        following = (first, *islice(after, self.run[-1].position - begun))
        if len(following) <= self.run[-1].position - begun:
            return None
        if any(following[word.position - begun].term != word.term for word in self.run):
            return None
        return following[-1].end


@lru_cache(maxsize=256)
def sought(term: Term) -> Sought | None:
    """What ``term`` looks for in running text; ``None`` where it holds no word that is indexed."""
    run: tuple[Word, ...] = ()
    beginnings: tuple[str, ...] = ()
    stemmed = term.form not in (Form.PREFIX, Form.EXACT)
    if term.form is Form.PREFIX:
        beginnings = heads = tuple(word.term for word in words.folded(term.text))
    else:
        run = tuple((words.stems if stemmed else words.folded)(term.text))
        heads = tuple(head(word.term) if stemmed else word.term for word in run)
    if not heads:
        return None
    first = heads[:1] if run else heads
    return Sought(term.field, run, beginnings, heads, _in_ascii(first), _in_any(first), stemmed)


def head(stem: str) -> str:
    """How all words begin that have this stem.

    Snowball's rules take signs from the end of a word and may change the last one
    of what they leave (``happy`` → ``happi``), seldom the last two (``ability`` → ``able``).
    """
    changed = 2 if _LONGER_CHANGE.fullmatch(stem) else 1
    return stem[: max(1, len(stem) - changed)]


def lowered(text: str) -> str:
    """``text`` in lower case, each sign in its place."""
    low = text.lower()
    return low if len(low) == len(text) else text.replace("İ", "ı").lower()  # the one that becomes two


def _in_ascii(heads: tuple[str, ...]) -> re.Pattern[str]:
    """Words that begin with one of ``heads``, which stand first so that they are quickly found."""
    return re.compile("|".join(f"{one}(?<![0-9a-z]{one})[0-9a-z]*" for one in map(re.escape, heads)))


def _in_any(heads: tuple[str, ...]) -> re.Pattern[str]:
    """Pieces that begin with one of ``heads``, and those that are not ASCII."""
    begun = "|".join(map(re.escape, heads))
    return re.compile(rf"(?<!{_SIGN})(?:{begun}|[0-9a-z]*+{_OTHER}){_SIGN}*")


def _after(text: str, low: str, place: int, stemmed: bool) -> Iterator[Word]:
    """The words from ``place`` on, one after the other."""
    for match in _PIECE.finditer(low, place):
        yield from _words(text, low, *match.span(), stemmed=stemmed)


def _words(text: str, low: str, start: int, end: int, *, stemmed: bool) -> list[Word]:
    """The words of the piece ``text[start:end]``; one that is too long for the index has no term."""
    piece = low[start:end]
    if piece.isascii() and text[start:end].isascii():
        term = _stem(piece) if stemmed else _printed(piece)
        return [Word(term, 0, start, end)]
    cut = words.all_words(text[start:end], stemmed=stemmed)
    return [word._replace(start=word.start + start, end=word.end + start) for word in cut]


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    """The stem of one word in lower case; "" of one that is too long for the index."""
    return next(iter(words.stem_terms(word)), "")


def _printed(word: str) -> str:
    """One word in lower case, as it stands; "" of one that is too long for the index."""
    return word if len(word) <= words.LONGEST else ""
