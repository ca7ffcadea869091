"""Snippets: a record's own words around what a query found, with their places in the source.

In go a record and a query's tree, out come one-line extracts of subject,
headings, paragraphs and signature in which the words that the index matched are
marked: words are cut and folded as the index does it, and a phrase is marked
whole. Where a query asks for no words, out comes the beginning of the text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from reftel.record import Places, Record
from reftel.search import fields, words
from reftel.search.passage import Passage
from reftel.search.tree import Form, Query, Term, wanted

WIDTH = 200
"""Characters of a snippet, about."""
MOST = 3
"""Snippets of a record."""
GAP = "…"


class Snippet(msgspec.Struct, frozen=True):
    """An extract with marked words."""

    text: str
    """One line, white space folded; an ellipsis where words were left out."""
    marks: list[tuple[int, int]]
    """The marked words, ``[start, end)`` in ``text``."""
    part: str
    """What it is from: ``subject``, ``heading``, ``paragraph`` or ``signature``."""
    paragraph: int | str | None
    """Number of the paragraph, or of the one below the heading."""
    mark: str | None
    """Portion mark of the paragraph."""
    spans: Places
    """The marked words, in order, in characters of the text that the reader hands to the parser.

    A phrase that is interrupted has several. Empty where the record does not say."""


class _Sought(NamedTuple):
    """A term, cut into words as the index does it."""

    field: str | None
    run: tuple[words.Word, ...]
    """Stems that stand one after the other."""
    beginnings: tuple[str, ...]
    """Beginnings of words, if it is one."""


class _Match(NamedTuple):
    """Words of a passage that a term asks for."""

    start: int
    end: int
    term: int
    """Number of the term in the query."""


class _View(NamedTuple):
    """What a snippet is to show: characters of a passage's words, and the matches in them."""

    start: int
    end: int
    matches: tuple[_Match, ...]

    @property
    def worth(self) -> tuple[int, int]:
        """How many terms it shows, and how often."""
        return len({match.term for match in self.matches}), len(self.matches)


def snippets(record: Record, query: Query, text: str | None = None, *, most: int = MOST) -> list[Snippet]:
    """The ``most`` best extracts, those that show more of the query's terms first, in order of the text.

    ``text`` is the text that the record was read from, if it is at hand; with it,
    every place can be told, without it those where no blanks were folded away.
    """
    sought = [_sought(term) for term in wanted(query) if term.field is None or term.field in fields.BARE]
    passages = list(_passages(record))
    views = [(place, view) for place, one in enumerate(passages) if (view := _view(one, sought))]
    best = sorted(views, key=lambda pair: pair[1].worth, reverse=True)[:most]
    shown = [_snippet(passages[place], view, text) for place, view in sorted(best, key=lambda pair: pair[0])]
    return shown or _beginning(passages, text)


def _passages(record: Record) -> Iterator[Passage]:
    """What the index holds as subject and text, in order, each with its place."""
    if record.subject:
        yield Passage(record.subject, record.spans.get("subject", []), "subject")
    heading = None
    for number, paragraph in enumerate(record.paragraphs):
        if paragraph.heading and paragraph.heading != heading:
            spans = record.spans.get(f"paragraphs[{number}].heading", [])
            yield Passage(paragraph.heading, spans, "heading", paragraph.number)
        heading = paragraph.heading
        yield Passage(paragraph.text, paragraph.spans, "paragraph", paragraph.number, paragraph.mark)
    for number, line in enumerate(record.signature):
        yield Passage(line, record.spans.get(f"signature[{number}]", []), "signature")


def _beginning(passages: list[Passage], text: str | None) -> list[Snippet]:
    """The beginning of the first paragraph, or of whatever there is; nothing marked."""
    first = next((passage for passage in passages if passage.part == "paragraph"), None)
    passage = first or next(iter(passages), None)
    if passage is None:
        return []
    return [_snippet(passage, _View(0, passage.cut(WIDTH, 0), ()), text)]


# ---------------------------------------------------------------- what matches


def _sought(term: Term) -> _Sought:
    if term.form is Form.PREFIX:
        return _Sought(term.field, (), tuple(word.term for word in words.folded(term.text)))
    return _Sought(term.field, tuple(words.stems(term.text)), ())


def _matches(passage: Passage, sought: list[_Sought]) -> list[_Match]:
    """The words of ``passage`` that are sought, in order, none within another."""
    found = []
    for number, one in enumerate(sought):
        if one.field is None or (one.field == "subject") == (passage.part == "subject"):
            found += [_Match(start, end, number) for start, end in _places(passage, one)]
    found.sort(key=lambda match: (match.start, -match.end))
    apart: list[_Match] = []
    for match in found:
        if not apart or match.start >= apart[-1].end:
            apart.append(match)
    return apart


def _places(passage: Passage, sought: _Sought) -> Iterator[tuple[int, int]]:
    """Where the words of ``passage`` match what is sought."""
    if sought.beginnings:
        found = (word for word in passage.folded if word.term.startswith(sought.beginnings))
        yield from ((word.start, word.end) for word in found)
    elif sought.run and all(word.term in passage.held for word in sought.run):
        yield from _runs(passage, sought.run)


def _runs(passage: Passage, run: tuple[words.Word, ...]) -> Iterator[tuple[int, int]]:
    """Where the words of ``run`` stand one after the other."""
    starts = [word for word in passage.stems if word.term == run[0].term]
    if len(run) == 1:
        yield from ((word.start, word.end) for word in starts)
        return
    at = {word.position: word for word in passage.stems}
    for start in starts:
        here = [at.get(start.position + word.position - run[0].position) for word in run]
        if all(found and found.term == word.term for found, word in zip(here, run, strict=True)):
            yield start.start, max(found.end for found in here if found)


# ---------------------------------------------------------------- what is shown


def _view(passage: Passage, sought: list[_Sought]) -> _View | None:
    """The part of ``passage`` that shows most of what is sought; ``None`` where there is none of them."""
    matches = _matches(passage, sought)
    views = [_around(passage, matches, first) for first in range(len(matches))]
    return max(views, key=lambda view: view.worth) if views else None


def _around(passage: Passage, matches: list[_Match], first: int) -> _View:
    """The view that begins a little before the match ``first`` and shows what fits after it."""
    start = matches[first].start
    shown = tuple(match for match in matches[first:] if match.end <= start + WIDTH * 3 // 4) or (
        matches[first],
    )
    room = max(0, WIDTH - (shown[-1].end - start))
    begin = passage.cut(start - min(start, room // 2), start)
    end = passage.cut(max(begin + WIDTH, shown[-1].end), shown[-1].end)
    inside = tuple(match for match in matches if begin <= match.start and match.end <= end)
    return _View(begin, end, inside)


def _snippet(passage: Passage, view: _View, text: str | None) -> Snippet:
    """The snippet that shows ``view``."""
    words_shown = passage.words[view.start : view.end]
    lead = len(words_shown) - len(words_shown.lstrip())
    before = f"{GAP} " if view.start + lead > 0 else ""
    after = f" {GAP}" if view.end < len(passage.words) else ""
    shift = len(before) - view.start - lead
    return Snippet(
        text=before + words_shown.strip() + after,
        marks=[(match.start + shift, match.end + shift) for match in view.matches],
        part=passage.part,
        paragraph=passage.number,
        mark=passage.mark,
        spans=[span for match in view.matches for span in passage.places(match.start, match.end, text)],
    )
