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
from reftel.telegram.grammar_heading import ENDS_WITH_STOP, PARTICLES
from reftel.telegram.model import Paragraph, Participant

_LONGEST = 200  # characters of a line with one person
_LONGEST_OF_SEVERAL = 1200
_FULL = 45  # characters from which a line may have been broken at its width
_MANY = 4  # small words that stand in no name or office
_PART = next(part for part in grammar.PARTS if part.role == "participants")


class Range(NamedTuple):
    """A place in the words of a paragraph."""

    start: int
    end: int

    def of(self, words: str) -> str:
        """The words at this place."""
        return words[self.start : self.end]


class Row(NamedTuple):
    """A line of a list: where its words stand after bullet or letter, and what stood before them."""

    place: Range
    bullet: bool
    apart: bool
    """Whether a blank line or a rule stands above it."""


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
        person
        for paragraph, passage in zip(paragraphs, passages, strict=True)
        for person in _people_of(paragraph, passage)
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
    if not _names_a_list(words) or (item := grammar.LIST_ITEM.search(words)) is None:
        return ()
    end = _item_end(words, item.end(), item["letter"])
    return _people(passage, Range(_after_opening(words, item.end()).start, end), Shared(number))


def _names_a_list(words: str) -> bool:
    """Whether one of the words for a list stands in a paragraph; it is asked of each."""
    return "articipants" in words or "ARTICIPANTS" in words or "ttendees" in words or "TTENDEES" in words


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
    after = re.compile(rf"^[ \t]{{0,20}}\(?{chr(ord(letter) + 1)}[.)]", re.MULTILINE).search(words, start)
    return after.start() if after else len(words)


# ---------------------------------------------------------------- lines and entries


def _people(passage: Passage, within: Range, shared: Shared) -> Iterator[Participant]:
    """The persons of one list, entry by entry, each under the group named last."""
    words = passage.words
    entries = list(_entries(words, _rows(words, within)))
    for entry in entries:
        line = entry.of(words)
        if (accompanied := grammar.ACCOMPANIED.match(line)) is not None:
            if accompanied.end() < len(line):
                yield from _several(passage, Range(entry.start + accompanied.end(), entry.end), shared)
        elif (named := _group(words, entry)) is not None:
            shared = shared._replace(group=passage.fact(*named))
        elif (label := grammar.PERSON_LABEL.match(line)) is not None:
            place = Range(entry.start + label.start("label"), entry.start + label.end("label"))
            shared, own = _labelled(passage, place, shared)
            if own is not None:
                yield from _several(passage, Range(entry.start + label.end(), entry.end), own)
        else:
            inline = len(entries) == 1 or _is_inline(words, entry)
            yield from _several(passage, entry, shared, inline)


def _is_inline(words: str, entry: Range) -> bool:
    """Whether an entry stands on the line of the words that open the list."""
    before = words[max(0, entry.start - 8) : entry.start]
    return before.rstrip(" \t").endswith(":") and "\n" not in before[before.rfind(":") :]


def _rows(words: str, within: Range) -> list[Row]:
    """The lines with words, without those of sentences, without bullets and the letters of a list."""
    bare: list[Row] = []
    apart, place = True, within.start
    for line in within.of(words).split("\n"):
        if line.strip(" \t\r-=_*"):
            bullet = grammar.BULLET.match(line)
            start = place + (bullet.end() if bullet else len(line) - len(line.lstrip()))
            bare.append(Row(Range(start, place + len(line.rstrip())), bullet is not None, apart))
            apart = False
        else:
            apart = True
        place += len(line) + 1
    return _without_letters(words, _without_sentences(words, bare))


def _without_letters(words: str, rows: Sequence[Row]) -> list[Row]:
    """The rows without the letters or numbers that count them: two or more that follow one another."""
    signs: dict[int, re.Match[str]] = {}
    last: dict[str, int] = {}
    for i, row in enumerate(rows):
        sign = grammar.ENUMERATOR.match(words, *row.place)
        if sign is not None and _follows(sign, last):
            signs[i] = sign
    counted = {_kind(sign) for sign in signs.values() if _value(sign) > 1}
    return [
        row._replace(place=Range(signs[i].end(), row.place.end), bullet=True)
        if i in signs and _kind(signs[i]) in counted
        else row
        for i, row in enumerate(rows)
    ]


def _follows(sign: re.Match[str], last: dict[str, int]) -> bool:
    """Whether a letter or number is the first of its kind, or the next one."""
    kind, value = _kind(sign), _value(sign)
    if value != 1 and value != last.get(kind, 0) + 1:
        return False
    last[kind] = value
    return True


def _kind(sign: re.Match[str]) -> str:
    """Letters or numbers, in parentheses or not."""
    return ("(" if sign["in"] else ".") + ("1" if (sign["in"] or sign["out"]).isdigit() else "A")


def _value(sign: re.Match[str]) -> int:
    written = sign["in"] or sign["out"]
    return int(written) if written.isdigit() else ord(written.upper()) - ord("A") + 1


def _entries(words: str, rows: Sequence[Row]) -> Iterator[Range]:
    """The entries: a row, with those below it that go on with its words."""
    entry: Range | None = None
    bullet = False
    for row in rows:
        if entry is not None and _goes_on(words, entry, bullet, row):
            entry = Range(entry.start, row.place.end)
            continue
        if entry is not None:
            yield entry
        entry, bullet = row.place, row.bullet
    if entry is not None:
        yield entry


