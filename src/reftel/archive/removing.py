"""Removing: a telegram, one of its messages, or a source by its path, taken out of the store."""

from __future__ import annotations

from reftel.archive import naming
from reftel.archive.adding import stored_name
from reftel.archive.results import Removed
from reftel.errors import AmbiguousTelegram, ArchiveError, UnknownSource, readable
from reftel.sources.files import STANDARD_INPUT
from reftel.store import Store
from reftel.store.entries import Dropped


def remove(store: Store, name: str) -> Removed:
    """Take out the sources that ``name`` means: a path that is held, else the messages of a handle or an id.

    The path of a container means all its members that are held.

    Nothing is guessed: an id may be written in any way, but a misspelled one is none. Raises
    ``UnknownSource``, ``AmbiguousTelegram``, and ``ArchiveError`` where a source holds other
    telegrams as well.
    """
    dropped = _dropped(store, name)
    return Removed(
        sources=dropped.sources,
        paths=list(dropped.paths),
        telegrams=list(dropped.telegrams),
        ghosts=[key for key in dropped.telegrams if store.citations_of(key)],
    )


def _dropped(store: Store, name: str) -> Dropped:
    path = stored_name(name)
    if path != STANDARD_INPUT and store.holds_path(path):
        return store.drop_paths([path])
    if path != STANDARD_INPUT and (members := store.members_of(path)):
        return store.drop_paths(members)
    name = readable(name)
    held = naming.plain_keys(store, name)
    if len(held) > 1:
        raise AmbiguousTelegram(name, held)
    if not held:
        raise UnknownSource(name, naming.near(store, name))
    return store.drop_sources(_sources(store, held[0], naming.own_key(name)))


def _sources(store: Store, key: str, name: str) -> set[int]:
    """The sources of a telegram, or of those of its messages that have the handle ``name``.

    The handle of what was put together from several messages means all of them.
    """
    messages = store.messages(key)
    sources = {found.source for found in messages if found.handle == name}
    sources = sources or {found.source for found in messages}
    others = {
        found.telegram
        for source in sources
        for found in store.messages_of_source(source)
        if found.telegram != key
    }
    if others:
        raise ArchiveError(
            f"the source of {name} holds {', '.join(sorted(others))} as well; remove it by its path, "
            f"{store.source(min(sources)).name}"
        )
    return sources
