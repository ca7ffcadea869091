"""Workers: other processes that read sources, so that all cores of the machine have something to do.

They are started when the first full batch comes, as a small one is read sooner than they are ready. Outcomes
are given in the order of the sources, so who read what makes no difference. A process that breaks
down over a source costs that source, and is replaced.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from queue import SimpleQueue
from threading import Timer
from types import TracebackType
from typing import IO

from reftel.archive.preparing import Outcome, prepare
from reftel.archive.worker import READY
from reftel.document import Source
from reftel.errors import SourceError

MOST = 16
"""Workers that are started where nothing is said: one writer can take no more."""
_PATIENCE = 60.0  # seconds in which a process must be ready
_SHARE = 25  # sources that a worker takes at a time
# The modules are found where this process finds them, however it was told.
_PROGRAM = "import sys; sys.path[:] = sys.argv[1:]; from reftel.archive import worker; worker.main()"
_BROKE_DOWN = "cannot be read: its reader broke down"

Outcomes = Callable[[], list[Outcome]]
"""Waits for what comes of sources, in their order."""


def default_count() -> int:
    """How many workers are started where nothing is said: one for each core that this process may use.

    None where this process is a program of its own that has Python in it: another would be that program.
    """
    if not sys.executable or getattr(sys, "frozen", False):
        return 1
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(cores, MOST)


class Workers:
    """Reads sources, in other processes where there are enough; to be used in a ``with`` block."""

    def __init__(self, count: int | None = None) -> None:
        """``count`` of processes; with 1 all is read in this one."""
        self._count = default_count() if count is None else count
        self._idle: SimpleQueue[_Process | None] = SimpleQueue()
        self._threads: ThreadPoolExecutor | None = None
        self._processes: list[_Process] = []
        self._closed = False
        self._can_start = True

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._threads is not None:
            self._closed = True
            for process in tuple(self._processes):
                process.kill()
            self._threads.shutdown(cancel_futures=True)
            for process in self._processes:
                process.close()

    @property
    def ahead(self) -> int:
        """How many batches are to be read before the first of them is asked for."""
        return 0 if self._threads is None else 2

    def start(self, sources: Sequence[Source], is_full: bool) -> Outcomes:
        """Begin to read sources; ``is_full``: many may follow."""
        if is_full and self._count > 1 and self._threads is None:
            self._threads = ThreadPoolExecutor(self._count)
            for _ in range(self._count):
                self._idle.put(None)
        if self._threads is None:
            return lambda: [prepare(source) for source in sources]
        shares = [sources[i : i + _SHARE] for i in range(0, len(sources), _SHARE)]
        futures = [self._threads.submit(self._read, share) for share in shares]
        return lambda: [outcome for future in futures for outcome in future.result()]

    def _read(self, sources: Sequence[Source]) -> list[Outcome]:
        """Have a process read sources; one by one where it breaks down over them."""
        process = self._idle.get()
        is_new = process is None
        try:
            process = process or self._started()
            return process.read(sources)
        except _CannotStart:
            self._can_start = False  # it takes time to find out
            return [prepare(source) for source in sources if not self._closed]
        except _BrokeDown:
            process = None
        finally:
            self._idle.put(process)
        if self._closed:
            return []
        if len(sources) == 1 and is_new:  # one that ended before is no sign that the source is at fault
            return [SourceError(sources[0].name, _BROKE_DOWN)]
        if len(sources) == 1:
            return self._read(sources)
        return [outcome for source in sources for outcome in self._read([source])]

    def _started(self) -> _Process:
        if not self._can_start:
            raise _CannotStart
        process = _Process()
        self._processes.append(process)
        if self._closed:
            process.kill()
        process.get_ready()
        return process


class _CannotStart(Exception):  # noqa: N818 - no fault of ours; the name says what happened
    """There can be no other process here."""


class _BrokeDown(Exception):  # noqa: N818
    """A process ended before it gave its answer."""


class _Process:
    """A process that reads sources."""

    def __init__(self) -> None:
        command = [sys.executable or "", "-c", _PROGRAM, *sys.path]
        try:
            self._process = subprocess.Popen(  # noqa: S603 - this Python, and a program of reftel
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise _CannotStart from error
        self._questions: IO[bytes] = self._process.stdin  # type: ignore[assignment]
        self._answers: IO[bytes] = self._process.stdout  # type: ignore[assignment]

    def get_ready(self) -> None:
        """Wait until it can read; raises ``_CannotStart`` where that does not come, or it is killed."""
        late = Timer(_PATIENCE, self.kill)
        late.start()
        try:
            ready = self._answers.read(len(READY))
        finally:
            late.cancel()
        if ready != READY:
            self.close()
            raise _CannotStart

    def read(self, sources: Sequence[Source]) -> list[Outcome]:
        """What comes of sources; raises ``_BrokeDown`` where the process does not live to tell."""
        try:
            pickle.dump(sources, self._questions, pickle.HIGHEST_PROTOCOL)
            self._questions.flush()
            return pickle.load(self._answers)  # type: ignore[no-any-return]  # noqa: S301 - own process
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            self.close()
            raise _BrokeDown from error

    def kill(self) -> None:
        """End the process; whoever waits for it is told."""
        self._process.kill()

    def close(self) -> None:
        """End the process, and let go of what led to it."""
        self._process.kill()
        self._process.wait()
        with suppress(OSError):
            self._questions.close()
        self._answers.close()
