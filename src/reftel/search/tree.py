"""Tree: a query as the engine-free tree that ``query.parse`` gives.

Leaves are terms (a word, a phrase, a beginning, each perhaps in one field) and
``Everything``; they are joined by ``And``, ``Or`` and ``Not``. ``str`` of a
tree is a query that parses to the same tree again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a term is written."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to find: ``text`` as it was written, without quotes and star."""

    text: str
    form: Form = Form.WORD
    field: str | None = None
    """Name of a search field (no alias); ``None`` for words looked for in subject and text."""
    place: int = dataclasses.field(default=0, compare=False)
    """Where it stands in the query, in characters."""

    def __str__(self) -> str:
        written = {Form.WORD: "{}", Form.PHRASE: '"{}"', Form.PREFIX: "{}*"}[self.form].format(self.text)
        return f"{self.field}:{written}" if self.field else written


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
        return " ".join(_grouped(part) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Or:
    """What any part finds; two or more, none of them an ``Or``."""

    parts: tuple[Query, ...]

    def __str__(self) -> str:
        return " OR ".join(_grouped(part) for part in self.parts)


Query = And | Or | Not | Term | Everything


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
