"""Proofs: what must hold of every record and of every parse, whatever the text; used by many tests.

Each function yields sentences about what does not hold, so that a failing test
names the path and both values.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from typing import Any

from reftel.defects import CODES
from reftel.document import Document, Source
from reftel.normalise import normalise
from reftel.record import Record, facts
from reftel.sources import documents
from reftel.span import Span, folded, kept
from reftel.telegram.model import Telegram
from reftel.telegram.parser import parse

# Statements whose places, joined by a blank and folded, give exactly the value.
VERBATIM = (
    "subject",
    "dtg",
    "declassify.text",
    "transmission.id",
    "transmission.station",
    "from.plad",
    "resent.text",
)


def source(text: str, name: str = "invented.txt") -> Source:
    """A source with the bytes of ``text``."""
    raw = text.encode("utf-8", "surrogatepass")
    return Source(name, hashlib.sha256(raw).hexdigest(), raw)


def document(text: str, start: int = 0, end: int | None = None) -> Document:
    """A raw document: ``text``, the message in ``[start, end)`` of it."""
    return Document(text, Span(start, len(text) if end is None else end), "raw", source(text))


def record_of(text: str) -> Record:
    """The record of a raw text."""
    return normalise(document(text))


def only_document(text: str) -> Document:
    """The one document that the readers make of a text, by way of its bytes."""
    (found,) = documents(source(text))
    return found


def words_at(text: str, places: Iterable[tuple[int, int]]) -> str:
    """The words at ``places``, folded."""
    return folded(text, [Span(*place) for place in places])


def stated(text: str, record: Record, path: str) -> str:
    """The words at the places that ``record.spans`` gives for ``path``, folded."""
    return words_at(text, record.spans[path])


# ---------------------------------------------------------------- verbatim keys


def verbatim(record: Record) -> Iterator[tuple[str, str]]:
    """The paths and values of all verbatim keys but the text of paragraphs."""
    plain = record.to_dict()
    for path in VERBATIM:
        value: Any = plain
        for key in path.split("."):
            value = value[key] if value is not None else None
        if value is not None:
            yield path, value
    rows = (
        ("to", "plad"), ("info", "plad"), ("excluded", "plad"), ("references", "text"), ("mentions", "text"),
        ("participants", "name"), ("classified_by", "name"), ("paragraphs", "heading"), ("protect", "text"),
    )  # fmt: skip
    for key, part in rows:
        for i, item in enumerate(plain[key]):
            if item[part] is not None:
                yield f"{key}[{i}].{part}", item[part]
    for i, words in enumerate(record.signature):
        yield f"signature[{i}]", words


def broken_word(text: str, record: Record, path: str, value: str) -> bool:
    """Whether a name's places state it with a word that is broken at a line's end joined again."""
    pieces = [words_at(text, [place]) for place in record.spans[path]]
    named = path.startswith("classified_by[") and path.endswith("].name")
    return named and re.fullmatch(" ?".join(map(re.escape, pieces)), value) is not None


def unproved(text: str, record: Record) -> Iterator[str]:
    """Verbatim keys whose places do not state them."""
    for path, value in verbatim(record):
        if path not in record.spans:
            yield f"{path}: no places for {value!r}"
        elif stated(text, record, path) != value and not broken_word(text, record, path, value):
            yield f"{path}: {value!r}, but its places say {stated(text, record, path)!r}"
    for name in ("summary", "comment"):
        value, places = getattr(record, name), record.spans.get(name, [])
        if value is not None and kept(text, [Span(*place) for place in places]) != value:
            yield f"{name}: {value!r}, but its places say {words_at(text, places)!r}"
    for i, paragraph in enumerate(record.paragraphs):
        if kept(text, [Span(*place) for place in paragraph.spans]) != paragraph.text:
            yield f"paragraphs[{i}].text: {paragraph.text!r}"


# ---------------------------------------------------------------- parents


def orphans(text: str, message: Span, record: Record) -> Iterator[str]:
    """Places outside of where they belong: of the message, of their paragraph, of their list."""
    stated = (witness for both in record.witnesses.values() for witness in both)
    by_wrapper = [witness.spans for witness in stated if witness.source == "wrapper"]
    for path, places in record.spans.items():
        if path in ("id", "date") and places in by_wrapper:
            continue  # the message states none
        if path == "declassify.computed":
            dated = record.spans["date"]
            places = [place for place in places if dated not in by_wrapper or place not in dated]
        for place in places:
            if not (Span(*place).within(message) and place[0] < place[1]):
                yield f"{path}: {place} is empty or not within {tuple(message)}"
    for i, paragraph in enumerate(record.paragraphs):
        if any(not Span(*place).within(message) for place in paragraph.spans):
            yield f"paragraphs[{i}].text: {paragraph.spans} not within {tuple(message)}"
        if list(paragraph.spans) != sorted(paragraph.spans):
            yield f"paragraphs[{i}].text: places out of order: {paragraph.spans}"
    for path in sorted(record.spans):
        key, _, rest = path.partition("[")
        if key in ("mentions", "participants", "protect"):
            item = getattr(record, key)[int(rest.partition("]")[0])]
            homes = [p.spans for p in record.paragraphs if p.number == item.paragraph]
            if not any(_inside(record.spans[path], home) for home in homes):
                yield f"{path}: {record.spans[path]} in no paragraph numbered {item.paragraph!r}"
    everything = [place for paragraph in record.paragraphs for place in paragraph.spans]
    for name in ("summary", "comment"):
        if not _inside(record.spans.get(name, []), everything):
            yield f"{name}: outside of the paragraphs"


def _inside(places: Iterable[tuple[int, int]], home: Iterable[tuple[int, int]]) -> bool:
    rooms = [Span(*place) for place in home]
    return all(any(Span(*place).within(room) for room in rooms) for place in places)


# ---------------------------------------------------------------- lines and defects


def uncovered(telegram: Telegram, message: Span) -> Iterator[str]:
    """Lines that do not cover the text end to end, or do not say what stands on them."""
    place = 0
    for line in telegram.lines:
        if line.span.start != place or line.span.end <= line.span.start:
            yield f"line {line.span} does not begin at {place} or is empty"
        whole = line.span.of(telegram.text)
        if whole.rstrip("\n").removesuffix("\r") != line.words or "\n" in whole[:-1]:
            yield f"line {line.span} holds {whole!r}, but says {line.words!r}"
        if (line.kind == "wrapper") == line.span.within(message):
            yield f"line {line.span} of kind {line.kind!r} against the message {tuple(message)}"
        place = line.span.end
    if place != len(telegram.text):
        yield f"lines end at {place}, the text at {len(telegram.text)}"


def odd_defects(telegram: Telegram) -> Iterator[str]:
    """Defects of unknown codes or outside of the text."""
    for odd in telegram.defects:
        if odd.code not in CODES or not odd.span.within(Span(0, len(telegram.text))):
            yield f"{odd}"


def differing(one: Record, other: Record) -> dict[str, tuple[Any, Any]]:
    """The facts in which two records differ, with both values; of lists of equal length, the first item."""
    left, right = facts(one), facts(other)
    found = {}
    for key in left:
        mine, yours = left[key], right[key]
        if mine != yours and isinstance(mine, list) and isinstance(yours, list) and len(mine) == len(yours):
            key, mine, yours = next(
                (f"{key}[{i}]", a, b) for i, (a, b) in enumerate(zip(mine, yours, strict=True)) if a != b
            )
        if mine != yours:
            found[key] = (mine, yours)
    return found


def proved(text: str, found: Document | None = None) -> Record:
    """The record of a text, or of the document that a reader made of it; its lines and places are proved."""
    whole = found or document(text)
    record = normalise(whole)
    assert list(uncovered(parse(text), whole.message)) == []
    assert list(unproved(text, record)) == []
    assert list(orphans(text, whole.message, record)) == []
    return record
