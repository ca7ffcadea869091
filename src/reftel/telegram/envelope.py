"""Envelope: the transmission header, the date-time group, the addresses, the distribution.

Comes in: labelled lines above the classification line. Goes out: an
``Envelope`` of facts with spans. Source: 5 FAH-2 H-321 (lines FL1 to FL16) and
H-231 to H-233; the distribution header as the central file of 1973 and after
prints it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from msgspec.structs import replace

from reftel import tables
from reftel.defects import Defect, defect
from reftel.span import Fact, Span, folded
from reftel.telegram import dates, dispatch, grammar
from reftel.telegram.model import Address, Distribution, Envelope, Line, Transmission

PRECEDENCE_WORDS = r"NIACT IMMEDIATE|IMMEDIATE|PRIORITY|ROUTINE|FLASH"
# RUEHC/SECSTATE WASHDC IMMEDIATE 8499 · RUEKDIA/DIA WASHDC//DHO-2/REA// · ZEN/AMEMBASSY X 0123
ADDRESS = re.compile(
    rf"(?P<before>(?:(?:{PRECEDENCE_WORDS})\s+)?)(?:(?P<routing>[A-Z]{{4,8}}|ZEN)\s*/\s*)?(?P<plad>[^/\s](?:[^/\d]|/(?!/)|\d)*?)"
    rf"(?P<attention>//[^\n]*?(?://)?)?(?:\s+(?P<precedence>{PRECEDENCE_WORDS}))?(?:\s+(?P<mcn>\d{{1,6}}(?:\s?-\s?\d{{1,6}})?))?\s*"
)
SMALL_ADDRESS = re.compile(ADDRESS.pattern, re.IGNORECASE)  # ruehc/secstate washdc 8499
_LABEL = re.compile(r"\s*(?:TO|INFO|XMT|FM)\b:?\s*", re.IGNORECASE)
_OFFICES = re.compile(r"[A-Z][A-Z/]{0,7}-\d\d")
_SECURITY = re.compile(r"\s*(ZN[RY] [A-Z/]+)(.*)", re.IGNORECASE)  # ZNY CCCCC ZZH
_TRANSMISSION_ID = re.compile(r"V ?ZCZC\S*", re.IGNORECASE)  # VZCZCXRO7777
_OFFICE_LABEL = re.compile(r"\s*(ACTION|INFO|ORIGIN)\s")  # ACTION ARA-10
_DRAFTING_LABEL = re.compile(
    r"\s*(DRAFTED BY|APPROVED BY|CLEARED BY|DESIRED DISTRIBUTION):?\s*", re.IGNORECASE
)  # DRAFTED BY L/M:JQEXAMPLE
_WORD = re.compile(r"\S+")
_TWO_LETTERS = re.compile("[A-Za-z]{2}")


def read_envelope(text: str, lines: Sequence[Line]) -> tuple[Envelope, tuple[Defect, ...]]:
    """The envelope stated by ``lines``, and what is odd about it."""
    of: dict[str, list[Line]] = {}
    for line in lines:
        of.setdefault(line.kind, []).append(line)
    addresses = {kind: _addresses(of.get(kind, ())) for kind in ("to", "info", "excluded")}
    dtg, created, first, second, rest, odd = _date_time(of.get("dtg", ()))
    sender = next((found for line in of.get("from", ()) for found in _address(line)), None)
    envelope = Envelope(
        transmission=_transmission(of, rest),
        dtg=dtg,
        created=created,
        precedence=first,
        precedence_info=second,
        sender=sender,
        to=addresses["to"][0],
        info=addresses["info"][0],
        excluded=addresses["excluded"][0],
        distribution=_distribution(text, of),
    )
    return envelope, (*odd, *(bad for _, found in addresses.values() for bad in found))


def _group(line: Line, match: re.Match[str], name: str) -> Fact[str] | None:
    """A named group of a match on a line as a fact; ``None`` where it is empty."""
    start, end = match.span(name)
    return line.fact(start, end) if start >= 0 and line.words[start:end].strip() else None


# ---------------------------------------------------------------- transmission


def _transmission(of: dict[str, list[Line]], rest: Fact[str] | None) -> Transmission | None:
    """The transmission header; ``None`` where no line of it is there.

    An operating signal after the date-time group is a part of it, too (``R 081535Z JUL 74 ZFD``).
    """
    if not any(kind in of for kind in ("transmission-id", "routing", "origin", "security")):
        return Transmission(signals=(rest,)) if rest is not None and _is_signal(rest.value) else None
    origin = next(
        ((line, m) for line in of.get("origin", ()) if (m := grammar.ORIGIN.match(line.words))), None
    )
    signals = tuple(found for line in of.get("security", ()) for found in _signals(line))
    return Transmission(
        id=next((_transmission_id(line) for line in of.get("transmission-id", ())), None),
        routing=_routing(of.get("routing", ())),
        signals=signals + ((rest,) if rest is not None else ()),
        **(_origin(*origin) if origin else {}),  # type: ignore[arg-type]
    )


def _is_signal(words: str) -> bool:
    """Whether words begin with an operating signal that a table holds."""
    return any(tables.signal(" ".join(words.split()[:count])) for count in (1, 2))  # SUSPECTED DUPLICATE


def _transmission_id(line: Line) -> Fact[str]:
    match = _TRANSMISSION_ID.search(line.words)
    return line.fact(*(match.span() if match else (0, len(line.words))))


def _routing(lines: Iterable[Line]) -> tuple[tuple[Fact[str], tuple[Fact[str], ...]], ...]:
    """The precedences and the routing indicators after each; a line without precedence continues the last."""
    found: list[tuple[Fact[str], tuple[Fact[str], ...]]] = []
    for line in lines:
        words = [line.fact(*match.span()) for match in _WORD.finditer(line.words)]
        if words and len(words[0].value) == 2:
            found.append((words[0], tuple(words[1:])))
        elif found:
            found[-1] = (found[-1][0], (*found[-1][1], *words))
    return tuple(found)


def _origin(line: Line, match: re.Match[str]) -> dict[str, Fact[str] | Fact[int] | None]:
    """Station, serial, section and filing time of the DE line."""
    serial, section = _group(line, match, "serial"), _group(line, match, "section")
    filed = line.fact(match.start("day"), match.end("time")) if match["day"] else None
    return {
        "station": _group(line, match, "station"),
        "serial": serial and serial.with_value(int(serial.value)),  # type: ignore[arg-type]
        "section": section and section.with_value(int(section.value)),  # type: ignore[arg-type]
        "filed": filed and filed.with_value(f"{match['day']}/{match['time']}"),
    }


def _signals(line: Line) -> tuple[Fact[str], ...]:
    """The security line's own signal with its letters, then each further signal."""
    match = _SECURITY.match(line.words)
    if match is None:
        return (line.fact(0, len(line.words)),)
    further = (
        line.fact(match.start(2) + m.start(), match.start(2) + m.end()) for m in _WORD.finditer(match[2])
    )
    return (line.fact(*match.span(1)), *further)


