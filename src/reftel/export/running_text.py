"""Running text: the words of a telegram with paragraph numbers and marks, as people read and mine them."""

from __future__ import annotations

from collections.abc import Iterator

from reftel.record import Paragraph, Record


def running_text(record: Record) -> str:
    """Headings, each once, paragraphs with number and mark, and the signature, parted by blank lines."""
    return "\n\n".join(_parts(record))


def lead(paragraph: Paragraph) -> str:
    """What is printed before a paragraph: ``3. (C/NF)``; '' for nothing."""
    number = f"{paragraph.number}." if paragraph.number is not None else ""
    mark = f"({paragraph.mark})" if paragraph.mark else ""
    return " ".join(filter(None, (number, mark)))


def _parts(record: Record) -> Iterator[str]:
    heading = None
    for paragraph in record.paragraphs:
        if paragraph.heading and paragraph.heading != heading:
            yield paragraph.heading
        heading = paragraph.heading
        yield " ".join(filter(None, (lead(paragraph), paragraph.text)))
    if record.signature:
        yield "\n".join(record.signature)
