"""Markdown: a letter for a reader of CommonMark; whatever comes of telegrams stays text.

Rule: each sign that could begin markup is escaped, also addresses that some readers would turn into links.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.letters.days import of_day
from reftel.letters.letter import Asked, Letter, citations, identified

# Signs with a meaning anywhere; a colon before //, the stop of www. and an @ make links; at the beginning of
# a line others begin lists.
_SIGNS = re.compile(r"[\\`*_\[\]<>#&~|$^!{}@]|:(?=//)|(?<=www)\.", re.IGNORECASE)
_BEGINNING = re.compile(r"\A(?:[-+=]|\d+(?=[.)]))")


def write(letter: Letter) -> bytes:
    """The letter in UTF-8."""
    return ("\n\n".join(_blocks(letter)) + "\n").encode("utf-8")


def _blocks(letter: Letter) -> Iterator[str]:
    yield _lines(letter.sender)
    yield escaped(of_day(letter.date))
    yield _lines(letter.recipient)
    yield f"**Subject: {escaped(letter.subject)}**"
    yield from map(escaped, (letter.salutation, *letter.opening))
    yield from map(_document, letter.documents)
    yield from map(escaped, letter.closing)
    yield escaped(letter.farewell)
    yield escaped(letter.signature)


def _lines(lines: tuple[str, ...]) -> str:
    """Lines under one another: a backslash at the end breaks a line."""
    return "\\\n".join(map(escaped, lines))


def _document(asked: Asked) -> str:
    """An item of a list, with a list of the telegrams that cite in it."""
    number = f"{asked.number}. "
    indent = " " * len(number)
    lines = [f"**{escaped(asked.name)}**"]
    head, entries = citations(asked)
    for line in filter(None, (identified(asked), head)):
        lines[-1] += "\\"
        lines.append(escaped(line))
    if entries:
        lines += ["", *(f"- {escaped(entry)}" for entry in entries)]
    for remark in asked.remarks:
        lines += ["", escaped(remark)]
    return number + "\n".join(f"{indent}{line}" if line else "" for line in lines)[len(indent) :]


def escaped(text: str) -> str:
    """A text of one line as Markdown that shows it as it is."""
    marked = _SIGNS.sub(r"\\\g<0>", text)
    found = _BEGINNING.match(marked)
    if found is None:
        return marked
    if found[0].isdigit():
        return f"{found[0]}\\{marked[found.end() :]}"
    return f"\\{marked}"
