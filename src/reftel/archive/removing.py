"""Removing: a telegram, one of its messages, or a source by its path, taken out of the store."""

from __future__ import annotations

import os
from pathlib import Path

from reftel.archive import naming
from reftel.archive.results import Removed
from reftel.errors import AmbiguousTelegram, ArchiveError, UnknownTelegram
from reftel.store import Store
from reftel.store.entries import Dropped


def remove(store: Store, name: str) -> Removed:
    """Take out the sources that ``name`` means; a path is given as it is stored (``reading.safe_name``).

    A handle means the messages that bear it, an id the whole telegram, anything
    else is a path. Raises ``UnknownTelegram``, ``AmbiguousTelegram``, and
    ``ArchiveError`` where a source holds other telegrams as well.
    """
    held = naming.held_keys(store, name)
    if len(held) > 1:
        raise AmbiguousTelegram(name, held)
    if held:
        dropped = store.drop_sources(_sources(store, held[0], naming.own_key(name)))
    else:
        dropped = store.drop_path(_path(store, name))
    return Removed(
        sources=dropped.sources,
        paths=list(dropped.paths),
        telegrams=list(dropped.telegrams),
        ghosts=_ghosts(store, dropped),
    )


def _sources(store: Store, key: str, name: str) -> set[int]:
    """The sources of a telegram, or of those of its messages that have the handle ``name``."""
    messages = store.messages(key)
    sources = {found.source for found in messages if found.handle == name or not name.startswith("~")}
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


def _path(store: Store, name: str) -> str:
    """The path, as it is held, that ``name`` means: as given, tidied, or from the root."""
    if name == "-":
        raise UnknownTelegram(name)
    for spelled in (name, os.path.normpath(name)):
        if store.holds_path(spelled):
            return spelled
    rooted = _rooted(name)
    same = next((held for held in store.paths() if _rooted(held) == rooted), None)
    if same is None:
        raise UnknownTelegram(name, naming.near(store, name))
    return same


def _rooted(name: str) -> str:
    """A path from the root, without looking at the disk: the file may be gone."""
    return os.path.normpath(Path.cwd() / name)


def _ghosts(store: Store, dropped: Dropped) -> list[str]:
    """The telegrams that went and are still cited."""
    return [key for key in dropped.telegrams if store.citations_of(key)]
