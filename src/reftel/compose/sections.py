"""Sections: the lines of a text cut into the sections that it was sent in.

Comes in: the paragraphs and headings as lines. Goes out: all lines, with a page
mark where each section but the first begins. A mark may fall between paragraphs
or inside one, but never inside a list or next to a paragraph's first or last
line, where what is left over could be taken for a heading. Source: 5 FAH-2 H-321.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

_MARGIN = 2  # lines of a paragraph that stay together before and after a mark


def page_mark(station: str, serial: int, section: int, count: int) -> str:
    """``BAMAKO 00001399  002 OF 003``."""
    return f"{station} {serial:08d}  {section:03d} OF {count:03d}"


def in_sections(station: str, serial: int, count: int, blocks: Sequence[list[str]]) -> list[str]:
    """The lines of ``blocks`` with blank lines between them and ``count - 1`` page marks."""
    lines, places = with_places(blocks)
    for section, place in reversed(list(section_starts(places, count, len(lines)))):
        lines[place:place] = ["", page_mark(station, serial, section, count), "", ""]
    return lines


def parts(count: int, blocks: Sequence[list[str]]) -> list[list[str]]:
    """The lines of ``blocks`` with blank lines between them, cut into ``count`` sections."""
    lines, places = with_places(blocks)
    cuts = [0, *(place for _, place in section_starts(places, count, len(lines))), len(lines)]
    return [lines[start:end] for start, end in pairwise(cuts)]


def with_places(blocks: Sequence[list[str]]) -> tuple[list[str], list[int]]:
    """The lines of ``blocks`` with blank lines between them, and where among them a break may fall."""
    lines: list[str] = []
    places: list[int] = []
    for block in blocks:
        places.extend(len(lines) + place for place in _places(block))
        lines.extend((*block, ""))
    return lines, places


def _places(block: Sequence[str]) -> Iterator[int]:
    """Where a mark may stand: before the block, or between lines of running text."""
    yield 0
    if "" not in block:
        yield from range(_MARGIN, len(block) - _MARGIN + 1)


def section_starts(places: Sequence[int], count: int, length: int) -> Iterator[tuple[int, int]]:
    """For each section from the second on: the first free place at or after its share of the lines."""
    taken = 0
    for section in range(2, count + 1):
        share = length * (section - 1) // count
        place = next((place for place in places if place >= share and place > taken), length)
        taken = place
        yield section, place
