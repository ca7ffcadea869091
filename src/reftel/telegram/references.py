"""References: the items of the REF block (being written)."""

from __future__ import annotations

from reftel.defects import Defect
from reftel.span import Passage
from reftel.telegram.model import Reference
from reftel.telegram_id import TelegramId


def read_references(
    block: Passage, own: TelegramId | None, year: int | None
) -> tuple[tuple[Reference, ...], tuple[Defect, ...]]:
    """The items of the REF block, and what is odd."""
    return (), ()
