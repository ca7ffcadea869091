"""Lettering: how much room words take, and words cut to the room there is.

Which font a reader has is not known, so widths are those of a wide one (DejaVu
Sans): what fits with it fits with Arial or Helvetica.
"""

from __future__ import annotations

import re
import unicodedata

from reftel.pictures.svg import REPLACEMENT

ELLIPSIS = "…"
LONGEST = 400
"""Characters of a text that are looked at; no line of a picture has room for more."""

WIDTHS = {
    letter: width
    for width, letters in (
        (0.3, "'ijlIJ"),
        (0.37, " ,./:;\\|f-"),
        (0.42, "()[]t!r"),
        (0.5, '"*_`'),
        (0.56, "szc?L"),
        (0.62, "FkvxyPTYao"),
        (0.64, "eESbdghnpqu$0123456789{}"),
        (0.7, "KAVBRXZC"),
        (0.79, "UHNDG&OQ"),
        (0.87, "w#+<=>^~M"),
        (1.0, "%mW@"),
    )
    for letter in letters
}
"""Advance of a letter in parts of the font's size, rounded up."""
WIDE = 1.0
OTHER = 0.85
BOLD = 1.2

SPACES = re.compile(r"\s+")
MARKS_ON_MARKS = 2  # as many as living languages put on one letter; more would cover the lines around


def shown(text: str) -> str:
    """``text`` on one line, without signs that control or would leave the line.

    Characters that turn the direction of what follows (U+202E) or control a
    terminal become U+FFFD; of accents on one letter two are kept.
    """
    kept: list[str] = []
    marks = 0
    for sign in SPACES.sub(" ", unicodedata.normalize("NFC", text[:LONGEST])).strip():
        category = unicodedata.category(sign)
        marks = marks + 1 if category in {"Mn", "Me"} else 0
        if marks <= MARKS_ON_MARKS:
            kept.append(REPLACEMENT if category in {"Cc", "Cf", "Cs", "Cn"} else sign)
    return "".join(kept)


def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Room that ``text`` takes in a line, at most, in units of the picture."""
    return sum(_width(sign) for sign in text) * size * (BOLD if bold else 1)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """``text`` as ``shown``, cut with an ellipsis where it is longer than ``room``."""
    whole = shown(text)
    if len(text) <= LONGEST and width_of(whole, size, bold=bold) <= room:
        return whole
    left = room - width_of(ELLIPSIS, size, bold=bold)
    end = 0
    for sign in whole:
        left -= width_of(sign, size, bold=bold)
        if left < 0:
            break
        end += 1
    return whole[:end].rstrip() + ELLIPSIS


def in_lines(text: str, room: float, size: float) -> list[str]:
    """``text`` broken between words into lines of at most ``room``."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".lstrip()
        if lines[-1] and width_of(longer, size) > room:
            lines.append(word)
        else:
            lines[-1] = longer
    return [fit(line, room, size) for line in lines]


def _width(sign: str) -> float:
    if sign in WIDTHS:
        return WIDTHS[sign]
    if unicodedata.combining(sign):
        return 0.0
    return WIDE if unicodedata.east_asian_width(sign) in {"W", "F"} or sign == ELLIPSIS else OTHER
