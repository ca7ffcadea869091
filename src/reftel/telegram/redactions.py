"""Redactions: what the release of a telegram says of words that were taken out.

Comes in: the lines of a message, stamps among them. Goes out: release stamps that
say that the telegram was released in part, and the marks of exemption that stand
in the margin or in the gap where words stood. Only pages that bear a stamp or a
case number of a release are read for them. Source: pages as the Department
released them under the Freedom of Information Act; 5 USC 552(b), the sections of
which the marks name (``B1`` is (b)(1)); E.O. 13526 s. 1.4.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reftel.span import Fact, Span
from reftel.telegram import grammar
from reftel.telegram.model import Line, Redaction

RELEASE = "release"
EXEMPTION = "exemption"

_ONE = r"(?:B[1-9](?!\w)|\(b\)\([1-9]\)|1\.[45]\([A-H]\))"  # B6 · (b)(6) · 1.4(D)
CODES = rf"{_ONE}(?:[,/ ]{{1,2}}(?:{_ONE}|[1-9](?!\w)))*"  # B5,B6 · B1, 1.4(D) · B5,6
_CODE = re.compile(r"1\.[45]\([A-H]\)|\(b\)\([1-9]\)|B?[1-9]", re.I)
# RELEASE IN PART B5,B6 · Declassified in Part / Released in Part · DENIED IN FULL B1
PARTLY = re.compile(
    r"\W?I?(?:Declassified in (?:Full|Part) ?/ ?)?"
    rf"(?:RELEASED? IN PART|DENIED IN (?:FULL|PART))\W{{0,4}}(?P<codes>{CODES})?",
    re.I,
)
# JCS: INFO          B6: at the edge of a line, or between wide gaps
MARK = re.compile(rf"(?:(?<![^\n])|(?<=[ \t]{{2}}))(?P<codes>{CODES})(?=[ \t]{{2}}|[ \t\r]*\Z)")
# What shows that a page is of a release: a stamp, or the number of its case
_OF_RELEASE = re.compile(
    r"(?:RELEASED?|DENIED) IN (?:FULL|PART)\b|\bCase No|\b[A-Z]{1,4}-\d{4}-\d{4,6}\s", re.I
)


def _is_of_release(words: str) -> bool:
    """Whether a stamp shows that a page is of a release; most are of a review, and have no such sign."""
    upper = words.upper()
    if "-" in upper or " IN " in upper or "CASE NO" in upper or not grammar.is_plain(words):
        return _OF_RELEASE.search(words) is not None
    return False


def find_redactions(lines: Iterable[Line]) -> tuple[Redaction, ...]:
    """The redactions that the lines of a message tell of, in order; none where it was not released so."""
    held = tuple(lines)
    stamps = [line.words for line in held if line.kind == "stamp"]
    if not any(map(_is_of_release, stamps)):
        return ()
    found: list[Redaction] = []
    bare = False  # the last words were a stamp that names no exemption: RELEASE IN PART, and below it B6
    for line in held:
        here = list(_on(line))
        if bare and len(here) == 1 and here[0].text.value == line.words.strip():
            here = [_together(found.pop(), here[0])]
        found += here
        if line.words.strip():
            bare = bool(here) and here[-1].kind == RELEASE and not here[-1].exemptions
    return tuple(found)


def _together(stamp: Redaction, below: Redaction) -> Redaction:
    """A stamp with the exemptions that stand below it."""
    text = Fact(f"{stamp.text.value} {below.text.value}", (*stamp.text.spans, *below.text.spans))
    return Redaction(RELEASE, text, below.exemptions)


def _on(line: Line) -> Iterator[Redaction]:
    """The redactions on one line."""
    words = line.words
    bare = words.strip()
    start = line.start + len(words) - len(words.lstrip())
    if (stamp := PARTLY.fullmatch(bare)) is not None:
        shown = Fact(" ".join(bare.split()), (Span(start, start + len(bare)),))
        yield Redaction(RELEASE, shown, _codes(stamp["codes"] or "", start + stamp.start("codes")))
        return
    for mark in MARK.finditer(words) if len(words) < 1000 else ():
        at = line.start + mark.start("codes")
        shown = Fact(" ".join(mark["codes"].split()), (Span(at, at + len(mark["codes"])),))
        yield Redaction(EXEMPTION, shown, _codes(mark["codes"], at))


def _codes(words: str, start: int) -> tuple[Fact[str], ...]:
    """The exemptions that a mark names, ``B5`` and ``B6`` of ``B5,6``."""
    return tuple(
        Fact(_spelled(found[0]), (Span(start + found.start(), start + found.end()),))
        for found in _CODE.finditer(words)
    )


def _spelled(code: str) -> str:
    """A section of the Act as ``B6``, one of the order as ``1.4(D)``."""
    return code.upper() if code.startswith("1.") else f"B{code.strip('()')[-1]}"
