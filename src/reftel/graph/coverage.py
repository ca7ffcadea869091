"""Coverage: how much of what a post sent in a year is held, as far as serials and dates tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from reftel.graph.series import Estimate, Series


class Gap(NamedTuple):
    """Serials not held here, from the first to the last of them."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """What is held of one series of serials: a post's in a year."""

    post: str
    year: int
    held: int
    """Telegrams held with such a number."""
    lowest: int | None
    """Lowest and highest serial held in the series, without those set ``apart``."""
    highest: int | None
    length: Estimate | None
    """How many telegrams the series had in the whole year; ``None`` where nothing can be told."""
    share: Estimate | None
    """Share of them that is held, from 0 to 1."""
    gaps: tuple[Gap, ...]
    """Serials not held between the lowest and the highest, in order."""
    apart: tuple[int, ...]
    """Serials held that do not fit into the series: misprinted, or of another one."""
    warnings: tuple[str, ...]
    """Codes of why a conclusion cannot rest on this: a key of ``series.WARNINGS``."""
    cited: int
    """Telegrams of the series that are cited and not held here."""


def coverage(post: str, series: Series, cited: int) -> Coverage:
    """What is held of a post's ``series``, of which ``cited`` telegrams are cited and not held."""
    serials, length = series.serials, series.length
    return Coverage(
        post=post,
        year=series.year,
        held=len(serials) + len(series.apart),
        lowest=serials[0] if serials else None,
        highest=serials[-1] if serials else None,
        length=length,
        share=_share(len(serials), length) if length else None,
        gaps=tuple(_gaps(serials)),
        apart=series.apart,
        warnings=series.warnings,
        cited=cited,
    )


def _share(held: int, length: Estimate) -> Estimate:
    """What share of a series is held; the interval is that of its length."""
    return Estimate(held / length.value, held / length.high, min(1.0, held / length.low))


def _gaps(serials: Sequence[int]) -> Iterator[Gap]:
    for before, after in pairwise(serials):
        if after > before + 1:
            yield Gap(before + 1, after - 1)
