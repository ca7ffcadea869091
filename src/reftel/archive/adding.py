"""Adding: files in, the store filled, batch by batch.

A batch is read and parsed first and then committed whole, so that whatever
ends a run between two commits loses nothing that was committed, and the next
run goes on where this one ended: sources are known by the hash of their bytes.
A path has one source: when a file was edited, its last version takes the place
of the one before in the same commit.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from reftel.archive.folder import INDEX_NAME, LOCK_NAME, SQLITE_NAME
from reftel.archive.problems import Problems
from reftel.archive.reading import entries, reftel_version
from reftel.archive.results import Added, Progress, Skipped
from reftel.document import Source
from reftel.errors import SourceError, readable
from reftel.sources import find, unpacked
from reftel.sources.files import STANDARD_INPUT
from reftel.store import MessageEntry, SourceEntry, Store
from reftel.store.containing import Location
from reftel.store.opening import is_archive_file

BATCH_SOURCES = 200
BATCH_BYTES = 8 * 1024 * 1024
# The index follows after the first batch, so that a search is answered, and then after so many telegrams
# or so many seconds; a commit of it takes tens of milliseconds.
INDEX_EVERY = 5000
INDEX_SECONDS = 30.0
_NO_TELEGRAM = "not-a-telegram"  # the defect of a text that does not look like one

OnProgress = Callable[[Progress], None]


@dataclass
class Batch:
    """What was read and is not stored yet."""

    sources: dict[str, SourceEntry] = field(default_factory=dict)
    """New sources by hash."""
    paths: list[tuple[str, str]] = field(default_factory=list)
    """Pairs of hash and path."""
    members: list[Location] = field(default_factory=list)
    """Where those of the paths lead that lead into containers."""
    size: int = 0
    """Bytes of the sources."""

    def is_full(self) -> bool:
        """Whether it is time to store it."""
        return len(self.paths) >= BATCH_SOURCES or self.size >= BATCH_BYTES


class Adding:
    """One run of adding to a store that is open for writing."""

    def __init__(self, store: Store, index_now: Callable[[], None]) -> None:
        """``index_now`` brings the index up to date with what is stored."""
        self._store = store
        self._index_now = index_now
        self._version = reftel_version()
        self._batch = Batch()
        self._unindexed = 0
        self._indexed_at = -INDEX_SECONDS
        self._doubtful = 0
        self._telegrams = self._copies = self._changed = self._unchanged = 0
        self._files = 0
        self._skipped: list[Skipped] = []
        self._problems = Problems(store)

    def run(self, paths: str | Path | Iterable[str | Path], on_progress: OnProgress | None) -> Added:
        """Add all files of ``paths``; raises ``ArchiveFull`` with what was committed whole."""
        start = time.monotonic()
        is_archive = cache(lambda folder: is_archive_file(Path(folder) / SQLITE_NAME))
        found = {stored_name(name): name for name in find(paths) if not _part_of_archive(name, is_archive)}
        names = list(found.values())
        for done, name in enumerate(names, start=1):
            self._take(name)
            if self._batch.is_full():
                self._store_batch()
            if on_progress is not None:
                on_progress(Progress(done, len(names), readable(name)))
        self._store_batch()
        self._problems.store()
        self._index_now()
        return Added(
            files=self._files,
            telegrams=self._telegrams,
            copies=self._copies,
            changed=self._changed,
            unchanged=self._unchanged,
            skipped=self._skipped,
            doubtful=self._doubtful,
            seconds=time.monotonic() - start,
        )

    def _take(self, name: str) -> None:
        """Read one file, or the members of a container, into the batch, or note why it cannot be read."""
        failed: list[tuple[str, str]] = []
        try:
            for found in unpacked(name):
                self._files += 1
                if (error := self._failure(found, name)) is not None:
                    failed.append(self._skip(error))
                elif found.part and self._batch.is_full():
                    self._store_batch()
        except SourceError as error:
            self._files += 1
            failed.append(self._skip(error))
        self._problems.note(stored_name(name), failed)

    def _failure(self, found: Source | SourceError, name: str) -> SourceError | None:
        """Put a source into the batch; why it cannot be read, if so."""
        if isinstance(found, SourceError):
            return found
        place = Location(stored_name(name), found.part)
        try:
            self._take_source(found, place.path)
        except SourceError as error:
            return error.within(found.part)
        if place.part:
            self._batch.members.append(place)
        return None

    def _skip(self, error: SourceError) -> tuple[str, str]:
        """Note why something is left out; as a pair of member and reason."""
        self._skipped.append(Skipped(error.name, error.reason, error.part))
        return error.part or "", error.reason

    def _take_source(self, source: Source, name: str) -> None:
        sha256 = source.sha256
        known = sha256 in self._batch.sources or self._store.source_number(sha256) is not None
        if not known:
            self._batch.sources[sha256] = SourceEntry(sha256, source.raw, entries(source))
            self._batch.size += len(source.raw)
            self._doubtful += sum(map(_is_doubtful, self._batch.sources[sha256].messages))
        new_path = not self._store.has_path(name, sha256)
        if new_path:
            self._batch.paths.append((sha256, name))
        if new_path and name != STANDARD_INPUT and self._store.holds_path(name):
            self._changed += 1
        elif known and new_path:
            self._copies += 1
        elif known:
            self._unchanged += 1

    def _store_batch(self) -> None:
        if not self._batch.paths:
            return
        stored = self._store.put(
            tuple(self._batch.sources.values()), self._batch.paths, self._version, self._batch.members
        )
        self._batch = Batch()
        self._telegrams += stored.telegrams
        self._copies += stored.copies
        self._unindexed += stored.telegrams + stored.copies
        now = time.monotonic()
        if self._unindexed >= INDEX_EVERY or now - self._indexed_at >= INDEX_SECONDS:
            self._index_now()
            self._unindexed, self._indexed_at = 0, now


def _is_doubtful(message: MessageEntry) -> bool:
    return any(found.code == _NO_TELEGRAM for found in message.record.defects)


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
