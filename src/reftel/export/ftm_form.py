"""FtM: FollowTheMoney entities as JSON lines, for OpenAleph (https://followthemoney.tech).

Messages, the bodies that send and receive them, and the persons that they mention.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from reftel.export.running_text import running_text
from reftel.export.tables import key_of
from reftel.export.text_forms import seen
from reftel.record import Record
from reftel.tables.stations import post

# Characters that the library takes of a value, by its property.
_LONGEST = {"bodyText": 65_000, "name": 384, "alias": 384, "address": 250, "sourceUrl": 4096}
_LONGEST_STRING = 1024

Entity = dict[str, Any]


def ftm(records: Iterable[Record]) -> Iterator[str]:
    """Entities, each on a line; a body comes before the first message that names it, and once."""
    known: set[str] = set()
    for record in records:
        for entity in _entities(record):
            if entity["schema"] == "PublicBody":
                if entity["id"] in known:
                    continue
                known.add(entity["id"])
            yield msgspec.json.encode(entity).decode() + "\n"


def _entities(record: Record) -> Iterator[Entity]:
    sender = record.sender.plad if record.sender else record.post
    recipients = [one.plad for one in (*record.to, *record.info)]
    for plad in dict.fromkeys((*filter(None, (sender,)), *recipients)):
        yield _body(plad)
    message, text = _id("message", key_of(record)), running_text(record)
    as_message: dict[str, list[str | None]] = {
        "subject": [record.subject],
        "sender": [_body_id(sender)] if sender else [],
        "recipients": [_body_id(plad) for plad in recipients],
        "inReplyTo": [one.id for one in record.references],
        "inReplyToMessage": [_id("message", one.id) for one in record.references if one.id],
    }
    is_message = bool(sender and text.strip())  # what a message has to have
    yield _entity(
        message,
        "Message" if is_message else "PlainText",
        title=[record.subject],
        date=[_day(record)],
        bodyText=[text],
        messageId=[key_of(record)],
        alias=[key_of(record), *record.aliases],
        fileName=[f"{key_of(record)}.txt"],
        mimeType=["text/plain"],
        keywords=[*record.tags, record.classification],
        sourceUrl=[_address(record)],
        publisher=[record.provenance.repository, record.provenance.collection],
        **(as_message if is_message else {}),
    )
    names = (*(one.name for one in record.classified_by), *(one.name for one in record.participants))
    for name in dict.fromkeys((*names, *record.signature)):
        yield _entity(
            _id("mention", key_of(record), name),
            "Mention",
            document=[message],
            name=[name],
            detectedSchema=["Person"],
        )


def _body(plad: str) -> Entity:
    """A station; of one in the table its city, and that it is of the United States."""
    known = post(plad)
    return _entity(
        _body_id(plad),
        "PublicBody",
        name=[" ".join(plad.split())],
        country=["us"] if known else [],
        address=[known.city if known else None],
    )


def _body_id(plad: str) -> str:
    known = post(plad)
    return _id("body", known.name if known else " ".join(plad.upper().split()))


def _address(record: Record) -> str | None:
    url = record.provenance.url or ""
    return url if url.startswith(("http://", "https://")) else None


def _day(record: Record) -> str | None:
    return record.date.value.removesuffix("Z") if record.date else None


def _entity(entity_id: str, schema: str, /, **properties: Iterable[str | None]) -> Entity:
    stated = {
        key: list(dict.fromkeys(words for value in values if value for words in _pieces(key, seen(value))))
        for key, values in properties.items()
    }
    return {
        "id": entity_id,
        "schema": schema,
        "properties": {key: value for key, value in stated.items() if value},
    }


def _pieces(key: str, text: str) -> Iterator[str]:
    """The value; of one that is too long the beginning, of a text all, in several values."""
    longest = _LONGEST.get(key, _LONGEST_STRING)
    for start in range(0, len(text) if key == "bodyText" else 1, longest):
        if piece := text[start : start + longest].strip():
            yield piece


def _id(*words: str) -> str:
    """A name of an entity that is the same in each export."""
    return "reftel-" + hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()[:32]
