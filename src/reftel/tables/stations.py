"""Stations: the posts that number telegrams, under every name they are written by.

In goes a name, address, routing indicator or the six-letter form of the
1970s, out comes the post. Rule: a name belongs to one post; where two rows
could claim it, the canonical name wins, then the alias, then the address. The
mission that shares a city keeps its own name, for it numbers its own telegrams.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

from reftel.tables.rows import rows, several, squeezed

SHORT = 3
"""Names of so few letters count as a station only in a REF block, directly before a number."""


class Post(NamedTuple):
    """A station: embassy, consulate, mission, department or other office with serials of its own."""

    name: str
    """Canonical, as in ids: ``NEWDELHI``."""
    plads: tuple[str, ...]
    """Plain language addresses, the usual one first: ``AMEMBASSY NEW DELHI``."""
    routing_indicators: tuple[str, ...]
    """Likeliest first."""
    kind: str
    """``embassy``, ``consulate``, ``mission``, ``department`` or ``other``."""
    city: str
    country: str
    """ISO 3166-1 code of today's country."""
    latitude: float | None
    longitude: float | None
    aliases: tuple[str, ...]
    """Other ways of writing the name, misspellings among them."""
    same_place: tuple[str, ...]
    """Canonical names of the same office at another time, or of its neighbours; each has its own serials."""
    nara6: str
    """Name in the document numbers of 1973-79, or ''."""
    telegrams: int
    """How many the published collection of 1966-2010 holds."""
    years: str
    """First and last year of these: ``2005-2010``."""
    notes: str


def _post(row: dict[str, str]) -> Post:
    return Post(
        row["canonical"],
        several(row["plads"]),
        several(row["routing_indicators"]),
        row["kind"],
        row["city"],
        row["country_iso2"],
        float(row["lat"]) if row["lat"] else None,
        float(row["lon"]) if row["lon"] else None,
        several(row["aliases"]),
        several(row["same_place"]),
        row["nara6"],
        int(row["cablegate_cables"] or 0),
        row["cablegate_years"],
        row["notes"],
    )


@cache
def posts() -> tuple[Post, ...]:
    """All posts, in order of their names."""
    return tuple(_post(row) for row in rows("posts"))


@cache
def _by_name() -> dict[str, Post]:
    return {post.name: post for post in posts()}


@cache
def _all_names() -> dict[str, str]:
    """Every name, closed up → canonical name; the first claim counts."""
    names = {post.name: post.name for post in posts()}
    for post in posts():
        for alias in post.aliases:
            names.setdefault(squeezed(alias), post.name)
    for post in posts():
        for plad in post.plads:
            names.setdefault(squeezed(plad), post.name)
    return names


@cache
def station_names() -> Mapping[str, str]:
    """Every name of a station in upper case without blanks → canonical name, addresses too.

    Names of three letters or fewer are left out (see ``short_station_names``),
    but for those that are canonical.
    """
    names = _all_names()
    return MappingProxyType({key: name for key, name in names.items() if len(key) > SHORT or key == name})


@cache
def short_station_names() -> Mapping[str, str]:
    """The short aliases (BA, HK, KL) → canonical name: to be trusted only directly before a number in REF."""
    names = _all_names()
    return MappingProxyType({key: name for key, name in names.items() if len(key) <= SHORT and key != name})


@cache
def office_words() -> tuple[str, ...]:
    """Words that may stand before the name of a station (AMEMBASSY, USMISSION), longest first."""
    return tuple(sorted((row["code"] for row in rows("offices")), key=lambda word: (-len(word), word)))


@cache
def written_station_names() -> tuple[str, ...]:
    """Every name as it is written, with its blanks and signs, longest first, without short aliases.

    For regular expressions; ``post`` tells what a written name stands for.
    """
    known = station_names()
    written = {post.name for post in posts()}
    for post in posts():
        written.update(post.aliases, post.plads, (plad.partition(" ")[2] for plad in post.plads))
        written.add(post.city.upper())
        written.add(post.city.upper().replace("-", " "))
    fitting = (name for name in written if name.isascii() and squeezed(name) in known)
    return tuple(sorted(fitting, key=lambda name: (-len(name), name)))


def post(name: str) -> Post | None:
    """The post of this name in any way of writing it; None if it is unknown.

    Takes the canonical name, an alias, the address with or without its first
    word, blanks, hyphens, apostrophes, accents and either case.
    """
    key = squeezed(name)
    canonical = _all_names().get(key)
    if canonical is None:
        canonical = _all_names().get(without_office(key))
    return _by_name()[canonical] if canonical else None


class Remains(NamedTuple):
    """A word of other lines that a careless extraction leaves in ids."""

    word: str
    place: str
    """``before`` the name, or ``after`` the serial."""
    cut: bool
    """Whether its own head may be lost: SIFIED of UNCLASSIFIED."""


@cache
def id_remains() -> tuple[Remains, ...]:
    """Words that stand in damaged ids, in order."""
    return tuple(Remains(row["code"], row["place"], row["cut"] == "yes") for row in rows("id_remains"))


def without_office(key: str) -> str:
    """A name in upper case without blanks, less the office word at its head, if there is one."""
    if not key.startswith(_office_heads()):
        return key
    return next(key[len(word) :] for word in _office_heads() if key.startswith(word))


@cache
def _office_heads() -> tuple[str, ...]:
    return tuple(map(squeezed, office_words()))


@cache
def _by_routing() -> dict[str, tuple[Post, ...]]:
    found: dict[str, list[tuple[int, Post]]] = {}
    for post in posts():
        for place, indicator in enumerate(post.routing_indicators):
            found.setdefault(indicator, []).append((place, post))
    for claims in found.values():
        claims.sort(key=lambda claim: (claim[0], -claim[1].telegrams))
    return {indicator: tuple(post for _, post in claims) for indicator, claims in found.items()}


def post_of_routing(indicator: str) -> tuple[Post, ...]:
    """The posts that use this routing indicator, likeliest first; () if it is unknown (ACP 117)."""
    return _by_routing().get(indicator.strip().upper(), ())


@cache
def _by_nara6() -> dict[str, tuple[Post, ...]]:
    found: dict[str, tuple[Post, ...]] = {}
    for post in posts():
        if post.nara6:
            found[post.nara6] = (*found.get(post.nara6, ()), post)
    return found


def post_of_nara6(name: str) -> tuple[Post, ...]:
    """The posts that the six-character name of 1973-79 can mean (``PORTO`` is two); () if unknown."""
    return _by_nara6().get(squeezed(name), ())
