"""Indexing: the index brought up to date from the store's change log.

The index tells the last change that it holds. Where the log has another token
there (a backup was restored), or the index tells nothing, it is made anew from
the whole log; else the changes since are replayed. A replay looks up what a
telegram is now, so it may be broken off and done again at any time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reftel.archive.results import Progress
from reftel.record import Record
from reftel.store import Change, Store

if TYPE_CHECKING:
    from reftel.search.index import Index

CHUNK = 10_000  # changes in one commit of the index


def opened(folder: Path) -> Index:
    """The index in ``folder``; empty, without state, where there is none that serves."""
    from reftel.search.index import Index

    return Index.open(folder)


def behind(store: Store, index: Index) -> int | None:
    """How many changes the index lacks; ``None`` where it must be made anew."""
    last, state = store.last_change(), index.state()
    if state is None:
        return None if last is not None else 0
    if store.token_at(state.sequence) != state.token:
        return None
    return sum(1 for _ in store.changes_since(state.sequence))


def why_anew(store: Store, index: Index) -> str | None:
    """Why the index must be made anew, in words; ``None`` where it need not."""
    state = index.state()
    if state is None:
        return index.fault if store.last_change() is not None else None
    if store.token_at(state.sequence) != state.token:
        return f"the index {index.folder} is of another archive, or of another state of this one"
    return None


def told(store: Store, index: Index) -> str:
    """How far the index has come, in words."""
    number = behind(store, index)
    if number is None:
        return "missing, or of another archive"
    return f"{number:,} changes behind" if number else "up to date"


def is_current(store: Store, index: Index) -> bool:
    """Whether the index holds all changes."""
    last, state = store.last_change(), index.state()
    if last is None or state is None:
        return last is None and state is None
    return (state.sequence, state.token) == (last.sequence, last.token)


def bring_up_to_date(
    store: Store, index: Index, on_progress: Callable[[Progress], None] | None = None
) -> None:
    """Replay what the index lacks, or all; the caller holds the archive's lock.

    Raises ``ArchiveFull`` or ``ArchiveError``; the store is whole in any case.
    """
    from reftel.search.index import State

    if is_current(store, index):
        return
    state = index.state()
    if state is not None and store.token_at(state.sequence) != state.token:
        index.clear()
        state = None
    start = state.sequence if state else 0
    end = last.sequence if (last := store.last_change()) else start
    for chunk in _chunks(store, start):
        change = chunk[-1]
        index.update(_now(store, chunk), State(change.sequence, change.token))
        if on_progress is not None:
            done = change.sequence - start
            on_progress(Progress(done, max(done, end - start), "index"))


def _chunks(store: Store, sequence: int) -> Iterator[list[Change]]:
    """The changes after ``sequence``, so many at a time."""
    chunk: list[Change] = []
    for change in store.changes_since(sequence):
        chunk.append(change)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _now(store: Store, chunk: list[Change]) -> Iterator[tuple[str, Record | None]]:
    """Each changed key once, with its record as it is now."""
    yield from store.facts(change.key for change in chunk)
