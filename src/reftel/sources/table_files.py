"""Table files: a file of the disk that is a table of telegrams, its rows sources of their own.

Little more than a row is in memory at a time. The file is read twice, first for its hash: so each row can
say which file it is of, and a table that is known already, wholly or in part, is told without a look at
its rows.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, NamedTuple

from reftel.document import Source
from reftel.errors import SourceError, readable
from reftel.sources import csv_rows
from reftel.sources.columns import Columns
from reftel.sources.csv_rows import BEGINNING, Mark, Row
from reftel.sources.table_forms import (
    CablesTable,
    Form,
    UnknownTable,
    is_cables_table,
    look,
    named_table,
)


class Part(NamedTuple):
    """A row of a table."""

    found: Source | SourceError
    """What it holds, or why it cannot be read."""
    following: Mark
    """Where the table goes on after it."""


class TableFile:
    """A table; to be made by ``table_file``."""

    def __init__(self, name: str, form: Form) -> None:
        """``form``: how it is cut into rows."""
        self.form = form
        self._path = Path(name)
        self.name = readable(name)
        with self._open() as file:
            self._state = _state(file)
            self.size = self._state[0]
            first = next(form.rows(file), None)
            self._titles = first.number - 1 if first else 0
            self.sha256 = _sha256(file)

    def parts(self, start: Mark = BEGINNING) -> Iterator[Part]:
        """The rows in order; raises ``SourceError`` where the file fails, or was changed meanwhile."""
        with self._open() as file:
            self._check(file)
            for row in self.form.rows_from(file, start):
                yield Part(row_source(self.name, row, self.form, self.sha256), row.following)
            self._check(file)

    def count(self, number: int) -> int:
        """How many rows there are up to the one of this number, a row of titles left out."""
        return max(0, number - self._titles)

    @contextmanager
    def _open(self) -> Iterator[BinaryIO]:
        try:
            with self._path.open("rb") as file:
                yield file
        except OSError as error:
            raise SourceError(self.name, str(error.strerror or error)) from error

    def _check(self, file: BinaryIO) -> None:
        if _state(file) != self._state:
            raise SourceError(self.name, "was changed while it was read; read it again")


def sha256(name: str) -> str | None:
    """The hash of the file at ``name``; ``None`` where it cannot be read."""
    try:
        with Path(name).open("rb") as file:
            return _sha256(file)
    except (OSError, ValueError):
        return None


def _sha256(file: BinaryIO) -> str:
    """The hash of a whole file."""
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(csv_rows.CHUNK):
        digest.update(block)
    return digest.hexdigest()


def _state(file: BinaryIO) -> tuple[int, int]:
    """Size and time of a file, by which a change is noticed."""
    found = os.fstat(file.fileno())
    return found.st_size, found.st_mtime_ns


def table_file(name: str, columns: Columns | None = None) -> TableFile | None:
    """The table at ``name``; ``None`` for all else.

    ``columns``: those that are named, for tables that have them. Raises ``SourceError`` for what is surely a
    table, but has other columns.
    """
    try:
        path = Path(name)
        if not name or not path.is_file():
            return None
        with path.open("rb") as file:
            head = file.read(look(columns))
            form = table_form(head, columns)
            if form is None and is_cables_table(head):
                file.seek(0)
                form = CablesTable() if has_rows(file) else None
    except (OSError, ValueError):  # whoever loads the file says why
        return None
    except UnknownTable as error:
        raise SourceError(name, str(error)) from error
    return TableFile(name, form) if form else None


def table_form(head: bytes, columns: Columns | None) -> Form | None:
    """How a table is cut that begins with ``head``, where its columns are named; ``None`` for all else.

    Raises ``UnknownTable`` for what is surely a table that has other columns, or of which none are named.
    """
    if columns is None and is_cables_table(head):
        return None
    try:
        return named_table(head, columns)
    except UnknownTable:
        if is_cables_table(head):
            return None
        raise


def has_rows(file: BinaryIO) -> bool:
    """Whether a table of fixed columns has more than one row; one with a single row is a source as it is."""
    rows = csv_rows.rows(file)
    return next(rows, None) is not None and next(rows, None) is not None


def row_source(
    name: str, row: Row, form: Form, file_sha256: str | None = None, container: str = ""
) -> Source | SourceError:
    """The source that a row of the table ``name`` is; why it is none, if so.

    ``container`` stands before its place, where the table is a member.
    """
    part = f"{container}{row.place}"
    if not row.raw:
        return SourceError(name, row.fault, part)
    sha256 = hashlib.sha256(row.raw).hexdigest()
    return Source(name, sha256, row.raw, part=part, file_sha256=file_sha256, told=form.told(row.raw))
