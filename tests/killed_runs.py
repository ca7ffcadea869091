"""Runs of the command line that are killed at a chosen moment."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, NamedTuple

START = ""
ENDING = ("settle", "tidy", "end")  # the words at the end of a run
WATCHED = Path(__file__).with_name("watched_reftel.py")
_PATIENCE = 120.0  # seconds that a run may take


class Moment(NamedTuple):
    """When to kill: so many seconds after a word was said so many times (``START``: after the beginning)."""

    word: str
    times: int
    """Which time counts; 0: none, the run comes to its end."""
    delay: float
    batch: int = 10
    """Files that are stored at a time; 0 for the usual number."""


NEVER = Moment("never", 0, 0.0, batch=0)


class Run(NamedTuple):
    """What became of a run."""

    killed: bool
    status: int
    said: tuple[str, ...]
    seconds: float
    errors: str

    @property
    def committed(self) -> str | None:
        """Sequence number and token of the last change that was committed for certain, if any was."""
        found = [line.partition(" ")[2] for line in self.said if line.startswith("committed ")]
        return found[-1] if found else None


def run(moment: Moment, *arguments: str | Path) -> Run:
    """Run reftel, and kill it and all that it started at the moment, if it comes to that."""
    out, into = os.pipe()
    command = [sys.executable, str(WATCHED), str(into), str(moment.batch), *map(str, arguments)]
    start = time.monotonic()
    with (
        os.fdopen(out, "rb", buffering=0) as saying,
        subprocess.Popen(
            command,
            pass_fds=[into],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        ) as process,
    ):
        os.close(into)
        lines, reached = _until(moment, saying)
        if reached:
            time.sleep(moment.delay)
            with suppress(ProcessLookupError, PermissionError):  # it has just ended by itself
                os.killpg(process.pid, signal.SIGKILL)
            lines += _lines(saying)
        errors = process.communicate(timeout=_PATIENCE)[1]
    killed = reached and process.returncode == -signal.SIGKILL
    return Run(killed, process.returncode, tuple(lines), time.monotonic() - start, errors)


def _until(moment: Moment, saying: IO[bytes]) -> tuple[list[str], bool]:
    """What is said before the moment, and whether it came to that."""
    if moment.word == START:
        return [], True
    lines: list[str] = []
    for line in _lines(saying):
        lines.append(line)
        if [one.split(" ")[0] for one in lines].count(moment.word) == moment.times > 0:
            return lines, True
    return lines, False


def _lines(saying: IO[bytes]) -> Iterator[str]:
    """The lines as they are said; each is written at once, so none is torn but by death."""
    for line in iter(saying.readline, b""):
        yield line.decode().strip()


def moments(chance: random.Random, count: int, seconds: float) -> list[Moment]:
    """So many moments spread over a run of ``seconds``: in commits and the index, at the end, anywhere."""
    kinds = (
        lambda: Moment("layout", chance.randint(1, 2), chance.uniform(0, 0.004)),
        lambda: Moment("commit", chance.randint(1, 3), chance.uniform(0, 0.001)),
        lambda: Moment("index", 1, chance.uniform(0, 0.03)),
        lambda: Moment("commit", chance.randint(1, 4), chance.uniform(0, 0.005)),
        lambda: Moment(START, 0, chance.uniform(0.05, seconds), chance.choice((0, 10))),
        lambda: Moment(chance.choice(ENDING), 1, chance.uniform(0, 0.02), chance.choice((0, 10))),
    )
    return [kinds[i % len(kinds)]() for i in range(count)]
