"""FRUS TEI: telegrams of Foreign Relations of the United States in the edition's XML.

A volume, or a part of one, in TEI: ``<div type="document">`` for each document,
with head, source note, dateline, paragraphs, footnotes, closer. Each telegram of
a file is a document of its own; what else a volume holds (memoranda, letters,
editorial notes) is passed over, and stays in the source. A file of one document
is read whatever it says it is, with the paragraphs that stand before it. The
text is the page as it reads (see ``tei_page``); the message is what stands
between the attributes and the footnotes. XML is read safely (see ``xml_walk``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reftel.defects import Defect, defect
from reftel.document import Document, Source
from reftel.errors import SourceError
from reftel.sources.extract import Extract
from reftel.sources.tei_page import TeiPage, attribute
from reftel.sources.xml_walk import XmlRefused, walk
from reftel.span import Fact, Span
from reftel.telegram import grammar_printed as grammar

WRAPPER = "frus-tei"
SERIES = "Foreign Relations of the United States"
_ADDRESS = "https://history.state.gov/historicaldocuments/{volume}/{document}"
_VOLUME = re.compile(r"frus\d{4}[\w.-]*")  # frus1964-68v29p1

_DOCUMENT = re.compile(r"<(?:\w+:)?div\b[^<>]*\stype\s*=\s*[\"']document[\"']")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?!\d)")
_HEAD = 16  # lines of a page in which it says what it is


def recognise(text: str) -> bool:
    """Whether a document of an edition stands in a text that begins with markup."""
    return _DOCUMENT.search(text) is not None


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The telegrams of a file; raises ``SourceError`` for XML that is refused, or holds none."""
    try:
        outline = _Outline(text)
        single = len(outline.found) == 1
        count = 0
        for found in outline.found:
            document = _document(source, text, outline, found, single, odd)
            if single or _is_telegram(document.message.of(document.text)):
                count += 1
                yield document
    except XmlRefused as refused:
        raise SourceError(source.name, str(refused)) from refused
    if not count:
        raise SourceError(source.name, f"is TEI of {len(outline.found):,} documents, none of them a telegram")


# ---------------------------------------------------------------- what the file holds


@dataclass(slots=True)
class _Found:
    """One document of a file: where it stands, and its attributes."""

    number: int
    """Its place among the documents of the file, from 1."""
    start: int
    end: int
    attributes: Mapping[str, str] = field(default_factory=dict)


class _Outline:
    """Where the documents of a file stand, the paragraphs before the first, and the titles of the whole."""

    def __init__(self, text: str) -> None:
        """Walk ``text``; raises ``XmlRefused``."""
        self._text = text
        self.found: list[_Found] = []
        self.before: list[Span] = []
        """Paragraphs of the body before the first document."""
        self.volume = ""
        self.created: Span | None = None
        """The date at which the file says that its text was written."""
        self.titles: dict[str, str] = {}
        self._open: list[str] = []
        self._depth = 0  # of the document that is open
        self._start = 0
        self._title: str | None = None
        end = walk(text, Span(0, len(text)), self)
        if end.broken:
            self._go_on(end.place)

    def _go_on(self, place: int) -> None:
        """After a place where the markup breaks off: each document that begins below it, by itself."""
        starts = [found.start() for found in _DOCUMENT.finditer(self._text, place)]
        for start, end in pairwise((place, *starts, len(self._text))):
            if start > place:
                self._open = []
                walk(self._text, Span(start, end), self)
            if self._depth:  # it is not closed: all up to the next is its own
                self.found[-1].end = end
                self._depth = 0

    def start(self, name: str, attributes: Mapping[str, str], place: int) -> None:
        """An element begins."""
        self._open.append(name)
        if self._depth:
            return
        if name == "div" and attributes.get("type") == "document":
            self.found.append(_Found(len(self.found) + 1, place, len(self._text), attributes))
            self._depth = len(self._open)
        elif name in ("p", "note") and self._open[-2:-1] == ["body"]:
            self._start = place
        elif name == "TEI":
            self.volume = attributes.get("xml:id", "")
        elif name == "title" and "titleStmt" in self._open:
            self._title = attributes.get("type", "complete")
        elif name == "date" and attributes.get("type") == "created" and "teiHeader" in self._open:
            self.created = attribute(self._text, place, "when", attributes)

    def end(self, name: str, place: int) -> None:
        """An element ends."""
        if len(self._open) == self._depth:
            self.found[-1].end = place
            self._depth = 0
        elif name in ("p", "note") and self._open[-2:-1] == ["body"] and not self.found:
            self.before.append(Span(self._start, place))
        elif name == "title":
            self._title = None
        self._open.pop()

    def words(self, words: str, place: Span) -> None:
        """Words come; those of a title are kept."""
        if self._title is not None:
            self.titles[self._title] = self.titles.get(self._title, "") + words

    def title(self, kind: str) -> str:
        """A title of the whole, white space folded."""
        return " ".join(self.titles.get(kind, "").split())


