"""Orders: the executive order line and its instruction for declassification.

Source: E.O. 11652, 12065, 12356, 12958, 13526; 32 CFR 2001; 5 FAH-1 H-231.
What a schedule comes to is not told here: that takes the level and the date of
the telegram, and is ``reftel.declassification``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Passage, Span, folded
from reftel.telegram import dates
from reftel.telegram import grammar_heading as grammar
from reftel.telegram.model import Classifier, Declassify, Downgrade, Heading
from reftel.telegram_id import full_year

_AFTER_NUMBER = re.compile(r"(?:\s*,?\s*AS AMENDED\b)?[\s:;,.\-]*", re.IGNORECASE)
_MOST_DATES = 4  # dates in one instruction
_BEFORE = 40  # characters before a date that tell what happens on it
_NEAR = 200  # characters after the order's number in which the officer is named
_LONGEST_LINE = 200  # characters of an order's line that is remembered
_LONG_AGO = 40  # years before the telegram in which no two digits of an instruction lie


Read = tuple[Fact[str] | None, Declassify | None, tuple[Defect, ...]]


def read_order(words: Passage) -> Read:
    """The number of the order, the instruction, and what is odd. ``words`` begins with the label."""
    if len(words.spans) > 1 or len(words.words) > _LONGEST_LINE:
        return _read(words)
    number, instruction, odd = _read_line(words.words)
    by = words.spans[0].start
    moved = tuple([Defect(code, told, Span(at.start + by, at.end + by)) for code, told, at in odd])
    return number and number.moved(by), instruction and _moved_by(instruction, by), moved


# Most orders are one of a few lines, which come again in telegram after telegram.
@lru_cache(maxsize=2048)
def _read_line(line: str) -> Read:
    """The same of a line, with places within it."""
    return _read(Passage(line, (Span(0, len(line)),)))


def _moved_by(instruction: Declassify, by: int) -> Declassify:
    """An instruction, the places of its facts moved on."""
    return Declassify(
        text=instruction.text.moved(by),
        on=instruction.on and instruction.on.moved(by),
        event=instruction.event and instruction.event.moved(by),
        exemptions=tuple([one.moved(by) for one in instruction.exemptions]),
        term=instruction.term and instruction.term.moved(by),
        review_on=instruction.review_on and instruction.review_on.moved(by),
        downgrades=tuple(
            [Downgrade(one.on.moved(by), one.to and one.to.moved(by)) for one in instruction.downgrades]
        ),
    )


def _read(words: Passage) -> Read:
    """The same of the words of a field, of one line or several."""
    match = grammar.ORDER.match(words.words)
    if match is None:
        return None, None, ()
    number = _number(words, match)
    rest = _skip(words.words, match.end())
    instruction = _instruction(words, rest)
    return number, instruction, _unread(words, rest, instruction)


def read_officer(words: Passage) -> tuple[Classifier, ...]:
    """The classifying officer whom E.O. 12065 names in the order line: ``GDS 7/2/85 (ROE, RICHARD) OR-M``.

    The name stands as printed, last name first; () where none is. ``words`` begins with the label.
    """
    match = grammar.ORDER.match(words.words)
    officer = grammar.OFFICER.search(words.words, match.end(), match.end() + _NEAR) if match else None
    return (Classifier(words.fact(*officer.span("name")), None),) if officer else ()


def _unread(words: Passage, rest: int, instruction: Declassify | None) -> tuple[Defect, ...]:
    """A defect where words follow the number, but no date, term, event or exemption is read."""
    places = words.places(rest, len(words.words))
    if not places or grammar.NOTHING.match(words.words, rest):
        return ()
    read = instruction is not None and _says(instruction)
    return () if read or grammar.TERM.search(words.words, rest) else (defect("unread-order", places[0]),)


def _says(found: Declassify) -> bool:
    """Whether anything at all was read of an instruction."""
    dated = found.on or found.review_on or found.downgrades
    return bool(dated or found.event or found.exemptions or found.term)


def _skip(words: str, place: int) -> int:
    """``place`` moved over what stands between the number and the instruction."""
    match = _AFTER_NUMBER.match(words, place)
    return match.end() if match else place


def _number(words: Passage, match: re.Match[str]) -> Fact[str] | None:
    """The order's number in digits; a misprint stays one until the telegram's date is known."""
    if not match["number"]:
        return None
    fact = words.fact(*match.span("number"))
    return fact.with_value(f"1{fact.value[1:]}".upper().replace("O", "0"))


def _instruction(words: Passage, start: int) -> Declassify | None:
    """The instruction; ``None`` where there is none, or N/A."""
    end = start + len(words.words[start:].rstrip(" \t\n.;,"))
    if start >= end or grammar.NOTHING.fullmatch(words.words, start, end):
        return None
    if not any(sign.isalnum() for sign in words.words[start:end]):
        return None
    text = words.fact(start, end)
    if not text.spans:
        return None
    exemptions, after = _exemptions(words, start, end)
    days = _read_days(words, start, end)
    dated = days.on or days.review_on or days.downgrades
    return Declassify(
        text=text,
        on=days.on,
        event=None if dated else _event(words, _skip(words.words, after), end),
        exemptions=exemptions,
        term=None if dated or exemptions else _term(words, start, end),
        review_on=days.review_on,
        downgrades=days.downgrades,
    )


# ---------------------------------------------------------------- dates


class _Days(NamedTuple):
    """The dates of an instruction, by what happens on them."""

    on: Fact[str] | None
    review_on: Fact[str] | None
    downgrades: tuple[Downgrade, ...]


def _read_days(words: Passage, start: int, end: int) -> _Days:
    """The first date of declassification and of review, and all of downgrading, in ``[start, end)``.

    Under a review schedule (RDS) a date is one of review wherever it stands, unless DECL says otherwise.
    """
    if not grammar.OTHER_USE.search(words.words, start, end):
        return _Days(next((day for day, _ in _days(words, start, end)), None), None, ())
    upper = words.words[start:end].upper()
    by_review = "RDS" in upper and "DECL" not in upper
    on: Fact[str] | None = None
    review: Fact[str] | None = None
    downgrades = []
    for day, before in _days(words, start, end):
        if before is None and not by_review:
            on = on or day
        elif before is not None and before["downgrade"]:
            downgrades.append(Downgrade(day, _lowered(words, before)))
        else:
            review = review or day
    return _Days(on, review, tuple(downgrades))


def _days(words: Passage, start: int, end: int) -> Iterator[tuple[Fact[str], re.Match[str] | None]]:
    """The dates in ``[start, end)`` as ISO 8601, with the words before them that tell of another use.

    Of dates that do not exist there is none.
    """
    text = grammar.ZERO_IN_NUMBER.sub("0", words.words[:end])
    for pattern in (grammar.DAY_ISO, grammar.DAY_NUMERIC, grammar.DAY_NAMED, grammar.DAY_FIRST):
        for match in islice(pattern.finditer(text, start, end), _MOST_DATES):
            if day := _day(match):
                first = max(start, match.start() - _BEFORE)
                before = grammar.OTHER_DATE.search(text, first, match.start())
                yield words.fact(*match.span()).with_value(day), before


def _lowered(words: Passage, before: re.Match[str]) -> Fact[str] | None:
    """The level to which it is downgraded, of ``DNG: CO`` or ``DOWNGRADE TO SECRET ON``."""
    name = next((name for name in ("code", "level") if before[name]), None)
    if name is None:
        return None
    printed = tables.squeezed(before[name])
    for row in tables.classifications():
        if printed == row.mark or tables.squeezed(row.code).startswith(printed):
            return words.fact(*before.span(name)).with_value(row.code)
    return None


def _day(match: re.Match[str]) -> str | None:
    """The day of a match of one of the ``DAY`` patterns; a month above twelve is the day, printed first."""
    parts = match.groupdict()
    named = parts.get("name")
    month = dates.MONTHS.index(named.upper()) + 1 if named else int(parts["month"] or parts["month2"])
    year, day = full_year(parts["year"] or parts["year2"]), int(parts["day"] or parts["day2"])
    if month > 12:
        month, day = day, month
    if 1 <= month <= 12 and 1 <= day <= dates.days_in(year, month):
        return f"{year:04d}-{month:02d}-{day:02d}"
    return None


# ---------------------------------------------------------------- exemptions, terms, events


def _exemptions(words: Passage, start: int, end: int) -> tuple[tuple[Fact[str], ...], int]:
    """Exemptions and schedules, in upper case without blanks, and the place after the last of them."""
    found: dict[str, Fact[str]] = {}
    for match in grammar.EXEMPTION.finditer(words.words, start, end):
        fact = words.fact(*match.span())
        value = "".join(fact.value.upper().split())
        if match["class"]:
            value = f"{match['schedule'].upper()}-{match['class']}"
        found.setdefault(value, fact.with_value(value))
        start = match.end()
    return tuple(found.values()), start


def _term(words: Passage, start: int, end: int) -> Fact[int] | None:
    """The years of a term (``10 YEARS``, ``DECL: TEN YEARS``) that is all the instruction."""
    label = grammar.DECL_LABEL.match(words.words, start, end)
    match = grammar.TERM.fullmatch(words.words, label.end() if label else start, end)
    if match is None:
        return None
    years = match["years"]
    number = int(years) if years.isdigit() else grammar.YEARS[tables.squeezed(years)]
    return Fact(number, words.places(*match.span()))


def _event(words: Passage, start: int, end: int) -> Fact[str] | None:
    """The words after DECL that name no date, no term and no schedule."""
    label = grammar.DECL_LABEL.match(words.words, start, end)
    first = label.end() if label else start
    rest = words.words[first:end].strip()
    if (
        not label
        or len(rest) < 3
        or grammar.TERM.fullmatch(rest)
        or grammar.NOTHING.match(rest)
        or not (rest[0].isalpha() or grammar.TERM_AFTER.match(rest))
        or not rest.upper().strip("X")
    ):
        return None
    return words.fact(first, end)


# ---------------------------------------------------------------- what the telegram's date tells


def settled(text: str, heading: Heading, when: str | None) -> tuple[Heading, tuple[Defect, ...]]:
    """The heading of a telegram of the time ``when`` (a day or a year, as ISO 8601), and what is odd in it.

    The time tells which order a misprinted number means, and of which century two digits of a year are.
    """
    order, odd = _meant(heading.executive_order, when)
    declassify = _in_century(text, heading.declassify, when)
    if order is heading.executive_order and declassify is heading.declassify:
        return heading, odd
    return replace(heading, executive_order=order, declassify=declassify), odd


def _meant(order: Fact[str] | None, when: str | None) -> tuple[Fact[str] | None, tuple[Defect, ...]]:
    """The order that is meant, with a defect where its number is misprinted, or no order's at all."""
    if order is None:
        return None, ()
    row = tables.meant_order(order.value, when)
    if row is None:
        return order, (defect("unread-order", order.spans[0], order.value),)
    if row.code == order.value:
        return order, ()
    return order.with_value(row.code), (
        defect("misprinted-order", order.spans[0], f"{order.value} for {row.code}"),
    )


def _in_century(text: str, declassify: Declassify | None, when: str | None) -> Declassify | None:
    """The instruction; years of two digits that lie long before the telegram are of the next century."""
    if declassify is None or when is None:
        return declassify
    first = f"{int(when[:4]) - _LONG_AGO:04d}"
    days = (declassify.on, declassify.review_on, *[one.on for one in declassify.downgrades])
    if all(day is None or day.value >= first for day in days):
        return declassify
    on = _moved(text, declassify.on, first) if declassify.on else None
    review = _moved(text, declassify.review_on, first) if declassify.review_on else None
    lowered = tuple(Downgrade(_moved(text, one.on, first), one.to) for one in declassify.downgrades)
    return replace(declassify, on=on, review_on=review, downgrades=lowered)


def _moved(text: str, day: Fact[str], first: str) -> Fact[str]:
    """A day before the year ``first`` a hundred years later, if its year is not printed in full."""
    if day.value >= first or day.value[:4] in folded(text, day.spans):
        return day
    return day.with_value(f"{int(day.value[:4]) + 100}{day.value[4:]}")