# ---------------------------------------------------------------- date-time group

_DateTime = tuple[
    Fact[str] | None,
    Fact[str] | None,
    Fact[str] | None,
    Fact[str] | None,
    Fact[str] | None,
    tuple[Defect, ...],
]


def _date_time(lines: Sequence[Line]) -> _DateTime:
    """DTG as printed, the instant, the two precedences, the rest of the line, and defects."""
    match = grammar.DTG.match(lines[0].words) if lines else None
    if match is None:
        return None, None, None, None, None, ()
    line = lines[0]
    dtg = line.fact(*match.span("dtg"))
    instant = dates.iso_minute(match)
    odd = () if instant else (defect("bad-date", dtg.spans[0], dtg.value),)
    prosigns = [line.fact(*m.span()) for m in _WORD.finditer(line.words[: match.end("precedence")])]
    # A zero can only be the letter O that a scanner misread.
    named = ((fact, tables.precedence(fact.value.replace("0", "O"))) for fact in prosigns)
    words = [fact.with_value(found.name) for fact, found in named if found]
    first, second = ([*words, None, None])[:2]
    return dtg, dtg.with_value(instant) if instant else None, first, second, _group(line, match, "rest"), odd


# ---------------------------------------------------------------- addresses


def _addresses(lines: Iterable[Line]) -> tuple[tuple[Address, ...], tuple[Defect, ...]]:
    """The addressees on lines of one kind, and a defect for each line that is none."""
    found: list[Address] = []
    odd: list[Defect] = []
    for line in lines:
        read = _address(line)
        if read and found and _goes_on(line, found[-1]):
            found[-1] = replace(found[-1], plad=_joined_plad(found[-1].plad, read[0].plad))
            continue
        found.extend(read)
        words = "" if read else _without_label(line)[1]
        if words.strip() and not _is_page_line(words):
            odd.append(defect("damaged-address", line.content, " ".join(line.words.split())[:60]))
    return tuple(found), tuple(odd)


# A city and a state that end the address above: FORT WORTH, TEXAS
_CITY = re.compile(r"\s*[A-Z][A-Z. ]{2,24}, [A-Z]{2,12}\s*")


def _goes_on(line: Line, above: Address) -> bool:
    """Whether a line ends the address above it, which has neither routing indicator nor number."""
    return above.routing is None and above.mcn is None and bool(_CITY.fullmatch(line.words))


def _joined_plad(first: Fact[str], second: Fact[str]) -> Fact[str]:
    return Fact(f"{first.value} {second.value}", (*first.spans, *second.spans))


