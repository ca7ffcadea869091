"""Normalise: document and telegram in, record out.

Values are spelled in one way, the wrapper's statements stand beside the
message's as witnesses, and every stated fact gets a path to the places that
state it. Nothing is decided here that the text leaves open.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from reftel import declassification, telegram_id, witnesses
from reftel.defects import Defect
from reftel.document import Document, Part
from reftel.record import (
    Addressee,
    BestDate,
    Classifier,
    Declassify,
    Distribution,
    Downgrade,
    Mention,
    Paragraph,
    Participant,
    Protected,
    Record,
    Reference,
    Resent,
    Routing,
    Sections,
    Sender,
    Transmission,
)
from reftel.record_copy import Piece, Places, Provenance, Redaction, SourceStatement, StatedDefect
from reftel.span import Fact, Span
from reftel.tables import CORRECTED_COPY
from reftel.telegram import model
from reftel.telegram.parser import parse
from reftel.telegram_id import TelegramId

T = TypeVar("T")
HANDLE_DIGITS = 12


def normalise(document: Document, telegram: model.Telegram | None = None) -> Record:
    """The record of a document; it is parsed first, unless its telegram is given."""
    stated = document.says
    own = witnesses.number(stated)
    parsed = telegram or parse(document.text, document.message, own)
    paths = _Paths()
    number = paths.put("id", parsed.id) or own
    if parsed.id is None and own is not None:
        paths.put("id", stated["id"])
    seen, odd = witnesses.compare(document, stated, parsed)
    date = _date(paths, parsed, stated, number)
    return Record(
        id=str(number) if number else None,
        aliases=list(telegram_id.aliases(number)) if number else [],
        year=number.year if number else None,
        post=number.post if number else None,
        serial=number.serial if number else None,
        wrapper=document.wrapper,
        format=parsed.format,
        date=date,
        references=_references(paths, parsed.references),
        mentions=_mentions(paths, parsed.mentions),
        sections=_sections(paths, parsed.sections),
        resent=_resent(paths, parsed.resent, document),
        **_envelope(paths, parsed.envelope),
        **_heading(paths, parsed.heading, date),
        **_body(paths, parsed.body),
        witnesses=seen,
        provenance=_provenance(document),
        redactions=_redactions(paths, parsed.redactions),
        defects=_defects((*document.defects, *parsed.defects, *odd)),
        spans=paths.spans,
        handle=handle(document),
        source=_source(document),
    )


def handle(document: Document) -> str:
    """The handle of a message: ``~`` and twelve digits of its hash; an empty one takes the whole text's."""
    message = document.message.of(document.text)
    words = message if message.strip() else document.text
    return "~" + hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:HANDLE_DIGITS]


class _Paths:
    """The ``spans`` of a record while it is put together: path → places."""

    def __init__(self) -> None:
        self.spans: dict[str, Places] = {}

    def put(self, path: str, fact: Fact[T] | None) -> T | None:
        """The value of a fact, its places noted under ``path``; ``None`` for none."""
        if fact is None:
            return None
        spans = fact.spans
        # Most facts stand at one place.
        self.spans[path] = [(spans[0].start, spans[0].end)] if len(spans) == 1 else places(spans)
        return fact.value

    def put_all(self, path: str, facts: Sequence[Fact[T]]) -> list[T]:
        """The values of several facts, their places noted one after another under ``path``."""
        if not facts:
            return []
        self.spans[path] = [(span.start, span.end) for fact in facts for span in fact.spans]
        return [fact.value for fact in facts]

    def put_each(self, path: str, facts: Sequence[Fact[T]]) -> list[T]:
        """The values of several facts, the places of each noted under ``path[i]``."""
        for i, fact in enumerate(facts):
            self.spans[f"{path}[{i}]"] = places(fact.spans)
        return [fact.value for fact in facts]


def places(spans: Sequence[Span]) -> Places:
    """Spans as a record holds them."""
    if len(spans) == 1:  # as of most facts
        return [(spans[0].start, spans[0].end)]
    return [(span.start, span.end) for span in spans]


