"""Kinds of lines: a text split into lines by their own words, and what kinds go together.

Lines are cut at line feeds only. What a line is by what stands around it, is
told by ``lines`` (envelope and heading) and ``text_lines``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from functools import cache, lru_cache
from itertools import accumulate, repeat

from reftel import tables
from reftel.span import Passage, Span
from reftel.telegram import dispatch, grammar
from reftel.telegram.model import Line

FIELDS = ("order", "tags", "subject", "reference", "classified-by")
ADDRESSEES = ("to", "info", "excluded")
# Lines that may fall anywhere, in the middle of a sentence too; text is read around them.
INTERRUPTIONS = (
    "page-mark",
    "page-line",
    "banner",
    "stamp",
    "caption",
    "stray-caption",
    "repeated",
    "gap",
    "classification",
    "downgrading",
)
# Lines that may stand after the last word of the text.
TAIL = (
    "blank",
    "break",
    "end",
    "station-serial",
    "service",
    "downgrading",
    "banner",
    "page-line",
    "page-mark",
    "stamp",
    "repeated",
    "stray-caption",
    "rule",
)
ENVELOPE = (
    "transmission-id",
    "routing",
    "origin",
    "security",
    "dtg",
    "from",
    "to",
    "info",
    "excluded",
    "distribution",
)
ENVELOPE_ONLY = (*ENVELOPE, "counter", "drafting")


def split(text: str, span: Span, kind: str | None = None) -> list[Line]:
    """The lines of ``text`` at ``span``, cut at line feeds only.

    Each has the kind of its own words, or ``kind`` if that is given.
    """
    if span.start == span.end:  # as before a message without a wrapper, and after it
        return []
    cut = text[span.start : span.end].split("\n")
    ends_open = cut[-1] != ""
    if not ends_open:
        cut.pop()
    words_of = [words.removesuffix("\r") for words in cut] if "\r" in text else cut
    kinds = repeat(kind, len(cut)) if kind else dispatch.kinds_of(words_of)
    edges = list(accumulate([len(raw) + 1 for raw in cut], initial=span.start))
    if ends_open:
        edges[-1] = span.end
    return list(map(Line, kinds, edges, edges[1:], words_of))


def fields_of(line: Line) -> tuple[tuple[str, Span], ...]:
    """The heading fields on one line, each with its span: a TAGS label may stand on the E.O. line."""
    if line.kind not in FIELDS:
        return ()
    content = line.content
    if not grammar.may_hold_label(line.words):
        return ((line.kind, content),)
    cuts = [(line.kind, content.start)]
    for match in grammar.inline_pattern().finditer(line.words, 3):
        name = str(match.lastgroup).replace("_", "-")
        if FIELDS.index(name) > FIELDS.index(cuts[-1][0]):
            cuts.append((name, content.start + match.start()))
    ends = [start for _, start in cuts[1:]] + [content.end]
    return tuple((name, Span(start, end)) for (name, start), end in zip(cuts, ends, strict=True))


def field_names(line: Line) -> tuple[str, ...]:
    """The heading fields on a line that bears a label, in order."""
    return tuple(name for name, _ in fields_of(line)) if grammar.may_hold_label(line.words) else (line.kind,)


def field_words(text: str, lines: Iterable[Line]) -> dict[str, Passage]:
    """Each field's words: the pieces of all its lines, page marks left out; of a repeated label all count."""
    pieces: dict[str, list[Span]] = {name: [] for name in FIELDS}
    for line in lines:
        if line.kind in pieces:
            for name, span in fields_of(line):
                pieces[name].append(span)
    return {name: Passage(text, spans) for name, spans in pieces.items()}


_REFERENCE_ITEM = re.compile(
    r"\s*(?:[\[(]?[A-Za-z][.):\]]\s|REF\b|"
    r"\d\d\s[A-Z]{3}|(?:[A-Z]{3,}|[A-Z]{2} [A-Z]{2,})[A-Z ]{0,20}\s\d{2,6}\b).*"
)


def continues_reference(words: str) -> bool:
    """Whether a line after a blank one still is an item of the REF block."""
    return bool(_REFERENCE_ITEM.fullmatch(words[: grammar.JUDGED]))


@cache
def _caption_heads() -> frozenset[str]:
    """The words, and for those printed letter by letter the letters, with which a caption can begin."""
    written = [words for row in tables.captions() for words in (row.code, *row.variants)]
    return frozenset(head for words in written for head in (words.split()[0], words[0]))


@cache
def _caption_beginnings() -> frozenset[str]:
    """The first letters of these words."""
    return frozenset(head[:_BEGINNING] for head in _caption_heads())


_BEGINNING = 3  # letters
LONGEST_CAPTION = 60  # characters
_CAPTION_WORD = re.compile(r"[^\s,;/]+")


def may_be_caption(words: str) -> bool:
    """Whether a line is short enough and begins as a caption does: a fast look."""
    beginning = words[:_BEGINNING].upper()
    return len(words) <= LONGEST_CAPTION and (
        beginning in _caption_beginnings() or not (beginning.isalpha() and beginning.isascii())
    )


def is_caption(words: str) -> bool:
    """Whether a line holds captions and nothing else: most begin with a word that no caption begins with."""
    if not may_be_caption(words) or not (bare := words.split(None, 1)):
        return False
    head = bare[0].upper().strip(_AROUND_CAPTION)
    return (head in _caption_heads() or not head.isalpha()) and _is_caption(words)


_AROUND_CAPTION = "(*-.:)"


@lru_cache(maxsize=4096)
def _is_caption(words: str) -> bool:
    first = _CAPTION_WORD.search(words)
    if first is None or first.group().upper().strip(_AROUND_CAPTION) not in _caption_heads():
        return False
    found = _CAPTION_WORD.findall(words)
    if tables.caption(words) is not None:
        return True
    return len(found) <= 4 and words.upper() == words and all(tables.caption(word) for word in found)


# ---------------------------------------------------------------- repeated headings


def folded(words: str) -> str:
    """The words of a line as they are compared: white space and case folded."""
    return " ".join(words.split()).casefold()


def repeat_end(lines: Sequence[Line], start: int, seen: Container[str]) -> int:
    """The index after a repeated heading that begins at ``start``.

    It goes on as long as its lines are captions, page marks, fields and what
    continues them, or lines that stood in the first heading too.
    """
    end, field, blank = start + 1, "", False
    for i in range(start + 1, len(lines)):
        line = lines[i]
        if line.kind == "blank":
            field, blank = "", True
            continue
        if line.kind in FIELDS:
            field = line.kind
        elif not (
            line.kind in ("page-mark", "page-line", "banner", "stamp", "classification")
            or is_caption(line.words)
            or folded(line.words) in seen
            or (field and not blank and line.kind == "text")
        ):
            break
        blank, end = False, i + 1
    return end
