"""Wrapping: words in, lines out, none of which could be mistaken for a line of the telegram's frame.

Rule: a line never begins with a digit, a dash or another sign, for at the head
of a line these mean a paragraph number, a rule or an item; such a word stays
with the one before it. A no-break space keeps words on one line and is printed
as a blank.
"""

from __future__ import annotations

from collections.abc import Iterator

WIDTH = 69
"""Columns of a line; the handbook asks for 55 to 69 (5 FAH-2 H-321)."""
FIXED = "\u00a0"
"""No-break space."""


def wrapped(words: str, first: int = 0, width: int = WIDTH) -> str:
    """``words`` in lines of at most ``width`` characters; ``first`` columns of the first line are taken.

    A word longer than a line stands on a line of its own.
    """
    lines: list[str] = []
    line, room = "", width - first
    for word in _units(words):
        if line and len(line) + 1 + len(word) > room:
            lines.append(line)
            line, room = word, width
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    return "\n".join(lines).replace(FIXED, " ")


def _units(words: str) -> Iterator[str]:
    """The words, each with those that must not begin a line after it."""
    unit = ""
    for word in words.split(" "):
        if not word:
            continue
        if unit and not (word[0].isalpha() or word[0] in "\"'("):
            unit = f"{unit} {word}"
            continue
        if unit:
            yield unit
        unit = word
    if unit:
        yield unit