def _is_telegram(page: str) -> bool:
    """Whether a page says by its head, or by what stands around that, that it is a telegram."""
    for line in page.split("\n")[:_HEAD]:
        if len(line) <= 400 and any(
            pattern.fullmatch(line) for pattern in (grammar.TITLED, grammar.FILE, grammar.TELEGRAM)
        ):
            return True
    return False


# ---------------------------------------------------------------- one document


def _document(
    source: Source, text: str, outline: _Outline, found: _Found, single: bool, odd: tuple[Defect, ...]
) -> Document:
    page = TeiPage(text)
    if single and outline.created is not None:
        page.date(outline.created)
    first = found.start
    for element in (*(outline.before if single else ()), Span(found.start, found.end)):
        page.add(element)
        first = min(first, element.start)
    extract = Extract()
    date, message = page.finish(extract)
    whole = extract.text
    own = (one for one in odd if single or first <= one.span.start < found.end)
    broken = () if page.broken is None else (defect("damaged-markup", Span(message.end, message.end)),)
    day = _DAY.match(date.of(whole))
    return Document(
        text=whole,
        message=message,
        wrapper=WRAPPER,
        source=source if single else replace(source, part=_name(found)),
        says={"created": Fact(day[0], (Span(date.start, date.start + day.end()),))} if day else {},
        provenance=dict(_provenance(outline, found, message.of(whole))),
        defects=(*extract.moved(own), *broken),
        origin=extract.origin,
    )


def _name(found: _Found) -> str:
    """What a document is called within its file: ``d162``, else its place among the others."""
    return found.attributes.get("xml:id") or f"document {found.number}"


# Source: National Archives, RG 59, Central Files 1964–66, POL 27 VIET S. Secret; Priority.
_SOURCE = re.compile(r"(?:^|\n)(?:\d{1,2}\.? )?Source: (?P<repository>[^,.;\n]{3,80})(?:, (?P<rest>[^\n]*))?")
_GROUP = re.compile(r"\b(?:RG|Record Group) (?P<group>\d{1,3})\b,? ?")
# A stop ends the citation, but for those of these words
_CITED = re.compile(r"(?P<file>(?:[^.\n]|(?<=\b[Nn]o)\.|(?<=\b[Vv]ol)\.|(?<=\b[PpDM][tr])\.|\.(?=\S))*)")
_FILM = re.compile(r"\b[DNP]\d{6}[–-]\d{4}\b")  # D760012–0345


def _provenance(outline: _Outline, found: _Found, page: str) -> Iterator[tuple[str, str]]:
    """Volume and number of the document, its address, and what the source note cites."""
    number = found.attributes.get("n") or found.attributes.get("xml:id")
    if number:
        yield "document_number", number
    whole = outline.title("complete") or outline.title("series")
    if whole.startswith(SERIES) or outline.title("series") == SERIES:
        yield "collection", SERIES
        yield "volume", whole
    if _VOLUME.fullmatch(outline.volume) and found.attributes.get("xml:id"):
        yield "url", _ADDRESS.format(volume=outline.volume, document=found.attributes["xml:id"])
    yield from _cited(page)


def _cited(page: str) -> Iterator[tuple[str, str]]:
    """Repository, record group, file and film as the source note cites them."""
    noted = _SOURCE.search(page)
    if noted is not None:
        if noted["repository"] != "Ibid":
            yield "repository", noted["repository"].strip()
        rest = noted["rest"] or ""
        if group := _GROUP.search(rest):
            yield "record_group", group["group"]
        if film := _FILM.search(rest):
            yield "film", film[0]
        cited = _CITED.match(_GROUP.sub("", rest, count=1))
        if cited and cited["file"].strip():
            yield "file", cited["file"].strip()
        return
    for line in page.split("\n")[:_HEAD]:
        filed = grammar.FILE.fullmatch(line) or grammar.FILE_NUMBER.fullmatch(line)
        if len(line) <= 200 and filed:
            yield "file", filed["file"]
            return
