"""Record: the facts of a telegram, normalised, versioned, to and from JSON.

A key is always there; what the telegram does not state is ``None`` or an empty
list. Names may be added to the schema, not changed. ``docs/record.md`` is
generated from the docstrings here and in ``record_copy``, which has what only tells of this copy.
"""

from __future__ import annotations

from typing import Any

import msgspec

from reftel.errors import RecordError
from reftel.record_copy import (
    Copy,
    Places,
    Provenance,
    Redaction,
    SourceStatement,
    StatedDefect,
    Witness,
)

SCHEMA = "reftel.record/1"


class BestDate(msgspec.Struct, frozen=True, rename={"source": "from"}):
    """The best date known for the telegram."""

    value: str
    """ISO 8601: ``2007-11-28T10:52:00Z``, ``2007-11-28`` or ``2007``, as precise as ``precision`` says."""
    precision: str
    """``minute``, ``day`` or ``year``."""
    source: str
    """Which witness states it: ``message``, ``wrapper`` or ``identifier``."""


class Routing(msgspec.Struct, frozen=True):
    """One precedence and its routing indicators, from the transmission header."""

    precedence: str
    """The prosign: ``ZZ``, ``OO``, ``PP`` or ``RR``."""
    indicators: list[str]
    """Routing indicators that this relay needs; not the list of addressees."""


class Transmission(msgspec.Struct, frozen=True):
    """The ACP 127 transmission header."""

    id: str | None
    """Transmission identification, ``VZCZCXRO7770``."""
    routing: list[Routing]
    """The precedence and routing line or lines."""
    station: str | None
    """Routing indicator of the origin, from the DE line."""
    serial: int | None
    """Station serial on the DE line: the last four digits only."""
    section: int | None
    """Section on the DE line."""
    filed: str | None
    """Day of the year and time of filing, ``332/1052`` (UTC)."""
    signals: list[str]
    """Security line, operating signals and service words, in order."""


class Sender(msgspec.Struct, frozen=True):
    """Who sent it."""

    plad: str
    """Plain language address, ``AMEMBASSY BAMAKO``."""
    routing: str | None
    """Routing indicator, where one is printed on the FM line."""


class Addressee(msgspec.Struct, frozen=True):
    """One addressee."""

    plad: str
    """Plain language address without routing indicator, number, precedence and office symbols."""
    routing: str | None
    """Routing indicator before the slash; ``ZEN`` where it was served in another way."""
    precedence: str | None
    """Precedence printed for this addressee, in words."""
    mcn: str | None
    """Message continuity number to this addressee, without leading zeros; a range as ``12-14``."""
    attention: list[str]
    """Office symbols between double slashes."""


class Distribution(msgspec.Struct, frozen=True):
    """The Department's own distribution header (1973 and after)."""

    action: str | None
    """The action office with its number of copies, ``ARA-10``."""
    info: list[str]
    """Information offices with their numbers of copies."""
    origin: str | None
    """The originating office of an outgoing telegram."""
    drafted_by: str | None
    """The drafter as printed: office, initials and name."""
    approved_by: str | None
    """The approving officer as printed."""
    cleared_by: list[str]
    """Clearances as printed."""


class Sections(msgspec.Struct, frozen=True):
    """The sections that the message was sent in."""

    count: int
    """How many there are."""
    held: list[int]
    """Which of them stand in this text."""


class Resent(msgspec.Struct, frozen=True):
    """That the message was sent before."""

    kind: str
    """``corrected copy``, ``repetition`` (sent again unchanged) or ``suspected duplicate``."""
    text: str | None
    """The words that name the telegram corrected, where it has another number: ``BAMAKO 1389``."""
    candidates: list[str]
    """Canonical ids that they may mean."""


class Downgrade(msgspec.Struct, frozen=True):
    """A day on which the level is lowered."""

    to: str | None
    """The level after it, spelled out; ``None`` where it cannot be told."""
    on: str
    """The day, ISO."""


class Computed(msgspec.Struct, frozen=True):
    """The date that a schedule, an exemption or a term comes to by the rule of ``tables/schedules.csv``."""

    on: str | None
    """The date, ISO; ``None`` where there are several candidates."""
    candidates: list[str]
    """All dates that it can be, earliest first; several if the level is unknown or instructions differ."""
    downgrades: list[Downgrade]
    """Lower levels on the way, by the same rule."""
    rule: str
    """Order and section, instruction, and the level where it counts."""


