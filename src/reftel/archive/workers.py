"""Workers: sources read and parsed in processes of their own, by the bundle.

A bundle of sources goes in, what was read of each comes out, as if it were read
here: messages, or the reason why it cannot be read. A worker that is killed (a
machine short of memory kills the largest) takes its bundle with it: the sources
are then read one by one, each in a new process, and one that kills again is
skipped. Nothing is written by workers.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Sequence
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from reftel.document import Source
from reftel.errors import SourceError
from reftel.store import MessageEntry

Outcome = tuple[MessageEntry, ...] | SourceError
"""The messages of a source, or why it cannot be read."""

_LOST = (BrokenProcessPool, CancelledError)
_KILLED = "the process that read it was ended from outside (is memory short?)"


def read_bundle(sources: Sequence[Source]) -> list[Outcome]:
    """What each of the sources holds."""
    return [_outcome(source) for source in sources]


def _outcome(source: Source) -> Outcome:
    from reftel.archive.reading import entries

    try:
        return entries(source)
    except SourceError as error:
        return error


class Workers:
    """Processes that read sources; none is started before the first bundle is given."""

    def __init__(self, count: int) -> None:
        """``count`` processes; with none, bundles are read in this one."""
        self._count = count
        self._pool: ProcessPoolExecutor | None = None

    def give(self, sources: Sequence[Source]) -> Bundle:
        """Have a bundle of sources read."""
        if not self._count:
            return Bundle(self, sources, None)
        try:
            return Bundle(self, sources, self.pool().submit(read_bundle, sources))
        except BrokenProcessPool:  # told by an earlier bundle only now
            self.drop()
            return Bundle(self, sources, self.pool().submit(read_bundle, sources))

    def pool(self) -> ProcessPoolExecutor:
        """The processes; started where there are none, without what this process holds open."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(self._count, get_context("spawn"), _prepare)
        return self._pool

    def drop(self) -> None:
        """End the processes; what they have not finished is lost."""
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._pool = None

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.drop()


class Bundle:
    """Sources that were given to be read."""

    def __init__(
        self, workers: Workers, sources: Sequence[Source], coming: Future[list[Outcome]] | None
    ) -> None:
        """``coming`` is what the processes will give back; ``None`` to read the sources here."""
        self._workers = workers
        self._sources = sources
        self._coming = coming

    def outcomes(self) -> list[Outcome]:
        """What was read of each source, in order; waits until it is."""
        if self._coming is None:
            return read_bundle(self._sources)
        try:
            return self._coming.result()
        except _LOST:
            self._workers.drop()
            return [self._alone(source) for source in self._sources]

    def _alone(self, source: Source) -> Outcome:
        """What a source holds, read without others beside it."""
        try:
            return self._workers.pool().submit(read_bundle, [source]).result()[0]
        except _LOST:
            self._workers.drop()
            return SourceError(source.name, _KILLED)


def usual_count() -> int:
    """How many processes are worth while here: one for each processor that may be used, none for one."""
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return usable if usable > 1 else 0


def _prepare() -> None:
    """An interrupt is for the process that gave the work: it ends the workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
