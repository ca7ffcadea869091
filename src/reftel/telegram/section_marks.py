"""Section marks: which sections of a telegram a text states to hold.

``C O N F I D E N T I A L SECTION 01 OF 03 BAMAKO 001399`` on the classification
line of each section, ``BAMAKO 00001399  002 OF 003`` on the marks of its pages,
``PAGE 02 LA PAZ 00676 02 OF 02 010653Z`` in the central file. Source: 5 FAH-1
H-210, 5 FAH-2 H-321 (sections).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reftel.span import Fact, Span
from reftel.telegram import dispatch, grammar
from reftel.telegram.banner import read_banner
from reftel.telegram.model import Line

Held = Fact[tuple[int, tuple[int, ...]]]
"""How many sections there are, and which of them are held."""


class Mark(NamedTuple):
    """A section that a line states."""

    section: Fact[tuple[int, int]]
    """Its number, and how many there are."""
    serial: int | None
    """The serial beside it."""


_LEVELS = ("classification", "repeated")
_PAGES = ("page-mark", "page-line")
KINDS = frozenset((*_LEVELS, *_PAGES))  # of lines that can bear a mark
# What every mark has: 01 OF 03. Each begins with two letters for which a search is fast.
_OF = tuple(re.compile(rf"{of}\s*\d") for of in ("OF", "of", "Of"))


def mark_on(line: Line) -> Mark | None:
    """The mark on a line of its kind.

    The header of a further section is ``repeated``, its page mark or page line, too.
    """
    upper = line.words.upper()
    if "OF" not in upper:
        return None
    if line.kind in _LEVELS and "SECTION" in upper and (banner := read_banner(line)):
        serial = banner.serial.value if banner.serial else None
        return Mark(banner.section, serial) if banner.section else None
    found = grammar.SECTION_OF.search(line.words) if line.kind in KINDS else None
    if found is None or (line.kind not in _PAGES and dispatch.kind_of(line.words) not in _PAGES):
        return None
    span = Span(line.start + found.start(), line.start + found.end())
    number = grammar.MARKED_NUMBER.match(line.words)
    return Mark(
        Fact((int(found["section"]), int(found["count"])), (span,)), int(number["serial"]) if number else None
    )


def held(marks: Iterable[Mark], serial: int | None) -> Held | None:
    """Of marks in order: the count that the first one gives, and the sections that agree with it.

    A mark beside another serial than ``serial`` is one of another telegram, quoted or spliced in.
    """
    own = [mark.section for mark in marks if serial is None or mark.serial in (None, serial)]
    if not own:
        return None
    count = own[0].value[1]
    numbers = {
        number for number, of in (section.value for section in own) if of == count and 1 <= number <= of
    }
    spans = tuple(dict.fromkeys(span for section in own for span in section.spans))
    return Fact((count, tuple(sorted(numbers))), spans)


def lacks_sections(text: str, within: Span) -> bool:
    """Whether the lines of a message, each looked at by itself, state sections and not all that there are.

    Far quicker than to parse it; ``parse`` looks at what stands around the lines, too.
    """
    marks = [mark for line in _marked_lines(text, within) if (mark := mark_on(line)) is not None]
    stated = held(marks, next((mark.serial for mark in marks if mark.serial is not None), None))
    return stated is not None and len(stated.value[1]) < stated.value[0]


def _marked_lines(text: str, within: Span) -> Iterator[Line]:
    """The lines on which a mark can stand, of the kind that they have by their own words.

    A line that is of no such kind may be a classification line whose level is misspelled.
    """
    places = sorted(match.start() for of in _OF for match in of.finditer(text, *within))
    end = within.start
    for place in places:
        if place < end:
            continue
        start = max(text.rfind("\n", within.start, place) + 1, within.start)
        end = text.find("\n", place, within.end)
        end = within.end if end < 0 else end
        words = text[start:end].removesuffix("\r")
        kind = dispatch.kind_of(words)
        yield Line(kind if kind in _PAGES else "classification", start, end, words)
