"""Query: what a reader typed → a tree.

Words must all be found; ``"a phrase"``, ``begin*``, ``near~``, ``=exact``, ``"a b"~5``,
``AND``, ``OR``, ``NOT`` (in capitals), ``-word``, parentheses, ``field:word``,
``field:"a phrase"``, ``field:(a OR b)``; ``*`` alone is every telegram. ``OR`` binds less
than words side by side. Signs standing alone (``&``, ``--``) are passed over. A query that
is as a whole the number of a telegram asks for that, too. Any text gives a tree or a
``QueryError`` that says where it went wrong and what to write.
"""

from __future__ import annotations

import re

from reftel.errors import QueryError
from reftel.search import codes
from reftel.search.checking import LONGEST_BEGINNING, Token, check_form
from reftel.search.fields import Field
from reftel.search.tokens import OPERATORS, tokens
from reftel.search.tree import And, Everything, Form, Not, Or, Query, Term, negated

LONGEST = 10_000
"""Characters that a query may have."""
MOST_TERMS = 500
DEEPEST = 40
"""Levels of parentheses."""

_SURROGATE = re.compile("[\ud800-\udfff]")


def parse(text: str) -> Query:
    """The tree of ``text``; raises ``QueryError`` with the place where it cannot be understood."""
    if len(text) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST} characters; search for fewer words", LONGEST)
    found = list(tokens(_SURROGATE.sub("\ufffd", text)))
    if not found:
        raise QueryError('nothing to search for: write a word, a "phrase", field:word, or * for everything')
    _check_number(found)
    parser = _Parser(found, len(text))
    query = parser.either(None, 0)
    if extra := parser.ahead():
        raise QueryError("this ) closes nothing; leave it out, or open it with a (", extra.place)
    return _numbered(query, text)


def _numbered(query: Query, text: str) -> Query:
    """The tree, or where the whole of several words is a telegram's number, that or the tree."""
    number = " ".join(text.split())
    if not isinstance(query, And) or not all(isinstance(part, Term) for part in query.parts):
        return query
    written = not any(sign in number for sign in '":*=\u201c\u201d\u201e')
    if not written or " AND " in number or not codes.known_number(number):
        return query
    return Or((Term(number, Form.PHRASE, "id"), query))


def _check_number(found: list[Token]) -> None:
    terms = [token for token in found if token.kind in tuple(Form)]
    if len(terms) > MOST_TERMS:
        raise QueryError(f"more than {MOST_TERMS} words; search for fewer", terms[MOST_TERMS].place)


class _Parser:
    """Reads tokens from left to right."""

    def __init__(self, tokens: list[Token], end: int) -> None:
        self.tokens = tokens
        self.next = 0
        self.end = end

    def ahead(self) -> Token | None:
        """The token that comes next, if any."""
        return self.tokens[self.next] if self.next < len(self.tokens) else None

    def take(self, kind: str) -> Token | None:
        """The next token, taken, if it is of ``kind``."""
        token = self.ahead()
        if token is None or token.kind != kind:
            return None
        self.next += 1
        return token

    def either(self, field: Field | None, depth: int) -> Query:
        """Parts between OR."""
        parts = [self.both(field, depth)]
        while self.take("OR"):
            parts.append(self.both(field, depth))
        return _joined(Or, parts)

    def both(self, field: Field | None, depth: int) -> Query:
        """Parts side by side, or between AND."""
        parts = [self.part(field, depth)]
        while (token := self.ahead()) and token.kind not in ("OR", ")"):
            self.take("AND")
            parts.append(self.part(field, depth))
        return _joined(And, parts)

    def part(self, field: Field | None, depth: int) -> Query:
        """A term or a group, perhaps negated."""
        turns = 0
        while self.take("NOT") or self.take("-"):
            turns += 1
        found = self.primary(field, depth)
        return negated(found) if turns % 2 else found

    def primary(self, field: Field | None, depth: int) -> Query:
        """A term, everything, or a group."""
        token = self.ahead()
        if token is None or token.kind in ("AND", "OR", ")"):
            raise self.missing(token)
        self.next += 1
        if token.field and field:
            raise QueryError(
                f"a field within a field: write {field.name}:word {token.field.name}:word", token.place
            )
        if token.kind == "(":
            return self.group(token, token.field or field, depth + 1)
        if token.kind == "*":
            return _everything(token, field)
        return _term(token, token.field or field)

    def group(self, opening: Token, field: Field | None, depth: int) -> Query:
        """What stands between parentheses."""
        if depth > DEEPEST:
            raise QueryError(f"more than {DEEPEST} parentheses within each other", opening.place)
        if self.take(")"):
            raise QueryError("there is nothing between these parentheses", opening.place)
        found = self.either(field, depth)
        if not self.take(")"):
            raise QueryError("this ( is not closed; add a )", opening.place)
        return found

    def missing(self, token: Token | None) -> QueryError:
        """The error where a word was expected."""
        before = self.tokens[self.next - 1] if self.next else None
        faulty = before if before and before.kind in (*OPERATORS, "-") else token
        if faulty is None:
            return QueryError("a word is missing at the end", self.end)
        if faulty.kind == ")":
            return QueryError("this ) closes nothing; leave it out, or open it with a (", faulty.place)
        if faulty.kind in ("NOT", "-"):
            return QueryError(f"{faulty.text} needs a word after it", faulty.place)
        return QueryError(
            f'{faulty.text} stands between two words; to search for the word itself, write "{faulty.text}"',
            faulty.place,
        )


def _everything(token: Token, field: Field | None) -> Query:
    if field:
        raise QueryError("a * needs the beginning of a word before it", token.place)
    return Everything()


def _term(token: Token, field: Field | None) -> Term:
    """The leaf of ``token`` in ``field``, which may come from the parenthesis that it stands in."""
    if field is not token.field:
        check_form(token, field)
    return Term(token.text, Form(token.kind), field.name if field else None, token.place, token.distance)


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    """``parts`` as one node; nodes of the same kind within it are opened up."""
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


__all__ = ["LONGEST_BEGINNING", "And", "Everything", "Form", "Not", "Or", "Query", "Term", "parse"]
