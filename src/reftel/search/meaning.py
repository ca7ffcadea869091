"""Meaning: what a term of a query asks for, in words: how it was read."""

from __future__ import annotations

from reftel.search import codes, fields, words
from reftel.search.dates import FIRST, LAST
from reftel.search.engine import names_telegram
from reftel.search.fields import Field, Kind
from reftel.search.tree import Among, Everything, Form, Term

_SHOWN = 6  # codes that are named


def meaning(leaf: Term | Among | Everything) -> str:
    """What a leaf of a query asks for, as half a sentence."""
    if isinstance(leaf, Everything):
        return "every telegram"
    if isinstance(leaf, Among):
        number = len(leaf.keys)
        return f"the telegrams that {leaf.term.text} cites: {number} by the words of its citations"
    field = fields.field(leaf.field) if leaf.field else None
    if field is None:
        number_too = f"the telegram {_listed(codes.id_terms(leaf.text))}, or " if names_telegram(leaf) else ""
        return f"{number_too}{_worded(leaf, Kind.TEXT)} in subject or text"
    if field.worded:
        where = " or ".join(one.name for one in fields.places(field))
        return f"{_worded(leaf, field.kind)} in {where}"
    if field.kind is Kind.DATE:
        return _dates(leaf, field)
    return _coded(leaf, field)


def _worded(term: Term, kind: Kind) -> str:
    """The words that are sought."""
    printed = " ".join(word.term for word in words.folded(term.text))
    if term.form is Form.PREFIX:
        return f"words that begin with “{printed}”"
    if term.form is Form.FUZZY:
        letters = "one letter" if term.distance == 1 else f"{term.distance} letters"
        return f"“{printed}”, or a word that differs by {letters}"
    if term.form is Form.EXACT or kind is Kind.NAME:
        return f"“{printed}” as printed"
    stems = " ".join(word.term for word in words.stems(term.text))
    by_stem = f"“{printed}”" + (f" (stem {stems})" if stems != printed else "")
    if term.form is Form.NEAR:
        return f"{by_stem} in any order, with at most {term.distance} other words among them"
    return by_stem


def _dates(term: Term, field: Field) -> str:
    asked = field.period(term.text)
    start = "" if asked.first <= FIRST else _day(asked.first)
    end = "" if asked.last >= LAST else _day(asked.last)
    if field.name == "before":
        return f"date before {term.text}"
    if field.name == "after":
        return f"date after {term.text}"
    if start == end:
        return f"date {start}"
    return " ".join(filter(None, ("date", start and f"from {start}", end and f"to {end}")))


def _day(number: int) -> str:
    return f"{number // 10000:04d}-{number // 100 % 100:02d}-{number % 100:02d}"


def _coded(term: Term, field: Field) -> str:
    """The codes that are meant."""
    title = field.facet or field.name
    if term.form is Form.PREFIX:
        return f"{title} that begins with {field.fold(term.text)}"
    found = field.whole(term.text) if term.form is Form.EXACT else field.terms(term.text)
    return f"{title} {_listed(tuple(field.named(one) for one in found))}"


def _listed(found: tuple[str, ...]) -> str:
    more = f" or {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return " or ".join(found[:_SHOWN]) + more
