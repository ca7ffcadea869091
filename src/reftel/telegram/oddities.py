"""Oddities: what is odd about a telegram as a whole.

Comes in: a telegram that the readers have put together. Goes out: defects.
Each rule stands in one function of ``RULES``, looks at facts alone, or of ``LINE_RULES``,
which look for lines by their signs, and yields what it finds.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Span
from reftel.telegram import dates
from reftel.telegram.banner import read_banner
from reftel.telegram.grammar import SECTION_OF
from reftel.telegram.line_kinds import FIELDS
from reftel.telegram.line_signs import first_of, pattern, signs_of
from reftel.telegram.model import Declassify, Line, Telegram

# All but tab, line ends and the form feed between pages.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")
_CONTROLS = tuple(filter(_CONTROL.match, map(chr, range(32))))  # to look for each is faster than the pattern
_HEADING = pattern(
    "{heads}", heads=(*FIELDS, "classification", "dtg", "from", "to", "distribution", "edition-head")
)
_PAGE_MARK, _REPEATED, _TEXT = pattern("{page-mark}"), pattern("{repeated}"), pattern("[{paragraph}{text}]")
_LEFT_OUT = ("no-classification", "no-subject", "no-tags")  # by the editors of a printed edition


def find(telegram: Telegram, signs: bytes | None = None) -> Iterable[Defect]:
    """All defects that the rules find; ``signs`` are those of the lines, where they are known."""
    known = signs_of(telegram.lines) if signs is None else signs
    on_lines = [odd for rule in LINE_RULES for odd in rule(telegram, known)]
    return (*on_lines, *[odd for rule in RULES for odd in rule(telegram)])


def _at(telegram: Telegram) -> Span:
    """The place of what concerns the whole message: its first line with words."""
    inside = [line for line in telegram.lines if line.kind != "wrapper"]
    first = next((line for line in inside if line.words.strip()), inside[0] if inside else None)
    return first.content if first else Span(0, 0)


def _is_empty(telegram: Telegram) -> bool:
    return not any(line.words.strip() for line in telegram.lines if line.kind != "wrapper")


def _whole(telegram: Telegram, signs: bytes) -> Iterator[Defect]:
    """A text without words, or without anything that looks like a heading, or what is missing in it."""
    if _is_empty(telegram):
        yield defect("empty", _at(telegram))
    elif not _HEADING.search(signs):
        yield defect("not-a-telegram", _at(telegram))
    else:
        yield from _missing(telegram)


def _controls(telegram: Telegram) -> Iterator[Defect]:
    """The first NUL or other control character."""
    if any(map(telegram.text.__contains__, _CONTROLS)) and (found := _CONTROL.search(telegram.text)):
        yield defect("control-characters", Span(*found.span()))


def _missing(telegram: Telegram) -> Iterator[Defect]:
    """Facts that every telegram states."""
    heading = telegram.heading
    stated = {
        "no-number": telegram.id,
        "no-date": telegram.envelope.dtg or telegram.envelope.dated,
        "no-classification": heading.classification,
        "no-subject": heading.subject,
        "no-tags": heading.tags or _before_tags(telegram),
        "no-signature": telegram.body.signature,
    }
    for code, fact in stated.items():
        if not fact and not (telegram.format == "frus" and code in _LEFT_OUT):
            yield defect(code, _at(telegram))


def _before_tags(telegram: Telegram) -> bool:
    """Whether a telegram is older than the TAGS system, which began on 1 March 1973."""
    created = telegram.envelope.created
    return created is not None and created.value < "1973-03-01"


def _station(telegram: Telegram) -> Iterator[Defect]:
    """A station that no table holds."""
    station = telegram.heading.station
    if telegram.id and station and tables.post(station.value) is None:
        yield defect("unknown-station", station.spans[0], station.value)


def _origin(telegram: Telegram) -> Iterator[Defect]:
    """The DE line against the number and the date-time group."""
    transmission = telegram.envelope.transmission
    if transmission is None:
        return
    serial, filed = transmission.serial, transmission.filed
    if telegram.id and serial and telegram.id.value.serial % 10000 != serial.value:
        yield defect("serial-mismatch", serial.spans[0], f"{serial.value} and {telegram.id.value.serial}")
    created = telegram.envelope.created
    if (
        created
        and filed
        and abs(dates.day_of_year(created.value) - int(filed.value[:3])) not in (0, 1, 364, 365)
    ):
        yield defect("filing-time-mismatch", filed.spans[0], f"day {filed.value[:3]}")


def _security(telegram: Telegram) -> Iterator[Defect]:
    """The security line against the classification line."""
    level = telegram.heading.classification
    signals = telegram.envelope.transmission.signals if telegram.envelope.transmission else ()
    for signal in signals:
        words = signal.value.split()
        if level and words[0] in ("ZNY", "ZNR") and len(words) > 1:
            stated = tables.classification_of_security_line(words[1])
            if stated and stated.code != level.value:
                yield defect("classification-mismatch", signal.spans[0], f"{stated.code} and {level.value}")


def _declassify(telegram: Telegram) -> Iterator[Defect]:
    """A date of declassification that cannot be this telegram's (E.O. 12958 s. 1.6, 3.4: 25 years)."""
    declassify, created = telegram.heading.declassify, telegram.envelope.created
    if declassify is None or declassify.on is None or created is None:
        return
    day, last = created.value[:10], f"{int(created.value[:4]) + 25:04d}-12-31"
    if declassify.on.value <= day:
        yield defect("early-declassification", declassify.on.spans[0], declassify.on.value)
    elif declassify.on.value > last and not (declassify.exemptions or _is_done(declassify)):
        yield defect("late-declassification", declassify.on.spans[0], declassify.on.value)


