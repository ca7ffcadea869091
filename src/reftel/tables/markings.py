"""Markings: levels, captions, precedences and operating signals.

In go words as they stand in a telegram, out comes the row that they are, or
None. Rule: a look-up takes the whole of the words; case, blanks between
letters (``N O F O R N``) and signs around them do not count.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from reftel.tables.rows import as_day, rows, several, squeezed


class Classification(NamedTuple):
    """A level that a telegram can bear (5 FAH-2 H-220)."""

    code: str
    """The level as records spell it: ``CONFIDENTIAL``."""
    name: str
    mark: str
    """Its portion mark: ``C``."""
    rank: int
    """0 for UNCLASSIFIED, rising."""
    security_lines: tuple[str, ...]
    """The letter groups of the security line (ZNY, ZNR) that stand for it: ``CCCCC``."""
    variants: tuple[str, ...]
    since: date | None
    until: date | None
    example: str
    source: str
    notes: str

    @property
    def security_line(self) -> str:
        """The usual letter group, or '' where a level has none."""
        return self.security_lines[0] if self.security_lines else ""


class Caption(NamedTuple):
    """A caption, dissemination control or channel (5 FAH-2 H-250, H-440)."""

    code: str
    kind: str
    """``caption``, ``caveat`` (a dissemination control) or ``channel``."""
    mark: str
    """How it is written within a portion mark (``NF``), or ''."""
    name: str
    variants: tuple[str, ...]
    open: bool
    """Whether more words may follow on its line, as countries after REL TO."""
    remark: bool
    """Whether these are a remark, and no part of it, as after CORRECTED COPY."""
    since: date | None
    until: date | None
    example: str
    source: str


class Precedence(NamedTuple):
    """How fast a telegram is to be handled (5 FAH-2 H-321)."""

    code: str
    doubled: str
    name: str
    rank: int
    """1 for ROUTINE, rising."""
    variants: tuple[str, ...]
    example: str
    source: str


CORRECTED_COPY = "corrected copy"
RESENT = (CORRECTED_COPY, "repetition", "suspected duplicate")
"""What a message can say of itself that was sent before; what counts first where several are told."""


class Signal(NamedTuple):
    """An operating signal of the communications centre (ACP 131)."""

    code: str
    name: str
    """What it says."""
    resent: str
    """What it says of a message that was sent before, one of ``RESENT``; else ''."""
    variants: tuple[str, ...]
    example: str
    source: str


@cache
def classifications() -> tuple[Classification, ...]:
    """All levels, highest first."""
    levels = (
        Classification(
            row["code"],
            row["name"],
            row["mark"],
            int(row["rank"]),
            several(row["security_lines"]),
            several(row["variants"]),
            as_day(row["from"]),
            as_day(row["to"]),
            row["example"],
            row["source"],
            row["notes"],
        )
        for row in rows("classifications")
    )
    return tuple(sorted(levels, key=lambda level: -level.rank))


@cache
def _levels_by_words() -> dict[str, Classification]:
    return {squeezed(words): row for row in classifications() for words in (row.code, *row.variants)}


def classification(words: str) -> Classification | None:
    """The level that ``words`` spell, closed up or letter by letter; None if they are no level."""
    return _levels_by_words().get(squeezed(words))


@cache
def _levels_by_group() -> dict[str, Classification]:
    return {group: row for row in classifications() for group in row.security_lines}


def classification_of_security_line(group: str) -> Classification | None:
    """The level that the letter group of a ZNY or ZNR line stands for: ``CCCCC``; None if unknown."""
    return _levels_by_group().get(group[:5].upper())


@cache
def captions() -> tuple[Caption, ...]:
    """All captions, caveats and channels, in order of code."""
    return tuple(
        Caption(
            row["code"],
            row["kind"],
            row["mark"],
            row["name"],
            several(row["variants"]),
            row["open"] != "",
            row["open"] == "remark",
            as_day(row["from"]),
            as_day(row["to"]),
            row["example"],
            row["source"],
        )
        for row in rows("captions")
    )


@cache
def _captions_by_words() -> dict[str, Caption]:
    return {squeezed(words): row for row in captions() for words in (row.code, *row.variants)}


@cache
def _open_captions() -> tuple[tuple[str, Caption], ...]:
    """First words of the captions that may go on, longest first, each ending in a blank."""
    openings = ((words, row) for row in captions() if row.open for words in (row.code, *row.variants))
    pairs = [(" ".join(words.split()) + " ", row) for words, row in openings]
    return tuple(sorted(pairs, key=lambda pair: -len(pair[0])))


@cache
def _open_beginnings() -> tuple[str, ...]:
    return tuple(first for first, _ in _open_captions())


def caption(words: str) -> Caption | None:
    """The caption that ``words``, a whole line or group of words, are; None if they are none.

    An open caption takes what follows it with it: ``REL TO USA, GBR`` is REL TO.
    """
    found = _captions_by_words().get(squeezed(words))
    if found is not None or " " not in words:
        return found
    folded = " ".join(words.upper().split()).lstrip("(/*-. ")
    if not folded.startswith(_open_beginnings()):
        return None
    return next(row for first, row in _open_captions() if folded.startswith(first))


@cache
def precedences() -> tuple[Precedence, ...]:
    """All precedences, most urgent first."""
    found = (
        Precedence(
            row["code"],
            row["doubled"],
            row["name"],
            int(row["rank"]),
            several(row["variants"]),
            row["example"],
            row["source"],
        )
        for row in rows("precedences")
    )
    return tuple(sorted(found, key=lambda row: -row.rank))


@cache
def _precedences_by_words() -> dict[str, Precedence]:
    return {
        squeezed(words): row
        for row in precedences()
        for words in (row.code, row.doubled, row.name, *row.variants)
    }


def precedence(words: str) -> Precedence | None:
    """The precedence that ``words`` name: ``O``, ``OO``, ``IMMEDIATE``, ``NIACT IMMEDIATE``; or None."""
    return _precedences_by_words().get(squeezed(words))


@cache
def signals() -> tuple[Signal, ...]:
    """All operating signals, in order of code."""
    return tuple(
        Signal(
            row["code"], row["name"], row["resent"], several(row["variants"]), row["example"], row["source"]
        )
        for row in rows("signals")
    )


@cache
def _signals_by_words() -> dict[str, Signal]:
    return {squeezed(words): row for row in signals() for words in (row.code, *row.variants)}


def signal(code: str) -> Signal | None:
    """The operating signal of this code, with or without a figure after it (``ZFF3``); None if unknown."""
    return _signals_by_words().get(squeezed(code).rstrip("0123456789"))
