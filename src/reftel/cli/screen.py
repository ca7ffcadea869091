"""Screen: text made fit for a person's eyes, and the streams that carry it.

Telegrams may hold control characters that would move the cursor, recolour or
retitle a terminal; ``visible`` writes them out instead. Colour is used on a
terminal only, and not where NO_COLOR is set (https://no-color.org) or TERM is
``dumb``.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import textwrap
from collections.abc import Iterable, Sequence
from typing import TextIO

from reftel.errors import readable

WIDTH = 100  # columns where there is no terminal to ask
# C0 but tab and line feed, DEL, C1, and the signs that turn the direction of writing.
_UNSAFE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_STYLES = {"bold": "1", "dim": "2", "red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36"}


def prepare() -> None:
    """Write UTF-8 to standard output and standard error, whatever the locale.

    A stream that was closed before reftel began leads nowhere.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            # It takes the closed stream's own number, which a file opened later must not get.
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, "w" if number else "r", encoding="utf-8", closefd=False))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def visible(text: str) -> str:
    """The text with control characters written out in hexadecimal; tabs and line breaks stay."""
    return _UNSAFE.sub(_written_out, text.replace("\r\n", "\n"))


def one_line(text: str) -> str:
    """The text with control characters and line breaks written out: for names within a sentence."""
    return visible(text).replace("\n", "\\x0a").replace("\t", "\\x09")


def _written_out(match: re.Match[str]) -> str:
    sign = ord(match.group())
    return f"\\x{sign:02x}" if sign < 256 else f"\\u{sign:04x}"


def escaped_json(line: str) -> str:
    """A line of JSON that is safe on a terminal: the same JSON, its control characters escaped."""
    return _UNSAFE.sub(lambda match: f"\\u{ord(match.group()):04x}", line)


def on_terminal(stream: TextIO | None = None) -> bool:
    """Whether a person looks at the stream (standard output, if none is given)."""
    return (stream or sys.stdout).isatty()


def in_colour(stream: TextIO | None = None) -> bool:
    """Whether the stream may carry colour."""
    wanted = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return wanted and on_terminal(stream)


def width() -> int:
    """Columns to write in: the terminal's, at least 40; 100 where standard output is no terminal."""
    return max(40, shutil.get_terminal_size((WIDTH, 24)).columns) if on_terminal() else WIDTH


def styled(text: str, *styles: str, stream: TextIO | None = None) -> str:
    """The text in the given styles (``bold``, ``dim``, a colour) where the stream may carry colour."""
    if not text or not styles or not in_colour(stream):
        return text
    return f"\x1b[{';'.join(_STYLES[style] for style in styles)}m{text}\x1b[0m"


def say(text: str = "") -> None:
    """One line, or several, to standard output."""
    sys.stdout.write(text + "\n")


def say_piece(piece: str) -> None:
    """A piece of a file to standard output, as it is; on a terminal with control characters written out."""
    sys.stdout.write(visible(piece) if on_terminal() else piece)


def say_json(line: str, pretty: bool = False) -> None:
    """A JSON value to standard output: on one line, or indented for people."""
    if pretty:
        import msgspec

        line = msgspec.json.format(line, indent=2)
    say(escaped_json(line) if on_terminal() else line)


def say_table(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for spreadsheets to standard output."""
    from reftel.export import table

    sys.stdout.writelines(table.lines(titles, rows))


def tell(text: str) -> None:
    """A message on standard error, beginning with the program's name; control characters written out.

    On a terminal lines are folded to its width, but for those that begin with a blank.
    """
    sys.stdout.flush()
    lines = f"reftel: {visible(readable(text))}".split("\n")
    if on_terminal(sys.stderr):
        lines = [piece for line in lines for piece in _folded(line)]
    sys.stderr.write("\n".join(lines) + "\n")
    sys.stderr.flush()


def _folded(line: str) -> list[str]:
    if line.startswith(" "):
        return [line]
    columns = max(40, shutil.get_terminal_size((WIDTH, 24)).columns)
    return textwrap.wrap(line, columns, break_long_words=False, break_on_hyphens=False) or [line]