def _goes_on(words: str, entry: Range, bullet: bool, row: Row) -> bool:
    """Whether a row goes on with the entry above it."""
    line = row.place.of(words)
    if row.apart or row.bullet:
        return False
    tail = words[max(entry.start, entry.end - 40) : entry.end]
    if line.startswith("(") or grammar.OPEN_END.search(tail):
        return True
    small = line[0].islower() and (tail.endswith(",") or line.split()[0] not in (*PARTICLES, "accompanied"))
    if not small and (line[0].islower() or not (bullet or tail.endswith(";"))):
        return False
    return _group(words, row.place) is None and grammar.PERSON_LABEL.match(line) is None


def _group(words: str, place: Range) -> Range | None:
    """Where a line names a group: before a colon, or a country, an organization or a side alone."""
    line = place.of(words)
    named = grammar.GROUP.fullmatch(line) or grammar.SIDE.fullmatch(line)
    if named is not None:
        return Range(place.start + named.start("name"), place.start + len(line[: named.end("name")].rstrip()))
    return place if is_country(line) or is_organization(line) else None


# ---------------------------------------------------------------- sentences


def _without_sentences(words: str, rows: Sequence[Row]) -> list[Row]:
    """The rows without sentences: a line with a verb or a stop within, and the full lines around it."""
    lines = [row.place.of(words) for row in rows]
    prose = [_is_sentence(line) for line in lines]
    for i in range(1, len(rows)):
        if prose[i - 1] and not _begins(rows[i]) and not lines[i - 1].endswith((".", ":")):
            prose[i] = True
    for i in range(len(rows) - 2, -1, -1):
        if prose[i + 1] and not _begins(rows[i + 1]) and _is_full(lines[i]):
            prose[i] = True
    return [row for row, told in zip(rows, prose, strict=True) if not told]


def _begins(row: Row) -> bool:
    return row.apart or row.bullet


def _is_full(line: str) -> bool:
    """Whether a line may have been broken at its width within a sentence."""
    return len(line) >= _FULL and not line.endswith((".", ":", ";"))


def _is_sentence(line: str) -> bool:
    """Whether a line has a verb, a stop within, or many small words before the first comma."""
    bare = grammar.IN_PARENTHESES.sub("", line)
    if grammar.VERB.search(bare.lower() if bare.isupper() else bare) or grammar.SENTENCES.search(bare):
        return True
    small = grammar.SMALL_WORD.findall(bare.partition(",")[0])
    return len(small) >= _MANY and (line.endswith(".") or len(line) >= _FULL)


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


def _several(passage: Passage, place: Range, shared: Shared, inline: bool = True) -> Iterator[Participant]:
    """The persons on one line: between semicolons, else between commas if each has a rank before the name.

    On the line of a label (``inline``) three parts or more may be persons or titles: none is read.
    """
    words = passage.words
    if place.end - place.start > _LONGEST_OF_SEVERAL:
        return
    parts = _cut(words, place, grammar.SEMICOLON)
    if len(parts) == 1 and grammar.PERSONS_PARTED.search(words, *place):
        cut = [part for part in _cut(words, place, grammar.PERSONS_PARTED) if part.of(words).strip()]
        kinds = [_holder(part.of(words)) for part in cut]
        if len(cut) > 1 and all(kinds) and kinds.count("named") != 1:
            parts = cut
        elif inline and len(cut) > 2 and not all(kinds[1:]):
            return
    for part in parts:
        yield from _persons(passage, part, shared)


def _cut(words: str, place: Range, sign: re.Pattern[str]) -> list[Range]:
    """The parts of a line between the signs; those in parentheses part nothing."""
    parts, start = [], place.start
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
    bare = grammar.IN_PARENTHESES.sub("", part).strip(" .;").split()
    ranked = False
    for word in bare:
        if not is_title_word(word):
            return "named" if ranked and not grammar.OPEN_END.search(" ".join(bare[:-1])) else ""
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
    if match is None or not any(letter.isalpha() for letter in match["name"]):
        return None
    end = match.end("name")
    note = grammar.NOTE_FIRST.match(words, end, place.end)
    start = note.end() if note else end
    note = note or grammar.NOTE.search(words, start, place.end)
    stop = note.start() if note and note.start() > start else place.end
    before = grammar.BEFORE_TITLE.match(words, start, stop)
    title = _trimmed(words, before.end(), stop) if before else None
    return Participant(
        name=passage.fact(*(_trimmed(words, match.start("name"), end) or match.span("name"))),
        title=passage.fact(*title) if title else shared.title,
        group=shared.group,
        note=passage.fact(*note.span("note")) if note else shared.note,
        paragraph=shared.number,
    )


def _trimmed(words: str, start: int, end: int) -> Range | None:
    """A range without the signs that part entries at its end; ``None`` if nothing is left."""
    while end > start and words[end - 1] in " \t\n;,.":
        if words[end - 1] == "." and ENDS_WITH_STOP.search(words, start, end):
            break
        end -= 1
    return Range(start, end) if start < end else None