# ---------------------------------------------------------------- the whole


def _source(document: Document) -> SourceStatement:
    source = document.source
    pieces = [_piece(part) for part in document.parts]
    pages = places([page.text for page in document.pages.pages]) if document.pages else []
    return SourceStatement(
        source.name, source.part, source.sha256, len(document.text), pages, pieces, source.file_sha256
    )


def _provenance(document: Document) -> Provenance:
    """What the wrapper says of the document; whoever added it knows better."""
    told = document.source.told
    added = {"collection": told.collection, "rights": told.rights}
    return Provenance(**{**document.provenance, **{name: words for name, words in added.items() if words}})


def _piece(part: Part) -> Piece:
    source = part.document.source
    return Piece(
        span=(part.text.start, part.text.end),
        start=part.start,
        name=source.name,
        part=source.part,
        sha256=source.sha256,
        handle=handle(part.document),
        sections=list(part.holding.sections),
        resent=part.holding.resent,
    )


def _redactions(paths: _Paths, redactions: Iterable[model.Redaction]) -> list[Redaction]:
    return [
        Redaction(
            kind=found.kind,
            text=paths.put(f"redactions[{i}].text", found.text) or "",
            exemptions=paths.put_all(f"redactions[{i}].exemptions", found.exemptions),
        )
        for i, found in enumerate(redactions)
    ]


def _defects(defects: Iterable[Defect]) -> list[StatedDefect]:
    ordered = sorted(dict.fromkeys(defects), key=lambda odd: (odd.span, odd.code, odd.message))
    return [StatedDefect(odd.code, odd.message, (odd.span.start, odd.span.end)) for odd in ordered]


def _date(
    paths: _Paths, telegram: model.Telegram, stated: Mapping[str, Fact[str]], number: TelegramId | None
) -> BestDate | None:
    """The best date: the message's, else the wrapper's, else the year of the number."""
    if created := paths.put("date", telegram.envelope.created):
        return BestDate(created, "minute", "message")
    if day := paths.put("date", telegram.envelope.dated):
        return BestDate(day, "day", "message")
    if "created" in stated and (value := witnesses.iso(stated["created"].value)):
        paths.put("date", stated["created"])
        return BestDate(value, {10: "day", 4: "year"}.get(len(value), "minute"), "wrapper")
    if number is None:
        return None
    paths.spans["date"] = paths.spans["id"]
    return BestDate(f"{number.year:04d}", "year", "identifier")


def _sections(paths: _Paths, sections: Fact[tuple[int, tuple[int, ...]]] | None) -> Sections | None:
    found = paths.put("sections", sections)
    return Sections(found[0], list(found[1])) if found else None


def _resent(paths: _Paths, own: model.Resent | None, document: Document) -> Resent | None:
    """What the message says of an earlier one.

    Of several put together: a corrected copy if one of them is, else what all of them say.
    """
    told = {part.holding.resent for part in document.parts} or {own.kind.value if own else None}
    kind = CORRECTED_COPY if CORRECTED_COPY in told else told.pop() if len(told) == 1 else None
    if kind is None:
        return None
    if own is None or own.kind.value != kind:
        return Resent(kind, None, [])
    paths.put("resent.kind", own.kind)
    return Resent(kind, paths.put("resent.text", own.text), _ids(own.candidates))


# ---------------------------------------------------------------- the envelope


def _envelope(paths: _Paths, envelope: model.Envelope) -> dict[str, Any]:
    """The record's keys that the envelope states."""
    return {
        "created": paths.put("created", envelope.created),
        "dtg": paths.put("dtg", envelope.dtg),
        "precedence": paths.put("precedence", envelope.precedence),
        "precedence_info": paths.put("precedence_info", envelope.precedence_info),
        "transmission": _transmission(paths, envelope.transmission),
        "sender": _sender(paths, envelope.sender),
        "to": _addressees(paths, "to", envelope.to),
        "info": _addressees(paths, "info", envelope.info),
        "excluded": _addressees(paths, "excluded", envelope.excluded),
        "distribution": _distribution(paths, envelope.distribution),
    }


