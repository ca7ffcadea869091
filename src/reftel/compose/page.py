"""Page: a telegram as it is copied from a web page of a public archive.

In goes a telegram's text with its record, out comes the page's text: labels,
their values, the title, the TAGS, the words of the navigation, the message.
"""

from __future__ import annotations

from reftel import tables
from reftel.compose.printing import subject_lines
from reftel.record import Record

_LABELS = ("Identifier", "Created", "Classification", "Origin")
_GAP = "\u00a0"  # pages are set with no-break spaces
_OFFICES = {"embassy": "Embassy", "consulate": "Consulate", "mission": "Mission"}


def wrap_page(text: str, record: Record) -> str:
    """The page that shows ``text``, the telegram of ``record``.

    The title is the first line of the subject alone, as such pages have it.
    """
    title = subject_lines(record)[0]
    tags = "".join(f"{tag}{_GAP}" for tag in record.tags)
    lines = [
        *_LABELS,
        record.id or "",
        _created(record),
        classification(record),
        origin(record),
        f"Cable title:{_GAP * 2}",
        "",
        title,
        "",
        f"Tags:{_GAP * 2}{tags}",
        f"pdf{_GAP}how-to read a cable",
    ]
    return "".join(f"{line}\n" for line in lines) + text


def _created(record: Record) -> str:
    """``2007-11-28 10:52:00``, UTC."""
    return (record.created or "").replace("T", " ").removesuffix("Z")


def classification(record: Record) -> str:
    """The level; sensitive but unclassified is shown as for official use only."""
    if record.classification == "UNCLASSIFIED" and "SENSITIVE" in record.captions:
        return "UNCLASSIFIED//FOR OFFICIAL USE ONLY"
    return record.classification or ""


def origin(record: Record) -> str:
    """``Embassy Bamako``; a post of no table by its name alone."""
    post = tables.post(record.post or "")
    if post is None:
        return record.post or ""
    return f"{_OFFICES.get(post.kind, '')} {post.city}".strip()
