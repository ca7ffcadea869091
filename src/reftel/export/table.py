"""Table: rows for spreadsheets."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

# A spreadsheet takes what begins so for a formula (OWASP ASVS 1.2.10), full-width signs as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def lines(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """A table with titles (RFC 4180), row by row, each with its end of line.

    What a spreadsheet would take for a formula has a ' before it.
    """
    return rows_of(chain((titles,), rows))


def rows_of(found: Iterable[Sequence[object]]) -> Iterator[str]:
    """The same of rows alone."""
    line = io.StringIO()
    writer = csv.writer(line)
    for row in found:
        writer.writerow([_cell(value) for value in row])
        yield line.getvalue()
        line.seek(0)
        line.truncate()


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return harmless(value) if isinstance(value, str) else value


def harmless(value: str) -> str:
    """The text with a ' before it, if a spreadsheet would take it for a formula."""
    if value != "-" and value.startswith(_FORMULA):  # `-` alone is standard input
        return f"'{value}"
    return value
