"""Readers: which wrapper a text has, where the message stands in it, what the wrapper states.

``READERS`` is an ordered table: the first row that recognises the text makes
the documents; the last row always does. A row looks at the content, never at the
name of a file, and first at signs that are found in no time; only then is the
module loaded that knows the form. A reader takes a source and its text and
yields documents; it parses nothing of the message.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from reftel.defects import Defect
from reftel.document import Document, Source, Told
from reftel.errors import SourceError
from reftel.pages import Pages
from reftel.sources import aad, archive_page, wikileaks_html
from reftel.sources.decoding import decode
from reftel.sources.member_names import joined
from reftel.span import Span

Read = Callable[[Source, str, tuple[Defect, ...]], Iterator[Document]]


class Reader(NamedTuple):
    """One form in which archives hand telegrams out; ``reftel formats`` prints these rows."""

    name: str
    """The wrapper's name, as records state it."""
    recognise: Callable[[str], Read | None]
    """What reads a text of this form; ``None`` for a text of another."""
    what: str
    """What it is."""
    sign: str
    """How it is recognised."""


_COLUMNS = 200  # characters in which a row has its first commas


def _cables_csv(text: str) -> Read | None:
    if text.find(",", 0, _COLUMNS) < 0:
        return None
    from reftel.sources import cables_csv

    return cables_csv.read if cables_csv.recognise(text) else None


def _archive_page(text: str) -> Read | None:
    return archive_page.read if archive_page.recognise(text) else None


def _wikileaks_html(text: str) -> Read | None:
    return wikileaks_html.read if wikileaks_html.recognise(text) else None


_MARKUP = re.compile(r"\s*<")


def _frus_tei(text: str) -> Read | None:
    if not _MARKUP.match(text) or "document" not in text:
        return None
    from reftel.sources import frus_tei

    return frus_tei.read if frus_tei.recognise(text) else None


_TOP = 32768  # characters in which the synopsis of a page begins


def _plusd(text: str) -> Read | None:
    if text.find("Canonical ID", 0, _TOP) < 0:
        return None
    from reftel.sources import plusd

    return plusd.read if plusd.recognise(text) else None


_FIELD = re.compile(r"From |[A-Za-z][A-Za-z0-9-]{1,40}:")


def _smart_mail(text: str) -> Read | None:
    if not _FIELD.match(text):
        return None
    from reftel.sources import smart_mail

    return smart_mail.read if smart_mail.recognise(text) else None


def _aad(text: str) -> Read | None:
    return aad.read if aad.recognise(text) else None


def _foia(text: str) -> Read | None:
    if "Department of State" not in text:
        return None
    from reftel.sources import foia

    return foia.read if foia.recognise(text) else None


def _of_no_text(text: str) -> Read | None:
    """What its user must name the columns of is told by ``table_forms``, not by its text."""
    return None


