"""Text: a letter as plain text, wrapped at 72 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from reftel.letters.days import of_day, unbroken
from reftel.letters.letter import Asked, Letter, citations, identified

WIDTH = 72
PLAIN = str.maketrans("“”‘’\N{NO-BREAK SPACE}", "\"\"'' ")


def write(letter: Letter) -> bytes:
    """The letter in UTF-8."""
    return ("\n".join(_lines(letter)) + "\n").translate(PLAIN).encode("utf-8")


def _lines(letter: Letter) -> Iterator[str]:
    for block in (letter.sender, (of_day(letter.date),), letter.recipient):
        for line in block:
            yield from wrapped(line)
        yield ""
    yield from wrapped(f"Subject: {letter.subject}", rest="         ")
    yield ""
    for paragraph in (letter.salutation, *letter.opening):
        yield from wrapped(paragraph)
        yield ""
    for asked in letter.documents:
        yield from _document(asked)
        yield ""
    for paragraph in letter.closing:
        yield from wrapped(paragraph)
        yield ""
    yield from (letter.farewell, "", "", "", letter.signature)


def _document(asked: Asked) -> Iterator[str]:
    number = f"{asked.number}."
    yield from wrapped(asked.name, f"{number:<4}", "    ")
    yield from wrapped(identified(asked), "    ", "    ")
    head, entries = citations(asked)
    yield from wrapped(head, "    ", "    ")
    for entry in entries:
        yield from wrapped(entry, "    - ", "      ")
    for remark in asked.remarks:
        yield from wrapped(remark, "    ", "    ")


def wrapped(text: str, first: str = "", rest: str = "") -> list[str]:
    """Lines of at most 72 columns; none of an empty text."""
    return textwrap.wrap(
        unbroken(text), WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False
    )
