"""Wording: numbers, spans of time, sizes and paths in words."""

from __future__ import annotations

import os

from reftel.errors import readable


def counted(number: int, one: str, many: str = "") -> str:
    """``1 file``, ``2,000 files``; ``many`` is the plural where an s is not enough."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """Seconds as people say them: ``0.4 s``, ``12 s``, ``3 min 5 s``."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{rest} s"


def size(octets: int) -> str:
    """Bytes as people say them: ``512 B``, ``3.4 MB``; powers of 1,000."""
    value, unit = float(octets), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 999.5:
            break
        value, unit = value / 1000, larger
    return f"{value:.0f} {unit}" if unit == "B" or value >= 10 else f"{value:.1f} {unit}"


def nearby(path: str) -> str:
    """A path from the root as it is written from the working directory, where that is shorter."""
    if not os.path.isabs(path):  # noqa: PTH117 - `-` is none, and bytes that are no UTF-8 are written out
        return path
    try:
        relative = os.path.relpath(path, readable(os.getcwd()))  # noqa: PTH109
    except (OSError, ValueError):  # the working directory is gone, or on another drive
        return path
    return relative if len(relative) < len(path) else path
