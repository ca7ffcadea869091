r"""Cables as CSV: one row of the table that holds a telegram in eight columns (see ``csv_rows``).

The text handed on is the first six columns on a line, tabs between them, then the envelope and the text of
the telegram (header and body), a blank line between them, without the dialect's backslashes and quotation
marks; the message is these two. The columns are a second witness. A row with too few columns or too many, or
with a quotation mark that is not told to be one of the text, is read as far as it goes, with a defect.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from reftel.defects import Defect, defect
from reftel.document import Document, Source
from reftel.sources import csv_rows
from reftel.sources.csv_rows import BARE_START, COLUMNS
from reftel.sources.extract import Extract
from reftel.span import Fact, Span, folded

WRAPPER = "cables-csv"
_NAMES = (None, "created", "id", "from", "classification", "references")
_HEADER = len(_NAMES)  # the index of the column that begins the message

_BARE = re.compile(rf"\s*+{BARE_START}")
_START = re.compile(csv_rows.START)
_LONGEST_START = 200  # characters of what a row begins with
_LONGEST = csv_rows.LONGEST // 4  # characters: of four bytes at most
# "1","12/28/1966: what may be the beginning of another row
_ANOTHER = re.compile(r'"[0-9]{1,9}","[0-9]')
_BARE_FIELD = re.compile(r'[^",\r\n]*+')
_SHORT = re.compile(r'"?[^",\r\n]{0,60}"?')  # one that lost a quotation mark: 66BUENOSAIRES2481"
# A backslash or quotation mark that only tells of the sign after it: \" \\ \' "" and one before a line end.
_SILENT = re.compile(r"""\\["'\\\n\r]|\"\"""")
_TOLD = frozenset("\"'\n\r")
# The same, to be split at: what is kept of it is the sign.
_SILENT_EDGE = re.compile(r"""(?:\\|"(?="))(["'\\\n\r])""")
# What stands for a line end in a field that has none of its own.
_WRITTEN = re.compile(r"""\\\\|\\(?P<sign>[nrt])""")
_SIGNS = {"n": "\n", "r": "\r", "t": "\t"}
# 12/28/1966 18:48
_MONTH_FIRST = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) (\d{1,2}:\d\d)(?::\d\d)?", re.ASCII)
# What a column that is moved by damage does not look like.
_LOOKS = {"created": re.compile(r"\d{1,2}/|\d{4}-"), "id": re.compile(r"\d\d.*[A-Za-z].*\d")}
_ANY = re.compile("")
_NOTHING = r"\N"  # a column without a value


def _is_sound_row(text: str) -> bool:
    """Whether a text is one row without any damage; ``csv_rows`` would cut it no other way."""
    head = text[:_LONGEST_START]
    if not (head.isascii() and _START.match(head)) or len(text) > _LONGEST or _ANOTHER.search(text, 1):
        return False
    return not _columns(text.rstrip("\r\n"))[1]


class _Piece(NamedTuple):
    """Some characters of the text and the place in the column that they come from."""

    words: str
    place: Span


