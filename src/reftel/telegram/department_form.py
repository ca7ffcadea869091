"""The Department's form of the 1960s: OUTGOING and INCOMING TELEGRAM, as read from a carbon by a scanner.

Comes in: a text. Goes out: a ``Form``: its lines and the facts that the form
states; there is no date-time group, no heading and no routing. A column of
office symbols runs down the margin and falls into the lines: a symbol before
words is no part of them. Source: forms DS-322 of 1963 in releases of the
National Archives; the form of incoming telegrams as FRUS describes it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from reftel import tables
from reftel.span import Fact, Span
from reftel.telegram import grammar
from reftel.telegram.line_kinds import split
from reftel.telegram.model import Address, Distribution, Envelope, Heading, Line, Reference
from reftel.telegram_id import TelegramId, full_year

FORM = re.compile(r"\W{0,3}(?P<way>OUT|IN)[A-Z]{2,6} TELEGRAM\w?\b.{0,40}?(?P<sender>Department of State)")
ACTION = re.compile(
    r"\s*ACTION:\s{1,8}(?P<plad>[A-Z][A-Za-z]{3,12} [A-Z][A-Z .'\-]{2,24}?)\s{1,4}(?P<serial>\d{1,5})\b"
)
FROM = re.compile(r"\s*FROM:\s{1,8}(?P<plad>[A-Z][A-Za-z .'\-]{2,30}?)\s*")
TO = re.compile(r"\s*TO:\s{1,8}(?P<plad>[A-Z][A-Za-z .'\-]{2,30}?)\s*")
SERIAL = re.compile(r"\s*NO[.:]{1,2}\s{0,8}(?P<serial>\d{1,5})\b.*")  # NO: 245, February 8, 10 p.m.
STAMPED = re.compile(
    r"\b[A-Z]{3,4}\s{1,3}\d{1,2}\s{1,3}\d{1,2}\s{1,2}\d\d\s{1,3}[AP]\.?M\.?\s{1,3}\W?(?P<year>(?:19)?\d\d)\b"
)
YEAR = re.compile(
    r"\s*(?:[A-Z]{3,4}\s{1,3}\d{1,2},?\s{1,3})?(?P<year>19\d\d)(?:\s{1,3}[A-Z]{3,4}\s{1,3}\d{1,2}.*)?\s*"
)
REFERENCE = re.compile(
    r"(?P<text>(?:Ur|Your|Embtel|Contel|Deptel|Our)\s?(?:tel(?:egram)?)?\s{1,3}(?P<serial>\d{1,5}))\s*[.:]?",
    re.I,
)
APPROVED = re.compile(r"\btransmission and\s{1,8}(?P<name>[A-Z][A-Z'\-]{2,20})\b")
DRAFTER = re.compile(r"\s*(?P<name>[A-Z]{1,5}: ?[A-Z]{2,5}[: /][A-Za-z:]{3,24})\s{1,8}\d{1,2}/\d{1,2}/\d\d\b")
END = re.compile(r"\s*(?:END|GP ?-? ?\d\.?)\s*")
BELOW = re.compile(r"\s*(?:Draft(?:ed)? ?by|FORM DS|ACTION:|CLEARANCES?\b).*", re.I)
# The column of office symbols of form DS-322, before words or alone
_MARGIN = re.compile(
    r"\s*(?:A(?=\s{2}|\s*\Z)|AF|AID|AIR|ARA|ARMY|CIA|CU|E|EUR|FE|G|H|INR|IO|L|M|NAVY|NEA|NSA|NSC|O|OSD|P|RMR"
    r"|S|SAL|SCA|SP|SR|SS|STR|U|USIA)(?:\s+(?=\S)|\s*\Z)"
)
_HEAD = 400  # characters in which the name of the form stands


@dataclass(slots=True)
class Form:
    """What a form states: its lines, where its text begins, and facts."""

    lines: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    """The words of the text, each piece as a line, and between them the office symbols as ``stamp``."""
    envelope: Envelope = field(default_factory=Envelope)
    heading: Heading = field(default_factory=Heading)
    number: Fact[TelegramId] | None = None
    references: tuple[Reference, ...] = ()
    signature: tuple[Fact[str], ...] = ()


def read_form(text: str, within: Span | None = None) -> Form | None:
    """The form in ``text``, or in ``within`` of it; ``None`` where it is none."""
    message = within or Span(0, len(text))
    if text.find(" TELEGRAM", message.start, message.start + _HEAD) < 0:
        return None
    lines = split(text, message)
    first = next((i for i, line in enumerate(lines[:8]) if FORM.match(line.words)), None)
    if first is None:
        return None
    way = FORM.match(lines[first].words)
    form = Form()
    start = _head(form, lines, bool(way and way["way"] == "OUT"))
    if form.heading.serial is None:
        return None
    _text(form, lines[start:])
    form.lines = [
        *(line.of_kind("wrapper") for line in split(text, Span(0, message.start))),
        *form.lines,
        *(line.of_kind("wrapper") for line in split(text, Span(message.end, len(text)))),
    ]
    _number(form, outgoing=bool(way and way["way"] == "OUT"))
    return form


# ---------------------------------------------------------------- above the text


def _head(form: Form, lines: Sequence[Line], outgoing: bool) -> int:
    """The lines above the text, read; the index of the first line of the text."""
    for i, line in enumerate(lines):
        if form.heading.serial is not None or i > 40:
            return i
        form.lines.append(_head_line(form, line, outgoing))
    return len(lines)


def _head_line(form: Form, line: Line, outgoing: bool) -> Line:
    """One line above the text with its kind; what it states is noted."""
    words = line.words
    if outgoing and (match := FORM.match(words)):
        form.envelope = replace(form.envelope, sender=Address(_fact(line, match, "sender")))
        return line.of_kind("from")
    if outgoing and (match := ACTION.match(words)):
        form.envelope = replace(form.envelope, to=(Address(_fact(line, match, "plad")),))
        form.heading = replace(form.heading, serial=_serial(line, match))
        return line.of_kind("to")
    if not outgoing and (match := FROM.fullmatch(words)):
        form.envelope = replace(form.envelope, sender=Address(_fact(line, match, "plad")))
        return line.of_kind("from")
    if not outgoing and (match := TO.fullmatch(words)):
        form.envelope = replace(form.envelope, to=(Address(_fact(line, match, "plad")),))
        return line.of_kind("to")
    if not outgoing and (match := SERIAL.fullmatch(words)):
        form.heading = replace(form.heading, serial=_serial(line, match))
        return line.of_kind("dateline")
    return _other_line(form, line)


def _other_line(form: Form, line: Line) -> Line:
    """A line with the time stamp or the level, or one that states nothing."""
    if STAMPED.search(line.words):
        return line.of_kind("dateline")
    level = re.search(rf"(?<![A-Za-z])(?:{grammar.level_pattern()})(?![A-Za-z])", line.words)
    row = tables.classification(level.group()) if level else None
    if level is not None and row is not None and form.heading.classification is None:
        form.heading = replace(form.heading, classification=line.fact(*level.span()).with_value(row.code))
        return line.of_kind("banner")
    return line if line.kind == "blank" else line.of_kind("preamble")


def _fact(line: Line, match: re.Match[str], name: str) -> Fact[str]:
    return line.fact(*match.span(name))


def _serial(line: Line, match: re.Match[str]) -> Fact[int]:
    fact = _fact(line, match, "serial")
    return Fact(int(fact.value), fact.spans)


# ---------------------------------------------------------------- the text and what stands below it


def _text(form: Form, lines: Sequence[Line]) -> None:
    """The lines of the text and below it, read."""
    ended = False
    for line in lines:
        ended = ended or bool(BELOW.fullmatch(line.words))
        if line.kind == "blank":
            shown = line
        elif ended:
            shown = _lower_line(form, line)
        elif END.fullmatch(line.words):
            ended, shown = True, line.of_kind("end")
        else:
            shown = _text_line(form, line)
        form.lines.append(shown)


def _text_line(form: Form, line: Line) -> Line:
    """A line of the text; office symbols alone are ``distribution``, before words they are blanked."""
    margin = _MARGIN.match(line.words)
    start = margin.end() if margin else 0
    rest = line.words[start:].strip()
    if not rest or rest == "Info:":
        form.body.append(line.of_kind("stamp"))
        return line.of_kind("distribution")
    if not form.references and (match := REFERENCE.fullmatch(line.words, start)):
        form.references = (Reference(_fact(line, match, "text"), None, "telegram"),)
        return line.of_kind("reference")
    if start:
        form.body.append(Line("stamp", line.start, line.start + start, line.words[:start]))
    form.body.append(Line("text", line.start + start, line.end, line.words[start:]))
    return line.of_kind("text")


def _lower_line(form: Form, line: Line) -> Line:
    """A line below the text: who drafted and who approved."""
    if not form.signature and (match := APPROVED.search(line.words)):
        form.signature = (_fact(line, match, "name"),)
    if match := DRAFTER.match(line.words):
        drafted = Distribution(drafted_by=_fact(line, match, "name"))
        form.envelope = replace(form.envelope, distribution=drafted)
    return line.of_kind("drafting")


# ---------------------------------------------------------------- the number


def _number(form: Form, outgoing: bool) -> None:
    """The number: the Department's or the post's, with the year of the time stamp."""
    serial, other = form.heading.serial, form.envelope.to if outgoing else ()
    year = _year(form.lines)
    sender = form.envelope.sender
    post = "STATE" if outgoing else _post(sender.plad.value) if sender else None
    if serial is None or year is None or post is None:
        return
    form.number = Fact(TelegramId(year.value, post, serial.value), (*serial.spans, *year.spans))
    cited = _post(other[0].plad.value) if other else None
    form.references = tuple(
        replace(item, candidates=(TelegramId(year.value, cited, int(item.text.value.split()[-1])),))
        for item in form.references
        if cited
    )


def _year(lines: Sequence[Line]) -> Fact[int] | None:
    """The year of the time stamp, else of a line that holds a date."""
    for pattern in (STAMPED, YEAR):
        for line in lines:
            if line.kind != "wrapper" and (match := pattern.search(line.words[:120])):
                fact = _fact(line, match, "year")
                return Fact(full_year(fact.value), fact.spans)
    return None


def _post(plad: str) -> str | None:
    """The post of an address such as ``AmConGen GEORGETOWN``, by its table; ``None`` for no post."""
    words = plad.split()
    row = next((found for i in range(len(words)) if (found := tables.post(" ".join(words[i:])))), None)
    return row.name if row else None
