"""Telegram ids: read in any way of writing, completed, written canonically.

In goes text such as ``07BAMAKO1399``, ``Bamako 01399 (07)``, ``1974LAPAZ02499``
or ``07EFTOBAMAKO1399``, out come the numbers that it can mean, likeliest first.
Serials restart each January at each station, so an id is year, station and
serial. Ids damaged by a wrongly read classification line are mended by rule;
a misspelled station is mended where one known name alone is near.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches
from functools import cache, lru_cache
from typing import NamedTuple

from reftel import tables

FIRST_YEAR = 40  # two-digit years from here on are of the twentieth century
LARGEST_SERIAL = 999999
_LONGEST = 120  # characters of a text that can be an id, an address on the web included


class TelegramId(NamedTuple):
    """The number of a telegram: year (four digits), station (canonical, no blanks), serial."""

    year: int
    post: str
    serial: int

    def __str__(self) -> str:
        return f"{self.year % 100:02d}{self.post}{self.serial}"


_KEY = re.compile(r"(\d\d)([A-Z]+)([1-9]\d{0,5})")  # 07BAMAKO1399


@lru_cache(maxsize=65536)
def number_of(key: str) -> TelegramId | None:
    """The number that a canonical id states; ``None`` for a handle, and for ids written in another way."""
    match = _KEY.fullmatch(key)
    return TelegramId(full_year(match[1]), match[2], int(match[3])) if match else None


def full_year(year: str) -> int:
    """A printed year in four digits: ``07`` is 2007, ``75`` is 1975, ``1965`` stays."""
    number = int(year)
    if len(year) > 2:
        return number
    return number + (1900 if number >= FIRST_YEAR else 2000)


# ---------------------------------------------------------------- patterns

_NAME = r"(?P<name>[A-Z][A-Z .:'\u2019/()\-]*?[A-Z)])"
_SERIAL = r"[ #:\-]{0,4}0*(?P<serial>\d{1,6})"
_TAIL = r"(?:_[A-E])?"
# Ordered: the first that fits the whole text is how it is read. Each beside what it matches.
_FORMS = (
    # 07BAMAKO1399 · 2007 Bamako 01399 · '08 LIMA 77 · 10-OTTAWA-57 · (99) ROME 2196
    re.compile(rf"['\u2019(]?(?P<year>\d{{4}}|\d{{2}})\)?[ \-]{{0,3}}{_NAME}{_SERIAL}{_TAIL}"),
    # BAMAKO 1399 (07) · SAO PAULO 653 (2008) · PANAMA 789/08 · QUITO 4525-91 · AMMAN 7718 99
    re.compile(
        rf"{_NAME}{_SERIAL}(?: ?\('?(?P<year>\d{{4}}|\d{{2}})\)| ?[/\-] ?(?P<slashed>\d{{2}})"
        r"| (?P<after>\d{2}|(?:19|20)\d{2}))"
    ),
    # STATE (01) 201265
    re.compile(rf"{_NAME} ?\((?P<year>\d{{4}}|\d{{2}})\) ?{_SERIAL}"),
    # BAMAKO 01399
    re.compile(rf"{_NAME}{_SERIAL}{_TAIL}"),
)
# What a wrongly read classification line leaves in an id: 08SECTION01OF03CAIRO1400, 07OSLO000160ZDK164,
# 7575ROME12.
_SECTION = re.compile(r"(?<=\d)(?P<word>[A-Z]{4,8}?)\d{1,2}[A-Z]{1,2}\d{1,2}(?=[A-Z]{3})")
_TWICE = re.compile(r"\A(\d\d)\1(?=[A-Z])")
# What surrounds a number in addresses on the web, in names of files and on a classification line.
_AROUND = re.compile(r"\A(?:HTTPS?://[^\s]*/)|\.(?:HTML?|TXT|XML|PDF|EML)\Z|\s+SECTION \d{1,2} OF \d{1,2}\Z")
_UNDERLINE = re.compile(r"_(?=[A-Z]{2}|\d)")  # 07_BAMAKO_1399
_AIRGRAM = re.compile(r"[A-Z][ \-]{1,2}C?A ?-? ?\d{1,5}\Z|\bC?A ?- ?\d{1,5}\Z")  # 73BANGKOK-A50 · CA-3400


def read_id(text: str, year: int | None = None) -> tuple[TelegramId, ...]:
    """The numbers that ``text`` can mean, likeliest first; () where it is none.

    ``year`` completes a number that prints none (the year of the telegram that
    cites it); without it such a text is no id.
    """
    if not text.isascii():
        text = "".join(
            sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign)
        )
    return _read(" ".join(text.upper().split()), year)


@lru_cache(maxsize=65536)
def _read(words: str, year: int | None) -> tuple[TelegramId, ...]:
    if len(words) > _LONGEST or not words:
        return ()
    words = _UNDERLINE.sub(" ", _AROUND.sub("", words.strip(" .,;:")))
    if _AIRGRAM.search(words):
        return ()
    match = _match(_TWICE.sub(r"\1", words)) or _match(_mended(words))
    if match is None:
        return ()
    groups = match.groupdict()
    printed = groups.get("year") or groups.get("slashed") or groups.get("after")
    known = full_year(printed) if printed else year
    serial = int(match["serial"])
    if known is None or serial == 0 or not 1900 <= known <= 2099:
        return ()
    return tuple(TelegramId(known, name, serial) for name in stations(match["name"], known))


def _match(words: str) -> re.Match[str] | None:
    return next((match for form in _FORMS if (match := form.fullmatch(words))), None)


@cache
def _suffix() -> re.Pattern[str]:
    """What stands after the serial in damaged ids: ZDK164, (NOTAL)."""
    words = "|".join(r"\s?".join(one.word) for one in tables.id_remains() if one.place == "after")
    return re.compile(rf"(?<=[\d)])[ (\[]{{0,3}}(?:{words})\d*[)\]]?\Z")


def _mended(words: str) -> str:
    """A number without what damaged or neighbouring lines put into it."""
    words = _suffix().sub("", words)
    if " " in words:
        return words
    found = _SECTION.search(words)
    if found and get_close_matches(found["word"], ["SECTION"], cutoff=0.7):
        words = words[: found.start()] + words[found.end() :]
    return words


# ---------------------------------------------------------------- stations


@lru_cache(maxsize=8192)
def stations(name: str, year: int | None = None) -> tuple[str, ...]:
    """The canonical names of the stations that ``name`` can mean, likeliest first.

    A name of 1973-79 may be cut to six characters. A name of no table that is
    near to one known name alone is that; otherwise it stays, closed up.
    """
    if year is not None and 1973 <= year <= 1979 and (cut := tables.post_of_nara6(name)):
        return tuple(post.name for post in cut)
    post = tables.post(name)
    if post is not None:
        return (post.name,)
    key = tables.without_office(_without_remains(tables.squeezed(name)))
    known = tables.post(key) if key else None
    return (known.name if known else near_station(key) or key,) if key else ()


def _without_remains(key: str) -> str:
    """A name without words of other lines at its head: ``SIFIEDABUJA`` and ``REFERENCEABUJA`` are ABUJA."""
    for remains in tables.id_remains():
        if remains.place != "before":
            continue
        for cut in range(len(remains.word) - 2 if remains.cut else 1):
            end = remains.word[cut:]
            if key.startswith(end) and len(key) > len(end) + 2 and (post := tables.post(key[len(end) :])):
                return post.name
    return key


@cache
def _canonical_names() -> frozenset[str]:
    return frozenset(post.name for post in tables.posts())


@lru_cache(maxsize=4096)
def near_station(key: str) -> str | None:
    """The one known station whose name is a slip away from ``key``; ``None`` if there is none, or more."""
    if len(key) < 3:
        return None
    near = _slips(key) & _canonical_names()
    if len(near) != 1 and len(key) >= 8:
        near = set(get_close_matches(key, sorted(_canonical_names()), n=2, cutoff=0.84))
    return next(iter(near)) if len(near) == 1 else None


def _slips(word: str) -> set[str]:
    """The words that are one letter lost, added, changed, or two exchanged, away."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    exchanged = {head + tail[1] + tail[0] + tail[2:] for head, tail in cuts if len(tail) > 1}
    shorter = {head + tail[1:] for head, tail in cuts if tail}
    other = {head + letter + tail[1:] for head, tail in cuts if tail for letter in letters}
    return exchanged | shorter | other | {head + letter + tail for head, tail in cuts for letter in letters}


# ---------------------------------------------------------------- other names

# PlusD adds a letter for the years of its parts.
_PARTS = {1973: "b", 1974: "b", 1975: "b", 1976: "b", 1977: "c", 1978: "d", 1979: "e"}


def aliases(number: TelegramId) -> tuple[str, ...]:
    """Other names under which archives know a telegram: with the full year, NARA's number, PlusD's."""
    full = f"{number.year}{number.post}{number.serial}"
    if number.year in _PARTS:
        nara = nara_number(number)
        return (
            (full,) if nara is None else tuple(dict.fromkeys((full, nara, f"{nara}_{_PARTS[number.year]}")))
        )
    return (full, f"{number}_a") if 1966 <= number.year <= 2010 else (full,)


def nara_number(number: TelegramId) -> str | None:
    """The document number of the National Archives for a telegram of 1973-79: ``1974LAPAZ02499``."""
    post = tables.post(number.post)
    if post is None or not post.nara6:
        return None
    width = 6 if post.name == "STATE" else 5
    return f"{number.year}{tables.squeezed(post.nara6)}{number.serial:0{width}d}"
