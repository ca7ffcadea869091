"""Printed form: a telegram as a documentary edition prints it.

Comes in: a text. Goes out: a ``Form``: its lines and the facts that the head,
the source note, the dateline and the text state. There is no date-time group
and mostly no heading; the number opens the text, and a name ends it. The time
of a dateline is local, so that only its day is taken, unless it says Z.
Source: Foreign Relations of the United States, volumes for 1861 to 1980.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from reftel import tables
from reftel.defects import Defect
from reftel.span import Fact, Passage, Span
from reftel.telegram import grammar_printed as grammar
from reftel.telegram import orders, source_note, subject, tags
from reftel.telegram.dates import days_in
from reftel.telegram.line_kinds import field_words, split
from reftel.telegram.model import Address, Envelope, Heading, Line
from reftel.telegram.printed_text import Text, read_lines
from reftel.telegram.source_note import Markings
from reftel.telegram_id import FIRST_YEAR, TelegramId

_REACH = 2500  # characters in which one of the signs stands
_FIRST = 3  # lines with words within which stand a head without dateline, and a label below one
_HEAD = 24  # lines with words in which head and dateline stand
_SIGNS = ("elegram", " From ")  # 1234: Telegram · Cable From the Embassy in Mali
_FILED = (grammar.FILE, grammar.FILE_NUMBER)
_JUDGED = 400  # characters: no line of the head but the source note is longer
_DIPLOMATS = re.compile(
    r"(?i)\b(?:embass|consul|legation|mission|ambassador|minister|charg|delegation|office|representative|liaison"
    r"|interests|commission|agent|advis|secretary|department|envoy)"
)


@dataclass(slots=True)
class Form:
    """What a printed telegram states: its lines, and facts."""

    lines: list[Line] = field(default_factory=list)
    text: Text = field(default_factory=Text)
    envelope: Envelope = field(default_factory=Envelope)
    heading: Heading = field(default_factory=Heading)
    number: Fact[TelegramId] | None = None
    references: tuple[Span, ...] = ()
    """Where the words of a REF line stand."""
    year: int | None = None
    odd: tuple[Defect, ...] = ()


@dataclass(slots=True)
class _Head:
    """The lines above the text, each with its kind, and what stands on them."""

    lines: list[Line]
    who: Line
    names: Span
    """Where on the line ``who`` the names stand."""
    dateline: Line | None = None
    place: str = ""
    """The place of the dateline."""
    notes: list[Line] = field(default_factory=list)
    markings: Markings = field(default_factory=Markings)
    serial: Fact[int] | None = None
    series: str = ""


def read_form(text: str, within: Span | None = None) -> Form | None:
    """The printed telegram in ``text``, or in ``within`` of it; ``None`` where it is none."""
    message = within or Span(0, len(text))
    reach = min(message.end, message.start + _REACH)
    if not any(text.find(sign, message.start, reach) >= 0 for sign in _SIGNS):
        return None
    lines = split(text, message, "text")
    head = _read_head(lines)
    if head is None:
        return None
    form = Form(text=read_lines(lines[len(head.lines) :], head.serial.value if head.serial else None))
    form.lines = [
        *(line.of_kind("wrapper") for line in split(text, Span(0, message.start))),
        *head.lines,
        *form.text.lines,
        *(line.of_kind("wrapper") for line in split(text, Span(message.end, len(text)))),
    ]
    note = source_note.read_note(head.notes)
    head.markings.join(note.markings)
    _envelope(form, head, note)
    _heading(form, text, head.markings)
    _number(form, head)
    return form


# ---------------------------------------------------------------- above the text


def _read_head(lines: Sequence[Line]) -> _Head | None:
    """The lines above the text; ``None`` where there is no head, or nothing says that it is a telegram's."""
    filled = [i for i, line in enumerate(lines) if line.words.strip()][:_HEAD]
    which = _who(lines, filled)
    if which is None:
        return None
    found, match = which
    dated = next((i for i in filled if i > found and _is_dateline(lines[i])), None)
    is_titled = match.re is grammar.TITLED
    if dated is None and not (is_titled and found in filled[:_FIRST]):
        return None
    if not is_titled and not any(_is_label(lines[i]) for i in filled if i < (dated or 0) + _FIRST):
        return None
    head = _Head([], lines[found], Span(*match.span("names")))
    if is_titled and match["serial"]:
        fact = head.who.fact(*match.span("serial"))
        head.serial, head.series = Fact(int(fact.value), fact.spans), match["series"] or ""
    text = found if dated is None else dated  # above it nothing is of the text
    for i, line in enumerate(lines):
        kind = "edition-head" if i == found else _kind(line, head, above=i < text)
        if kind == "":
            break
        head.lines.append(line.of_kind(kind))
    return head


