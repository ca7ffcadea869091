"""Queries drawn from the whole grammar, with words and values of given records, and of none."""

from __future__ import annotations

import random
from collections.abc import Sequence

from records_for_search import field_values
from reftel.errors import QueryError
from reftel.record import Record
from reftel.search import fields
from reftel.search.fields import Field, Kind
from reftel.search.query import parse

NOWHERE = ("zeppelin", "Xanadu", "xyzzy")


def drawn(dice: random.Random, records: Sequence[Record], depth: int = 0) -> str:
    """A query that can be understood."""
    while True:
        text = _either(dice, records, depth)
        try:
            parse(text)
        except QueryError:  # a date in a group of names, near words that are too many
            continue
        return text


def _either(dice: random.Random, records: Sequence[Record], depth: int) -> str:
    parts = [_both(dice, records, depth) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
    return " OR ".join(parts)


def _both(dice: random.Random, records: Sequence[Record], depth: int) -> str:
    parts = []
    for _ in range(dice.choice((1, 1, 2, 2, 3))):
        part = _part(dice, records, depth)
        parts.append(dice.choice(("", "", "", "-", "NOT ")) + part)
    return dice.choice((" ", " ", " AND ")).join(parts)


def _part(dice: random.Random, records: Sequence[Record], depth: int) -> str:
    if depth < 2 and dice.random() < 0.2:
        return f"({_either(dice, records, depth + 1)})"
    record = dice.choice(records)
    if dice.random() < 0.02:
        return "*"
    if dice.random() < 0.4:
        return _words(dice, [record.subject or "rain", *field_values(record, "text")])
    return _in_field(dice, dice.choice(fields.FIELDS), record)


def _in_field(dice: random.Random, field: Field, record: Record) -> str:
    name = dice.choice((field.name, *field.aliases))
    if field.kind is Kind.DATE:
        return f"{name}:{_days(dice, field, record)}"
    if field.kind is Kind.LINK:
        return f"{name}:{record.id}"
    values = list(field.values(record))
    if field.worded:
        return f"{name}:{_words(dice, values)}"
    if not values:
        return f"{name}:*" if field.kind is Kind.ID else f"has:{dice.choice(('date', 'tag', 'summary'))}"
    value = dice.choice(values).replace('"', "")
    form = dice.choice(('{}:"{}"', '{}:"{}"', '{}:="{}"', "{}:{}*"))
    if form == "{}:{}*":
        value = "".join(sign for sign in value[: dice.randint(1, len(value))] if sign not in ' *()":')
    return form.format(name, value)


def _days(dice: random.Random, field: Field, record: Record) -> str:
    day = record.date.value[:10] if record.date else "2005-06-07"
    cut = day[: dice.choice((4, 7, 10))]
    if field.name != "date" or dice.random() < 0.5:
        return cut
    year = int(day[:4])
    return dice.choice((f"{year - 1}..{cut}", f"..{cut}", f"{cut}..", f"{cut}..{year + 1}-06"))


def _words(dice: random.Random, values: Sequence[str]) -> str:
    """Words of the values, in one of the forms in which words are asked for."""
    runs = [run for value in values if (run := [word for word in _split(value) if word])]
    if not runs or dice.random() < 0.05:
        return dice.choice(NOWHERE)
    run = dice.choice(runs)
    start = dice.randrange(len(run))
    word = run[start]
    several = run[start : start + dice.choice((2, 2, 3))]
    form = dice.randrange(9)
    if form == 0:
        return f"{word[: dice.randint(1, len(word))]}*"
    if form == 1 and len(word) > 3:
        place = dice.randrange(len(word))
        return f"{word[:place]}{dice.choice('aeiou')}{word[place + 1 :]}~{dice.choice(('', '1', '2'))}"
    if form == 2:
        return f"={word}"
    if form == 3:
        return f'="{" ".join(several)}"'
    if form == 4:
        return f'"{" ".join(several)}"'
    if form in (5, 6):
        some = dice.sample(run, min(len(run), dice.choice((2, 2, 2, 3))))
        return f'"{" ".join(some)}"~{dice.choice((0, 1, 3, 8))}'
    return word


def _split(value: str) -> list[str]:
    return ["".join(sign for sign in word if sign.isalnum()) for word in value.split()]