def _raw(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The whole text is the message, or holds several, one after another."""
    if _may_hold_several(text):
        from reftel.sources import raw_messages

        if found := raw_messages.several(source, text, odd):
            yield from found
            return
    yield Document(text=text, message=Span(0, len(text)), wrapper="raw", source=source, defects=odd)


def _may_hold_several(text: str) -> bool:
    """Whether a text has the words of two headers, and a sign between them: few single telegrams have."""
    labels = text.count("MRN")
    if labels + text.count("FM") < 2:
        return False
    return labels > 0 or "NNN" in text or "\x0c" in text or text.count("ZCZC") > 1


# The first that recognises a text reads it; the last always does.
READERS: tuple[Reader, ...] = (
    Reader(
        "cables-csv",
        _cables_csv,
        "a table of telegrams as comma-separated values, eight columns without a row of titles",
        "begins with a row: a number, a date, the telegram's number, and five columns more",
    ),
    Reader(
        "archive-page",
        _archive_page,
        "a page of a public archive of telegrams, copied as text",
        "begins with the labels Identifier, Created, Classification and Origin",
    ),
    Reader(
        "wikileaks-html",
        _wikileaks_html,
        "a page of the WikiLeaks cable viewer of 2010 and 2011, as HTML",
        "has a table cell Reference ID, and a preformatted block below it",
    ),
    Reader(
        "frus-tei",
        _frus_tei,
        "telegrams of Foreign Relations of the United States, as TEI, a volume or a part of one",
        'is XML with an element div of the type "document"',
    ),
    Reader(
        "plusd",
        _plusd,
        "a record page of the Public Library of US Diplomacy, as HTML or copied as text",
        "has a label Canonical ID, and below it a number that ends in _a to _e",
    ),
    Reader(
        "smart-mail",
        _smart_mail,
        "an e-mail with a telegram in it, or a mailbox of many",
        "begins with the header of an e-mail, or with the line From that parts mailboxes",
    ),
    Reader(
        "aad",
        _aad,
        "a record of the National Archives' Access to Archival Databases, as text",
        "has a line Message Attributes, and Document Number below it",
    ),
    Reader(
        "foia",
        _foia,
        "pages that the Department of State released, as text",
        "has the Department's name with a case number or a release stamp",
    ),
    Reader(
        "table",
        _of_no_text,
        "a telegram a row of a table, as comma-separated values with a row of titles, or parted by tabs",
        "is read where its columns are named (--columns) and its row of titles has them",
    ),
    Reader(
        "json-lines",
        _of_no_text,
        "a telegram a line, as JSON objects",
        "is read where its columns are named (--columns) and its first objects have them",
    ),
    Reader(
        "raw",
        lambda text: _raw,
        "a telegram and nothing else, or several one after another, as text",
        "is every other text",
    ),
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
    read_form = _of_told_form(source.told) or next(
        found for reader in READERS if (found := reader.recognise(text))
    )
    for document in read_form(replace(source, encoding=encoding), text, odd):
        yield _without_padding(_within(source.part, document))


def _of_told_form(told: Told) -> Read | None:
    """What reads a source whose bytes alone do not show what it is."""
    if told.form is None:
        return None
    if told.columns:
        from reftel.sources import table_row

        return table_row.read
    from reftel.sources import cables_csv

    return cables_csv.read


def _within(container: str | None, document: Document) -> Document:
    """The document, its place in a member of a container with the member's own place before it."""
    part = document.source.part
    if not container or part == container:
        return document
    source = replace(document.source, part=joined(container, part) if part else container)
    return replace(document, source=source)


def is_pdf(raw: bytes) -> bool:
    """Whether bytes are a PDF file."""
    return raw[:_HEAD].lstrip(b"\xef\xbb\xbf\x00 \t\r\n\f").startswith(b"%PDF-")


def _on_pages(source: Source) -> Iterator[Document]:
    """The documents in the text layer of a PDF; their wrapper says that they came in one."""
    from reftel.sources import pdf  # what it needs takes time to load, and few sources are PDFs

    text, pages, odd = pdf.read(source.name, source.raw)
    forms = (reader for reader in READERS if reader.name in OF_PAGES)
    read_form = next(found for reader in forms if (found := reader.recognise(text)))
    for document in read_form(replace(source, encoding="pdf"), text, odd):
        wrapper = "pdf" if document.wrapper == "raw" else f"{document.wrapper}-pdf"
        yield _within(source.part, replace(_paged(document, pages), wrapper=wrapper))


def _paged(document: Document, pages: Pages) -> Document:
    """The document with its pages; one of several has its own piece of them, and no file of characters."""
    if document.origin is None:
        return replace(document, pages=pages)
    [run] = document.origin.runs
    return replace(document, origin=None, pages=pages.cut(run.file))


def _without_padding(document: Document) -> Document:
    """The document, its message without the NULs that fill up the end of a tape's last block."""
    words = document.message.of(document.text)
    if not words.endswith("\x00"):
        return document
    start = document.message.start
    return replace(document, message=Span(start, start + len(words.rstrip("\x00"))))
