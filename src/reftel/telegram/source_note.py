"""Source note: what the editors of a printed edition state of a telegram below its head.

Comes in: the lines of the note. Goes out: level, precedence and captions, the
addressees that the head does not name, who drafted, cleared and approved.
Source: the notes of Foreign Relations of the United States; a note of two
sentences is ``Secret; Priority. Repeated to Dakar and Tunis.``
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from reftel import tables
from reftel.span import Fact
from reftel.telegram import grammar_printed as grammar
from reftel.telegram.model import Address, Distribution, Line

_TOKEN = re.compile(r"[^;,–—-]+")
_WORD = re.compile(r"\S+")
_LONGEST = 5000  # characters of a note that are read
_ONE_LETTER = 2  # a precedence is spelled out here: longer than its prosigns


@dataclass(slots=True)
class Markings:
    """Level, precedence and captions as they stand on one line or in one sentence."""

    level: Fact[str] | None = None
    precedence: Fact[str] | None = None
    captions: list[Fact[str]] = field(default_factory=list)
    caveats: list[Fact[str]] = field(default_factory=list)

    def add(self, fact: Fact[str]) -> bool:
        """Take in what a word or two state; whether they state anything."""
        level, precedence = tables.classification(fact.value), _precedence(fact.value)
        caption = tables.caption(fact.value)
        if level is not None:
            self.level = self.level or fact.with_value(level.code)
        elif precedence is not None:
            self.precedence = self.precedence or fact.with_value(precedence)
        elif caption is not None:
            into = self.caveats if caption.kind == "caveat" else self.captions
            into.append(fact.with_value(caption.code))
        known = level or precedence or caption or grammar.URGENCY.fullmatch(fact.value)
        return known is not None

    def join(self, other: Markings) -> None:
        """Take in what ``other`` states and this does not."""
        self.level = self.level or other.level
        self.precedence = self.precedence or other.precedence
        for mine, more in ((self.captions, other.captions), (self.caveats, other.caveats)):
            known = {fact.value for fact in mine}
            mine.extend(fact for fact in more if fact.value not in known)


def _precedence(words: str) -> str | None:
    row = tables.precedence(words) if len(words) > _ONE_LETTER else None
    return row.name if row else None


@dataclass(slots=True)
class Note:
    """What a source note states."""

    markings: Markings = field(default_factory=Markings)
    to: tuple[Address, ...] = ()
    """Addressees beside the one in the head."""
    info: tuple[Address, ...] = ()
    distribution: Distribution = field(default_factory=Distribution)


def read_markings(line: Line) -> Markings | None:
    """The markings on a line of nothing else (``SECRET  NIACT``); ``None`` for other lines."""
    if not line.words.strip() or len(line.words) > 80:
        return None
    found = Markings()
    for token in _TOKEN.finditer(line.words):
        if token[0].strip() and not (
            found.add(line.fact(*token.span())) or _add_words(found, line, *token.span())
        ):
            return None
    return found


def _add_words(found: Markings, line: Line, start: int, end: int) -> bool:
    """Take in markings that blanks alone part, the longest first; whether all words are markings."""
    words = [(match.start(), match.end()) for match in _WORD.finditer(line.words, start, end)]
    i = 0
    while i < len(words):
        j = next(
            (
                j
                for j in range(min(len(words), i + 4), i, -1)
                if found.add(line.fact(words[i][0], words[j - 1][1]))
            ),
            None,
        )
        if j is None:
            return False
        i = j
    return bool(words)


def read_note(lines: Sequence[Line]) -> Note:
    """What the lines of the source note state."""
    note = Note()
    for line in lines:
        for sentence in grammar.MARKINGS.finditer(line.words, 0, _LONGEST):
            note.markings.join(_sentence(line, sentence))
        sent = grammar.SENT.search(line.words, 0, _LONGEST)
        if sent is not None and sent["precedence"] and note.markings.precedence is None:
            note.markings.add(line.fact(*sent.span("precedence")))
    note.to = tuple(_all(lines, grammar.ALSO_SENT))
    note.info = tuple(_all(lines, grammar.REPEATED))
    note.distribution = Distribution(
        drafted_by=next(_lists(lines, grammar.DRAFTED), None),
        approved_by=next(_lists(lines, grammar.APPROVED), None),
        cleared_by=tuple(_names(lines, grammar.CLEARED)),
    )
    return note


def _sentence(line: Line, sentence: re.Match[str]) -> Markings:
    """The markings of a sentence; what else stands in it (``Verbatim Text``) is passed over."""
    found = Markings()
    found.add(line.fact(*sentence.span("level")))
    for token in _TOKEN.finditer(line.words, *sentence.span("more")):
        fact = line.fact(*token.span())
        if fact.value:
            found.add(fact)
    return found


# ---------------------------------------------------------------- addressees and names


def _lists(lines: Iterable[Line], pattern: re.Pattern[str]) -> Iterator[Fact[str]]:
    """The list in each place that fits the pattern, as one fact."""
    for line in lines:
        for match in pattern.finditer(line.words, 0, _LONGEST):
            yield line.fact(*match.span("list"))


def _all(lines: Iterable[Line], pattern: re.Pattern[str]) -> Iterator[Address]:
    """The addressees in each place that fits the pattern."""
    for line in lines:
        for match in pattern.finditer(line.words, 0, _LONGEST):
            urgent = line.fact(*match.span("precedence")) if match["precedence"] else None
            name = _precedence(urgent.value) if urgent else None
            for start, end in _items(line.words, *match.span("list")):
                fact = line.fact(start, end)
                if fact.value:
                    yield Address(fact, precedence=urgent.with_value(name) if urgent and name else None)


def _names(lines: Iterable[Line], pattern: re.Pattern[str]) -> Iterator[Fact[str]]:
    """The names in each place that fits the pattern."""
    for line in lines:
        for match in pattern.finditer(line.words, 0, _LONGEST):
            for start, end in _cuts(line.words, *match.span("list")):
                yield line.fact(start, end)


def _items(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each addressee of a list stands, without article, reader and number there.

    One of a plural takes the places after it along: ``the Embassies in Nicosia and Ankara``.
    """
    cuts = list(_cuts(words, start, end))
    i = 0
    while i < len(cuts):
        first, last = cuts[i]
        i += 1
        if grammar.PLURAL_OFFICE.match(words, first):
            while i < len(cuts) and not grammar.ARTICLE.match(words, cuts[i][0]):
                last, i = cuts[i][1], i + 1
        before = grammar.BEFORE_ITEM.match(words, first, last)
        after = grammar.AFTER_ITEM.search(words, first, last)
        yield before.end() if before else first, after.start() if after else last


def _cuts(words: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A list cut at its commas and at ``and``."""
    place = start
    for between in grammar.BETWEEN_ITEMS.finditer(words, start, end):
        if between.start() > place:
            yield place, between.start()
        place = between.end()
    if place < end:
        yield place, end
