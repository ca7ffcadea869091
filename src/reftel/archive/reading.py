"""Reading: a source's bytes into entries for the store, by way of documents and records."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import islice

from reftel import graph
from reftel.document import Document, Holding, Source, joined
from reftel.errors import ArchiveError, SourceError, faults_skip
from reftel.record import Record
from reftel.sources import documents
from reftel.store import MessageEntry, Store
from reftel.store.entries import Joiner, Place, StoredMessage, StoredSource


def reftel_version() -> str:
    """The version of reftel that is installed; ``unknown`` where it is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("reftel")
    except PackageNotFoundError:
        return "unknown"


def normalise(document: Document) -> Record:
    """The record of a document. The parser is loaded only now: a search parses nothing."""
    from reftel.normalise import normalise as read

    return read(document)


def entries(source: Source) -> tuple[MessageEntry, ...]:
    """The messages in a source, with records and citations; ``SourceError`` for what cannot be read.

    The records tell places within the source alone: the store knows what it is a member of.
    """
    source = replace(source, part=None, file_sha256=None)
    with faults_skip(source.name):
        return tuple(_entry(i, document) for i, document in enumerate(documents(source)))


def _entry(ordinal: int, document: Document) -> MessageEntry:
    record = normalise(document)
    return MessageEntry(ordinal, record, graph.citations(record))


def as_source(held: StoredSource) -> Source:
    """A stored source, as one that is read from the disk."""
    return Source(
        held.name, held.sha256, held.raw, part=held.part, file_sha256=held.file_sha256, told=held.told
    )


def stored_document(store: Store, number: int, ordinal: int) -> Document:
    """The document in place ``ordinal`` of a stored source.

    Raises ``ArchiveError`` where this version reads the source in another way.
    """
    return _Reread().document(Place(store.source(number), ordinal))


class _Reread:
    """Reads documents anew from stored bytes; those of the last source stay, for a file may hold many."""

    def __init__(self) -> None:
        self._source: tuple[str, str, str | None] | None = None
        self._documents: list[Document] = []
        self._coming: Iterator[Document] = iter(())

    def document(self, place: Place) -> Document:
        """The document in its place; raises ``ArchiveError`` where this version reads it in another way."""
        held, ordinal, _ = place
        if self._source != (held.name, held.sha256, held.part):
            self._documents, self._coming = [], documents(as_source(held))
            self._source = held.name, held.sha256, held.part
        try:
            self._documents += islice(self._coming, max(0, ordinal + 1 - len(self._documents)))
        except SourceError as error:
            self._source = None
            raise ArchiveError(f"a stored source is read no more: {error}; run `reftel rebuild`") from error
        if ordinal >= len(self._documents):
            raise ArchiveError(f"{held.name}: is read otherwise than when it was added; run `reftel rebuild`")
        return self._documents[ordinal]


# ---------------------------------------------------------------- sections put together


def joiner() -> Joiner:
    """What puts sections together when the store asks for it."""
    return Joiner(partial(_join, _Reread()), reftel_version())


def _join(reread: _Reread, key: str, places: Sequence[Place]) -> MessageEntry | None:
    """One message of several of telegram ``key``; ``None`` where they are not read as one."""
    from reftel.sections.joining import join

    try:
        alone = [
            place._replace(source=place.source._replace(part=None, file_sha256=None)) for place in places
        ]
        joined = join(key, [reread.document(place) for place in alone], [place.holding for place in places])
    except ArchiveError:  # this version reads a source otherwise: a rebuild has not come to it yet
        return None
    return None if joined is None else MessageEntry(0, joined.record, graph.citations(joined.record))


def joined_document(store: Store, parts: Sequence[StoredMessage], record: Record) -> Document:
    """The document of messages that were put together; ``record`` is the one that was read from it.

    Raises ``ArchiveError`` where this version reads a source in another way.
    """
    reread = _Reread()
    documents = [reread.document(Place(store.source(one.source), one.ordinal)) for one in parts]
    if not documents:
        raise ArchiveError("the sections of a telegram are gone; run `reftel rebuild`")
    told = {piece.handle: Holding(tuple(piece.sections), piece.resent) for piece in record.source.pieces}
    return joined(documents, record.source.part, [told.get(one.handle, Holding()) for one in parts])
