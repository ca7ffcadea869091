"""Archive page: a telegram copied from a web page of a public archive.

Four labels (Identifier, Created, Classification, Origin), their four values,
the title, the tags, a line of navigation, then the message. The labels may
also stand on one line each with their values. The page's statements are kept
as a second witness beside the message's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.defects import Defect
from reftel.document import Document, Source
from reftel.span import Fact, Span, folded

LABELS = ("Identifier", "Created", "Classification", "Origin")
_NAMES = {"Identifier": "id", "Created": "created", "Classification": "classification", "Origin": "from"}
# Labels stand at the top; what comes later is a telegram that happens to have such words.
_TOP = 4000

# The four labels, then 07BAMAKO1361 / 2007-11-28 10:52:00 / CONFIDENTIAL / Embassy Bamako
_BLOCK = re.compile(
    r"\A\s*"
    + r"[ \t]*\r?\n\s*".join(LABELS)
    + r"[ \t]*\r?\n\s*"
    + r"[ \t]*\r?\n\s*".join(rf"(?P<{name}>[^\n]*?\S)" for name in LABELS)
    + r"[ \t]*\r?\n"
)
# Identifier: 07BAMAKO1361 / Created: 2007-11-28 10:52 / …
_LINES = re.compile(
    r"\A\s*"
    + r"[ \t]*\r?\n\s*".join(rf"{name}[ \t]*:?[ \t]+(?P<{name}>[^\n]*?\S)" for name in LABELS)
    + r"[ \t]*\r?\n"
)
# The title may have several lines, if a blank line or the tags end it.
_TITLE = re.compile(
    r"(?i:Cable title|Title|Subject):?[ \t\xa0]*\r?\n?\s*"
    r"(?P<title>(?!Tags:|pdf\b)\S[^\n]*(?:(?:\n(?!\s*\n|\s*Tags:)[^\n]*){1,6}(?=\n\s*\n|\n\s*Tags:))?)?"
)
_TAGS = re.compile(r"\s*Tags:[ \t\xa0]*(?P<tags>[^\n]*)\r?\n?")
# Words of the page's navigation, below the tags.
_NAVIGATION = re.compile(
    r"\s*(?:(?:pdf|how-to read a cable|print|share|download|raw|cable)\b[ \t\xa0]*)+\r?\n", re.IGNORECASE
)


def recognise(text: str) -> bool:
    """Whether a text begins as such a page does."""
    return _head(text) is not None


def _head(text: str) -> re.Match[str] | None:
    top = text[:_TOP]
    return _BLOCK.match(top) or _LINES.match(top)


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The one document of a page; raises ``ValueError`` for a text that ``recognise`` refuses."""
    head = _head(text)
    if head is None:
        raise ValueError(f"{source.name} is no page of an archive")
    says = {_NAMES[name]: _fact(text, Span(*head.span(name))) for name in LABELS}
    place = head.end()
    for name, pattern, group in (("subject", _TITLE, "title"), ("tags", _TAGS, "tags")):
        match = pattern.match(text, _words_from(text, place))
        if match is not None:
            place = match.end()
            if (match[group] or "").strip():
                says[name] = _fact(text, Span(*match.span(group)))
    navigation = _NAVIGATION.match(text, place)
    start = navigation.end() if navigation else _next_line(text, place)
    yield Document(
        text=text,
        message=Span(start, len(text)),
        wrapper="archive-page",
        source=source,
        says=says,
        defects=odd,
    )


def _words_from(text: str, place: int) -> int:
    """The next character that is no white space."""
    match = re.compile(r"\s*").match(text, place)
    return match.end() if match else place


def _next_line(text: str, place: int) -> int:
    """The start of the next line; ``place`` itself at the start of one."""
    if place == 0 or text[place - 1 : place] == "\n":
        return place
    found = text.find("\n", place)
    return len(text) if found < 0 else found + 1


def _fact(text: str, span: Span) -> Fact[str]:
    trimmed = span.trimmed(text)
    return Fact(folded(text, (trimmed,)), (trimmed,))
