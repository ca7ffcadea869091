"""Flat texts: a page whose line breaks were lost, cut again where a line must have begun.

Comes in: the lines of a text with labels. Goes out: the same lines; one that holds
a whole telegram is cut before labels, headings and numbered paragraphs, and around
page lines and release stamps. The pieces cover it without gap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from reftel.telegram import dispatch, grammar
from reftel.telegram import grammar_smart as smart
from reftel.telegram.model import Line

_FLAT = 300  # characters of a line that can hold a telegram
_LABELS = "|".join((*smart.HEADER_LABELS.values(), *smart.FOOTER_LABELS.values()))

# What begins a line, wherever it stands: MRN: · FM AMEMBASSY BAMAKO · SUBJECT: · 2. NIO SAID
BEGINS = (
    rf"(?:{_LABELS}) ?:",
    r"(?:[ZOPR0] ){1,2}\d{6}[Z2] [A-Z]{3} \d\d\b",
    r"(?:ACTION|INFO|ORIGIN) [A-Z]{1,6}-\d\d\b",
    r"-{2,}[0-9A-F]{6}\b",
    r"FM [A-Z]{4}",
    r"E\.[O0][.,]? ?1\d{4}\b",
    r"(?:SUBJECT|SUBJ|REF|TAGS) ?:",
    r"1\. ?(?:\([A-Z/]{1,9}\) ?)?[A-Z]",
    r"(?<=[.?!\")] )\d{1,2}\. ?(?:\([A-Z/]{1,9}\) ?)?[A-Z]",
)
# What begins a line between the sender and the classification line
ADDRESSEES = re.compile(
    r"(?<=\s)(?=(?:TO|INFO) [A-Z\d]|(?:AMEMBASSY|AMCONSUL|USMISSION|CIA|DIA|JOINT STAFF|[A-Z]{4,8}/)\s?[A-Z]"
    r"|(?<!TO )(?:SECSTATE|SECDEF) )"
)
_STAMP = (
    r"I?Released in Full\w?(?: [^.]{0,60}?Department of State)?"
    r"|(?:UNCLASSIFIED ){0,2}Page ?[\dlIO?] ?of ?[\d?]{1,2}(?: UNCLASSIFIED)?"
    r"|[A-Z]{1,4}-\d{4}-\d{4,6} [A-Z]-\d{6,12}(?: \"UNCLASSIFIED\")?"
)
_PAGE = r"(?:(?:{LEVEL}) ){0,2}PAGE \d\d [A-Z][A-Z ]{1,12} \d{5,6} (?:\d\d OF \d\d )?\d{6}[Z2]"
_NUMBER = rf"(?:{{LEVEL}})(?: SECTION \d\d OF \d\d)? {grammar.STATION} \d{{3,6}}\b"


@cache
def _marks() -> re.Pattern[str]:
    """What begins a line, and in groups named for their kind what is a line of its own."""
    level = grammar.level_pattern()
    return re.compile(
        rf"(?<!\S)(?:(?P<stamp>{_STAMP})|(?P<page>{_PAGE.replace('{LEVEL}', level)})"
        rf"|(?P<classification>{_NUMBER.replace('{LEVEL}', level)})"
        rf"|(?P<end>(?:{level}) N{{3,4}}\b)|(?P<begins>{'|'.join(BEGINS)}))"
    )


def cut_flat(lines: Iterable[Line]) -> list[Line]:
    """The lines, each one that holds labels in its midst cut into pieces."""
    return [piece for line in lines for piece in (_pieces(line) if _is_flat(line.words) else (line,))]


def _is_flat(words: str) -> bool:
    """Whether a line holds at least three labels."""
    if len(words) < _FLAT or "MRN:" not in words or "\r" in words:
        return False
    return sum(f" {label}:" in words for label in ("From", "TAGS", "Subject", "Action")) > 1


def _pieces(line: Line) -> Iterator[Line]:
    """The pieces of a flat line; its line break stays with the last one."""
    places = sorted(_places(line.words).items())
    starts = [0, *(place for place, _ in places)]
    kinds = ["", *(kind for _, kind in places)]
    ends = [*starts[1:], len(line.words)]
    for start, end, kind in zip(starts, ends, kinds, strict=True):
        if end > start:
            last = line.end if end == len(line.words) else line.start + end
            words = line.words[start:end]
            yield Line(kind or dispatch.kind_of(words.strip()), line.start + start, last, words)


def _places(words: str) -> dict[int, str]:
    """Where pieces begin, each with its kind where a mark tells it."""
    places: dict[int, str] = {}
    sender = -1
    for mark in _marks().finditer(words):
        kind = str(mark.lastgroup)
        places[mark.start()] = {"begins": "", "page": "page-line"}.get(kind, kind)
        if kind != "begins":
            places.setdefault(mark.end(), "")
        if mark.group().startswith("FM "):
            sender = mark.end()
        elif sender >= 0 and (kind == "classification" or mark.group().startswith("E.")):
            places |= {m.start(): "" for m in ADDRESSEES.finditer(words, sender, mark.start())}
            sender = -1
        elif mark.group().startswith("Subject"):
            places |= _repetition(words, mark.end())
    return places


_SAID = 24  # first characters of a subject by which its repetition is told
_LONGEST = 300  # characters of a subject


def _repetition(words: str, start: int) -> dict[int, str]:
    """Where a subject is said again at the head of the text, and where that ends."""
    start += len(words[start : start + 9]) - len(words[start : start + 9].lstrip())
    again = words.find(words[start : start + _SAID], start + _SAID, start + _LONGEST)
    return {} if again < 0 else {again: "repeated", 2 * again - start: ""}
