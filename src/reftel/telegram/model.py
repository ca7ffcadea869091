"""Model: what the parser makes of a text.

Every fact is a ``Fact``: the value as the parser reads it, and the spans that
state it. Nothing here is normalised beyond what reading needs; ``normalise``
turns a telegram into a record.
"""

from __future__ import annotations

import msgspec

from reftel.defects import Defect
from reftel.span import Fact, Span
from reftel.telegram_id import TelegramId


class Line(msgspec.Struct, frozen=True, gc=False):
    """One line: its kind, where it stands (line break included) and the words on it (line break left out)."""

    kind: str
    start: int
    end: int
    words: str

    @property
    def span(self) -> Span:
        """The span of the line, its line break included."""
        return Span(self.start, self.end)

    @property
    def content(self) -> Span:
        """The span of the words alone."""
        return Span(self.start, self.start + len(self.words))

    def fact(self, start: int, end: int) -> Fact[str]:
        """The words ``[start, end)`` of the line as a fact, blanks at both ends left out."""
        words = self.words[start:end]
        place = self.start + start
        first = place + len(words) - len(words.lstrip())
        return Fact(" ".join(words.split()), (Span(first, place + len(words.rstrip())),))

    def of_kind(self, kind: str) -> Line:
        """The same line with another kind; itself if it has this one."""
        return self if self.kind == kind else Line(kind, self.start, self.end, self.words)


class Transmission(msgspec.Struct, frozen=True, gc=False):
    """The ACP 127 header lines before the date-time group."""

    id: Fact[str] | None = None
    routing: tuple[tuple[Fact[str], tuple[Fact[str], ...]], ...] = ()
    station: Fact[str] | None = None
    serial: Fact[int] | None = None
    section: Fact[int] | None = None
    filed: Fact[str] | None = None
    signals: tuple[Fact[str], ...] = ()


class Address(msgspec.Struct, frozen=True, gc=False):
    """One addressee, or the sender."""

    plad: Fact[str]
    routing: Fact[str] | None = None
    precedence: Fact[str] | None = None
    mcn: Fact[str] | None = None
    attention: tuple[Fact[str], ...] = ()


class Distribution(msgspec.Struct, frozen=True, gc=False):
    """The Department's distribution header."""

    action: Fact[str] | None = None
    info: tuple[Fact[str], ...] = ()
    origin: Fact[str] | None = None
    drafted_by: Fact[str] | None = None
    approved_by: Fact[str] | None = None
    cleared_by: tuple[Fact[str], ...] = ()


class Envelope(msgspec.Struct, frozen=True, gc=False):
    """Everything before the classification line."""

    transmission: Transmission | None = None
    dtg: Fact[str] | None = None
    created: Fact[str] | None = None
    dated: Fact[str] | None = None
    """The day, where a date is printed, but no date-time group."""
    precedence: Fact[str] | None = None
    precedence_info: Fact[str] | None = None
    sender: Address | None = None
    to: tuple[Address, ...] = ()
    info: tuple[Address, ...] = ()
    excluded: tuple[Address, ...] = ()
    distribution: Distribution = Distribution()


class Downgrade(msgspec.Struct, frozen=True, gc=False):
    """A day on which the level is lowered, and to which."""

    on: Fact[str]
    to: Fact[str] | None


class Declassify(msgspec.Struct, frozen=True, gc=False):
    """The declassification instruction."""

    text: Fact[str]
    on: Fact[str] | None = None
    event: Fact[str] | None = None
    exemptions: tuple[Fact[str], ...] = ()
    term: Fact[int] | None = None
    review_on: Fact[str] | None = None
    downgrades: tuple[Downgrade, ...] = ()


class Classifier(msgspec.Struct, frozen=True, gc=False):
    """Who classified the telegram."""

    name: Fact[str]
    title: Fact[str] | None = None


class Reference(msgspec.Struct, frozen=True, gc=False):
    """One item of the REF lines."""

    text: Fact[str]
    label: Fact[str] | None
    kind: str
    candidates: tuple[TelegramId, ...] = ()
    notal: bool = False


class Heading(msgspec.Struct, frozen=True, gc=False):
    """From the classification line to the first paragraph."""

    classification: Fact[str] | None = None
    station: Fact[str] | None = None
    serial: Fact[int] | None = None
    section: Fact[tuple[int, int]] | None = None
    caveats: tuple[Fact[str], ...] = ()
    captions: tuple[Fact[str], ...] = ()
    executive_order: Fact[str] | None = None
    declassify: Declassify | None = None
    tags: tuple[Fact[str], ...] = ()
    subject: Fact[str] | None = None
    classified_by: tuple[Classifier, ...] = ()
    reasons: tuple[Fact[str], ...] = ()


class Paragraph(msgspec.Struct, frozen=True, gc=False):
    """One paragraph: its text is the pieces at ``spans``, after number and mark."""

    text: Fact[str]
    number: Fact[int | str] | None = None
    mark: Fact[str] | None = None
    heading: Fact[str] | None = None
    role: str | None = None


class Participant(msgspec.Struct, frozen=True, gc=False):
    """One person of a list of participants."""

    name: Fact[str]
    title: Fact[str] | None
    group: Fact[str] | None
    note: Fact[str] | None
    paragraph: int | str | None


class Protected(msgspec.Struct, frozen=True, gc=False):
    """A request to protect a source; ``name`` is a guess."""

    text: Fact[str]
    name: Fact[str] | None
    paragraph: int | str | None


class Mention(msgspec.Struct, frozen=True, gc=False):
    """A citation in the running text."""

    text: Fact[str]
    kind: str
    paragraph: int | str | None
    candidates: tuple[TelegramId, ...] = ()


class Resent(msgspec.Struct, frozen=True, gc=False):
    """That the message was sent before: as it is, or in another wording."""

    kind: Fact[str]
    text: Fact[str] | None = None
    candidates: tuple[TelegramId, ...] = ()


class Body(msgspec.Struct, frozen=True, gc=False):
    """The text of the message."""

    paragraphs: tuple[Paragraph, ...] = ()
    summary: Fact[str] | None = None
    comment: Fact[str] | None = None
    participants: tuple[Participant, ...] = ()
    signature: tuple[Fact[str], ...] = ()
    protect: tuple[Protected, ...] = ()


class Redaction(msgspec.Struct, frozen=True, gc=False):
    """What the release says of words that were taken out."""

    kind: str
    text: Fact[str]
    exemptions: tuple[Fact[str], ...] = ()


class Telegram(msgspec.Struct, frozen=True, gc=False):
    """What the parser made of a text; ``lines`` cover the whole of it."""

    text: str
    lines: tuple[Line, ...]
    format: str
    id: Fact[TelegramId] | None
    envelope: Envelope
    heading: Heading
    body: Body
    sections: Fact[tuple[int, tuple[int, ...]]] | None = None
    resent: Resent | None = None
    references: tuple[Reference, ...] = ()
    mentions: tuple[Mention, ...] = ()
    redactions: tuple[Redaction, ...] = ()
    defects: tuple[Defect, ...] = ()
