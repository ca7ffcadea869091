"""Subject: the words of a subject line, and the portion mark before or after them.

Source: 5 FAH-1 H-234 (a subject bears a mark where it is classified itself).
"""

from __future__ import annotations

from reftel.span import Fact, Passage
from reftel.telegram import grammar_heading as grammar
from reftel.telegram.portions import portion_mark

_BACKSLASHES = " \t\n\\"


def read_subject(words: Passage) -> tuple[Fact[str] | None, Fact[str] | None]:
    """The subject, white space folded, without label and mark; and the mark. ``None`` for what is missing."""
    label = grammar.SUBJECT_LABEL.match(words.words)
    start = label.end() if label else 0
    end = len(words.words.rstrip(_BACKSLASHES))
    start += len(words.words[start:end]) - len(words.words[start:end].lstrip())
    mark = grammar.SUBJECT_MARK.match(words.words, start, end)
    found = None
    if mark is not None:
        fact = words.fact(*mark.span("mark"))
        found, start = (
            fact.with_value(portion_mark(fact.value)),
            _after_colon(words.words, mark.end(), end),
        )
    subject = words.fact(start, end) if start < end else None
    return (subject if subject and subject.spans else None), found


def _after_colon(words: str, place: int, end: int) -> int:
    """``place`` moved over the colon that may stand after the mark: ``SUBJECT (U): A VISIT``."""
    while place < end and words[place] in ":; \t\n":
        place += 1
    return place
