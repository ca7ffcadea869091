"""Printing: how the facts that every form shares are set in type.

Comes in: a record or a part of one. Goes out: words and lines as telegrams have
them. What a form alone prints, stands in its own module. Source: 5 FAH-1 H-210
to H-246 (text), 5 FAH-2 H-321 (addresses).
"""

from __future__ import annotations

from collections.abc import Iterator

from reftel import tables
from reftel.compose.stations import printed_name
from reftel.compose.wrapping import FIXED, wrapped
from reftel.record import Addressee, Paragraph, Record

SUBJECT_WIDTH = 55
LETTERS = {"IMMEDIATE": "O", "PRIORITY": "P", "ROUTINE": "R", "FLASH": "Z"}
"""Prosigns of the date-time group."""
MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


def station(record: Record) -> str:
    """The station as the classification line and the page marks print it: ``NEW DELHI``."""
    return printed_name(record.post) if record.post else ""


def level(code: str) -> str:
    """A level as the classification line prints it: the classified ones letter by letter."""
    if code == "UNCLASSIFIED":
        return "UNCLAS"
    known = tables.classification(code)
    if known is None or known.code == "LIMITED OFFICIAL USE":
        return code
    return "  ".join(" ".join(word) for word in code.split())


def prosigns(record: Record) -> list[str]:
    """The letters before the date-time group: ``O``, ``R``."""
    return [LETTERS[name] for name in (record.precedence, record.precedence_info) if name in LETTERS]


def with_routing(routing: str | None, plad: str) -> str:
    """An address with the routing indicator before it, where there is one."""
    return f"{routing}/{plad}" if routing else plad


def address_lines(record: Record) -> Iterator[str]:
    """FM, TO, INFO and XMT, one addressee a line; the label stands on the first one."""
    if record.sender:
        yield f"FM {with_routing(record.sender.routing, record.sender.plad)}"
    for label, addressees in (("TO", record.to), ("INFO", record.info), ("XMT", record.excluded)):
        for i, addressee in enumerate(addressees):
            yield _addressee(addressee) if i else f"{label} {_addressee(addressee)}"


def _addressee(addressee: Addressee) -> str:
    words = [with_routing(addressee.routing, addressee.plad)]
    if addressee.attention:
        words[0] += f"//{'//'.join(addressee.attention)}//"
    if addressee.precedence:
        words.append(addressee.precedence)
    if addressee.mcn:
        words.append("-".join(part.zfill(4) for part in addressee.mcn.split("-")))
    return " ".join(words)


def tag(code: str) -> str:
    """A TAG; persons (``LAST, FIRST``) stand in parentheses on one line."""
    return f"({code})".replace(" ", FIXED) if ", " in code else code.replace(" ", FIXED)


def tags_lines(record: Record) -> list[str]:
    """The TAGS, their label included; none where the record states none."""
    words = ", ".join(tag(code) for code in record.tags)
    return f"TAGS: {wrapped(words, first=len('TAGS: '))}".split("\n") if words else []


def subject_lines(record: Record) -> list[str]:
    """The subject as its lines stand in the telegram, the label left out."""
    label = len("SUBJECT: ")
    return wrapped(record.subject or "", first=label, width=SUBJECT_WIDTH + label).split("\n")


def labelled_lines(record: Record, *, subject: str = "SUBJECT") -> Iterator[str]:
    """Captions, order, TAGS and subject, as far as there are; ``subject`` is the label of the last."""
    for caption in (*record.caveats, *record.captions):
        yield from (caption, "")
    if record.executive_order:
        instruction = record.declassify.text if record.declassify else "N/A"
        yield f"E.O. {record.executive_order}: {instruction}"
    yield from tags_lines(record)
    if record.subject:
        first, *others = subject_lines(record)
        yield from (f"{subject}: {first}", *others)
    yield ""


def before_text(paragraph: Paragraph) -> str:
    """Number and mark as they stand before the paragraph's first word: ``2. (C) ``."""
    number = f"{paragraph.number}. " if paragraph.number is not None else ""
    return f"{number}({paragraph.mark}) " if paragraph.mark else number


def paragraph_blocks(record: Record, *, ruled: bool = True) -> Iterator[list[str]]:
    """Each paragraph's lines, before it the heading where that is a new one, between rules if ``ruled``."""
    heading: str | None = None
    for paragraph in record.paragraphs:
        if paragraph.heading and paragraph.heading != heading:
            rule = ["-" * max(3, len(paragraph.heading))] if ruled else []
            yield [*rule, paragraph.heading, *rule]
        heading = paragraph.heading
        yield f"{before_text(paragraph)}{paragraph.text}".split("\n")
