"""Markings: levels, captions, precedences, operating signals and executive orders.

In go words as they stand in a telegram, out comes the row that they are, or
None. Rule: a look-up takes the whole of the words; case, blanks between
letters (``N O F O R N``) and signs around them do not count.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import NamedTuple

from reftel.tables.rows import rows, several, squeezed


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


class Signal(NamedTuple):
    """An operating signal of the communications centre (ACP 131)."""

    code: str
    name: str
    """What it says."""
    variants: tuple[str, ...]
    example: str
    source: str


class ExecutiveOrder(NamedTuple):
    """An order on classification and the time for which telegrams went by it."""

    code: str
    """Its number."""
    name: str
    signed: date
    since: date
    until: date | None
    printed: bool
    """Whether telegrams name it on their E.O. line."""
    variants: tuple[str, ...]
    """Misprints of the number."""
    example: str
    source: str


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


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
            _day(row["from"]),
            _day(row["to"]),
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
            _day(row["from"]),
            _day(row["to"]),
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


def caption(words: str) -> Caption | None:
    """The caption that ``words``, a whole line or group of words, are; None if they are none.

    An open caption takes what follows it with it: ``REL TO USA, GBR`` is REL TO.
    """
    found = _captions_by_words().get(squeezed(words))
    if found is not None or " " not in words:
        return found
    folded = " ".join(words.upper().split()).lstrip("(/*-. ")
    return next((row for first, row in _open_captions() if folded.startswith(first)), None)


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
        Signal(row["code"], row["name"], several(row["variants"]), row["example"], row["source"])
        for row in rows("signals")
    )


@cache
def _signals_by_words() -> dict[str, Signal]:
    return {squeezed(words): row for row in signals() for words in (row.code, *row.variants)}


def signal(code: str) -> Signal | None:
    """The operating signal of this code, with or without a figure after it (``ZFF3``); None if unknown."""
    return _signals_by_words().get(squeezed(code).rstrip("0123456789"))


@cache
def executive_orders() -> tuple[ExecutiveOrder, ...]:
    """All executive orders on classification, oldest first."""
    return tuple(
        ExecutiveOrder(
            row["code"],
            row["name"],
            date.fromisoformat(row["signed"]),
            date.fromisoformat(row["from"]),
            _day(row["to"]),
            row["printed"] == "yes",
            several(row["variants"]),
            row["example"],
            row["source"],
        )
        for row in rows("executive_orders")
    )


@cache
def _orders_by_number() -> dict[str, ExecutiveOrder]:
    return {number: row for row in executive_orders() for number in (row.code, *row.variants)}


def executive_order(number: str) -> ExecutiveOrder | None:
    """The order of this number; a known misprint (``12598``) gives the order that was meant."""
    return _orders_by_number().get(number.strip())


def executive_order_on(day: date) -> ExecutiveOrder | None:
    """The order that telegrams of ``day`` name on their E.O. line; None before the first.

    Until June 1972 telegrams named none; from 2003 they kept naming 12958, as amended.
    """
    fitting = (row for row in executive_orders() if row.printed and row.since <= day)
    return next((row for row in fitting if row.until is None or day <= row.until), None)
