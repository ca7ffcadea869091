"""Titles: the headings of a text that was typed in mixed case on full lines.

Comes in: the labelled lines of a text. Goes out: the same lines, a title above a
numbered paragraph as ``heading``. The rules of ``text_lines`` are made for
telegrams of 69 columns; titles here run to the edge of a page, end in dots, or
bear a portion mark.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from reftel.span import Fact, Passage
from reftel.telegram.grammar_smart import MARKED_TITLE
from reftel.telegram.model import Body, Line

_HEADING = ("passing", "reference", "subject", "classified-by")
_LONGEST = 120  # characters of a title on one line
_FULL = 60  # characters from which a title may run on in a second line
_ENDED = re.compile(r"[.?!][\"'\u201d)]?(?:&quot;)?\Z")  # the end of a paragraph: ... End Summary.
# The first title of a text, which follows the heading without a blank line
FIRST_TITLE = re.compile(r"\s*(?:Executive )?(?:Summary|Introduction)(?: and [A-Z][a-z]+)?:?\s*")
_GLUE = ("blank", "stamp", "banner", "page-mark", "page-line", "rule", "repeated", "stray-caption", "gap")


def mark_titles(lines: Sequence[Line]) -> list[Line]:
    """The lines with each title that stands directly above a numbered paragraph as ``heading``."""
    marked = list(lines)
    below = ""
    for i in range(len(lines) - 1, -1, -1):
        if below == "paragraph" and lines[i].kind in _HEADING and FIRST_TITLE.fullmatch(lines[i].words):
            marked[i] = lines[i].of_kind("heading")
        if below == "paragraph" and lines[i].kind == "text":
            for j in _title(lines, i):
                marked[j] = lines[j].of_kind("heading")
        if lines[i].kind not in _GLUE:
            below = lines[i].kind
    return marked


def _title(lines: Sequence[Line], i: int) -> range:
    """The lines of the title that ends at line ``i``; empty if that line ends none."""
    words = lines[i].words.strip()
    if MARKED_TITLE.match(words) and not words.endswith("."):
        return range(i, i + 1)
    above = lines[i - 1] if i else None
    if above is None or above.kind in _GLUE:
        return range(i, i + 1) if _is_title(words) else range(0)
    if above.kind != "text":
        return range(0)
    if _is_marked_pair(above.words.strip(), words):
        return range(i - 1, i + 1)
    ended = _ENDED.search(above.words.rstrip()) and len(words) < _FULL and _is_title(words)
    return range(i, i + 1) if ended and not words.isupper() else range(0)


def _is_marked_pair(first: str, second: str) -> bool:
    """Whether two lines are a title with a portion mark that ran over a full line."""
    return (
        bool(MARKED_TITLE.match(first))
        and len(first) >= _FULL
        and len(second) < _FULL
        and second[-1:].isalpha()
    )


def _is_title(words: str) -> bool:
    """Whether a line is no sentence: a capital or dots first, no stop or one of three dots at its end."""
    body = words.removeprefix("...").removesuffix("...")
    if not body or len(words) > _LONGEST or len(body.split()) < 1:
        return False
    first_is_fit = body[:1].isupper() or (words.startswith("...") and body[:1].isalpha())
    quoted = body.endswith('"') and body.count('"') == 2 and body[-2:-1].isalnum()
    return first_is_fit and (quoted or not body.endswith((".", ",", ";", ":", "-", ")", '"')))


def without_marks(text: str, body: Body) -> Body:
    """The body, its headings without the portion mark before them."""
    paragraphs = tuple(
        replace(paragraph, heading=_unmarked(text, paragraph.heading)) if paragraph.heading else paragraph
        for paragraph in body.paragraphs
    )
    return replace(body, paragraphs=paragraphs)


def _unmarked(text: str, heading: Fact[str]) -> Fact[str]:
    words = Passage(text, heading.spans)
    match = MARKED_TITLE.match(words.words)
    return words.fact(match.end(), len(words.words)) if match else heading
