"""Fields: the one list of what can be searched for.

A row gives a field's name, how it is written in a query, what it holds of a
record, and a line of help. The query parser, the schema of the index, the help
and the documentation are made of this list: a new field is a new row here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from reftel.record import Addressee, Record
from reftel.search import codes, dates


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
    terms: Callable[[str], tuple[str, ...]] = codes.tag_terms
    """Of a code or id: the terms that a query's words may mean; ``ValueError`` where they can mean none."""
    fold: Callable[[str], str] = codes.upper
    """Of a code or id: the beginning of a term, as the index spells it."""

    @property
    def worded(self) -> bool:
        """Whether it holds words, not whole values."""
        return self.kind in (Kind.TEXT, Kind.NAME)

    def check(self, text: str) -> None:
        """Raise ``ValueError``, with a sentence that says what to write, where ``text`` can be no value."""
        if self.kind is Kind.DATE:
            dates.days(text)
        elif not self.worded:
            self.terms(text)


# ---------------------------------------------------------------- what a field holds of a record


def _present(*values: str | None) -> tuple[str, ...]:
    return tuple(value for value in values if value)


def _addresses(addressees: list[Addressee]) -> tuple[str, ...]:
    return tuple(words for addressee in addressees for words in (addressee.plad, *addressee.attention))


def _sender(record: Record) -> tuple[str, ...]:
    return _present(record.post, record.sender.plad if record.sender else None)


def _text(record: Record) -> tuple[str, ...]:
    """Headings, each once where it stands, and paragraphs; then the signature."""
    found: list[str] = []
    heading = None
    for paragraph in record.paragraphs:
        if paragraph.heading and paragraph.heading != heading:
            found.append(paragraph.heading)
        heading = paragraph.heading
        found.append(paragraph.text)
    return (*found, *record.signature)


def _persons(record: Record) -> tuple[str, ...]:
    named = [record.distribution.drafted_by, record.distribution.approved_by, *record.distribution.cleared_by]
    for classifier in record.classified_by:
        named += [classifier.name, classifier.title]
    for participant in record.participants:
        named += [participant.name, participant.title]
    return _present(*record.signature, *named)


def _cited(record: Record) -> tuple[str, ...]:
    cited = [name for reference in record.references for name in reference.candidates]
    cited += [name for mention in record.mentions for name in mention.candidates]
    cited += record.resent.candidates if record.resent else []
    return codes.id_values([*cited, *_present(*(reference.id for reference in record.references))])


def _captions(record: Record) -> tuple[str, ...]:
    return tuple(
        term for words in (*record.captions, *record.caveats) for term in codes.caption_values(words)
    )


# ---------------------------------------------------------------- the list

FIELDS: tuple[Field, ...] = (
    Field(
        "text",
        Kind.TEXT,
        "words of the text: headings, paragraphs, signature",
        'text:"food aid"',
        _text,
        ("body",),
    ),
    Field(
        "subject",
        Kind.TEXT,
        "words of the subject",
        "subject:elections",
        lambda record: _present(record.subject),
        ("title", "subj"),
    ),
    Field(
        "from", Kind.NAME, "who sent it: post or address", "from:BAMAKO", _sender, ("sender", "post", "fm")
    ),
    Field(
        "to",
        Kind.NAME,
        "action addressees",
        'to:"SECSTATE WASHDC"',
        lambda record: _addresses(record.to),
        ("action",),
    ),
    Field(
        "info",
        Kind.NAME,
        "information addressees",
        "info:PARIS",
        lambda record: _addresses(record.info),
    ),
    Field(
        "person",
        Kind.NAME,
        "who signed, classified, drafted, cleared or took part, with titles",
        "person:McCulley",
        _persons,
        ("name", "signed", "participant"),
    ),
    Field(
        "country",
        Kind.CODE,
        "country of the sending post today: English name or ISO code",
        "country:Mali",
        lambda record: codes.country_of_post(record.post),
        terms=codes.country_terms,
    ),
    Field(
        "date",
        Kind.DATE,
        "year, month, day or a range of them",
        "date:2005..2008",
        lambda record: _present(record.date.value if record.date else None),
        ("on",),
    ),
    Field(
        "class",
        Kind.CODE,
        "classification: level or its mark",
        "class:SECRET",
        lambda record: _present(record.classification),
        ("classification", "level"),
        codes.class_terms,
    ),
    Field(
        "caption",
        Kind.CODE,
        "captions and dissemination controls",
        "caption:NODIS",
        _captions,
        ("caveat", "handling"),
        codes.caption_terms,
    ),
    Field(
        "tag",
        Kind.CODE,
        "TAGS code; persons as LAST, FIRST",
        "tag:PREL",
        lambda record: [term for tag in record.tags for term in codes.tag_values(tag)],
        ("tags",),
    ),
    Field(
        "ref",
        Kind.ID,
        "cites this telegram, in the REF lines or in the text",
        "ref:07BAMAKO1015",
        _cited,
        ("refs", "cites"),
        codes.id_terms,
        codes.number,
    ),
    Field(
        "id",
        Kind.ID,
        "number of the telegram in any form, with or without year; handle",
        "id:07BAMAKO1361",
        lambda record: codes.id_values([*_present(record.id), *record.aliases, record.handle]),
        ("number",),
        codes.id_terms,
        codes.number,
    ),
    Field(
        "precedence",
        Kind.CODE,
        "precedence for action",
        "precedence:IMMEDIATE",
        lambda record: _present(record.precedence),
        ("urgency",),
        codes.precedence_terms,
    ),
    Field(
        "mark",
        Kind.CODE,
        "has a paragraph with this portion mark",
        "mark:C/NF",
        lambda record: dict.fromkeys(
            term for one in record.paragraphs if one.mark for term in codes.mark_terms(one.mark)
        ),
        ("portion",),
        codes.mark_terms,
        lambda text: codes.mark_terms(text)[0],
    ),
    Field(
        "wrapper",
        Kind.CODE,
        "the form that it came in",
        "wrapper:raw",
        lambda record: (codes.lower(record.wrapper),),
        terms=codes.word_terms,
        fold=codes.lower,
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
        "defect",
        Kind.CODE,
        "has a defect with this code",
        "defect:doubled-heading",
        lambda record: dict.fromkeys(codes.lower(one.code) for one in record.defects),
        ("defects",),
        codes.word_terms,
        codes.lower,
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


def names() -> tuple[str, ...]:
    """All names and aliases."""
    return tuple(_by_name())


def help_rows() -> list[tuple[str, str, str]]:
    """For help and documentation, a row for each field: name with aliases, help, example."""
    return [(", ".join((one.name, *one.aliases)), one.help, one.example) for one in FIELDS]
