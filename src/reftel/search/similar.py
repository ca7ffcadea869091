"""Similar: the words of a telegram by which others like it are found.

In goes a record, out come the words that are frequent in it and rare elsewhere (term
frequency by inverse document frequency, the measure that BM25 refines), as printed. Words
of the subject count three times. Words that no other telegram has lead nowhere, and
words that a fifth of all have say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from math import log

from reftel.record import Record
from reftel.search import contents, words
from reftel.search.engine import SUBJECT_WEIGHT
from reftel.search.tree import And, Not, Or, Query, Term

MOST = 25
"""Words that are looked for."""
_SHORTEST = 3  # letters
_MANY = 50  # telegrams from which on the share of those that hold a word means something
_SHARE = 0.2


def telling_words(record: Record, frequency: Callable[[str], int], total: int) -> list[str]:
    """The most telling words of ``record``; ``frequency`` says how many of all telegrams hold a stem."""
    weight: Counter[str] = Counter()
    printed: dict[str, str] = {}
    values = [(record.subject or "", int(SUBJECT_WEIGHT)), *((one, 1) for one in contents.text(record))]
    for value, weighs in values:
        for stem in words.stems(value):
            word = value[stem.start : stem.end]
            if len(stem.term) >= _SHORTEST and not word.isdigit() and word.isalnum():
                weight[stem.term] += weighs
                printed.setdefault(stem.term, word.lower())
    worth: dict[str, float] = {}
    for term, count in weight.items():
        held = frequency(term)
        if held > 1 and (total < _MANY or held <= total * _SHARE):
            worth[term] = count / (count + 1.2) * log(1 + total / held)
    best = sorted(worth, key=lambda term: (-worth[term], term))[:MOST]
    return [printed[term] for term in best]


def like(key: str, found: list[str]) -> Query:
    """The telegrams but ``key`` that hold any of the words."""
    terms = tuple(Term(word) for word in found)
    return And((Or(terms) if len(terms) > 1 else terms[0], Not(Term(key, field="id"))))
