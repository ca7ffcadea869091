"""reftel: raw diplomatic telegrams in, a structured, linked, searchable, citable archive out.

    for document in reftel.read("cables/"):     # files, folders, "-"
        print(reftel.record(document).to_json())

    telegram = reftel.parse(text)               # pure: facts with spans, labelled lines, defects

    with reftel.Archive("bamako.reftel") as archive:
        archive.add(["cables/"])
        archive.search("from:BAMAKO humanitarian")

Names in order of use; all that is heavy is loaded when it is first asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from reftel.defects import Defect
from reftel.document import Document
from reftel.errors import (
    AmbiguousTelegram,
    ArchiveBusy,
    ArchiveError,
    ArchiveFull,
    ArchiveTooNew,
    NotAnArchive,
    QueryError,
    RecordError,
    ReftelError,
    SourceError,
    UnknownTelegram,
)
from reftel.record import Record
from reftel.span import Span

if TYPE_CHECKING:
    from pathlib import Path

    from reftel.archive import Archive
    from reftel.sources.columns import Named
    from reftel.telegram.model import Telegram
    from reftel.telegram_id import TelegramId

__version__ = "0.1.0"

__all__ = [
    "AmbiguousTelegram",
    "Archive",
    "ArchiveBusy",
    "ArchiveError",
    "ArchiveFull",
    "ArchiveTooNew",
    "Defect",
    "Document",
    "NotAnArchive",
    "QueryError",
    "Record",
    "RecordError",
    "ReftelError",
    "SourceError",
    "Span",
    "UnknownTelegram",
    "parse",
    "read",
    "read_id",
    "record",
]


def read(
    paths: str | Path | Iterable[str | Path],
    on_skip: Callable[[SourceError], None] | None = None,
    *,
    columns: Named | None = None,
) -> Iterator[Document]:
    """The documents of files, of all files below folders, or of standard input (``-``), in order.

    A telegram whose sections came as messages of their own is one document, in the place of the first met.
    What cannot be read raises ``SourceError``, or goes to ``on_skip`` where that is given.

    ``columns`` says which columns hold what, in tables with a row of titles and in JSON lines:
    ``{"text": "body", "id": "number"}``; the text may be a list of several. Raises ``SettingError``
    where that cannot be understood.
    """
    from reftel.sections.reading import read as read_found
    from reftel.sources.columns import named

    return (found.document for found in read_found(paths, on_skip, named(columns)))


def parse(text: str) -> Telegram:
    """The telegram in ``text``: facts with spans, labelled lines, defects. Never raises on bad text.

    Raises ``TypeError`` for what is no text.
    """
    if not isinstance(text, str):
        raise TypeError(f"parse takes the text of a telegram, not {type(text).__name__}")
    from reftel.telegram.parser import parse as parse_text

    return parse_text(text)


def record(document: Document) -> Record:
    """The record of a document: its telegram's facts, normalised."""
    from reftel.normalise import normalise

    return normalise(document)


def read_id(text: str, year: int | None = None) -> tuple[TelegramId, ...]:
    """The telegram numbers that ``text`` can mean, likeliest first; ``year`` completes one without a year."""
    from reftel.telegram_id import read_id as numbers

    return numbers(text, year)


def __getattr__(name: str) -> Any:
    """``Archive``, loaded when it is first asked for."""
    if name == "Archive":
        from reftel.archive import Archive

        return Archive
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """The names of the front door, ``Archive`` included."""
    return sorted({*__all__, "__version__", "__doc__", "__name__", "__file__"})
