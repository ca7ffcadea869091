"""Participants: who took part in a meeting, by the lists in the text.

Comes in: paragraphs and the passages that they were read from. Goes out: persons
with group, title, note and their places. Rule: a line is a person, under the group
that a line names; sentences among the lines name nobody. A line of several persons
is cut where the cut is sure; where commas may part persons or titles, none is read.
Source: published telegrams.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reftel.span import Fact, Passage
from reftel.tables.countries import is_country, is_organization
from reftel.tables.titles import is_rank, is_title_word
from reftel.telegram import grammar_text as grammar
from reftel.telegram.grammar_heading import ENDS_WITH_STOP
from reftel.telegram.model import Paragraph, Participant
from reftel.telegram.participant_entries import Range, entries, group_in

_LONGEST = 200  # characters of a line with one person
_LONGEST_OF_SEVERAL = 1200
_PART = next(part for part in grammar.PARTS if part.role == "participants")


class Shared(NamedTuple):
    """What the lines before state of a person: the group, and title or note before the name."""

    number: int | str | None
    group: Fact[str] | None = None
    title: Fact[str] | None = None
    note: Fact[str] | None = None


def read_participants(
    paragraphs: Sequence[Paragraph], passages: Sequence[Passage]
) -> tuple[Participant, ...]:
    """The persons of all lists of participants, in order."""
    return tuple(
        [
            person
            for paragraph, passage in zip(paragraphs, passages, strict=True)
            if paragraph.role == "participants" or grammar.may_hold_list(passage.words)
            for person in _people_of(paragraph, passage)
        ]
    )


def _people_of(paragraph: Paragraph, passage: Passage) -> Iterable[Participant]:
    """The persons of a paragraph that is a list, or has one below a line (``b. Participants:``)."""
    words = passage.words
    number = paragraph.number.value if paragraph.number else None
    if paragraph.role == "participants":
        opening = _PART.opening(words[:600])
        if opening is None:
            return _people(passage, Range(0, len(words)), Shared(number))
        named = opening.span("group")
        group = passage.fact(*named) if named[0] >= 0 else None
        return _people(passage, _after_opening(words, opening.end()), Shared(number, group))
    return _people_within(passage, number)


def _people_within(passage: Passage, number: int | str | None) -> Iterable[Participant]:
    """The persons of a list that begins below a line of a paragraph."""
    words = passage.words
    if grammar.may_open_list(words):
        item = grammar.LIST_ITEM.search(words)
        if item is not None:
            end = _item_end(words, item.end(), item["letter"])
            return _people(passage, Range(_after_opening(words, item.end()).start, end), Shared(number))
    if grammar.may_name_company(words):
        company = grammar.LIST_OF_COMPANY.search(words)
        if company is not None:
            return _people(passage, _after_opening(words, company.end()), Shared(number))
    return ()


def _after_opening(words: str, end: int) -> Range:
    """From the colon after the opening words on; without one, from the next line on."""
    colon = _COLON.match(words, end)
    line_end = words.find("\n", end)
    return Range(colon.end() if colon else line_end if line_end >= 0 else len(words), len(words))


_COLON = re.compile(r"\s{0,8}(?:\([^()\n]{0,60}\)\s{0,8})?:")


def _item_end(words: str, start: int, letter: str | None) -> int:
    """Where the item with the next letter begins; the end of ``words`` if there is none."""
    if letter is None:
        return len(words)
    following = re.escape(chr(ord(letter) + 1))
    after = re.compile(rf"^[ \t]{{0,20}}\(?{following}[.)]", re.MULTILINE).search(words, start)
    return after.start() if after else len(words)


# ---------------------------------------------------------------- lines and entries


def _people(passage: Passage, within: Range, shared: Shared) -> Iterator[Participant]:
    """The persons of one list, entry by entry, each under the group named last."""
    found = entries(passage.words, within)
    company_named = grammar.may_name_company(passage.words)
    for number, entry in enumerate(found):
        line, start, place = entry.words, entry.start, entry.place
        accompanied = grammar.ACCOMPANIED.match(line) if company_named else None
        if accompanied is not None:
            if accompanied.end() < len(line):
                yield from _several(passage, Range(start + accompanied.end(), place.end), shared)
        elif (named := group_in(line)) is not None:
            shared = shared._replace(group=passage.fact(start + named.start, start + named.end))
        elif ":" in line and (label := grammar.PERSON_LABEL.match(line)) is not None:
            called = Range(start + label.start("label"), start + label.end("label"))
            shared, own = _labelled(passage, called, shared)
            if own is not None:
                yield from _several(passage, Range(start + label.end(), place.end), own)
        else:
            inline = len(found) == 1 or (number == 0 and _is_inline(passage.words, start))
            yield from _several(passage, place, shared, inline)


def _is_inline(words: str, start: int) -> bool:
    """Whether an entry that begins at ``start`` stands on the line of the words that open the list."""
    before = words[max(0, start - 8) : start]
    return before.rstrip(" \t").endswith(":") and "\n" not in before[before.rfind(":") :]


# ---------------------------------------------------------------- persons


def _labelled(passage: Passage, label: Range, shared: Shared) -> tuple[Shared, Shared | None]:
    """What holds for the lines below a label, and for the persons behind it; ``None`` if it names none.

    The label is a group (``U.S.:``), a task (``Interpreter:``) or a title (``Ambassador:``).
    """
    words = label.of(passage.words)
    if grammar.NOTE_LABEL.fullmatch(words):
        return shared, shared._replace(note=passage.fact(*label))
    side = grammar.SIDE.fullmatch(words)
    if side is not None or is_country(words) or is_organization(words) or grammar.GOVERNMENT.fullmatch(words):
        end = label.start + len(words[: side.end("name")].rstrip()) if side else label.end
        start = label.start + side.start("name") if side else label.start
        shared = shared._replace(group=passage.fact(start, end))
        return shared, shared
    if is_title_word(words.split()[0]) and not grammar.OF_A_PLACE.match(words):
        return shared, shared._replace(title=passage.fact(*label))
    return shared, None


def _several(passage: Passage, place: Range, shared: Shared, inline: bool = True) -> Iterable[Participant]:
    """The persons on one line: between semicolons, else between commas if each has a rank before the name.

    On the line of a label (``inline``) three parts or more may be persons or titles: none is read.
    """
    if place.end - place.start > _LONGEST_OF_SEVERAL:
        return []
    line = place.of(passage.words)
    parts = _cut(passage.words, place, grammar.SEMICOLON) if ";" in line else [place]
    if len(parts) == 1 and grammar.may_name_several(line):
        parts = _parted(passage.words, place, inline)
    if grammar.may_name_company(line):
        return [person for part in parts for person in _persons(passage, part, shared)]
    return [person for part in parts if (person := _person(passage, part, shared))]


def _parted(words: str, place: Range, inline: bool) -> list[Range]:
    """The persons between commas if each has a rank before the name, else the whole line; [] if in doubt."""
    cut = [part for part in _cut(words, place, grammar.PERSONS_PARTED) if part.of(words).strip()]
    first = _holder(cut[0].of(words)) if len(cut) > 1 else ""
    doubtful = inline and len(cut) > 2
    kinds = [_holder(part.of(words)) for part in cut[1:]] if first or doubtful else []
    if first and all(kinds) and [first, *kinds].count("named") != 1:
        return cut
    return [] if doubtful and not all(kinds) else [place]


def _cut(words: str, place: Range, sign: re.Pattern[str]) -> list[Range]:
    """The parts of a line between the signs; those in parentheses part nothing."""
    parts: list[Range] = []
    start = place.start
    for found in sign.finditer(words, *place):
        inside = words[place.start : found.start()]
        if inside.count("(") == inside.count(")"):
            parts.append(Range(start, found.start()))
            start = found.end()
    return [*parts, Range(start, place.end)]


def _holder(part: str) -> str:
    """``named`` for a rank and a name (``DCM Doe``), ``rank`` for a rank alone, '' for other words.

    Words that end within an office (``Chief of Cabinet``) are such other words.
    """
    bare = (grammar.IN_PARENTHESES.sub("", part) if "(" in part else part).strip(" .;").split()
    ranked = False
    for word in bare:
        if not is_title_word(word):
            return "named" if ranked and not grammar.ends_open(" ".join(bare[:-1])) else ""
        ranked = ranked or is_rank(word)
    return "rank" if ranked else ""


def _persons(passage: Passage, place: Range, shared: Shared) -> Iterator[Participant]:
    """The person of an entry, and those by whom that one was accompanied."""
    found = grammar.ACCOMPANIED.search(passage.words, *place)
    inside = passage.words[place.start : found.start()] if found else ""
    if found is None or inside.count("(") != inside.count(")"):
        if person := _person(passage, place, shared):
            yield person
        return
    if person := _person(passage, Range(place.start, found.start()), shared):
        yield person
    yield from _several(passage, Range(found.end(), place.end), shared)


def _person(passage: Passage, place: Range, shared: Shared) -> Participant | None:
    """The person of an entry: name, title after a comma or dash, note in parentheses."""
    words = passage.words
    match = grammar.PERSON.match(words, *place) if place.end - place.start <= _LONGEST else None
    if match is None or not any(map(str.isalpha, match["name"])):
        return None
    first, end = match.span("name")
    noted = words.find("(", end, place.end) >= 0
    note = grammar.NOTE_FIRST.match(words, end, place.end) if noted else None
    start = note.end() if note else end
    note = note or (grammar.NOTE.search(words, start, place.end) if noted else None)
    stop = note.start() if note and note.start() > start else place.end
    before = grammar.BEFORE_TITLE.match(words, start, stop) if start < stop else None
    title = _trimmed(words, before.end(), stop) if before else None
    return Participant(
        name=passage.fact(*(_trimmed(words, first, end) or (first, end))),
        title=passage.fact(*title) if title else shared.title,
        group=shared.group,
        note=passage.fact(*note.span("note")) if note else shared.note,
        paragraph=shared.number,
    )


_AT_END = " \t\n;,."


def _trimmed(words: str, start: int, end: int) -> tuple[int, int] | None:
    """A range without the signs that part entries at its end; ``None`` if nothing is left."""
    while end > start and words[end - 1] in _AT_END:
        if words[end - 1] == "." and ENDS_WITH_STOP.search(words, start, end):
            break
        end -= 1
    return (start, end) if start < end else None
