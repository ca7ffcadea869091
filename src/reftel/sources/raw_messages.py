"""Raw messages: a text that holds several telegrams one after another, cut where the next one begins.

A message begins at a transmission header, after ``NNNN``, after a form feed or at
the labels of SMART below a level, if a whole header follows (date-time group,
FM, classification line with a number; or MRN, Date/DTG and From) and it is another
telegram's than the header before. Sections and copies of one telegram stay together,
so does everything that is in doubt: a header that lacks a line, a number that may
be a slip, a telegram that another one quotes. Each message is a document whose text is
its own piece of the file's; the pieces cover the file. Sources: 5 FAH-2 H-321
(transmission, sections), ACP 127 (NNNN ends a message).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import islice, pairwise
from typing import NamedTuple

from reftel import tables
from reftel.defects import Defect
from reftel.document import Document, Origin, Run, Source
from reftel.span import Span
from reftel.telegram import grammar, grammar_smart
from reftel.telegram.banner import read_banner
from reftel.telegram.line_kinds import ADDRESSEES, is_caption, split
from reftel.telegram.model import Line

_END = re.compile(r"[ \t\x0c]*N{3,6}[ \t]*\r?(?:\n|\Z)")  # NNNN
_TRANSMISSION = re.compile(r"[ \t]*\W{0,3}V ?ZCZC[A-Z]{0,3}\d{0,6}[ \t]*\r?(?:\n|\Z)")  # VZCZCXRO7777
_OPENS = (
    "transmission-id", "routing", "origin", "security", "distribution", "counter", "drafting", "banner",
    "page-line", "page-mark", "stamp", "service", "blank",
)  # fmt: skip
_ROUTED = re.compile(r"\s*+(?:[A-Z]{4,}+\s*+)+")  # RUEHZL RUEKDIA
_BETWEEN = ("blank", "break", "banner", "page-line", "page-mark", "stamp", "service", "counter", "security")
_LONGEST = 150  # lines of a header: a circular has as many addressees
_QUOTES = re.compile(r":\s*\Z|\b(?:QUOTE|BEGIN (?:TEXT|MESSAGE|CABLE|TELEGRAM)|FOLLOWS|FOLLOWING)\b", re.I)
_MARGIN = 40  # characters before NNNN or ZCZC on its line
_WIDEST = 1000  # characters of a line of a header
_BLANK = re.compile(r"\s*")
_SAMPLE = 2000  # characters before a header in which the line above it is looked for
_ABOVE = 8  # lines above MRN in which the level of the page is looked for
_LEVEL = 80  # characters of a line with the level of the page
_LABELS = 16  # lines of the labels of SMART, down to From


class Head(NamedTuple):
    """What a header states."""

    station: str
    """Canonical name."""
    serial: int
    dtg: str
    """Day, time, month and year, as they are compared."""


def several(source: Source, text: str, odd: tuple[Defect, ...]) -> list[Document]:
    """The documents of a text that holds several telegrams; none for a text that is one message."""
    spans = messages(text)
    if len(spans) == 1:
        return []
    defects = iter(sorted(odd, key=lambda one: one.span))
    coming = next(defects, None)
    found = []
    for number, span in enumerate(spans, start=1):
        own = []
        while coming is not None and (coming.span.start < span.end or number == len(spans)):
            own.append(_moved(coming, span))
            coming = next(defects, None)
        found.append(_document(source, text, span, number, tuple(own)))
    return found


def _document(source: Source, text: str, span: Span, number: int, odd: tuple[Defect, ...]) -> Document:
    words = span.of(text)
    whole = Span(0, len(words))
    return Document(
        text=words,
        message=whole,
        wrapper="raw",
        source=replace(source, part=f"message {number} at character {span.start}"),
        defects=odd,
        origin=Origin((Run(whole, span),)),
    )


def _moved(odd: Defect, piece: Span) -> Defect:
    """A defect of the file at its place in the piece where it begins."""
    start, end = odd.span.start - piece.start, min(odd.span.end, piece.end) - piece.start
    return odd._replace(span=Span(start, end))


def messages(text: str) -> list[Span]:
    """Where the messages in a text stand, which they cover from end to end; one, where it cannot be told."""
    cuts = [0, *_cuts(text), len(text)]
    return [Span(*pair) for pair in pairwise(cuts)]


def _cuts(text: str) -> Iterator[int]:
    """The places at which another telegram begins."""
    places = _beginnings(text)
    before, seen = _head(text, 0) if places else (None, 0)
    for start in places:
        if start < seen:  # was looked at as a line of the header above
            continue
        head, seen = _head(text, start)
        if head is None:
            continue
        if before is not None and _is_other(head, before) and not _is_quoted(text, start):
            yield start
        before = head


def _beginnings(text: str) -> list[int]:
    """The places at which a message may begin, in order."""
    found = set()
    words = 0
    for place in _places(text, "\x0c"):
        if place >= words:  # between blank ones only the first is looked at
            words = _words_from(text, place + 1)
            found.add(words)
    for place in _places(text, "NNN"):
        end = _END.match(text, _line_start(text, place))
        if end is not None:
            found.add(_words_from(text, end.end()))
    for place in _places(text, "ZCZC"):
        start = _line_start(text, place)
        if _TRANSMISSION.match(text, start):
            found.add(start)
    for place in _places(text, "MRN"):
        start = _line_start(text, place)
        if not text[start:place].strip() and grammar_smart.MRN_LABEL.match(text, start):
            found.update(_level_above(text, start))
    first = _words_from(text, 0)
    return sorted(place for place in found if first < place < len(text))


def _level_above(text: str, start: int) -> Iterator[int]:
    """The start of the line with the level of the page above the labels of SMART, where it has one."""
    for _ in range(_ABOVE):
        if start == 0 or text[start - 1] == "\x0c":
            return
        end = start - 1
        start = _edge(text, max(0, end - _WIDEST), end)
        words = text[start:end].strip()
        if len(words) > _LEVEL:
            return
        if not is_caption(words) and tables.classification(words) is not None:
            yield start
            return
        if words and not _opens_page(words):
            return


def _line_start(text: str, place: int) -> int:
    """The start of the line that a sign stands on; the sign's own place where it is not near the start."""
    start = _edge(text, max(0, place - _MARGIN), place)
    return start if start or place <= _MARGIN else place


