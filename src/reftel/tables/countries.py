"""Countries: the words by which a telegram names a country or an organization, alone on a line.

In go words, out comes whether they are such a name. Rule: the names and codes of
``tags.csv``, and other names of countries from ``country_variants.csv``; an
organization only by its code. Codes count in capitals alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from reftel.tables.rows import rows, several, squeezed
from reftel.tables.titles import is_title_word
from reftel.tables.topics import tags

_LONGEST = 50
_BEGINNING = 3  # letters
_ASIDE = re.compile(r"\s*\(([^()]*)\)")
# The Republic of Mali · Government of Mali
_BEFORE = re.compile(r"(?:THE\s+)?(?:(?:GOVERNMENT|REPUBLIC|KINGDOM)\s+OF\s+)?(?:THE\s+)?", re.IGNORECASE)


def is_country(words: str) -> bool:
    """Whether ``words``, in whatever case, are the name of a country, or in capitals the code of one."""
    beginning = words.strip()[:_BEGINNING].upper()
    if len(words) > _LONGEST or (
        beginning.isalpha() and beginning.isascii() and beginning not in _beginnings()
    ):
        return False
    key = squeezed(words)
    head = _head(words)
    named = key in _names() or (head > 0 and squeezed(words[head:]) in _names())
    return named or (words.isupper() and key in _codes("geographic"))


def is_organization(words: str) -> bool:
    """Whether ``words``, in capitals, are the code of an organization, and no title (COM) as well."""
    if not words.isupper() or len(words) > _LONGEST or is_title_word(words):
        return False
    return squeezed(words) in _codes("organization")


def _head(words: str) -> int:
    """Where the name begins after ``Republic of`` and the like."""
    match = _BEFORE.match(words)
    return match.end() if match else 0


@cache
def _names() -> frozenset[str]:
    """The names of countries, closed up and in capitals."""
    geographic = {row.name for row in tags() if row.kind == "geographic" and "region" not in row.name}
    other = {name for row in rows("country_variants") for name in several(row["variants"])}
    return frozenset(squeezed(form) for name in geographic | other for form in _forms(name) if form)


def _forms(name: str) -> Iterator[str]:
    """The forms of a name as the table has it: ``Burma (Myanmar)``, ``Korea, South``."""
    plain = _ASIDE.sub("", name)
    yield plain
    first, comma, second = plain.partition(", ")
    if comma:
        yield f"{second} {first}"


@cache
def _beginnings() -> frozenset[str]:
    """The first letters of all names and codes, and of the words before them: most words fail here."""
    written = (*_names(), *_codes("geographic"), "THE", "GOVERNMENT", "REPUBLIC", "KINGDOM")
    return frozenset(name[:_BEGINNING] for name in written)


@cache
def _codes(kind: str) -> frozenset[str]:
    return frozenset(squeezed(row.code) for row in tags() if row.kind == kind)
