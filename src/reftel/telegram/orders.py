"""Orders: the executive order line and its instruction for declassification.

Source: E.O. 11652, 12065, 12356, 12958, 13526; 32 CFR 2001; 5 FAH-1 H-231.
"""

from __future__ import annotations

import re

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Passage
from reftel.telegram import dates
from reftel.telegram import grammar_heading as grammar
from reftel.telegram.model import Declassify
from reftel.telegram_id import full_year


def read_order(words: Passage) -> tuple[Fact[str] | None, Declassify | None, tuple[Defect, ...]]:
    """The number of the order, the instruction, and what is odd. ``words`` begins with the label."""
    match = grammar.ORDER.match(words.words)
    if match is None:
        return None, None, ()
    number = _number(words, match)
    rest = _skip(words.words, match.end())
    instruction = _instruction(words, rest)
    return number, instruction, _unread(words, rest, instruction)


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
    row = tables.executive_order(fact.value)
    return fact.with_value(row.code if row else fact.value)


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
    """The first date in ``[start, end)`` as ISO 8601; ``None`` if there is none that exists."""
    for pattern in (grammar.DAY_ISO, grammar.DAY_NUMERIC, grammar.DAY_NAMED, grammar.DAY_FIRST):
        match = pattern.search(words.words, start, end)
        if match is None:
            continue
        named = match.groupdict().get("name")
        month = dates.MONTHS.index(named.upper()) + 1 if named else int(match["month"])
        year, day = full_year(match["year"]), int(match["day"])
        if 1 <= month <= 12 and 1 <= day <= dates.days_in(year, month):
            return words.fact(*match.span()).with_value(f"{year:04d}-{month:02d}-{day:02d}")
    return None


def _exemptions(words: Passage, start: int, end: int) -> tuple[Fact[str], ...]:
    """Exemptions and schedules, in upper case without blanks."""
    found: dict[str, Fact[str]] = {}
    for match in grammar.EXEMPTION.finditer(words.words, start, end):
        fact = words.fact(*match.span())
        value = "".join(fact.value.upper().split())
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
    ):
        return None
    return words.fact(first, end)