def _without_label(line: Line) -> tuple[int, str]:
    """Where the words after TO, INFO, XMT or FM begin, and these words."""
    match = _LABEL.match(line.words)
    start = match.end() if match else len(line.words) - len(line.words.lstrip())
    return start, line.words[start:]


def _is_page_line(words: str) -> bool:
    return "PAGE " in words.upper() and dispatch.kind_of(words) == "page-line"


def _address(line: Line) -> tuple[Address, ...]:
    """The addressee on a line; empty where the line names none."""
    start, words = _without_label(line)
    if not words.strip() or _is_page_line(words) or len(words) > 200:
        return ()
    place = line.start + start
    numbered = _NUMBERED.fullmatch(words)
    found = _addressee(numbered[1] if numbered else words)
    if found is None:
        return ()
    if numbered:
        first, last = numbered.span(2)
        mcn = Fact(_continuity(numbered[2]), (Span(place + first, place + last),))
    return (
        Address(
            plad=found.plad.moved(place),
            routing=found.routing.moved(place) if found.routing else None,
            precedence=found.precedence.moved(place) if found.precedence else None,
            mcn=mcn if numbered else found.mcn.moved(place) if found.mcn else None,
            attention=tuple([symbol.moved(place) for symbol in found.attention]),
        ),
    )


# An address and the only number on its line, which is the message continuity number unless it is all that
# stands behind a precedence or a stroke
_NUMBERED = re.compile(rf"(?!(?i:{PRECEDENCE_WORDS})\s+\d)(\D*[^\s\d/])\s+(\d{{1,6}})\s*")


# Addresses are few, and come again in telegram after telegram; the number after one does not.
@lru_cache(maxsize=8192)
def _addressee(words: str) -> Address | None:
    """The addressee that these words are, with places within them; ``None`` where they are none."""
    match = (SMALL_ADDRESS if words.islower() else ADDRESS).fullmatch(words)
    line = Line("to", 0, len(words), words)
    plad = _group(line, match, "plad") if match and _TWO_LETTERS.search(match["plad"]) else None
    if match is None or plad is None:
        return None
    before, after = _group(line, match, "before"), _group(line, match, "precedence")
    mcn = _group(line, match, "mcn")
    return Address(
        plad=plad,
        routing=_group(line, match, "routing"),
        precedence=after or before,
        mcn=mcn and mcn.with_value(_continuity(mcn.value)),
        attention=_attention(line, match),
    )


def _continuity(number: str) -> str:
    """A message continuity number without leading zeros; a range as ``12-14``."""
    return "-".join(part.strip().lstrip("0") or "0" for part in number.split("-"))


def _attention(line: Line, match: re.Match[str]) -> tuple[Fact[str], ...]:
    """The office symbols between double slashes."""
    if not match["attention"]:
        return ()
    symbols = re.finditer(r"[^/\s][^/]*(?:/[^/]+)*", match["attention"])
    return tuple(
        line.fact(match.start("attention") + m.start(), match.start("attention") + m.end()) for m in symbols
    )


# ---------------------------------------------------------------- distribution


def _distribution(text: str, of: dict[str, list[Line]]) -> Distribution:
    """The Department's distribution header."""
    offices: dict[str, list[Fact[str]]] = {"ACTION": [], "INFO": [], "ORIGIN": []}
    label = "INFO"
    for line in of.get("distribution", ()):
        match = _OFFICE_LABEL.match(line.words)
        label = match[1] if match else label
        offices[label].extend(line.fact(*m.span()) for m in _OFFICES.finditer(line.words))
    drafting = _drafting(text, of.get("drafting", ()))
    return Distribution(
        action=_joined(text, offices["ACTION"]),
        info=tuple(offices["INFO"]),
        origin=_joined(text, offices["ORIGIN"]),
        drafted_by=next(iter(drafting["DRAFTED BY"]), None),
        approved_by=next(iter(drafting["APPROVED BY"]), None),
        cleared_by=(*drafting["APPROVED BY"][1:], *drafting["CLEARED BY"]),
    )


def _joined(text: str, offices: list[Fact[str]]) -> Fact[str] | None:
    """Several offices as one fact, joined by blanks."""
    spans = tuple(span for office in offices for span in office.spans)
    return Fact(folded(text, spans), spans) if spans else None


def _drafting(text: str, lines: Iterable[Line]) -> dict[str, list[Fact[str]]]:
    """What stands under each of the drafting labels; names under APPROVED BY are clearances."""
    found: dict[str, list[Fact[str]]] = {
        "DRAFTED BY": [],
        "APPROVED BY": [],
        "CLEARED BY": [],
        "DESIRED DISTRIBUTION": [],
    }
    label = "DRAFTED BY"
    for line in lines:
        match = _DRAFTING_LABEL.match(line.words)
        label = match[1].upper() if match else label
        if line.words[match.end() if match else 0 :].strip():
            found[label].append(line.fact(match.end() if match else 0, len(line.words)))
    return found
