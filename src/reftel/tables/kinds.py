"""Kinds of lines: what each kind that the parser tells apart is, for one who reads an old telegram.

In goes the kind of a line, out comes its row. Rule: a kind has a row, and a row
has a kind; ``docs/telegram.md`` is written from these sentences, and the program
itself asks for none of them.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from reftel.tables.rows import rows


class LineKind(NamedTuple):
    """A kind of line, in words."""

    code: str
    """The kind as the parser gives it: ``page-mark``."""
    name: str
    explanation: str
    """One sentence or several: what stands on the line, and what to make of it."""
    example: str
    """A line of this kind; '' for blank ones."""
    source: str


@cache
def line_kinds() -> tuple[LineKind, ...]:
    """All kinds, in order of code."""
    return tuple(LineKind(**row) for row in rows("line_kinds"))


def line_kind(code: str) -> LineKind | None:
    """The row of a kind, or None."""
    return _by_code().get(code)


@cache
def _by_code() -> dict[str, LineKind]:
    return {kind.code: kind for kind in line_kinds()}
