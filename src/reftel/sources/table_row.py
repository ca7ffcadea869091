r"""Table row: a row of a table whose columns were named, one of a delimited table or one of JSON lines.

The text handed on is the columns that state something of the telegram on a line, tabs between them, then
those that hold its text, a blank line between them, each without what the form of the table put in: quotation
marks, a second one in the place of one, JSON's escapes. The message is the text's columns. A row that is
damaged is read as far as it goes, with a defect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from reftel.defects import Defect, defect
from reftel.document import STATEMENTS, Document, Source, Told
from reftel.errors import SourceError
from reftel.sources.column_rows import QUOTED
from reftel.sources.columns import TEXT
from reftel.sources.extract import Extract, Piece
from reftel.sources.table_forms import JSON_LINES, Value, values
from reftel.span import Fact, Span, folded

Pieces = Sequence[Piece]


@dataclass(frozen=True)
class _Row:
    """What is told apart in a row."""

    columns: Mapping[str, Pieces] = field(default_factory=dict)
    """The words of its columns by name, in pieces."""
    damage: str = ""
    """What is damaged, in words."""


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The document of a row, of which ``source.told`` tells the columns.

    Raises ``SourceError`` for what should be a JSON object and is none.
    """
    told = source.told
    row = _json_row(source, text, told) if told.form == JSON_LINES else _delimited_row(text, told)
    yield _document(source, text, odd, row)


def _document(source: Source, text: str, odd: tuple[Defect, ...], row: _Row) -> Document:
    told, extract = source.told, Extract()
    of_text = [name for kind, name in told.columns if kind == TEXT]
    placed: dict[str, Span] = {}
    for kind, name in told.columns:
        if kind in STATEMENTS and name not in of_text and name not in placed and row.columns.get(name):
            extract.gap("\t" if placed else "")
            placed[name] = extract.put_all(row.columns[name])
    start = end = None
    for name in of_text:
        if pieces := row.columns.get(name):
            extract.gap("\n\n" if extract.length else "")
            placed[name] = extract.put_all(pieces)
            start, end = start or placed[name], placed[name]
    if start is None and row.damage:
        extract.gap("\n\n" if extract.length else "")
        start = end = extract.put(text, Span(0, len(text)))
    words = extract.text
    message = Span(start.start, end.end) if start and end else Span(len(words), len(words))
    damaged = (defect("damaged-row", Span(0, 0), row.damage),) if row.damage else ()
    return Document(
        text=words,
        message=message,
        wrapper=str(told.form),
        source=source,
        says=_says(words, told, placed),
        provenance=_provenance(told, row),
        defects=(*extract.moved(odd), *damaged),
        origin=extract.origin,
    )


# ---------------------------------------------------------------- what the columns state

# 2007-11-28T10:52:00.000Z · 2007-11-28 10:52:00.123456+00:00: a fraction of a second tells nothing
_FRACTION = re.compile(r"(\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d)\.\d+(Z|\+00:00)?", re.ASCII)
# 11/28/2007 10:52 · 28/11/2007: which is the month is told by a number above 12 alone
_STROKES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:[ T](\d{1,2}:\d\d)(?::\d\d)?)?", re.ASCII)
_PARTING = re.compile(r"\s*[,;|\n]\s*")


def _says(text: str, told: Told, placed: Mapping[str, Span]) -> dict[str, Fact[str]]:
    """What the columns state, by its name; an empty one states nothing."""
    says = {}
    for kind, name in told.columns:
        if kind in STATEMENTS and name in placed:
            words = placed[name].trimmed(text)
            if value := folded(text, (words,)):
                says[kind] = Fact(_spelled(kind, value, words.of(text)), (words,))
    return says


def _spelled(kind: str, value: str, words: str) -> str:
    """A statement as it is written where one form is agreed on."""
    if kind == "created":
        return _date(value)
    return "|".join(filter(None, _PARTING.split(words.strip()))) if kind == "references" else value


def _date(words: str) -> str:
    """A date as ISO 8601 has it, where that is certain; other words as they are."""
    if found := _FRACTION.fullmatch(words):
        return found[1] + (found[2] or "")
    found = _STROKES.fullmatch(words)
    if found is None:
        return words
    one, two, year, time = found.groups()
    months = [(month, day) for month, day in ((one, two), (two, one)) if int(month) <= 12 < int(day)]
    if one == two:
        months = [(one, two)]
    if len(months) != 1:
        return words
    [(month, day)] = months
    return f"{year}-{int(month):02d}-{int(day):02d}" + (f" {time:0>5}" if time else "")


def _provenance(told: Told, row: _Row) -> dict[str, str]:
    """What the columns tell of where the document comes from."""
    found = {}
    for kind, name in told.columns:
        if kind != TEXT and kind not in STATEMENTS and name in row.columns:
            words = " ".join("".join(piece.words for piece in row.columns[name]).split())
            if words:
                found[kind] = _date(words) if kind == "released" else words
    return found


# ---------------------------------------------------------------- a row of a delimited table


@cache
def _field(delimiter: str) -> re.Pattern[str]:
    """A field; there is no line end outside of quotation marks but one that was a carriage return."""
    return re.compile(rf'(?:{QUOTED}|(?!")[^{re.escape(delimiter)}]*+)')


