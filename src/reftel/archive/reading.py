"""Reading: a source's bytes into entries for the store, by way of documents and records."""

from __future__ import annotations

from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version

from reftel import graph
from reftel.document import Document, Source
from reftel.errors import ArchiveError, SourceError
from reftel.normalise import normalise
from reftel.sources import documents
from reftel.store import CitationRow, MessageEntry, Store


def reftel_version() -> str:
    """The version of reftel that is installed; ``unknown`` where it is not installed."""
    try:
        return version("reftel")
    except PackageNotFoundError:
        return "unknown"


def safe_name(name: str) -> str:
    """A path as text that can be stored and printed: its bytes as UTF-8, whatever the locale."""
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        raw = name.encode("utf-8", "backslashreplace")
    return raw.decode("utf-8", "backslashreplace")


def entries(source: Source) -> tuple[MessageEntry, ...]:
    """The messages in a source, with records and citations.

    Raises ``SourceError`` for what cannot be read. A fault of reftel's own is one,
    too, so that the other sources go on; its text asks to report it.
    """
    named = replace(source, name=safe_name(source.name))
    try:
        return tuple(_entry(i, document) for i, document in enumerate(documents(named)))
    except SourceError:
        raise
    except Exception as error:
        fault = f"a fault in reftel ({type(error).__name__}: {error}); please report it"
        raise SourceError(named.name, fault) from error


def _entry(ordinal: int, document: Document) -> MessageEntry:
    record = normalise(document)
    rows = tuple(
        CitationRow(
            found.citing, found.cited, found.how, found.label, found.text, found.paragraph, found.spans
        )
        for found in graph.citations(record)
    )
    return MessageEntry(ordinal, record, rows)


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
