"""Given: ids on the command line, or from standard input where ``-`` stands for them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence

import click

from reftel.cli import exits, screen
from reftel.cli.app import message
from reftel.errors import UnknownTelegram, readable


def given_names(words: Iterable[str]) -> Iterator[str]:
    """The words; ``-`` gives way to the lines of standard input, empty ones left out.

    Of a line that is a JSON object, as other commands print them, its ``key`` or ``id`` counts.
    """
    for word in words:
        if word == "-":
            yield from (name for line in sys.stdin if (name := _name(readable(line).strip())))
        else:
            yield readable(word)


def for_each(words: Sequence[str], act: Callable[[str], None]) -> None:
    """Do something for each of the ids given.

    One alone that is not known raises ``UnknownTelegram``; of several such ones are named on standard error,
    the rest is done, and the command ends with ``exits.INCOMPLETE``.
    """
    is_one = len(words) == 1 and words[0] != "-"
    missed = False
    for name in given_names(words):
        try:
            act(name)
        except UnknownTelegram as error:
            if is_one:
                raise
            screen.tell(message(error))
            missed = True
    if missed:
        click.get_current_context().exit(exits.INCOMPLETE)


def _name(line: str) -> str:
    if not line.startswith("{"):
        return line
    import msgspec

    try:
        stated = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeError):
        return line
    return str(stated.get("key") or stated.get("id") or stated.get("handle") or line)
