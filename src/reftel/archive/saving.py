"""Saving: the names of saved searches."""

from __future__ import annotations

from difflib import get_close_matches

from reftel.errors import SettingError, readable
from reftel.store import Store
from reftel.store.saving import SavedSearch

LONGEST = 80
"""Characters of a name."""


def named(name: str) -> str:
    """A name as it is kept; raises ``SettingError`` where it is empty or too long."""
    kept = " ".join(readable(name).split())
    if not kept or len(kept) > LONGEST:
        raise SettingError(f"a saved search needs a name of 1 to {LONGEST} characters")
    return kept


def of_name(store: Store, name: str) -> SavedSearch:
    """The saved search of that name; raises ``SettingError`` with those that there are."""
    kept = " ".join(readable(name).split())
    searches = {search.name: search for search in store.searches()}
    if kept not in searches:
        near = get_close_matches(kept, searches, n=3) or list(searches)[:8]
        there = f"there are {', '.join(near)}" if near else "none is saved here"
        raise SettingError(f"no saved search is called {kept!r}; {there}")
    return searches[kept]
