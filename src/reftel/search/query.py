"""Query: what a reader typed → a tree.

Words must all be found; ``"a phrase"``, ``begin*``, ``AND``, ``OR``, ``NOT`` (in
capitals), ``-word``, parentheses, ``field:word``, ``field:"a phrase"``,
``field:(a OR b)``; ``*`` alone is every telegram. ``OR`` binds less than words
side by side. Signs standing alone (``&``, ``--``) are passed over. Any text
gives a tree or a ``QueryError`` that says where it went wrong and what to write.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from reftel.errors import QueryError
from reftel.search import codes, fields
from reftel.search.fields import Field, Kind
from reftel.search.tree import And, Everything, Form, Not, Or, Query, Term, negated

LONGEST = 10_000
"""Characters that a query may have."""
MOST_TERMS = 500
DEEPEST = 40
"""Levels of parentheses."""
LONGEST_BEGINNING = 200
"""Bytes of the beginning of a code; the engine looks for no longer ones."""

_SPACE = re.compile(r"\s+")
_RUN = re.compile(r'[^\s()"\u201c\u201d\u201e]+')
_PHRASE = re.compile(r'["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]*)(["\u201c\u201d\u201e])?')
_FIELD = re.compile(r"([A-Za-z_]+):")
_SURROGATE = re.compile("[\ud800-\udfff]")
_OPERATORS = ("AND", "OR", "NOT")
# Signs that other search engines read as operators: (pattern, what to say).
_SIGNS = {"&&": "AND", "||": "OR", "!": "NOT"}
_FOREIGN = (
    (re.compile(r"\*."), "a * stands only at the end of a word: write prison*"),
    (re.compile(r"\w\?\w"), "? stands for no letter here; write the word out, or its beginning with *"),
    (re.compile(r"\A!+\w"), "a word is left out by - or NOT: write -word"),
    (
        re.compile(r"\A[\[{]\w[^\]}]*\Z|\A[^\[{]*\w[\]}]\Z"),
        "there are no ranges in brackets; a range of dates is date:2005..2008",
    ),
    (re.compile(r"\w\^\d"), "words have no weights here; leave out the ^"),
    (re.compile(r".~\d*\Z"), "there is no search for near spellings or near words; leave out the ~"),
)


class Token(NamedTuple):
    """A piece of a query: ``kind`` is ``(``, ``)``, ``-``, ``AND``, ``OR``, ``NOT``, ``*`` or a form."""

    kind: str
    text: str
    field: Field | None
    place: int


def parse(text: str) -> Query:
    """The tree of ``text``; raises ``QueryError`` with the place where it cannot be understood."""
    if len(text) > LONGEST:
        raise QueryError(f"the query is longer than {LONGEST} characters; search for fewer words", LONGEST)
    tokens = list(_tokens(_SURROGATE.sub("\ufffd", text)))
    if not tokens:
        raise QueryError('nothing to search for: write a word, a "phrase", field:word, or * for everything')
    _check_number(tokens)
    parser = _Parser(tokens, len(text))
    query = parser.either(None, 0)
    if extra := parser.ahead():
        raise QueryError("this ) closes nothing; leave it out, or open it with a (", extra.place)
    return query


def _check_number(tokens: list[Token]) -> None:
    terms = [token for token in tokens if token.kind in tuple(Form)]
    if len(terms) > MOST_TERMS:
        raise QueryError(f"more than {MOST_TERMS} words; search for fewer", terms[MOST_TERMS].place)


# ---------------------------------------------------------------- text → tokens


def _tokens(text: str) -> Iterator[Token]:
    """The pieces of ``text``, in order; signs that stand alone are left out."""
    place = 0
    while place < len(text):
        if space := _SPACE.match(text, place):
            place = space.end()
            continue
        token, place = _token(text, place)
        if token:
            yield token


def _token(text: str, place: int) -> tuple[Token | None, int]:
    """The piece at ``place`` (``None`` for signs that stand alone) and where it ends."""
    if text[place] in "()":
        return Token(text[place], text[place], None, place), place + 1
    run = _RUN.match(text, place)
    if run is None:
        return _phrase(text, place, None)
    word, end = run.group(), run.end()
    if word.startswith("-") and _negates(text, word, end):
        return Token("-", "-", None, place), place + 1
    if word in _SIGNS:
        raise QueryError(f"{word} is no operator here; write {_SIGNS[word]}", place)
    if word in _OPERATORS or word == "*":
        return Token(word, word, None, place), end
    if name := _FIELD.match(word):
        return _valued(text, place, name.group(1))
    return (_word(word, None, place), end) if _speaks(word) else (None, end)


def _negates(text: str, word: str, end: int) -> bool:
    """Whether the ``-`` that ``word`` begins with negates what follows, and is no dash."""
    if word == "-":
        return end < len(text) and not text[end].isspace() and text[end] != ")"
    return _speaks(word) or word.lstrip("-") == "*"


def _speaks(word: str) -> bool:
    """Whether there is a letter or a digit in ``word``."""
    return any(sign.isalnum() for sign in word)


def _valued(text: str, place: int, name: str) -> tuple[Token, int]:
    """The field's name at ``place`` and, but for a parenthesis, its value."""
    field = fields.field(name)
    if field is None:
        raise QueryError(_unknown(name), place)
    start = place + len(name) + 1
    if text.startswith("(", start):
        return Token("(", "(", field, place), start + 1
    if run := _RUN.match(text, start):
        return _word(run.group(), field, start)._replace(place=place), run.end()
    if start < len(text) and not text[start].isspace() and text[start] != ")":
        token, end = _phrase(text, start, field)
        return token._replace(place=place), end
    raise QueryError(f"nothing after {name}: – write {field.example} without a blank", start)


