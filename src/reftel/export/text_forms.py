"""Text forms: JSON lines, plain text and Markdown, telegram after telegram."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from reftel.export.running_text import lead, running_text
from reftel.export.tables import key_of
from reftel.record import Record

# What moves cursors, ends pages or turns the direction of writing; tabs and line feeds stay.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$])")
_LIST = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$)", re.MULTILINE)
_PARTED = "\f\n"  # a form feed, which no telegram of this file holds


def jsonl(records: Iterable[Record]) -> Iterator[str]:
    """Each record on a line, as ``reftel show --json`` prints it."""
    for record in records:
        yield record.to_json() + "\n"


def txt(records: Iterable[Record]) -> Iterator[str]:
    """Running text under a few lines that name the telegram, parted by form feeds."""
    for place, record in enumerate(records):
        yield (_PARTED if place else "") + seen("\n".join([*_head(record), "", running_text(record)])) + "\n"


def markdown(records: Iterable[Record]) -> Iterator[str]:
    """The same in Markdown (CommonMark): a heading for each telegram, a list of its facts, its paragraphs."""
    for place, record in enumerate(records):
        yield ("\n" if place else "") + "\n".join(_markdown(record)) + "\n"


def seen(text: str) -> str:
    """The text with U+FFFD for signs that are not seen: control characters, and those that turn writing."""
    return _UNSEEN.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))


def facts(record: Record) -> Iterator[tuple[str, str]]:
    """The facts that head a text; those that are not stated are left out."""
    stated = (
        ("Date", record.date.value if record.date else None),
        ("From", record.sender.plad if record.sender else None),
        ("To", ", ".join(one.plad for one in record.to)),
        ("Info", ", ".join(one.plad for one in record.info)),
        ("Classification", record.classification),
        ("Tags", ", ".join(record.tags)),
        ("References", "; ".join(" ".join(filter(None, (one.label, one.text))) for one in record.references)),
    )
    return ((name, " ".join(value.split())) for name, value in stated if value)


def _head(record: Record) -> Iterator[str]:
    yield key_of(record)
    if record.subject:
        yield record.subject
    yield from (f"{name}: {value}" for name, value in facts(record))


def _markdown(record: Record) -> Iterator[str]:
    subject = f" {_escaped(record.subject)}" if record.subject else ""
    yield f"# {_escaped(key_of(record))}{subject}"
    yield ""
    yield from (f"- **{name}:** {_escaped(value)}" for name, value in facts(record))
    heading = None
    for paragraph in record.paragraphs:
        if paragraph.heading and paragraph.heading != heading:
            yield f"\n## {_escaped(' '.join(paragraph.heading.split()))}"
        heading = paragraph.heading
        before = lead(paragraph)
        bold = f"**{_escaped(before)}** " if before else ""
        yield f"\n{bold}{_lines(paragraph.text)}"
    if record.signature:
        yield "\n" + "  \n".join(_escaped(name) for name in record.signature)


def _lines(text: str) -> str:
    """A paragraph whose line breaks stay and whose words mean nothing to Markdown."""
    kept = (_escaped(line.strip()) for line in text.split("\n") if line.strip())
    return "  \n".join(kept)


def _escaped(text: str) -> str:
    escaped = _MARKDOWN.sub(r"\\\1", seen(text))
    return _LIST.sub(lambda found: f"{found[1]}{_unlisted(found[2])}", escaped)


def _unlisted(sign: str) -> str:
    r"""``1\.`` of ``1.``: no item of a list, no line under a heading."""
    return f"{sign[:-1]}\\{sign[-1]}"
