"""Snippets: a record's own words around what a query found, with their places in the source.

In go a record and a query's tree, out come one-line extracts of subject,
headings, paragraphs and signature in which the words that the index matched are
marked: words are cut and folded as the index does it, and a phrase is marked
whole. Where a query asks for no words, out comes the beginning of the text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec

from reftel.record import Record
from reftel.record_copy import Places
from reftel.search import fields
from reftel.search.apart import near, spelled
from reftel.search.passage import Passage
from reftel.search.sought import sought
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
    matches: list[_Match]


class _Group(NamedTuple):
    """The matches of a passage, and which of them a snippet is to show."""

    worth: tuple[int, int]
    """Of how many terms those are, and how many in all."""
    first: int
    last: int
    """The first and the last of them: numbers of ``matches``."""
    matches: list[_Match]
    passage: Passage


def snippets(record: Record, query: Query, *, most: int = MOST) -> list[Snippet]:
    """The ``most`` best extracts, those that show more of the query's terms first, in order of the text."""
    passages = list(_passages(record))
    found = matched(passages, query)
    groups = [_fullest(one, matches) for one, matches in zip(passages, found, strict=True) if matches]
    best = sorted(range(len(groups)), key=lambda number: groups[number].worth, reverse=True)[:most]
    shown = [_snippet(groups[number].passage, _around(groups[number])) for number in sorted(best)]
    return shown or _beginning(passages)


def within(record: Record, query: Query) -> list[Snippet]:
    """All that ``query`` finds in one record: each passage that holds a match, whole, with all its marks."""
    passages = list(_passages(record))
    return [
        _snippet(passage, _View(0, len(passage.words), matches))
        for passage, matches in zip(passages, matched(passages, query), strict=True)
        if matches
    ]


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


def _beginning(passages: list[Passage]) -> list[Snippet]:
    """The beginning of the first paragraph, or of whatever there is; nothing marked."""
    first = next((passage for passage in passages if passage.part == "paragraph"), None)
    passage = first or next(iter(passages), None)
    if passage is None:
        return []
    return [_snippet(passage, _View(0, passage.cut(WIDTH, 0), []))]


# ---------------------------------------------------------------- what matches


def matched(passages: list[Passage], query: Query) -> list[list[_Match]]:
    """For each passage the words of it that are sought, in order, none within another."""
    found: list[list[_Match]] = [[] for _ in passages]
    for number, term in enumerate(wanted(query)):
        if term.field is not None and term.field not in fields.BARE:
            continue
        for subject in (True, False):
            if term.field is None or (term.field == "subject") == subject:
                here = [place for place, one in enumerate(passages) if (one.part == "subject") == subject]
                for place, spots in zip(here, _spots(term, [passages[place] for place in here]), strict=True):
                    found[place] += [_Match(start, end, number) for start, end in spots]
    return [_apart(matches) for matches in found]


def _spots(term: Term, passages: list[Passage]) -> Iterator[Iterable[tuple[int, int]]]:
    """Where ``term`` stands in each of the passages of one field."""
    if term.form is Form.NEAR:
        yield from near(term, [passage.words for passage in passages])
        return
    one = spelled(term) if term.form is Form.FUZZY else sought(term)
    for passage in passages:
        yield one.places(passage.words) if one and one.may_be_in(passage.lowered) else ()


def _apart(found: list[_Match]) -> list[_Match]:
    found.sort(key=lambda match: (match.start, -match.end))
    apart: list[_Match] = []
    for match in found:
        if not apart or match.start >= apart[-1].end:
            apart.append(match)
    return apart


# ---------------------------------------------------------------- what is shown


def _fullest(passage: Passage, matches: list[_Match]) -> _Group:
    """The neighbouring matches that fit in a view and are of most terms, then most; the first such."""
    best = _Group((0, 0), 0, 0, matches, passage)
    shown: Counter[int] = Counter()
    after = 0
    for first, match in enumerate(matches):
        stop = match.start + WIDTH * 3 // 4
        while after < len(matches) and (after <= first or matches[after].end <= stop):
            shown[matches[after].term] += 1
            after += 1
        worth = (len(shown), after - first)
        if worth > best.worth:
            best = _Group(worth, first, after - 1, matches, passage)
        shown[match.term] -= 1
        if not shown[match.term]:
            del shown[match.term]
    return best


def _around(group: _Group) -> _View:
    """The view that begins a little before the matches of ``group`` and ends a little after them."""
    passage, matches = group.passage, group.matches
    start, stop = matches[group.first].start, matches[group.last].end
    room = max(0, WIDTH - (stop - start))
    begin = passage.cut(start - min(start, room // 2), start)
    end = passage.cut(max(begin + WIDTH, stop), stop)
    first = bisect_left(matches, begin, key=lambda match: match.start)
    after = bisect_right(matches, end, key=lambda match: match.end)
    return _View(begin, end, matches[first:after])


def _snippet(passage: Passage, view: _View) -> Snippet:
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
        spans=[span for match in view.matches for span in passage.places(match.start, match.end)],
    )