def _edge(text: str, start: int, end: int) -> int:
    """The place after the last line feed or form feed in ``text[start:end]``; 0 for none."""
    return max(text.rfind("\n", start, end), text.rfind("\x0c", start, end)) + 1


def _places(text: str, sign: str) -> Iterator[int]:
    place = text.find(sign)
    while place >= 0:
        yield place
        place = text.find(sign, place + len(sign))


def _words_from(text: str, place: int) -> int:
    """The start of the next line that is not blank; ``place`` itself where words follow on its line."""
    words = _BLANK.match(text, place)
    first = words.end() if words else place
    if first == len(text):
        return first
    return max(place, _edge(text, place, first))


def _is_quoted(text: str, start: int) -> bool:
    """Whether the line above tells that it quotes what follows."""
    above = text[max(0, start - _SAMPLE) : start].rstrip()
    return _QUOTES.search(above[above.rfind("\n") + 1 :]) is not None


def _is_other(head: Head, before: Head) -> bool:
    """Whether two headers are surely of two telegrams.

    One slip makes no other telegram: either the time or the station differs as well as the number. With the
    same number another day and another month tell.
    """
    if (head.station, head.serial) == (before.station, before.serial):
        return head.dtg[:6] != before.dtg[:6] and head.dtg[6:] != before.dtg[6:]
    return head.dtg != before.dtg or head.station != before.station


# ---------------------------------------------------------------- one header


