"""Paragraphs: how people write the number of a paragraph, and whether a telegram has it."""

from __future__ import annotations

import re

from reftel.record import Record

# ¶3, ¶ 6A, p3, par. 3, para 3, paragraph 3
_PLACE = re.compile(r"(?:¶ ?|p|par\.? ?|para\.? ?|paragraph ?)(?P<number>\d{1,4}[A-Za-z]?)", re.IGNORECASE)


def read_place(words: str) -> str | None:
    """The number that ``¶3``, ``p3`` or ``para. 3`` names; ``None`` for what is no paragraph."""
    found = _PLACE.fullmatch(words.strip())
    return found["number"].upper().lstrip("0") or "0" if found else None


def has_paragraph(record: Record, number: str) -> bool:
    """Whether the telegram has a paragraph of this printed number."""
    return any(str(one.number).upper() == number.upper() for one in record.paragraphs)