def _who(lines: Sequence[Line], filled: Sequence[int]) -> tuple[int, re.Match[str]] | None:
    """The line that names sender and addressee, by the surest pattern that fits one."""
    for pattern in (grammar.TITLED, grammar.UNTITLED, grammar.ANYBODY):
        for i in filled:
            match = pattern.fullmatch(lines[i].words) if len(lines[i].words) <= _JUDGED else None
            if match is not None and grammar.BETWEEN.search(match["names"]):
                return i, match
    return None


def _is_dateline(line: Line) -> bool:
    if len(line.words) > _JUDGED:
        return False
    return bool(grammar.DATELINE.fullmatch(line.words) or grammar.UNDATED.fullmatch(line.words))


def _is_label(line: Line) -> bool:
    """Whether a line says that this is a telegram."""
    if len(line.words) > _JUDGED:
        return False
    return bool(grammar.FILE.fullmatch(line.words) or grammar.TELEGRAM.fullmatch(line.words))


def _kind(line: Line, head: _Head, above: bool) -> str:
    """The kind of a line of the head, what it states noted; "" for the first of the text.

    ``above``: the dateline is still to come, so that whatever stands here is none of the text.
    """
    words = line.words
    if not words.strip():
        return "blank"
    short = len(words) <= _JUDGED
    if head.dateline is None and _is_dateline(line):
        _take_dateline(line, head)
        return "dateline"
    if grammar.SOURCE.match(words) or (short and any(p.fullmatch(words) for p in _FILED)):
        head.notes.append(line)
        return "source-note"
    if short and grammar.RECEIVED.fullmatch(words):
        return "dateline"
    if short and any(
        pattern.fullmatch(words) for pattern in (grammar.TELEGRAM, grammar.BRACKETED, grammar.NUMBERED)
    ):
        return "preamble"
    found = source_note.read_markings(line)
    if found is not None:
        head.markings.join(found)
        return "banner" if found.level else "caption"
    if not above:
        return ""
    if line.start > head.who.start and not grammar.ADDRESS.fullmatch(words):
        head.notes.append(line)
        return "source-note"
    return "preamble" if line.start < head.who.start else "dateline"


def _take_dateline(line: Line, head: _Head) -> None:
    """Note the dateline, its place, and the level that may stand before that."""
    head.dateline = line
    match = grammar.DATELINE.fullmatch(line.words)
    if match is None or not match["place"]:
        return
    start, end = match.span("place")
    marks = grammar.LEVEL_BEFORE.match(line.words, start, end)
    if marks is not None:
        found = source_note.read_markings(
            Line("banner", line.start, line.end, line.words[: marks.end("marks")])
        )
        head.markings.join(found or Markings())
        start = marks.end()
    head.place = line.words[start:end]


# ---------------------------------------------------------------- envelope and heading


def _envelope(form: Form, head: _Head, note: source_note.Note) -> None:
    """Sender and addressees of head and note, and the date of the dateline."""
    sender, addressee = _parties(head)
    day, instant = _date(head.dateline)
    form.envelope = Envelope(
        created=instant,
        dated=day,
        precedence=head.markings.precedence,
        sender=Address(sender) if sender else None,
        to=(*((Address(addressee),) if addressee else ()), *note.to),
        info=note.info,
        distribution=note.distribution,
    )
    form.year = int(day.value[:4]) if day else None


