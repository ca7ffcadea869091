"""PlusD: a record page of the Public Library of US Diplomacy, as HTML or copied as text.

A synopsis of labels and values (Date, Canonical ID, Original Classification,
TAGS, From, Markings), then the text of the telegram. In HTML each label is the
whole of an element, and the text stands in a preformatted block or in an element
that is named for it; copied, a label stands before its value or above it, and
the text begins below the last value. Of a telegram whose text was withheld
there is a synopsis only, and an empty message. ``Original Classification`` is
the telegram's, ``Markings`` are those of its release.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from reftel import tables
from reftel.defects import Defect
from reftel.document import Document, Origin, Source
from reftel.sources.aad import iso_day
from reftel.sources.html_text import HtmlText
from reftel.span import Fact, Span, folded

WRAPPER = "plusd"
COLLECTION = "Public Library of US Diplomacy"
_NAMES = {
    "Canonical ID": "id",
    "Date": "created",
    "Original Classification": "classification",
    "From": "from",
    "Subject": "subject",
    "TAGS": "tags",
}
LABELS = (
    "Date", "Canonical ID", "Original Classification", "Current Classification", "Handling Restrictions",
    "Character Count", "Executive Order", "Locator", "TAGS", "Concepts", "Enclosure", "Type", "Office Origin",
    "Office Action", "Archive Status", "Film Number", "From", "Subject", "Markings", "To", "Reference(s)",
    "Previous Handling Restrictions", "Linked documents or other documents following up",
)  # fmt: skip

_LABEL = "|".join(map(re.escape, sorted(LABELS, key=len, reverse=True)))
# 1975BAMAKO00412_b · 07BAMAKO1361_a
_ID = re.compile(r"\d{2}(?:\d{2})?[A-Z][A-Z0-9.\-]{1,20}\d_[a-e]\b")
# <div class="s_key">Canonical ID:</div>
_ELEMENT = re.compile(rf"<(?P<tag>\w+)\b[^<>]*>\s*(?P<label>{_LABEL})\s*:?\s*</(?P=tag)\s*>", re.IGNORECASE)
# Canonical ID: 1975BAMAKO00412_b; the value may stand on the next line
_LINE = re.compile(rf"[ \t]*(?P<label>{_LABEL})[ \t]*:?(?:[ \t]+(?P<value>[^\n]*))?\r?\n?")
_NAVIGATION = re.compile(
    r"\s*(?:(?:Raw content|Raw source|Metadata|Print|Share|Tagged text|Content"
    r"|(?:Show|Hide) Headers)\b[\s|]*)+"
)
# The telegram's own block; where there is none, an element that is named for the text
_BLOCKS = (
    re.compile(r"<(?P<tag>pre)\b[^<>]*>", re.IGNORECASE),
    re.compile(
        r"<(?P<tag>div|td|section)\b[^<>]*\b(?:id|class)\s*=\s*[\"'](?:[^\"'<>]*[\s-])?text[\"'\s][^<>]*>",
        re.IGNORECASE,
    ),
)
_SYNOPSIS_END = re.compile(r"</(?:table|dl|ul)\s*>|<(?:pre|hr)\b", re.IGNORECASE)
_NOTHING = re.compile(r"(?i)<?n/?a>?|-*\s*(?:n/a or blank|not assigned|none)\s*-*|-+")
_DATE = re.compile(
    r"(?P<year>\d{4}) (?P<month>[A-Z][a-z]{2})[a-z]* (?P<day>\d{1,2})(?:, (?P<hour>\d\d):(?P<minute>\d\d))?"
)
_CODE = re.compile(r"(?:\A|\|)\s*(?P<code>[A-Z]{2,6})\s+-")  # ML - Mali | PFOR - Political Affairs
_RELEASE = re.compile(r"\b\d{1,2} [A-Za-z]{3} \d{4}\b")
_ADDRESS = re.compile(r"https?://[^\s\"'<>]{1,80}/plusd/cables/[^\s\"'<>]{1,80}")
_TOP = 8000  # characters of a copied page in which the synopsis stands
_LONGEST_HEAD = 40  # lines above the synopsis


def recognise(text: str) -> bool:
    """Whether a text has such a synopsis: its label for the number, and a number after it."""
    start = text.find("Canonical ID")
    if start < 0:
        return False
    if not _is_html(text):
        return start < _TOP and _synopsis(text) is not None
    return _ID.search(text, start, start + 1000) is not None


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The one document of a page; raises ``ValueError`` for a text that ``recognise`` refuses."""
    origin: Origin | None = None
    if _is_html(text):
        extract = HtmlText(text)
        values, message = _html(text, extract)
        whole, odd, origin = extract.text, extract.moved(odd), extract.origin
    else:
        found = _synopsis(text)
        if found is None:
            raise ValueError(f"{source.name} is no page of PlusD")
        values, message = found
        whole = text
    facts = {label: _fact(whole, span) for label, span in values.items()}
    facts = {
        label: fact for label, fact in facts.items() if fact.value and not _NOTHING.fullmatch(fact.value)
    }
    yield Document(
        text=whole,
        message=message,
        wrapper=WRAPPER,
        source=source,
        says=dict(_says(whole, facts)),
        provenance=dict(_provenance(text, facts)),
        defects=odd,
        origin=origin,
    )


