"""Lists: the words of invented telegrams, in files beside this module that anyone can open and add to.

In goes the name of a list, out come its rows (CSV) or its blocks of phrases
(text: ``== name`` begins a block, ``#`` a remark).
"""

from __future__ import annotations

import csv
from importlib.resources import files


def rows(name: str) -> list[dict[str, str]]:
    """The rows of ``<name>.csv``; an empty cell is ''."""
    return list(csv.DictReader(_text(f"{name}.csv").splitlines()))


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by semicolons."""
    return tuple(cell.split(";")) if cell else ()


def blocks(name: str) -> dict[str, tuple[str, ...]]:
    """The blocks of ``<name>.txt``: name → lines, without remarks and blank lines."""
    found: dict[str, list[str]] = {}
    for line in _text(f"{name}.txt").splitlines():
        if line.startswith("== "):
            found[line[3:].strip()] = current = []
        elif line.strip() and not line.startswith("#"):
            current.append(line.strip())
    return {block: tuple(lines) for block, lines in found.items()}


def _text(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