def _unknown(name: str) -> str:
    near = get_close_matches(name.lower(), fields.names(), n=3, cutoff=0.6)
    known = " or ".join(f"{one}:" for one in near) or ", ".join(f"{one.name}:" for one in fields.FIELDS)
    hint = f"did you mean {known}?" if near else f"there are {known}."
    return f'there is no field {name!r}; {hint} To search for the words themselves, put them in "quotes"'


def _phrase(text: str, place: int, field: Field | None) -> tuple[Token, int]:
    """The quoted words at ``place``."""
    match = _PHRASE.match(text, place)
    if match is None or match.group(2) is None:
        raise QueryError("this quotation mark is not closed; close it, or leave it out", place)
    words = " ".join(match.group(1).split())
    if not _speaks(words):
        raise QueryError("there is no word between these quotation marks", place)
    if re.search(r"\w\*", words):
        raise QueryError("a * cannot stand in a phrase; take the word out of the quotation marks", place)
    if text.startswith("~", match.end()):
        raise QueryError(_FOREIGN[-1][1], match.end())
    _check(words, field, place)
    return Token(Form.PHRASE, words, field, place), match.end()


def _word(word: str, field: Field | None, place: int) -> Token:
    """A word or, with a star at its end, a beginning."""
    for pattern, message in _FOREIGN:
        if pattern.search(word) and not codes.is_handle(word):
            raise QueryError(message, place)
    beginning = word.removesuffix("*")
    if not _speaks(beginning):
        raise QueryError(f"{word!r} holds no letter or digit to search for", place)
    if beginning == word:
        _check(word, field, place)
        return Token(Form.WORD, word, field, place)
    _check_beginning(beginning, field, place)
    return Token(Form.PREFIX, beginning, field, place)


def _check(text: str, field: Field | None, place: int) -> None:
    try:
        if field is not None:
            field.check(text)
    except ValueError as error:
        raise QueryError(str(error), place) from error


def _check_beginning(text: str, field: Field | None, place: int) -> None:
    if field is not None and field.kind is Kind.DATE:
        raise QueryError(f"a date takes no *: write {field.name}:2007 or {field.name}:2005..2008", place)
    if (field is None or field.worded) and not text.isalnum():
        raise QueryError(f"only letters and digits can stand before a *, not {text!r}", place)
    if field is not None and not field.worded and len(field.fold(text).encode()) > LONGEST_BEGINNING:
        raise QueryError(f"more than {LONGEST_BEGINNING} signs before a *; write fewer", place)


# ---------------------------------------------------------------- tokens → tree


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
        faulty = before if before and before.kind in (*_OPERATORS, "-") else token
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
        check = _check_beginning if token.kind == Form.PREFIX else _check
        check(token.text, field, token.place)
    return Term(token.text, Form(token.kind), field.name if field else None, token.place)


def _joined(kind: type[And] | type[Or], parts: list[Query]) -> Query:
    """``parts`` as one node; nodes of the same kind within it are opened up."""
    flat: list[Query] = []
    for part in parts:
        flat += part.parts if isinstance(part, kind) else (part,)
    return flat[0] if len(flat) == 1 else kind(tuple(flat))


__all__ = ["And", "Everything", "Form", "Not", "Or", "Query", "Term", "parse"]
