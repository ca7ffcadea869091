"""FOIA: a telegram on pages that the Department of State released, with its stamps and case numbers.

The whole text is the message: stamps stand in it, and the parser marks them. Case
and document number and the day of release go to the provenance. Two kinds of
pages: ``Case No. F-2020-00001 Doc No. C00000001 Date: 08/31/2021`` at head and
foot, whose date is that of the release; and a case line ``CSP-2020-00001
B-00000000001 "UNCLASSIFIED" 3/2/2021``, whose date is that of the copy, with a
stamp ``Released in Full``, the officer, the Department and the day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from reftel.defects import Defect
from reftel.document import Document, Source
from reftel.span import Span

WRAPPER = "foia"
_DEPARTMENT = "Department of State"
# As a scanner reads them: 3/2/2026 · 3/2/20 26 · 07/31/2015
_DAY = r"\d{1,2}/\d{1,2}/\d{2} ?\d ?\d(?!\d)"
# U.S. Department of State Case No. F-2014-00001 Doc No. C00000001 Date: 07/31/2015
CASE = re.compile(
    r"\bCase No\.? ?(?P<case>[A-Z]{1,4}-\d{4}-\d{4,6})\s{1,9}Doc No\.? ?(?P<document>[A-Z]\d{6,10})"
    rf"(?:\s{{1,9}}Date: ?(?P<day>{_DAY}))?"
)
# CSP-2025-00001    B-00000000001   "UNCLASSIFIED"   3/2/20 26
COPY = re.compile(
    r"\b(?P<case>[A-Z]{1,4}-\d{4}-\d{4,6})\s{1,20}(?P<document>[A-Z]-\d{6,12})"
    rf"(?:\s{{1,40}}\"[A-Z ]{{3,20}}\"(?:\s{{1,40}}(?P<day>{_DAY}))?)?"
)
# Released in Full, the officer, US Department of State, 2/25/2026
STAMP = re.compile(
    rf"\bRELEASED? IN (?:FULL|PART)\b(?P<officer>[\s\S]{{0,160}}?){_DEPARTMENT}"
    rf"(?:\s{{1,80}}\W?(?P<day>{_DAY}))?",
    re.I,
)


def recognise(text: str) -> bool:
    """Whether a text has pages with the case number or the release stamp of the Department."""
    if _DEPARTMENT not in text:
        return False
    return any(pattern.search(text) is not None for pattern in (CASE, COPY, STAMP))


def read(source: Source, text: str, odd: tuple[Defect, ...]) -> Iterator[Document]:
    """The one document: the whole text."""
    yield Document(
        text=text,
        message=Span(0, len(text)),
        wrapper=WRAPPER,
        source=source,
        provenance=dict(_provenance(text)),
        defects=odd,
    )


def _provenance(text: str) -> Iterator[tuple[str, str]]:
    """What the first case line and the first stamp with a date tell."""
    case = CASE.search(text)
    line = case or COPY.search(text)
    if line is not None:
        yield "case_number", line["case"]
        yield "document_number", line["document"]
    stated = _iso(line["day"]) if line else None
    released = stated if case else _stamped(text, stated)
    if released:
        yield "released", released


def _stamped(text: str, copied: str | None) -> str | None:
    """The day of the stamp; none where the copy is older: then one of them is misread."""
    days = (_iso(stamp["day"]) for stamp in STAMP.finditer(text))
    released = next((day for day in days if day), None)
    return None if released and copied and released > copied else released


def _iso(words: str | None) -> str | None:
    """``3/2/20 26`` as ``2026-03-02``; ``None`` for what is no day."""
    if not words:
        return None
    month, day, year = (int(part.replace(" ", "")) for part in words.split("/"))
    return f"{year:04d}-{month:02d}-{day:02d}" if 1 <= month <= 12 and 1 <= day <= 31 else None
