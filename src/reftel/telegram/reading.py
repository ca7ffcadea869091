"""Reading: the lines, the envelope, the heading and the body of a text, by the form that it has.

Comes in: a text. Goes out: a ``Read``. The forms: a plain message; one with the
label block of SMART, or within such a block; one on pages that were stamped on
release; the Department's form of the 1960s; one as an edition prints it.
``parser`` puts together from it what more than one part states.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from reftel.defects import Defect
from reftel.span import Fact, Passage, Span
from reftel.telegram import department_form, printed_form, smart, smart_facts, smart_titles, worn_marks
from reftel.telegram.body import TEXT_STARTS, read_body
from reftel.telegram.draft_form import mark_draft, read_draft
from reftel.telegram.envelope import read_envelope
from reftel.telegram.heading import read_heading
from reftel.telegram.line_signs import first_of, pattern, signs_of
from reftel.telegram.lines import label
from reftel.telegram.model import Body, Envelope, Heading, Line, Reference
from reftel.telegram.stamps import is_released, mark_stamps
from reftel.telegram_id import TelegramId

_TEXT_START = pattern("{starts}", starts=TEXT_STARTS)


class Read(NamedTuple):
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
    cited: tuple[Reference, ...] = ()
    """References that stand in no REF block."""
    year: int | None = None
    """The year, where no date-time group gives it."""
    labelled_number: Fact[TelegramId] | None = None
    """The number that the label block of a telegram printed again gives."""
    signs: bytes | None = None
    """The signs of the lines of the message, where they were read."""


def read_text(text: str, within: Span | None) -> Read:
    """What the text states, by the rules for the form that it has."""
    frame = smart.label(text, within)
    if frame is not None:
        return _reissued(text, frame) if frame.reissued else _labelled(text, frame)
    form = department_form.read_form(text, within)
    if form is not None:
        return _filled_in(text, form)
    printed = printed_form.read_form(text, within)
    if printed is not None:
        return _printed(text, printed)
    return _released(text, within) if is_released(text) else _plain(text, within)


def _plain(text: str, within: Span | None) -> Read:
    """A message with nothing around it that these rules know."""
    lines = label(text, within)
    return _read_message(text, lines, lines)


def _released(text: str, within: Span | None) -> Read:
    """A message on pages that the Department stamped on release; it may be a draft."""
    lines = label(text, within, lambda lines: mark_draft(mark_stamps(lines)))
    read = _read_message(text, lines, worn_marks.blanked(text, lines))
    envelope, year = read_draft(read.envelope, [line for line in lines if line.kind != "wrapper"])
    return read._replace(envelope=envelope, year=year)


def _filled_in(text: str, form: department_form.Form) -> Read:
    """A message on the Department's form of the 1960s."""
    body, passages, odd = read_body(text, form.body)
    return Read(
        tuple(form.lines),
        form.body,
        form.envelope,
        form.heading,
        Passage(text, ()),
        replace(body, signature=form.signature),
        passages,
        odd,
        number=form.number,
        cited=form.references,
    )


def _printed(text: str, form: printed_form.Form) -> Read:
    """A message as a documentary edition prints it."""
    body, passages, odd = read_body(text, form.text.body)
    return Read(
        tuple(form.lines),
        form.text.body,
        form.envelope,
        form.heading,
        Passage(text, form.references),
        body,
        passages,
        (*form.odd, *odd),
        number=form.number,
        year=form.year,
    )


def _read_message(text: str, lines: tuple[Line, ...], message: Sequence[Line]) -> Read:
    """A message that has its own envelope and heading."""
    signs = signs_of(message)
    cut = first_of(_TEXT_START, signs)
    above = message[:cut]
    envelope, odd_envelope = read_envelope(text, above)
    heading, block, odd_heading = read_heading(text, above)
    body, passages, odd_body = read_body(text, message[cut:], signs[cut:])
    odd = (*odd_envelope, *odd_heading, *odd_body)
    return Read(lines, message, envelope, heading, block, body, passages, odd, signs=signs)


def _labelled(text: str, frame: smart.Frame) -> Read:
    """A message whose envelope and heading are the labels of SMART."""
    envelope, odd_envelope = smart_facts.read_envelope(text, frame.fields)
    heading, block, odd_heading = read_heading(text, frame.labels)
    message = worn_marks.blanked(text, frame.lines[frame.head : frame.foot])
    body, passages, odd_body = read_body(text, message)
    body = smart_titles.without_marks(text, body)
    signature = smart_facts.read_signature(text, frame.fields)
    return Read(
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


def _reissued(text: str, frame: smart.Frame) -> Read:
    """An older telegram that SMART printed again: the labels state only what it does not say itself."""
    message = worn_marks.blanked(text, frame.lines[frame.head : frame.foot])
    read = _read_message(text, frame.lines, message)
    labelled = _labelled(text, frame)
    said, other = read.heading, labelled.heading
    heading = replace(
        said,
        classification=said.classification or other.classification,
        executive_order=said.executive_order or other.executive_order,
        declassify=said.declassify or other.declassify,
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


def year_of(envelope: Envelope) -> int | None:
    """The year of the date-time group."""
    return int(envelope.created.value[:4]) if envelope.created else None
