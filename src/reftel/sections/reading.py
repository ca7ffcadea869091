"""Reading: the documents of any inputs in order, sections that came as messages of their own put together.

A telegram stands at the place of the first met of its messages. Nothing is held
back for that: most messages hold all their sections, or name none, and go through
as they come. At the first one that lacks some, the rest of the inputs is looked
through once for all that lack some, which is far quicker than to parse it; of each
a few words are remembered. From then on it is known which messages go together,
and they are read when it is the telegram's turn.

Each message is in one document: its own, or one that was put together. So the
documents are the same in whatever order the inputs are given, but for their own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from itertools import count, repeat
from pathlib import Path
from typing import NamedTuple

from reftel.document import Document, Holding, Source
from reftel.errors import SourceError, faults_skip
from reftel.normalise import normalise
from reftel.record import Record
from reftel.sections.choosing import Standing, merits, sets, standing
from reftel.sections.copies import holding, is_corrected, lacks_sections, telegram_key
from reftel.sections.joining import join
from reftel.sources import documents, find, opened
from reftel.sources.columns import Columns
from reftel.sources.csv_rows import BEGINNING, Mark
from reftel.sources.files import STANDARD_INPUT
from reftel.sources.table_files import TableFile
from reftel.telegram import section_marks

OnSkip = Callable[[SourceError], None]


class Found(NamedTuple):
    """What was read."""

    document: Document
    record: Record | None = None
    """Its record, where it was read already to put the document together."""


def read(
    paths: str | Path | Iterable[str | Path],
    on_skip: OnSkip | None = None,
    columns: Columns | None = None,
) -> Iterator[Found]:
    """The documents of files, of all files below folders, or of standard input (``-``), in order.

    What cannot be read raises ``SourceError``, or goes to ``on_skip`` where that is given. ``columns``:
    those of tables that are named.
    """
    inputs = _Inputs(find(paths), columns)
    plan: _Plan | None = None
    for number in inputs.numbers():
        try:
            for place, document in inputs.messages(number, on_skip or _raise):
                if plan is None and _lacking(document) is not None:
                    plan = _Plan(inputs, place)
                found = Found(document) if plan is None else plan.at(place, document)
                if found is not None:
                    yield found
        except SourceError as error:
            if on_skip is None:
                raise
            on_skip(error)


def _raise(error: SourceError) -> None:
    raise error


def _pass_over(error: SourceError) -> None:
    """It is told when it is its turn."""


class Place(NamedTuple):
    """Where a message is: in which of the inputs, and which document of it."""

    input: int
    ordinal: int
    row: Mark = BEGINNING
    """Of a message in a table: where its row begins, so that it can be read without those before."""
    before: int = 0
    """How many documents come before that row."""


class _Inputs:
    """The inputs by number. Each is read whenever it is asked for; standard input is read once, and kept."""

    def __init__(self, names: Iterable[str], columns: Columns | None) -> None:
        self._coming = iter(names)
        self._columns = columns
        self._names: list[str] = []
        self._piped: dict[int, list[Source | SourceError]] = {}
        self._tables: dict[int, TableFile] = {}
        self._open: tuple[int, Iterator[tuple[Place, Document]]] | None = None
        self._passed = -1  # ordinal of the last message that came from what is open

    def numbers(self, start: int = 0) -> Iterator[int]:
        """The numbers of the inputs from ``start`` on, whose names are looked for as they are asked for."""
        for number in count(start):
            if number == len(self._names):
                name = next(self._coming, None)
                if name is None:
                    return
                self._names.append(name)
            yield number

    def messages(
        self, number: int, on_skip: OnSkip, start: Place | None = None
    ) -> Iterator[tuple[Place, Document]]:
        """The documents of an input, of all members if it is a container, of all rows if it is a table.

        ``start``: where in a table to begin. Raises ``SourceError`` for an input that cannot be read; a
        member or row that cannot goes to ``on_skip``.
        """
        ordinal = start.before if start else 0
        for row, found in self._sources(number, start.row if start else BEGINNING):
            before = ordinal if row != BEGINNING else 0
            try:
                if isinstance(found, SourceError):
                    raise found
                with faults_skip(found.name):
                    for document in documents(found):
                        yield Place(number, ordinal, row, before), document
                        ordinal += 1
            except SourceError as error:
                on_skip(error.within(getattr(found, "part", None)))

    def message(self, place: Place) -> Document | None:
        """The document in its place; ``None`` where it cannot be read (any more).

        A container stays open for the next one asked for: most are asked for in order.
        """
        number = place.input
        if self._open is None or self._open[0] != number or not self._comes_soon(place):
            self._open = (number, self.messages(number, _pass_over, place))
        with suppress(SourceError):
            for at, document in self._open[1]:
                self._passed = at.ordinal
                if at.ordinal == place.ordinal:
                    return document
        self._open = None
        return None

    def _comes_soon(self, place: Place) -> bool:
        """Whether what is open comes to a place; in a table, whether the place is the next one."""
        return place.ordinal == self._passed + 1 if place.row.place else place.ordinal > self._passed

    def _sources(self, number: int, start: Mark) -> Iterator[tuple[Mark, Source | SourceError]]:
        """The sources in an input, of a table those from ``start`` on, each with its place there."""
        name = self._names[number]
        found = self._tables.get(number) or self._piped.get(number) or opened(name, self._columns)
        if isinstance(found, TableFile):
            self._tables[number] = found
            for part in found.parts(start):
                yield start, part.found
                start = part.following
            return
        if self._names[number] == STANDARD_INPUT:
            found = self._piped[number] = list(found)
        yield from zip(repeat(BEGINNING), found, strict=False)


def _lacking(document: Document) -> Record | None:
    """The record of a message that states sections and holds some of them, not all; else ``None``."""
    try:
        with faults_skip(document.source.name):
            if not section_marks.lacks_sections(document.text, document.message):
                return None
            record = normalise(document)
    except SourceError:  # whoever reads the document meets the fault, and can say so
        return None
    held = record.sections.held if record.sections else []
    return record if record.id and held and lacks_sections(record) else None


class _Part(NamedTuple):
    """A message that goes with others: where it is, in which bytes, and what it holds."""

    place: Place
    sha256: str
    holding: Holding


class _Met(NamedTuple):
    """What is remembered of a message that lacks sections."""

    order: tuple[int | str, ...]
    """Its place in the order of speaking; of messages with the same bytes, by name."""
    part: _Part
    standing: Standing
    """With 0 for the number of the message."""


def _met(place: Place, record: Record) -> _Met:
    source = record.source
    order = merits(record).order(record.handle, source.sha256, place.ordinal)
    part = _Part(place, source.sha256, holding(record.sections, record.resent))
    compared = standing(0, record.sections, record.created, is_corrected(record))
    return _Met((*order, source.name), part, compared)


class _Telegram(NamedTuple):
    """A telegram that several messages make."""

    key: str
    parts: tuple[_Part, ...]
    """The messages, in order of section."""

    @property
    def place(self) -> Place:
        """Where the first met of its messages is."""
        return min(part.place for part in self.parts)


class _Plan:
    """Which messages go together, from the first one on that lacks sections."""

    def __init__(self, inputs: _Inputs, start: Place) -> None:
        self._inputs = inputs
        self._telegrams = {telegram.place: telegram for telegram in _telegrams(inputs, start)}
        self._used: set[Place] = set()

    def at(self, place: Place, document: Document) -> Found | None:
        """What stands at ``place``, where ``document`` was read.

        That itself, or one that was put together of it and later ones, or nothing, where it was put
        together with an earlier one.
        """
        if place in self._used:
            self._used.remove(place)
            return None
        telegram = self._telegrams.pop(place, None)
        return (self._joined(telegram, document) if telegram else None) or Found(document)

    def _joined(self, telegram: _Telegram, document: Document) -> Found | None:
        """A telegram whose first met message is ``document``; ``None`` where it cannot be put together.

        A file that has gone or changed since it was looked at is left out.
        """
        first = telegram.place
        read = [
            (part, document if part.place == first else self._inputs.message(part.place))
            for part in telegram.parts
        ]
        same = [(part, one) for part, one in read if one is not None and one.source.sha256 == part.sha256]
        places = {part.place for part, _ in same}
        if first not in places or len(places) < 2:
            return None
        with suppress(SourceError), faults_skip(document.source.name):
            joined = join(telegram.key, [one for _, one in same], [part.holding for part, _ in same])
            if joined is not None:
                self._used |= places - {first}
                return Found(*joined)
        return None


def _telegrams(inputs: _Inputs, start: Place) -> Iterator[_Telegram]:
    """The telegrams that are made of several of the messages from ``start`` on."""
    met: dict[str, list[_Met]] = {}
    for number in inputs.numbers(start.input):
        with suppress(SourceError):  # it is told when it is its turn
            first = start if number == start.input else None
            for place, document in inputs.messages(number, _pass_over, first):
                record = _lacking(document) if place >= start else None
                if record is not None:
                    met.setdefault(telegram_key(record), []).append(_met(place, record))
    for key, messages in met.items():
        ordered = sorted(messages)
        standings = [one.standing._replace(message=i) for i, one in enumerate(ordered)]
        for numbers in sets(standings):
            if len(numbers) > 1:
                yield _Telegram(key, tuple(ordered[i].part for i in numbers))
