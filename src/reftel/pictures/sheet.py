"""Sheet: what all pictures share: page, heading, legend, inks, and the picture of nothing.

A sheet is 720 units wide, which is an A4 page with margins at 96 to the inch.
All is set by attributes, so nothing reaches the page that a picture stands on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from reftel.pictures.lettering import fit, in_lines, shown, width_of
from reftel.pictures.svg import Markup, element, number, together

PORTRAIT = 720.0
LANDSCAPE = 1047.0
MARGIN = 18.0

INK = "#1a1a1a"
QUIET = "#5a5a5a"
LINE = "#d4d4d4"
FAINT = "#ececec"
PAPER = "#ffffff"

SHADES = ("#f1f3f5", "#d6dbe0", "#b3bcc6", "#8793a1", "#3c4a5a")
"""From light to dark; each a clear step in grey too."""
ON_SHADES = (INK, INK, INK, INK, PAPER)
"""What is written on them."""

TITLE = 16.0
TEXT = 9.5
SMALL = 8.5

PREFIX = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")  # "thread-3"


class Heading(NamedTuple):
    """What stands above a picture."""

    title: str
    lines: Sequence[str] = ()
    """Sentences below the title, each on lines of its own."""


class Entry(NamedTuple):
    """One sign of a legend and what it says."""

    sign: Callable[[float, float], Markup]
    """Draws the sign from its left end, at the height of its middle."""
    width: float
    words: str


def label(
    x: float,
    y: float,
    words: str,
    *,
    size: float = TEXT,
    anchor: str | None = None,
    bold: bool = False,
    italic: bool = False,
    ink: str | None = None,
) -> Markup:
    """One line of words with its baseline at ``y``."""
    return element(
        "text",
        words,
        x=x,
        y=y,
        font_size=size,
        text_anchor=anchor,
        font_weight="bold" if bold else None,
        font_style="italic" if italic else None,
        fill=ink,
    )


def line(x1: float, y1: float, x2: float, y2: float, ink: str = LINE, width: float = 0.6) -> Markup:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke=ink, stroke_width=width)


def upright(
    x: float, y: float, words: str, size: float, ink: str | None = None, *, italic: bool = False
) -> Markup:
    """One line of words that reads from below to above, with its baseline at ``x``, from ``y`` upwards."""
    turn = f"rotate(-90 {number(x)} {number(y)})"
    style = "italic" if italic else None
    return element("text", words, x=x, y=y, font_size=size, font_style=style, fill=ink, transform=turn)


def box(x: float, y: float, width: float, height: float, fill: str) -> Markup:
    """A cell of a table, with a thin line of paper around it."""
    return element("rect", x=x, y=y, width=width, height=height, fill=fill, stroke=PAPER, stroke_width=0.8)


def told(words: str) -> Markup:
    """What a reader is told about the element it stands in."""
    return element("title", shown(words))


def unsigned(x: float, y: float) -> Markup:
    """No sign, for words of a legend that stand alone."""
    return Markup()


def top_of(heading: Heading, width: float = PORTRAIT) -> float:
    """Where the picture below a heading may begin."""
    return MARGIN + TITLE + 13 * len(_sentences(heading, width)) + 14


def sheet(
    prefix: str, heading: Heading, description: str, body: Markup, bottom: float, width: float = PORTRAIT
) -> str:
    """The whole document: ``body`` between the heading and ``bottom``.

    ``prefix`` begins every id; :exc:`ValueError` where it cannot.
    """
    checked(prefix)
    height = round(bottom + MARGIN)
    return str(
        element(
            "svg",
            element("title", shown(heading.title), id=f"{prefix}-title"),
            element("desc", description, id=f"{prefix}-desc"),
            element("rect", width=width, height=height, fill=PAPER),
            _heading(heading, width),
            body,
            xmlns="http://www.w3.org/2000/svg",
            width=width,
            height=height,
            viewBox=f"0 0 {width:.0f} {height}",
            role="img",
            aria_labelledby=f"{prefix}-title {prefix}-desc",
            font_family="sans-serif",
            font_size=TEXT,
            fill=INK,
        )
    )


def nothing(prefix: str, title: str) -> str:
    """The picture where there is nothing to draw; it says so."""
    words = "There is nothing to show."
    heading = Heading(title, (words,))
    return sheet(prefix, heading, words, Markup(), top_of(heading))


def checked(prefix: str) -> str:
    """``prefix``, where ids may begin with it."""
    if not PREFIX.fullmatch(prefix):
        raise ValueError(f"ids cannot begin with {prefix!r}: it takes letters, digits, '.', '-' and '_'")
    return prefix


def legend(entries: Iterable[Entry], x: float, y: float, right: float) -> tuple[Markup, float]:
    """The signs of a picture side by side, in as many lines as they need, and where they end."""
    parts: list[Markup] = []
    left = x
    for entry in entries:
        width = entry.width + 6 + width_of(entry.words, SMALL)
        if left > x and left + width > right:
            left, y = x, y + 17
        parts.append(entry.sign(left, y))
        parts.append(label(left + entry.width + 6, y + 3, entry.words, size=SMALL))
        left += width + 18
    return together(*parts), y + 8


def counted(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun: "1 telegram", "1,204 telegrams"."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def _sentences(heading: Heading, width: float) -> list[str]:
    return [part for words in heading.lines for part in in_lines(words, width - 2 * MARGIN, TEXT)]


def _heading(heading: Heading, width: float) -> Markup:
    title = element(
        "text",
        fit(heading.title, width - 2 * MARGIN, TITLE, bold=True),
        x=MARGIN,
        y=MARGIN + TITLE - 3,
        font_family="serif",
        font_size=TITLE,
    )
    below = (
        label(MARGIN, MARGIN + TITLE + 13 * (place + 1), words, ink=QUIET)
        for place, words in enumerate(_sentences(heading, width))
    )
    return together(title, *below)
