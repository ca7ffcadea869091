"""Record copy: what a record says of this copy of the telegram: its source, its release, its damage.

Two copies of one telegram have the same facts and differ in these. ``docs/record.md`` is generated from the
docstrings here and in ``record``.
"""

from __future__ import annotations

import msgspec

Places = list[tuple[int, int]]
"""Spans as JSON: half-open ``[start, end)`` in characters of the reader's text."""


class Redaction(msgspec.Struct, frozen=True):
    """What a release says of words that were taken out."""

    kind: str
    """``release`` for a stamp on the whole, ``exemption`` for a mark where words were taken out."""
    text: str
    """The stamp or the mark as printed, ``RELEASE IN PART B5,B6``, ``B6``."""
    exemptions: list[str]
    """The exemptions that it names: ``B1`` … ``B9`` (5 USC 552(b)), ``1.4(D)`` (executive order)."""


class Witness(msgspec.Struct, frozen=True, rename={"source": "from"}):
    """What one of two witnesses states."""

    source: str
    """``wrapper`` or ``message``."""
    value: str | list[str]
    """The fact, normalised so that the witnesses can be compared."""
    spans: Places
    """Where it is stated."""


class Provenance(msgspec.Struct, frozen=True):
    """Where the document comes from."""

    collection: str | None = None
    """The collection it was taken from."""
    repository: str | None = None
    """The archive that holds it."""
    record_group: str | None = None
    """Record group."""
    film: str | None = None
    """Film number."""
    file: str | None = None
    """File number, or the file as an edition cites it: ``Central Files, 713.00/172``."""
    volume: str | None = None
    """Volume of the edition that it was printed in."""
    case_number: str | None = None
    """Number of the release case."""
    document_number: str | None = None
    """Number given by the archive."""
    url: str | None = None
    """Its address."""
    released: str | None = None
    """Date of release, ISO."""
    rights: str | None = None
    """Rights statement."""


class StatedDefect(msgspec.Struct, frozen=True):
    """Something odd about the telegram."""

    code: str
    """A code of the closed list below."""
    message: str
    """The same in a sentence."""
    span: tuple[int, int]
    """Where."""


class Piece(msgspec.Struct, frozen=True):
    """A piece of a text that was put together from several messages, and where it stands in its source."""

    span: tuple[int, int]
    """Its characters in the text put together, which the record's spans count."""
    start: int
    """The character with which it begins in the text that the reader hands to the parser, one for one."""
    name: str
    """Path of its source."""
    part: str | None
    """Place within the source."""
    sha256: str
    """Hash of the source's bytes."""
    handle: str
    """Handle of the message."""
    sections: list[int]
    """The sections that the message holds."""
    resent: str | None
    """What it says of an earlier message, as ``resent.kind`` spells it."""


class SourceStatement(msgspec.Struct, frozen=True):
    """The source that it was read from."""

    name: str
    """The path as given; ``-`` for standard input. Of messages put together: that of the first section."""
    part: str | None
    """The place within a container (``!/`` between layers), or in a file of many messages.

    ``sections 1, 2 of 3`` put together.
    """
    sha256: str
    """Hash of the source's bytes; of the text put together, where there is no such source."""
    characters: int
    """Length of the text that the reader hands to the parser."""
    pages: Places = []
    """Of a PDF: the characters of each of its pages, in order."""
    pieces: list[Piece] = []
    """Of messages put together: what the text is made of, in order; each leads to its source."""
    file_sha256: str | None = None
    """Of a row of a table: hash of the whole file. The row is hashed by itself."""


class Copy(msgspec.Struct, frozen=True):
    """Another message of the telegram."""

    handle: str
    """Its handle, by which it can be shown."""
    wrapper: str
    """The form that it came in."""
    name: str
    """Path of its source, from the root."""
    part: str | None
    """Place within the source."""
    kind: str
    """``original``, or as ``resent`` spells it; where it does not hold all sections, ``section 2 of 3``,
    or ``section 2 of 3, repetition``."""