def _transmission(paths: _Paths, transmission: model.Transmission | None) -> Transmission | None:
    if transmission is None:
        return None
    routing = []
    for i, (precedence, indicators) in enumerate(transmission.routing):
        at = f"transmission.routing[{i}]"
        code = paths.put(f"{at}.precedence", precedence) or ""
        routing.append(Routing(code, paths.put_all(f"{at}.indicators", indicators)))
    return Transmission(
        id=paths.put("transmission.id", transmission.id),
        routing=routing,
        station=paths.put("transmission.station", transmission.station),
        serial=paths.put("transmission.serial", transmission.serial),
        section=paths.put("transmission.section", transmission.section),
        filed=paths.put("transmission.filed", transmission.filed),
        signals=paths.put_all("transmission.signals", transmission.signals),
    )


def _sender(paths: _Paths, sender: model.Address | None) -> Sender | None:
    if sender is None:
        return None
    plad = paths.put("from.plad", sender.plad) or ""
    return Sender(plad, paths.put("from.routing", sender.routing))


def _addressees(paths: _Paths, key: str, addresses: Iterable[model.Address]) -> list[Addressee]:
    found = []
    for i, address in enumerate(addresses):
        at = f"{key}[{i}]"
        found.append(
            Addressee(
                plad=paths.put(f"{at}.plad", address.plad) or "",
                routing=paths.put(f"{at}.routing", address.routing),
                precedence=paths.put(f"{at}.precedence", address.precedence),
                mcn=paths.put(f"{at}.mcn", address.mcn),
                attention=paths.put_all(f"{at}.attention", address.attention),
            )
        )
    return found


def _distribution(paths: _Paths, distribution: model.Distribution) -> Distribution:
    return Distribution(
        action=paths.put("distribution.action", distribution.action),
        info=paths.put_all("distribution.info", distribution.info),
        origin=paths.put("distribution.origin", distribution.origin),
        drafted_by=paths.put("distribution.drafted_by", distribution.drafted_by),
        approved_by=paths.put("distribution.approved_by", distribution.approved_by),
        cleared_by=paths.put_all("distribution.cleared_by", distribution.cleared_by),
    )


# ---------------------------------------------------------------- the heading


def _heading(paths: _Paths, heading: model.Heading, date: BestDate | None) -> dict[str, Any]:
    """The record's keys that the heading states."""
    return {
        "classification": paths.put("classification", heading.classification),
        "caveats": paths.put_all("caveats", heading.caveats),
        "captions": paths.put_all("captions", heading.captions),
        "executive_order": paths.put("executive_order", heading.executive_order),
        "declassify": _declassify(paths, heading, date),
        "tags": paths.put_all("tags", heading.tags),
        "subject": paths.put("subject", heading.subject),
        "classified_by": _classifiers(paths, heading.classified_by),
        "reasons": paths.put_all("reasons", heading.reasons),
    }


def _declassify(paths: _Paths, heading: model.Heading, date: BestDate | None) -> Declassify | None:
    """The instruction, and the date that it comes to where none is printed."""
    stated = heading.declassify
    if stated is None:
        return None
    declassify = declassification.with_computed(
        Declassify(
            text=paths.put("declassify.text", stated.text) or "",
            on=paths.put("declassify.on", stated.on),
            event=paths.put("declassify.event", stated.event),
            exemptions=paths.put_all("declassify.exemptions", stated.exemptions),
            term=paths.put("declassify.term", stated.term),
            review_on=paths.put("declassify.review_on", stated.review_on),
            downgrades=_downgrades(paths, stated.downgrades),
        ),
        heading.executive_order.value if heading.executive_order else None,
        heading.classification.value if heading.classification else None,
        date,
    )
    if declassify.computed:
        evidence = ("executive_order", "declassify.exemptions", "declassify.term", "classification", "date")
        paths.spans["declassify.computed"] = [
            place for path in evidence for place in paths.spans.get(path, ())
        ]
    return declassify


