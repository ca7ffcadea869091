"""Workers: what processes read is what is read here, and one that is killed loses nothing."""

from __future__ import annotations

import hashlib
import os
import signal

import pytest

from reftel.archive.workers import Workers, read_bundle, usual_count
from reftel.document import Source
from reftel.errors import SourceError
from telegrams_for_archives import telegram


def source(text: str, name: str = "cable.txt") -> Source:
    raw = text.encode("utf-8")
    return Source(name, hashlib.sha256(raw).hexdigest(), raw)


SOURCES = [source(telegram(1000 + number), f"{number}.txt") for number in range(12)]
EMPTY = source("\x00 ", "empty.txt")


@pytest.mark.parametrize("count", [0, 2])
def test_processes_read_as_this_one_does(count: int) -> None:
    with Workers(count) as workers:
        bundles = [workers.give(SOURCES[:5]), workers.give([*SOURCES[5:], EMPTY])]
        outcomes = [outcome for bundle in bundles for outcome in bundle.outcomes()]
    assert outcomes[:-1] == read_bundle(SOURCES)
    assert isinstance(outcomes[-1], SourceError)
    assert outcomes[-1].name == "empty.txt"


def test_a_killed_process_loses_nothing() -> None:
    with Workers(2) as workers:
        bundles = [workers.give(SOURCES[:6]), workers.give(SOURCES[6:])]
        for process in list(workers.pool()._processes.values()):
            os.kill(process.pid, signal.SIGKILL)
        outcomes = [outcome for bundle in bundles for outcome in bundle.outcomes()]
        again = workers.give(SOURCES[:3]).outcomes()
    assert outcomes == read_bundle(SOURCES)
    assert again == read_bundle(SOURCES[:3])


def test_a_source_that_kills_is_skipped_and_its_neighbours_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that is killed again and again reads nothing; what it should have read is named."""
    with Workers(1) as workers:
        bundle = workers.give(SOURCES[:2])
        for process in list(workers.pool()._processes.values()):
            os.kill(process.pid, signal.SIGKILL)
        start = workers.pool
        killed = []

        def pool_that_dies():  # type: ignore[no-untyped-def]
            pool = start()
            if len(killed) < 2:
                pool.submit(os.getpid).result()
                killed.append(pool)
                for process in list(pool._processes.values()):
                    os.kill(process.pid, signal.SIGKILL)
                while not pool._broken:
                    pass
            return pool

        monkeypatch.setattr(workers, "pool", pool_that_dies)
        first, second = bundle.outcomes()
    assert isinstance(first, SourceError)
    assert "ended from outside" in first.reason
    assert isinstance(second, SourceError)
    assert "ended from outside" in second.reason


def test_one_processor_needs_no_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0}, raising=False)
    assert usual_count() == 0
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    assert usual_count() == 3
