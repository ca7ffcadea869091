"""Exporting: telegrams of an archive to files of another form, with what a reader should know of them."""

from __future__ import annotations

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
_OFTEN = 100  # telegrams between two reports


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
    """The coverage of the archive; what is looked up for it is forgotten again."""
    from reftel.archive.archive import Archive

    with Archive(path) as opened:
        return opened.coverage()


def _selection(telegrams: Telegrams) -> str:
    return "(all telegrams)" if telegrams.is_all else "(a list of ids)"


def _reported(telegrams: Telegrams, on_count: OnCount | None) -> Iterator[Record]:
    for count, record in enumerate(telegrams, start=1):
        yield record
        if on_count is not None and count % _OFTEN == 0:
            on_count(count)
