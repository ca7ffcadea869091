"""Titles: the words before or after an officer's name that are no part of it.

In goes a word of a classification authority line, out comes whether it is a
title, an office or a word that joins such. Rule: a long word one or two letters
off a title is that title misspelled (``Ambassodor``).
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from functools import cache, lru_cache

from reftel.tables.rows import rows, several

# Shorter words are taken as they stand: too many names are near to them.
_LONG = 7
_OF = re.compile(r"\ADE?['\u2019`]")  # D'AFFAIRES


@cache
def title_words() -> frozenset[str]:
    """All words of titles and offices, in upper case."""
    return frozenset(word for row in rows("titles") for word in (row["code"], *several(row["variants"])))


@cache
def _of_kinds(*kinds: str) -> frozenset[str]:
    found = (row for row in rows("titles") if row["kind"] in kinds)
    return frozenset(word for row in found for word in (row["code"], *several(row["variants"])))


def is_rank(word: str) -> bool:
    """Whether a word, in whatever case, is what a person is called by: ``Ambassador``, not ``Embassy``."""
    return word.upper().strip(".,;:()") in _of_kinds("title", "honorific")


def is_post(word: str) -> bool:
    """Whether a word, in whatever case, is followed by the name of a place: ``Embassy``."""
    return word.upper().strip(".,;:()") in _of_kinds("post")


def may_be_name(word: str) -> bool:
    """Whether a word of titles can be a surname as well: ``Head``, not ``Acting``, ``NEA`` or ``a.i.``."""
    key = word.upper()
    return key.replace("-", "").isalpha() and key != "AI" and key not in _of_kinds("word", "office")


@cache
def _long_titles() -> list[str]:
    return sorted(word for word in title_words() if len(word) >= _LONG)


@lru_cache(maxsize=4096)
def is_title_word(word: str) -> bool:
    """Whether a word, in whatever case, belongs to a title or names an office."""
    key = _OF.sub("", word.upper().replace("\\", "").strip(".,;:()'\u2019"))
    if key in title_words() or (("/" in key or "-" in key) and _all_titles(key)):
        return True
    return (
        len(key) >= _LONG and key.isalpha() and bool(get_close_matches(key, _long_titles(), n=1, cutoff=0.84))
    )


def _all_titles(key: str) -> bool:
    """Whether each part of a word such as ``POL/ECON`` is a title or short enough for an office."""
    parts = key.replace("-", "/").split("/")
    return any(part in title_words() for part in parts) and all(
        part in title_words() or len(part) <= 4 for part in parts
    )