class Declassify(msgspec.Struct, frozen=True):
    """The declassification instruction."""

    text: str
    """The instruction as printed."""
    on: str | None
    """The date printed in it, ISO; ``None`` where it names no date."""
    event: str | None
    """The event, where it names one."""
    exemptions: list[str]
    """Exemptions and schedules: ``X1``, ``25X1-HUM``, ``OADR``, ``MR``, ``GDS``, ``XGDS-1`` …"""
    term: int | None = None
    """The years of a term: 10 of ``10 YEARS``."""
    review_on: str | None = None
    """The date printed in it for a review (RDS), ISO: on that day nothing is declassified."""
    downgrades: list[Downgrade] = []
    """The dates printed in it for a downgrading, each with the level."""
    computed: Computed | None = None
    """The date that it comes to by rule, where none is printed; ``None`` where the rule gives none."""


class Reference(msgspec.Struct, frozen=True):
    """One item of the REF lines."""

    label: str | None
    """The enumerator, a capital letter."""
    text: str
    """The citation as printed, without enumerator and notes."""
    kind: str
    """``telegram``, ``email``, ``telcon``, ``memo``, ``airgram``, ``report`` or ``other``."""
    id: str | None
    """The canonical id, where only one reading is possible."""
    candidates: list[str]
    """All possible readings as canonical ids, the likeliest first."""
    notal: bool
    """Marked NOTAL: not to, nor needed by, all addressees."""


class Mention(msgspec.Struct, frozen=True):
    """A citation in the running text."""

    text: str
    """The citation as printed."""
    paragraph: int | str | None
    """The number of the paragraph that it stands in."""
    kind: str
    """``reftel`` (the one reference), ``label`` (by its letter) or ``telegram`` (cited in full)."""
    candidates: list[str]
    """Canonical ids that it may mean."""


class Classifier(msgspec.Struct, frozen=True):
    """Who classified the telegram."""

    name: str
    """The name as printed."""
    title: str | None
    """Title and office."""


class Paragraph(msgspec.Struct, frozen=True):
    """One paragraph of the text."""

    number: int | str | None
    """The printed number; text where more than a number is printed (``6A``)."""
    mark: str | None
    """The portion mark without parentheses: ``C``, ``SBU``, ``C/NF``."""
    heading: str | None
    """The heading under which it stands."""
    role: str | None
    """``summary``, ``comment``, ``participants``, ``action``, ``clearance`` or ``None``."""
    text: str
    """The words after number and mark, read around interruptions, with line breaks."""
    spans: Places
    """Where the words stand."""


class Participant(msgspec.Struct, frozen=True):
    """One person of a list of participants."""

    name: str
    """The person as printed, up to the first comma or parenthesis."""
    title: str | None
    """The words after the comma."""
    group: str | None
    """The heading of the group, usually a country."""
    note: str | None
    """The words in parentheses, ``notetaker``."""
    paragraph: int | str | None
    """The number of the paragraph."""


class Protected(msgspec.Struct, frozen=True):
    """A drafter's request to protect a source."""

    text: str
    """The request as printed."""
    paragraph: int | str | None
    """The number of the paragraph."""
    name: str | None
    """The name before it, where there is one: a guess."""


