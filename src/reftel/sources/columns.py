"""Columns: which columns of a table hold what, as whoever has the table says.

A field is ``text``, a statement that a wrapper may make (``document.STATEMENTS``) or a key of
``record.Provenance``. A field has one column; the text may have several, which are joined in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from reftel.document import STATEMENTS
from reftel.errors import SettingError, readable
from reftel.record_copy import Provenance
from reftel.toml_file import read_toml

TEXT = "text"
FIELDS: tuple[str, ...] = (TEXT, *STATEMENTS, *Provenance.__struct_fields__)
"""What a column may hold."""
_OF_FILE = ("columns", "collection", "rights")  # what may stand in a file that names columns

# text=Body,"id"="the, number" - a name with a comma or an equals sign in it stands in quotation marks
_NAME = r"""(?:"(?:[^"]|"")*"|'(?:[^']|'')*'|[^,="']*)"""
_ASSIGNMENT = re.compile(rf"\s*({_NAME})\s*=\s*({_NAME})\s*(?:,|\Z)")


class Columns(msgspec.Struct, frozen=True):
    """Which columns hold what, and what else is told of the rows; ``named`` makes it."""

    pairs: tuple[tuple[str, str], ...]
    """Pairs of field and column; the text may be there several times."""
    collection: str | None = None
    """The collection that the rows were taken from."""
    rights: str | None = None
    """Rights statement."""

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names, each once."""
        return tuple(dict.fromkeys(column for _, column in self.pairs))


Named = Mapping[str, str | Sequence[str]]
"""Which column holds which field, or, of the text, which columns."""


def named(columns: Named | Columns | None) -> Columns | None:
    """The columns as given; raises ``SettingError`` for an unknown field, or where the text is missing."""
    return columns if columns is None or isinstance(columns, Columns) else _named(columns)


def _named(columns: Named) -> Columns:
    pairs = []
    for field, given in columns.items():
        if isinstance(given, str):
            pairs.append((field, given))
        elif isinstance(given, Sequence) and given and all(isinstance(one, str) for one in given):
            pairs += [(field, one) for one in given]
        else:
            raise SettingError(f"columns: {field} is to be the name of a column, or a list of names")
    return _checked(pairs)


def of_options(options: Iterable[str]) -> Columns:
    """The columns that are named as ``text=Body,id="the number"``; raises ``SettingError``."""
    pairs = []
    for words in options:
        place = 0
        while place < len(words) or not words:
            found = _ASSIGNMENT.match(words, place)
            if found is None:
                raise SettingError(
                    f"columns: {readable(words[place:])!r} names no column; write FIELD=COLUMN, with commas"
                    ' between, and "COLUMN" where a comma stands in its name'
                )
            pairs.append((_bare(found[1]), _bare(found[2])))
            place = found.end()
    return _checked(pairs)


def of_file(path: str | Path) -> Columns:
    """The columns that a TOML file names, in its table ``columns``; raises ``SettingError``."""
    return _of_told(readable(str(path)), read_toml(path))


def _of_told(name: str, told: dict[str, Any]) -> Columns:
    unknown = [key for key in told if key not in _OF_FILE]
    if unknown:
        raise SettingError(f"{name}: {unknown[0]} is unknown; there may be {', '.join(_OF_FILE)}")
    columns, others = told.get("columns"), {key: told.get(key) for key in _OF_FILE[1:]}
    if not isinstance(columns, dict):
        raise SettingError(f"{name}: a table [columns] is missing, with a line text = COLUMN")
    wrong = next((key for key, words in others.items() if not isinstance(words, str | None)), None)
    if wrong:
        raise SettingError(f"{name}: {wrong} is to be text")
    try:
        return msgspec.structs.replace(_named(columns), **others)
    except SettingError as error:
        raise SettingError(f"{name}: {error}") from error


def _bare(name: str) -> str:
    """A name without the quotation marks around it."""
    name = name.strip()
    if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'":
        return name[1:-1].replace(name[0] * 2, name[0])
    return name


def _checked(pairs: Sequence[tuple[str, str]]) -> Columns:
    seen: set[str] = set()
    for field, column in pairs:
        if field not in FIELDS:
            raise SettingError(f"columns: {field or 'nothing'!r} is no field; there are {', '.join(FIELDS)}")
        if field in seen and field != TEXT:
            raise SettingError(f"columns: {field} is named twice; only the text may have several columns")
        if not column.strip():
            raise SettingError(f"columns: {field} has no column")
        seen.add(field)
    if TEXT not in seen:
        raise SettingError("columns: none holds the text; name it: text=COLUMN")
    if len(set(pairs)) < len(pairs):
        raise SettingError("columns: a column is named twice for the text")
    return Columns(tuple(pairs))