def _head(text: str, start: int, *, labelled: bool = True) -> tuple[Head | None, int]:
    """The header that begins at ``start``, if it is whole, and up to where the text was looked at.

    With ``labelled`` it may be the labels of SMART.
    """
    dtg, sender, listed, routed, end = "", False, False, False, start
    for line in _lines(text, start):
        end = line.start
        routed = line.kind == "routing" or (routed and _ROUTED.fullmatch(line.words) is not None)
        if line.kind == "dtg" and not dtg:
            dtg = _time(line.words)
        elif line.kind == "from" and dtg:
            sender = True
        elif line.kind == "classification":
            return (_stated(line, dtg) if sender else None), end
        elif line.kind in ADDRESSEES and sender:
            listed = True
        elif line.kind in (_BETWEEN if dtg else _OPENS) or (routed and not dtg):
            listed = listed and line.kind in ("page-line", "page-mark")
        elif labelled and not dtg and grammar_smart.MRN_LABEL.match(line.words):
            return _labelled(text, line.start)
        elif not (_opens_page(line.words) if not dtg else listed and line.kind == "text"):
            break
    return None, end


def _opens_page(words: str) -> bool:
    """Whether a line without a kind of its own may stand above the labels of SMART."""
    return is_caption(words) or grammar_smart.OFFICE_LABEL.match(words) is not None


def _labelled(text: str, start: int) -> tuple[Head | None, int]:
    """What the labels of SMART state that begin with MRN, and up to where the text was looked at.

    An older telegram may have been printed again below them: its own header counts, as for the parser.
    """
    said: dict[str, str] = {}
    end = start
    for line in islice(_lines(text, start), _LABELS):
        end = line.start
        label = grammar_smart.HEADER_LABEL.match(line.words)
        if label is not None:
            said.setdefault(str(label.lastgroup), line.words[label.end() :])
        elif line.kind == "blank" and "from" in said:
            break
    own = _head_of_labels(said)
    if own is None:
        return None, end
    printed, seen = _head(text, _words_from(text, end), labelled=False)
    return (printed, seen) if printed else (own, end)


def _head_of_labels(said: Mapping[str, str]) -> Head | None:
    """What a header states whose labels have these words; ``None`` where one is missing."""
    number = grammar_smart.NUMBER.match(said.get("mrn", ""))
    day = grammar_smart.DAY_AND_TIME.search(said.get("dtg", ""))
    post = tables.post(number["station"]) if number else None
    dtg = _time(day.string[day.start() :]) if day else ""
    if number is None or post is None or not dtg or not said.get("from", "").strip():
        return None
    return Head(post.name, int(number["serial"]), dtg)


def _stated(line: Line, dtg: str) -> Head | None:
    """What a header states that ends with this classification line; ``None`` without the number of a post."""
    banner = read_banner(line)
    if banner is None or banner.station is None or banner.serial is None:
        return None
    post = tables.post(banner.station.value)
    return None if post is None else Head(post.name, banner.serial.value, dtg)


def _time(words: str) -> str:
    """``281052NOV07``, of ``R 281052Z NOV 07``; empty where the words cannot be read."""
    found = grammar.DTG.match(words)
    if found is None:
        return ""
    time = f"{found['day']}{found['hour']}{found['minute']}".upper().replace("O", "0")
    return f"{time}{found['month'].upper()}{found['year'][-2:]}"


def _lines(text: str, start: int) -> Iterator[Line]:
    """The lines from ``start`` on with the kinds of their own words, read as they are asked for."""
    done, size = 0, 8
    while done < _LONGEST and start < len(text):
        end = start
        for _ in range(size):
            found = text.find("\n", end, end + _WIDEST)
            if found < 0:
                end = min(len(text), end + _WIDEST)
                break
            end = found + 1
        piece = text[start:end]
        for line in split(piece, Span(0, len(piece))):
            yield Line(line.kind, line.start + start, line.end + start, line.words)
        start, done, size = end, done + size, size * 2