def _is_done(declassify: Declassify) -> bool:
    """Whether the day is one on which an archive declassified it: DECLASSIFIED JUNE 21, 2006."""
    return "DECLASSIFIED" in declassify.text.value.upper()


def _sections(telegram: Telegram, signs: bytes) -> Iterator[Defect]:
    """Sections that are missing, and marks that give other numbers than the heading."""
    if telegram.sections is None:
        return
    count, held = telegram.sections.value
    missing = [str(number) for number in range(1, count + 1) if number not in held]
    if missing:
        yield defect("truncated", telegram.sections.spans[0], f"section {', '.join(missing[:10])} of {count}")
    for found in _PAGE_MARK.finditer(signs):
        line = telegram.lines[found.start()]
        mark = SECTION_OF.search(line.words)
        if mark is not None and int(mark["count"]) != count:
            yield defect("section-mismatch", _words(line), f"{count} and {int(mark['count'])}")
            break
    stated = telegram.heading.section
    if stated and not 1 <= stated.value[0] <= stated.value[1]:
        yield defect("section-mismatch", stated.spans[0], f"{stated.value[0]} of {stated.value[1]}")


def _repeats(telegram: Telegram, signs: bytes) -> Iterator[Defect]:
    """A heading that comes twice before the text, another telegram's heading, a level within the text."""
    text = first_of(_TEXT, signs)
    for found in _REPEATED.finditer(signs):
        line, in_text = telegram.lines[found.start()], text < found.start()
        if (banner := read_banner(line)) is None or banner.serial is None:
            continue
        if telegram.heading.serial and banner.serial.value != telegram.heading.serial.value:
            yield defect("spliced-heading", _words(line), _folded(line))
        elif not in_text:
            yield defect("doubled-heading", _words(line))
        elif banner.section is None or banner.section.value[0] == 1:
            yield defect("stray-classification", _words(line), _folded(line))


def _words(line: Line) -> Span:
    return Span(line.start, line.start + len(line.words.rstrip()))


def _folded(line: Line) -> str:
    return " ".join(line.words.split())[:80]


LINE_RULES: tuple[Callable[[Telegram, bytes], Iterator[Defect]], ...] = (_whole, _sections, _repeats)
RULES: tuple[Callable[[Telegram], Iterator[Defect]], ...] = (
    _controls,
    _station,
    _origin,
    _security,
    _declassify,
)
