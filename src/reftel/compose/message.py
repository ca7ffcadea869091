"""Message: a record in, the telegram out, as a communications centre of the 2000s would send it.

The inverse of parsing for records that the generator makes: the composed text
has the same facts. What this format has no place for (a distribution header,
spans, the wrapper) is left out. Source: 5 FAH-2 H-321 (transmission, page
marks), 5 FAH-1 H-210 to H-246 (text).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from reftel import tables
from reftel.compose.sections import in_sections, page_mark
from reftel.compose.stations import printed_name
from reftel.compose.wrapping import FIXED, wrapped
from reftel.record import Addressee, Classifier, Paragraph, Record, Reference, Transmission
from reftel.tables.titles import is_title_word

SUBJECT_WIDTH = 55
_INDICATORS = 9  # routing indicators on a line
_LETTERS = {"IMMEDIATE": "O", "PRIORITY": "P", "ROUTINE": "R", "FLASH": "Z"}


def compose(record: Record, *, doubled_heading: bool = False) -> str:
    """The telegram that states the facts of ``record``, its lines ended by line feeds.

    With ``doubled_heading`` the heading comes twice, as a damaged copy has it;
    the facts are the same.
    """
    heading = list(_heading(record, marked=doubled_heading))
    lines = [
        *_header(record),
        *heading,
        *(heading if doubled_heading else ()),
        *_text(record),
        *_end(record),
    ]
    return "".join(f"{line}\n" for line in lines)


def station(record: Record) -> str:
    """The station as the classification line and the page marks print it: ``NEW DELHI``."""
    return printed_name(record.post) if record.post else ""


def subject_lines(record: Record) -> list[str]:
    """The subject as its lines stand in the telegram, the label left out."""
    label = len("SUBJECT: ")
    return wrapped(record.subject or "", first=label, width=SUBJECT_WIDTH + label).split("\n")


# ---------------------------------------------------------------- the transmission header


def _header(record: Record) -> Iterator[str]:
    """From the transmission line to the first BT (H-321 lines FL1 to FL16)."""
    signals = record.transmission.signals if record.transmission else []
    if record.transmission is not None:
        yield from _transmission(record.transmission)
    if record.dtg:
        letters = [_LETTERS[name] for name in (record.precedence, record.precedence_info) if name in _LETTERS]
        yield " ".join([*letters, record.dtg, *(signal for signal in signals[1:] if " " in signal)])
    if record.sender:
        yield f"FM {_with_routing(record.sender.routing, record.sender.plad)}"
    for label, addressees in (("TO", record.to), ("INFO", record.info), ("XMT", record.excluded)):
        for i, addressee in enumerate(addressees):
            yield _addressee(addressee) if i else f"{label} {_addressee(addressee)}"
    yield "BT"


def _transmission(transmission: Transmission) -> Iterator[str]:
    if transmission.id:
        yield transmission.id
    for routing in transmission.routing:
        words = [routing.precedence, *routing.indicators]
        for start in range(0, len(words), _INDICATORS + 1):
            yield " ".join(words[start : start + _INDICATORS + 1])
    if transmission.station and transmission.serial is not None:
        section = f"/{transmission.section:02d}" if transmission.section else ""
        filed = f" {transmission.filed.replace('/', '')}" if transmission.filed else ""
        yield f"DE {transmission.station} #{transmission.serial:04d}{section}{filed}"
    if transmission.signals:
        first, *others = transmission.signals
        # A service text of several words follows the date-time group instead.
        yield " ".join([first, *(signal for signal in others if " " not in signal)])


def _with_routing(routing: str | None, plad: str) -> str:
    return f"{routing}/{plad}" if routing else plad


def _addressee(addressee: Addressee) -> str:
    words = [_with_routing(addressee.routing, addressee.plad)]
    if addressee.attention:
        words[0] += f"//{'//'.join(addressee.attention)}//"
    if addressee.precedence:
        words.append(addressee.precedence)
    if addressee.mcn:
        words.append("-".join(part.zfill(4) for part in addressee.mcn.split("-")))
    return " ".join(words)


# ---------------------------------------------------------------- the heading


def _heading(record: Record, marked: bool) -> Iterator[str]:
    """From the classification line to the authority; ``marked``: with the mark of the first page."""
    yield from (_classification_line(record), "")
    for caption in (*record.caveats, *record.captions):
        yield from (caption, "")
    if record.executive_order:
        instruction = record.declassify.text if record.declassify else "N/A"
        yield f"E.O. {record.executive_order}: {instruction}"
    if record.tags:
        yield from f"TAGS: {wrapped(', '.join(_tag(tag) for tag in record.tags), first=len('TAGS: '))}".split(
            "\n"
        )
    if record.subject:
        first, *others = subject_lines(record)
        yield from (f"SUBJECT: {first}", *others)
    yield ""
    if record.references:
        yield from (*_references(record.references), "")
    if marked and record.sections:
        yield from (page_mark(station(record), record.serial or 0, 1, record.sections.count), "", "")
    if record.classified_by:
        yield from (*_authority(record.classified_by, record.reasons), "")


def _classification_line(record: Record) -> str:
    """``C O N F I D E N T I A L SECTION 01 OF 03 BAMAKO 001399`` (5 FAH-1 H-210)."""
    words = [_level(record.classification)] if record.classification else []
    if record.sections:
        words.append(f"SECTION 01 OF {record.sections.count:02d}")
    if record.post and record.serial is not None:
        words.append(f"{station(record)} {record.serial:06d}")
    return " ".join(words)


def _level(level: str) -> str:
    """A level as it is printed: the classified ones letter by letter."""
    if level == "UNCLASSIFIED":
        return "UNCLAS"
    known = tables.classification(level)
    if known is None or known.code == "LIMITED OFFICIAL USE":
        return level
    return "  ".join(" ".join(word) for word in level.split())


def _tag(tag: str) -> str:
    """A TAG; persons (``LAST, FIRST``) stand in parentheses on one line."""
    return f"({tag})".replace(" ", FIXED) if ", " in tag else tag.replace(" ", FIXED)


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
    return in_sections(station(record), record.serial or 0, count, list(_paragraphs(record)))


def _paragraphs(record: Record) -> Iterator[list[str]]:
    """Each paragraph's lines, with the heading above it where that is a new one."""
    heading: str | None = None
    for paragraph in record.paragraphs:
        if paragraph.heading and paragraph.heading != heading:
            rule = "-" * max(3, len(paragraph.heading))
            yield [rule, paragraph.heading, rule]
        heading = paragraph.heading
        yield f"{before_text(paragraph)}{paragraph.text}".split("\n")


def before_text(paragraph: Paragraph) -> str:
    """Number and mark as they stand before the paragraph's first word: ``2. (C) ``."""
    number = f"{paragraph.number}. " if paragraph.number is not None else ""
    return f"{number}({paragraph.mark}) " if paragraph.mark else number


def _end(record: Record) -> Iterator[str]:
    """Signature, BT, the station's serial and the end of the message."""
    yield from record.signature
    yield "BT"
    if record.transmission and record.transmission.serial is not None:
        yield f"#{record.transmission.serial:04d}"
    yield from ("", "NNNN")
