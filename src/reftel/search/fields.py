"""Fields: the one list of what can be searched for.

A row gives a field's name, how it is written in a query, what it holds of a
record, and a line of help. The query parser, the schema of the index, the facets,
the help and the documentation are made of this list: a new field is a new row here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from reftel import tables
from reftel.record import Record
from reftel.search import codes, contents, dates, having
from reftel.search.dates import Days


class Kind(StrEnum):
    """What a field holds, and so how it is indexed and asked for."""

    TEXT = "text"
    """Running words: stemmed (English), case and accents folded; prefixes go by the words as printed."""
    NAME = "name"
    """Names and addresses: single words, case and accents folded, not stemmed."""
    CODE = "code"
    """Codes: the whole value counts."""
    ID = "id"
    """Telegram numbers: read in any way of writing."""
    DATE = "date"
    """Days, months, years and ranges of them."""
    LINK = "link"
    """Another telegram: what it leads to stands in the store, not in the index."""


@dataclass(frozen=True, slots=True)
class Field:
    """One search field."""

    name: str
    """As written before the colon in a query, and as named in the index."""
    kind: Kind
    help: str
    """One line."""
    example: str
    """A query that uses it."""
    values: Callable[[Record], Iterable[str]]
    """What it holds of a record: words of a text or name; of a code or id terms, as the index spells them."""
    aliases: tuple[str, ...] = ()
    """Other ways of writing the name."""
    terms: Callable[[str], tuple[str, ...]] = codes.upper_terms
    """Of a code or id: the terms that a query's words may mean; ``ValueError`` where they can mean none."""
    exact: Callable[[str], tuple[str, ...]] | None = None
    """Of a code: the term of a value written with ``=``, where that is not what ``terms`` gives."""
    fold: Callable[[str], str] = codes.upper
    """Of a code or id: the beginning of a term, as the index spells it."""
    period: Callable[[str], Days] = dates.days
    """Of a date: the days that are asked for; ``ValueError`` where the words are no date."""
    of: tuple[str, ...] = ()
    """The fields in which it asks, if it has no place of its own in the index."""
    facet: str | None = None
    """Its title where its values are counted over a result."""
    named: Callable[[str], str] = str
    """Of a facet: a value in words."""

    @property
    def worded(self) -> bool:
        """Whether it holds words, not whole values."""
        return self.kind in (Kind.TEXT, Kind.NAME)

    def check(self, text: str) -> None:
        """Raise ``ValueError``, with a sentence that says what to write, where ``text`` can be no value."""
        if self.kind is Kind.DATE:
            self.period(text)
        elif not self.worded:
            self.terms(text)

    def whole(self, text: str) -> tuple[str, ...]:
        """Of a code: the terms of a value written with ``=``."""
        return self.exact(text) if self.exact else self.terms(text)


# ---------------------------------------------------------------- the list

