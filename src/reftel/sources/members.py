"""Members: what containers hold, read as streams.

Members come one after another and are never written to the disk; of one at a time
the bytes are held. What cannot be read, or may not, comes as a ``SourceError`` in its
place, and its neighbours go on.
"""

from __future__ import annotations

import hashlib
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

import zstandard

from reftel.document import Source
from reftel.errors import MEMBER, SourceError, readable
from reftel.sources import compressed, csv_rows, member_names, seven_zip, tar_members, zip_members
from reftel.sources.columns import Columns
from reftel.sources.containers import HEAD, kind
from reftel.sources.files import STANDARD_INPUT
from reftel.sources.limits import Ended, Flow, Limits, Refused, Tally, limits
from reftel.sources.table_files import has_rows, row_source, table_form
from reftel.sources.table_forms import (
    CablesTable,
    Form,
    UnknownTable,
    is_cables_table,
    look,
    may_be_cables_table,
)

Found = Source | SourceError
"""A source, or why a member is none."""

_BROKEN = (
    OSError,
    EOFError,
    ValueError,  # among them what is no valid Unicode
    OverflowError,
    LookupError,
    NotImplementedError,
    RuntimeError,  # zipfile's word for what is encrypted
    struct.error,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    zstandard.ZstdError,
)


def members(
    name: str, file: BinaryIO, allowed: Limits | None = None, columns: Columns | None = None
) -> Iterator[Found]:
    """The members of the container ``file``, and of those in it; ``name`` is the path of the file.

    Each source has the path, and in ``part`` its place within. ``allowed``: as ``REFTEL_LIMITS`` says.
    ``columns``: those of tables that are named.
    """
    tally = Tally(allowed or limits())
    coming = _Walk(readable(name), tally, columns).all(file)
    while True:
        tally.go_on()
        found = next(coming, None)
        tally.pause()
        if found is None:
            return
        yield found


class Here(NamedTuple):
    """What is being read."""

    part: str
    """Its place within the file that was given; empty for that file."""
    alone: str
    """The place of what it holds, if that is no container."""
    depth: int = 0
    """How many layers it lies in."""

    @property
    def name(self) -> str:
        """Its last name."""
        return self.alone.rpartition(MEMBER)[2]


class _Walk:
    """One way through all layers of a file."""

    def __init__(self, name: str, tally: Tally, columns: Columns | None) -> None:
        self._name, self._tally, self._columns = name, tally, columns

    def all(self, file: BinaryIO) -> Iterator[Found]:
        """What the file holds."""
        here = Here("", "content" if self._name == STANDARD_INPUT else self._name)
        try:
            yield from self._read(here, lambda: Flow(file.read, self._tally, file=file))
        except Ended as error:
            yield SourceError(self._name, str(error))

    def _read(self, here: Here, opened: Callable[[], Flow]) -> Iterator[Found]:
        """What stands here: a source, the members of a container, or an error. Raises ``Ended``."""
        found: str | None = None
        try:
            flow = opened()
            found = kind(flow.peek(HEAD))
            if found is None:
                form = self._form(flow)
                yield from self._rows(here, flow, form) if form else (self._source(here, flow),)
            elif here.depth >= self._tally.allowed.depth:
                raise Refused(f"lies in more than {self._tally.allowed.depth} containers within one another")
            elif found == "zip":
                yield from self._members(here, zip_members.read(flow, self._tally))
            elif found == "7z":
                yield from self._members(here, seven_zip.read(flow, self._tally))
            elif found == "tar":
                yield from self._members(here, tar_members.read(flow, self._tally))
            else:
                inner = Here(here.part, _alone(here), here.depth + 1)
                yield from self._read(inner, lambda: compressed.read(found or "", flow, self._tally))
        except Ended:
            raise
        except (Refused, UnknownTable) as error:
            yield self._error(here, str(error))
        except _BROKEN as error:
            what = f"is a {found} archive that is damaged or cut off" if found else "cannot be unpacked"
            yield self._error(here, f"{what} ({_in_words(error)})")

    def _members(self, here: Here, coming: Iterator[zip_members.Member]) -> Iterator[Found]:
        """The members of a container. Those that are hidden are left out, as hidden files are."""
        names = member_names.Names()
        for member in coming:
            self._tally.member()
            if member.is_folder or (member_names.is_hidden(member.name) and ".." not in member.name):
                continue
            reason = member_names.refusal(member.name) or member.refusal
            part = member_names.joined(here.part, names.of(member.name))
            if reason is not None:
                yield SourceError(self._name, reason, part)
            else:
                yield from self._read(Here(part, part, here.depth + 1), member.opened)

    def _form(self, flow: Flow) -> Form | None:
        """How the table is cut that comes; ``None`` for all else, and for a single row, a source as it is."""
        form = table_form(flow.peek(look(self._columns)), self._columns)
        return CablesTable() if form is None and _is_cables_table(flow) else form

    def _rows(self, here: Here, flow: Flow, form: Form) -> Iterator[Found]:
        """The rows of a table."""
        before = here.alone + MEMBER
        return (row_source(self._name, row, form, container=before) for row in form.rows(flow))

    def _source(self, here: Here, flow: Flow) -> Source:
        raw = flow.whole()
        if not raw.strip():
            raise Refused("the file holds no words" if raw else "the file is empty")
        return Source(self._name, hashlib.sha256(raw).hexdigest(), raw, part=here.alone)

    def _error(self, here: Here, reason: str) -> SourceError:
        return SourceError(self._name, reason, (here.alone if here.part else None) or None)


def _is_cables_table(flow: Flow) -> bool:
    if not may_be_cables_table(flow.peek(HEAD)):
        return False
    head = flow.peek(csv_rows.HEAD)
    return is_cables_table(head) and (len(head) == csv_rows.HEAD or has_rows(io.BytesIO(head)))


def _alone(here: Here) -> str:
    """The place of what is packed alone in the compressed file that stands here."""
    last = member_names.packed_alone(here.name)
    return member_names.joined(here.part, last)


def _in_words(error: Exception) -> str:
    return " ".join(f"{error or type(error).__name__}".split())[:200]
