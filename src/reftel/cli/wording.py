"""Wording: numbers, spans of time and sizes in words."""

from __future__ import annotations


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