def _parties(head: _Head) -> tuple[Fact[str] | None, Fact[str] | None]:
    """Sender and addressee, without article and the stop at the end."""
    start, end = head.names
    words = head.who.words
    cuts = list(grammar.BETWEEN.finditer(words, start, end))
    cut = next((cut for cut in cuts if not grammar.TAKES_TO.search(words, start, cut.start())), cuts[-1])
    return _party(head.who, start, cut.start()), _party(head.who, cut.end(), end)


def _party(line: Line, start: int, end: int) -> Fact[str] | None:
    article = grammar.ARTICLE.match(line.words, start, end)
    start = article.end() if article else start
    end = start + len(line.words[start:end].rstrip(" .,"))
    return line.fact(start, end) if start < end else None


def _date(line: Line | None) -> tuple[Fact[str] | None, Fact[str] | None]:
    """The day of a dateline, and the instant where it states universal time."""
    match = grammar.DATELINE.fullmatch(line.words) if line else None
    if line is None or match is None:
        return None, None
    year, day = int(match["year"]), int(match["day"] or match["first"])
    month = grammar.MONTHS.index(match["month"] or match["second"]) + 1
    start = match.start("month" if match["month"] else "first")
    if not 1 <= day <= days_in(year, month):
        return None, None
    iso = f"{year:04d}-{month:02d}-{day:02d}"
    dated = line.fact(start, match.end("year")).with_value(iso)
    zulu = match["zulu"]
    if zulu is None or int(zulu[:2]) > 23 or int(zulu[2:]) > 59:
        return dated, None
    printed = line.fact(start, match.end("zulu"))
    return dated, printed.with_value(f"{iso}T{zulu[:2]}:{zulu[2:]}:00Z")


def _heading(form: Form, text: str, markings: Markings) -> None:
    """Level and captions, and the fields that the editors left at the top of the text."""
    words = field_words(text, form.text.fields)
    order, declassify, odd_order = (
        orders.read_order(words["order"]) if words["order"].spans else (None, None, ())
    )
    tag_facts, odd_tags = tags.read_tags(words["tags"]) if words["tags"].spans else ((), ())
    form.heading = Heading(
        classification=markings.level,
        serial=form.text.serial,
        caveats=tuple(markings.caveats),
        captions=tuple(markings.captions),
        executive_order=order,
        declassify=declassify,
        tags=tag_facts,
        subject=_subject(words["subject"]),
    )
    form.references = words["reference"].spans
    form.odd = (*odd_order, *odd_tags)


def _subject(words: Passage) -> Fact[str] | None:
    """The subject without the stop with which the editors close it."""
    found = subject.read_subject(words)[0] if words.spans else None
    if found is None or not grammar.CLOSING_STOP.search(found.value):
        return found
    *before, last = found.spans
    return Fact(found.value[:-1], (*before, Span(last.start, last.end - 1)))


# ---------------------------------------------------------------- the number


def _number(form: Form, head: _Head) -> None:
    """The number: serial of the head or the text, the post of the dateline, the year of its date.

    A year of which two digits do not tell the century (before 1940) makes no number.
    """
    serial, day = head.serial or form.text.serial, form.envelope.dated
    if serial is None or serial.value == 0 or day is None or head.dateline is None:
        return
    year = int(day.value[:4])
    post = _post(form, head)
    if post is None or year < 1900 + FIRST_YEAR:
        return
    form.heading = replace(form.heading, serial=serial)
    form.number = Fact(
        TelegramId(year, post, serial.value),
        (*serial.spans, *head.dateline.fact(0, len(head.dateline.words)).spans),
    )


def _post(form: Form, head: _Head) -> str | None:
    """The station whose serial it is: that of a series, of a post named with it, else of the dateline."""
    series = head.series or form.text.series
    if series:
        return tables.squeezed(series)
    named = tables.post(form.text.post) if form.text.post else None
    if named is not None:
        return named.name
    sender = form.envelope.sender.plad.value if form.envelope.sender else ""
    places = [part.strip(" []") for part in head.place.split(",") if part.strip(" []")]
    if "Washington" in places:
        return "STATE" if re.search(r"\b(?:Department|Secretary) of State\b", sender) else None
    if not places or not _DIPLOMATS.search(sender):
        return None
    known = next((post for place in reversed(places) if (post := tables.post(place))), None)
    return known.name if known else tables.squeezed(places[0])
