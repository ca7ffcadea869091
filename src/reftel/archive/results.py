"""Results: what an archive's methods give back; each turns into JSON with ``msgspec.to_builtins``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from reftel.document import Document
from reftel.errors import member_path
from reftel.record import Record
from reftel.record_copy import Copy


class Progress(msgspec.Struct, frozen=True):
    """How far a long run has come, told after each file, and within those that are long."""

    done: int
    """Files (or stored sources) done."""
    total: int
    name: str
    """The one just done, or being read."""
    share: float = 0.0
    """How much was read of the one that is being read, from 0 to 1."""
    telegrams: int = 0
    """New telegrams so far."""


class Skipped(msgspec.Struct, frozen=True):
    """A source that could not be read; ``str`` gives one line with name and reason."""

    name: str
    reason: str
    part: str | None = None
    """Its place within the container ``name``."""

    def __str__(self) -> str:
        return f"{member_path(self.name, self.part)}: {self.reason}"


class Problem(msgspec.Struct, frozen=True):
    """A file, or a member of a container, that could not be read or was refused."""

    path: str
    """Path of the file, from the root."""
    member: str
    """Its place within the container; empty for the file itself."""
    reason: str
    time: str
    """When it was last tried, ISO 8601, UTC."""


class Added(msgspec.Struct, frozen=True):
    """What came of adding."""

    files: int
    """Files looked at, each once; of a container each member, but not itself; a table is one."""
    telegrams: int
    """Telegrams that were not held before."""
    copies: int
    """Messages that joined a telegram already held, and files with the bytes of another."""
    changed: int
    """Files that had other bytes when they were added last; their old versions are out."""
    unchanged: int
    """Files that are held with these bytes."""
    skipped: list[Skipped]
    """Files that could not be read."""
    doubtful: int
    """Messages stored that do not look like telegrams (defect ``not-a-telegram``)."""
    unread: int
    """Files, or members of containers, that could not be read."""
    rows: int
    """Rows of tables looked at, or held already."""
    named: int
    """Tables, or rows of those in containers, that have the columns that were named."""
    seconds: float


class Held(msgspec.Struct, frozen=True):
    """A telegram that is held."""

    key: str
    """Its id, or its handle where it has none."""
    record: Record
    """The record that speaks for it, or that of the message whose handle was asked for; with its copies."""
    document: Document
    """The text that the record was made from, read anew from the stored source.

    Where sections that came as several messages were put together, its ``parts`` lead back to theirs.
    """
    read: str
    """When the bytes of its source were first read into the archive, ISO 8601, UTC; of several, the last."""

    @property
    def copies(self) -> list[Copy]:
        """The other messages of the telegram: first those that were put together, in order of section."""
        return self.record.copies

    def _repr_html_(self) -> str:
        """A card, in a notebook."""
        from reftel.export.cards import card

        return card(self.record)


class Reason(msgspec.Struct, frozen=True):
    """A part of a query that a telegram was found by."""

    part: str
    score: float
    """What it adds to the score; 0.0 where it selects only."""


class Hit(msgspec.Struct, frozen=True, rename={"sender": "from"}):
    """One telegram found."""

    key: str
    score: float
    id: str | None
    date: str | None
    """Best date, ISO 8601."""
    sender: str | None
    classification: str | None
    subject: str | None
    snippets: list[Any]
    """Pieces of the text around the words found (``search.snippets.Snippet``)."""
    why: list[Reason] = []
    """Where it was asked to explain: the parts of the query that it was found by."""


class Ghost(msgspec.Struct, frozen=True):
    """A telegram that was asked for by its number and is not held, but cited."""

    key: str
    cited_by: list[str]
    """All telegrams that cite it, or may mean it."""


class Part(msgspec.Struct, frozen=True):
    """A part of a query, and how many telegrams it finds alone."""

    part: str
    depth: int
    """How many parts it stands within."""
    meaning: str
    """How it was read, in words."""
    count: int


class Explanation(msgspec.Struct, frozen=True):
    """How a query was read."""

    parts: list[Part]
    """All parts, each before those within it."""
    order: str
    """By what the hits are sorted, in words."""
    engine: str
    """The query that the engine was given."""
    index: str
    """How far the index had come."""


class Results(msgspec.Struct, frozen=True):
    """What a search found."""

    query: str
    """The query as it was asked."""
    total: int
    """How many telegrams there are, exactly."""
    hits: list[Hit]
    """Those asked for; one that another process took out just now is missing from them."""
    read_as: str = ""
    """The query as it was read."""
    sort: str = "relevance"
    offset: int = 0
    ghosts: list[Ghost] = []
    """Telegrams that the query names by their number, and that are cited but not held."""
    clues: Any = None
    """Where nothing was found: what did not, and what would (``search.clues.Clues``)."""
    facets: Any = None
    """Where asked for (``search.facets.Facets``)."""
    explanation: Explanation | None = None
    """Where asked for."""
    notes: list[str] = []
    """What was not searched: changes that the index lacks."""

    def __iter__(self) -> Iterator[Hit]:
        """The hits."""
        return iter(self.hits)

    def __len__(self) -> int:
        """How many of them there are here; ``total`` counts all."""
        return len(self.hits)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """The hits, without snippets, for all that reads Arrow; raises ``ReftelError`` without pyarrow."""
        from reftel.export.arrow_form import plain_table

        names = ("key", "id", "date", "sender", "classification", "subject")
        columns = {name: [getattr(hit, name) for hit in self.hits] for name in names}
        scores = [hit.score for hit in self.hits]
        return plain_table(columns, {"score": scores}).__arrow_c_stream__(requested_schema)

    def _repr_html_(self) -> str:
        """A table, in a notebook."""
        from reftel.export.cards import table

        rows = ((hit.key, (hit.date or "")[:10], hit.sender, hit.classification, hit.subject) for hit in self)
        note = f"{len(self.hits):,} of {self.total:,} telegrams for {self.query}"
        return table(("id", "date", "from", "classification", "subject"), rows, note)


class Saved(msgspec.Struct, frozen=True):
    """A saved search."""

    name: str
    query: str
    sort: str
    saved: str
    """When it was saved, ISO 8601, UTC."""
    looked: str
    """When it was last looked at, ISO 8601, UTC."""
    total: int
    """Telegrams that it finds now."""
    new: int
    """Those of them that it did not find when it was last looked at."""
    gone: int
    """Telegrams that it found then and does not find now."""


class Sealed(msgspec.Struct, frozen=True):
    """A copy that was made to be read only; ``str`` gives it in a sentence."""

    path: str
    telegrams: int
    octets: int
    """Its size in bytes."""

    def __str__(self) -> str:
        return f"sealed {self.telegrams:,} telegrams in {self.path} ({self.octets / 1e6:,.1f} MB)"


class Reindexed(msgspec.Struct, frozen=True):
    """What came of making the index anew; ``str`` gives it in a sentence."""

    telegrams: int
    octets: int
    """Size of the index in bytes."""
    seconds: float

    def __str__(self) -> str:
        rate = self.telegrams / self.seconds if self.seconds else 0
        return (
            f"indexed {self.telegrams:,} telegrams in {self.seconds:.1f} s ({rate:,.0f}/s); "
            f"the index has {self.octets / 1e6:,.1f} MB"
        )


class Removed(msgspec.Struct, frozen=True):
    """What was taken out; ``str`` gives it in a sentence."""

    sources: int
    """Sources taken out."""
    paths: list[str]
    """The paths under which they were held, from the root."""
    telegrams: list[str]
    """Keys of telegrams no longer held."""
    ghosts: list[str]
    """Those of them that telegrams held still cite."""

    def __str__(self) -> str:
        paths = ", ".join(self.paths[:5]) + (" …" if len(self.paths) > 5 else "")
        gone = ", ".join(self.telegrams[:5]) + (" …" if len(self.telegrams) > 5 else "")
        sentence = f"removed {paths}; "
        sentence += (
            f"no longer held: {gone}"
            if gone
            else "what it held is still held from elsewhere, wholly or in part"
        )
        return sentence + (f"; still cited: {', '.join(self.ghosts[:5])}" if self.ghosts else "")


class Rebuilt(msgspec.Struct, frozen=True):
    """What came of a rebuild; ``str`` gives it in a sentence."""

    sources: int
    telegrams: int
    skipped: list[Skipped]
    """Stored sources that this version cannot read; they stay stored."""
    seconds: float

    def __str__(self) -> str:
        sentence = (
            f"rebuilt {self.telegrams:,} telegrams from {self.sources:,} sources in {self.seconds:.1f} s"
        )
        unread = "".join(f"\nnot read, but kept: {skipped}" for skipped in self.skipped)
        return sentence + unread


class Info(msgspec.Struct, frozen=True):
    """What an archive holds; the dictionaries count, sorted; ``unknown`` is what is not stated."""

    path: str
    telegrams: int
    messages: int
    sources: int
    ghosts: int
    """Ids cited for certain and not held."""
    citations: int
    by_year: dict[str, int]
    by_post: dict[str, int]
    by_classification: dict[str, int]
    by_wrapper: dict[str, int]
    """Messages by the form they came in."""
    source_bytes: int
    """Size of the sources as they were read."""
    sqlite_bytes: int
    """Size of ``archive.sqlite`` with its log."""
    index_bytes: int
    """Size of the index."""
    archive_format: int
    record_schemas: dict[str, int]
    """Records by schema."""
    reftel_versions: dict[str, int]
    """Records by the version of reftel that made them."""
    index_state: str
    """``up to date``, ``behind by n`` (changes) or ``missing``."""
    rebuild_advised: str | None
    """Why a rebuild is advised, in words; ``None`` where it is not."""
