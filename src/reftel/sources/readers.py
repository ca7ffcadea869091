"""Readers: which wrapper a text has, where the message stands in it, what the wrapper states.

``READERS`` is an ordered table: the first reader that recognises the text makes
the documents; the last row always does. A reader takes a source and its text
and yields documents; it parses nothing of the message.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from reftel.defects import Defect
from reftel.document import Document, Source
from reftel.errors import SourceError
from reftel.sources import aad, archive_page, foia, wikileaks_html
from reftel.sources.decoding import decode
from reftel.span import Span

Recognise = Callable[[str], bool]
Read = Callable[[Source, str, tuple[Defect, ...]], Iterator[Document]]


def _raw(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The whole text is the message."""
    yield Document(text=text, message=Span(0, len(text)), wrapper="raw", source=source, defects=odd)


READERS: tuple[tuple[str, Recognise, Read], ...] = (
    ("archive-page", archive_page.recognise, archive_page.read),
    ("wikileaks-html", wikileaks_html.recognise, wikileaks_html.read),
    ("aad", aad.recognise, aad.read),
    ("foia", foia.recognise, foia.read),
    ("raw", lambda text: True, _raw),
)


_HEAD = 1024  # readers of PDF look so far for its signature (PDF 1.7, annex H, note 13)
# The readers of what may stand on the pages of a PDF: those of plain text.
OF_PAGES = ("archive-page", "aad", "foia", "raw")


def documents(source: Source) -> Iterator[Document]:
    """The documents in a source; raises ``SourceError`` for what is no text."""
    if is_pdf(source.raw):
        yield from _on_pages(source)
        return
    text, encoding, odd = decode(source.name, source.raw)
    if not text.strip().strip("\x00").strip():
        raise SourceError(source.name, "the file holds no words")
    reader = next(reader for _, recognise, reader in READERS if recognise(text))
    for document in reader(replace(source, encoding=encoding), text, odd):
        yield _without_padding(document)


def is_pdf(raw: bytes) -> bool:
    """Whether bytes are a PDF file."""
    return raw[:_HEAD].lstrip(b"\xef\xbb\xbf\x00 \t\r\n\f").startswith(b"%PDF-")


def _on_pages(source: Source) -> Iterator[Document]:
    """The documents in the text layer of a PDF; their wrapper says that they came in one."""
    from reftel.sources import pdf  # what it needs takes time to load, and few sources are PDFs

    text, pages, odd = pdf.read(source.name, source.raw)
    reader = next(read for name, recognise, read in READERS if name in OF_PAGES and recognise(text))
    for document in reader(replace(source, encoding="pdf"), text, odd):
        wrapper = "pdf" if document.wrapper == "raw" else f"{document.wrapper}-pdf"
        yield replace(document, wrapper=wrapper, pages=pages)


def _without_padding(document: Document) -> Document:
    """The document, its message without the NULs that fill up the end of a tape's last block."""
    words = document.message.of(document.text)
    if not words.endswith("\x00"):
        return document
    start = document.message.start
    return replace(document, message=Span(start, start + len(words.rstrip("\x00"))))
