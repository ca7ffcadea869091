"""Citations: which telegrams a record cites: in its reference lines, as the one corrected, in its text.

A citation keeps all readings that the text leaves open. A telegram does not
cite itself: its own number among the readings is left out, and a citation
that can only mean itself is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from reftel.citation import Citation
from reftel.record import Record

REFERENCE = "reference"
CORRECTED = "corrected"
MENTION = "mention"


def citations(record: Record) -> tuple[Citation, ...]:
    """The citations in a record: references in order, the telegram corrected, then mentions in order."""
    return tuple(citation for citation in _all(record) if citation.cited)


def _all(record: Record) -> Iterator[Citation]:
    own = record.id or record.handle
    for i, reference in enumerate(record.references):
        yield Citation(
            own,
            _others(reference.candidates, own),
            REFERENCE,
            reference.label,
            reference.text,
            None,
            _places(record, f"references[{i}].text"),
        )
    if record.resent is not None and record.resent.text is not None:
        yield Citation(
            own,
            _others(record.resent.candidates, own),
            CORRECTED,
            None,
            record.resent.text,
            None,
            _places(record, "resent.text"),
        )
    for i, mention in enumerate(record.mentions):
        yield Citation(
            own,
            _others(mention.candidates, own),
            MENTION,
            None,
            mention.text,
            mention.paragraph,
            _places(record, f"mentions[{i}].text"),
        )


def _others(candidates: list[str], own: str) -> tuple[str, ...]:
    return tuple(candidate for candidate in dict.fromkeys(candidates) if candidate != own)


def _places(record: Record, path: str) -> tuple[tuple[int, int], ...]:
    return tuple(record.spans.get(path, ()))
