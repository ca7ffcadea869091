"""Drafts: outgoing telegrams as they were cleared, before they had a number and a date-time group.

Comes in: the lines of a released page. Goes out: the same lines with the
addresses, the drafting block and the clearances below the text marked, and the
facts that stand there. A list that ends in ``+`` goes on below the text, after a
line ``Y``; the first list is for action, the other for information.
Source: drafts of 2009 in releases of the Department.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from reftel import tables
from reftel.span import Fact
from reftel.telegram.model import Address, Distribution, Envelope, Line

# 08/26/2009 202-647-4173
DATED = re.compile(r"\s*\d{1,2}/\d{1,2}/(?P<year>(?:19|20)\d\d)\s{1,4}(?:\d{3}-)?\d{3}-\d{4}\s*")
DRAFTER = re.compile(r"\s*[A-Z][A-Z/()]{1,20}:[A-Z][A-Z\-]{2,24}\s*")  # WHA/AND:JROE
_ONE = r"(?:IMMEDIATE|PRIORITY|ROUTINE|FLASH)\s{1,6}[A-Z][A-Z .'\-]{2,30}"
# IMMEDIATE ASUNCION, IMMEDIATE BRASILIA +
ADDRESSES = re.compile(rf"\s*{_ONE}(?:,\s{{0,3}}{_ONE}){{0,6}},?\s*\+?\s*")
ADDRESS = re.compile(
    r"(?P<precedence>IMMEDIATE|PRIORITY|ROUTINE|FLASH)\s{1,6}(?P<plad>[A-Z][A-Z .'\-]*[A-Z])"
)
CLOSE = re.compile(r"\s*Y{1,2}\s*")  # YY
_HEAD = 20  # lines in which the date of drafting stands


def dated_line(lines: Sequence[Line]) -> int | None:
    """The index of the line with the date of drafting and a telephone number; ``None`` in other texts."""
    for i, line in enumerate(lines[:_HEAD]):
        if DATED.fullmatch(line.words) and i and DRAFTER.fullmatch(lines[i - 1].words):
            return i
    return None


def mark_draft(lines: list[Line]) -> list[Line]:
    """The lines of a draft with its addresses and what stands around the text marked; others as they were."""
    dated = dated_line(lines)
    if dated is None:
        return lines
    marked = list(lines)
    for i in range(dated - 1, dated + 2):
        marked[i] = lines[i].of_kind("drafting")
    kind, closed, paragraphs = "to", False, False
    for i in range(dated + 2, len(lines)):
        line = lines[i]
        paragraphs = paragraphs or line.kind == "paragraph"
        closed = closed or (paragraphs and bool(CLOSE.fullmatch(line.words)))
        if not paragraphs and ADDRESSES.fullmatch(line.words):
            marked[i] = line.of_kind(kind)
            kind = "info" if line.words.rstrip().endswith("+") else kind
        elif closed and line.kind not in ("blank", "stamp", "banner"):
            marked[i] = line.of_kind("end")
    return marked


def read_draft(envelope: Envelope, lines: Sequence[Line]) -> tuple[Envelope, int | None]:
    """The envelope of a draft and the year of drafting; unchanged and ``None`` for other texts."""
    dated = dated_line(lines)
    if dated is None:
        return envelope, None
    year = DATED.fullmatch(lines[dated].words)
    to = _addresses(line for line in lines if line.kind == "to")
    info = _addresses(line for line in lines if line.kind == "info")
    later = _addresses(line for line in lines if line.kind == "end" and ADDRESSES.fullmatch(line.words))
    urgent = to[0].precedence if to else None
    for address in later:
        same = urgent and address.precedence and address.precedence.value == urgent.value
        to, info = ((*to, address), info) if same else (to, (*info, address))
    drafting = Distribution(
        drafted_by=_words(lines[dated - 1]),
        approved_by=_words(lines[dated + 1]) if dated + 1 < len(lines) else None,
    )
    other = info[0].precedence if info else None
    if urgent and other and other.value == urgent.value:
        other = None
    found = replace(
        envelope, to=to, info=info, precedence=urgent, precedence_info=other, distribution=drafting
    )
    return found, int(year["year"]) if year else None


def _words(line: Line) -> Fact[str] | None:
    return line.fact(0, len(line.words)) if line.words.strip() else None


def _addresses(lines: Iterable[Line]) -> tuple[Address, ...]:
    """The addressees on lines of a list."""
    return tuple(
        Address(plad=_fact(line, match, "plad"), precedence=_precedence(_fact(line, match, "precedence")))
        for line in lines
        for match in ADDRESS.finditer(line.words)
    )


def _fact(line: Line, match: re.Match[str], name: str) -> Fact[str]:
    return line.fact(*match.span(name))


def _precedence(fact: Fact[str]) -> Fact[str]:
    row = tables.precedence(fact.value)
    return fact.with_value(row.name) if row else fact
