"""Signs of lines: the kind of each line as one sign, in which patterns find the lines that a rule concerns.

Comes in: lines. Goes out: their signs, one a line, and patterns written with the names of kinds. Most lines
of a text are nothing but text: to ask each for its kind takes longer than to find the others at once.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from reftel.telegram.model import Line

KINDS = (
    "banner",
    "blank",
    "break",
    "caption",
    "classification",
    "classified-by",
    "counter",
    "dateline",
    "distribution",
    "downgrading",
    "drafting",
    "dtg",
    "edition-head",
    "end",
    "excluded",
    "from",
    "gap",
    "heading",
    "info",
    "mrn",
    "order",
    "origin",
    "page-line",
    "page-mark",
    "paragraph",
    "passing",
    "preamble",
    "reference",
    "repeated",
    "routing",
    "rule",
    "security",
    "service",
    "signature",
    "smart-label",
    "source-note",
    "stamp",
    "station-serial",
    "stray-caption",
    "subject",
    "tags",
    "text",
    "to",
    "transmission-id",
    "unnumbered",
    "wrapper",
)
_SIGNS = dict(zip(KINDS, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrst", strict=True))


def signs_of(lines: Iterable[Line]) -> bytes:
    """The sign of each line's kind."""
    return bytes([_SIGNS[line.kind] for line in lines])


def any_of(kinds: Iterable[str]) -> bytes:
    """The signs of these kinds."""
    return bytes(_SIGNS[kind] for kind in kinds)


def pattern(written: str, **groups: Collection[str]) -> re.Pattern[bytes]:
    """A pattern for signs, written with kinds in braces, or with names of ``groups``: one of their kinds."""
    signs = {kind: chr(sign) for kind, sign in _SIGNS.items()}
    classes = {name: f"[{any_of(kinds).decode()}]" for name, kinds in groups.items()}
    return re.compile(written.format_map({**signs, **classes}).encode())


def first_of(sought: re.Pattern[bytes], signs: bytes) -> int:
    """Where the first of the lines that are sought stands; the number of lines if there is none."""
    found = sought.search(signs)
    return found.start() if found else len(signs)


class Signed(NamedTuple):
    """Lines, and the sign for the kind of each."""

    lines: list[Line]
    signs: bytes

    @staticmethod
    def of(lines: list[Line]) -> Signed:
        """The lines with their signs."""
        return Signed(lines, signs_of(lines))

    def below(self, start: int) -> Signed:
        """The lines from ``start`` on."""
        return Signed(self.lines[start:], self.signs[start:])

    def turned(self, kinds: Mapping[int, str]) -> Signed:
        """The same lines, some with other kinds, told by their places."""
        if not kinds:  # as of most passes
            return self
        lines, signs = list(self.lines), bytearray(self.signs)
        for i, kind in kinds.items():
            lines[i], signs[i] = lines[i].of_kind(kind), _SIGNS[kind]
        return Signed(lines, bytes(signs))
