"""The store: one SQLite file, opened for reading or for writing."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from reftel.store import containing, opening, saving, writing
from reftel.store.containing import Location, TableState
from reftel.store.counting import Counts, counted
from reftel.store.entries import Dropped, Joiner, Stored
from reftel.store.preparing import MessageRows, SourceRows
from reftel.store.reading import Reader
from reftel.store.speaking import Speaking


class Store(Reader):
    """An archive's SQLite file. Each writing method is one transaction: it happens whole or not at all."""

    joiner: Joiner | None = None
    """Puts sections together; ``None``: each message stays by itself."""

    @classmethod
    def create(cls, path: Path) -> Store:
        """A new store at ``path``; its folder must exist. Raises ``NotAnArchive`` for another file there."""
        return cls(opening.create(path), path)

    @classmethod
    def open(cls, path: Path, writing: bool) -> Store:
        """The store at ``path``; raises ``NotAnArchive``, ``ArchiveTooNew`` or ``ArchiveError``."""
        return cls(opening.connect(path, writing=writing), path)

    def close(self) -> None:
        """Close the file; the store cannot be used afterwards."""
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """The connection inside a transaction, undone on any exception."""
        with opening.explained(self.path):
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def put(
        self,
        sources: Iterable[SourceRows],
        paths: Sequence[tuple[str, str]],
        members: Iterable[Location] = (),
        tables: Iterable[TableState] = (),
    ) -> Stored:
        """Store new sources with their messages, and paths as pairs of hash and name; what is held stays.

        A path that had another source is taken from it, and a source without any path goes.
        ``members`` are those of the paths that lead into containers, ``tables`` say
        how much is held of files whose rows are sources. Raises ``ArchiveFull``, ``ArchiveBusy``.
        """
        with self._transaction() as connection:
            containing.insert_members(connection, (name for _, name in paths), members)
            new = writing.insert_sources(connection, sources)
            messages = writing.insert_messages(connection, ((number, rows.messages) for number, rows in new))
            moved = writing.insert_paths(connection, paths)
            for state in tables:
                containing.put_table(connection, state)
            put = Counter(one.key for one in messages.values())
            keys = {*put, *moved.renamed, *moved.replaced}
            added, _ = self._choose(connection, keys, messages, moved.renamed)
        return Stored(len(added), (put - moved.replaced).total() - len(added))

    def replace(self, sources: Iterable[tuple[int, SourceRows]]) -> None:
        """Put other messages, and what is told, in the place of those of sources held, given by number."""
        with self._transaction() as connection:
            entries = list(sources)
            keys: set[str] = set()
            for number, rows in entries:
                keys |= set(writing.telegrams_in(connection, number))
                connection.execute("DELETE FROM messages WHERE source = ?", (number,))
                containing.put_told(connection, number, rows.telling)
            messages = writing.insert_messages(
                connection, ((number, rows.messages) for number, rows in entries)
            )
            keys |= {one.key for one in messages.values()}
            self._choose(connection, keys, messages, changed=keys)

    def drop_sources(self, numbers: Iterable[int]) -> Dropped:
        """Take sources out, with all their paths and messages."""
        with self._transaction() as connection:
            return self._drop(connection, set(numbers))

    def drop_paths(self, names: Iterable[str]) -> Dropped:
        """Take paths away, and each source that is left without any."""
        with self._transaction() as connection:
            gone = {name: self._sources_at(name) for name in names}
            containing.forget(connection, gone)
            rows = [(name, number) for name, numbers in gone.items() for number in numbers]
            connection.executemany("DELETE FROM paths WHERE name = ? AND source = ?", rows)
            touched = {number for _, number in rows}
            left = {number for number in touched if self.paths_of(number)}
            keys = {key for number in left for key in writing.spoken_by(connection, number)}
            self._choose(connection, keys, {}, changed=keys)
            dropped = self._drop(connection, touched - left)
            return dropped._replace(paths=tuple(sorted(name for name, numbers in gone.items() if numbers)))

    def _sources_at(self, name: str) -> list[int]:
        return [number for (number,) in self._all("SELECT source FROM paths WHERE name = ?", name)]

    def _drop(self, connection: sqlite3.Connection, numbers: set[int]) -> Dropped:
        keys = {key for number in numbers for key in writing.telegrams_in(connection, number)}
        paths = {name for number in numbers for name in self.paths_of(number)}
        containing.forget(connection, paths)
        connection.executemany("DELETE FROM sources WHERE id = ?", [(number,) for number in numbers])
        _, gone = self._choose(connection, keys, {}, set())
        return Dropped(len(numbers), tuple(sorted(paths)), tuple(gone))

    def _choose(
        self,
        connection: sqlite3.Connection,
        keys: Iterable[str],
        messages: dict[int, MessageRows],
        changed: set[str],
    ) -> tuple[list[str], list[str]]:
        return Speaking(self, connection, self._packer, self.joiner).choose(keys, messages, changed)

    def put_problems(
        self, found: Mapping[str, Iterable[tuple[str, str]]], afresh: Container[str] = ()
    ) -> None:
        """Store what is wrong with each of some files, as pairs of member and reason.

        Of those in ``afresh`` all is forgotten that was wrong before.
        """
        with self._transaction() as connection:
            for path, rows in found.items():
                containing.insert_problems(connection, path, rows, path in afresh)

    def put_table(self, state: TableState) -> None:
        """Remember how much is held of a file whose rows are sources."""
        with self._transaction() as connection:
            containing.put_table(connection, state)

    def put_search(self, name: str, query: str, sort: str, seen: frozenset[str]) -> None:
        """Save a search under ``name``, in the place of one of that name, with the keys that it finds now."""
        with self._transaction() as connection:
            saving.put_search(connection, self._packer, name, query, sort, seen)

    def mark_seen(self, name: str, seen: frozenset[str]) -> None:
        """Note the keys that a saved search finds now."""
        with self._transaction() as connection:
            saving.mark_seen(connection, self._packer, name, seen)

    def drop_search(self, name: str) -> bool:
        """Forget a saved search; whether there was one."""
        with self._transaction() as connection:
            return saving.drop_search(connection, name)

    def forget_changes(self, sequence: int) -> None:
        """Drop the change log up to ``sequence``; every telegram must have been logged again after it."""
        with self._transaction() as connection:
            connection.execute("DELETE FROM changes WHERE sequence <= ?", (sequence,))

    def copy_to(self, path: Path) -> None:
        """Write a whole copy that needs no log beside it, without what was deleted; nothing may be there."""
        with opening.explained(path):
            opening.copy(self._connection, path)

    def settle(self) -> None:
        """Bring the write-ahead log into the file and empty it, as far as readers allow."""
        with opening.explained(self.path):
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def counts(self) -> Counts:
        """How much the store holds, counted in several ways."""
        with opening.explained(self.path):
            return counted(self._connection)
