"""Telegram ids: read in any way of writing, completed, written canonically."""

from __future__ import annotations

from typing import NamedTuple


class TelegramId(NamedTuple):
    """The number of a telegram: year (four digits), station (canonical, no blanks), serial."""

    year: int
    post: str
    serial: int

    def __str__(self) -> str:
        return f"{self.year % 100:02d}{self.post}{self.serial}"
