r"""Rows: a table of comma-separated values cut into its rows, one after another, however large it is.

Eight columns: number, date, identifier, origin, classification, references, header, body. Fields stand in
quotation marks; within them ``\"``, ``\\`` and ``\'`` are signs of the text, so is a doubled quotation mark,
and line breaks stand as they are or after a backslash. There is no row of titles. A row that is damaged (its
last quote is lost, columns are too few or too many) ends where the next one begins by its look, so it
never takes its neighbours along. Source: the table of 2010 that holds 251,287 telegrams.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Generator, Iterator
from typing import BinaryIO, NamedTuple, Protocol

from reftel.errors import row_place

COLUMNS = 8
HEAD = 64 * 1024
"""Bytes at the beginning of a file by which a table is told."""
LONGEST = 16 * 1024 * 1024
"""Bytes of a row; no telegram has as many."""
CHUNK = 1024 * 1024

FIELD = r'(?:"(?:[^"\\]++|\\.|"")*+"|[^",\r\n]*+)'
_DATE = (
    r"(?:[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2})[ T][0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?Z?"
)
_ID = r"[^\"\\,\r\n]{4,40}"
# "1","12/28/1966 18:48","66BUENOSAIRES2481","
START = rf'"[0-9]{{1,9}}","{_DATE}","{_ID}","'
# 1,12/28/1966 18:48,66BUENOSAIRES2481,
BARE_START = rf'(?<![^\r\n])[0-9]{{1,9}},"?{_DATE}"?,"?{_ID}"?,'
# Eight columns of which the third is an identifier, whatever the others are.
ROW = rf'{FIELD},{FIELD},"?(?:19|20)?[0-9]{{2}} ?[A-Za-z]{_ID}"?(?:,{FIELD}){{{COLUMNS - 3}}}'
# "1"2/28/1966 18:48","66BUENOSAIRES2481"," · "1","1228/1966","66BUENOSAIRES2481"," · "1","12/28/1966 18:48":
# one of the first three columns is damaged.
DAMAGED = (
    rf'["0-9,\\]{{1,14}}"?{_DATE}"?,?"{_ID}","'
    rf'|"[0-9]{{1,9}}","(?:[^\r\n]{{0,30}}"[0-9]{{2}}[A-Z]{{3,30}}[0-9]{{1,6}}","|{_DATE}")'
)

_START = re.compile(START.encode())
_BARE_START = re.compile(BARE_START.encode())
_FIELDS = re.compile(rf"{FIELD}(?:,{FIELD}){{{COLUMNS - 1}}}(?=[\r\n]|\Z)".encode(), re.DOTALL)
_ROW = re.compile(rf"{ROW}(?=[\r\n]|\Z)".encode(), re.DOTALL)
_DAMAGED = re.compile(DAMAGED.encode())
_BORDER = b'","'
_WORDS = re.compile(rb"\w")
_TITLES = re.compile(rf'"?[A-Za-z_ ]{{1,30}}"?(?:,"?[A-Za-z_ ]{{1,30}}"?){{{COLUMNS - 1}}}'.encode())
_BETWEEN = re.compile(rb"[\s\x00]*+")
_MARK = b"\xef\xbb\xbf"  # of UTF-8, at the beginning of a file
_LONGEST_START = 200  # bytes of what a row begins with


class Readable(Protocol):
    """What a table is read from."""

    def read(self, size: int, /) -> bytes:
        """Some bytes, ``size`` at most; none at the end."""


class Row(NamedTuple):
    """A piece of the table: a row, or, with a ``fault``, what is none."""

    number: int
    """From 1, in order of place; what is no row counts too."""
    start: int
    """The place of its first byte in the file."""
    end: int
    raw: bytes
    """Its bytes, without the line end; empty where it is too long."""
    fault: str = ""
    """Why it cannot be read."""

    @property
    def place(self) -> str:
        """Its place in words, as it is cited."""
        return row_place(self.number, self.start)

    @property
    def following(self) -> Mark:
        """Where the table goes on after it."""
        return Mark(self.end, self.number)


class Mark(NamedTuple):
    """A place in a table at which it can be read on."""

    place: int
    """Bytes before it."""
    number: int
    """Rows before it."""


BEGINNING = Mark(0, 0)


def is_row(raw: bytes) -> bool:
    """Whether a piece of a table is a row, whole or damaged."""
    return any(begins.match(raw) for begins in (_START, _BARE_START, _DAMAGED)) or bool(_ROW.fullmatch(raw))


def is_table(head: bytes) -> bool:
    """Whether a file that begins with ``head`` is such a table.

    It begins with a row, or, cut out of a larger one, with the end of a row and then a row.
    """
    start = _BETWEEN.match(head.removeprefix(_MARK))
    words = head.removeprefix(_MARK)[start.end() if start else 0 :]
    if _START.match(words) or _BARE_START.match(words) or _ROW.match(words):
        return True
    if _BORDER not in head:
        return False
    first = _START.search(head)
    before = head[: first.start()].rstrip(b"\r\n") if first else b""
    return before.endswith(b'"') or _TITLES.fullmatch(before.removeprefix(_MARK)) is not None


def rows(file: Readable) -> Iterator[Row]:
    """The rows of a table in order, from its beginning; little more than one row is in memory."""
    return iter(_Cutter(file))


def rows_from(file: BinaryIO, start: Mark) -> Iterator[Row]:
    """The rows of a table that come after ``start``."""
    if start == BEGINNING:
        return rows(file)
    is_bare = _is_bare(file.read(HEAD))
    file.seek(start.place)
    return iter(_Cutter(file, start, is_bare))


def _is_bare(head: bytes) -> bool:
    """Whether the rows of a table that begins so stand without quotation marks around numbers and dates."""
    first = _BETWEEN.match(head.removeprefix(_MARK))
    return first is not None and _BARE_START.match(head.removeprefix(_MARK), first.end()) is not None


class _Cutter:
    """Cuts a stream into rows; ``window`` is what was read of it and not yet given out."""

    def __init__(self, file: Readable, start: Mark = BEGINNING, is_bare: bool | None = None) -> None:
        """``file`` stands at ``start``; ``is_bare`` is told where that is not the beginning."""
        self._file = file
        self._window = b""
        self._base = start.place  # the place of the window's first byte in the file
        self._whole = False  # nothing comes after the window
        self._bare = is_bare
        self._number = start.number
        self._found = -1  # the place in the file of the next beginning of a row that was found
        self._searched = 0  # the place up to which there is no other

    def __iter__(self) -> Iterator[Row]:
        self._read(HEAD)
        place = len(_MARK) if self._window.startswith(_MARK) else 0
        if self._bare is None:
            self._bare = _is_bare(self._window)
        while (start := self._next(place)) is not None:
            end = self._end(start)
            while end is None and len(self._window) - start <= LONGEST and not self._whole:
                start = self._read_on(start)
                end = self._end(start)
            self._number += 1
            if end is None or end - start > LONGEST:
                place = yield from self._too_long(start)
            else:
                row = self._row(start, end)
                place = end
                if row is not None:
                    yield row

    # ------------------------------------------------------------ the window

    def _read(self, size: int) -> None:
        words = self._file.read(size)
        self._window += words
        self._whole = not words

    def _read_on(self, place: int) -> int:
        """Read more, forget what lies before ``place``; where that is in the window now."""
        self._window = self._window[place:]
        self._base += place
        self._read(max(CHUNK, min(len(self._window), LONGEST)))
        return 0

    def _next(self, place: int) -> int | None:
        """The next place in the window that is neither a line end nor padding; ``None`` at the end."""
        while True:
            between = _BETWEEN.match(self._window, place)
            place = between.end() if between else place
            if place < len(self._window):
                return place
            if self._whole:
                return None
            place = self._read_on(place)

    # ------------------------------------------------------------ one row

    def _end(self, start: int) -> int | None:
        """Where the row that begins at ``start`` ends; ``None`` where more of the file must be seen."""
        window = self._window
        row = _FIELDS.match(window, start)
        if row is not None and (row.end() < len(window) or self._whole):
            glued = self._start_after(start + 1, row.end())
            if glued is not None:
                return glued
            following = self._follows(row.end())
            if following is None or following:
                return row.end() if following else None
        found = self._start_after(start + 1)
        end = len(window) if found is None and self._whole else found
        if row is None or end is None:
            too_long = row is not None and len(window) - start > LONGEST
            return row.end() if row is not None and too_long else end
        # Words after a quotation mark at a line's end that ends no field, or a row that lost its head.
        rest = window[row.end() : end]
        return row.end() if _BORDER in rest or not _WORDS.search(rest) else end

    def _follows(self, end: int) -> bool | None:
        """Whether after ``end`` a row begins, or nothing comes; ``None`` where that is not seen yet."""
        between = _BETWEEN.match(self._window, end)
        place = between.end() if between else end
        if place == len(self._window) and self._whole:
            return True
        if _START.match(self._window, place) or _BARE_START.match(self._window, place):
            return True
        if place + _LONGEST_START > len(self._window) and not self._whole:
            return None
        other = _ROW.match(self._window, place)
        if other is None or self._start_after(place + 1, other.end()) is not None:
            return False
        return True if other.end() < len(self._window) or self._whole else None

    def _start_after(self, place: int, end: int = sys.maxsize) -> int | None:
        """The first place, at ``place`` or after it, at which a row begins by its look.

        Each stretch is searched once, whatever is asked: ``place`` never goes back.
        """
        if self._found < self._base + place:
            start = max(place, self._searched - self._base)
            found = (_BARE_START if self._bare else _START).search(self._window, start)
            self._found = self._base + found.start() if found else -1
            self._searched = self._base + (found.start() if found else len(self._window) - _LONGEST_START)
        found_at = self._found - self._base
        return found_at if place <= found_at < end else None

    def _row(self, start: int, end: int) -> Row | None:
        """The piece between two places of the window; ``None`` for a row of titles."""
        raw = self._window[start:end].rstrip(b"\r\n")
        if self._number == 1 and _TITLES.fullmatch(raw):
            return None
        known = is_row(raw)
        fault = "" if known else "is no row of the table, but what is left of one"
        return Row(self._number, self._base + start, self._base + start + len(raw), raw, fault)

    def _too_long(self, start: int) -> Generator[Row, None, int]:
        """Pass over a row that is too long; gives back the place in the window after it."""
        number, first = self._number, self._base + start
        place = start + 1
        while (found := self._start_after(place)) is None and not self._whole:
            place = self._read_on(max(place, len(self._window) - _LONGEST_START))
        end = len(self._window) if found is None else found
        fault = f"is longer than {LONGEST // 1024 // 1024} MB"
        yield Row(number, first, self._base + end, b"", fault)
        return end
