"""TEI page: one document of an edition in TEI, put together as its page reads, with the way back to the file.

Comes in: the places of the document's elements in a file. Goes out: a text of
three parts: the attributes that name and date the document, on one line; head,
notes to the head, opener, text and closer; the footnotes. White space is
folded, a printed paragraph is a line, a blank line stands between two.
Footnotes go below, for they stand within sentences of others; a source note,
and a footnote to the head, stays with the head. Page breaks add nothing.
Source: TEI P5; the volumes of Foreign Relations of the United States.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from reftel.sources.extract import Extract, Piece
from reftel.sources.xml_walk import walk
from reftel.span import Span

LINE, PARAGRAPH = 1, 2  # line feeds between two blocks
# Elements that begin and end lines, and how far from what stands around; others stand within a line.
BLOCKS: dict[str, int] = {
    **dict.fromkeys(("head", "dateline", "opener", "salute", "signed", "byline", "row", "l", "label"), LINE),
    **dict.fromkeys(
        ("p", "ab", "list", "item", "lg", "table", "figure", "closer", "postscript", "div", "floatingText",
         "attachment", "argument", "trailer"),
        PARAGRAPH,
    ),
}  # fmt: skip
_WORDS = re.compile(r"[^ \t\r\n]+(?: [^ \t\r\n]+)*|[ \t\r\n]+")
_ATTRIBUTE = r"\s{name}\s*=\s*(?:\"(?P<double>[^\"<]*)\"|'(?P<single>[^'<]*)')"
_LONGEST_TAG = 4000


class _Flow:
    """Words in lines, while they are gathered: white space folded, line feeds where blocks meet."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._blank: Span | None = None
        self._feeds = 0

    def block(self, feeds: int) -> None:
        """So many line feeds at least stand between what came and what comes; none after a gap of words."""
        if self.pieces and self.pieces[-1].words == " " and self.pieces[-1].place is None:
            return
        self._feeds = max(self._feeds, feeds)

    def gap(self, words: str) -> None:
        """Words that stand nowhere in the file."""
        self.pieces.append(Piece(words, None))
        self._blank, self._feeds = None, 0

    def words(self, words: str, place: Span) -> None:
        """Words of the file, their white space folded."""
        if len(words) != place.end - place.start:
            self._put(words, place)
            return
        for found in _WORDS.finditer(words):
            span = Span(place.start + found.start(), place.start + found.end())
            if found[0].isspace() and found[0][0] in " \t\r\n":
                self._blank = self._blank or span
            else:
                self._put(found[0], span)

    def _put(self, words: str, place: Span) -> None:
        if self._feeds and self.pieces:
            self.pieces.append(Piece("\n" * self._feeds, None))
        elif self._blank is not None and self.pieces and not self.pieces[-1].words.endswith("\n"):
            self.pieces.append(Piece(" ", self._blank))
        self._blank, self._feeds = None, 0
        self.pieces.append(Piece(words, place))

    def take(self, other: _Flow) -> None:
        """Add the words of another flow, on lines of their own, and empty it."""
        if not other.pieces:
            return
        self.block(LINE)
        if self.pieces:
            self.pieces.append(Piece("\n" * self._feeds, None))
        self.pieces += other.pieces
        other.pieces = []
        self._blank, self._feeds = None, LINE


class TeiPage:
    """The page while it is walked, and then its text."""

    def __init__(self, file: str) -> None:
        """An empty page of ``file``, the decoded text."""
        self._file = file
        self._attributes: list[Span] = []
        self._date: Span | None = None
        self._main, self._to_head, self._footnotes = _Flow(), _Flow(), _Flow()
        self._into = [self._main]
        self._heads = 0
        self._date_of_file: Span | None = None
        self.broken: int | None = None
        """Where the markup breaks off, if it does."""

    def date(self, place: Span) -> None:
        """The date of the whole file stands at ``place``; it counts where the document has none."""
        self._date_of_file = place

    def add(self, element: Span) -> None:
        """Walk an element of the file; raises ``XmlRefused``."""
        end = walk(self._file, element, self)
        if end.broken:
            self.broken = end.place

    def finish(self, extract: Extract) -> tuple[Span, Span]:
        """Put the page into an extract; where the date of the attributes and the message stand in it."""
        date = self._date or self._date_of_file
        places = [*self._attributes, *([date] if date else [])]
        dated = Span(0, 0)
        for i, place in enumerate(places):
            extract.gap("\t" if i else "")
            dated = extract.put(place.of(self._file), place)
        if extract.length:
            extract.gap("\n")
        self._main.take(self._to_head)
        message = extract.put_all(self._main.pieces)
        extract.gap("\n")
        if self._footnotes.pieces:
            extract.gap("\n")
            extract.put_all(self._footnotes.pieces)
            extract.gap("\n")
        return dated if date else Span(0, 0), message

    # ------------------------------------------------------------ told by the walk

    def start(self, name: str, attributes: Mapping[str, str], place: int) -> None:
        """An element begins."""
        if name == "note":
            self._note(attributes, place)
        elif name in BLOCKS:
            self._into[-1].block(BLOCKS[name])
            self._heads += name == "head"
        elif name == "lb":
            self._into[-1].block(LINE)
        if name == "div" and not self._attributes:
            self._attributes = [
                found for key in ("xml:id", "n") if (found := attribute(self._file, place, key, attributes))
            ]
        elif name == "date" and self._date is None and not self._heads and len(self._into) == 1:
            self._date = attribute(self._file, place, "when", attributes)

    def end(self, name: str, place: int) -> None:
        """An element ends."""
        if name == "note":
            self._into.pop().block(LINE)
        elif name in BLOCKS:
            self._into[-1].block(BLOCKS[name])
            if name == "head":
                self._heads -= 1
                self._main.take(self._to_head)

    def words(self, words: str, place: Span) -> None:
        """Words come."""
        self._into[-1].words(words, place)

    def _note(self, attributes: Mapping[str, str], place: int) -> None:
        """A note begins: what it is for tells where it goes."""
        outer = self._into[-1]
        if self._heads and outer is self._main:
            flow = self._to_head
        elif outer is self._main and (
            attributes.get("type") == "source" or attributes.get("rend") == "inline"
        ):
            flow = self._main
        else:
            flow = self._footnotes if outer is self._main else outer
        flow.block(LINE)
        number = attribute(self._file, place, "n", attributes) if flow is self._footnotes else None
        if number is not None:
            flow.words(number.of(self._file), number)
            flow.gap(" ")
        self._into.append(flow)


def attribute(file: str, tag: int, name: str, attributes: Mapping[str, str]) -> Span | None:
    """Where the value of an attribute of the tag at ``tag`` stands; ``None`` for none, or an empty one."""
    if not attributes.get(name):
        return None
    found = re.compile(_ATTRIBUTE.replace("{name}", re.escape(name))).search(file, tag, tag + _LONGEST_TAG)
    if found is None:
        return None
    span = Span(*found.span("double" if found["double"] is not None else "single"))
    return span if span.of(file) == attributes[name] else None
