"""The archive: the one object that users hold. It joins store, search and graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import msgspec

from reftel.archive import describing, naming, saving
from reftel.archive.folder import SQLITE_NAME, opened_for_reading, tidy, writing_lock
from reftel.archive.graphed import Graphed
from reftel.archive.reading import joined_document, joiner, stored_document
from reftel.archive.results import Added, Held, Info, Problem, Rebuilt, Removed, Results, Saved, Sealed
from reftel.archive.searched import Searched
from reftel.archive.taking import Telegrams
from reftel.document import Document, Told
from reftel.errors import ArchiveError, UnknownTelegram, readable
from reftel.record import Record
from reftel.record_copy import Copy
from reftel.sections.copies import kind_of
from reftel.sources.columns import Columns, Named, named
from reftel.store import Store
from reftel.store.entries import StoredMessage
from reftel.store.reading import within
from reftel.store.saving import SavedSearch

if TYPE_CHECKING:
    from reftel.archive.adding import OnProgress


class Archive(Searched, Graphed):
    """An archive of telegrams in a folder.

    A name of a telegram is its id in any way of writing, an alias, or a handle.
    All methods may raise an ``ArchiveError``; those that write ``ArchiveBusy`` and
    ``ArchiveFull``, with what was committed whole.
    """

    def __init__(self, path: str | Path, *, create: bool = False) -> None:
        """Open the archive in the folder ``path``; with ``create`` it is made where nothing is there.

        Raises ``NotAnArchive``, ``ArchiveTooNew`` or another ``ArchiveError``.
        """
        self.path = Path(path)
        self._store = opened_for_reading(self.path, create)
        self._wrote = False

    def close(self) -> None:
        """Close the archive; it cannot be used afterwards."""
        self._store.close()
        self._close_index()
        if self._wrote:
            tidy(self.path)
            self._wrote = False

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------ writing

    def add(
        self,
        paths: str | Path | Iterable[str | Path],
        *,
        collection: str | None = None,
        rights: str | None = None,
        columns: Named | Columns | None = None,
        workers: int | None = None,
        on_progress: OnProgress | None = None,
    ) -> Added:
        """Read telegrams from files and folders (``-``: standard input), store and index them.

        What cannot be read is skipped and named in the result. Sources held
        already are left alone, so a run that was broken off is finished by another.
        A file that was edited since takes the place of its old version. Members of containers
        (ZIP, tar, gz, bz2, xz, zst) and rows of tables are sources of their own. ``problems`` tells later
        what was skipped.

        ``collection`` and ``rights`` go to the provenance of all that is read, also of what is held
        already; without them that stays as it is. ``columns`` says which columns hold what, in tables with
        a row of titles and in JSON lines, as ``reftel.read`` has it. Where there is much to read, ``workers``
        other processes read it, one for each core if none is given; with 1 there is none.
        """
        told = Told(collection=collection or None, rights=rights or None)
        held_by = named(columns)
        from reftel.archive.adding import Adding  # what only writes is loaded by those that write
        from reftel.archive.workers import Workers

        with self._writing() as store, Workers(workers) as reading:
            adding = Adding(store, lambda: self._index_now(store), reading, told, held_by)
            return adding.run(paths, on_progress)

    def remove(self, name: str) -> Removed:
        """Take out one source by its path, or the sources of a telegram. What is cited stays as a ghost.

        A path that is held comes first; an id may be written in any way, but is never mended.
        Raises ``UnknownSource`` where ``name`` is neither, ``AmbiguousTelegram`` where it is
        several, ``ArchiveError`` where a source holds other telegrams, too.
        """
        with self._writing() as store:
            from reftel.archive.removing import remove

            removed = remove(store, name)
            self._index_now(store)
            return removed

    def rebuild(self, *, workers: int | None = None, on_progress: OnProgress | None = None) -> Rebuilt:
        """Make records, citations and index anew from the stored sources; ``workers`` as ``add`` has them."""
        from reftel.archive.rebuilding import rebuild
        from reftel.archive.workers import Workers

        with self._writing() as store, Workers(workers) as reading:
            return rebuild(store, lambda: self._index_anew(store), reading, on_progress)

    def seal(self, copy: str | Path) -> Sealed:
        """Copy the archive to the new folder ``copy``, from which it can be read where nobody may write.

        Raises ``ArchiveError`` where something is there already.
        """
        from reftel.archive.sealing import seal

        with self._writing() as store:
            self._index_now(store)
            return seal(store, self.path, Path(copy))

    # ------------------------------------------------------------ saved searches

    def save_search(self, name: str, query: str, *, sort: str = "newest") -> Saved:
        """Keep a query under ``name``, in the place of one of that name, to see later what is new.

        Raises ``QueryError`` where it cannot be understood, ``SettingError`` for a name that is none.
        """
        seen = frozenset(self.keys_found(query))
        with self._writing() as store:
            store.put_search(saving.named(name), query, sort, seen)
        return self.saved_search(name)

    def saved_searches(self) -> list[Saved]:
        """All saved searches in order of name, each with how much is new."""
        return [self._saved(one) for one in self._store.searches()]

    def saved_search(self, name: str) -> Saved:
        """A saved search; raises ``SettingError`` where none has that name."""
        return self._saved(saving.of_name(self._store, name))

    def whats_new(
        self, name: str, *, limit: int = 20, look: bool = True, everything: bool = False
    ) -> Results:
        """What a saved search finds that it did not find when it was last looked at.

        With ``look`` it counts as looked at now; with ``everything`` all that it finds is shown.
        """
        search = saving.of_name(self._store, name)
        now = frozenset(self.keys_found(search.query))
        results = self._only(search.query, search.sort, limit, now if everything else now - search.seen)
        if look and now != search.seen:
            try:
                with self._writing() as store:
                    store.mark_seen(search.name, now)
            except ArchiveError as error:
                note = f"not noted as looked at: {error}"
                return msgspec.structs.replace(results, notes=[*results.notes, note])
        return results

    def forget_search(self, name: str) -> None:
        """Drop a saved search; raises ``SettingError`` where none has that name."""
        with self._writing() as store:
            store.drop_search(saving.of_name(store, name).name)

    def _saved(self, search: SavedSearch) -> Saved:
        now = frozenset(self.keys_found(search.query))
        new, gone = len(now - search.seen), len(search.seen - now)
        return Saved(*search[:5], len(now), new, gone)

    @contextmanager
    def _writing(self) -> Iterator[Store]:
        """The store, open for writing, within the archive's lock."""
        with writing_lock(self.path), Store.open(self.path / SQLITE_NAME, writing=True) as store:
            store.joiner = joiner()
            self._wrote = True
            try:
                yield store
            finally:
                with suppress(ArchiveError):  # all is committed; nothing may hide what ended the block
                    store.settle()

    # ------------------------------------------------------------ reading

    def get(self, name: str) -> Held:
        """A telegram: its record, its text, its copies; by the handle of a copy that copy's own.

        Where its sections came as several messages, record and text are those of all together,
        and the messages are the copies.

        Raises ``UnknownTelegram`` where it is not held, with names that resemble it
        and the telegrams that cite it; ``AmbiguousTelegram`` where several are meant.
        """
        name = readable(name)
        with self._store.snapshot():
            key = naming.held_key(self._store, name)
            messages = self._store.messages(key)
            speaker = self._store.speaker(key)
            parts = () if speaker is None else self._store.parts(speaker)
            own = naming.own_key(name)
            asked = next((found.id for found in messages if found.handle == own), None)
            shown = speaker if asked is None else asked
            record = self._record(key, shown)
            others = [found for found in dict.fromkeys((*parts, *messages)) if found.id != shown]
            own_messages = [found for found in messages if found.id == shown] or parts
            return Held(
                key=key,
                record=msgspec.structs.replace(record, copies=[self._copy(key, found) for found in others]),
                document=self._document(own_messages, record),
                read=max(self._store.read_at(found.source) for found in own_messages),
            )

    def __getitem__(self, name: str) -> Held:
        """The telegram, as ``get`` has it."""
        return self.get(name)

    def __contains__(self, name: str) -> bool:
        """Whether ``name`` means one telegram that is held."""
        try:
            naming.held_key(self._store, readable(name))
        except UnknownTelegram:
            return False
        return True

    def __iter__(self) -> Iterator[Record]:
        """The records of all telegrams, in order of key."""
        return iter(self.telegrams())

    def telegrams(self, query: str | None = None, *, names: Iterable[str] | None = None) -> Telegrams:
        """The telegrams that a query finds, or those of ``names``, or all: read one by one as they are used.

        Those of a query come oldest first, those of ``names`` in their order, all others by key. Raises
        ``QueryError``, and ``UnknownTelegram`` or ``AmbiguousTelegram`` for the first name that is not held.
        """
        if names is not None:
            keys = [naming.held_key(self._store, readable(name)) for name in names]
            return Telegrams(self._reopened, tuple(dict.fromkeys(keys)), None)
        if query is None:
            return Telegrams(self._reopened, None, None)
        return Telegrams(self._reopened, self.keys_found(query), query)

    def _reopened(self) -> Archive:
        """The same archive once more, for what reads it while this one is used for other things."""
        return Archive(self.path)

    def records(self, keys: Sequence[str] | None = None) -> Iterator[Record]:
        """The records of all telegrams by key, or of those of ``keys`` that are held: as ``get`` has them.

        They are of one state of the archive; nothing is held in memory but the one that is read.
        """
        with self._store.snapshot():
            several = self._store.keys_with_copies()
            for key, record in self._store.records(keys):
                yield self.get(key).record if key in several else record

    def export(
        self,
        form: str,
        path: str | Path,
        query: str | None = None,
        *,
        names: Iterable[str] | None = None,
        on_count: Callable[[int], None] | None = None,
    ) -> dict[str, int]:
        """Write telegrams, as ``telegrams`` finds them, to ``path``: how many rows of each table there are.

        ``form`` is a name in ``reftel.export.forms.FORMS``. A manifest stands in a folder, or beside a file
        (``NAME.manifest.json``). What stood at ``path`` stays if this fails. Raises ``ReftelError`` where an
        extra is not installed, or a folder of other files is in the way.
        """
        from reftel.archive import exporting

        found = self.telegrams(query, names=names)
        return exporting.put(self, form, Path(path), found, on_count).rows

    def _document(self, messages: Sequence[StoredMessage], record: Record) -> Document:
        """The document of a message, or of several that were put together."""
        if len(messages) == 1:
            return stored_document(self._store, messages[0].source, messages[0].ordinal)
        return joined_document(self._store, messages, record)

    def _record(self, key: str, message: int | None) -> Record:
        record = None if message is None else self._store.message_record(message)
        if record is None:
            raise UnknownTelegram(key)
        return record

    def _copy(self, key: str, message: StoredMessage) -> Copy:
        place = self._store.location(self._store.paths_of(message.source)[0])
        kind = kind_of(self._record(key, message.id))
        return Copy(message.handle, message.wrapper, place.name, within(place, message.part), kind)

    def count(self) -> int:
        """How many telegrams there are."""
        return self._store.telegram_count()

    def held(self, keys: Iterable[str]) -> frozenset[str]:
        """Those of ``keys`` (ids, as records state them) that are telegrams held."""
        with self._store.snapshot():
            return self._store.held(keys)

    def info(self) -> Info:
        """What the archive holds, how large it is, and whether index and records are of today."""
        with self._store.snapshot():
            return describing.describe(self.path, self._store)

    def problems(self) -> list[Problem]:
        """What could not be read, or was refused, when files were added, and was not added since."""
        return [Problem(*found) for found in self._store.problems()]
