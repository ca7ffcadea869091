"""Codes: how words of a query or of a record become the terms of a field that holds codes.

In go words as people write them (``C``, ``noforn``, ``Bamako 01361 (07)``), out
come the terms that the index holds (``CONFIDENTIAL``, ``NOFORN``,
``07BAMAKO1361``): any of them may match. Words that can be no code raise
``ValueError`` with a sentence that says what to write instead.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from reftel import tables
from reftel.telegram_id import read_id

_ANY_LEAP_YEAR = 2000  # completes a number that is written without a year, to read its station and serial
_YEAR_AT_HEAD = re.compile(r"\A\d\d(?=[A-Z])")
_INITIALS = re.compile(r"(?<=[^,])(?: [A-Z]\.?)+\Z")  # ROE, JANE A.
_WORD = re.compile(r"[^\W_]+")
_HANDLE = re.compile(r"~[0-9a-f]+\Z")


def upper(text: str) -> str:
    """Upper case, without accents, white space folded."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(plain.upper().split())


def lower(text: str) -> str:
    """Lower case, white space folded."""
    return " ".join(text.lower().split())


def upper_terms(text: str) -> tuple[str, ...]:
    """The value itself, in capitals."""
    return (upper(text),)


def plain(text: str) -> tuple[str, ...]:
    """A value as printed, white space folded."""
    return (" ".join(text.split()),)


def tag_terms(text: str) -> tuple[str, ...]:
    """A TAGS code, else all codes whose meaning has these words; persons as ``CLINTON, HILLARY``."""
    written = upper(text)
    if tables.tag(written):
        return (written,)
    return (written, *tags_meaning(written))


@cache
def tags_meaning(words: str) -> tuple[str, ...]:
    """The codes in whose meaning all these words stand, given in capitals; singular and plural are one."""
    asked = _meaning_words(words)
    if not asked:
        return ()
    found = (tag.code.upper() for tag in tables.tags() if asked <= _meaning_words(upper(tag.name)))
    return tuple(dict.fromkeys(found))


@cache
def _meaning_words(words: str) -> frozenset[str]:
    return frozenset(word.removesuffix("S") for word in _WORD.findall(words))


def tag_values(text: str) -> tuple[str, ...]:
    """The terms under which a TAG of a record is found: a person with an initial without it too."""
    term = upper(text)
    return tuple(dict.fromkeys((term, _INITIALS.sub("", term)))) if ", " in term else (term,)


def word_terms(text: str) -> tuple[str, ...]:
    """A lower-case code of reftel's own: wrapper, format, defect."""
    return (lower(text),)


def class_terms(text: str) -> tuple[str, ...]:
    """A level, by its name or portion mark."""
    found = tables.classification(text) or next(
        (level for level in tables.classifications() if level.mark == upper(text)), None
    )
    if found is None:
        raise ValueError(f"{text!r} is no classification; there are {_quoted(tables.classifications())}")
    return (found.code,)


def precedence_terms(text: str) -> tuple[str, ...]:
    """A precedence, by its name or prosign."""
    found = tables.precedence(text)
    if found is None:
        names = ", ".join(row.name for row in tables.precedences())
        raise ValueError(f"{text!r} is no precedence; there are {names}")
    return (found.name,)


def _quoted(levels: tuple[tables.Classification, ...]) -> str:
    return ", ".join(f'"{level.code}"' if " " in level.code else level.code for level in levels)


def caption_terms(text: str) -> tuple[str, ...]:
    """A caption or caveat, under any of its spellings; what follows an open one (REL TO) counts too."""
    words = upper(text)
    found = tables.caption(words)
    return (words,) if found is None or found.open else (found.code,)


def caption_values(text: str) -> tuple[str, ...]:
    """The terms under which a caption of a record is found: ``REL TO USA, GBR`` as such and as REL TO."""
    found = tables.caption(text)
    return tuple(dict.fromkeys((*caption_terms(text), *((found.code,) if found else ()))))


def mark_terms(text: str) -> tuple[str, ...]:
    """A portion mark without parentheses and blanks: ``C/NF``."""
    return (upper(text).strip("()").replace(" ", ""),)


# ---------------------------------------------------------------- countries


@cache
def _countries() -> dict[str, str]:
    """Name or ISO 3166-1 code, closed up → code."""
    codes = {tag.country for tag in tables.tags() if tag.country} | {post.country for post in tables.posts()}
    names = {tables.squeezed(tag.name): tag.country for tag in tables.tags() if tag.country and tag.name}
    return names | {code: code for code in codes if code}


def country_terms(text: str) -> tuple[str, ...]:
    """A country, by its English name or two-letter ISO code."""
    code = _countries().get(tables.squeezed(text))
    if code is None:
        raise ValueError(
            f"{text!r} is no country that reftel knows; write the two letters of ISO 3166, as ML"
        )
    return (code,)


@cache
def _country_names() -> dict[str, str]:
    return {tag.country: tag.name for tag in reversed(tables.tags()) if tag.country and tag.name}


def country_name(code: str) -> str:
    """The English name of a country; the code where none is known."""
    return _country_names().get(code, code)


def tag_name(code: str) -> str:
    """A TAGS code with its first meaning."""
    meaning = next((row.name for row in tables.tag(code) if row.name), "")
    return f"{code} {meaning}" if meaning and upper(meaning) != code else code


def country_of_post(name: str | None) -> tuple[str, ...]:
    """The country of a station, as ISO code; () where it is not known."""
    post = tables.post(name) if name else None
    return (post.country,) if post and post.country else ()


# ---------------------------------------------------------------- telegram numbers


def number(text: str) -> str:
    """A number closed up, upper case; a handle stays lower case."""
    return lower(text) if text.strip().startswith("~") else tables.squeezed(text)


def is_handle(text: str) -> bool:
    """Whether ``text`` is a message's handle (``~3f9a0c51d2e4``), or the beginning of one."""
    return bool(_HANDLE.match(text.lower()))


def without_year(term: str) -> tuple[str, ...]:
    """Station and serial of a canonical id, ``BAMAKO1361``; () of anything else."""
    short = _YEAR_AT_HEAD.sub("", term)
    return (short,) if short != term else ()


def id_terms(text: str) -> tuple[str, ...]:
    """A telegram number in any form, with or without its year; a name under which it is known; a handle."""
    if is_handle(text):
        return (number(text),)
    if whole := read_id(text):
        return tuple(str(found) for found in whole)
    if short := read_id(text, _ANY_LEAP_YEAR):
        return tuple(term for found in short for term in without_year(str(found)))
    return (number(text),)


def id_values(names: list[str]) -> tuple[str, ...]:
    """The terms under which canonical ids, other names and handles are found."""
    terms = [number(name) for name in names]
    return tuple(dict.fromkeys([*terms, *(short for term in terms for short in without_year(term))]))


def known_number(text: str) -> bool:
    """Whether ``text`` is a number of a known station, with or without its year."""
    return any(tables.post(found.post) for found in read_id(text, _ANY_LEAP_YEAR))


def number_terms(text: str) -> tuple[str, ...]:
    """A telegram's number, with or without year, or a handle; ``ValueError`` for anything else."""
    if not (is_handle(text) or read_id(text, _ANY_LEAP_YEAR)):
        raise ValueError(f"{text!r} is no number of a telegram: write 07BAMAKO1361, or a handle")
    return id_terms(text)


def station_terms(text: str) -> tuple[str, ...]:
    """A sending post by any of its names: its canonical one."""
    known = tables.post(text)
    return (known.name if known else tables.squeezed(text) or upper(text),)
