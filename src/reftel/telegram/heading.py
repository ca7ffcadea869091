"""Heading: from the classification line to the first paragraph.

Comes in: labelled lines. Goes out: a ``Heading`` of facts with spans, and the
words of the REF block, which are read later, when the telegram's own number is
known. A second copy of the heading is ``repeated`` and read by nobody: the
first one counts. Source: 5 FAH-1 H-210 to H-243.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Passage, Span
from reftel.telegram import classifier, grammar, orders, subject, tags
from reftel.telegram.line_kinds import FIELDS, fields_of
from reftel.telegram.model import Declassify, Heading, Line


class Banner(NamedTuple):
    """What a classification line states."""

    level: Fact[str]
    controls: tuple[Fact[str], ...] = ()
    section: Fact[tuple[int, int]] | None = None
    station: Fact[str] | None = None
    serial: Fact[int] | None = None


def read_heading(text: str, lines: Sequence[Line]) -> tuple[Heading, Passage, tuple[Defect, ...]]:
    """The heading stated by ``lines``, the words of its REF block, and what is odd."""
    words = _fields(text, lines)
    banner = _first_banner(lines)
    captions, caveats, repeats = _captions(lines, banner)
    order, declassify, odd_order = _order(words["order"])
    tag_facts, odd_tags = tags.read_tags(words["tags"]) if words["tags"].spans else ((), ())
    classified_by, reasons, odd_classifier = classifier.read_classifier(words["classified-by"])
    subject_fact = subject.read_subject(words["subject"])[0] if words["subject"].spans else None
    heading = Heading(
        classification=banner.level if banner else None,
        station=banner.station if banner else None,
        serial=banner.serial if banner else None,
        section=banner.section if banner else None,
        caveats=caveats,
        captions=captions,
        executive_order=order,
        declassify=declassify,
        tags=tag_facts,
        subject=subject_fact,
        classified_by=classified_by,
        reasons=reasons,
    )
    return heading, words["reference"], (*odd_order, *odd_tags, *odd_classifier, *repeats)


def _order(words: Passage) -> tuple[Fact[str] | None, Declassify | None, tuple[Defect, ...]]:
    return orders.read_order(words) if words.spans else (None, None, ())


def _fields(text: str, lines: Iterable[Line]) -> dict[str, Passage]:
    """Each field's words: the pieces of all its lines, page marks left out; of a repeated label all count."""
    pieces: dict[str, list[Span]] = {name: [] for name in FIELDS}
    for line in lines:
        for name, span in fields_of(line):
            pieces[name].append(span)
    return {name: Passage(text, spans) for name, spans in pieces.items()}


# ---------------------------------------------------------------- the classification line


@cache
def _banner_pattern() -> re.Pattern[str]:
    """A line such as ``C O N F I D E N T I A L NOFORN SECTION 01 OF 03 BAMAKO 001399 SIPDIS``."""
    return re.compile(
        rf"\s*(?:[A-Z]{{1,2}} ?)?(?P<level>{grammar.level_pattern()})(?![A-Za-z])(?P<controls>[^\n]{{0,80}}?)"
        r"(?:\s+SECTION\s+(?P<section>\d{1,2})\s+OF\s+(?P<count>\d{1,2}))?"
        rf"(?:\s+(?P<station>{grammar.STATION})\s+(?P<serial>\d{{1,6}})(?P<after>(?:\s.*)?))?\s*",
        re.IGNORECASE,
    )


def read_banner(line: Line) -> Banner | None:
    """What a classification line states; ``None`` for a line that is none."""
    match = _banner_pattern().fullmatch(line.words[: grammar.JUDGED])
    level = tables.classification(match["level"]) if match else None
    if match is None or level is None:
        return None
    station, controls = _station(line, match)
    section = _place(line, *match.span("section")) if match["section"] else None
    serial = _place(line, *match.span("serial")) if match["serial"] else None
    return Banner(
        level=_place(line, *match.span("level")).with_value(level.code),
        controls=controls,
        section=section and Fact((int(match["section"]), int(match["count"])), _section_spans(line, match)),
        station=station,
        serial=serial and Fact(int(match["serial"]), serial.spans),
    )


def _section_spans(line: Line, match: re.Match[str]) -> tuple[Span, ...]:
    return _place(line, match.start("section"), match.end("count")).spans


def _station(line: Line, match: re.Match[str]) -> tuple[Fact[str] | None, tuple[Fact[str], ...]]:
    """The station, and the controls before it: both stand between level and number without a sign between."""
    controls = list(_controls(line, *match.span("controls")))
    if not match["station"]:
        return None, tuple(controls)
    start, end = match.span("station")
    words = list(re.finditer(r"\S+", line.words[start:end]))
    skip = 0
    while skip < len(words) - 1 and tables.caption(words[skip].group()):
        skip += 1
    first = start + words[skip].start()
    controls += [*_controls(line, start, first), *_controls(line, *match.span("after"))]
    return _place(line, first, end), tuple(controls)


def _controls(line: Line, start: int, end: int) -> Iterable[Fact[str]]:
    """The captions and caveats that ``[start, end)`` of a line spells, longest first."""
    yield from captions_in(line, start, end)


def captions_in(line: Line, start: int = 0, end: int | None = None) -> tuple[Fact[str], ...]:
    """The captions on a line, as the table spells them; words of no caption are passed over."""
    words = list(re.finditer(r"[^\s,;/]+", line.words[start : len(line.words) if end is None else end]))
    found: list[Fact[str]] = []
    i = 0
    while i < len(words):
        for j in range(min(len(words), i + 8), i, -1):
            row = tables.caption(" ".join(word.group() for word in words[i:j]))
            if row is not None:
                place = _place(line, start + words[i].start(), start + words[j - 1].end())
                found.append(place.with_value(row.code if not row.open else place.value.upper()))
                i = j
                break
        else:
            i += 1
    return tuple(found)


def _place(line: Line, start: int, end: int) -> Fact[str]:
    """The words ``[start, end)`` of a line as a fact."""
    span = Span(line.span.start + start, line.span.start + end)
    return Fact(" ".join(line.words[start:end].split()), (span,))


def _first_banner(lines: Sequence[Line]) -> Banner | None:
    """The classification line; without one, the first line that bears a level and nothing else."""
    for kind in ("classification", "banner"):
        for line in lines:
            if line.kind == kind and (found := read_banner(line)):
                return found
    return None


# ---------------------------------------------------------------- captions


def _captions(
    lines: Iterable[Line], banner: Banner | None
) -> tuple[tuple[Fact[str], ...], tuple[Fact[str], ...], tuple[Defect, ...]]:
    """Captions and caveats without repeats, and a defect for each repeat."""
    stated = [
        *(banner.controls if banner else ()),
        *(f for line in lines if line.kind == "caption" for f in captions_in(line)),
    ]
    stated.sort(key=lambda fact: fact.spans[0])
    first: dict[str, Fact[str]] = {}
    odd = []
    for fact in stated:
        if fact.value in first:
            odd.append(defect("repeated-caption", fact.spans[0], fact.value))
        first.setdefault(fact.value, fact)
    caveats = tuple(fact for fact in first.values() if _is_caveat(fact.value))
    captions = tuple(fact for fact in first.values() if not _is_caveat(fact.value))
    return captions, caveats, tuple(odd)


def _is_caveat(code: str) -> bool:
    row = tables.caption(code)
    return row is not None and row.kind == "caveat"
