"""SMART mail: telegrams inside e-mails, one message (``.eml``) or a mailbox of many (``.mbox``).

An e-mail is told by what it begins with: header fields, one of them such as
only mail systems write; a mailbox by the line ``From `` before them. Of each
message that part is the telegram which holds the label of SMART (``MRN:``); of
several each is one; without any the first text is. The text is the body of the
part, decoded; headers and other parts stay in the source. Where the part is not
encoded, its characters lead back one for one to those of the file; where it is
(quoted-printable, base64), the whole text leads to the whole of the part.
Source: RFC 5322 and 2045; RFC 4155 for mailboxes.
"""

from __future__ import annotations

import codecs
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from reftel.defects import Defect
from reftel.document import Document, Origin, Run, Source
from reftel.errors import SourceError
from reftel.sources.decoding import decode, unified
from reftel.sources.html_text import HtmlText
from reftel.sources.mime import Part, decoded, parts
from reftel.span import Span
from reftel.telegram.grammar_smart import MRN_LABEL

WRAPPER = "smart-mail"
# From roe@example.gov Fri Feb  3 18:49:00 2012
_ENVELOPE = re.compile(r"From [^\n]{1,200} \d{4}(?: [+-]\d{4})?\s*?\n(?=[A-Za-z][A-Za-z0-9-]{1,40}:)")
_NEXT = re.compile(rb"\n\r?\n(?=From [^\n]{1,200} \d{4}(?: [+-]\d{4})?\s*?\n[A-Za-z][A-Za-z0-9-]{1,40}:)")
_FIELD = re.compile(r"[A-Za-z][A-Za-z0-9-]{1,40}:[^\n]*\n(?:[ \t][^\n]*\n)*")
# Fields that a mail system writes, and no person copies
_OF_MAIL = frozenset(
    ("received", "return-path", "message-id", "mime-version", "content-type", "content-transfer-encoding",
     "delivered-to", "x-originating-ip", "dkim-signature", "authentication-results")
)  # fmt: skip
_MOST_FIELDS = 200
_KINDS = ("text", "application", "multipart", "message")  # the last two where they could not be opened
# Codecs of text; others (punycode) may take time without measure
_CHARSETS = ("ascii", "utf-", "iso", "cp", "koi8", "mac-", "gb", "big5", "euc", "shift", "hz", "johab", "tis")
_BODY = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)
_EDGE = re.compile(
    r"</(?:p|div|tr|li|h[1-6]|table|blockquote)\s*>|<(?P<hidden>style|script)\b[^<>]*>", re.IGNORECASE
)
_HIDDEN_END = {name: re.compile(rf"</{name}\s*>", re.IGNORECASE) for name in ("style", "script")}


def recognise(text: str) -> bool:
    """Whether a text begins with the header of an e-mail, or is a mailbox."""
    if text[:5] == "From " and (envelope := _ENVELOPE.match(text)):
        return _is_header(text, envelope.end())
    return _is_header(text, 0)


