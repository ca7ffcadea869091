"""Exporting: telegrams of an archive to files of another form, with what a reader should know of them."""

from __future__ import annotations

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from reftel.archive.reading import reftel_version
from reftel.archive.taking import Telegrams
from reftel.export import forms
from reftel.export.taken import Counts, Taken
from reftel.graph.coverage import Coverage
from reftel.record import Record

if TYPE_CHECKING:
    from reftel.archive.archive import Archive

OnCount = Callable[[int], None]
"""Told how many telegrams have gone out."""
LARGE = 50_000
"""Telegrams of an archive whose coverage is worked out in a process of its own."""
_OFTEN = 100  # telegrams between two reports
_PROGRAM = """\
import os, pickle, sys
path, sys.path[:] = sys.argv[1], sys.argv[2:]
answer = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)
from reftel.archive import Archive
with Archive(path) as archive, answer:
    pickle.dump(archive.coverage(), answer)
"""


def put(archive: Archive, form: str, path: Path, telegrams: Telegrams, on_count: OnCount | None) -> Counts:
    """Write ``telegrams`` to ``path``; see ``forms.put``."""
    return forms.put(form, taken(archive, telegrams, on_count), path)


def taken(archive: Archive, telegrams: Telegrams, on_count: OnCount | None = None) -> Taken:
    """Telegrams, and what is told of them."""
    about = {
        "archive": archive.path.name,
        "query": telegrams.query if telegrams.query is not None else _selection(telegrams),
        "date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "reftel": reftel_version(),
    }
    return Taken(_reported(telegrams, on_count), about, partial(_coverage, archive.path))


def _coverage(path: Path) -> tuple[Coverage, ...]:
    """The coverage of the archive; of a large one from a process of its own, which gives its memory back."""
    from reftel.archive.archive import Archive

    with Archive(path) as opened:
        if opened.count() < LARGE or not sys.executable or getattr(sys, "frozen", False):
            return opened.coverage()
    command = [sys.executable, "-c", _PROGRAM, str(path), *sys.path]
    done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - this Python
    if done.returncode:
        with Archive(path) as opened:
            return opened.coverage()
    found: tuple[Coverage, ...] = pickle.loads(done.stdout)  # noqa: S301 - from the process just started
    return found


def _selection(telegrams: Telegrams) -> str:
    return "(all telegrams)" if telegrams.is_all else "(a list of ids)"


def _reported(telegrams: Telegrams, on_count: OnCount | None) -> Iterator[Record]:
    for count, record in enumerate(telegrams, start=1):
        yield record
        if on_count is not None and count % _OFTEN == 0:
            on_count(count)