def _is_html(text: str) -> bool:
    return _ELEMENT.search(text) is not None


# ---------------------------------------------------------------- HTML


def _html(page: str, extract: HtmlText) -> tuple[dict[str, Span], Span]:
    """Add synopsis and text of a page; where values and message are in the text."""
    labels = list(_ELEMENT.finditer(page))
    block = _block(page, labels)
    labels = [label for label in labels if label.end() <= block.start]
    values: dict[str, Span] = {}
    for i, label in enumerate(labels):
        end = labels[i + 1].start() if i + 1 < len(labels) else _synopsis_end(page, label.end(), block.start)
        extract.add(*label.span("label"))
        extract.gap(":\t")
        value = extract.add(label.end(), end, trim=True)
        values.setdefault(_spelled(label["label"]), value)
        extract.gap("\n")
    extract.gap("\n")
    return values, extract.add(block.start, block.end)


def _block(page: str, labels: list[re.Match[str]]) -> Span:
    """Where the text stands on the page: the first block below the number; empty if there is none."""
    start = next((label.end() for label in labels if _spelled(label["label"]) == "Canonical ID"), 0)
    opened = next((found for block in _BLOCKS if (found := block.search(page, start))), None)
    if opened is None:
        return Span(len(page), len(page))
    depth = 1
    for edge in re.compile(rf"<(?P<close>/)?{opened['tag']}\b[^<>]*>", re.IGNORECASE).finditer(
        page, opened.end()
    ):
        depth += -1 if edge["close"] else 1
        if depth == 0:
            return Span(opened.end(), edge.start())
    return Span(opened.end(), len(page))


def _synopsis_end(page: str, start: int, end: int) -> int:
    found = _SYNOPSIS_END.search(page, start, end)
    return found.start() if found else end


def _spelled(label: str) -> str:
    """A label as ``LABELS`` has it."""
    return next((known for known in LABELS if known.casefold() == label.casefold()), label)


# ---------------------------------------------------------------- text


def _synopsis(text: str) -> tuple[dict[str, Span], Span] | None:
    """Where the values of a copied page and its message stand; ``None`` where there is no synopsis."""
    values: dict[str, Span] = {}
    current = ""
    place = 0
    after_blank = False
    for number, line in enumerate(text[:_TOP].split("\n")):
        end = min(place + len(line) + 1, len(text))
        label = _LINE.fullmatch(text, place, end)
        if label is not None and label["label"] not in values:
            current = label["label"]
            start = label.start("value") if label["value"] is not None else end
            values[current] = Span(start, min(place + len(line), len(text)) if label["value"] else start)
        elif not line.strip():
            after_blank = bool(current)
        elif not current:
            if number > _LONGEST_HEAD:
                return None
        elif _NAVIGATION.fullmatch(line):
            return _checked(text, values, _below(text, place))
        elif _is_filled(text, values[current]) and after_blank:
            return _checked(text, values, place)
        else:
            held = values[current]
            values[current] = Span(held.start if _is_filled(text, held) else place, place + len(line))
        after_blank = after_blank and not line.strip()
        place = end
    return _checked(text, values, place)


