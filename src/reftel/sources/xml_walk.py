"""XML, walked safely: the elements and words of a text, each with its place in the text.

Nothing is fetched and nothing expanded. A document type, and with it every
entity but the five of XML itself, is refused; so is what nests deeper than
``DEEPEST``, is larger than ``LARGEST`` or has more than ``MOST`` elements side
by side. Markup that is not well-formed ends the walk, which says where.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, NoReturn, Protocol
from xml.parsers import expat

from reftel.span import Span

DEEPEST = 256
LARGEST = 64 * 1024 * 1024  # bytes; of an unfinished sign expat reads all again with each megabyte
MOST = 20_000  # elements side by side
_FIRST_FEED, _FEED = 16 * 1024, 1024 * 1024  # expat copies what it is fed; small elements take little
_JUNK = expat.errors.codes[expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT]
_BLANK = b" \t\r\n"


class XmlRefused(Exception):  # noqa: N818 - no fault of ours; the name says what happened
    """The text is XML of a kind that is not read; its only argument is the reason."""


class Handler(Protocol):
    """What is told of a walk; names of elements and attributes come without prefix, but for ``xml:``."""

    def start(self, name: str, attributes: Mapping[str, str], place: int) -> None:
        """An element begins with the tag at ``place``."""

    def end(self, name: str, place: int) -> None:
        """An element ends, with the tag that ends at ``place``."""

    def words(self, words: str, place: Span) -> None:
        """Words that stand at ``place``: as many characters, or a reference that names one."""


class End(NamedTuple):
    """How a walk ended."""

    place: int
    """Where: at the end of what was to be walked, or where it broke off."""
    broken: bool
    """Whether the markup broke off."""


def walk(text: str, span: Span, handler: Handler) -> End:
    """Tell ``handler`` of the element in ``text`` at ``span``, or of several, one after another.

    Raises ``XmlRefused``.
    """
    raw = span.of(text).encode("utf-8", "surrogatepass")
    if len(raw) > LARGEST:
        raise XmlRefused(f"is XML of more than {LARGEST // 1024 // 1024} MB; split it first")
    places = _Places(raw, span.start, len(raw) == span.end - span.start)
    start = len(raw) - len(raw.lstrip(_BLANK))
    for _ in range(MOST):
        one = _Walk(raw, start, places, handler)
        try:
            one.run()
        except expat.ExpatError as error:
            start += one.parser.ErrorByteIndex
            if error.code != _JUNK:
                return End(places.of(start), True)
        else:
            return End(span.end, False)
    raise XmlRefused(f"holds more than {MOST:,} XML documents; split it first")


class _Places:
    """The characters at which bytes stand; asked for in ascending order."""

    def __init__(self, raw: bytes, start: int, is_ascii: bool) -> None:
        self._raw, self._start, self._is_ascii = raw, start, is_ascii
        self._byte = self._character = 0

    def of(self, byte: int) -> int:
        """The place in the text of a byte of the walk."""
        if self._is_ascii:
            return self._start + byte
        if byte < self._byte:
            self._byte = self._character = 0
        passed = self._raw[self._byte : byte]
        self._character += len(passed) if passed.isascii() else len(passed.decode("utf-8", "surrogatepass"))
        self._byte = byte
        return self._start + self._character


class _Walk:
    """The walk of one element: expat, its handlers, and the depth."""

    def __init__(self, raw: bytes, start: int, places: _Places, handler: Handler) -> None:
        self._raw, self._start, self._places, self._handler = raw, start, places, handler
        self._depth = 0
        self._is_literal = False  # within a CDATA section, where & is no reference
        self.parser = expat.ParserCreate("utf-8")  # whatever the file declares: it is decoded already
        self.parser.StartDoctypeDeclHandler = _refuse_type
        self.parser.EntityDeclHandler = _refuse_type
        self.parser.StartElementHandler = self._element
        self.parser.EndElementHandler = self._element_end
        self.parser.CharacterDataHandler = self._words
        self.parser.StartCdataSectionHandler = self.parser.EndCdataSectionHandler = self._literal

    def run(self) -> None:
        """Walk; raises ``ExpatError`` where the markup is not well-formed."""
        raw = memoryview(self._raw)
        start, size = self._start, _FIRST_FEED
        while start + size < len(raw):
            self.parser.Parse(raw[start : start + size], False)
            start, size = start + size, _FEED
        self.parser.Parse(raw[start:], True)

    def _byte(self) -> int:
        return self._start + self.parser.CurrentByteIndex

    def _element(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise XmlRefused(f"nests elements deeper than {DEEPEST}")
        plain = {key if key.startswith("xml:") else _local(key): value for key, value in attributes.items()}
        self._handler.start(_local(name), plain, self._places.of(self._byte()))

    def _element_end(self, name: str) -> None:
        self._depth -= 1
        byte = self._byte()
        if self._raw.startswith(b"</", byte):  # of an only tag expat tells the end
            byte = self._raw.index(b">", byte) + 1
        self._handler.end(_local(name), self._places.of(byte))

    def _words(self, words: str) -> None:
        byte = self._byte()
        place = self._places.of(byte)
        self._handler.words(words, Span(place, place + self._width(words, byte)))

    def _width(self, words: str, byte: int) -> int:
        """How many characters of the text these words stand for."""
        if self._raw[byte : byte + 1] == b"&" and not self._is_literal:
            return self._raw.index(b";", byte) + 1 - byte
        return 2 if words == "\n" and self._raw[byte : byte + 2] == b"\r\n" else len(words)

    def _literal(self) -> None:
        self._is_literal = not self._is_literal


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _refuse_type(*_: object) -> NoReturn:
    raise XmlRefused("declares a document type or entities, which are not read from foreign XML")
