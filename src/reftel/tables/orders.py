"""Orders: executive orders on classification, and what becomes of their schedules and exemptions.

In go the number of an order, a day, an instruction and a level, out come rows.
Rule: of a misprinted number the nearest order of the time is meant; of the
rows for an instruction that of the level counts before that for every level.
"""

from __future__ import annotations

from datetime import date
from functools import cache, lru_cache
from typing import NamedTuple

from reftel.tables.rows import as_day, rows, several

_FAR = 2  # slips in a misprinted number, at most, where the day of the telegram tells the order


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


class Schedule(NamedTuple):
    """What an instruction comes to under an order, for telegrams of a level."""

    orders: tuple[str, ...]
    """Numbers of the orders; none: under any."""
    instruction: str
    """As records spell it: ``GDS``, ``X1``; ``25X`` stands for all that begin so, ``YEARS`` for a term."""
    levels: tuple[str, ...]
    """Levels for which the row is; none: for all that have no row of their own."""
    counts: str
    """``year-end``: to 31 December of the year; ``day``: to the same day; '': it comes to no date."""
    years: str
    """How many years after the telegram; ``printed``: as many as the instruction says; or ''."""
    printed: str
    """What a date printed in it is for: ``declassification``, ``review``, ``downgrading``; '': a mistake."""
    downgrades: tuple[tuple[str, int], ...]
    """Lower levels on the way, each with the years after which it is due, counted alike."""
    rule: str
    """Order and section."""
    example: str
    source: str
    note: str


# ---------------------------------------------------------------- orders


@cache
def executive_orders() -> tuple[ExecutiveOrder, ...]:
    """All executive orders on classification, oldest first."""
    return tuple(
        ExecutiveOrder(
            row["code"],
            row["name"],
            date.fromisoformat(row["signed"]),
            date.fromisoformat(row["from"]),
            as_day(row["to"]),
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
    return next(iter(executive_orders_in(day.isoformat())), None)


def executive_orders_in(when: str) -> tuple[ExecutiveOrder, ...]:
    """The orders that telegrams of a day (``1978-12-01``) or a year name: one, or of a year up to two."""
    size = len(when)
    return tuple(
        row
        for row in executive_orders()
        if row.printed
        and row.since.isoformat()[:size] <= when
        and (row.until is None or when <= row.until.isoformat()[:size])
    )


@lru_cache(maxsize=1024)
def meant_order(number: str, when: str | None) -> ExecutiveOrder | None:
    """The order that a misprinted number means; None where it can mean none, or several.

    The order of the time ``when`` (a day or a year, as ISO 8601), if it is at most two slips away; else the
    one that is known to be misprinted so; else the only one that is one slip away.
    """
    known = executive_order(number)
    if known is not None and known.code == number:
        return known
    near = {row.code: _slips(number, row.code) for row in executive_orders() if row.printed}
    of_the_time = [row for row in executive_orders_in(when) if near[row.code] <= _FAR] if when else []
    if len(of_the_time) == 1:
        return of_the_time[0]
    if known is not None:
        return known
    one_away = [code for code, slips in near.items() if slips == 1]
    return executive_order(one_away[0]) if len(one_away) == 1 else None


def _slips(one: str, other: str) -> int:
    """How many digits of two short numbers were lost, added, changed, or exchanged with the next one."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, digit in enumerate(one, 1):
        before, above, row = row, before, [i]
        for j, wanted in enumerate(other, 1):
            least = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (digit != wanted))
            if i > 1 and j > 1 and digit == other[j - 2] and one[i - 2] == wanted:
                least = min(least, above[j - 2] + 1)
            row.append(least)
    return row[-1]


# ---------------------------------------------------------------- schedules


@cache
def schedules() -> tuple[Schedule, ...]:
    """All rows of the written rule, in order of number and instruction."""
    return tuple(
        Schedule(
            several(row["order"]),
            row["instruction"],
            several(row["level"]),
            row["counts"],
            row["years"],
            row["printed"],
            tuple((level, int(years)) for level, years in map(_parted, several(row["downgrades"]))),
            row["rule"],
            row["example"],
            row["source"],
            row["note"],
        )
        for row in rows("schedules")
    )


def _parted(words: str) -> tuple[str, str]:
    level, _, years = words.partition(":")
    return level, years


@lru_cache(maxsize=1024)
def schedules_of(order: str, instruction: str, level: str | None) -> tuple[Schedule, ...]:
    """The rows for an instruction (``XGDS-2``, ``1.6X5``) under an order, at a level.

    One, or none. Where the level is not known (``None``) and makes a difference, the rows of all levels.
    """
    unclassified = [row for row in schedules() if row.instruction == "any" and level in row.levels]
    if unclassified:
        return tuple(unclassified)
    code = instruction.removeprefix("1.6")
    fitting = [row for row in schedules() if order in row.orders and code.startswith(row.instruction)]
    longest = max((row.instruction for row in fitting), key=len, default="")
    found = [row for row in fitting if row.instruction == longest]
    own = [row for row in found if level in row.levels]
    return tuple(own or [row for row in found if level is None or not row.levels])
