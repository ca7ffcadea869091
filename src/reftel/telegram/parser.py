"""Parser: text in, ``Telegram`` out. Pure: no files, no clock, no network, no log.

It labels the lines, hands them to the readers of envelope, heading and body,
and puts together what more than one of them states: the number, the sections,
the format. It never raises on bad text; what is odd becomes a defect.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from reftel import tables
from reftel.defects import Defect
from reftel.span import Fact, Passage, Span
from reftel.telegram import grammar, oddities, smart, smart_facts, smart_titles, worn_marks
from reftel.telegram.banner import read_banner
from reftel.telegram.body import TEXT_STARTS, read_body
from reftel.telegram.classifier import read_classifier
from reftel.telegram.envelope import read_envelope
from reftel.telegram.grammar_heading import CLASSIFIED_BY
from reftel.telegram.heading import read_heading
from reftel.telegram.lines import label
from reftel.telegram.mentions import Block, find_mentions
from reftel.telegram.model import Body, Envelope, Heading, Line, Mention, Reference, Telegram
from reftel.telegram.references import read_references
from reftel.telegram.stamps import is_released, mark_stamps
from reftel.telegram_id import TelegramId

# format -> kinds of lines of which one tells it; the first row that fits decides, the last always fits.
FORMATS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("smart", ("mrn",)),
    ("acp127", ("transmission-id", "routing", "origin", "security")),
    ("central-file", ("distribution", "page-line", "drafting")),
    ("acp127", ("dtg", "from", "classification")),
    ("unknown", ()),
)

Sections = Fact[tuple[int, tuple[int, ...]]]


def parse(text: str, within: Span | None = None, own: TelegramId | None = None) -> Telegram:
    """The telegram in ``text``, or in ``within`` of it.

    ``own`` is the number that the wrapper gives, if it gives one; it serves only
    where the message states none, to complete the years of its references.
    """
    read = _read(text, within)
    heading = _with_classifier(read.heading, read.passages)
    number = read.number or _number(read.message, read.envelope, heading, own) or read.labelled_number
    known = number.value if number else own
    year = known.year if known else _year(read.envelope)
    references, odd_references = _references(read.block, known, year)
    telegram = Telegram(
        text=text,
        lines=read.lines if read.message is read.lines else worn_marks.printed(text, read.lines),
        format=_format(read.lines),
        id=number,
        envelope=read.envelope,
        heading=heading,
        body=read.body,
        sections=_sections(read.message, heading),
        references=references,
        mentions=_mentions(read.body, read.passages, references, known, year),
    )
    return _with_defects(telegram, (*read.odd, *odd_references, *oddities.find(telegram)))


class _Read(NamedTuple):
    """What the readers of lines, envelope, heading and body found."""

    lines: tuple[Line, ...]
    message: Sequence[Line]
    """The lines that the sender wrote: all, or those within the label block."""
    envelope: Envelope
    heading: Heading
    block: Passage
    """The words of the REF block."""
    body: Body
    passages: tuple[Passage, ...]
    odd: tuple[Defect, ...]
    number: Fact[TelegramId] | None = None
    """The number, where the label block states it for the message itself."""
    labelled_number: Fact[TelegramId] | None = None
    """The number that the label block of a telegram printed again gives."""


def _read(text: str, within: Span | None) -> _Read:
    """What the text states, by the rules for the form that it has."""
    frame = smart.label(text, within)
    if frame is None:
        released = is_released(text)
        lines = label(text, within, mark_stamps if released else None)
        read = _read_message(text, lines, worn_marks.blanked(text, lines) if released else lines)
    elif frame.reissued:
        message = worn_marks.blanked(text, frame.lines[frame.head : frame.foot])
        read = _reissued(text, frame, _read_message(text, frame.lines, message))
    else:
        return _labelled(text, frame)
    return read


def _read_message(text: str, lines: tuple[Line, ...], message: Sequence[Line]) -> _Read:
    """A message that has its own envelope and heading."""
    cut = _text_start(message)
    envelope, odd_envelope = read_envelope(text, message[:cut])
    heading, block, odd_heading = read_heading(text, message[:cut], _year(envelope))
    body, passages, odd_body = read_body(text, message[cut:])
    return _Read(
        lines, message, envelope, heading, block, body, passages, (*odd_envelope, *odd_heading, *odd_body)
    )


def _labelled(text: str, frame: smart.Frame) -> _Read:
    """A message whose envelope and heading are the labels of SMART."""
    envelope, odd_envelope = smart_facts.read_envelope(text, frame.fields)
    heading, block, odd_heading = read_heading(text, frame.labels, _year(envelope))
    message = worn_marks.blanked(text, frame.lines[frame.head : frame.foot])
    body, passages, odd_body = read_body(text, message)
    body = smart_titles.without_marks(text, body)
    signature = smart_facts.read_signature(text, frame.fields)
    return _Read(
        frame.lines,
        message,
        envelope,
        heading,
        block,
        replace(body, signature=body.signature or signature),
        passages,
        (*odd_envelope, *odd_heading, *odd_body),
        smart_facts.read_number(text, frame.fields),
    )


def _reissued(text: str, frame: smart.Frame, read: _Read) -> _Read:
    """An older telegram that SMART printed again: the labels state only what it does not say itself."""
    labelled = _labelled(text, frame)
    said, other = read.heading, labelled.heading
    heading = replace(
        said,
        classification=said.classification or other.classification,
        executive_order=said.executive_order or other.executive_order,
        tags=said.tags or other.tags,
        subject=said.subject or other.subject,
    )
    envelope = replace(
        read.envelope,
        dtg=read.envelope.dtg or labelled.envelope.dtg,
        created=read.envelope.created or labelled.envelope.created,
        sender=read.envelope.sender or labelled.envelope.sender,
        to=read.envelope.to or labelled.envelope.to,
    )
    body = replace(read.body, signature=read.body.signature or labelled.body.signature)
    return read._replace(
        envelope=envelope,
        heading=heading,
        block=read.block if read.block.spans else labelled.block,
        body=smart_titles.without_marks(text, body),
        labelled_number=labelled.number,
    )


def _with_classifier(heading: Heading, passages: Sequence[Passage]) -> Heading:
    """The heading; where it names no classifier, the first paragraph may (``1. CLASSIFIED BY DCM ROE``)."""
    if heading.classified_by or not passages or not CLASSIFIED_BY.match(passages[0].words):
        return heading
    classified_by, reasons, _ = read_classifier(passages[0])
    return replace(heading, classified_by=classified_by, reasons=heading.reasons or reasons)


def _with_defects(telegram: Telegram, defects: Iterable[Defect]) -> Telegram:
    """The telegram with its defects, in order of place."""
    ordered = sorted(set(defects), key=lambda odd: (odd.span, odd.code, odd.message))
    return replace(telegram, defects=tuple(ordered))


def _text_start(lines: Sequence[Line]) -> int:
    """The index of the first line of the text; all lines if there is none."""
    return next((i for i, line in enumerate(lines) if line.kind in TEXT_STARTS), len(lines))


def _references(
    block: Passage, own: TelegramId | None, year: int | None
) -> tuple[tuple[Reference, ...], tuple[Defect, ...]]:
    return read_references(block, own, year) if block.spans else ((), ())


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


def _format(lines: Iterable[Line]) -> str:
    """The message format, told by the kinds of its lines."""
    kinds = {line.kind for line in lines}
    return next(name for name, telling in FORMATS if not telling or kinds.intersection(telling))


# ---------------------------------------------------------------- the number


def _year(envelope: Envelope) -> int | None:
    """The year of the date-time group."""
    return int(envelope.created.value[:4]) if envelope.created else None


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
    year = _year(envelope) or (own.year if own and own.serial == serial.value else None)
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
    return Fact(" ".join(match[name].split()), (Span(line.span.start + start, line.span.start + end),))


# ---------------------------------------------------------------- sections


def _sections(lines: Iterable[Line], heading: Heading) -> Sections | None:
    """How many sections there are, and which stand here: by the heading, its repeats and the page marks."""
    found: list[Fact[tuple[int, int]]] = [heading.section] if heading.section else []
    for line in lines:
        if line.kind in ("classification", "repeated") and (banner := read_banner(line)) and banner.section:
            found.append(banner.section)
        elif line.kind in ("page-mark", "page-line") and (match := grammar.SECTION_OF.search(line.words)):
            span = Span(line.span.start + match.start(), line.span.start + match.end())
            found.append(Fact((int(match["section"]), int(match["count"])), (span,)))
    if not found:
        return None
    count = found[0].value[1]
    held = {
        section.value[0] for section in found if section.value[1] == count and 1 <= section.value[0] <= count
    }
    spans = tuple(dict.fromkeys(span for section in found for span in section.spans))
    return Fact((count, tuple(sorted(held))), spans)
