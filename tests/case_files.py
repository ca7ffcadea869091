"""Case files: a title, what goes in, what must come out; each part ends with a line of a single stop.

    A title
    .
    what goes in, line by line
    .
    key = value @ words | words
    .

In what goes in, ␠ is a blank at the end of a line. In what comes out, the items of a list stand between
``; ``, ``references[].id`` collects a key of all items, ``null`` is no value and ``\\n`` a line break. After
``@`` stand the words at each of the value's places; without ``@``, the value's own words stand there. A
title that ends with ``(known wrong)`` is of a case that must fail until it is mended.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent / "cases"
BLANK = "␠"


class Case(NamedTuple):
    """One case: the file, its title, what goes in, and the lines that say what comes out."""

    file: str
    title: str
    given: str
    expected: tuple[str, ...]


def read(path: Path) -> Iterator[Case]:
    """The cases of a file, in order."""
    part: list[str] = []
    parts: list[list[str]] = []
    for line in path.read_text(encoding="utf-8").split("\n"):
        if line != ".":
            part.append(line)
            continue
        parts.append(part)
        part = []
        if len(parts) == 3:
            heading, given, expected = parts
            yield Case(path.stem, heading[-1], "\n".join(given).replace(BLANK, " "), tuple(expected))
            parts = []
    if parts or any(part):
        raise ValueError(f"{path.name}: the last case does not end with a stop")


def all_cases() -> list[Case]:
    """The cases of all files, by name of the file."""
    return [case for path in sorted(FOLDER.glob("*.cases")) for case in read(path)]
