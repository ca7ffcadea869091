"""Adding: files in, the store filled, batch by batch.

A batch is read and parsed first and then committed whole, so that whatever
ends a run between two commits loses nothing that was committed, and the next
run goes on where this one ended: sources are known by the hash of their bytes.
A path has one source: when a file was edited, its last version takes the place
of the one before in the same commit. Of a table each row is a source; how much of it is held
is committed with the rows, and what it held before it was edited goes when all were read.
"""

from __future__ import annotations

import os
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from itertools import islice
from operator import itemgetter
from pathlib import Path

import msgspec

from reftel.archive.batch import Batch, Taken, What
from reftel.archive.folder import INDEX_NAME, LOCK_NAME, SQLITE_NAME
from reftel.archive.preparing import Outcome, Prepared
from reftel.archive.problems import Problems
from reftel.archive.results import Added, Progress, Skipped
from reftel.archive.workers import Outcomes, Workers
from reftel.document import NOTHING_TOLD, Source, Told
from reftel.errors import MEMBER, SourceError, readable
from reftel.sources import find, opened, table_files
from reftel.sources.columns import Columns
from reftel.sources.csv_rows import Mark
from reftel.sources.files import STANDARD_INPUT
from reftel.sources.table_files import TableFile
from reftel.store import Store
from reftel.store.containing import Location, TableState
from reftel.store.opening import is_archive_file

# The index follows after the first batch, so that a search is answered, and then after so many telegrams
# or so many seconds; a commit of it takes tens of milliseconds.
INDEX_EVERY = 5000
INDEX_SECONDS = 30.0
_NAME_THEM = "is held as a table whose columns were named; name them again to read it"
_ROWS_TOLD = 50  # rows between two reports of progress

OnProgress = Callable[[Progress], None]