def recognise(text: str) -> bool:
    """Whether a text is such a table, or a row of it."""
    head = text[: csv_rows.HEAD]
    if '","' not in head and not _BARE.match(head):
        return False
    return csv_rows.is_table(head.encode("utf-8", "surrogatepass"))


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The documents of all rows, one after another; what is no row is a document too, with a defect.

    Places count characters of the whole table.
    """
    if _is_sound_row(text):  # as nearly all are that come one by one
        yield _document(replace(source, part=None), text.rstrip("\r\n"), odd, 0, "")
        return
    table = text.encode("utf-8", "surrogatepass")
    found = list(csv_rows.rows(io.BytesIO(table)))
    end = characters = 0
    for row in found:
        characters += len(table[end : row.start].decode("utf-8", "surrogatepass"))
        words = table[row.start : row.end].decode("utf-8", "surrogatepass")
        within = Span(characters, characters + len(words))
        own = tuple(one for one in odd if one.span.within(within) or len(found) == 1)
        part = f"row {row.number} at character {characters}" if len(found) > 1 or row.start else None
        yield _document(replace(source, part=part), words, own, characters, row.fault)
        end, characters = row.end, within.end


def _put(extract: Extract, words: str, at: int) -> Span:
    """Add the words of a column, which stand at ``at``; where they are in the text."""
    if "\\" not in words and '"' not in words:
        return extract.put(words, Span(at, at + len(words)))
    if "\\n" in words and "\n" not in words:
        read = "".join([piece.words for piece in _written(words)])
        return extract.put_unread(read, words, at, _written)
    return extract.put_unread(_without_silent(words), words, at, _plain)


def _without_silent(words: str) -> str:
    """Words without the signs that only tell of the next one."""
    first, *others = words.split("\\")
    if '""' in words or "" in others[:-1]:  # two meet, and the first tells of the second
        return "".join(_SILENT_EDGE.split(words))
    return first + "".join([part if part[:1] in _TOLD else f"\\{part}" for part in others])


def _plain(words: str, at: int = 0) -> Iterator[_Piece]:
    """The pieces of a column that stands at ``at``, signs that only tell of the next one left out."""
    place = 0
    for found in _SILENT.finditer(words):
        silent = found.start()
        if place < silent:
            yield _Piece(words[place:silent], Span(at + place, at + silent))
        place = silent + 1
    if place < len(words):
        yield _Piece(words[place:], Span(at + place, at + len(words)))


def _written(words: str) -> Iterator[_Piece]:
    r"""The pieces of a column in which ``\n`` stands for line ends."""
    place = 0
    for found in _WRITTEN.finditer(words):
        if found["sign"]:
            yield from _plain(words[place : found.start()], place)
            yield _Piece(_SIGNS[found["sign"]], Span(*found.span()))
            place = found.end()
    yield from _plain(words[place:], place)


# ---------------------------------------------------------------- one row


def _document(source: Source, row: str, odd: tuple[Defect, ...], at: int, fault: str) -> Document:
    """The document of one row, whose first character stands at ``at`` in the table; ``fault``: it is none."""
    columns, damage = ([Span(0, len(row))], fault) if fault else _columns(row)
    first = 0 if fault else _first_of_message(row, columns)
    extract = Extract()
    said = []
    for i, column in enumerate(columns[:first]):
        if i:
            extract.gap("\t")
        said.append(_put(extract, column.of(row), at + column.start))
    parts = []
    for column in columns[first:]:
        if column.start < column.end:
            extract.gap("\n\n" if first else "")
            if fault:
                parts.append(extract.put(row, Span(at, at + len(row))))
            else:
                parts.append(_put(extract, column.of(row), at + column.start))
    text = extract.text
    message = Span(parts[0].start, parts[-1].end) if parts else Span(len(text), len(text))
    damaged = (defect("damaged-row", Span(0, 0), damage),) if damage else ()
    return Document(
        text=text,
        message=message,
        wrapper=WRAPPER,
        source=source,
        says=_says(text, said),
        defects=(*extract.moved(odd), *damaged),
        origin=extract.origin,
    )


def _columns(row: str) -> tuple[list[Span], str]:
    """Where the words of the columns stand in a row, and what is damaged, in words.

    The last one takes all that is left of the row.
    """
    columns: list[Span] = []
    damage = ""
    place, end = len(row) - len(row.lstrip()), len(row.rstrip("\r\n"))
    for _ in range(COLUMNS - 1):
        field_end = _field_end(row, place, end)
        if not row.startswith(",", field_end):
            short = _SHORT.match(row, place, end)
            if short is None or not row.startswith(",", short.end()):
                break
            field_end, damage = short.end(), "a quotation mark around a column is missing"
        columns.append(_within(row, place, field_end))
        place = field_end + 1
    columns.append(_within(row, place, end))
    if len(columns) < COLUMNS:
        return columns, f"only {len(columns)} of {COLUMNS} columns can be told apart"
    last = _field_end(row, place, end)
    if last == place < end:
        return columns, "its last quotation mark is missing"
    if last == end:
        return columns, damage
    more = row[last] == ","
    return columns, f"it has more than {COLUMNS} columns" if more else "a quotation mark in it is not escaped"


def _field_end(row: str, start: int, end: int) -> int:
    """Where the field that begins at ``start`` ends, ``start`` if it is none: as ``csv_rows.FIELD`` has it.

    Quotation marks are few and found at once; a pattern looks at every character.
    """
    if not row.startswith('"', start, end):
        bare = _BARE_FIELD.match(row, start, end)
        return bare.end() if bare else start
    read = start + 1  # all before it is read
    while (mark := row.find('"', read, end)) >= 0:
        slashes = mark
        while slashes > read and row[slashes - 1] == "\\":
            slashes -= 1
        if (mark - slashes) % 2:
            read = mark + 1
        elif row.startswith('"', mark + 1, end):
            read = mark + 2
        else:
            return mark + 1
    return start


def _within(row: str, start: int, end: int) -> Span:
    """A column without the quotation marks around it."""
    if not row.startswith('"', start):
        return Span(start, end)
    return Span(start + 1, max(start + 1, end - row.endswith('"', start + 1, end)))


def _first_of_message(row: str, columns: Sequence[Span]) -> int:
    """Which column begins the message: the seventh; of a row with too few, the first of several lines."""
    if len(columns) == COLUMNS:
        return _HEADER
    long = (i for i, column in enumerate(columns) if "\n" in column.of(row))
    return next(long, min(len(columns), _HEADER))


def _says(text: str, columns: Sequence[Span]) -> dict[str, Fact[str]]:
    """What the columns state, by its name; an empty one states nothing."""
    says = {}
    for name, column in zip(_NAMES, columns, strict=False):
        words = column.trimmed(text)
        value = folded(text, (words,))
        if name and value and value != _NOTHING and _LOOKS.get(name, _ANY).match(value):
            says[name] = Fact(_iso(value) if name == "created" else value, (words,))
    return says


def _iso(words: str) -> str:
    """``12/28/1966 18:48`` as ``1966-12-28 18:48``; other words as they are."""
    found = _MONTH_FIRST.fullmatch(words)
    if found is None:
        return words
    month, day, year, time = found.groups()
    return f"{year}-{int(month):02d}-{int(day):02d} {time:0>5}"