def _below(text: str, place: int) -> int:
    """The start of the first line below the page's navigation, which begins at ``place``."""
    navigation = _NAVIGATION.match(text, place)
    return text.rfind("\n", place, navigation.end()) + 1 if navigation else place


def _is_filled(text: str, span: Span) -> bool:
    return bool(span.of(text).strip())


def _checked(text: str, values: dict[str, Span], start: int) -> tuple[dict[str, Span], Span] | None:
    """The synopsis, if a number and a level or date stand in it, and the message from ``start`` on."""
    number = values.get("Canonical ID")
    if number is None or not _ID.fullmatch(number.of(text).strip()) or len(values) < 4:
        return None
    return values, Span(start, len(text))


# ---------------------------------------------------------------- what the page states


def _fact(text: str, span: Span) -> Fact[str]:
    trimmed = span.trimmed(text)
    return Fact(folded(text, (trimmed,)), (trimmed,))


def _says(text: str, facts: Mapping[str, Fact[str]]) -> Iterator[tuple[str, Fact[str]]]:
    """The statements about the telegram, by their names."""
    for label, fact in facts.items():
        name = _NAMES.get(label)
        if name == "created":
            if day := _iso(fact.value):
                yield name, fact.with_value(day)
        elif name == "from":
            yield name, _station(text, fact)
        elif name == "tags":
            yield name, _codes(text, fact)
        elif name:
            yield name, fact


def _iso(words: str) -> str | None:
    """``1975 February 11, 00:00 (Tuesday)`` as ``1975-02-11``; midnight stands for no time."""
    match = _DATE.match(words)
    day = iso_day(f"{match['day']} {match['month']} {match['year']}") if match else None
    if (
        match is None
        or day is None
        or match["hour"] is None
        or (match["hour"], match["minute"]) == ("00", "00")
    ):
        return day
    return f"{day} {match['hour']}:{match['minute']}"


def _station(text: str, fact: Fact[str]) -> Fact[str]:
    """The station without the country before it: ``Mali Bamako``."""
    span = fact.spans[0]
    words = list(re.finditer(r"\S+", span.of(text)))
    for word in words:
        name = Span(span.start + word.start(), span.end)
        if tables.post(name.of(text)) is not None:
            return Fact(folded(text, (name,)), (name,))
    return fact


def _codes(text: str, fact: Fact[str]) -> Fact[str]:
    """The codes of TAGS that are explained: ``ML - Mali | PFOR - Political Affairs``; others as they are."""
    span = fact.spans[0]
    found = [
        Span(span.start + m.start("code"), span.start + m.end("code")) for m in _CODE.finditer(span.of(text))
    ]
    return Fact(", ".join(code.of(text) for code in found), tuple(found)) if found else fact


def _provenance(page: str, facts: Mapping[str, Fact[str]]) -> Iterator[tuple[str, str]]:
    """What the page tells of itself: its number, its address, the day of the release, the film."""
    yield "collection", COLLECTION
    for key, label in (("document_number", "Canonical ID"), ("film", "Film Number")):
        if label in facts:
            yield key, facts[label].value
    if "Canonical ID" in facts and facts["Canonical ID"].value[-1] in "bcde":
        yield "repository", "National Archives"
    if (
        "Markings" in facts
        and (stamp := _RELEASE.search(facts["Markings"].value))
        and (day := iso_day(stamp[0]))
    ):
        yield "released", day
    if address := _ADDRESS.search(page):
        yield "url", address[0]
