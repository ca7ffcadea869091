"""Cards: HTML for notebooks: a telegram as a card, hits and telegrams as tables.

In go records and rows, out comes HTML without scripts and without addresses of the web; every word of a
telegram is escaped, and stands in an element that keeps its direction of writing to itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from itertools import islice

from reftel.export.running_text import lead
from reftel.export.tables import key_of
from reftel.export.text_forms import facts, seen
from reftel.record import Record

LONGEST = 4_000
"""Characters of a paragraph, or of a cell, that are shown."""
PARAGRAPHS = 30
"""Paragraphs that a card shows."""


def card(record: Record) -> str:
    """A telegram: its facts, then its paragraphs, folded away."""
    rows = "".join(
        f"<tr><th style='text-align:left'>{name}</th><td style='text-align:left'>{_cell(value)}</td></tr>"
        for name, value in facts(record)
    )
    text = "".join(_paragraphs(record))
    subject = f"<br>{_cell(record.subject)}" if record.subject else ""
    return (
        "<div style='border:1px solid #999;border-radius:4px;padding:.6em 1em;max-width:60em'>"
        f"<strong>{_cell(key_of(record))}</strong>{subject}<table>{rows}</table>"
        f"<details><summary>{len(record.paragraphs)} paragraphs</summary>{text}</details></div>"
    )


def table(names: Sequence[str], rows: Iterable[Sequence[object]], note: str) -> str:
    """Rows under their names, and a line below them."""
    head = "".join(f"<th style='text-align:left'>{escape(name)}</th>" for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td style='text-align:left'>{_cell(cell)}</td>" for cell in row) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>{escape(seen(note))}</p>"


def telegrams_table(records: Iterable[Record], note: str) -> str:
    """Telegrams, a row for each."""
    rows = (
        (
            key_of(one),
            one.date.value[:10] if one.date else None,
            one.sender.plad if one.sender else one.post,
            one.classification,
            one.subject,
        )
        for one in records
    )
    return table(("id", "date", "from", "classification", "subject"), rows, note)


def _paragraphs(record: Record) -> Iterable[str]:
    for one in islice(record.paragraphs, PARAGRAPHS):
        before = f"<b>{_cell(lead(one))}</b> " if lead(one) else ""
        yield f"<p style='white-space:pre-line'>{before}{_cell(one.text)}</p>"
    if len(record.paragraphs) > PARAGRAPHS:
        yield f"<p>… and {len(record.paragraphs) - PARAGRAPHS:,} more</p>"


def _cell(value: object) -> str:
    if value is None:
        return ""
    text = seen(str(value))
    shown = text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
    return f"<bdi>{escape(shown)}</bdi>"
