"""Reading: a source's bytes into entries for the store, by way of documents and records."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from reftel import graph
from reftel.document import Document, Source
from reftel.errors import ArchiveError, SourceError, faults_skip
from reftel.normalise import normalise
from reftel.sources import documents
from reftel.store import MessageEntry, Store


def reftel_version() -> str:
    """The version of reftel that is installed; ``unknown`` where it is not installed."""
    try:
        return version("reftel")
    except PackageNotFoundError:
        return "unknown"


def entries(source: Source) -> tuple[MessageEntry, ...]:
    """The messages in a source, with records and citations; ``SourceError`` for what cannot be read."""
    with faults_skip(source.name):
        return tuple(_entry(i, document) for i, document in enumerate(documents(source)))


def _entry(ordinal: int, document: Document) -> MessageEntry:
    record = normalise(document)
    return MessageEntry(ordinal, record, graph.citations(record))


def stored_document(store: Store, number: int, ordinal: int) -> Document:
    """The document in place ``ordinal`` of a stored source.

    Raises ``ArchiveError`` where this version reads the source in another way.
    """
    held = store.source(number)
    source = Source(name=held.name, sha256=held.sha256, raw=held.raw)
    try:
        for i, document in enumerate(documents(source)):
            if i == ordinal:
                return document
    except SourceError as error:
        raise ArchiveError(f"a stored source is read no more: {error}; run `reftel rebuild`") from error
    raise ArchiveError(f"{held.name}: is read otherwise than when it was added; run `reftel rebuild`")
