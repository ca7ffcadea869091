"""Portions: what paragraphs are for: summary, comment, protected sources.

Comes in: paragraphs and the passages that they were read from. Goes out: roles
and facts with spans. Rule: a paragraph's role is told by its first words, else
by the heading above it; the words that open and close a summary or comment are
no part of it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reftel.span import Fact, Passage, Span, kept
from reftel.telegram import grammar_text
from reftel.telegram.model import Paragraph, Protected

REACH = 8  # a summary may run over this many paragraphs if its closing words are found there


# What parts the level from its controls: C/NF, C NF, S-NOFORN
_AFTER_LEVEL = re.compile(r"(?<=\A[A-Z])[ ,\-]+|(?<=\A(?:TS))[ ,\-]+|(?<=\A(?:SBU|LOU))[ ,\-]+")


@lru_cache(maxsize=1024)
def portion_mark(words: str) -> str:
    """A portion mark in upper case, without blanks around its slashes: ``C/NF``."""
    mark = re.sub(r"[ \-,]*ENTIRE TEXT.*", "", " ".join(words.upper().split()))
    mark = _AFTER_LEVEL.sub("/", mark, count=1)
    return "/".join(part.strip() for part in mark.replace("//", "/").split("/"))


def role(words: str, heading: Fact[str] | None) -> str | None:
    """The role of a paragraph, told by its first words, else by its heading."""
    if (part := grammar_text.opened(words)) is not None:
        return part.role
    return None if heading is None else _titled(heading.value)


@lru_cache(maxsize=1024)
def _titled(heading: str) -> str | None:
    """The role that a heading gives to the paragraphs below it: one that it names and nothing else."""
    title = heading.strip("-:. ")
    named = (part for part in grammar_text.PARTS if part.role != "clearance")
    return next((part.role for part in named if (m := part.opening(title)) and m.end() == len(title)), None)


# ---------------------------------------------------------------- summary and comment


def read_part(role: str, paragraphs: Sequence[Paragraph], passages: Sequence[Passage]) -> Fact[str] | None:
    """The summary or the comment: the words of its paragraphs without those that open and close it."""
    part = next(part for part in grammar_text.PARTS if part.role == role)
    first = next((i for i, paragraph in enumerate(paragraphs) if paragraph.role == role), None)
    if first is None or part.closes is None:
        return _closed_part(part, paragraphs, passages)
    last = _last_of(part, first, paragraphs, passages)
    pieces: list[Span] = []
    for i in range(first, last + 1):
        words = passages[i].words
        opened = part.opening(words)
        closed = part.closing(words)
        start = opened.end() if i == first and opened else 0
        end = closed.start() if closed and closed.start() >= start else len(words)
        pieces.extend(passages[i].places(start, end))
    text = passages[first].text
    return Fact(kept(text, pieces), tuple(pieces)) if pieces else None


def _last_of(
    part: grammar_text.Part, first: int, paragraphs: Sequence[Paragraph], passages: Sequence[Passage]
) -> int:
    """The index of the paragraph that ends a part begun in paragraph ``first``."""
    for i in range(first, min(first + REACH, len(paragraphs))):
        if i > first and paragraphs[i].heading != paragraphs[first].heading:
            break
        if part.closing(passages[i].words):
            return i
    last = first
    title = paragraphs[first].heading
    if title is not None and part.opening(title.value):
        while last + 1 < len(paragraphs) and paragraphs[last + 1].heading == title:
            last += 1
    return last


def _closed_part(
    part: grammar_text.Part, paragraphs: Sequence[Paragraph], passages: Sequence[Passage]
) -> Fact[str] | None:
    """A part whose opening words are missing, but whose closing words end the first paragraph."""
    if not paragraphs or part.role != "summary":
        return None
    closed = part.closing(passages[0].words)
    if closed is None:
        return None
    places = passages[0].places(0, closed.start())
    return Fact(kept(passages[0].text, places), places) if places else None


# ---------------------------------------------------------------- protected sources


def read_protected(paragraphs: Sequence[Paragraph], passages: Sequence[Passage]) -> tuple[Protected, ...]:
    """The requests to protect a source, each with the name that stands before it."""
    found: list[Protected] = []
    for paragraph, passage in zip(paragraphs, passages, strict=True):
        if not grammar_text.may_protect(passage.words):
            continue
        for match in grammar_text.PROTECT.finditer(passage.words):
            before = max(0, match.start() - 80)
            told = passage.words[before : match.start()]
            name = None if told.isupper() else grammar_text.NAME_BEFORE.search(told)
            found.append(
                Protected(
                    text=passage.fact(*match.span()),
                    name=passage.fact(before + name.start(), before + name.end()) if name else None,
                    paragraph=paragraph.number.value if paragraph.number else None,
                )
            )
    return tuple(found)
