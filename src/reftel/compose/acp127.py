"""ACP 127: a telegram as a communications centre of the 2000s would send it.

A record comes in, lines go out. What this form has no place for (a distribution
header) is left out. Source: 5 FAH-2 H-321 (transmission, page marks), 5 FAH-1
H-210 to H-246 (text).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reftel.compose.printing import (
    address_lines,
    labelled_lines,
    level,
    paragraph_blocks,
    prosigns,
    station,
)
from reftel.compose.sections import in_sections, page_mark, parts
from reftel.compose.wrapping import FIXED, wrapped
from reftel.record import Classifier, Record, Reference, Transmission
from reftel.tables.titles import is_title_word

_INDICATORS = 9  # routing indicators on a line


def lines(record: Record, *, doubled_heading: bool = False) -> list[str]:
    """The lines of the telegram; with ``doubled_heading`` the heading comes twice, as in a damaged copy."""
    heading = list(_heading(record, marked=doubled_heading))
    return [
        *_header(record),
        *heading,
        *(heading if doubled_heading else ()),
        *_text(record),
        *_end(record),
    ]


def section_lines(record: Record) -> list[list[str]]:
    """The lines of each section as a message of its own, with the whole header and heading.

    A telegram without sections is one message.
    """
    count = record.sections.count if record.sections else 1
    return [
        [*_header(record, i), *_heading(record, marked=False, section=i), *part, *_end(record, i == count)]
        for i, part in enumerate(parts(count, list(paragraph_blocks(record))), start=1)
    ]


# ---------------------------------------------------------------- the transmission header


def _header(record: Record, section: int = 1) -> Iterator[str]:
    """From the transmission line to the first BT (H-321 lines FL1 to FL16)."""
    signals = record.transmission.signals if record.transmission else []
    if record.transmission is not None:
        yield from _transmission(record.transmission, section)
    if record.dtg:
        yield " ".join([*prosigns(record), record.dtg, *(signal for signal in signals[1:] if " " in signal)])
    yield from address_lines(record)
    yield "BT"


def _transmission(transmission: Transmission, section: int) -> Iterator[str]:
    if transmission.id:
        yield transmission.id
    for routing in transmission.routing:
        words = [routing.precedence, *routing.indicators]
        for start in range(0, len(words), _INDICATORS + 1):
            yield " ".join(words[start : start + _INDICATORS + 1])
    if transmission.station and transmission.serial is not None:
        place = f"/{max(transmission.section, section):02d}" if transmission.section else ""
        filed = f" {transmission.filed.replace('/', '')}" if transmission.filed else ""
        yield f"DE {transmission.station} #{transmission.serial:04d}{place}{filed}"
    if transmission.signals:
        first, *others = transmission.signals
        # A service text of several words follows the date-time group instead.
        yield " ".join([first, *(signal for signal in others if " " not in signal)])


# ---------------------------------------------------------------- the heading


def _heading(record: Record, marked: bool, section: int = 1) -> Iterator[str]:
    """From the classification line to the authority; ``marked``: with the mark of the first page."""
    yield from (_classification_line(record, section), "")
    yield from labelled_lines(record)
    if record.references:
        yield from (*_references(record.references), "")
    if marked and record.sections:
        yield from (page_mark(station(record), record.serial or 0, 1, record.sections.count), "", "")
    if record.classified_by:
        yield from (*_authority(record.classified_by, record.reasons), "")


def _classification_line(record: Record, section: int) -> str:
    """``C O N F I D E N T I A L SECTION 01 OF 03 BAMAKO 001399`` (5 FAH-1 H-210)."""
    words = [level(record.classification)] if record.classification else []
    if record.sections:
        words.append(f"SECTION {section:02d} OF {record.sections.count:02d}")
    if record.post and record.serial is not None:
        words.append(f"{station(record)} {record.serial:06d}")
    return " ".join(words)


def _references(references: Iterable[Reference]) -> Iterator[str]:
    for i, reference in enumerate(references):
        label = f"{reference.label}. " if reference.label else ""
        notal = " (NOTAL)" if reference.notal else ""
        yield f"{'     ' if i else 'REF: '}{label}{reference.text}{notal}"


def _authority(classifiers: Iterable[Classifier], reasons: Iterable[str]) -> list[str]:
    """``Classified By: DCM Jane Example for reasons 1.4 (b) and (d).`` (E.O. 12958 s. 1.6)."""
    persons = " and ".join(_classifier(classifier) for classifier in classifiers)
    stated = _reasons(reasons)
    words = f"Classified By: {persons}{', for reasons ' + stated if stated else ''}."
    return wrapped(words).split("\n")


def _classifier(classifier: Classifier) -> str:
    """Name and title; the title first where the table knows its words, so that the name is found again."""
    if not classifier.title:
        return classifier.name
    before, comma, after = classifier.title.partition(", ")
    if not all(is_title_word(word) for word in before.split()):
        return f"{classifier.name}, {classifier.title}"
    return f"{before} {classifier.name}{comma}{after}"


def _reasons(reasons: Iterable[str]) -> str:
    """``1.4 (b) and (d)`` of ``1.4(b)`` and ``1.4(d)``."""
    letters: dict[str, list[str]] = {}
    for reason in reasons:
        section, _, letter = reason.partition("(")
        letters.setdefault(section, []).append(f"({letter}")
    return "; ".join(f"{section} {_listed(found)}".replace(" ", FIXED) for section, found in letters.items())


def _listed(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


# ---------------------------------------------------------------- the text


def _text(record: Record) -> list[str]:
    """Paragraphs and headings, with the page marks of the sections."""
    count = record.sections.count if record.sections else 1
    return in_sections(station(record), record.serial or 0, count, list(paragraph_blocks(record)))


def _end(record: Record, signed: bool = True) -> Iterator[str]:
    """Signature, BT, the station's serial and the end of the message."""
    yield from record.signature if signed else ()
    yield "BT"
    if record.transmission and record.transmission.serial is not None:
        yield f"#{record.transmission.serial:04d}"
    yield from ("", "NNNN")
