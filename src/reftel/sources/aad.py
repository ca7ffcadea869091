"""AAD: a record of the National Archives' Access to Archival Databases, printed as text.

``Message Text``, the telegram, ``Message Attributes``, then a line ``Label:
value`` for each field of the central file's record; stamps of the release stand
at heads and feet of pages, in the telegram too. The text is the file itself; the
message is what stands between the two titles, stamps and all. A record whose
telegram was withheld or lost has attributes only, and an empty message.
Labels: ``Original Classification`` is the telegram's, ``Draft Date`` (``Sent
Date`` in 1977) its day; ``Capture Date`` and ``Review Date`` are the archive's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reftel.defects import Defect
from reftel.document import Document, Source
from reftel.span import Fact, Span, folded

WRAPPER = "aad"
# No other archive hands out this form.
REPOSITORY = "National Archives"
_NAMES = {
    "Document Number": "id",
    "Draft Date": "created",
    "Sent Date": "created",
    "Original Classification": "classification",
    "From": "from",
    "Subject": "subject",
    "TAGS": "tags",
}

_TITLE = re.compile(r"^[ \t\f]*Message (?P<part>Text|Attributes)[ \t]*\r?$", re.MULTILINE)
_NUMBER = re.compile(r"^[ \t\f]*Document Number[ \t]*:", re.MULTILINE)
# Original Previous Handling Restrictions: n/a; what is in capitals (SUBJECT:) is no label but TAGS.
_LABEL = re.compile(
    r"[ \t\f]*(?P<label>TAGS|SAS ID|vdkvgwkey|(?=[A-Z]+[a-z])[A-Z][A-Za-z]*(?: [A-Za-z]+){0,4})[ \t]*:(?!//)"
)
_LINE = re.compile(r"[^\n]*\n?")
_STAMP = re.compile(r"Declassified/Released\b")
# Declassified/Released US Department of State EO Systematic Review 30 JUN 2005
_RELEASE = re.compile(r"Declassified/Released\b[^\n]{0,80}?\b(?P<day>\d{1,2} [A-Za-z]{3} \d{4})(?!\d)")
_NOTHING = re.compile(r"(?i)<?n/a>?|<na>")
# 31 JAN 1974 · 05 dec 1979 · 20-Oct-1977 12:00:00 am
_DAY = re.compile(r"(?P<day>\d{1,2})[ -](?P<month>[A-Za-z]{3})[ -](?P<year>\d{4})(?!\d)")
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
# LA PAZ OR-E: the end of the E.O. line, taken for a part of the station.
_OFFICE = re.compile(r" OR-[A-Z]\Z")


def recognise(text: str) -> bool:
    """Whether a text ends with the attributes of such a record."""
    title = _attributes_title(text)
    return title is not None and _NUMBER.search(text, title.end()) is not None


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The one document of a record; raises ``ValueError`` for a text without attributes."""
    title = _attributes_title(text)
    if title is None:
        raise ValueError(f"{source.name} is no record of the National Archives")
    attributes = _attributes(text, title.end())
    yield Document(
        text=text,
        message=Span(_start(text, title.start()), title.start()),
        wrapper=WRAPPER,
        source=source,
        says=dict(_says(attributes)),
        provenance=dict(_provenance(text, attributes)),
        defects=odd,
    )


def _attributes_title(text: str) -> re.Match[str] | None:
    """The last line that says ``Message Attributes``."""
    if "Message Attributes" not in text:
        return None
    found = [title for title in _TITLE.finditer(text) if title["part"] == "Attributes"]
    return found[-1] if found else None


def _start(text: str, end: int) -> int:
    """Where the message begins: below ``Message Text``; without that, below the stamps at the top."""
    title = _TITLE.search(text, 0, end)
    if title is not None:
        return min(title.end() + 1, end)
    for line in _LINE.finditer(text, 0, end):
        if line[0].strip() and not _STAMP.search(line[0]):
            return line.start()
    return end


def _attributes(text: str, start: int) -> dict[str, Fact[str]]:
    """The attributes by label, lines that go on put together; empty and ``n/a`` ones left out."""
    spans: dict[str, list[Span]] = {}
    current: list[Span] = []
    for line in _LINE.finditer(text, start):
        place = line.start()
        if (label := _LABEL.match(line[0])) is not None:
            current = [] if label["label"] in spans else spans.setdefault(label["label"], [])
            place += label.end()
        words = Span(place, line.end()).trimmed(text)
        if words.start < words.end and (label is not None or not _STAMP.search(line[0])):
            current.append(words)
    facts = {label: Fact(folded(text, places), tuple(places)) for label, places in spans.items()}
    return {label: fact for label, fact in facts.items() if fact.value and not _NOTHING.fullmatch(fact.value)}


def _says(attributes: dict[str, Fact[str]]) -> Iterable[tuple[str, Fact[str]]]:
    """The statements about the telegram, by their names."""
    for label, fact in attributes.items():
        name = _NAMES.get(label)
        if name == "created":
            if day := iso_day(fact.value):
                yield name, fact.with_value(day)
        elif name == "from":
            yield name, _station(fact)
        elif name:
            # BOLIVIA\'S: a quotation mark that a database was warned of.
            yield name, fact.with_value(fact.value.replace("\\'", "'"))


def _station(fact: Fact[str]) -> Fact[str]:
    """The station without the end of another line."""
    tail = _OFFICE.search(fact.value)
    if tail is None:
        return fact
    last = fact.spans[-1]
    shorter = Span(last.start, last.end - len(tail[0]))
    return Fact(fact.value[: tail.start()], (*fact.spans[:-1], shorter))


def _provenance(text: str, attributes: dict[str, Fact[str]]) -> Iterable[tuple[str, str]]:
    """What the record tells of itself; ``released`` is the day of the stamp."""
    yield "repository", REPOSITORY
    for key, label in (("document_number", "Document Number"), ("film", "Film Number")):
        if label in attributes:
            yield key, attributes[label].value
    stated = attributes.get("Review Release Date")
    stamp = _RELEASE.search(text)
    day = (iso_day(stated.value) if stated else None) or (iso_day(stamp["day"]) if stamp else None)
    if day:
        yield "released", day


def iso_day(words: str) -> str | None:
    """``31 JAN 1974`` as ``1974-01-31``; ``None`` for what is no day, and for the archive's empty date."""
    found = _DAY.match(words)
    if found is None or found["month"].upper() not in _MONTHS:
        return None
    month = _MONTHS.index(found["month"].upper()) + 1
    day = f"{found['year']}-{month:02d}-{int(found['day']):02d}"
    return day if 1 <= int(found["day"]) <= 31 and day != "1960-01-01" else None