FIELDS: tuple[Field, ...] = (
    Field(
        "text",
        Kind.TEXT,
        "words of the text: headings, paragraphs, signature",
        'text:"food aid"',
        contents.text,
        ("body",),
    ),
    Field(
        "subject",
        Kind.TEXT,
        "words of the subject",
        "subject:elections",
        lambda record: contents.present(record.subject),
        ("title", "subj"),
    ),
    Field(
        "from",
        Kind.NAME,
        "who sent it: post or address",
        "from:BAMAKO",
        contents.sender,
        ("sender", "fm"),
    ),
    Field(
        "to",
        Kind.NAME,
        "action addressees",
        'to:"SECSTATE WASHDC"',
        lambda record: contents.addresses(record.to),
        ("action",),
    ),
    Field(
        "info",
        Kind.NAME,
        "information addressees",
        "info:PARIS",
        lambda record: contents.addresses(record.info),
    ),
    Field(
        "post",
        Kind.NAME,
        "a post in any part: sender or addressee",
        "post:BAMAKO",
        lambda record: (
            *contents.sender(record),
            *contents.addresses(record.to),
            *contents.addresses(record.info),
        ),
        of=("from", "to", "info"),
    ),
    Field(
        "station",
        Kind.CODE,
        "the sending post by any of its names, and no other",
        "station:NEWDELHI",
        contents.station,
        ("office",),
        codes.station_terms,
        fold=tables.squeezed,
        facet="post",
    ),
    Field(
        "person",
        Kind.NAME,
        "who signed, classified, drafted, cleared or took part, with titles",
        "person:McCulley",
        contents.persons,
        ("name", "signed", "participant"),
    ),
    Field(
        "country",
        Kind.CODE,
        "country of the sending post today: English name or ISO code",
        "country:Mali",
        lambda record: codes.country_of_post(record.post),
        terms=codes.country_terms,
        facet="country",
        named=codes.country_name,
    ),
    Field(
        "date",
        Kind.DATE,
        "year, month, day or a range of them",
        "date:2005..2008",
        lambda record: contents.present(record.date.value if record.date else None),
        ("on",),
    ),
    Field(
        "before",
        Kind.DATE,
        "earlier than a year, month or day",
        "before:2007-11",
        lambda record: contents.present(record.date.value if record.date else None),
        period=dates.before,
        of=("date",),
    ),
    Field(
        "after",
        Kind.DATE,
        "later than a year, month or day",
        "after:2007-11-28",
        lambda record: contents.present(record.date.value if record.date else None),
        period=dates.after,
        of=("date",),
    ),
    Field(
        "class",
        Kind.CODE,
        "classification: level or its mark",
        "class:SECRET",
        lambda record: contents.present(record.classification),
        ("classification", "level"),
        codes.class_terms,
        facet="classification",
    ),
    Field(
        "mark",
        Kind.CODE,
        "has a paragraph with this portion mark",
        "mark:C/NF",
        contents.marks,
        ("portion",),
        codes.mark_terms,
        fold=lambda text: codes.mark_terms(text)[0],
    ),
    Field(
        "caption",
        Kind.CODE,
        "captions and dissemination controls",
        "caption:NODIS",
        contents.captions,
        ("caveat", "handling"),
        codes.caption_terms,
        facet="caption",
    ),
    Field(
        "tag",
        Kind.CODE,
        "TAGS code, or words of what codes mean; persons as LAST, FIRST",
        "tag:terrorism",
        contents.tags,
        ("tags",),
        codes.tag_terms,
        codes.upper_terms,
        facet="TAGS",
        named=codes.tag_name,
    ),
    Field(
        "ref",
        Kind.ID,
        "cites this telegram, in the REF lines or in the text",
        "ref:07BAMAKO1015",
        contents.cited,
        ("refs", "cites"),
        codes.id_terms,
        fold=codes.number,
    ),
    Field(
        "citedby",
        Kind.LINK,
        "is cited by this telegram",
        "citedby:07BAMAKO1361",
        lambda record: (),
        ("citing",),
        codes.number_terms,
    ),
    Field(
        "id",
        Kind.ID,
        "number of the telegram in any form, with or without year; handle",
        "id:07BAMAKO1361",
        contents.names,
        ("number",),
        codes.id_terms,
        fold=codes.number,
    ),
    Field(
        "precedence",
        Kind.CODE,
        "precedence for action",
        "precedence:IMMEDIATE",
        lambda record: contents.present(record.precedence),
        ("urgency",),
        codes.precedence_terms,
    ),
    Field(
        "wrapper",
        Kind.CODE,
        "the form that it came in",
        "wrapper:raw",
        lambda record: (codes.lower(record.wrapper),),
        terms=codes.word_terms,
        fold=codes.lower,
        facet="wrapper",
    ),
    Field(
        "format",
        Kind.CODE,
        "the message format",
        "format:acp127",
        lambda record: (codes.lower(record.format),),
        terms=codes.word_terms,
        fold=codes.lower,
    ),
    Field(
        "collection",
        Kind.CODE,
        "the collection that it was taken from, whole, in any case",
        'collection:"Central Foreign Policy Files"',
        lambda record: tuple(codes.lower(name) for name in contents.collection(record)),
        terms=codes.word_terms,
        fold=codes.lower,
        facet="collection",
    ),
    Field(
        "defect",
        Kind.CODE,
        "has a defect with this code",
        "defect:doubled-heading",
        contents.defects,
        ("defects",),
        codes.word_terms,
        fold=codes.lower,
    ),
    Field(
        "has",
        Kind.CODE,
        "has it: date, subject, tag, summary, sections (all of them) …",
        "has:summary",
        having.had,
        terms=having.thing_terms,
        fold=codes.lower,
    ),
    Field(
        "missing",
        Kind.CODE,
        "lacks it: date, subject, sections (some of them), original …",
        "missing:date",
        having.lacking,
        ("lacks",),
        having.thing_terms,
        fold=codes.lower,
    ),
)

BARE = ("subject", "text")
"""The fields that words without a field's name are looked for in."""


@cache
def _by_name() -> dict[str, Field]:
    return {name: field for field in FIELDS for name in (field.name, *field.aliases)}


def field(name: str) -> Field | None:
    """The field of this name or alias, in whatever case; ``None`` if there is none."""
    return _by_name().get(name.lower())


def indexed() -> tuple[Field, ...]:
    """The fields that have a place of their own in the index."""
    return tuple(one for one in FIELDS if not one.of and one.kind is not Kind.LINK)


def faceted() -> tuple[Field, ...]:
    """The fields whose values are counted over a result."""
    return tuple(one for one in FIELDS if one.facet)


def places(one: Field) -> tuple[Field, ...]:
    """The fields of the index in which ``one`` asks."""
    return tuple(_by_name()[name] for name in one.of) or (one,)


def names() -> tuple[str, ...]:
    """All names and aliases."""
    return tuple(_by_name())


def help_rows() -> list[tuple[str, str, str]]:
    """For help and documentation, a row for each field: name with aliases, help, example."""
    return [(", ".join((one.name, *one.aliases)), one.help, one.example) for one in FIELDS]
