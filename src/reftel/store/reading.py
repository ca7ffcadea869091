"""Reading: what the store holds, as plain values and records."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from reftel.citation import Citation
from reftel.document import Told
from reftel.errors import ArchiveError, RecordError
from reftel.record import Record
from reftel.sections.choosing import Merits
from reftel.store import citing, containing, saving
from reftel.store.citing import Brief
from reftel.store.containing import Location, Problem, TableState
from reftel.store.entries import Change, StoredMessage, StoredSource, folded_name
from reftel.store.opening import explained
from reftel.store.packing import Packer
from reftel.store.preparing import told
from reftel.store.saving import SavedSearch

_MESSAGE = (
    "messages.id, messages.source, messages.ordinal, messages.part,"
    " messages.wrapper, messages.handle, messages.telegram"
)
MERITS = ", ".join(f"messages.{name}" for name in Merits._fields)
"""The columns that the order of speaking compares first."""

_NONE = ("", b"", None)  # no telegram


class Reader:
    """The reading half of a store. Keys are those of telegrams: canonical ids or handles."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self.path = path
        self._connection = connection
        self._packer = Packer()

    def _all(self, statement: str, *values: Any) -> list[Any]:
        with explained(self.path):
            return self._connection.execute(statement, values).fetchall()

    def _one(self, statement: str, *values: Any) -> Any:
        with explained(self.path):
            return self._connection.execute(statement, values).fetchone()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the store within the block, whatever others commit; blocks may be nested."""
        with explained(self.path):
            nested = self._connection.in_transaction
            if not nested:
                self._connection.execute("BEGIN")
        try:
            yield
        finally:
            if not nested:
                with explained(self.path):
                    self._connection.execute("COMMIT")

    # ------------------------------------------------------------ telegrams

    def keys(self) -> Iterator[str]:
        """The keys of all telegrams, sorted."""
        with explained(self.path):
            for (key,) in self._connection.execute("SELECT key FROM telegrams ORDER BY key"):
                yield key

    def holds(self, key: str) -> bool:
        """Whether there is a telegram of this key."""
        return self._one("SELECT 1 FROM telegrams WHERE key = ?", key) is not None

    def held(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of ``keys`` that are telegrams held."""
        return frozenset(key for key in set(keys) if self.holds(key))

    def keys_named(self, name: str) -> tuple[str, ...]:
        """The keys of the telegrams that answer to an id, alias or handle, in any letter case; sorted."""
        rows = self._all(
            "SELECT DISTINCT messages.telegram FROM names JOIN messages ON messages.id = names.message"
            " WHERE names.name = ? ORDER BY 1",
            folded_name(name),
        )
        return tuple(key for (key,) in rows)

    def names_beginning(self, beginning: str, limit: int) -> tuple[str, ...]:
        """Up to ``limit`` keys of telegrams with a name that begins so, sorted by name."""
        start = folded_name(beginning)
        rows = self._all(
            "SELECT messages.telegram FROM names JOIN messages ON messages.id = names.message"
            " WHERE names.name >= ? AND names.name < ?"
            " GROUP BY messages.telegram ORDER BY min(names.name), messages.telegram LIMIT ?",
            start,
            start + "\U0010ffff",
            limit,
        )
        return tuple(key for (key,) in rows)

    def telegram_count(self) -> int:
        """How many telegrams there are."""
        return int(self._one("SELECT count(*) FROM telegrams")[0])

    def nearest(self, post: str, year: int, serial: int, limit: int) -> tuple[str, ...]:
        """Up to ``limit`` keys of the post's telegrams of that year, the nearest serials first."""
        rows = self._all(
            "SELECT key FROM telegrams WHERE post = ? AND year = ? ORDER BY abs(serial - ?), serial LIMIT ?",
            post,
            year,
            serial,
            limit,
        )
        return tuple(key for (key,) in rows)

    def years(self) -> tuple[int, ...]:
        """The years of telegram numbers that are held, sorted."""
        rows = self._all("SELECT DISTINCT year FROM telegrams WHERE year IS NOT NULL ORDER BY year")
        return tuple(year for (year,) in rows)

    def posts(self) -> tuple[str, ...]:
        """The posts of telegrams that are held, sorted."""
        rows = self._all("SELECT DISTINCT post FROM telegrams WHERE post IS NOT NULL ORDER BY post")
        return tuple(post for (post,) in rows)

    # ------------------------------------------------------------ records

    def record(self, key: str) -> Record | None:
        """The record that speaks for a telegram; ``None`` where none is held.

        Raises ``ArchiveError`` where another version's schema cannot be read.
        """
        speaker = self.speaker(key)
        return None if speaker is None else self.message_record(speaker)

    def message_record(self, message: int) -> Record | None:
        """The record of a message, given by number; ``None`` where none is held. Raises ``ArchiveError``.

        The source of one that was put together has the name of its first part's.
        """
        row = self._one(
            "SELECT records.json, (SELECT min(name) FROM paths WHERE paths.source = named.source)"
            " FROM messages JOIN records ON records.message = messages.id"
            " LEFT JOIN parts ON parts.joined = messages.id AND parts.place = 0"
            " JOIN messages AS named ON named.id = ifnull(parts.message, messages.id)"
            " WHERE messages.id = ?",
            message,
        )
        return None if row is None else self._named(self._unpacked(row[0]), row[1])

    def records(self, keys: Sequence[str] | None = None) -> Iterator[tuple[str, Record]]:
        """Keys and the records that speak for them, one after another: of all telegrams in order of key.

        With ``keys`` those of them that are held, in their order. Raises ``ArchiveError`` as ``record`` does.
        """
        hash_of_table = cache(self._table_sha256)
        with explained(self.path):
            for key, frame, name in citing.speaking(self._connection, keys):
                yield key, self._named(self._unpacked(frame), name, hash_of_table)

    def facts(self, keys: Iterable[str]) -> Iterator[tuple[str, Record | None]]:
        """For each of ``keys``, in order, the record that speaks for it, without the path of its source.

        ``None`` where no telegram is held.
        """
        asked = list(dict.fromkeys(keys))
        held = citing.speaking(self._connection, asked)
        key, frame, _ = next(held, _NONE)
        for wanted in asked:
            yield wanted, self._unpacked(frame) if key == wanted else None
            if key == wanted:
                key, frame, _ = next(held, _NONE)

    def keys_with_copies(self) -> frozenset[str]:
        """The keys of telegrams that have several messages."""
        rows = self._all("SELECT telegram FROM messages GROUP BY telegram HAVING count(*) > 1")
        return frozenset(key for (key,) in rows)

    def _unpacked(self, frame: bytes) -> Record:
        try:
            return Record.from_json(self._packer.unpack(frame))
        except RecordError as error:
            raise ArchiveError(
                f"{self.path}: {error}; make the records anew with `reftel rebuild`"
            ) from error

    def _named(
        self, record: Record, name: str | None, hash_of_table: Callable[[str], str | None] | None = None
    ) -> Record:
        """The record with the first path in order of its source, and of those that its pieces come from."""
        pieces = []
        for piece in record.source.pieces:
            place = self.location(self._path_of(piece.sha256))
            pieces.append(msgspec.structs.replace(piece, name=place.name, part=within(place, piece.part)))
        place = self.location(name or record.source.name)
        # what was put together says which sections there are, and its pieces where they are
        part = record.source.part if pieces else within(place, record.source.part)
        source = msgspec.structs.replace(
            record.source,
            name=place.name,
            part=part,
            pieces=pieces,
            file_sha256=None
            if pieces or not place.is_row
            else (hash_of_table or self._table_sha256)(place.name),
        )
        return msgspec.structs.replace(record, source=source)

    def _file_sha256(self, place: Location) -> str | None:
        """The hash of the table that a row stands in; ``None`` for what is no row."""
        return self._table_sha256(place.name) if place.is_row else None

    def _table_sha256(self, path: str) -> str | None:
        found = self.table(path)
        return found.sha256 if found else None

    def _path_of(self, sha256: str) -> str:
        """The first path in order of the source with these bytes."""
        statement = "SELECT min(paths.name) FROM paths JOIN sources ON sources.id = paths.source"
        (name,) = self._one(f"{statement} WHERE sources.sha256 = ?", sha256)
        return name or ""

    # ------------------------------------------------------------ messages and sources

    def messages(self, key: str) -> tuple[StoredMessage, ...]:
        """The messages of a telegram in the order of speaking; what was put together is left out."""
        rows = self._all(
            f"SELECT {MERITS}, sources.sha256, {_MESSAGE}"  # noqa: S608
            " FROM messages JOIN sources ON sources.id = messages.source WHERE messages.telegram = ?",
            key,
        )
        count = len(Merits._fields)
        found = ((Merits(*row[:count]), row[count], StoredMessage(*row[count + 1 :])) for row in rows)
        ordered = sorted(found, key=lambda one: one[0].order(one[2].handle, one[1], one[2].ordinal))
        return tuple(message for _, _, message in ordered)

    def speaker(self, key: str) -> int | None:
        """The number of the message that speaks for a telegram; ``None`` where none is held."""
        row = self._one("SELECT speaker FROM telegrams WHERE key = ?", key)
        return None if row is None else int(row[0])

    def parts(self, message: int) -> tuple[StoredMessage, ...]:
        """The messages that a message was put together from, in order of section; none for any other."""
        rows = self._all(
            f"SELECT {_MESSAGE} FROM parts JOIN messages ON messages.id = parts.message"  # noqa: S608
            " WHERE parts.joined = ? ORDER BY parts.place",
            message,
        )
        return tuple(StoredMessage(*row) for row in rows)

    def messages_of_source(self, source: int) -> tuple[StoredMessage, ...]:
        """The messages of a source, in order."""
        rows = self._all(
            f"SELECT {_MESSAGE} FROM messages WHERE source = ? ORDER BY ordinal",  # noqa: S608
            source,
        )
        return tuple(StoredMessage(*row) for row in rows)

    def source(self, number: int) -> StoredSource:
        """A source with its bytes; raises ``ArchiveError`` where they are damaged."""
        name, sha256, frame = self._one(
            "SELECT (SELECT min(name) FROM paths WHERE source = sources.id), sha256, bytes"
            " FROM sources WHERE id = ?",
            number,
        )
        place = self.location(name or sha256)
        raw, file_sha256 = self._packer.unpack(frame), self._file_sha256(place)
        return StoredSource(number, place.name, sha256, raw, place.part, file_sha256, self.told(number))

    def read_at(self, number: int) -> str:
        """When the bytes of a source were first read, ISO 8601, UTC."""
        return str(self._one("SELECT read FROM sources WHERE id = ?", number)[0])

    def source_numbers(self) -> tuple[int, ...]:
        """The numbers of all sources, in order of their hashes."""
        return tuple(number for (number,) in self._all("SELECT id FROM sources ORDER BY sha256"))

    def source_number(self, sha256: str) -> int | None:
        """The number of the source with these bytes; ``None`` where it is not held."""
        row = self._one("SELECT id FROM sources WHERE sha256 = ?", sha256)
        return None if row is None else int(row[0])

    def has_path(self, name: str, sha256: str) -> bool:
        """Whether the source of this hash is held under the path ``name``."""
        return (
            self._one(
                "SELECT 1 FROM paths JOIN sources ON sources.id = paths.source"
                " WHERE paths.name = ? AND sources.sha256 = ?",
                name,
                sha256,
            )
            is not None
        )

    def holds_path(self, name: str) -> bool:
        """Whether any source is held under the path ``name``."""
        return self._one("SELECT 1 FROM paths WHERE name = ?", name) is not None

    def paths(self) -> Iterator[str]:
        """All paths of sources, sorted."""
        with explained(self.path):
            for (name,) in self._connection.execute("SELECT DISTINCT name FROM paths ORDER BY name"):
                yield name

    def paths_of(self, source: int) -> tuple[str, ...]:
        """The paths under which a source is held, sorted."""
        rows = self._all("SELECT name FROM paths WHERE source = ? ORDER BY name", source)
        return tuple(name for (name,) in rows)

    def location(self, path: str) -> Location:
        """Where the source that is held under a path was read: the file, and the place within a container."""
        with explained(self.path):
            return containing.location(self._connection, path)

    def members_of(self, container: str) -> list[str]:
        """The paths under which members of a container are held, sorted."""
        with explained(self.path):
            return containing.members_of(self._connection, container)

    def table(self, path: str) -> TableState | None:
        """How much is held of the table at ``path``; ``None`` for nothing."""
        with explained(self.path):
            return containing.table(self._connection, path)

    def is_named_table(self, path: str) -> bool:
        """Whether rows are held of the table at ``path`` whose columns were named."""
        with explained(self.path):
            return containing.table(self._connection, path) is not None and containing.is_named(
                self._connection, path
            )

    def told(self, source: int) -> Told:
        """What was told of a source, given by number, when it was added."""
        with explained(self.path):
            return told(containing.told(self._connection, source))

    def problems(self) -> list[Problem]:
        """What was not read when files were added, in order of path and member."""
        with explained(self.path):
            return containing.problems(self._connection)

    def searches(self) -> list[SavedSearch]:
        """The saved searches, in order of name."""
        with explained(self.path):
            return saving.searches(self._connection, self._packer)

    # ------------------------------------------------------------ citations

    def citations_by(self, *keys: str) -> tuple[Citation, ...]:
        """The citations that telegrams make, by citing key and place."""
        with explained(self.path):
            return tuple(citing.citations_by(self._connection, keys))

    def citations_of(self, *keys: str) -> tuple[Citation, ...]:
        """The citations that may mean one of ``keys``, held or not, with all readings."""
        wanted = set(keys)
        return tuple(one for one in self.citations_by(*self.citing(keys)) if not wanted.isdisjoint(one.cited))

    def citing(self, keys: Iterable[str]) -> set[str]:
        """The telegrams that have one of ``keys`` among the readings of a citation."""
        with explained(self.path):
            return citing.citing(self._connection, keys)

    def all_citations(self) -> Iterator[Citation]:
        """The citations of all telegrams, by citing key and place."""
        with explained(self.path):
            yield from citing.all_citations(self._connection)

    def briefs(self, keys: Iterable[str]) -> dict[str, Brief]:
        """Those of ``keys`` that are held, in a few words."""
        with explained(self.path):
            return citing.briefs(self._connection, keys)

    def all_briefs(self) -> Iterator[Brief]:
        """All telegrams in a few words, by key."""
        with explained(self.path):
            yield from citing.all_briefs(self._connection)

    def keys_from(self, post: str) -> tuple[str, ...]:
        """The telegrams that a post sent, by number."""
        rows = self._all("SELECT key FROM telegrams WHERE post = ? ORDER BY year, serial, key", post)
        return tuple(key for (key,) in rows)

    def numbers(self, post: str, year: int) -> list[tuple[int, int | None]]:
        """Serials of a post and year, in order, each with its day as ``date.toordinal`` counts."""
        with explained(self.path):
            return citing.numbers(self._connection, post, year)

    # ------------------------------------------------------------ the change log

    def changes_since(self, sequence: int) -> Iterator[Change]:
        """The changes after ``sequence``, in order."""
        with explained(self.path):
            for row in self._connection.execute(
                "SELECT sequence, token, key FROM changes WHERE sequence > ? ORDER BY sequence", (sequence,)
            ):
                yield Change(*row)

    def last_change(self) -> Change | None:
        """The latest change; ``None`` in a new archive."""
        row = self._one("SELECT sequence, token, key FROM changes ORDER BY sequence DESC LIMIT 1")
        return None if row is None else Change(*row)

    def token_at(self, sequence: int) -> str | None:
        """The token of one change; ``None`` where the log has no such change."""
        row = self._one("SELECT token FROM changes WHERE sequence = ?", sequence)
        return None if row is None else str(row[0])


def within(place: Location, part: str | None) -> str | None:
    """The place in its file of what stands at ``part`` of a source."""
    return Location(place.part, part).path if place.part else part
