"""Parser: text in, ``Telegram`` out. Pure: no files, no clock, no network, no log.

It has lines, envelope, heading and body read by the rules of the form at hand,
and puts together what more than one of them states: the number, the sections,
the format. It never raises on bad text; what is odd becomes a defect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from reftel import tables
from reftel.defects import Defect
from reftel.span import Fact, Passage, Span
from reftel.telegram import grammar, oddities, orders, persons, section_marks, worn_marks
from reftel.telegram.classifier import read_classifier
from reftel.telegram.grammar_heading import CLASSIFIED_BY
from reftel.telegram.line_signs import pattern, signs_of
from reftel.telegram.mentions import Block, find_mentions
from reftel.telegram.model import Body, Envelope, Heading, Line, Mention, Reference, Telegram
from reftel.telegram.reading import Read, read_text, year_of
from reftel.telegram.redactions import find_redactions
from reftel.telegram.references import read_references
from reftel.telegram.resent import read_resent
from reftel.telegram_id import TelegramId

# format -> kinds of lines of which one tells it; the first row that fits decides, the last always fits.
FORMATS: tuple[tuple[str, re.Pattern[bytes]], ...] = (
    ("frus", pattern("{edition-head}")),
    ("smart", pattern("{mrn}")),
    ("acp127", pattern("[{transmission-id}{routing}{origin}{security}]")),
    ("central-file", pattern("[{distribution}{page-line}{drafting}]")),
    ("acp127", pattern("[{dtg}{from}{classification}]")),
    ("unknown", pattern("")),
)
_STAMP = pattern("{stamp}")
_MARKED = pattern("{marked}", marked=section_marks.KINDS)


def parse(text: str, within: Span | None = None, own: TelegramId | None = None) -> Telegram:
    """The telegram in ``text``, or in ``within`` of it.

    ``own`` is the number that the wrapper gives, if it gives one; it serves only
    where the message states none, to complete the years of its references.
    """
    read = read_text(text, within)
    heading = _with_classifier(read.heading, read.passages)
    number = read.number or _number(read.message, read.envelope, heading, own) or read.labelled_number
    known = number.value if number else own
    year = known.year if known else year_of(read.envelope) or read.year
    when = _time(read.envelope, year)
    heading, odd_order = orders.settled(text, heading, when)
    heading = _with_persons(text, read, heading)
    references, odd_references = _references(read.block, known, year)
    references = references or read.cited
    message_signs = signs_of(read.message) if read.signs is None else read.signs
    signs = message_signs if read.message is read.lines else signs_of(read.lines)
    telegram = Telegram(
        text=text,
        lines=read.lines if read.message is read.lines else worn_marks.printed(text, read.lines),
        format=_format(signs),
        id=number,
        envelope=read.envelope,
        heading=heading,
        body=read.body,
        sections=_sections(read.message, message_signs, heading),
        resent=read_resent(text, read.message, read.envelope, heading, known, year),
        references=references,
        mentions=_mentions(read.body, read.passages, references, known, year),
        redactions=find_redactions(read.lines) if _STAMP.search(signs) else (),
    )
    odd = (*read.odd, *odd_order, *odd_references, *oddities.find(telegram, signs))
    return _with_defects(telegram, odd)


def _time(envelope: Envelope, year: int | None) -> str | None:
    """The day of the date-time group or of the date line, else the year, as ISO 8601."""
    day = envelope.created or envelope.dated
    return day.value[:10] if day else f"{year:04d}" if year else None


def _with_classifier(heading: Heading, passages: Sequence[Passage]) -> Heading:
    """The heading; where it names no classifier, the first paragraph may (``1. CLASSIFIED BY DCM ROE``)."""
    if heading.classified_by or not passages or not CLASSIFIED_BY.match(passages[0].words):
        return heading
    classified_by, reasons, _ = read_classifier(passages[0])
    return replace(heading, classified_by=classified_by, reasons=heading.reasons or reasons)


def _with_persons(text: str, read: Read, heading: Heading) -> Heading:
    """The heading, names of persons in its TAGS completed by what the subject and the headings print."""
    titles = dict.fromkeys(part.heading.spans for part in read.body.paragraphs if part.heading)
    return persons.with_initials(text, heading, titles)


def _with_defects(telegram: Telegram, defects: Iterable[Defect]) -> Telegram:
    """The telegram with its defects, in order of place."""
    ordered = sorted(set(defects), key=lambda odd: (odd.span, odd.code, odd.message))
    return replace(telegram, defects=tuple(ordered)) if ordered else telegram


def _references(
    block: Passage, own: TelegramId | None, year: int | None
) -> tuple[tuple[Reference, ...], tuple[Defect, ...]]:
    """The items of the REF block, the telegram's own number left out."""
    items, odd = read_references(block, own, year) if block.spans else ((), ())
    return tuple(item for item in items if own is None or item.candidates != (own,)), odd


def _mentions(
    body: Body,
    passages: Sequence[Passage],
    references: Sequence[Reference],
    own: TelegramId | None,
    year: int | None,
) -> tuple[Mention, ...]:
    block = Block.of(references)
    return tuple(
        mention
        for paragraph, passage in zip(body.paragraphs, passages, strict=True)
        for mention in find_mentions(
            passage, paragraph.number.value if paragraph.number else None, block, own, year
        )
    )


def _format(signs: bytes) -> str:
    """The message format, told by the kinds of its lines."""
    return next(name for name, telling in FORMATS if telling.search(signs))


# ---------------------------------------------------------------- the number


def _number(
    lines: Sequence[Line], envelope: Envelope, heading: Heading, own: TelegramId | None
) -> Fact[TelegramId] | None:
    """The telegram's number: station and serial of the classification line, else of a page mark or line.

    The year is the date-time group's; without one, the wrapper's number gives it, if it has the same serial.
    """
    stated = _station_and_serial(lines, heading)
    if stated is None:
        return None
    station, serial = stated
    year = year_of(envelope) or (own.year if own and own.serial == serial.value else None)
    if year is None:
        return None
    post = tables.post(station.value)
    name = post.name if post else tables.squeezed(station.value)
    dated = envelope.dtg.spans if envelope.dtg else ()
    return Fact(TelegramId(year, name, serial.value), (*station.spans, *serial.spans, *dated))


def _station_and_serial(lines: Sequence[Line], heading: Heading) -> tuple[Fact[str], Fact[int]] | None:
    if heading.station is not None and heading.serial is not None:
        return heading.station, heading.serial
    for line in lines:
        match = grammar.MARKED_NUMBER.match(line.words) if line.kind in ("page-mark", "page-line") else None
        if match is not None:
            return _group(line, match, "station"), Fact(
                int(match["serial"]), _group(line, match, "serial").spans
            )
    return None


def _group(line: Line, match: re.Match[str], name: str) -> Fact[str]:
    start, end = match.span(name)
    return Fact(" ".join(match[name].split()), (Span(line.start + start, line.start + end),))


# ---------------------------------------------------------------- sections


def _sections(lines: Sequence[Line], signs: bytes, heading: Heading) -> section_marks.Held | None:
    """How many sections there are, and which stand here: by the heading, its repeats and the page marks."""
    # The line that the heading was read from is not read again.
    read = heading.classification.spans[0] if heading.classification else None
    marked = [lines[found.start()] for found in _MARKED.finditer(signs)]
    marks = [section_marks.mark_on(line) for line in marked if read is None or not read.within(line.span)]
    first = section_marks.Mark(heading.section, None) if heading.section else None
    serial = heading.serial.value if heading.serial else None
    return section_marks.held([mark for mark in (first, *marks) if mark is not None], serial)
