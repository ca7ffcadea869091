"""Document: one message as a source reader hands it to the parser.

The reader gives the whole text of the file (or of the part of it that holds
the message), says where in it the message stands, and what the wrapper states
about it. The bytes it was read from are kept with it, whole. Where the text is
not the file itself but was taken out of it (HTML, TEI, e-mail, one of several messages), an
``Origin`` leads back; where it was taken from the pages of a PDF, ``Pages`` lead to places on them.
Sections that came as messages of their own are joined into one document, whose
parts lead back to theirs.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec

from reftel.defects import Defect
from reftel.pages import PagePlace, Pages
from reftel.span import Fact, Span, Spans

# What a wrapper may state of a telegram; each reader uses these names in ``Document.says``.
STATEMENTS = ("id", "created", "classification", "from", "subject", "tags", "references")
# What a wrapper may tell of where the document comes from: the keys of ``record.Provenance``.


class Told(msgspec.Struct, frozen=True, omit_defaults=True):
    """What is known of a source that its bytes do not say; it is kept with them."""

    form: str | None = None
    """The wrapper, where the bytes alone do not show it: what is left of a row of a table."""
    collection: str | None = None
    """The collection that it was taken from, as whoever added it says."""
    rights: str | None = None
    """Rights statement of whoever added it."""
    columns: tuple[tuple[str, str], ...] = ()
    """Of a row of any table: which of its columns holds what, pairs of field and column."""
    titles: tuple[str, ...] = ()
    """Of a row of comma-separated values: the titles of the columns, in order."""
    delimiter: str = ","
    """What stands between its fields."""


NOTHING_TOLD = Told()


@dataclass(frozen=True, slots=True)
class Source:
    """The bytes that were read: ``name`` is the path as given (``-`` for standard input)."""

    name: str
    sha256: str
    raw: bytes = field(repr=False)
    encoding: str = "utf-8"
    part: str | None = None  # the place within a container or a file of many messages
    file_sha256: str | None = None  # of the whole file, where these bytes are a row of a table
    told: Told = NOTHING_TOLD


class Run(NamedTuple):
    """Characters of a text and those of the file that they were read from.

    One for one if there are as many; else all of these stand for all of those.
    """

    text: Span
    file: Span

    def place(self, start: int, end: int) -> Span:
        """The characters of the file for ``[start, end)`` of the text, as far as it lies in this run."""
        if self.text.end - self.text.start != self.file.end - self.file.start:
            return self.file
        offset = self.file.start - self.text.start
        return Span(max(start, self.text.start) + offset, min(end, self.text.end) + offset)


class Unread(msgspec.Struct, frozen=True, gc=False):
    """A stretch of the file whose runs are made only when somebody asks for them; few ever do."""

    text: int
    """Where it begins in the text."""
    file: int
    """Where it begins in the file."""
    words: str
    """The stretch, as it stands in the file."""
    pieces: Callable[[str], Iterable[tuple[str, Span]]]
    """What cuts it: pieces of the text with their places in ``words``; a function of a module, and pure."""

    def runs(self) -> Iterator[Run]:
        """Its runs, in order."""
        start = self.text
        for words, place in self.pieces(self.words):
            end = start + len(words)
            yield Run(Span(start, end), Span(place.start + self.file, place.end + self.file))
            start = end


class Origin:
    """Where the characters of a text stand in the file that it was taken out of.

    ``runs`` ascend in the text and never overlap, in the text or in the file;
    characters in no run were put in by the reader. They ascend in the file too,
    but where a reader moves words that stand within others, as a footnote in a
    sentence. Places count characters of the decoded file (a byte order mark left out).
    It never changes; two that lead to the same places are equal.
    """

    __slots__ = ("_runs", "_stretches")

    def __init__(self, stretches: Iterable[tuple[Span, Span] | Unread]) -> None:
        """The map of these stretches, in order of the text: pairs of text and file, as runs are, or unread.

        Nothing is made of them here.
        """
        self._stretches = tuple(stretches)
        self._runs: tuple[Run, ...] | None = None

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs, in order of the text; made when they are first asked for."""
        runs = self._runs
        if runs is None:  # two threads may both make them: they are the same
            runs = self._runs = tuple(_runs(self._stretches))
        return runs

    def __eq__(self, other: object) -> bool:
        """Whether another map leads to the same places."""
        return self.runs == other.runs if isinstance(other, Origin) else NotImplemented

    def __hash__(self) -> int:
        """Of the runs."""
        return hash(self.runs)

    def __repr__(self) -> str:
        """Its name: the runs are many."""
        return "Origin()"

    def __reduce__(self) -> tuple[type[Origin], tuple[object, ...]]:
        """For another process: what it was made of."""
        return Origin, (self._stretches,)

    def places(self, start: int, end: int) -> Spans:
        """The places of ``text[start:end]`` in the file, in order of the text; adjoining ones are one."""
        found: list[Span] = []
        runs = self.runs
        for i in range(max(0, bisect_right(runs, start, key=_begin) - 1), len(runs)):
            run = runs[i]
            if run.text.start >= end:
                break
            if max(start, run.text.start) < min(end, run.text.end):
                place = run.place(start, end)
                if found and found[-1].end == place.start:
                    place = Span(found.pop().start, place.end)
                found.append(place)
        return tuple(found)


