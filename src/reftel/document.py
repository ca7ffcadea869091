"""Document: one message as a source reader hands it to the parser.

The reader gives the whole text of the file (or of the part of it that holds
the message), says where in it the message stands, and what the wrapper states
about it. The bytes it was read from are kept with it, whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reftel.defects import Defect
from reftel.span import Fact, Span

# What a wrapper may state of a telegram; each reader uses these names in ``Document.says``.
STATEMENTS = ("id", "created", "classification", "from", "subject", "tags")
# What a wrapper may tell of where the document comes from: the keys of ``record.Provenance``.


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes that were read: ``name`` is the path as given (``-`` for standard input)."""

    name: str
    sha256: str
    raw: bytes = field(repr=False)
    encoding: str = "utf-8"
    part: str | None = None  # the place within a container or a file of many messages


@dataclass(frozen=True, slots=True)
class Document:
    """A text and the message in it.

    ``text`` is the one coordinate system of all spans; ``message`` is where the
    telegram stands in it; ``says`` maps a statement's name (one of
    ``STATEMENTS``) to the wrapper's words and their places.
    """

    text: str = field(repr=False)
    message: Span
    wrapper: str
    source: Source
    says: Mapping[str, Fact[str]] = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)
    defects: tuple[Defect, ...] = ()
