"""Tokens: the text of a query → its pieces: words, phrases, operators, parentheses, fields with values."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from reftel.errors import QueryError
from reftel.search import codes, fields
from reftel.search.checking import (
    Token,
    check,
    check_beginning,
    check_exact,
    check_fuzzy,
    check_near,
)
from reftel.search.fields import Field
from reftel.search.tree import Form

_SPACE = re.compile(r"\s+")
_RUN = re.compile(r'[^\s()"\u201c\u201d\u201e]+')
_PHRASE = re.compile(r'["\u201c\u201d\u201e]([^"\u201c\u201d\u201e]*)(["\u201c\u201d\u201e])?')
_FIELD = re.compile(r"([A-Za-z_]+):")
OPERATORS = ("AND", "OR", "NOT")
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
)
_FUZZY = re.compile(r"(?<=.)~(\d*)\Z")
_WITHIN = re.compile(r"~(\d*)")


def tokens(text: str) -> Iterator[Token]:
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
    if word.startswith("=") and (word == "=" or _speaks(word)):
        return _exact(text, place, None)
    if word in _SIGNS:
        raise QueryError(f"{word} is no operator here; write {_SIGNS[word]}", place)
    if word in OPERATORS or word == "*":
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


def _valued(text: str, place: int, name: str) -> tuple[Token | None, int]:
    """The field's name at ``place`` and, but for a parenthesis, its value."""
    field = fields.field(name)
    if field is None:
        raise QueryError(_unknown(name), place)
    start = place + len(name) + 1
    if text.startswith("(", start):
        return Token("(", "(", field, place), start + 1
    if text.startswith("=", start):
        token, end = _exact(text, start, field)
        return token and token._replace(place=place), end
    if run := _RUN.match(text, start):
        return _word(run.group(), field, start)._replace(place=place), run.end()
    if start < len(text) and not text[start].isspace() and text[start] != ")":
        token, end = _phrase(text, start, field)
        return token._replace(place=place), end
    raise QueryError(f"nothing after {name}: – write {field.example} without a blank", start)


def _exact(text: str, place: int, field: Field | None) -> tuple[Token | None, int]:
    """The word or phrase after the ``=`` at ``place``; ``None`` for a sign that stands alone."""
    start = place + 1
    run = _RUN.match(text, start)
    if run is None and (start >= len(text) or text[start] in ")" or text[start].isspace()):
        if field is None:
            return None, start
        raise QueryError(f"nothing after {field.name}:= – write {field.name}:=word", place)
    if text.startswith("(", start):
        raise QueryError("= stands before one word or phrase: write (=this OR =that)", place)
    if run is None:
        token, end = _phrase(text, start, field)
    elif field is None and (named := _FIELD.match(run.group())) and fields.field(named.group(1)):
        name = named.group(1)
        raise QueryError(f"the = stands after the field: write {name}:={run.group()[len(name) + 1 :]}", place)
    else:
        token, end = _word(run.group(), field, start), run.end()
    if token.kind not in (Form.WORD, Form.PHRASE):
        raise QueryError("= takes a word or phrase as it is, without * and ~", place)
    check_exact(token.text, field, place)
    return token._replace(kind=Form.EXACT, place=place), end


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
    if within := _WITHIN.match(text, match.end()):
        return _near(words, within, field, place), within.end()
    check(words, field, place)
    return Token(Form.PHRASE, words, field, place), match.end()


def _near(words: str, within: re.Match[str], field: Field | None, place: int) -> Token:
    """Words that may stand apart."""
    if not within.group(1):
        raise QueryError('say how many words may stand between them: "food aid"~5', within.start())
    token = Token(Form.NEAR, words, field, place, int(within.group(1)[:9]))
    check_near(token, field)
    return token


def _word(word: str, field: Field | None, place: int) -> Token:
    """A word or, with a star at its end, a beginning."""
    for pattern, message in _FOREIGN:
        if pattern.search(word) and not codes.is_handle(word):
            raise QueryError(message, place)
    if (fuzzy := _FUZZY.search(word)) and not codes.is_handle(word):
        token = Token(Form.FUZZY, word[: fuzzy.start()], field, place, int(fuzzy.group(1)[:9] or 1))
        check_fuzzy(token, field)
        return token
    beginning = word.removesuffix("*")
    if not _speaks(beginning):
        raise QueryError(f"{word!r} holds no letter or digit to search for", place)
    if beginning == word:
        check(word, field, place)
        return Token(Form.WORD, word, field, place)
    check_beginning(beginning, field, place)
    return Token(Form.PREFIX, beginning, field, place)
