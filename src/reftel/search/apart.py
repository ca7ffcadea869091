"""Apart: where near spellings and near words stand in the passages of a record.

The index matches a near spelling with one word, and near words with all of a window of
words; here each word that takes part is found, with its place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reftel.search import words
from reftel.search.sought import head
from reftel.search.tree import Term

_RUN = re.compile(r"[0-9A-Za-z]+")  # a word of a text in ASCII

Place = tuple[int, int]
"""The first character of a word, and the one after its last."""


class Spelled(NamedTuple):
    """A word that is sought with its near spellings."""

    field: str | None
    word: str
    letters: int
    """That may differ."""

    def may_be_in(self, lowered: str) -> bool:
        """Whether it can stand in a text: near spellings may look like anything."""
        return bool(lowered)

    def places(self, text: str) -> Iterator[Place]:
        """Where it stands in ``text``."""
        if text.isascii():  # runs of letters and digits are its words
            runs = _runs(max(1, len(self.word) - self.letters), len(self.word) + self.letters)
            for run in runs.finditer(text.lower()):
                if slips(self.word, run[0]) <= self.letters:
                    yield run.span()
            return
        for word in words.all_words(text, stemmed=False):
            if word.term and slips(self.word, word.term) <= self.letters:
                yield word.start, word.end


@lru_cache(maxsize=64)
def _runs(least: int, most: int) -> re.Pattern[str]:
    """Finds the words of an ASCII text in lower case that have so many letters."""
    return re.compile(rf"(?<![0-9a-z])[0-9a-z]{{{least},{most}}}(?![0-9a-z])")


def spelled(term: Term) -> Spelled | None:
    """What a term with ``~`` looks for; ``None`` where it holds no word that is indexed."""
    found = words.folded(term.text)
    return Spelled(term.field, found[0].term, term.distance) if found else None


@lru_cache(maxsize=1 << 14)
def slips(one: str, other: str) -> int:
    """Letters to insert, drop or change, and neighbours to swap, that make ``other`` of ``one``.

    No more than three are counted.
    """
    if abs(len(one) - len(other)) > 2:
        return 3
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, its in enumerate(other, 1):
            cost = min(last[column] + 1, now[-1] + 1, last[column - 1] + (letter != its))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == its:
                cost = min(cost, before[column - 2] + 1)
            now.append(cost)
        before, last = last, now
    return min(3, last[-1])


def near(term: Term, texts: list[str]) -> list[list[Place]]:
    """For each of the texts, which follow one another in one field, the words that stand near.

    The end of a text counts as one word, as in the index.
    """
    wanted = Counter(word.term for word in words.stems(term.text))
    placed: list[tuple[int, int, words.Word]] = []  # position in the field, number of the text, word
    heads = tuple(head(one) for one in wanted)
    start = 0
    for number, text in enumerate(texts):
        if text.isascii() and not _any_in(heads, text.lower()):
            start += len(_RUN.findall(text)) + 1  # its words need only be counted
            continue
        found = words.all_words(text, stemmed=True)
        placed += [(start + word.position, number, word) for word in found if word.term in wanted]
        start += (found[-1].position + 1 if found else 0) + 1
    return _marked(placed, wanted, wanted.total() + term.distance, len(texts))


def _any_in(heads: tuple[str, ...], low: str) -> bool:
    return any(one in low for one in heads)


def _marked(
    placed: list[tuple[int, int, words.Word]], wanted: Counter[str], width: int, count: int
) -> list[list[Place]]:
    """The words in windows of ``width`` words that hold all that is wanted."""
    found: list[dict[Place, None]] = [{} for _ in range(count)]
    for first, (position, _, _) in enumerate(placed):
        window = [one for one in placed[first : first + width] if one[0] < position + width]
        if wanted <= Counter(word.term for _, _, word in window):
            for _, number, word in window:
                found[number][word.start, word.end] = None
    return [sorted(places) for places in found]
