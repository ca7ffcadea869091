"""SMART: a telegram of 2010 and later, its facts in a block of labels above the text and one below it.

A record comes in, lines go out: the level, aligned labels in the order of the
page, the text, the signature, drafter and clearances, who is informed. The form
of a classified telegram is not known from published ones: its order and
instruction stand on one line, its classifier and reasons are left out. Source:
telegrams of 2010 and later in releases of the Department.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from reftel.compose.printing import paragraph_blocks, station, tag, with_routing
from reftel.compose.wrapping import wrapped
from reftel.record import Addressee, Record

WIDTH = 96
"""Columns of a line of text."""
_COLUMN = 24  # where the values stand
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_BANNER_CAPTION = "SBU"  # stands below the level, not among the captions


def lines(record: Record) -> list[str]:
    """The lines of the telegram."""
    text = [line for block in paragraph_blocks(record, ruled=False) for line in (*block, "")]
    banner = list(_banner(record))
    return [*banner, "", *_above(record), "", "", *text, *_below(record), *banner]


def _banner(record: Record) -> Iterator[str]:
    """The level, and SBU below it, in the middle of the page."""
    level = record.classification
    shown = [level] if level else []
    if _BANNER_CAPTION in record.captions:
        shown.append(_BANNER_CAPTION)
    yield from (word.center(WIDTH).rstrip() for word in shown)


def _field(label: str, values: Iterable[str]) -> Iterator[str]:
    """A label with its values one below the other; nothing where there are none."""
    for i, value in enumerate(value for value in values if value):
        yield f"{'' if i else f'{label}:':<{_COLUMN}}{value}"


def _folded(words: str) -> list[str]:
    """Words as lines that fit beside the labels."""
    return wrapped(words, width=WIDTH - _COLUMN).split("\n") if words else []


# ---------------------------------------------------------------- above the text


def _above(record: Record) -> Iterator[str]:
    """From the offices at the post to the subject."""
    yield from _field("Action Office", [record.distribution.action or ""])
    yield from _field("Info Office", record.distribution.info)
    yield from _field("MRN", [_number(record)])
    yield from _field("Date/DTG", [_date_time(record)])
    sender = record.sender
    yield from _field("From", [with_routing(sender.routing, sender.plad)] if sender else [])
    yield from _field("Action", _addressees(record.to))
    yield from _field("E.O.", [_order(record)])
    yield from _field("TAGS", _folded(", ".join(tag(code) for code in record.tags)))
    captions = [code for code in record.captions if code != _BANNER_CAPTION]
    yield from _field("Captions", [", ".join((*captions, *record.caveats))])
    yield from _field("Reference", _references(record))
    yield from _field("Subject", _folded(record.subject or ""))


def _number(record: Record) -> str:
    """``12 LA PAZ 2499``."""
    if record.year is None or record.serial is None:
        return ""
    return f"{record.year % 100:02d} {station(record)} {record.serial}"


def _date_time(record: Record) -> str:
    """``Feb 03, 2012 / 031849Z FEB 12``."""
    if record.created is None:
        return record.dtg or ""
    at = datetime.fromisoformat(record.created.removesuffix("Z"))
    return f"{_MONTHS[at.month - 1]} {at:%d, %Y} / {record.dtg}"


def _order(record: Record) -> str:
    """The order's number alone, as unclassified telegrams have it; an instruction after it."""
    instruction = f", {record.declassify.text}" if record.declassify else ""
    return f"{record.executive_order}{instruction}" if record.executive_order else ""


def _addressees(addressees: Sequence[Addressee]) -> list[str]:
    """``LIMA, AMEMBASSY ROUTINE; CIA WASHINGTON DC ROUTINE``."""
    return _folded("; ".join(_addressee(addressee) for addressee in addressees))


def _addressee(addressee: Addressee) -> str:
    words = with_routing(addressee.routing, addressee.plad)
    if addressee.attention:
        words += f"//{'//'.join(addressee.attention)}//"
    return f"{words} {addressee.precedence}" if addressee.precedence else words


def _references(record: Record) -> Iterator[str]:
    """Each item on a line: ``A) 12 LA PAZ 2411``."""
    for reference in record.references:
        label = f"{reference.label}) " if reference.label else ""
        yield f"{label}{reference.text}{' (NOTAL)' if reference.notal else ''}"


# ---------------------------------------------------------------- below the text


def _below(record: Record) -> Iterator[str]:
    """From the signature to the rule of dissemination; who drafted a telegram has released it too."""
    drafter = record.distribution.drafted_by or ""
    yield from _field("Signature", record.signature)
    yield ""
    yield from _field("Drafted By", [drafter])
    yield from _field("Cleared By", record.distribution.cleared_by)
    yield from _field("Approved By", [record.distribution.approved_by or ""])
    yield from _field("Released By", [drafter])
    yield from _field("Info", _addressees(record.info))
    yield from _field("XMT", _addressees(record.excluded))
    yield from _field("Attachments", ["Metadata.dat"])
    yield ""
    yield from _field("Action Post", ["NONE"])
    yield from _field("Dissemination Rule", ["Released Copy"])
