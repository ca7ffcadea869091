"""Rebuilding: records, citations and names made anew from the stored bytes, batch by batch."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator

from reftel.archive.adding import OnProgress
from reftel.archive.batch import is_full
from reftel.archive.preparing import Outcome
from reftel.archive.reading import as_source
from reftel.archive.results import Progress, Rebuilt, Skipped
from reftel.archive.workers import Outcomes, Workers
from reftel.document import Source
from reftel.errors import SourceError
from reftel.store import Store
from reftel.store.preparing import SourceRows, telling


def rebuild(
    store: Store, index_anew: Callable[[], None], workers: Workers, on_progress: OnProgress | None
) -> Rebuilt:
    """Make all anew that is derived. A run that is broken off leaves each source as before or as after.

    ``index_anew`` makes the index from the whole change log.
    """
    start = time.monotonic()
    before = store.last_change()
    numbers = store.source_numbers()
    skipped: list[Skipped] = []
    done = 0
    for batch, outcomes in _ahead(store, numbers, workers):
        store.replace(_rows(batch, outcomes(), skipped))
        done += len(batch)
        if on_progress is not None:
            on_progress(Progress(done, len(numbers), f"source {done}"))
    if before is not None:
        store.forget_changes(before.sequence)
    index_anew()
    return Rebuilt(len(numbers), store.telegram_count(), skipped, time.monotonic() - start)


Batch = list[tuple[int, Source]]
"""Sources with their numbers."""


def _ahead(store: Store, numbers: tuple[int, ...], workers: Workers) -> Iterator[tuple[Batch, Outcomes]]:
    """All sources in batches, and what will come of reading them; some batches are read ahead."""
    coming: deque[tuple[Batch, Outcomes]] = deque()
    for batch, more in _batches(store, numbers):
        coming.append((batch, workers.start([source for _, source in batch], more)))
        while len(coming) > workers.ahead:
            yield coming.popleft()
    yield from coming


def _batches(store: Store, numbers: tuple[int, ...]) -> Iterator[tuple[Batch, bool]]:
    """All sources: so many at a time, fewer where they are large; and whether it is so many."""
    batch: Batch = []
    size = 0
    for number in numbers:
        source = as_source(store.source(number))
        batch.append((number, source))
        size += len(source.raw)
        if is_full(len(batch), size):
            yield batch, True
            batch, size = [], 0
    if batch:
        yield batch, False


def _rows(batch: Batch, outcomes: list[Outcome], skipped: list[Skipped]) -> Iterator[tuple[int, SourceRows]]:
    """What this version makes of sources; no messages where it cannot read one."""
    for (number, source), outcome in zip(batch, outcomes, strict=True):
        if isinstance(outcome, SourceError):
            skipped.append(Skipped(outcome.name, outcome.reason, source.part))
            yield number, SourceRows(source.sha256, len(source.raw), b"", (), telling(source.told))
        else:
            yield number, outcome.rows
