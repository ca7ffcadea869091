"""TAGS: the codes of traffic analysis by geography and subject (5 FAH-3).

In goes a word of a TAGS line, out come the rows of that code, the codes that
were run together in it, or the known codes that it resembles. Rule: a code
means what its time says (CH is China in cablegate, Switzerland in 2024), so a
code has a row for each meaning, and no row is chosen here.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.tables.rows import rows

KINDS = ("subject", "program", "geographic", "organization", "phrase")


_LONGEST_TAIL = 16  # letters


class Tag(NamedTuple):
    """A code and one of its meanings."""

    code: str
    """As printed; look-ups go by upper case."""
    kind: str
    """``subject``, ``program``, ``geographic``, ``organization`` or ``phrase``."""
    name: str
    """What it means; '' where that is not established."""
    country: str
    """ISO 3166-1 code of the country, for a geographic one."""
    era: str
    """``1973-79``, ``cablegate`` (1980s to 2010), ``2022`` …, several separated by semicolons."""
    source: str
    sampled: int
    """How often the letters stood in a sample of 1,295 telegrams."""
    notes: str


@cache
def tags() -> tuple[Tag, ...]:
    """All codes with their meanings, in order of code."""
    return tuple(
        Tag(
            row["code"],
            row["kind"],
            row["name"],
            row["iso_alpha2"],
            row["era"],
            row["source"],
            int(row["sampled"] or 0),
            row["status_notes"],
        )
        for row in rows("tags")
    )


@cache
def _by_code() -> dict[str, tuple[Tag, ...]]:
    found: dict[str, tuple[Tag, ...]] = {}
    for row in tags():
        code = row.code.upper()
        found[code] = (*found.get(code, ()), row)
    return found


def tag(code: str) -> tuple[Tag, ...]:
    """The rows of ``code``, in whatever case; () if the code is unknown."""
    return _by_code().get(" ".join(code.upper().split()), ())


@cache
def tag_variants() -> dict[str, str]:
    """Misspelled codes → the codes that are meant, in upper case."""
    return {row["variant"]: row["code"] for row in rows("tag_variants")}


def meant_tag(written: str) -> str | None:
    """The code that a known misspelling stands for; ``None`` for any other word."""
    return tag_variants().get(written.upper())


@cache
def tag_codes() -> frozenset[str]:
    """Every known code, in upper case."""
    return frozenset(_by_code())


@cache
def multiword_tags() -> tuple[str, ...]:
    """The codes with blanks in them, in upper case, longest first, to be found before words are split."""
    return tuple(sorted((code for code in tag_codes() if " " in code), key=lambda code: (-len(code), code)))


@cache
def _class_codes() -> frozenset[str]:
    """The four-letter codes of subjects and programs."""
    return frozenset(row.code for row in tags() if row.kind in ("subject", "program"))


def split_tags(word: str) -> tuple[str, ...] | None:
    """The codes that were run together in ``word``, cut from left to right.

    First come codes of four letters, at least one of them a subject or program,
    then codes of two: ``ENRGIZ`` is ENRG, IZ. None if it cannot be cut wholly,
    or if nothing was run together.
    """
    word = word.upper()
    if len(word) < 6 or len(word) % 2 or word in tag_codes():
        return None
    codes = tag_codes()
    place = 0
    found: list[str] = []
    while word[place : place + 4] in codes and place + 4 <= len(word):
        found.append(word[place : place + 4])
        place += 4
    rest = [word[start : start + 2] for start in range(place, len(word), 2)]
    if not found or not all(code in codes for code in rest) or _class_codes().isdisjoint(found):
        return None
    return (*found, *rest)


def cut_tags(word: str) -> tuple[str, ...] | None:
    """The codes in what is run on to a code of several words: one, two, or those of ``split_tags``.

    ``POLMIL`` after ``HUMAN RIGHTS`` is POL, MIL. None if it cannot be cut wholly.
    """
    word = word.upper()
    codes = tag_codes()
    if word in codes:
        return (word,)
    halves = ((word[:cut], word[cut:]) for cut in range(2, min(len(word), _LONGEST_TAIL) - 1))
    return split_tags(word) or next((pair for pair in halves if codes.issuperset(pair)), None)


def _near(word: str) -> tuple[set[str], set[str]]:
    """Words with two neighbours exchanged, and the others at distance one."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    exchanged = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    shorter = {head + tail[1:] for head, tail in cuts if tail}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    longer = {head + letter + tail for head, tail in cuts for letter in letters}
    return exchanged, shorter | other | longer


def near_tags(word: str) -> tuple[str, ...]:
    """Known codes of four letters or more one slip away from ``word``, likeliest first; () for a known code.

    A slip is a letter lost, added, changed, or two exchanged. Exchanged letters
    come first, then subjects and programs, then the codes used more often.
    """
    word = word.upper()
    if len(word) < 4 or word in tag_codes():
        return ()
    exchanged, others = _near(word)

    def order(code: str) -> tuple[bool, bool, int, str]:
        return (code not in exchanged, code not in _class_codes(), -_by_code()[code][0].sampled, code)

    return tuple(sorted((c for c in (exchanged | others) & tag_codes() if len(c) >= 4), key=order))
