"""Subject: the words of a subject line, and the portion mark before or after them.

Source: 5 FAH-1 H-234 (a subject bears a mark where it is classified itself).
"""

from __future__ import annotations

from reftel.span import Fact, Passage, Span, folded
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
    end = _sentence_start(words.words, start, end)
    after = grammar.SUBJECT_MARK_AFTER.search(words.words, start, end) if found is None else None
    if after is not None:
        fact = words.fact(*after.span("mark"))
        found, end = fact.with_value(portion_mark(fact.value)), after.start()
    subject = _without_fillings(words, start, end) if start < end else None
    return (subject if subject and subject.spans else None), found


def _sentence_start(words: str, start: int, end: int) -> int:
    """Where a subject in capitals is followed by a line in sentences (``This is an action request.``)."""
    following = grammar.SENTENCE_LINE.search(words, start, end)
    if following is None or words[start : following.start()].upper() != words[start : following.start()]:
        return end
    return following.start()


def _without_fillings(words: Passage, start: int, end: int) -> Fact[str]:
    """The words at ``[start, end)`` without backslashes at a line's end and hyphens that hold its column."""
    spans: list[Span] = []
    for filling in grammar.LINE_ENDS.finditer(words.words, start, end):
        if "\\" not in filling.group() and "-" not in filling.group():
            continue
        spans += words.places(start, filling.start())
        start = filling.end()
    spans += words.places(start, end)
    return Fact(folded(words.text, spans), tuple(spans))


def _after_colon(words: str, place: int, end: int) -> int:
    """``place`` moved over the colon that may stand after the mark: ``SUBJECT (U): A VISIT``."""
    while place < end and words[place] in ":; \t\n":
        place += 1
    return place