def _runs(stretches: Iterable[tuple[Span, Span] | Unread]) -> Iterator[Run]:
    for stretch in stretches:
        if isinstance(stretch, Unread):
            yield from stretch.runs()
        else:
            yield Run(*stretch)


def _begin(run: Run) -> int:
    return run.text.start


@dataclass(frozen=True, slots=True)
class Document:
    """A text and the message in it.

    ``text`` is the one coordinate system of all spans; ``message`` is where the
    telegram stands in it; ``says`` maps a statement's name (one of
    ``STATEMENTS``) to the wrapper's words and their places. ``origin`` leads
    from ``text`` back to the file; without one the text is the decoded file.
    """

    text: str = field(repr=False)
    message: Span
    wrapper: str
    source: Source
    says: Mapping[str, Fact[str]] = field(default_factory=dict)
    provenance: Mapping[str, str] = field(default_factory=dict)
    defects: tuple[Defect, ...] = ()
    origin: Origin | None = field(default=None, repr=False)
    parts: tuple[Part, ...] = field(default=(), repr=False)
    """Of a joined document: the pieces of other documents that its text is made of, in order."""
    pages: Pages | None = field(default=None, repr=False)
    """The pages that the text was taken from; ``None`` where it has none."""

    def places(self, start: int, end: int) -> tuple[tuple[Document, Span], ...]:
        """Where ``text[start:end]`` of a joined document stands: documents, with places in their texts."""
        found = ((part.document, part.place(start, end)) for part in self.parts)
        return tuple((document, span) for document, span in found if span.start < span.end)

    def on_pages(self, start: int, end: int) -> tuple[PagePlace, ...]:
        """Where ``text[start:end]`` stands on pages: a box for each line; nothing where there are none.

        Of a joined document: ask those that ``places`` leads to.
        """
        return self.pages.places(start, end) if self.pages else ()


class Holding(NamedTuple):
    """What is known of a message that is put together with others."""

    sections: tuple[int, ...] = ()
    """The sections that it holds."""
    resent: str | None = None
    """What it says of an earlier message: ``corrected copy``, ``repetition`` …"""


class Part(NamedTuple):
    """A piece of a joined text, and the document that it was taken from, one for one."""

    text: Span
    document: Document
    start: int
    """The place in the document's own text at which the piece begins."""
    holding: Holding = Holding()

    def place(self, start: int, end: int) -> Span:
        """The place in the document's own text for ``[start, end)`` of the joined one.

        As far as that lies in this piece; empty or turned round where none of it does.
        """
        offset = self.start - self.text.start
        return Span(max(start, self.text.start) + offset, min(end, self.text.end) + offset)


def joined(
    documents: Sequence[Document], part: str | None = None, holdings: Sequence[Holding] = ()
) -> Document:
    """One document of several messages: their texts one after another, in the first one's wrapper.

    What the first wrapper states of the telegram stays where it is stated. There is no file of these bytes:
    ``source`` has the first one's name, the hash of the joined text, and ``part``. ``holdings`` tell of each
    message, where that is known. Raises ``ValueError`` for no documents.
    """
    if not documents:
        raise ValueError("there is nothing to join")
    first, *others = documents
    held = [*holdings, *(Holding() for _ in documents[len(holdings) :])]
    pieces = [first.text[: first.message.end]]
    parts = [Part(Span(0, first.message.end), first, 0, held[0])]
    end = first.message.end
    for document, holding in zip(others, held[1:], strict=True):
        gap = "" if pieces[-1].endswith("\n") else "\n"
        words = document.message.of(document.text)
        start = end + len(gap)
        end = start + len(words)
        parts.append(Part(Span(start, end), document, document.message.start, holding))
        pieces += [gap, words] if gap else [words]
    tail = first.text[first.message.end :]
    parts.append(Part(Span(end, end + len(tail)), first, first.message.end, held[0]))
    text = "".join((*pieces, tail))
    raw = text.encode("utf-8", "surrogatepass")
    moved = end - first.message.end
    return Document(
        text=text,
        message=Span(first.message.start, end),
        wrapper=first.wrapper,
        source=Source(
            first.source.name, hashlib.sha256(raw).hexdigest(), raw, part=part, told=first.source.told
        ),
        says={name: _moved(said, first.message.end, moved) for name, said in first.says.items()},
        provenance=first.provenance,
        defects=tuple(dict.fromkeys(_defects(parts))),
        parts=tuple(found for found in parts if found.text.start < found.text.end),
    )


def _moved(said: Fact[str], edge: int, by: int) -> Fact[str]:
    """A statement, its places after ``edge`` moved on."""
    spans = (Span(s.start + by, s.end + by) if s.start >= edge else s for s in said.spans)
    return Fact(said.value, tuple(spans))


def _defects(parts: Sequence[Part]) -> Iterator[Defect]:
    """The readers' defects that lie in the pieces, at their places in the joined text."""
    for part in parts:
        by = part.text.start - part.start
        for odd in part.document.defects:
            moved = Span(odd.span.start + by, odd.span.end + by)
            if moved.within(part.text):
                yield Defect(odd.code, odd.message, moved)
