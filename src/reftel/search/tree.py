"""Tree: a query as the engine-free tree that ``query.parse`` gives.

Leaves are terms (a word, a phrase, a beginning, each perhaps in one field) and
``Everything``; they are joined by ``And``, ``Or`` and ``Not``. ``str`` of a
tree is a query that parses to the same tree again. Where a term asks for what only
the store knows (``citedby:``), ``Among`` takes its place before the index is asked.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from reftel.search.codes import known_number


class Form(StrEnum):
    """How a term is written."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"
    FUZZY = "fuzzy"
    """A word and its near spellings: ``word~``."""
    EXACT = "exact"
    """A word or phrase as printed, not by its stem: ``=word``."""
    NEAR = "near"
    """Words near to each other, in any order: ``"a b"~5``."""


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: ``text`` as it was written, without quotes and star."""

    text: str
    form: Form = Form.WORD
    field: str | None = None
    """Name of a search field (no alias); ``None`` for words looked for in subject and text."""
    place: int = dataclasses.field(default=0, compare=False)
    """Where it stands in the query, in characters."""
    distance: int = 0
    """Of near spellings: letters that may differ; of near words: other words that may stand between."""

    def __str__(self) -> str:
        distance = "" if self.form is Form.FUZZY and self.distance == 1 else self.distance
        written = _WRITTEN[self.form].format(self.text, distance)
        if self.form is Form.EXACT and self.text.isalnum():
            written = f"={self.text}"
        return f"{self.field}:{written}" if self.field else written


_WRITTEN = {
    Form.WORD: "{}",
    Form.PHRASE: '"{}"',
    Form.PREFIX: "{}*",
    Form.FUZZY: "{}~{}",
    Form.EXACT: '="{}"',
    Form.NEAR: '"{}"~{}',
}


@dataclass(frozen=True, slots=True)
class Among:
    """The telegrams of certain keys, which a term stands for."""

    term: Term
    keys: frozenset[str]

    def __str__(self) -> str:
        return str(self.term)


@dataclass(frozen=True, slots=True)
class Everything:
    """All telegrams: ``*``."""

    def __str__(self) -> str:
        return "*"


@dataclass(frozen=True, slots=True)
class Not:
    """What ``part`` does not find."""

    part: Query

    def __str__(self) -> str:
        return f"-{_grouped(self.part)}"


@dataclass(frozen=True, slots=True)
class And:
    """What all parts find; two or more, none of them an ``And``."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        words = " ".join(_grouped(part) for part in self.parts)
        return " AND ".join(_grouped(part) for part in self.parts) if known_number(words) else words


@dataclass(frozen=True, slots=True)
class Or:
    """What any part finds; two or more, none of them an ``Or``."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(_grouped(part) for part in self.parts)


Query = And | Or | Not | Term | Among | Everything


def _grouped(part: Query) -> str:
    return f"({part})" if isinstance(part, And | Or) else str(part)


def negated(part: Query) -> Query:
    """``part`` the other way round; twice negated is itself."""
    return part.part if isinstance(part, Not) else Not(part)


def wanted(query: Query) -> Iterator[Term]:
    """The terms that speak for a hit, in order: those that are not negated."""
    if isinstance(query, Term):
        yield query
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from wanted(part)


def leaves_that_speak(query: Query) -> Iterator[Term | Among | Everything]:
    """The leaves that a hit can be found by, in order, each once: those that are not negated."""
    if isinstance(query, And | Or):
        yield from dict.fromkeys(leaf for part in query.parts for leaf in leaves_that_speak(part))
    elif not isinstance(query, Not):
        yield query


def leaves(query: Query) -> Iterator[Term | Among | Everything]:
    """All leaves in order, negated ones too."""
    if isinstance(query, Not):
        yield from leaves(query.part)
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from leaves(part)
    else:
        yield query


def replaced(query: Query, other: Callable[[Term], Query]) -> Query:
    """The tree with ``other(term)`` in the place of each term."""
    if isinstance(query, Term):
        return other(query)
    if isinstance(query, Not):
        return Not(replaced(query.part, other))
    if isinstance(query, And | Or):
        return type(query)(tuple(replaced(part, other) for part in query.parts))
    return query
