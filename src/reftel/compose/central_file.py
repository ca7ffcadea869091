"""Central file: a telegram of 1973 to 1979 as the Department's computer printed it on receipt.

A record comes in, lines go out: pages with the level at head and foot, the
distribution among offices, the heading, the text. Counters and filing times are
facts of no record; they are made from the serial. Source: published telegrams
of the central file; TAGS handbook of 1974.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from reftel.compose.printing import (
    address_lines,
    labelled_lines,
    level,
    paragraph_blocks,
    prosigns,
    station,
)
from reftel.compose.sections import section_starts, with_places
from reftel.compose.wrapping import FIXED, wrapped
from reftel.record import Distribution, Record, Reference

_PAGE = 48  # lines of a page
_SIX = 6  # characters of a station on the page line, its blank counted
_OFFICES = 50  # columns of offices on a distribution line
_ORDER_LINE_CHANGED = "1976-11"  # from this month the filing time stands on the counter's line


def lines(record: Record) -> list[str]:
    """The lines of the telegram."""
    head = [*_distribution(record.distribution, record.serial or 0), *_message_heading(record)]
    return [
        *_page_head(record, 1, 1),
        *head,
        *_text(record, len(head)),
        *record.signature,
        *_banner(record),
        "",
        "NNN",
    ]


# ---------------------------------------------------------------- pages


def _banner(record: Record) -> list[str]:
    """The level as the pages bear it, not letter by letter."""
    return [record.classification] if record.classification else []


def _page_head(record: Record, page: int, section: int) -> list[str]:
    """The level and ``PAGE 01        LA PAZ  02499  231646Z``."""
    words = f"PAGE {page:02d}"
    if record.post and record.serial is not None:
        digits = 6 if record.post == "STATE" else 5
        words += f"        {station(record)[:_SIX].strip()}  {record.serial:0{digits}d}"
    if record.sections:
        words += f"  {section:02d} OF {record.sections.count:02d}"
    return [*_banner(record), "", " ".join([words, _filed(record, section)]).rstrip(), ""]


def _filed(record: Record, section: int) -> str:
    """`` 231646Z``: when a section was filed, some minutes after the date-time group; '' without one."""
    if record.created is None:
        return ""
    at = datetime.fromisoformat(record.created.removesuffix("Z"))
    return f" {at + timedelta(minutes=(record.serial or 0) % 50 + 4 * section):%d%H%M}Z"


def _turn(record: Record, page: int, section: int) -> list[str]:
    """The foot of a page and the head of the next one; a new section has its own classification line."""
    line = [_classification_line(record, section), ""] if page == 1 else []
    return ["", *_banner(record), "", *_page_head(record, page, section), *line]


def _text(record: Record, head: int) -> list[str]:
    """The paragraphs, cut into pages, of which the first has ``head`` lines already."""
    text, places = with_places(list(paragraph_blocks(record)))
    count = record.sections.count if record.sections else 1
    starts = {place: section for section, place in section_starts(places, count, len(text))}
    printed: list[str] = []
    page, section, room, fits = 1, 1, _PAGE - head, frozenset(places)
    for i, line in enumerate(text):
        if i in starts or (room <= 0 and i in fits):
            page, section = (1, starts[i]) if i in starts else (page + 1, section)
            printed += _turn(record, page, section)[not printed or not printed[-1] :]
            room = _PAGE
        printed.append(line)
        room -= 1
    return printed


# ---------------------------------------------------------------- distribution


def _distribution(distribution: Distribution, serial: int) -> Iterator[str]:
    """ACTION or ORIGIN, INFO with the sum of all copies, and who drafted and approved it."""
    yield f"{serial % 90 + 10}"
    for label, office in (("ORIGIN", distribution.origin), ("ACTION", distribution.action)):
        if office:
            yield from (f"{label} {office}", "")
    letter = "R" if distribution.origin else "W"
    offices = [distribution.origin or distribution.action or "", *distribution.info]
    total = f"/{sum(_copies(office) for office in offices):03d}{FIXED}{letter}"
    yield from _info([*distribution.info, total])
    if distribution.drafted_by:
        yield from ("", f"DRAFTED BY {distribution.drafted_by}")
    if distribution.approved_by:
        yield from (f"APPROVED BY {distribution.approved_by}", *distribution.cleared_by)


def _copies(offices: str) -> int:
    """The copies of one office or of several: ``ARA-10`` has ten."""
    return sum(int(office.rpartition("-")[2]) for office in offices.split() if "-" in office)


def _info(words: Sequence[str]) -> Iterator[str]:
    """The offices, indented after the first line; the sum alone has no label."""
    label = "INFO " if len(words) > 1 else ""
    line = label
    for word in words:
        if len(line) + len(word) > _OFFICES and line.strip():
            yield line.rstrip()
            line = "     "
        line += f"{word} "
    yield line.rstrip().replace(FIXED, " ")


def _counter(record: Record) -> str:
    """The dashed line with the computer's counter, later with the time of filing too."""
    number = f"{(record.serial or 0) * 7919 % 100_000:06d}"
    if (record.created or "") < _ORDER_LINE_CHANGED:
        return f"           --------------------- {number}"
    return f"          ------------------{number} {_filed(record, 1).strip()} /{int(number) % 60 + 10}"


# ---------------------------------------------------------------- heading


def _message_heading(record: Record) -> Iterator[str]:
    """From the counter to the references."""
    yield _counter(record)
    if record.dtg:
        yield " ".join([*prosigns(record), record.dtg])
    yield from address_lines(record)
    yield from ("", _classification_line(record, 1), "")
    yield from labelled_lines(record, subject="SUBJ" if _varied(record, 5) else "SUBJECT")
    if record.references:
        yield from (*_references(record), "")


def _varied(record: Record, times: int) -> bool:
    """True for one telegram in ``times``, always the same ones: what posts printed in more than one way."""
    return (record.serial or 0) % times == 0


def _classification_line(record: Record, section: int) -> str:
    """``C O N F I D E N T I A L SECTION 1 OF 2 LA PAZ 2499``: the serial without zeros."""
    words = [level(record.classification)] if record.classification else []
    if record.sections:
        words.append(f"SECTION {section} OF {record.sections.count}")
    if record.post and record.serial is not None:
        words.append(f"{station(record)} {record.serial}")
    return " ".join(words)


_SHAPES = (("REF", "({}) ", ", "), ("REFS", "({}) ", "; "), ("REF", "{}) ", ", "), ("REFS", "{}. ", "; "))
"""Label, enumerator and what parts the items, as posts of the time had them."""


def _references(record: Record) -> list[str]:
    """``REF: (A) STATE 072515, (B) LA PAZ 2411``."""
    label, enumerator, between = _SHAPES[(record.serial or 0) % len(_SHAPES)]
    if len(record.references) == 1:
        label = "REF"
    items = between.join(_item(reference, enumerator) for reference in record.references)
    return f"{label}: {wrapped(items, first=len(label) + 2)}".split("\n")


def _item(reference: Reference, enumerator: str) -> str:
    """An item, which stays on one line."""
    label = enumerator.format(reference.label) if reference.label else ""
    return f"{label}{reference.text}{' (NOTAL)' if reference.notal else ''}".replace(" ", FIXED)
