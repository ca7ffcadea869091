"""Tables: the one list of tables and columns in which records leave for CSV, xlsx, Parquet, SQLite and Arrow.

A column has a name, a kind, what it says, and how it is taken from an item; the codebook prints the same
list. Each table but ``coverage`` is made of one record after another; a row of all but ``telegrams`` names
its telegram by ``telegram``, which is ``key`` there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from reftel.export.running_text import running_text
from reftel.graph.coverage import Coverage
from reftel.record import Record
from reftel.record_copy import Places
from reftel.tables.stations import post

Cell = str | int | float | bool | list[str] | None
TEXT, INTEGER, REAL, FLAG, LIST = "text", "integer", "real", "flag", "list"
"""Kinds of columns; a ``list`` is one of texts."""


class Item(NamedTuple):
    """What a row tells of: one thing of a telegram."""

    telegram: str
    place: int
    """Which of its kind, from 0."""
    thing: Any


class Column(NamedTuple):
    """One column."""

    name: str
    kind: str
    what: str
    value: Callable[[Any], Cell]


class Table(NamedTuple):
    """One table."""

    name: str
    what: str
    columns: tuple[Column, ...]
    items: Callable[[Record], Iterable[Any]]
    """What of a record has a row."""
    key: tuple[str, ...] = ("telegram", "place")
    """The columns by which a row is known."""
    searched: tuple[str, ...] = ()
    """The columns whose words can be searched for in SQLite."""
    label: str | None = None
    """The column that stands for a row where another one names it."""

    def rows(self, record: Record) -> Iterator[tuple[Cell, ...]]:
        """The rows of a record, each with a cell for every column."""
        values = [column.value for column in self.columns]
        for item in self.items(record):
            yield tuple([value(item) for value in values])

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)


def key_of(record: Record) -> str:
    """The name of a telegram in all tables: its id, or its handle."""
    return record.id or record.handle


# ---------------------------------------------------------------- telegrams


def _told(name: str, what: str) -> Column:
    """A column of the provenance."""
    return Column(name, TEXT, what, lambda record: getattr(record.provenance, name))


TELEGRAMS = Table(
    "telegrams",
    "One row for each telegram.",
    (
        Column("key", TEXT, "Id of the telegram, or its handle where it has no number.", key_of),
        Column("id", TEXT, "Canonical id: two-digit year, station, serial.", lambda record: record.id),
        Column("handle", TEXT, "Handle of the message that speaks for it.", lambda record: record.handle),
        Column("date", TEXT, "Best date, ISO 8601.", lambda record: record.date and record.date.value),
        Column(
            "date_precision",
            TEXT,
            "minute, day or year.",
            lambda record: record.date and record.date.precision,
        ),
        Column(
            "date_from",
            TEXT,
            "Who states it: message, wrapper or identifier.",
            lambda record: record.date and record.date.source,
        ),
        Column("year", INTEGER, "Year of the number.", lambda record: record.year),
        Column("post", TEXT, "Originating station, canonical name.", lambda record: record.post),
        Column("serial", INTEGER, "Serial of the station in the year.", lambda record: record.serial),
        Column(
            "from",
            TEXT,
            "Address of the originator as printed.",
            lambda record: record.sender and record.sender.plad,
        ),
        Column("subject", TEXT, "The subject.", lambda record: record.subject),
        Column("classification", TEXT, "Level, spelled out.", lambda record: record.classification),
        Column("captions", LIST, "Captions.", lambda record: record.captions),
        Column("caveats", LIST, "Dissemination controls.", lambda record: record.caveats),
        Column("precedence", TEXT, "Precedence for action.", lambda record: record.precedence),
        Column("tags", LIST, "TAGS in order.", lambda record: record.tags),
        Column("summary", TEXT, "The summary.", lambda record: record.summary),
        Column("comment", TEXT, "The comment.", lambda record: record.comment),
        Column("text", TEXT, "Running text with paragraph numbers and marks.", running_text),
        Column("signature", LIST, "The signature as printed.", lambda record: record.signature),
        Column(
            "classified_by",
            LIST,
            "Who classified it.",
            lambda record: [one.name for one in record.classified_by],
        ),
        Column("reasons", LIST, "Reasons for classification.", lambda record: record.reasons),
        Column(
            "executive_order", TEXT, "Number of the executive order.", lambda record: record.executive_order
        ),
        Column(
            "declassify",
            TEXT,
            "Declassification instruction as printed.",
            lambda record: record.declassify and record.declassify.text,
        ),
        Column(
            "declassify_on",
            TEXT,
            "The date printed in it.",
            lambda record: record.declassify and record.declassify.on,
        ),
        Column("dtg", TEXT, "Date-time group as printed.", lambda record: record.dtg),
        Column("created", TEXT, "The same as ISO 8601, UTC.", lambda record: record.created),
        Column("drafted_by", TEXT, "The drafter as printed.", lambda record: record.distribution.drafted_by),
        Column("approved_by", TEXT, "The approving officer.", lambda record: record.distribution.approved_by),
        Column(
            "sections",
            INTEGER,
            "Sections it was sent in.",
            lambda record: record.sections and record.sections.count,
        ),
        Column(
            "sections_held",
            LIST,
            "Sections that are held.",
            lambda record: [str(one) for one in record.sections.held] if record.sections else [],
        ),
        Column(
            "resent",
            TEXT,
            "corrected copy, repetition or suspected duplicate.",
            lambda record: record.resent and record.resent.kind,
        ),
        Column("format", TEXT, "Message format.", lambda record: record.format),
        Column("wrapper", TEXT, "The form it came in.", lambda record: record.wrapper),
        Column("aliases", LIST, "Other names under which archives know it.", lambda record: record.aliases),
        _told("collection", "Collection it was taken from."),
        _told("repository", "Archive that holds it."),
        _told("record_group", "Record group."),
        _told("file", "File number."),
        _told("film", "Film number."),
        _told("volume", "Volume of an edition."),
        _told("case_number", "Number of the release case."),
        _told("document_number", "Number given by the archive."),
        _told("released", "Date of release, ISO."),
        _told("url", "Its address."),
        _told("rights", "Rights statement."),
        Column("source", TEXT, "Path of the source.", lambda record: record.source.name),
        Column("source_part", TEXT, "Place within it.", lambda record: record.source.part),
        Column("source_sha256", TEXT, "Hash of the source's bytes.", lambda record: record.source.sha256),
        Column(
            "characters", INTEGER, "Length of the source's text.", lambda record: record.source.characters
        ),
        Column(
            "defects",
            LIST,
            "Codes of what is odd about it.",
            lambda record: list(dict.fromkeys(one.code for one in record.defects)),
        ),
    ),
    lambda record: (record,),
    key=("key",),
    searched=("subject", "text"),
    label="subject",
)

# ---------------------------------------------------------------- what a telegram has several of

TELEGRAM = Column("telegram", TEXT, "Key of the telegram.", lambda item: item.telegram)
PLACE = Column("place", INTEGER, "Which of them in the telegram, from 0.", lambda item: item.place)


def _printed(number: int | str | None) -> str | None:
    return None if number is None else str(number)


def _each(name: str) -> Callable[[Record], Iterator[Item]]:
    """The things of a list of the record."""

    def items(record: Record) -> Iterator[Item]:
        key = key_of(record)
        return (Item(key, place, thing) for place, thing in enumerate(getattr(record, name)))

    return items


PARAGRAPHS = Table(
    "paragraphs",
    "One row for each paragraph.",
    (
        TELEGRAM,
        PLACE,
        Column("number", TEXT, "The printed number.", lambda item: _printed(item.thing.number)),
        Column("mark", TEXT, "Portion mark without parentheses.", lambda item: item.thing.mark),
        Column("heading", TEXT, "Heading under which it stands.", lambda item: item.thing.heading),
        Column(
            "role",
            TEXT,
            "summary, comment, participants, action or clearance.",
            lambda item: item.thing.role,
        ),
        Column("text", TEXT, "The words, without number and mark.", lambda item: item.thing.text),
    ),
    _each("paragraphs"),
    searched=("heading", "text"),
)


def _addressees(record: Record) -> Iterator[Item]:
    key, place = key_of(record), 0
    for role, found in (("action", record.to), ("info", record.info), ("excluded", record.excluded)):
        for one in found:
            yield Item(key, place, (role, one))
            place += 1


def _station(plad: str) -> str | None:
    known = post(plad)
    return known.name if known else None


ADDRESSEES = Table(
    "addressees",
    "One row for each addressee.",
    (
        TELEGRAM,
        PLACE,
        Column("role", TEXT, "action, info or excluded.", lambda item: item.thing[0]),
        Column("plad", TEXT, "Plain language address as printed.", lambda item: item.thing[1].plad),
        Column("post", TEXT, "Canonical name of the station.", lambda item: _station(item.thing[1].plad)),
        Column("routing", TEXT, "Routing indicator.", lambda item: item.thing[1].routing),
        Column("precedence", TEXT, "Precedence for this addressee.", lambda item: item.thing[1].precedence),
        Column("mcn", TEXT, "Message continuity number.", lambda item: item.thing[1].mcn),
        Column("attention", LIST, "Office symbols.", lambda item: item.thing[1].attention),
    ),
    _addressees,
    label="plad",
)
TAGS = Table(
    "tags",
    "One row for each TAG.",
    (TELEGRAM, PLACE, Column("tag", TEXT, "The code, or a person.", lambda item: item.thing)),
    _each("tags"),
    label="tag",
)
REFERENCES = Table(
    "references",
    "One row for each item of the reference lines.",
    (
        TELEGRAM,
        PLACE,
        Column("label", TEXT, "The enumerator.", lambda item: item.thing.label),
        Column("text", TEXT, "The citation as printed.", lambda item: item.thing.text),
        Column("kind", TEXT, "telegram, email, telcon, memo …", lambda item: item.thing.kind),
        Column("cited", TEXT, "Canonical id, where only one is possible.", lambda item: item.thing.id),
        Column("candidates", LIST, "All possible readings.", lambda item: item.thing.candidates),
        Column("notal", FLAG, "Marked NOTAL.", lambda item: item.thing.notal),
    ),
    _each("references"),
    label="text",
)
MENTIONS = Table(
    "mentions",
    "One row for each citation in the running text.",
    (
        TELEGRAM,
        PLACE,
        Column("text", TEXT, "The citation as printed.", lambda item: item.thing.text),
        Column("paragraph", TEXT, "Number of the paragraph.", lambda item: _printed(item.thing.paragraph)),
        Column("kind", TEXT, "reftel, label or telegram.", lambda item: item.thing.kind),
        Column("candidates", LIST, "Ids that it may mean.", lambda item: item.thing.candidates),
    ),
    _each("mentions"),
    label="text",
)


def stated_places(record: Record) -> Iterator[tuple[str, Places]]:
    """The path of each stated fact, with the characters where it stands."""
    yield from record.spans.items()
    for number, paragraph in enumerate(record.paragraphs):
        yield f"paragraphs[{number}].text", paragraph.spans


def _spans(record: Record) -> Iterator[Item]:
    key = key_of(record)
    found = ((fact, *span) for fact, places in stated_places(record) for span in places)
    return (Item(key, place, one) for place, one in enumerate(found))


SPANS = Table(
    "spans",
    "One row for each place in the source where a fact is stated.",
    (
        TELEGRAM,
        PLACE,
        Column("fact", TEXT, "Path of the fact in the record: to[0].plad.", lambda item: item.thing[0]),
        Column("start", INTEGER, "First character in the source's text.", lambda item: item.thing[1]),
        Column("end", INTEGER, "Character after the last.", lambda item: item.thing[2]),
    ),
    _spans,
)

RECORD_TABLES = (TELEGRAMS, PARAGRAPHS, ADDRESSEES, TAGS, REFERENCES, MENTIONS, SPANS)
"""The tables that are made of records."""


# ---------------------------------------------------------------- coverage


def _bound(name: str, which: int) -> Callable[[Coverage], float | None]:
    def value(one: Coverage) -> float | None:
        estimate = getattr(one, name)
        return None if estimate is None else round(float(estimate[which]), 6)

    return value


COVERAGE = Table(
    "coverage",
    "One row for each post and year of the whole archive: how much of what was sent is held.",
    (
        Column("post", TEXT, "The station.", lambda one: one.post),
        Column("year", INTEGER, "The year.", lambda one: one.year),
        Column("held", INTEGER, "Telegrams held with such a number.", lambda one: one.held),
        Column("lowest", INTEGER, "Lowest serial held in the series.", lambda one: one.lowest),
        Column("highest", INTEGER, "Highest serial held in the series.", lambda one: one.highest),
        Column("length", REAL, "Estimate of how many were sent.", _bound("length", 0)),
        Column("length_low", REAL, "Lower bound of it.", _bound("length", 1)),
        Column("length_high", REAL, "Upper bound of it.", _bound("length", 2)),
        Column("share", REAL, "Estimate of the share held, 0 to 1.", _bound("share", 0)),
        Column("share_low", REAL, "Lower bound of it.", _bound("share", 1)),
        Column("share_high", REAL, "Upper bound of it.", _bound("share", 2)),
        Column("cited_not_held", INTEGER, "Cited telegrams of it not held.", lambda one: one.cited),
        Column(
            "warnings",
            LIST,
            "Why no conclusion can rest on the row.",
            lambda one: list(one.warnings),
        ),
    ),
    lambda _: (),
    key=("post", "year"),
)


def coverage_rows(found: Iterable[Coverage]) -> Iterator[tuple[Cell, ...]]:
    """The rows of ``COVERAGE``."""
    for one in found:
        yield tuple([column.value(one) for column in COVERAGE.columns])


TABLES = {table.name: table for table in (*RECORD_TABLES, COVERAGE)}
"""All tables by name."""
SPREADSHEET = (TELEGRAMS, PARAGRAPHS, ADDRESSEES, REFERENCES)
"""Those that go into spreadsheets."""
