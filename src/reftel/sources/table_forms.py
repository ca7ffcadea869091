"""Table forms: how a table is told by its beginning, cut into rows, and what its rows do not say themselves.

A table whose columns are named is read in that way wherever they are its columns. Without names only the one
table of fixed columns is known (``csv_rows``); what is surely another table is refused with its columns'
names, so that it does not pass for a telegram.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from json import JSONDecoder
from typing import BinaryIO, ClassVar, NamedTuple, Protocol

import msgspec

from reftel.document import NOTHING_TOLD, Told
from reftel.errors import readable
from reftel.sources import csv_rows
from reftel.sources.column_rows import DelimitedRows, JsonRows, field_pattern, patterns
from reftel.sources.columns import Columns
from reftel.sources.csv_rows import BEGINNING, HEAD, Mark, Readable, Row

CABLES = "cables-csv"
TABLE = "table"
JSON_LINES = "json-lines"

_COMMAS = 200  # bytes in which a row has its first commas
_MARK = "\ufeff"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # byte order marks
_DELIMITERS = ",\t;|"
_SIGNS = tuple(sign.encode() for sign in _DELIMITERS)
_FIRST_LINE = 4096  # bytes in which the first delimiter stands
_LOOKED_AT = 200  # first lines of JSON
_SHOWN = 40  # names of columns in a message
_SURE = 3  # rows that a table has at least, that of titles included, if it is to be told for sure
_TITLE = re.compile(r"(?=[^A-Za-z]*[A-Za-z])[\w .#/()&:-]{1,60}")
# What begins a line of a telegram's heading.
_HEADING = re.compile(r"(?m)^(?:FM|TO|INFO|[ROPZ] [0-9]{6}Z|VZCZC|SUBJECT:|PAGE [0-9]|MRN:|From:)")


class UnknownTable(Exception):  # noqa: N818 - no fault of ours; the name says what it is
    """A table that is read only where its columns are named; the text says which it has."""


class Form(Protocol):
    """How the rows of a table are read."""

    @property
    def is_named(self) -> bool:
        """Whether its columns were named."""

    def rows(self, file: Readable) -> Iterator[Row]:
        """The rows in order, from its beginning; little more than one is in memory."""

    def rows_from(self, file: BinaryIO, start: Mark) -> Iterator[Row]:
        """The rows that come after ``start``."""

    def told(self, raw: bytes) -> Told:
        """What a row does not say itself."""


class CablesTable:
    """The table of fixed columns."""

    is_named = False

    def rows(self, file: Readable) -> Iterator[Row]:
        """The rows in order."""
        return csv_rows.rows(file)

    def rows_from(self, file: BinaryIO, start: Mark) -> Iterator[Row]:
        """The rows that come after ``start``."""
        return csv_rows.rows_from(file, start)

    def told(self, raw: bytes) -> Told:
        """The form, where the row alone does not show it."""
        return NOTHING_TOLD if is_cables_table(raw[:HEAD]) else Told(form=CABLES)


@dataclass(frozen=True)
class NamedTable:
    """A table whose columns are named: with titles and a delimiter, or without them, of JSON objects."""

    telling: Told
    """What is told of each row."""
    is_named: ClassVar[bool] = True

    def rows(self, file: Readable) -> Iterator[Row]:
        """The rows in order."""
        return self._from(file, BEGINNING)

    def rows_from(self, file: BinaryIO, start: Mark) -> Iterator[Row]:
        """The rows that come after ``start``."""
        file.seek(start.place)
        return self._from(file, start)

    def _from(self, file: Readable, start: Mark) -> Iterator[Row]:
        told = self.telling
        if told.form == JSON_LINES:
            return iter(JsonRows(file, start))
        return iter(DelimitedRows(file, told.delimiter, len(told.titles), start))

    def told(self, raw: bytes) -> Told:
        """Which columns hold what."""
        return self.telling


def may_be_cables_table(head: bytes) -> bool:
    """Whether it is worth looking whether a file with these first bytes is the table of fixed columns."""
    return b"," in head[:_COMMAS]


def is_cables_table(head: bytes) -> bool:
    """Whether a file that begins with these bytes is it; as many as ``HEAD`` are looked at."""
    return may_be_cables_table(head) and csv_rows.is_table(head)


def look(columns: Columns | None) -> int:
    """How many bytes at the beginning of a file ``named_table`` looks at."""
    return HEAD if columns is None else csv_rows.CHUNK


def named_table(head: bytes, columns: Columns | None) -> NamedTable | None:
    """The table with these columns that begins with ``head``: as many bytes as ``look`` says, or all.

    ``None`` for what is no table, or none that is surely one; raises ``UnknownTable`` for one that surely is,
    and has other columns, or where none are named.
    """
    if columns is not None and head.startswith(_UTF_16):
        words = head[: len(head) // 2 * 2].decode("utf-16", "replace")
        if named_table(words.encode(), columns) is not None:
            raise UnknownTable("is a table in UTF-16; save it as UTF-8")
    if not _may_be_table(head):
        return None
    words = _decoded(head).removeprefix(_MARK).lstrip("\r\n")
    is_cut = len(head) >= look(columns)
    return (_json_lines if _is_object(words) else _delimited)(words, columns, is_cut)


def _may_be_table(head: bytes) -> bool:
    """Whether the first line is an object, or may have titles."""
    line = head.removeprefix(_MARK.encode()).lstrip(b"\r\n")[:_FIRST_LINE].partition(b"\n")[0]
    return line.lstrip().startswith(b"{") or any(sign in line for sign in _SIGNS)


def _decoded(head: bytes) -> str:
    """The words of the beginning of a file, which may end within a letter."""
    try:
        return head.decode("utf-8")
    except UnicodeDecodeError as error:
        whole = error.start if error.start > len(head) - 4 else 0
        return head[:whole].decode("utf-8") if whole else head.decode("cp1252", "replace")


def _told(form: str, columns: Columns) -> Told:
    return Told(form, columns.collection, columns.rights, columns.pairs)


def _refusal(known: Sequence[str], columns: Columns | None) -> UnknownTable:
    """Why a table is not read that has the columns ``known``."""
    shown = ", ".join(readable(name) for name in known[:_SHOWN])
    shown += f" and {len(known) - _SHOWN} more" if len(known) > _SHOWN else ""
    if columns is None:
        return UnknownTable(f"is a table with the columns {shown}; name them with --columns (text=COLUMN, …)")
    missing = ", ".join(name for name in columns.names if name not in known)
    return UnknownTable(f"is a table without the column {missing}; it has {shown}")


# ---------------------------------------------------------------- JSON lines

_OBJECT = re.compile(r'\s*\{\s*(?:"|\})')
_KEY = re.compile(r'\s*[{,]\s*("(?:[^"\\]++|\\.)*+")\s*:\s*', re.DOTALL)
_DECODER = JSONDecoder(strict=False)
JSON_FAULTS = (ValueError, RecursionError)
"""What reading JSON raises."""


def _is_object(words: str) -> bool:
    return _OBJECT.match(words) is not None


class Value(NamedTuple):
    """A value of a JSON object, and its place."""

    key: str
    value: object
    start: int
    end: int


def values(words: str) -> Iterator[Value]:
    """The values at the top of the JSON object with which ``words`` begin, as far as it is whole."""
    place = 0
    while (found := _KEY.match(words, place)) is not None:
        try:
            key = _DECODER.decode(found[1])
            value, place = _DECODER.raw_decode(words, found.end())
        except JSON_FAULTS:
            yield Value(_key(found[1]), None, found.end(), -1)
            return
        yield Value(key, value, found.end(), place)


def _key(words: str) -> str:
    try:
        return str(_DECODER.decode(words))
    except JSON_FAULTS:
        return words


def _json_lines(words: str, columns: Columns | None, is_cut: bool) -> NamedTable | None:
    lines = [line for line in words.split("\n", _LOOKED_AT)[:_LOOKED_AT] if line.strip()]
    known = dict.fromkeys(value.key for line in lines if _is_object(line) for value in values(line))
    if columns is not None and all(name in known for name in columns.names):
        return NamedTable(_told(JSON_LINES, columns))
    whole = lines[:-1] if is_cut and len(lines) < _LOOKED_AT else lines
    if not known or not whole or not all(map(_is_whole_object, whole)):
        return None
    raise _refusal(list(known), columns)


def _is_whole_object(line: str) -> bool:
    try:
        return isinstance(_DECODER.decode(line.strip()), dict)
    except JSON_FAULTS:
        return False


# ---------------------------------------------------------------- delimited tables


def _delimited(words: str, columns: Columns | None, is_cut: bool) -> NamedTable | None:
    tables = [(_titles(words, sign), sign) for sign in _DELIMITERS]
    if columns is not None:
        for titles, sign in tables:
            if titles.number and all(name in titles.names for name in columns.names):
                return NamedTable(_telling(titles.names, sign, columns))
    titles, sign = max(tables, key=lambda found: found[0].number)
    if titles.number > 1 and _is_sure(words, titles, sign, is_cut):
        raise _refusal(titles.names, columns)
    return None


def _telling(titles: tuple[str, ...], sign: str, columns: Columns) -> Told:
    twice = next((name for name in columns.names if titles.count(name) > 1), None)
    if twice is not None:
        raise UnknownTable(f"is a table with several columns {readable(twice)}; rename one")
    return msgspec.structs.replace(_told(TABLE, columns), titles=titles, delimiter=sign)


class _Titles(NamedTuple):
    """The titles in the first row."""

    names: tuple[str, ...]
    end: int

    @property
    def number(self) -> int:
        """How many there are; none where there is only one, which may be anything."""
        return len(self.names) if len(self.names) > 1 else 0


def _titles(words: str, sign: str) -> _Titles:
    """The row of titles that ``words`` begin with."""
    field = re.compile(field_pattern(sign))
    names = []
    place = 0
    while (found := field.match(words, place)) is not None:
        name = found[0]
        names.append(name[1:-1].replace('""', '"') if name.startswith('"') else name)
        place = found.end() + 1
        if not words.startswith(sign, found.end()):
            is_end = found.end() == len(words) or words[found.end()] in "\r\n"
            return _Titles(tuple(map(str.strip, names)) if is_end else (), found.end())
    return _Titles((), 0)


def _is_sure(words: str, titles: _Titles, sign: str, is_cut: bool) -> bool:
    """Whether a text is surely a table with these titles: all rows have as many columns, none a heading."""
    if len(set(map(str.casefold, titles.names))) < len(titles.names):
        return False
    if not all(map(_TITLE.fullmatch, titles.names)) or _HEADING.match(words):
        return False
    table = words.encode()
    strict = patterns(sign, len(titles.names)).strict
    rows, place = 0, 0
    while place < len(table):
        row = strict.match(table, place)
        if row is None or _HEADING.match(row[0][:80].decode("utf-8", "replace")):
            break
        rows += row.end() < len(table) or not is_cut
        place = row.end()
        place += 2 if table.startswith(b"\r\n", place) else 1
    rest = len(table) - place
    return rows >= _SURE and (rest <= 0 or (is_cut and rows > 0 and _may_go_on(table[place:])))


def _may_go_on(rest: bytes) -> bool:
    """Whether what the beginning of a file ends with may be the beginning of a row."""
    return rest.count(b'"') % 2 == 1 or b"\n" not in rest