class Adding:
    """One run of adding to a store that is open for writing."""

    def __init__(
        self,
        store: Store,
        index_now: Callable[[], None],
        workers: Workers,
        told: Told,
        columns: Columns | None = None,
    ) -> None:
        """``index_now`` brings the index up to date with what is stored; ``told`` is told of all sources.

        ``columns``: those of tables that are named.
        """
        self._columns = columns
        self._store = store
        self._index_now = index_now
        self._workers = workers
        self._told = told
        self._batch = Batch()
        self._coming: deque[tuple[Batch, Outcomes]] = deque()  # batches that are being parsed
        self._failed: dict[str, SourceError] = {}  # why sources could not be read, by hash
        self._unindexed = 0
        self._indexed_at = -INDEX_SECONDS
        self._doubtful = self._rows = self._files = self._unread = self._named = 0
        self._tables: set[str] = set()
        self._telegrams = self._copies = self._changed = self._unchanged = 0
        self._seen = 0
        self._skipped: list[tuple[int, Skipped]] = []  # with their places in order
        self._problems = Problems(store)

    def run(self, paths: str | Path | Iterable[str | Path], on_progress: OnProgress | None) -> Added:
        """Add all files of ``paths``; raises ``ArchiveFull`` with what was committed whole."""
        start = time.monotonic()
        is_archive = cache(lambda folder: is_archive_file(Path(folder) / SQLITE_NAME))
        found = {stored_name(name): name for name in find(paths) if not _part_of_archive(name, is_archive)}

        def tell(done: int, name: str, share: float = 0.0) -> None:
            if on_progress is not None:
                on_progress(Progress(done, len(found), readable(name), share, self._telegrams))

        for done, (path, name) in enumerate(found.items()):
            self._take(name, path, lambda share, done=done, name=name: tell(done, name, share))  # type: ignore[misc]
            tell(done + 1, name)
        self._settle_all()
        self._problems.settle_gone(paths, found)
        self._problems.store()
        self._index_now()
        return Added(
            files=self._files,
            telegrams=self._telegrams,
            copies=self._copies,
            changed=self._changed,
            unchanged=self._unchanged,
            skipped=[skipped for _, skipped in sorted(self._skipped, key=itemgetter(0))],
            doubtful=self._doubtful,
            unread=self._unread,
            rows=self._rows,
            named=self._named,
            seconds=time.monotonic() - start,
        )

    # ------------------------------------------------------------ files, members and rows

    def _take(self, name: str, path: str, on_row: Callable[[float], None]) -> None:
        """Read a file, the members of a container or the rows of a table, or note why that cannot be."""
        try:
            if self._columns is None and self._store.is_named_table(path):
                self._pass_over(name, path)
                return
            found = opened(name, self._columns)
            if isinstance(found, TableFile):
                self._take_table(found, path, on_row)
                self._files += 1
                return
            self._problems.begin(path)
            self._take_all(found, path)
        except SourceError as error:
            self._files += 1
            self._seen += 1
            self._problems.begin(path)
            self._skip(path, error)

    def _pass_over(self, name: str, path: str) -> None:
        """Leave a table as it is held, whose columns were named and are not now.

        Raises ``SourceError`` where there is more in it than is held, or to be told of it.
        """
        held = self._store.table(path)
        is_same = held is not None and held.whole and held.sha256 == table_files.sha256(name)
        if held is None or not is_same or self._told != NOTHING_TOLD:
            raise SourceError(name, _NAME_THEM)
        self._problems.begin(path)
        self._files += 1
        self._rows += held.number
        self._unchanged += held.number

    def _take_all(self, found: Iterable[Source | SourceError], path: str) -> None:
        """Put a file, or a container's members, into the batch; a table that stood there is taken out."""
        older = set() if path == STANDARD_INPUT else self._held_at(path)
        broken, copies = False, self._copies
        for source in found:
            self._files += 1
            self._named += isinstance(source, Source) and bool(source.told.columns)
            self._take_found(source, path)
            broken = broken or isinstance(source, SourceError)
            older.discard(Location(path, source.part).path)
            if self._batch.is_full:
                self._send()
        if older and not broken:  # what a damaged container held may still be in it
            self._settle_all()
            if not self._problems.is_unreadable(path):
                self._drop_older(older, copies)

    def _take_found(self, found: Source | SourceError, path: str, is_moved: bool = False) -> None:
        """Put a source into the batch, or note why there is none; ``is_moved``: its path may be new only."""
        self._seen += 1
        if isinstance(found, SourceError):
            self._skip(path, found)
        else:
            self._take_source(found, Location(path, found.part), is_moved)

    def _take_source(self, source: Source, place: Location, is_moved: bool) -> None:
        sha256, path = source.sha256, place.path
        frees = any(batch.may_free_sources for batch, _ in self._coming)
        if frees and not self._store.has_path(path, sha256):
            self._settle_coming()  # then it is known whether the source is still held
        number = self._store.source_number(sha256)
        known = number is not None or self._is_coming(sha256)
        retold = number is not None and self._is_told_otherwise(number, source)
        if not known:
            self._batch.add(self._as_told(source))
        elif retold and number is not None:
            self._batch.add(self._as_told(source, self._store.told(number)))
            self._batch.retold[sha256] = number
        if self._store.has_path(path, sha256):
            self._changed += retold
            self._unchanged += not retold
            return
        had = place.name != STANDARD_INPUT and self._store.holds_path(path)
        what: What = "moved" if is_moved and known else "changed" if had else "copy" if known else "new"
        self._batch.taken.append(Taken(sha256, source.name, place, self._seen, what, had))

    def _is_coming(self, sha256: str) -> bool:
        return sha256 in self._batch.sources or any(sha256 in batch.sources for batch, _ in self._coming)

    def _as_told(self, source: Source, before: Told = NOTHING_TOLD) -> Source:
        """The source, with what is told of all sources of this run beside what was told ``before``."""
        own = source.told if source.told.form else before
        collection = self._told.collection or source.told.collection or before.collection
        rights = self._told.rights or source.told.rights or before.rights
        told = msgspec.structs.replace(own, collection=collection, rights=rights)
        return source if told == source.told else replace(source, told=told)

    def _is_told_otherwise(self, number: int, source: Source) -> bool:
        """Whether something else is told of a source that is held."""
        if self._told == source.told == NOTHING_TOLD:
            return False
        held = self._store.told(number)
        return self._as_told(source, held).told != held

    # ------------------------------------------------------------ tables

    def _take_table(self, table: TableFile, path: str, on_row: Callable[[float], None]) -> None:
        """Read the rows of a table; of one that is held in part only those that are not."""
        self._tables.add(path)
        self._settle_all()
        held = self._store.table(path)
        same = held is not None and held.sha256 == table.sha256 and self._told == NOTHING_TOLD
        same = same and not self._is_named_otherwise(table)
        self._named += table.form.is_named
        if held is not None and same and held.whole:
            self._problems.begin(path)  # it may have been out of reach meanwhile
            self._unchanged += table.count(held.number)
            self._rows += table.count(held.number)
            return
        goes_on = held is not None and same and not held.edited and held.place > 0
        older = set() if goes_on else self._held_at(path)
        fresh = TableState(path, table.sha256, table.size, edited=bool(older))
        self._problems.begin(path, goes_on=goes_on)
        copies = self._copies
        state = self._take_rows(table, held if held is not None and goes_on else fresh, older, on_row)
        self._settle_all()
        self._drop_older(older, copies)
        whole = self._problems.is_sound(path)
        if not whole:  # the rows that could not be read are tried again when it is added again
            state = state._replace(place=0, number=0)
        self._store.put_table(state._replace(edited=False, whole=whole))

    def _is_named_otherwise(self, table: TableFile) -> bool:
        """Whether the columns of a table were others when it was added: its first row that is held tells."""
        if table.form.is_named:
            for found in (part.found for part in islice(table.parts(), _ROWS_TOLD)):
                number = self._store.source_number(found.sha256) if isinstance(found, Source) else None
                if number is not None and isinstance(found, Source):
                    return self._is_told_otherwise(number, found)
        return False

    def _take_rows(
        self, table: TableFile, state: TableState, older: set[str], on_row: Callable[[float], None]
    ) -> TableState:
        """Read the rows that come after ``state``; those that are there still are taken out of ``older``."""
        self._rows += table.count(state.number)
        self._unchanged += table.count(state.number)
        for part in table.parts(Mark(state.place, state.number)):
            self._rows += 1
            self._take_found(part.found, state.path, is_moved=bool(older))
            older.discard(Location(state.path, part.found.part).path)
            state = state._replace(place=part.following.place, number=part.following.number)
            self._batch.tables[state.path] = state
            if self._batch.is_full:
                self._send()
            if not self._rows % _ROWS_TOLD:
                on_row(state.place / state.size)
        return state

    def _held_at(self, path: str) -> set[str]:
        """The paths that go when what stands at ``path`` is read anew: its own, and those of rows.

        Members of a container stay, as files do that are gone from a folder.
        """
        members = self._store.members_of(path) if self._store.table(path) else []
        rows = {name for name in members if Location(path, name.removeprefix(f"{path}{MEMBER}")).is_row}
        return rows | {path} if self._store.holds_path(path) else rows

    def _drop_older(self, older: set[str], copies: int) -> None:
        """Take out what is in a table no more; ``copies`` is how many there were before it was read."""
        if older:
            dropped = self._store.drop_paths(older)
            self._changed += dropped.sources
            self._copies -= min(dropped.sources, self._copies - copies)

    # ------------------------------------------------------------ into the store

    def _skip(self, path: str, error: SourceError, order: int | None = None) -> None:
        """Note why something is left out, which came in this ``order``, or just now."""
        skipped = Skipped(error.name, error.reason, error.part)
        self._skipped.append((self._seen if order is None else order, skipped))
        self._unread += path not in self._tables
        self._problems.add(path, error.part or "", error.reason)

    def _send(self) -> None:
        """Have the batch parsed, and store those that were parsed meanwhile."""
        if self._batch.taken or self._batch.sources or self._batch.tables:
            outcomes = self._workers.start(tuple(self._batch.sources.values()), self._batch.is_full)
            self._coming.append((self._batch, outcomes))
            self._batch = Batch()
        while len(self._coming) > self._workers.ahead:
            self._settle()

    def _settle_all(self) -> None:
        """Store all that was read."""
        self._send()
        self._settle_coming()

    def _settle_coming(self) -> None:
        """Store all that is being parsed."""
        while self._coming:
            self._settle()

    def _settle(self) -> None:
        """Store the batch that was sent first, when all its sources are parsed."""
        batch, outcomes = self._coming[0]
        prepared = self._sound(batch, outcomes())
        self._coming.popleft()
        taken = [one for one in batch.taken if self._counted(one)]
        self._problems.store()
        stored = self._store.put(
            [one.rows for one in prepared if one.rows.sha256 not in batch.retold],
            [(one.sha256, one.place.path) for one in taken],
            [one.place for one in taken if one.place.part],
            batch.tables.values(),
        )
        retold = [one.rows for one in prepared if one.rows.sha256 in batch.retold]
        if retold:
            self._store.replace((batch.retold[rows.sha256], rows) for rows in retold)
        self._doubtful += sum(one.doubtful for one in prepared)
        self._telegrams += stored.telegrams
        self._copies += stored.copies
        self._unindexed += stored.telegrams + stored.copies
        self._index_if_due()

    def _sound(self, batch: Batch, outcomes: Iterable[Outcome]) -> list[Prepared]:
        """The sources of a batch that could be read; why others could not is kept by their hashes."""
        found = dict(zip(batch.sources, outcomes, strict=True))
        self._failed = {sha256: error for sha256, error in self._failed.items() if sha256 not in found}
        self._failed |= {sha256: one for sha256, one in found.items() if isinstance(one, SourceError)}
        return [one for one in found.values() if isinstance(one, Prepared)]

    def _counted(self, taken: Taken) -> bool:
        """Count a path that was taken; whether it can be stored."""
        error = self._failed.get(taken.sha256)
        if error is not None:
            path, part = taken.place
            self._skip(path, SourceError(taken.name, error.reason).within(part), taken.order)
            return False
        self._changed += taken.what == "changed"
        self._copies += taken.what == "copy"
        self._unchanged += taken.what == "moved"
        return True

    def _index_if_due(self) -> None:
        now = time.monotonic()
        if self._unindexed >= INDEX_EVERY or now - self._indexed_at >= INDEX_SECONDS:
            self._index_now()
            self._unindexed, self._indexed_at = 0, now


def stored_name(name: str) -> str:
    """The path that a source is held under: from the root, without needless dots and slashes.

    The disk is not asked, so that links stay as they are named and the file may be gone.
    """
    return name if name == STANDARD_INPUT else readable(os.path.abspath(name))  # noqa: PTH100 - Path keeps dots


def _part_of_archive(name: str, is_archive: Callable[[str], bool]) -> bool:
    """Whether a file belongs to the machinery of an archive, this one or another, in the folders given."""
    folder, file = os.path.split(name)
    if file in (LOCK_NAME, SQLITE_NAME) or file.startswith(f"{SQLITE_NAME}-"):
        return is_archive(folder)
    above, last = os.path.split(folder)
    return last == INDEX_NAME and is_archive(above)
