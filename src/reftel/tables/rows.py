"""Rows: a code table, read once from the CSV file beside this module.

In goes the name of a table, out come its rows as dictionaries of text, in the
order of the file; no cell holds a line break. Rule: a table is opened once in the life of a process, when
it is first asked for; whoever calls keeps what it made of the rows.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from datetime import date
from functools import lru_cache


def rows(table: str) -> list[dict[str, str]]:
    """The rows of ``<table>.csv``; every column is text, an empty cell is ''."""
    from importlib.resources import files

    text = files(__package__).joinpath(f"{table}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by semicolons."""
    return tuple(cell.split(";")) if cell else ()


def as_day(cell: str) -> date | None:
    """The day that a cell holds, as 2007-11-28; None for an empty one."""
    return date.fromisoformat(cell) if cell else None


def squeezed(words: str) -> str:
    """Upper case, letters and digits only: the form in which names are compared.

    Blanks, hyphens, apostrophes and stops are left out and accents taken off,
    so that ``N'Djamena``, ``N DJAMENA`` and ``NDJAMENA`` are one.
    """
    if words.isalpha() and words.isascii():
        return words.upper()
    return _squeezed_name(words) if len(words) <= _LONGEST_NAME else _NO_SIGN.sub("", _bare(words))


# Names of stations, levels and captions come again in telegram after telegram.
@lru_cache(maxsize=16384)
def _squeezed_name(words: str) -> str:
    return _NO_SIGN.sub("", _bare(words))


_LONGEST_NAME = 60  # characters


def _bare(words: str) -> str:
    """Upper case, without accents."""
    return words.upper() if words.isascii() else unicodedata.normalize("NFKD", words).upper()


_NO_SIGN = re.compile("[^A-Z0-9]+")
