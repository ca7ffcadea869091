"""Naming: from whatever a person writes to the key of a telegram, or to what may have been meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from itertools import islice

from reftel import tables, telegram_id
from reftel.errors import AmbiguousTelegram, UnknownTelegram
from reftel.store import Store
from reftel.store.entries import folded_name

NEAR = 5  # suggestions, at most


def held_key(store: Store, name: str) -> str:
    """The key of the telegram held that ``name`` means.

    Raises ``AmbiguousTelegram`` where several are held, ``UnknownTelegram`` where
    none is, with those that resemble it and those that cite it.
    """
    held = held_keys(store, name)
    if len(held) == 1:
        return held[0]
    if held:
        raise AmbiguousTelegram(name, held)
    citing = {row.citing for key in written_keys(name) for row in store.citations_of(key)}
    raise UnknownTelegram(name, near(store, name), tuple(sorted(citing)))


def held_keys(store: Store, name: str) -> tuple[str, ...]:
    """The keys of telegrams held that ``name`` can mean: a key, else a stored name, else a readable id."""
    own = own_key(name)
    if store.holds(own):
        return (own,)
    return store.keys_named(name) or tuple(key for key in written_keys(name) if store.holds(key))


def plain_keys(store: Store, name: str) -> tuple[str, ...]:
    """The keys of telegrams held that ``name`` means without any mending: for what cannot be undone."""
    own = own_key(name)
    if store.holds(own):
        return (own,)
    numbers = telegram_id.read_id(name)
    written = (str(number) for number in numbers if _names_station(name, number.post))
    return store.keys_named(name) or tuple(key for key in written if store.holds(key))


def _names_station(name: str, post: str) -> bool:
    """Whether the letters of a number name this station, by itself or by a name in the tables."""
    letters = tables.squeezed(re.sub(r"_[A-Ea-e]\s*\Z|\d", "", name))
    known = tables.post(letters)
    return post == letters or post in {one.name for one in (known, *tables.post_of_nara6(letters)) if one}


def possible_keys(name: str) -> tuple[str, ...]:
    """The keys that ``name`` can be or mean, likeliest first, held or not."""
    return tuple(dict.fromkeys((own_key(name), *written_keys(name))))


def own_key(name: str) -> str:
    """``name`` spelled as keys are: ids in capitals, handles in small letters."""
    folded = folded_name(name)
    return folded.lower() if folded.startswith("~") else folded


def written_keys(name: str) -> tuple[str, ...]:
    """The keys that ``name`` can mean as an id in any way of writing, likeliest first, held or not."""
    return tuple(str(number) for number in telegram_id.read_id(name))


def near(store: Store, name: str) -> tuple[str, ...]:
    """Keys of telegrams held that resemble ``name``, the nearest first."""
    return tuple(islice(dict.fromkeys(_near(store, name)), NEAR))


def _near(store: Store, name: str) -> Iterator[str]:
    if name.strip().startswith("~"):
        yield from store.names_beginning(name.strip()[:5], NEAR)
        return
    numbers = telegram_id.read_id(name)
    for number in numbers:
        yield from store.nearest(number.post, number.year, number.serial, NEAR)
    if not numbers:
        yield from of_any_year(store, name)
    for number in numbers:
        for post in get_close_matches(number.post, store.posts(), n=3, cutoff=0.6):
            yield from store.nearest(post, number.year, number.serial, NEAR)
    if len(name.strip()) >= 3:
        yield from store.names_beginning(name, NEAR)


def of_any_year(store: Store, name: str) -> Iterator[str]:
    """Telegrams held that a number without a year may mean."""
    for year in store.years():
        for number in telegram_id.read_id(name, year):
            if store.holds(str(number)):
                yield str(number)
