"""Orders: the executive order line and its instruction for declassification.

Source: E.O. 11652, 12065, 12356, 12958, 13526; 32 CFR 2001; 5 FAH-1 H-231.
"""

from __future__ import annotations

import re
from itertools import islice

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Passage
from reftel.telegram import dates
from reftel.telegram import grammar_heading as grammar
from reftel.telegram.model import Classifier, Declassify
from reftel.telegram_id import full_year

_MOST_DATES = 4  # dates in one instruction
_BEFORE = 30  # characters before a date that tell what happens on it
_NEAR = 200  # characters after the order's number in which the officer is named


def read_order(words: Passage) -> tuple[Fact[str] | None, Declassify | None, tuple[Defect, ...]]:
    """The number of the order, the instruction, and what is odd. ``words`` begins with the label."""
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
    read = instruction is not None and (instruction.on or instruction.event or instruction.exemptions)
    return () if read or grammar.TERM.search(words.words, rest) else (defect("unread-order", places[0]),)


def _skip(words: str, place: int) -> int:
    """``place`` moved over what stands between the number and the instruction."""
    match = re.compile(r"(?:\s*,?\s*AS AMENDED\b)?[\s:;,.\-]*", re.IGNORECASE).match(words, place)
    return match.end() if match else place


def _number(words: Passage, match: re.Match[str]) -> Fact[str] | None:
    """The order's number; a known misprint is read as what was meant."""
    if not match["number"]:
        return None
    fact = words.fact(*match.span("number"))
    number = f"1{fact.value[1:]}".upper().replace("O", "0")
    row = tables.executive_order(number)
    return fact.with_value(row.code if row else number)


def _instruction(words: Passage, start: int) -> Declassify | None:
    """The instruction; ``None`` where there is none, or N/A."""
    end = start + len(words.words[start:].rstrip(" \t\n.;,"))
    if start >= end or grammar.NOTHING.fullmatch(words.words, start, end):
        return None
    if not any(sign.isalnum() for sign in words.words[start:end]):
        return None
    on = read_day(words, start, end)
    exemptions = _exemptions(words, start, end)
    text = words.fact(start, end)
    if not text.spans:
        return None
    event = None if on or exemptions else _event(words, start, end)
    return Declassify(text=text, on=on, event=event, exemptions=exemptions)


def read_day(words: Passage, start: int, end: int) -> Fact[str] | None:
    """The first date in ``[start, end)`` on which it is declassified, as ISO 8601; ``None`` if there is none.

    A date of review or downgrading does not count, and none that does not exist.
    """
    text = grammar.ZERO_IN_NUMBER.sub("0", words.words[:end])
    for pattern in (grammar.DAY_ISO, grammar.DAY_NUMERIC, grammar.DAY_NAMED, grammar.DAY_FIRST):
        for match in islice(pattern.finditer(text, start, end), _MOST_DATES):
            day = _day(match)
            if day and not grammar.OTHER_DATE.search(
                text, max(start, match.start() - _BEFORE), match.start()
            ):
                return words.fact(*match.span()).with_value(day)
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


def _exemptions(words: Passage, start: int, end: int) -> tuple[Fact[str], ...]:
    """Exemptions and schedules, in upper case without blanks."""
    found: dict[str, Fact[str]] = {}
    for match in grammar.EXEMPTION.finditer(words.words, start, end):
        fact = words.fact(*match.span())
        value = "".join(fact.value.upper().split())
        if match["class"]:
            value = f"{match['schedule'].upper()}-{match['class']}"
        found.setdefault(value, fact.with_value(value))
    return tuple(found.values())


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
        or not rest[0].isalpha()
        or not rest.upper().strip("X")
    ):
        return None
    return words.fact(first, end)
