"""WikiLeaks HTML: a page of the cable viewer of 2010 and 2011.

A heading (``Viewing cable 08OSLO461, …``), a table (Reference ID, Created,
Released, Classification, Origin), then preformatted blocks: the envelope and
the text of the telegram, or a note in place of the envelope. The text handed on
holds heading, table and blocks, in this order and without markup; the message
is the blocks, a blank line between them, without the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from reftel.defects import Defect, defect
from reftel.document import Document, Source
from reftel.sources.html_text import HtmlText
from reftel.span import Fact, Span, folded

WRAPPER = "wikileaks-html"
_NAMES = {"Reference ID": "id", "Created": "created", "Classification": "classification", "Origin": "from"}

# <th>Reference ID</th>
_FIRST_LABEL = re.compile(r"<[tT][hH]\b[^<>]*>\s*Reference ID\s*<")
_LABEL_WORDS = re.compile(r"Reference ID\s*<")
# <h3>Viewing cable 08OSLO461, NORWAY IN FAVOR OF …</h3>; the title is the first line of the subject
_HEADING = re.compile(
    r"<h[1-6]\b[^<>]*>\s*(?P<words>Viewing cable\s+[^\s<>,]{1,40},[ \t]*)"
    r"(?P<title>[^\n]*?)(?=</h[1-6]\b|\n|\Z)",
    re.IGNORECASE,
)
_CELL = re.compile(
    r"<(?P<kind>t[hd])\b[^<>]*>(?P<words>.*?)(?=</?(?:t[hdr]|table|tbody|thead|pre|code)\b|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_BLOCK = re.compile(r"<pre\b[^<>]*>", re.IGNORECASE)
_BLOCK_END = re.compile(r"</?pre\b|</(?:code|div|table|body|html)\b", re.IGNORECASE)
# What stands in the place of an envelope that was not published.
_NOTE = re.compile(
    r"\s*This record is a partial extract of the original cable\.?"
    r"(?:\s+The full text of the original cable is not available\.?)?\s*",
    re.IGNORECASE,
)
# An address on the page's own server, or a whole one.
_LINK = re.compile(
    r"<a\s[^<>]*\bhref\s*=\s*[\"'](?P<url>(?:https?:/)?/[^\"'<>\s/][^\"'<>\s]*)[\"']", re.IGNORECASE
)
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")


def recognise(text: str) -> bool:
    """Whether a text is such a page: its table, and a preformatted block after it."""
    table = _first_label(text)
    return table is not None and _BLOCK.search(text, table.end()) is not None


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The one document of a page; raises ``ValueError`` for a text that ``recognise`` refuses."""
    table = _first_label(text)
    blocks = list(_blocks(text, table.end())) if table else []
    if table is None or not blocks:
        raise ValueError(f"{source.name} is no page of the cable viewer")
    extract = HtmlText(text)
    row = _row(text, table.start())
    title = _heading(text, row, extract)
    cells = list(_CELL.finditer(text, row, blocks[0][0]))
    labels, values = _table(text, cells, extract)
    places = _message(blocks, extract)
    whole = extract.text
    stated = {_folded(whole, label): value for label, value in zip(labels, values, strict=False)}
    stated["subject"] = title
    yield Document(
        text=whole,
        message=Span(_start(whole, places), len(whole)),
        wrapper=WRAPPER,
        source=source,
        says=_says(whole, stated),
        provenance=_provenance(text, row, cells, stated.get("Released", title).of(whole)),
        defects=(*extract.moved(odd), *_extract_only(whole, places)),
        origin=extract.origin,
    )


def _first_label(page: str) -> re.Match[str] | None:
    """The label of the table's first column: sought by its words, which are rare; tags are many."""
    place = page.find("Reference ID")
    if place < 0:
        return None
    for words in _LABEL_WORDS.finditer(page, place):
        tag = page.rfind("<", 0, words.start())
        if tag >= 0 and (label := _FIRST_LABEL.match(page, tag)):
            return label
    return None


def _blocks(page: str, place: int) -> Iterator[tuple[int, int]]:
    """Where the words of the preformatted blocks stand that begin after ``place``."""
    while opened := _BLOCK.search(page, place):
        end = _BLOCK_END.search(page, opened.end())
        place = end.start() if end else len(page)
        yield opened.end(), place


def _row(page: str, label: int) -> int:
    """The start of the row that a label stands in; the label itself where the row has no tag."""
    start = -1
    for tag in ("<tr", "<TR", "<table", "<TABLE"):
        start = max(start, page.rfind(tag, start + 1, label))
    return start if start >= 0 else label


def _heading(page: str, end: int, extract: HtmlText) -> Span:
    """Add the page's heading; where the title is in the text, empty if there is none."""
    found = _HEADING.search(page, 0, end)
    if found is None:
        return Span(0, 0)
    extract.add(*found.span("words"))
    title = extract.add(*found.span("title"), trim=True)
    extract.gap("\n")
    return title


def _table(page: str, cells: list[re.Match[str]], extract: HtmlText) -> tuple[list[Span], list[Span]]:
    """Add the table, a line for each row, a tab between cells; where labels and values are in the text."""
    labels: list[Span] = []
    values: list[Span] = []
    place = 0
    for cell in cells:
        if place:
            extract.gap("\n" if _ROW.search(page, place, cell.start()) else "\t")
        (labels if cell["kind"].lower() == "th" else values).append(
            extract.add(*cell.span("words"), trim=True)
        )
        place = cell.end()
    extract.gap("\n")
    return labels, values


def _message(blocks: Iterable[tuple[int, int]], extract: HtmlText) -> list[Span]:
    """Add the blocks, a blank line between them; where they are in the text."""
    places: list[Span] = []
    for start, end in blocks:
        extract.gap("\n\n" if places else "\n")
        places.append(extract.add(start, end))
    return places


def _start(text: str, blocks: Iterable[Span]) -> int:
    """Where the message begins: the first block's first character that is none of the note."""
    for block in blocks:
        note = _NOTE.match(text, block.start, block.end)
        start = note.end() if note else block.start
        if text[start : block.end].strip():
            return start
    return len(text)


def _extract_only(text: str, blocks: Iterable[Span]) -> tuple[Defect, ...]:
    """A defect where a note stands in the place of the envelope."""
    notes = (_NOTE.match(text, block.start, block.end) for block in blocks)
    return tuple(defect("partial-extract", Span(*note.span()).trimmed(text)) for note in notes if note)


def _says(text: str, stated: Mapping[str, Span]) -> dict[str, Fact[str]]:
    """The page's statements by their names; empty ones are none."""
    named = ((_NAMES.get(label, label), span) for label, span in stated.items())
    known = (*_NAMES.values(), "subject")
    return {
        name: Fact(_folded(text, span), (span,))
        for name, span in named
        if name in known and span.start < span.end
    }


def _folded(text: str, span: Span) -> str:
    return folded(text, (span,))


def _provenance(page: str, table: int, cells: Iterable[re.Match[str]], released: str) -> dict[str, str]:
    """What the page tells of itself: whose it is, its address, the day of its release."""
    found = {}
    if page.find("WikiLeaks", 0, table) >= 0:
        found["collection"] = "WikiLeaks"
    value = next((cell for cell in cells if cell["kind"].lower() == "td"), None)
    link = _LINK.search(page, *value.span("words")) if value else None
    if link:
        found["url"] = link["url"]
    if day := _DAY.match(released):
        found["released"] = day[0]
    return found