def _delimited_row(row: str, told: Told) -> _Row:
    """The columns of a row; of one that is damaged those that can be told apart for certain."""
    fields, damage = _fields(row, told)
    wanted = {name for _, name in told.columns}
    if damage and len(fields) != len(told.titles):
        return _Row(damage=damage)
    missing = len(told.titles) - len(fields)
    if missing < 0:
        return _Row(damage=f"it has {len(fields)} columns, the table {len(told.titles)}")
    if missing:
        damage = f"it has only {len(fields)} of {len(told.titles)} columns"
    columns = {
        name: _of_field(row, place)
        for name, place in zip(told.titles, fields, strict=False)
        if name in wanted
    }
    return _Row(columns, damage)


def _fields(row: str, told: Told) -> tuple[list[Span], str]:
    """Where the fields of a row stand, with their quotation marks, and what is damaged."""
    pattern = _field(told.delimiter)
    fields: list[Span] = []
    place, damage = 0, ""
    while True:
        found = pattern.match(row, place)
        end = found.end() if found else place
        if found is None or (end < len(row) and row[end] != told.delimiter):
            closed = "is not doubled" if found else "is never closed"
            damage = f"a quotation mark in column {len(fields) + 1} {closed}"
            next_one = row.find(told.delimiter, place)
            end = len(row) if next_one < 0 else next_one
        fields.append(Span(place, end))
        if end == len(row):
            return fields, damage
        place = end + 1


def _of_field(row: str, place: Span) -> Pieces:
    """The words of a field in pieces, without the quotation marks that only tell of others."""
    words = place.of(row)
    start, end = place
    if len(words) > 1 and words[0] == words[-1] == '"':
        words, start, end = words[1:-1], start + 1, end - 1
    if '""' not in words or start == place.start:
        return [Piece(words, Span(start, end))] if words else []
    pieces = []
    for part in words.split('""')[:-1]:
        pieces.append(Piece(f'{part}"', Span(start, start + len(part) + 1)))
        start += len(part) + 2
    return [*pieces, Piece(row[start:end], Span(start, end))] if start < end else pieces


# ---------------------------------------------------------------- a row of JSON lines

_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.", re.DOTALL
)
_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)(?:"|\\?\Z)', re.DOTALL)
_SIGNS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_LONE = re.compile("[\ud800-\udfff]")
_BETWEEN = {"tags": ", ", "references": "|", TEXT: "\n"}
_ELEMENT = re.compile(r'\s*[\[,]\s*("(?:[^"\\]++|\\.)*+"|[^\s\[\]{},"]++)', re.DOTALL)
_LAST = re.compile(r"\s*\}\s*\Z")


def _json_row(source: Source, row: str, told: Told) -> _Row:
    """The values of a JSON object by their keys; raises ``SourceError`` for what is none."""
    found = {value.key: value for value in values(row)}  # of two with one key the last counts
    if not row.lstrip().startswith("{") or (not found and not row.strip().startswith("{}")):
        raise SourceError(source.name, "is no JSON object")
    end = max((value.end for value in found.values()), default=0)
    is_whole = all(value.end >= 0 for value in found.values()) and _LAST.match(row, end) is not None
    damage = "" if is_whole or not found else "it is no whole JSON object"
    kinds = {name: kind for kind, name in reversed(told.columns)}
    return _Row(
        {name: _of_value(row, found[name], kind) for name, kind in kinds.items() if name in found}, damage
    )


def _of_value(row: str, value: Value, kind: str) -> Pieces:
    """The words of a value: of a string those it stands for, of a list of strings one after another."""
    if value.end < 0:
        return _of_string(row, value.start) if row.startswith('"', value.start) else []
    if value.value is None:
        return []
    if isinstance(value.value, str):
        return _of_string(row, value.start)
    if isinstance(value.value, list) and all(isinstance(one, str | int | float) for one in value.value):
        return _of_list(row, value, _BETWEEN.get(kind, " "))
    return [Piece(row[value.start : value.end], Span(value.start, value.end))]


def _of_list(row: str, value: Value, between: str) -> Pieces:
    """The words of a list's elements."""
    pieces: list[Piece] = []
    place = value.start
    while (found := _ELEMENT.match(row, place, value.end)) is not None:
        if pieces:
            pieces.append(Piece(between, None))
        start, place = found.span(1)
        plain = [Piece(found[1], Span(start, place))]
        pieces += _of_string(row, start) if row.startswith('"', start) else plain
    return pieces


def _of_string(row: str, start: int) -> Pieces:
    """The words of the string that begins at ``start``, each escape a piece of its own."""
    found = _STRING.match(row, start)
    if found is None:
        return []
    pieces: list[Piece] = []
    place, end = found.span(1)
    for escape in _ESCAPE.finditer(row, place, end):
        if place < escape.start():
            pieces.append(Piece(row[place : escape.start()], Span(place, escape.start())))
        place = escape.end()
        pieces.append(Piece(_sign(escape[0]), Span(*escape.span())))
    return [*pieces, Piece(row[place:end], Span(place, end))] if place < end else pieces


def _sign(escape: str) -> str:
    r"""The sign that an escape stands for: ``\n``, ``\u00e9``; half a pair is a sign that cannot be read."""
    if not escape.startswith("\\u") or len(escape) < 6:
        return _SIGNS.get(escape[1:], escape[1:])
    if len(escape) == 12:
        return chr(0x10000 + ((int(escape[2:6], 16) & 0x3FF) << 10) + (int(escape[8:], 16) & 0x3FF))
    return _LONE.sub("\ufffd", chr(int(escape[2:], 16)))
