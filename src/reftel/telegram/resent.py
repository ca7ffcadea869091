"""Resent: whether a message says that it was sent before: as a corrected copy, or as it is.

Comes in: the labelled lines, the envelope and the heading. Goes out: the kind and
the words that tell it. A caption tells of a corrected copy, ``C O R R E C T E D
C O P Y``, and what stands after it may name the one that it corrects; operating
signals tell the rest (``ZDS``, ``ZDK``, ``ZFD``: the table of signals). Source:
5 FAH-1 H-210 (corrected copies), ACP 131 (signals).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from reftel import tables
from reftel.span import Fact
from reftel.telegram.citation_words import readable
from reftel.telegram.citations import Reader, cited
from reftel.telegram.grammar_heading import CORRECTED_COPY, CORRECTED_NUMBER, CORRECTED_OF
from reftel.telegram.model import Envelope, Heading, Line, Resent
from reftel.telegram_id import TelegramId

_CAPTION = "CORRECTED COPY"
_LONGEST = 80  # characters of the words that name the one corrected
_LETTERS = ("O P Y", "OPY")  # with which the caption ends: most texts have neither


def read_resent(
    text: str,
    lines: Sequence[Line],
    envelope: Envelope,
    heading: Heading,
    own: TelegramId | None,
    year: int | None,
) -> Resent | None:
    """What the message says of an earlier one; ``None`` for an original.

    ``own`` is its number and ``year`` that of the telegram; they complete the number of the one corrected.
    """
    head = next((line.start for line in lines if line.kind in ("paragraph", "text")), len(text))
    spaced_or_not = any(text.find(letters, 0, head) >= 0 for letters in _LETTERS)
    line = _caption_line(lines) if spaced_or_not else None
    caption = line.fact(*_caption_place(line)) if line else _caption(heading)
    told = [*([caption.with_value(tables.CORRECTED_COPY)] if caption else ()), *_signals(envelope)]
    if not told:
        return None
    kind = min(told, key=lambda fact: tables.RESENT.index(fact.value))
    corrected, candidates = _corrected(line, own, year) if line else (None, ())
    return Resent(kind, corrected, candidates)


# ---------------------------------------------------------------- signals


def _signals(envelope: Envelope) -> Iterator[Fact[str]]:
    """What operating signals and service words say, in words of ``tables.RESENT``."""
    stated = envelope.transmission.signals if envelope.transmission else ()
    for fact in stated:
        words = fact.value.split()
        pairs = (f"{first} {second}" for first, second in pairwise(words))
        for spelled in (*words, *pairs):  # SUSPECTED DUPLICATE
            signal = tables.signal(spelled)
            if signal is not None and signal.resent:
                yield fact.with_value(signal.resent)


# ---------------------------------------------------------------- corrected copies


def _caption(heading: Heading) -> Fact[str] | None:
    return next((caption for caption in heading.captions if caption.value.startswith(_CAPTION)), None)


def _caption_line(lines: Iterable[Line]) -> Line | None:
    """The line above the text that begins with the caption, in capitals."""
    for line in lines:
        if line.kind in ("paragraph", "text"):
            return None
        if line.kind != "wrapper" and CORRECTED_COPY.match(line.words):
            return line
    return None


def _caption_place(line: Line) -> tuple[int, int]:
    match = CORRECTED_COPY.match(line.words)
    return match.span() if match else (0, 0)


def _corrected(
    line: Line, own: TelegramId | None, year: int | None
) -> tuple[Fact[str] | None, tuple[TelegramId, ...]]:
    """The words after the caption that name the one corrected, and the numbers that they can mean.

    ``OF BAMAKO 1389``, ``(MRN 1399 VICE 1389)``; none where it has the number of the corrected copy.
    """
    start = _caption_place(line)[1]
    found = _named(line, start, own, year) or _replaced(line, start, own)
    if found is None or not set(found[2]) - {own}:
        return None, ()
    return line.fact(*found[:2]), tuple(number for number in found[2] if number != own)


_Found = tuple[int, int, tuple[TelegramId, ...]]


def _named(line: Line, start: int, own: TelegramId | None, year: int | None) -> _Found | None:
    """Station and number after OF."""
    preposition = CORRECTED_OF.match(line.words, start)
    if preposition is None:
        return None
    rest = readable(line.words[preposition.end() : preposition.end() + _LONGEST])
    citation = next(Reader(rest, tables.station_names(), year, block=True).read(), None)
    if citation is None:
        return None
    numbers = cited(citation.name, citation.serial, citation.years, own, year)
    return preposition.end() + citation.start, preposition.end() + citation.end, numbers


def _replaced(line: Line, start: int, own: TelegramId | None) -> _Found | None:
    """A serial of the same station and year that was wrong: the number after VICE."""
    match: re.Match[str] | None = CORRECTED_NUMBER.search(line.words, start)
    if match is None or own is None:
        return None
    return *match.span("serial"), (own._replace(serial=int(match["serial"])),)