def _downgrades(paths: _Paths, downgrades: Iterable[model.Downgrade]) -> list[Downgrade]:
    return [
        Downgrade(
            to=paths.put(f"declassify.downgrades[{i}].to", one.to),
            on=paths.put(f"declassify.downgrades[{i}].on", one.on) or "",
        )
        for i, one in enumerate(downgrades)
    ]


def _classifiers(paths: _Paths, classifiers: Iterable[model.Classifier]) -> list[Classifier]:
    return [
        Classifier(
            name=paths.put(f"classified_by[{i}].name", classifier.name) or "",
            title=paths.put(f"classified_by[{i}].title", classifier.title),
        )
        for i, classifier in enumerate(classifiers)
    ]


# ---------------------------------------------------------------- references


def _ids(candidates: Iterable[TelegramId]) -> list[str]:
    return [str(candidate) for candidate in candidates]


def _references(paths: _Paths, references: Iterable[model.Reference]) -> list[Reference]:
    """The references; one candidate is the id, several stay candidates."""
    return [
        Reference(
            label=paths.put(f"references[{i}].label", reference.label),
            text=paths.put(f"references[{i}].text", reference.text) or "",
            kind=reference.kind,
            id=str(reference.candidates[0]) if len(reference.candidates) == 1 else None,
            candidates=_ids(reference.candidates),
            notal=reference.notal,
        )
        for i, reference in enumerate(references)
    ]


def _mentions(paths: _Paths, mentions: Iterable[model.Mention]) -> list[Mention]:
    return [
        Mention(
            text=paths.put(f"mentions[{i}].text", mention.text) or "",
            paragraph=mention.paragraph,
            kind=mention.kind,
            candidates=_ids(mention.candidates),
        )
        for i, mention in enumerate(mentions)
    ]


# ---------------------------------------------------------------- the body


def _body(paths: _Paths, body: model.Body) -> dict[str, Any]:
    """The record's keys that the text states."""
    return {
        "paragraphs": [
            _paragraph(paths, f"paragraphs[{i}]", found) for i, found in enumerate(body.paragraphs)
        ],
        "summary": paths.put("summary", body.summary),
        "comment": paths.put("comment", body.comment),
        "participants": _participants(paths, body.participants),
        "signature": paths.put_each("signature", body.signature),
        "protect": _protected(paths, body.protect),
    }


def _paragraph(paths: _Paths, at: str, paragraph: model.Paragraph) -> Paragraph:
    """A paragraph; the places of its text stand in itself."""
    number, mark, heading = paragraph.number, paragraph.mark, paragraph.heading
    return Paragraph(
        number=paths.put(f"{at}.number", number) if number is not None else None,
        mark=paths.put(f"{at}.mark", mark) if mark is not None else None,
        heading=paths.put(f"{at}.heading", heading) if heading is not None else None,
        role=paragraph.role,
        text=paragraph.text.value,
        spans=places(paragraph.text.spans),
    )


def _participants(paths: _Paths, participants: Iterable[model.Participant]) -> list[Participant]:
    return [
        Participant(
            name=paths.put(f"participants[{i}].name", person.name) or "",
            title=paths.put(f"participants[{i}].title", person.title),
            group=paths.put(f"participants[{i}].group", person.group),
            note=paths.put(f"participants[{i}].note", person.note),
            paragraph=person.paragraph,
        )
        for i, person in enumerate(participants)
    ]


def _protected(paths: _Paths, requests: Iterable[model.Protected]) -> list[Protected]:
    return [
        Protected(
            text=paths.put(f"protect[{i}].text", request.text) or "",
            paragraph=request.paragraph,
            name=paths.put(f"protect[{i}].name", request.name),
        )
        for i, request in enumerate(requests)
    ]
