"""Given: ids on the command line, or from standard input where ``-`` stands for them."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from reftel.errors import readable


def given_names(words: Iterable[str]) -> Iterator[str]:
    """The words; ``-`` gives way to the lines of standard input, empty ones left out.

    Of a line that is a JSON object, as other commands print them, its ``key`` or ``id`` counts.
    """
    for word in words:
        if word == "-":
            yield from (name for line in sys.stdin if (name := _name(readable(line).strip())))
        else:
            yield readable(word)


def _name(line: str) -> str:
    if not line.startswith("{"):
        return line
    import msgspec

    try:
        stated = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeError):
        return line
    return str(stated.get("key") or stated.get("id") or stated.get("handle") or line)
