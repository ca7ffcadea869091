"""Column rows: a table whose columns are named by its user, cut into rows, however large it is.

Two kinds. ``DelimitedRows``: fields parted by a delimiter, as RFC 4180 quotes them, line breaks within
quotation marks, below a row of titles. ``JsonRows``: a JSON object a line.

A row of another number of columns than there are titles, or with a quotation mark that is not doubled or
never closed, takes no neighbours along: it ends where the next line begins that is a sound row, or has as
many columns by itself; one whose quotation marks are sound ends with its line, and lines after it that have
no columns at all. No line is looked at from more than two beginnings: where one reading of a quotation mark
takes it for the first, the other takes it for the last, and outside of quotation marks a line break ends a
row. So it takes linear time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from reftel.sources import csv_rows
from reftel.sources.csv_rows import BEGINNING, Mark, Readable, Row

_MARK = b"\xef\xbb\xbf"  # of UTF-8, at the beginning of a file
QUOTED = r'"(?:[^"]++|"")*+"'
"""A field within quotation marks, those in it doubled (RFC 4180, section 2)."""
_END = r"(?=\r?\n|\Z)"
_BETWEEN = re.compile(rb"(?:\r?\n)*+")
_LINE_END = re.compile(rb"\r?\n")
_BLANK = re.compile(rb"[ \t\r\n]*+")


class Patterns(NamedTuple):
    """How the rows of a delimited table look."""

    field: re.Pattern[bytes]
    """A field that is whole."""
    row: re.Pattern[bytes]
    """As many of them as there are columns, to a line's end."""
    strict: re.Pattern[bytes]
    """The same, and no quotation mark within a field without them around it."""
    line: re.Pattern[bytes]
    """As many columns on one line, whatever quotation marks there are in them."""
    rest: re.Pattern[bytes]
    """Lines after a damaged row that have no columns at all."""


def field_pattern(delimiter: str) -> str:
    """A field: within quotation marks, those in it doubled, or without any at its beginning (RFC 4180, 2)."""
    return rf'(?:{QUOTED}|(?!"){_bare(delimiter)})'


def _bare(delimiter: str, without: str = "") -> str:
    """A field without quotation marks around it; a carriage return that stands alone is one of its signs."""
    sign = rf"[^{without}{re.escape(delimiter)}\r\n]*+"
    return rf"{sign}(?:\r(?!\n){sign})*+"


@cache
def patterns(delimiter: str, columns: int) -> Patterns:
    """The patterns for rows of so many columns."""
    sign = re.escape(delimiter)
    one_line = rf'(?>"(?:[^"\r\n]++|"")*+"(?={sign}|\r?\n|\Z)|{_bare(delimiter)})'

    def row(field: str) -> re.Pattern[bytes]:
        return re.compile(rf"{field}(?:{sign}{field}){{{columns - 1}}}{_END}".encode())

    field, unquoted = field_pattern(delimiter), _bare(delimiter, without='"')
    return Patterns(
        re.compile(field.encode()),
        row(field),
        row(f"(?:{QUOTED}|{unquoted})"),
        row(one_line),
        re.compile(rf'(?:\r?\n[^{sign}"\n]*+(?=\n|\Z))*+'.encode()),
    )


State = Literal["whole", "odd", "open"]


class _Rows:
    """Cuts a stream into rows; ``window`` is what was read of it and not yet given out."""

    def __init__(self, file: Readable, start: Mark = BEGINNING) -> None:
        """``file`` stands at ``start``."""
        self._file = file
        self._window = b""
        self._base = start.place  # the place of the window's first byte in the file
        self._whole = False  # nothing comes after the window
        self._number = start.number
        self._is_first = start == BEGINNING

    def _read_on(self, place: int) -> int:
        """Read more, forget what lies before ``place``; where that is in the window now."""
        self._window = self._window[place:]
        self._base += place
        words = self._file.read(max(csv_rows.CHUNK, min(len(self._window), csv_rows.LONGEST)))
        self._window += words
        self._whole = not words
        return 0

    def _begin(self) -> int:
        """Read the beginning; the place of the first row in it."""
        while len(self._window) < len(_MARK) and not self._whole:
            self._read_on(0)
        return len(_MARK) if self._is_first and self._window.startswith(_MARK) else 0

    def _next(self, place: int, between: re.Pattern[bytes]) -> int | None:
        """The next place in the window that is not between rows; ``None`` at the end."""
        while True:
            found = between.match(self._window, place)
            place = found.end() if found else place
            may_go_on = place + 1 == len(self._window) and self._window.endswith(b"\r") and not self._whole
            if place < len(self._window) and not may_go_on:
                return place
            if self._whole:
                return None
            place = self._read_on(place)

    def _is_too_long(self, start: int) -> bool:
        return len(self._window) - start > csv_rows.LONGEST

    def _row(self, start: int, end: int) -> Row:
        while end > start and self._window[end - 1 : end] == b"\n":
            end -= 2 if self._window[end - 2 : end - 1] == b"\r" and end - 1 > start else 1
        raw = self._window[start:end]
        return Row(self._number, self._base + start, self._base + start + len(raw), raw)

    def _passed(self, first: int, end: int) -> Row:
        """A row that is too long, from one place in the file to another."""
        fault = f"is longer than {csv_rows.LONGEST // 1024 // 1024} MB"
        return Row(self._number, first, end, b"", fault)


