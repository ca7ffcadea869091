"""Section heads: the whole header of a further section of the same telegram within its text.

A centre sends a long telegram in sections, each a message with its own end,
transmission header, addresses and classification line; put together, such a
header stands in the middle of a paragraph. Source: 5 FAH-2 H-321 (sections).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from reftel import tables
from reftel.telegram import grammar
from reftel.telegram.banner import read_banner
from reftel.telegram.line_kinds import ADDRESSEES
from reftel.telegram.model import Line

# Lines with which the end of a section or the header of the next one can begin.
SECTION_ENDS = ("break", "station-serial", "end")
_OPENS = ("transmission-id", "routing", "origin", "security", "distribution", "dtg", "from")
STARTS = frozenset((*SECTION_ENDS, *_OPENS, "page-line"))  # PAGE 01 stands above the header of a section
_BETWEEN = ("blank", "service", "counter", "drafting", "page-line", "page-mark", "banner", "stamp")

_HEADER = frozenset((*SECTION_ENDS, *_OPENS, *_BETWEEN, "excluded"))


class SectionHeads:
    """Finds the headers of further sections of one telegram, from above to below, in linear time."""

    def __init__(self, envelope: Sequence[Line], heading: Sequence[Line]) -> None:
        """``envelope`` and ``heading`` are the lines of the telegram's own header."""
        self._envelope, self._heading = envelope, heading
        self._barren = 0  # no header begins before this line: those that could were looked at

    @cached_property
    def _number(self) -> tuple[str, int] | None:
        levels = (line for line in self._heading if line.kind == "classification")
        return next(map(_number, levels), None)

    @cached_property
    def _day(self) -> str | None:
        return next((_day(line) for line in self._envelope if line.kind == "dtg"), None)

    def level_line(self, lines: Sequence[Line], start: int) -> int | None:
        """The index of the classification line of a header that begins at ``start``.

        ``None`` where there begins none, or that of another telegram: another station, serial or day.
        """
        if start < self._barren:
            return None
        opened = listed = other = False
        for i in range(start, len(lines)):
            line = lines[i]
            if line.kind == "classification":
                if opened and not other and self._number is not None and _number(line) == self._number:
                    return i
                break
            opened = opened or line.kind in _OPENS
            other = other or self._is_other(line)
            if line.kind in ADDRESSEES and opened:
                listed = True
            elif line.kind in _HEADER:
                listed = listed and line.kind in ("page-line", "page-mark", "excluded")
            elif not (listed and line.kind == "text"):
                break
        self._barren = i + 1
        return None

    def _is_other(self, line: Line) -> bool:
        """Whether a line of a header states another serial or another day than the telegram's own."""
        if line.kind == "origin" and self._number is not None:
            origin = grammar.ORIGIN.match(line.words)
            return origin is not None and int(origin["serial"]) != self._number[1] % 10000
        return line.kind == "dtg" and self._day is not None and _day(line) not in (None, self._day)


def _number(line: Line) -> tuple[str, int] | None:
    """Station and serial of a classification line, as they are compared."""
    banner = read_banner(line)
    if banner is None or banner.station is None or banner.serial is None:
        return None
    return tables.squeezed(banner.station.value), banner.serial.value


def _day(line: Line) -> str | None:
    """Day, month and year of a date-time group, as they are compared."""
    match = grammar.DTG.match(line.words)
    return None if match is None else f"{match['day']}{match['month']}{match['year'][-2:]}".upper()
