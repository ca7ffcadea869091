"""Text of HTML: the words at chosen places of a page, and the way back to the page.

A page is never taken as a whole: a reader names the stretches that it wants,
in order, and what to put between them. Markup falls away, references such as
``&amp;`` become the character they name, everything else is copied one for one.
Broken markup is text; nothing here raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reftel.sources.extract import Extract
from reftel.span import Span

# Only the names of elements make a tag: <visa@example.gov> and <NA> are words of the message.
_ELEMENTS = (
    "abbr|acronym|a|big|blockquote|br|b|center|cite|code|del|dfn|div|em|font|h[1-6]|hr|img|ins|i|kbd|li|mark|ol"
    "|pre|p|q|samp|small|span|strike|strong|sub|sup|s|table|tbody|td|th|thead|tr|tt|ul|u|var"
)
_REFERENCE = r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
_MARKUP = re.compile(
    rf"<!--|</?(?P<element>{_ELEMENTS})(?:\s[^<>]*)?/?>|{_REFERENCE}",
    re.IGNORECASE,
)
# The same for a stretch without comments, and for one without any tag. That the latter heeds case changes
# nothing: what only the former finds, as with a long s, is the name of no character.
_TAGS = re.compile(rf"(</?(?:{_ELEMENTS})(?:\s[^<>]*)?/?>|{_REFERENCE})", re.IGNORECASE)
_REFERENCES = re.compile(f"({_REFERENCE})")
_BREAK = re.compile(r"</?br[\s/>]", re.IGNORECASE)


class Piece(NamedTuple):
    """Some characters of the text and the place on the page that they come from."""

    words: str
    place: Span

    def cut(self, left: int, right: int) -> Piece:
        """The piece without characters at its ends, if it was copied one for one; else as it is."""
        if len(self.words) != self.place.end - self.place.start:
            return self
        words = self.words[left : len(self.words) - right]
        return Piece(words, Span(self.place.start + left, self.place.end - right))


def pieces(page: str, start: int, end: int) -> Iterator[Piece]:
    """The pieces of ``page[start:end]`` in order, markup left out, none empty."""
    last_comment = page.rfind("-->", start, end)
    place = start
    for found in _MARKUP.finditer(page, start, end):
        at, after = found.span()
        if at < place:  # within a comment
            continue
        markup = found[0]
        if markup[0] == "&":
            words = _character(markup)
        else:
            words, after = _meaning(page, found, last_comment)
        if words is None:  # looks like markup, but is none
            yield Piece(page[place:after], Span(place, after))
        else:
            if place < at:
                yield Piece(page[place:at], Span(place, at))
            if words:
                yield Piece(words, Span(at, after))
        place = after
    if place < end:
        yield Piece(page[place:end], Span(place, end))


def _meaning(page: str, found: re.Match[str], last_comment: int) -> tuple[str | None, int]:
    """What a tag or comment stands for, ``None`` where it is text, and where it ends."""
    if found[0] == "<!--":
        if found.end() > last_comment:
            return None, found.end()
        return "", page.find("-->", found.end()) + 3
    return ("\n" if found["element"].lower() == "br" else ""), found.end()


@lru_cache(maxsize=1024)
def _character(reference: str) -> str | None:
    """The characters that ``&amp;`` or ``&#x000A;`` names, ``None`` for a name of none."""
    from html import unescape
    from html.entities import html5

    if reference[1] != "#" and reference[1:] not in html5:
        return None
    return unescape(reference)


def _pieces_of(stretch: str) -> Iterator[Piece]:
    """The pieces of a stretch by itself."""
    return pieces(stretch, 0, len(stretch))


def _words_of(stretch: str) -> str:
    """The words of all its pieces, without a piece for each."""
    if "<" not in stretch:
        found = _REFERENCES.split(stretch)
    elif "<!--" not in stretch:
        found = _TAGS.split(stretch)
    else:
        return "".join([piece.words for piece in _pieces_of(stretch)])
    found[1::2] = map(_stands_for, found[1::2])
    return "".join(found)


def _stands_for(markup: str) -> str:
    """What a reference or tag stands for."""
    if markup[0] == "&":
        words = _character(markup)
        return markup if words is None else words
    return "\n" if _BREAK.match(markup) else ""


def _trimmed(found: list[Piece]) -> list[Piece]:
    """The pieces without white space at both ends."""
    full = [i for i, piece in enumerate(found) if piece.words.strip()]
    if not full:
        return []
    found = found[full[0] : full[-1] + 1]
    first = found[0].words
    found[0] = found[0].cut(len(first) - len(first.lstrip()), 0)
    last = found[-1].words
    found[-1] = found[-1].cut(0, len(last) - len(last.rstrip()))
    return found


class HtmlText(Extract):
    """A text that is put together from stretches of a page, and its map back to the page.

    Stretches are to be added in the order in which they stand on the page.
    """

    __slots__ = ("_page",)

    def __init__(self, page: str) -> None:
        """An empty text; ``page`` is the decoded file."""
        super().__init__()
        self._page = page

    def add(self, start: int, end: int, trim: bool = False) -> Span:
        """Add the words of ``page[start:end]``, ``trim``: without white space at both ends; where it is."""
        stretch = self._page[start:end]
        if "<" not in stretch and "&" not in stretch:
            return self._copy(stretch, start, trim)
        if not trim:
            return self.put_unread(_words_of(stretch), stretch, start, _pieces_of)
        before = self.length
        found = list(pieces(self._page, start, end))
        for words, place in _trimmed(found):
            self.put(words, place)
        return Span(before, self.length)

    def _copy(self, stretch: str, start: int, trim: bool) -> Span:
        """Add a stretch without markup that stands at ``start``."""
        if trim:
            bare = stretch.lstrip()
            start += len(stretch) - len(bare)
            stretch = bare.rstrip()
        return self.put(stretch, Span(start, start + len(stretch)))
