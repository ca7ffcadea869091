"""Indexed: an archive's index, opened, brought up to date, and made anew where it cannot serve."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from reftel.archive import indexing
from reftel.archive.folder import INDEX_NAME, writing_lock
from reftel.archive.results import Progress, Reindexed
from reftel.errors import ArchiveBusy, ArchiveError, ArchiveFull
from reftel.store import Store

if TYPE_CHECKING:
    from reftel.search.index import Index

_PATIENCE = 1.0  # seconds to wait for another process before a search without an index is given up


class Indexed:
    """What an archive does so that it can be searched."""

    path: Path
    _store: Store
    _opened_index: Index | None = None
    on_notice: Callable[[str], None] | None = None
    """Is told what a search has to do first, before it does that: make an index anew."""

    def reindex(self, *, on_progress: Callable[[Progress], None] | None = None) -> Reindexed:
        """Make the index anew from the records, and nothing else."""
        start = time.monotonic()
        with writing_lock(self.path), indexing.opened(self.path / INDEX_NAME) as index:
            index.clear()
            indexing.bring_up_to_date(self._store, index, on_progress)
            octets = sum(found.stat().st_size for found in index.folder.iterdir() if found.is_file())
            return Reindexed(index.count(), octets, time.monotonic() - start)

    def _mend(self, index: Index) -> None:
        """Make an index anew that could not be searched."""
        with writing_lock(self.path, wait=_PATIENCE):
            number = self._store.telegram_count()
            self._tell(f"the index {index.folder} is damaged; making it from {number:,} telegrams")
            index.clear()
            indexing.bring_up_to_date(self._store, index)

    def _index(self, notes: list[str] | None = None) -> Index:
        """The index, up to date unless another process is writing to the archive just now."""
        if self._opened_index is None:
            self._opened_index = indexing.opened(self.path / INDEX_NAME)
        index = self._opened_index
        if not indexing.is_current(self._store, index):
            self._catch_up(index, [] if notes is None else notes)
        return index

    def _close_index(self) -> None:
        if self._opened_index is not None:
            self._opened_index.close()
            self._opened_index = None

    def _tell(self, notice: str) -> None:
        if self.on_notice is not None:
            self.on_notice(notice)

    def _catch_up(self, index: Index, notes: list[str]) -> None:
        """Bring the index up to date; one that lacks the latest changes serves where that cannot be done."""
        serves = index.state() is not None
        try:
            with writing_lock(self.path, wait=0.0 if serves else _PATIENCE):
                if why := indexing.why_anew(self._store, index):
                    self._tell(f"{why}; making it from {self._store.telegram_count():,} telegrams")
                indexing.bring_up_to_date(self._store, index)
        except ArchiveBusy as error:
            if not serves:
                raise ArchiveBusy(
                    f"{self.path}: there is no index yet, and another process is writing to the archive; "
                    "search again in a while"
                ) from error
            notes.append(_lagging(self._store, index, "another process is writing"))
        except ArchiveFull as error:
            if not serves:
                raise
            notes.append(_lagging(self._store, index, str(error)))
        except ArchiveError as error:
            if not serves:
                raise ArchiveError(
                    f"{self.path}: the index is missing and cannot be made here ({error}); "
                    "search a copy that may be written to"
                ) from error
            notes.append(_lagging(self._store, index, str(error)))

    def _index_now(self, store: Store) -> None:
        with indexing.opened(self.path / INDEX_NAME) as index:
            indexing.bring_up_to_date(store, index)

    def _index_anew(self, store: Store) -> None:
        with indexing.opened(self.path / INDEX_NAME) as index:
            index.clear()
            indexing.bring_up_to_date(store, index)


def _lagging(store: Store, index: Index, reason: str) -> str:
    number = indexing.behind(store, index)
    if number is None:
        return f"the index is of another state of the archive; it was searched as it is ({reason})"
    return f"not searched: the last {number:,} changes ({reason})"
