"""Checking: whether a term of a query can be asked in its field; an error says what to write instead."""

from __future__ import annotations

import re
from math import comb, factorial
from typing import NamedTuple

from reftel.errors import QueryError
from reftel.search.fields import Field, Kind
from reftel.search.tree import Form

LONGEST_BEGINNING = 200
"""Bytes of the beginning of a code; the engine looks for no longer ones."""
MOST_LETTERS = 2
"""Letters that may differ in near spellings; the engine looks for no more."""
MOST_BETWEEN = 1000
"""Words that may stand between near ones."""
MOST_NEAR = 6
"""Words that may be asked for near to each other."""
MOST_RUNS = 2000
"""Ways in which near words may stand, all of which are looked for."""


class Token(NamedTuple):
    """A piece of a query: ``kind`` is ``(``, ``)``, ``-``, ``AND``, ``OR``, ``NOT``, ``*`` or a form."""

    kind: str
    text: str
    field: Field | None
    place: int
    distance: int = 0


def check_form(token: Token, field: Field | None) -> None:
    """Check a term whose field stands before the parenthesis that it is in."""
    if token.kind == Form.FUZZY:
        check_fuzzy(token, field)
    elif token.kind == Form.NEAR:
        check_near(token, field)
    elif token.kind == Form.PREFIX:
        check_beginning(token.text, field, token.place)
    elif token.kind == Form.EXACT:
        check_exact(token.text, field, token.place)
    else:
        check(token.text, field, token.place)


def check(text: str, field: Field | None, place: int) -> None:
    """Raise ``QueryError`` where a word or phrase can be no value of ``field``."""
    try:
        if field is not None:
            field.check(text)
    except ValueError as error:
        raise QueryError(str(error), place) from error


def check_exact(text: str, field: Field | None, place: int) -> None:
    """The same of what is written with ``=``."""
    if field is not None and field.kind is Kind.DATE:
        raise QueryError(f"a date takes no =: write {field.example}", place)
    check(text, field, place)


def check_fuzzy(token: Token, field: Field | None) -> None:
    """The same of a word with ``~``."""
    if field is not None and not field.worded:
        raise QueryError(f"{field.name}: takes whole values, no near spellings; leave out the ~", token.place)
    if not token.text.isalnum():
        raise QueryError(f"only letters and digits can stand before a ~, not {token.text!r}", token.place)
    if not 1 <= token.distance <= MOST_LETTERS:
        raise QueryError("near spellings differ by one letter (word~) or two (word~2)", token.place)


def check_near(token: Token, field: Field | None) -> None:
    """The same of near words."""
    if field is not None and not field.worded:
        raise QueryError(
            f"{field.name}: takes whole values, no words near to each other; leave out the ~", token.place
        )
    number = len(word_runs(token.text))
    if number < 2:
        raise QueryError("near words are two or more; leave out the ~", token.place)
    if (number > 2 and runs_of_near(number, token.distance) > MOST_RUNS) or token.distance > MOST_BETWEEN:
        most = max(n for n in range(-1, MOST_BETWEEN + 1) if n < 0 or _fits(number, n))
        advice = f"at most {most} words" if most >= 0 else "fewer words; so many can only be a phrase"
        raise QueryError(f"{number} words are too many to stand so far apart: write {advice}", token.place)


def _fits(words: int, between: int) -> bool:
    return words == 2 or runs_of_near(words, between) <= MOST_RUNS


def runs_of_near(words: int, between: int) -> int:
    """In how many ways so many words can stand in any order with at most ``between`` others among them."""
    return factorial(words) * comb(between + words - 1, words - 1) if words <= MOST_NEAR else MOST_RUNS + 1


def word_runs(text: str) -> list[str]:
    """The runs of letters and digits: about the words that the index makes of ``text``."""
    return re.findall(r"[^\W_]+", text)


def check_beginning(text: str, field: Field | None, place: int) -> None:
    """The same of what stands before a ``*``."""
    if field is not None and field.kind is Kind.DATE:
        raise QueryError(f"a date takes no *: write {field.name}:2007 or date:2005..2008", place)
    if field is not None and field.kind is Kind.LINK:
        raise QueryError(f"{field.name}: takes a whole number, without *: write {field.example}", place)
    if (field is None or field.worded) and not text.isalnum():
        raise QueryError(f"only letters and digits can stand before a *, not {text!r}", place)
    if field is not None and not field.worded and len(field.fold(text).encode()) > LONGEST_BEGINNING:
        raise QueryError(f"more than {LONGEST_BEGINNING} signs before a *; write fewer", place)
