"""Facts that the label block states: number, date, addresses, distribution, signature.

Comes in: the text and the places of each label's words. Goes out: facts with
spans. ``Action:`` and ``Info:`` hold several addressees, parted by semicolons, as
``CITY, POSTTYPE PRECEDENCE``; the plain language address stays as printed.
Source: telegrams of 2010 and later in releases of the Department.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Passage, Span, Spans
from reftel.telegram import dates, grammar
from reftel.telegram import grammar_smart as smart
from reftel.telegram.model import Address, Distribution, Envelope
from reftel.telegram_id import TelegramId, full_year

_MOST = 400  # addressees of one field that are read
_LONGEST = 300  # characters of one addressee

Fields = Mapping[str, Spans]


def read_number(text: str, fields: Fields) -> Fact[TelegramId] | None:
    """The telegram's number after ``MRN:``; ``None`` where it is unreadable."""
    words = _passage(text, fields, "mrn")
    match = smart.NUMBER.match(words.words)
    if match is None:
        return None
    station = " ".join(match["station"].split()).upper()
    post = tables.post(station)
    name = post.name if post else tables.squeezed(station)
    number = TelegramId(full_year(match["year"]), name, int(match["serial"]))
    return Fact(number, words.places(*match.span()))


def read_envelope(text: str, fields: Fields) -> tuple[Envelope, tuple[Defect, ...]]:
    """The envelope that the labels state, and what is odd about it."""
    dtg, created, odd = _date_time(_passage(text, fields, "dtg"))
    to = _addresses(_passage(text, fields, "action"))
    sender = _addresses(_passage(text, fields, "from"))
    urgent = next((address.precedence for address in to if address.precedence), None)
    envelope = Envelope(
        dtg=dtg,
        created=created,
        precedence=urgent,
        sender=sender[0] if sender else None,
        to=to,
        info=_addresses(_passage(text, fields, "info")),
        excluded=_addresses(_passage(text, fields, "excluded")),
        distribution=_distribution(text, fields),
    )
    return envelope, odd


def read_signature(text: str, fields: Fields) -> tuple[Fact[str], ...]:
    """The words after ``Signature:``; () where there are none."""
    return _line_facts(text, fields.get("signature", ()))


def _passage(text: str, fields: Fields, name: str) -> Passage:
    return Passage(text, fields.get(name, ()))


# ---------------------------------------------------------------- date and time


def _date_time(words: Passage) -> tuple[Fact[str] | None, Fact[str] | None, tuple[Defect, ...]]:
    """The date-time group, the instant that it means, and a defect where it means none."""
    found = smart.DAY_AND_TIME.search(words.words)
    match = grammar.DTG.match(words.words, found.start()) if found else None
    if match is None:
        return None, None, ()
    dtg = words.fact(*match.span("dtg"))
    instant = dates.iso_minute(match)
    odd = () if instant else (defect("bad-date", dtg.spans[0], dtg.value),)
    return dtg, dtg.with_value(instant) if instant else None, odd


# ---------------------------------------------------------------- addresses


def _addresses(words: Passage) -> tuple[Address, ...]:
    """The addressees of one field."""
    ends = [(match.start(), match.end()) for match in smart.BETWEEN.finditer(words.words)][:_MOST]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(words.words)]
    read = (_address(words, start, stop) for start, stop in zip(starts, stops, strict=True))
    return tuple(address for address in read if address is not None)


def _address(words: Passage, start: int, stop: int) -> Address | None:
    """The addressee at ``[start, stop)``; ``None`` where there are no letters."""
    if stop - start > _LONGEST or not re.search(r"[A-Za-z]{2}", words.words[start:stop]):
        return None
    urgent = smart.PRECEDENCE.search(words.words, start, stop)
    end = urgent.start() if urgent else stop
    routing = smart.ROUTING.match(words.words, start, end)
    first = routing.end() if routing else start
    slashes = words.words.find("//", first, end)
    plad_end = slashes if slashes >= 0 else end
    plad = words.fact(first, plad_end)
    if not plad.value or not plad.spans:
        return None
    return Address(
        plad=plad,
        routing=words.fact(*routing.span("routing")) if routing else None,
        precedence=_precedence(words, urgent) if urgent else None,
        attention=_attention(words, slashes, end) if slashes >= 0 else (),
    )


def _precedence(words: Passage, match: re.Match[str]) -> Fact[str]:
    """The precedence in words; one damaged in reading can only be ROUTINE."""
    fact = words.fact(*match.span("precedence"))
    row = tables.precedence(fact.value)
    return fact.with_value(row.name if row else "ROUTINE")


def _attention(words: Passage, start: int, end: int) -> tuple[Fact[str], ...]:
    """The office symbols between double slashes."""
    symbols = re.finditer(r"[^/\s][^/]*(?:/[^/]+)*", words.words[start:end])
    facts = (words.fact(start + m.start(), start + m.end()) for m in symbols)
    return tuple(fact for fact in facts if fact.spans)


# ---------------------------------------------------------------- distribution


def _distribution(text: str, fields: Fields) -> Distribution:
    """Offices at the post, drafter, clearances and who approved."""
    drafted = _line_facts(text, fields.get("drafted_by", ()))
    approved = _line_facts(text, fields.get("approved_by", ()))
    action = _passage(text, fields, "action_office")
    return Distribution(
        action=action.fact(0, len(action.words)) if action.spans else None,
        info=_line_facts(text, fields.get("info_office", ())),
        drafted_by=drafted[0] if drafted else None,
        approved_by=approved[0] if approved else None,
        cleared_by=_line_facts(text, fields.get("cleared_by", ())),
    )


def _line_facts(text: str, spans: Iterable[Span]) -> tuple[Fact[str], ...]:
    """Each line's words as a fact."""
    return tuple(Fact(" ".join(span.of(text).split()), (span,)) for span in spans)
