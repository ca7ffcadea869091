"""Model: what the parser makes of a text.

Every fact is a ``Fact``: the value as the parser reads it, and the spans that
state it. Nothing here is normalised beyond what reading needs; ``normalise``
turns a telegram into a record.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from reftel.defects import Defect
from reftel.span import Fact, Span
from reftel.telegram_id import TelegramId


class Line(NamedTuple):
    """One line: its kind, its span (line break included) and the words on it (line break left out)."""

    kind: str
    span: Span
    words: str

    @property
    def content(self) -> Span:
        """The span of the words alone."""
        return Span(self.span.start, self.span.start + len(self.words))

    def fact(self, start: int, end: int) -> Fact[str]:
        """The words ``[start, end)`` of the line as a fact, blanks at both ends left out."""
        words = self.words[start:end]
        place = self.span.start + start
        first = place + len(words) - len(words.lstrip())
        return Fact(" ".join(words.split()), (Span(first, place + len(words.rstrip())),))

    def of_kind(self, kind: str) -> Line:
        """The same line with another kind; itself if it has this one."""
        return self if self.kind == kind else Line(kind, self.span, self.words)


@dataclass(frozen=True, slots=True)
class Transmission:
    """The ACP 127 header lines before the date-time group."""

    id: Fact[str] | None = None
    routing: tuple[tuple[Fact[str], tuple[Fact[str], ...]], ...] = ()
    station: Fact[str] | None = None
    serial: Fact[int] | None = None
    section: Fact[int] | None = None
    filed: Fact[str] | None = None
    signals: tuple[Fact[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Address:
    """One addressee, or the sender."""

    plad: Fact[str]
    routing: Fact[str] | None = None
    precedence: Fact[str] | None = None
    mcn: Fact[str] | None = None
    attention: tuple[Fact[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Distribution:
    """The Department's distribution header."""

    action: Fact[str] | None = None
    info: tuple[Fact[str], ...] = ()
    origin: Fact[str] | None = None
    drafted_by: Fact[str] | None = None
    approved_by: Fact[str] | None = None
    cleared_by: tuple[Fact[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Envelope:
    """Everything before the classification line."""

    transmission: Transmission | None = None
    dtg: Fact[str] | None = None
    created: Fact[str] | None = None
    precedence: Fact[str] | None = None
    precedence_info: Fact[str] | None = None
    sender: Address | None = None
    to: tuple[Address, ...] = ()
    info: tuple[Address, ...] = ()
    excluded: tuple[Address, ...] = ()
    distribution: Distribution = field(default_factory=Distribution)


@dataclass(frozen=True, slots=True)
class Declassify:
    """The declassification instruction."""

    text: Fact[str]
    on: Fact[str] | None = None
    event: Fact[str] | None = None
    exemptions: tuple[Fact[str], ...] = ()


@dataclass(frozen=True, slots=True)
class Classifier:
    """Who classified the telegram."""

    name: Fact[str]
    title: Fact[str] | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """One item of the REF lines."""

    text: Fact[str]
    label: Fact[str] | None
    kind: str
    candidates: tuple[TelegramId, ...] = ()
    notal: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
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


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its text is the pieces at ``spans``, after number and mark."""

    text: Fact[str]
    number: Fact[int | str] | None = None
    mark: Fact[str] | None = None
    heading: Fact[str] | None = None
    role: str | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """One person of a list of participants."""

    name: Fact[str]
    title: Fact[str] | None
    group: Fact[str] | None
    note: Fact[str] | None
    paragraph: int | str | None


@dataclass(frozen=True, slots=True)
class Protected:
    """A request to protect a source; ``name`` is a guess."""

    text: Fact[str]
    name: Fact[str] | None
    paragraph: int | str | None


@dataclass(frozen=True, slots=True)
class Mention:
    """A citation in the running text."""

    text: Fact[str]
    kind: str
    paragraph: int | str | None
    candidates: tuple[TelegramId, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """The text of the message."""

    paragraphs: tuple[Paragraph, ...] = ()
    summary: Fact[str] | None = None
    comment: Fact[str] | None = None
    participants: tuple[Participant, ...] = ()
    signature: tuple[Fact[str], ...] = ()
    protect: tuple[Protected, ...] = ()


@dataclass(frozen=True, slots=True)
class Telegram:
    """What the parser made of a text; ``lines`` cover the whole of it."""

    text: str = field(repr=False)
    lines: tuple[Line, ...] = field(repr=False)
    format: str
    id: Fact[TelegramId] | None
    envelope: Envelope
    heading: Heading
    body: Body
    sections: Fact[tuple[int, tuple[int, ...]]] | None = None
    references: tuple[Reference, ...] = ()
    mentions: tuple[Mention, ...] = ()
    defects: tuple[Defect, ...] = ()
