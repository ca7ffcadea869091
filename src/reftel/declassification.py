"""Declassification: what an instruction that prints no date comes to, by the written rule.

In go the executive order, the instruction, the level and the date of a
telegram; out comes the date, or several, or none. Rule: ``tables/schedules.csv``,
a row for each instruction of each order. Nothing is guessed: without a level
all dates that a schedule can give are candidates, and without a date of the
telegram there are none. Pure: it asks no clock, and says nothing of today.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from reftel import tables
from reftel.record import BestDate, Computed, Declassify, Downgrade
from reftel.tables import Schedule

TERM = "YEARS"
"""How the written rule names a term of years."""

Outcome = tuple[str, str | None, tuple[Downgrade, ...]]
"""Order and section with the instruction, the date if there is one, and lower levels on the way."""


def with_computed(
    declassify: Declassify, order: str | None, level: str | None, dated: BestDate | None
) -> Declassify:
    """The instruction with the date that it comes to; itself where the rule gives none."""
    computed = compute(declassify, order, level, dated)
    return msgspec.structs.replace(declassify, computed=computed) if computed else declassify


def compute(
    declassify: Declassify, order: str | None, level: str | None, dated: BestDate | None
) -> Computed | None:
    """The date that schedules, exemptions and terms of an instruction come to; ``None`` for none.

    ``order`` is the number of the executive order, or ``None``: then the orders of the telegram's time count.
    ``level`` is the level spelled out, or ``None`` where it is not known.
    """
    codes = [*declassify.exemptions, *([TERM] if declassify.term is not None else [])]
    if not codes or dated is None:
        return None
    when = dated.value[:10]
    orders = (order,) if order else tuple(row.code for row in tables.executive_orders_in(when))
    found = [
        _outcome(row, code, declassify, when)
        for number in orders
        for code in codes
        for row in _rows(number, code, level, declassify)
    ]
    return _computed(found)


def _rows(order: str, code: str, level: str | None, declassify: Declassify) -> Iterable[Schedule]:
    """The rows of the written rule that count: where a date is printed, those which no date overrules."""
    printed = declassify.on is not None
    return (row for row in tables.schedules_of(order, code, level) if not (printed and row.printed))


def _computed(outcomes: list[Outcome]) -> Computed | None:
    """What several outcomes come to together: one date only where all give it."""
    ordered = sorted(outcomes, key=lambda outcome: outcome[1] or "9")
    candidates = list(dict.fromkeys(on for _, on, _ in ordered if on))
    if not candidates:
        return None
    sure = len({on for _, on, _ in ordered}) == 1
    rules = dict.fromkeys(rule for rule, _, _ in ordered)
    lowered = list(dict.fromkeys(one for _, _, downgrades in ordered for one in downgrades))
    return Computed(candidates[0] if sure else None, candidates, lowered if sure else [], "; ".join(rules))


def _outcome(row: Schedule, code: str, declassify: Declassify, when: str) -> Outcome:
    years = declassify.term if row.years == "printed" else int(row.years or 0)
    on = _later(row.counts, when, years or 0)
    lowered = ((level, _later(row.counts, when, after)) for level, after in row.downgrades)
    instruction = f"{declassify.term} YEARS" if code == TERM else code
    rule = f"{row.rule}: {', '.join((instruction, *row.levels))}"
    return rule, on, tuple(Downgrade(level, day) for level, day in lowered if day)


def _later(counts: str, when: str, years: int) -> str | None:
    """The day some years after ``when``, as the row counts; ``None`` for none, and if only a year is known.

    "Full calendar years" (E.O. 11652 s. 5) end on 31 December. 29 February becomes 28 February.
    """
    year = int(when[:4]) + years
    if counts == "year-end":
        return f"{year:04d}-12-31"
    if counts != "day" or len(when) < len("2007-11-28"):
        return None
    return f"{year:04d}-{'02-28' if when[5:] == '02-29' else when[5:]}"