def _is_header(text: str, start: int) -> bool:
    """Whether fields of mail stand at ``start``, up to a blank line."""
    names = set()
    for _ in range(_MOST_FIELDS):
        field = _FIELD.match(text, start)
        if field is None:
            break
        names.add(field[0].partition(":")[0].lower())
        start = field.end()
    mailed = bool(names & _OF_MAIL) and bool(names & {"from", "date", "subject"})
    return mailed and (start >= len(text) or text.startswith(("\n", "\r\n"), start))


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The telegrams of an e-mail or a mailbox; ``SourceError`` where no message has a text."""
    file = _File(source, text, odd)
    found = False
    for message, name in file.messages():
        for document in _telegrams(file, message, name):
            found = True
            yield document
    if not found:
        raise SourceError(source.name, "is e-mail without a text")


# ---------------------------------------------------------------- the file


class _File:
    """The bytes of a file, its decoded text, and the way from one to the other."""

    def __init__(self, source: Source, text: str, odd: tuple[Defect, ...]) -> None:
        self.source, self.text, self.odd = source, text, odd
        self.raw = text.encode("utf-8") if source.encoding == "utf-16" else source.raw.removeprefix(BOM_UTF8)
        self._is_flat = len(self.raw) == len(text)
        self._byte = self._character = 0

    def messages(self) -> Iterator[tuple[Span, str]]:
        """Where each message stands, without the line ``From `` of a mailbox, and what it is called there."""
        if not self.text.startswith("From "):
            yield Span(0, len(self.raw)), ""
            return
        start, number = 0, 1
        for edge in _NEXT.finditer(self.raw):
            yield Span(self._after_line(start), edge.start() + 1), f"message {number}"
            start, number = edge.end(), number + 1
        yield Span(self._after_line(start), len(self.raw)), f"message {number}"

    def _after_line(self, start: int) -> int:
        return self.raw.index(b"\n", start) + 1

    def characters(self, span: Span) -> Span:
        """Where bytes stand in the decoded text; asked for in ascending order."""
        return span if self._is_flat else Span(self._character_of(span.start), self._character_of(span.end))

    def _character_of(self, byte: int) -> int:
        if byte < self._byte:
            self._byte = self._character = 0
        self._character += len(self.raw[self._byte : byte].decode("utf-8", "surrogateescape"))
        self._byte = byte
        return self._character


# ---------------------------------------------------------------- one message


class _Leaf(NamedTuple):
    """The text of a part, decoded."""

    text: str
    runs: tuple[Run, ...]
    defects: tuple[Defect, ...]
    place: str


def _telegrams(file: _File, message: Span, name: str) -> Iterator[Document]:
    """The documents of a message: each part with the label of SMART, else its first text."""
    plain, marked_up = _leaves(file, message)
    chosen = [leaf for leaf in plain if _is_smart(leaf)] or [leaf for leaf in marked_up if _is_smart(leaf)]
    for leaf in chosen or [*plain, *marked_up][:1]:
        called = ", ".join(words for words in (name, f"part {leaf.place}" if leaf.place else "") if words)
        yield Document(
            text=leaf.text,
            message=Span(0, len(leaf.text)),
            wrapper=WRAPPER,
            source=replace(file.source, part=called or None),
            defects=leaf.defects,
            origin=Origin(leaf.runs),
        )


def _is_smart(leaf: _Leaf) -> bool:
    return "MRN" in leaf.text and any(
        MRN_LABEL.match(line) for line in leaf.text.split("\n") if "MRN" in line
    )


def _leaves(file: _File, message: Span) -> tuple[list[_Leaf], list[_Leaf]]:
    """The parts that hold words: those of plain text, and those of HTML."""
    plain: list[_Leaf] = []
    marked_up: list[_Leaf] = []
    for part in parts(file.raw, message):
        kind = part.about.kind
        if kind.partition("/")[0] not in _KINDS:
            continue
        leaf = _leaf(file, part)
        if leaf is None or not leaf.text.strip():
            continue
        if kind == "text/html":
            marked_up.append(_without_markup(leaf))
        elif not kind.startswith("application/") or _is_smart(leaf):
            plain.append(leaf)
    return plain, marked_up


def _leaf(file: _File, part: Part) -> _Leaf | None:
    """A part's text, and where it comes from; ``None`` for bytes that are no text."""
    place = file.characters(part.body)
    body = file.raw[part.body.start : part.body.end]
    copied = not part.about.is_encoded
    text = _by_charset(decoded(part.about, body), part.about.charset)
    defects: tuple[Defect, ...] = ()
    if text is None and copied:
        text = place.of(file.text)
    elif text is None:
        try:
            text, _, defects = decode(file.source.name, decoded(part.about, body))
        except SourceError:
            return None
    if copied and len(text) == place.end - place.start:
        defects = tuple(_moved(odd, place) for odd in file.odd if odd.span.within(place))
    return _Leaf(text, (Run(Span(0, len(text)), place),) if text else (), defects, part.place)


def _moved(odd: Defect, place: Span) -> Defect:
    return odd._replace(span=Span(odd.span.start - place.start, odd.span.end - place.start))


def _by_charset(body: bytes, charset: str) -> str | None:
    """The words of ``body`` in the charset that is named; ``None`` where that is none, or does not fit."""
    try:
        codec = codecs.lookup(charset).name if charset else ""
        return unified(body.decode(codec)) if codec.startswith(_CHARSETS) else None
    except (LookupError, ValueError):
        return None


# ---------------------------------------------------------------- HTML


def _without_markup(leaf: _Leaf) -> _Leaf:
    """A part without its markup; where it was copied, its characters still lead to those of the file."""
    extract = HtmlText(leaf.text)
    for start, end in _stretches(leaf.text):
        extract.add(start, end)
        extract.gap("\n")
    whole = leaf.runs[0]
    copied = whole.text.end == whole.file.end - whole.file.start
    by = whole.file.start
    runs = (
        tuple(Run(run.text, Span(run.file.start + by, run.file.end + by)) for run in extract.origin.runs)
        if copied
        else (Run(Span(0, extract.length), whole.file),)
    )
    return leaf._replace(
        text=extract.text, runs=runs if extract.length else (), defects=extract.moved(leaf.defects)
    )


def _stretches(html: str) -> Iterator[tuple[int, int]]:
    """Where the words of a page stand: between the ends of blocks, without what is not shown."""
    body = _BODY.search(html)
    start = body.end() if body else 0
    unclosed: set[str] = set()
    edge = _EDGE.search(html, start)
    while edge is not None:
        yield start, edge.start()
        start = edge.end()
        name = (edge["hidden"] or "").lower()
        if name and name not in unclosed:
            close = _HIDDEN_END[name].search(html, start)
            start = close.end() if close else start
            unclosed.update(() if close else (name,))
        edge = _EDGE.search(html, start)
    yield start, len(html)
