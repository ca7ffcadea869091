"""Rebuilding: records, citations and names made anew from the stored bytes, batch by batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from reftel.archive.adding import BATCH_SOURCES, OnProgress
from reftel.archive.reading import entries, reftel_version
from reftel.archive.results import Progress, Rebuilt, Skipped
from reftel.document import Source
from reftel.errors import SourceError
from reftel.store import MessageEntry, Store


def rebuild(store: Store, index_anew: Callable[[], None], on_progress: OnProgress | None) -> Rebuilt:
    """Make all anew that is derived. A run that is broken off leaves each source as before or as after.

    ``index_anew`` makes the index from the whole change log.
    """
    start = time.monotonic()
    before = store.last_change()
    numbers = store.source_numbers()
    skipped: list[Skipped] = []
    for first in range(0, len(numbers), BATCH_SOURCES):
        batch = numbers[first : first + BATCH_SOURCES]
        store.replace(_anew(store, batch, skipped), reftel_version())
        if on_progress is not None:
            done = first + len(batch)
            on_progress(Progress(done, len(numbers), f"source {done}"))
    if before is not None:
        store.forget_changes(before.sequence)
    index_anew()
    return Rebuilt(len(numbers), store.counts().telegrams, skipped, time.monotonic() - start)


def _anew(
    store: Store, numbers: tuple[int, ...], skipped: list[Skipped]
) -> Iterator[tuple[int, tuple[MessageEntry, ...]]]:
    """The messages of stored sources as this version reads them; none for one that it cannot read."""
    for number in numbers:
        held = store.source(number)
        try:
            yield number, entries(Source(name=held.name, sha256=held.sha256, raw=held.raw))
        except SourceError as error:
            skipped.append(Skipped(error.name, error.reason))
            yield number, ()
