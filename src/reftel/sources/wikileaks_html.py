"""WikiLeaks HTML: a page of the cable viewer of 2010 and 2011.

A heading (``Viewing cable 08OSLO461, …``), a table (Reference ID, Created,
Released, Classification, Origin), then preformatted blocks: the envelope and
the text of the telegram, or a note in place of the envelope. The text handed on
holds heading, table and blocks, in this order and without markup; the message
is the blocks, a blank line between them, without the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from reftel.defects import Defect
from reftel.document import Document, Source
from reftel.sources.html_text import HtmlText
from reftel.span import Fact, Span, folded

WRAPPER = "wikileaks-html"
_NAMES = {"Reference ID": "id", "Created": "created", "Classification": "classification", "Origin": "from"}

# <th>Reference ID</th>
_FIRST_LABEL = re.compile(r"<th\b[^<>]*>\s*Reference ID\s*<", re.IGNORECASE)
# <h3>Viewing cable 08OSLO461, NORWAY IN FAVOR OF …</h3>; the title is a part of the subject's first lines
_HEADING = re.compile(
    r"<h[1-6]\b[^<>]*>\s*(?P<words>Viewing cable\s+[^\s<>,]{1,40},[ \t]*)(?P<title>[^\n]*?)(?=</h[1-6]\b|\n)",
    re.IGNORECASE,
)
_CELL = re.compile(
    r"<(?P<kind>t[hd])\b[^<>]*>(?P<words>.*?)(?=</?(?:t[hdr]|table|tbody|thead|pre|code)\b|\Z)",
    re.IGNORECASE | re.DOTALL,
)
_BLOCK = re.compile(
    r"<pre\b[^<>]*>(?P<words>.*?)(?=</?pre\b|</(?:code|div|table|body|html)\b|\Z)", re.IGNORECASE | re.DOTALL
)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
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
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def recognise(text: str) -> bool:
    """Whether a text is such a page: its table, and a preformatted block after it."""
    table = _FIRST_LABEL.search(text) if "eference" in text else None
    return table is not None and _BLOCK.search(text, table.end()) is not None


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The one document of a page; raises ``ValueError`` for a text that ``recognise`` refuses."""
    table = _FIRST_LABEL.search(text)
    blocks = [block.span("words") for block in _BLOCK.finditer(text, table.end())] if table else []
    if table is None or not blocks:
        raise ValueError(f"{source.name} is no page of the cable viewer")
    extract = HtmlText(text)
    title = _heading(text, table.start(), extract)
    cells = list(_CELL.finditer(text, table.start(), blocks[0][0]))
    fields = _fields(text, cells, extract)
    places = [_block(extract, start, end) for start, end in blocks]
    whole = extract.text
    says = {_NAMES[label]: _fact(whole, span) for label, span in fields.items() if label in _NAMES}
    if title.start < title.end:
        says["subject"] = _fact(whole, title)
    # The note of the defects' places is kept only where the text is the file itself.
    yield Document(
        text=whole,
        message=Span(_start(whole, places), len(whole)),
        wrapper=WRAPPER,
        source=source,
        says=says,
        provenance=_provenance(text, cells, whole, fields),
        defects=_moved(odd, extract),
        origin=extract.origin,
    )


def _heading(page: str, end: int, extract: HtmlText) -> Span:
    """Add the page's heading; where the title is in the text, empty if there is none."""
    found = _HEADING.search(page, 0, end)
    if found is None:
        return Span(0, 0)
    extract.add(*found.span("words"))
    title = extract.add(*found.span("title"), trim=True)
    extract.gap("\n")
    return title


def _fields(page: str, cells: list[re.Match[str]], extract: HtmlText) -> dict[str, Span]:
    """Add the table, a line for each row; where the value of each label is, empty ones left out."""
    labels: list[Span] = []
    values: list[Span] = []
    for cell, following in pairwise([*cells, None]):
        assert cell is not None
        place = extract.add(*cell.span("words"), trim=True)
        (labels if cell["kind"].lower() == "th" else values).append(place)
        same_row = following is not None and not _ROW.search(page, cell.end(), following.start())
        extract.gap("\t" if same_row else "\n")
    text = extract.text
    named = {folded(text, (label,)): value for label, value in zip(labels, values, strict=False)}
    return {label: value for label, value in named.items() if value.start < value.end}


def _block(extract: HtmlText, start: int, end: int) -> Span:
    """Add a block after a blank line; where it is."""
    extract.gap("\n" if not extract.text.endswith("\n") else "")
    extract.gap("\n")
    return extract.add(start, end)


def _start(text: str, blocks: Iterable[Span]) -> int:
    """Where the message begins: the first block's first character that is none of the note."""
    for block in blocks:
        note = _NOTE.match(text, block.start, block.end)
        start = note.end() if note else block.start
        if text[start : block.end].strip():
            return start
    return len(text)