class Record(msgspec.Struct, frozen=True, kw_only=True, rename={"sender": "from"}):
    """A telegram's facts."""

    id: str | None
    """Canonical id: two-digit year, station, serial without leading zeros. ``None`` if it cannot be told."""
    aliases: list[str]
    """Other names under which archives know it."""
    year: int | None
    """Year of the number, four digits."""
    post: str | None
    """Originating station, canonical name without blanks."""
    serial: int | None
    """Serial of the station in the year."""
    wrapper: str
    """The form that the document came in: ``raw``, ``archive-page`` …"""
    format: str
    """Message format: ``acp127``, ``central-file``, ``smart``, ``frus`` or ``unknown``."""
    created: str | None
    """The date-time group as ISO 8601, UTC."""
    dtg: str | None
    """The date-time group as printed, without precedence."""
    date: BestDate | None
    """The best date: the message's, else the wrapper's, else the identifier's year."""
    precedence: str | None
    """Precedence for action, in words."""
    precedence_info: str | None
    """Precedence for information, where a second one is given."""
    classification: str | None
    """Level, spelled out: TOP SECRET, SECRET, CONFIDENTIAL, LIMITED OFFICIAL USE or UNCLASSIFIED."""
    caveats: list[str]
    """Dissemination controls, on the classification line or a line of their own."""
    captions: list[str]
    """Captions, without repeats."""
    transmission: Transmission | None
    """The transmission header; ``None`` where the message has none."""
    sender: Sender | None
    """The originator."""
    to: list[Addressee]
    """Action addressees."""
    info: list[Addressee]
    """Information addressees."""
    excluded: list[Addressee]
    """Addressees exempted from a collective, after XMT."""
    distribution: Distribution
    """The Department's distribution header."""
    sections: Sections | None
    """Sections; ``None`` where the message names none."""
    resent: Resent | None = None
    """What it says of an earlier message; ``None`` for an original."""
    executive_order: str | None
    """Number of the executive order."""
    declassify: Declassify | None
    """The declassification instruction."""
    tags: list[str]
    """TAGS in order, upper case, without repeats; persons as ``LAST, FIRST``.

    A person has an initial where the line, the subject or a heading prints it.
    """
    subject: str | None
    """The subject, white space folded."""
    references: list[Reference]
    """The items of the REF lines, in order."""
    mentions: list[Mention]
    """Citations in the running text, in order."""
    classified_by: list[Classifier]
    """Who classified it."""
    reasons: list[str]
    """Reasons for classification, ``1.4(b)``."""
    paragraphs: list[Paragraph]
    """The text, paragraph by paragraph."""
    summary: str | None
    """The summary without the words that open and close it."""
    comment: str | None
    """The comment without the words that open and close it."""
    participants: list[Participant]
    """Participants of meetings."""
    signature: list[str]
    """The signature, as printed."""
    protect: list[Protected]
    """Requests to protect a source."""
    witnesses: dict[str, list[Witness]]
    """For each fact that the wrapper states: what it says, and what the message says."""
    provenance: Provenance
    """Where the document comes from."""
    redactions: list[Redaction] = []
    """What was taken out when it was released, as stamps and marks on its pages tell."""
    defects: list[StatedDefect]
    """What is odd about it."""
    spans: dict[str, Places]
    """For each stated fact, by its path: where it is stated."""
    handle: str
    """Handle of the message: ``~`` and 12 hexadecimal digits; accepted wherever an id is."""
    source: SourceStatement
    """The source."""
    copies: list[Copy] = []
    """The telegram's other messages, where an archive tells of them: first those that were put together."""
    schema: str = SCHEMA
    """Name and version of this schema."""

    def to_json(self) -> str:
        """The record as one line of JSON; a lone surrogate, which no encoding has, is written ``?``."""
        try:
            return _ENCODER.encode(self).decode("utf-8")
        except UnicodeEncodeError:
            import json

            words = json.dumps(self.to_dict(), ensure_ascii=False, separators=(",", ":"))
            return words.encode("utf-8", "replace").decode("utf-8")

    def to_dict(self) -> dict[str, Any]:
        """The record as plain dictionaries, lists and strings, as JSON would give them."""
        plain: dict[str, Any] = msgspec.to_builtins(self)
        return plain

    @staticmethod
    def from_json(line: str | bytes) -> Record:
        """The record that ``line`` holds; raises ``RecordError`` where it holds none."""
        try:
            record = _DECODER.decode(line)
        except msgspec.DecodeError as error:
            raise RecordError(f"not a {SCHEMA} record: {error}") from error
        if record.schema != SCHEMA:
            raise RecordError(f"schema {record.schema!r}, but this version reads {SCHEMA!r}")
        return record


# Keys that tell of this copy, not of the telegram: two copies may differ in them.
NOT_FACTS = (
    "schema",
    "wrapper",
    "source",
    "handle",
    "copies",
    "resent",
    "spans",
    "defects",
    "witnesses",
    "provenance",
    "redactions",
)

_ENCODER = msgspec.json.Encoder()
_DECODER = msgspec.json.Decoder(Record)


def facts(record: Record) -> dict[str, Any]:
    """The telegram's facts alone: all keys but those of the copy, and paragraphs without their spans."""
    plain = {key: value for key, value in record.to_dict().items() if key not in NOT_FACTS}
    for paragraph in plain["paragraphs"]:
        del paragraph["spans"]
    return plain
