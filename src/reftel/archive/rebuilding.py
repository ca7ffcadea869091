"""Rebuilding: records, citations and names made anew from the stored bytes, batch by batch."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

from reftel.archive.adding import BATCH_BYTES, BATCH_SOURCES, OnProgress
from reftel.archive.reading import entries, reftel_version
from reftel.archive.results import Progress, Rebuilt, Skipped
from reftel.document import Source
from reftel.errors import SourceError
from reftel.store import MessageEntry, Store

Batch = list[tuple[int, tuple[MessageEntry, ...]]]
"""Messages as this version reads them, with the number of their source."""


def rebuild(store: Store, index_anew: Callable[[], None], on_progress: OnProgress | None) -> Rebuilt:
    """Make all anew that is derived. A run that is broken off leaves each source as before or as after.

    ``index_anew`` makes the index from the whole change log.
    """
    start = time.monotonic()
    before = store.last_change()
    numbers = store.source_numbers()
    skipped: list[Skipped] = []
    done = 0
    for batch in _batches(store, numbers, skipped):
        store.replace(batch, reftel_version())
        done += len(batch)
        if on_progress is not None:
            on_progress(Progress(done, len(numbers), f"source {done}"))
    if before is not None:
        store.forget_changes(before.sequence)
    index_anew()
    return Rebuilt(len(numbers), store.telegram_count(), skipped, time.monotonic() - start)


def _batches(store: Store, numbers: tuple[int, ...], skipped: list[Skipped]) -> Iterator[Batch]:
    """All sources, read anew: so many at a time, fewer where they are large."""
    batch: Batch = []
    size = 0
    for number in numbers:
        held = store.source(number)
        source = Source(name=held.name, sha256=held.sha256, raw=held.raw, part=held.part)
        batch.append((number, _anew(source, skipped)))
        size += len(held.raw)
        if len(batch) >= BATCH_SOURCES or size >= BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _anew(source: Source, skipped: list[Skipped]) -> tuple[MessageEntry, ...]:
    """The messages of a stored source as this version reads them; none where it cannot."""
    try:
        return entries(source)
    except SourceError as error:
        skipped.append(Skipped(error.name, error.reason, source.part))
        return ()