class JsonRows(_Rows):
    """The lines of a stream, without those that are blank."""

    def __iter__(self) -> Iterator[Row]:
        place: int | None = self._begin()
        while (place := self._next(place or 0, _BLANK)) is not None:
            self._number += 1
            start, searched = place, place
            while (end := self._window.find(b"\n", searched)) < 0 and not self._whole:
                if self._is_too_long(start):
                    break
                searched, start = len(self._window) - start, self._read_on(start)
            if end < 0 and not self._whole:
                first = self._base + start
                while (end := self._window.find(b"\n", start)) < 0 and not self._whole:
                    start = self._read_on(len(self._window))
                place = len(self._window) if end < 0 else end
                yield self._passed(first, self._base + place)
            else:
                place = len(self._window) if end < 0 else end + 1
                row = self._row(start, place)
                yield row if len(row.raw) <= csv_rows.LONGEST else self._passed(row.start, row.end)


class DelimitedRows(_Rows):
    """The rows of a delimited table, without the row of titles."""

    def __init__(self, file: Readable, delimiter: str, columns: int, start: Mark = BEGINNING) -> None:
        """``file`` stands at ``start``."""
        super().__init__(file, start)
        self._patterns = patterns(delimiter, columns)
        self._number -= self._is_first  # the row of titles has the number 0
        self._delimiter = ord(delimiter)

    def __iter__(self) -> Iterator[Row]:
        place: int | None = self._begin()
        while (place := self._next(place or 0, _BETWEEN)) is not None:
            start = place
            while (end := self._end(start)) is None and not self._is_too_long(start):
                start = self._read_on(start)
            self._number += 1
            if end is None or end - start > csv_rows.LONGEST:
                first = self._base + start
                place = self._pass_over(start)
                yield self._passed(first, self._base + place)
                continue
            place = end
            if self._number:
                yield self._row(start, end)

    def _end(self, start: int) -> int | None:
        """Where the row that begins at ``start`` ends; ``None`` where that is not seen in the window."""
        window = self._window
        row = self._patterns.row.match(window, start)
        if row is not None and self._is_seen(row.end()):
            return row.end()
        state, end = self._walk(start)
        if state == "open" and not self._whole and not self._is_too_long(start):
            return None
        end = len(window) if state != "whole" else end
        found, seen = self._next_row(start, end)
        if found is not None or seen < end:
            return found
        if state != "whole":
            return end if self._whole else None
        bare = self._patterns.rest.match(window, end)
        end = bare.end() if bare else end
        return end if self._is_seen(end) else None

    def _is_seen(self, end: int) -> bool:
        """Whether what ends there in the window ends there in the file."""
        return end < len(self._window) or self._whole

    def _walk(self, start: int) -> tuple[State, int]:
        """How far the fields of a row are whole, and what comes then.

        Its end, signs after a field's closing quotation mark, or a field that is not closed in the window.
        """
        place = start
        while (found := self._patterns.field.match(self._window, place)) is not None:
            end = found.end()
            if self._window[end : end + 2] in (b"", b"\r"):  # a line feed may come
                return ("whole" if self._whole else "open"), end
            if _LINE_END.match(self._window, end):
                return "whole", end
            if self._window[end] != self._delimiter:
                return "odd", end
            place = end + 1
        return "open", place

    def _next_row(self, start: int, end: int) -> tuple[int | None, int]:
        """The first line between ``start`` and ``end`` that begins a row, and how far it was looked.

        That is a sound row, or a damaged one with as many columns on a line.

        ``None`` where there is none; not as far as ``end`` where of a line not enough is in the window.
        """
        place = start
        while (feed := self._window.find(b"\n", place, end)) >= 0:
            place = feed + 1
            row = self._patterns.strict.match(self._window, place)
            if row is not None and self._is_seen(row.end()):
                return place, place
            is_open = row is not None or self._walk(place)[0] == "open"
            if is_open and not self._whole and not self._is_too_long(place):
                return None, feed
            line = self._patterns.line.match(self._window, place)
            if line is not None and self._is_seen(line.end()):
                return place, place
        return None, end

    def _pass_over(self, start: int) -> int:
        """Pass over a row that is too long; the place in the window after it."""
        while True:
            found, start = self._next_row(start, len(self._window))
            if found is not None:
                return found
            if self._whole:
                return len(self._window)
            start = self._read_on(start)
