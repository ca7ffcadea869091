"""Mentions: citations in the running text (being written)."""

from __future__ import annotations

from collections.abc import Sequence

from reftel.span import Passage
from reftel.telegram.model import Mention, Reference
from reftel.telegram_id import TelegramId


def find_mentions(
    passage: Passage,
    paragraph: int | str | None,
    references: Sequence[Reference],
    own: TelegramId | None,
    year: int | None,
) -> tuple[Mention, ...]:
    """The citations in one paragraph."""
    return ()
