"""Doubts: why the number of a telegram that is cited and not held may be damaged, and what was meant."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from difflib import get_close_matches

from reftel import tables, telegram_id
from reftel.graph.evidence import iso_day
from reftel.graph.missing import Doubt
from reftel.graph.series import SLACK, Series
from reftel.telegram_id import TelegramId

_NEAR = 0.75  # likeness of names, from 0 to 1, from which one may be a slip for another


def doubts(
    number: TelegramId, series: Series, cited_on: int | None, posts: Collection[str]
) -> Iterator[Doubt]:
    """All that speaks against a number that was first cited on the day ``cited_on``.

    ``series`` is that of its post and year, ``posts`` are those of which telegrams are held.
    """
    if number.post not in posts and tables.post(number.post) is None:
        readings = tuple(str(number._replace(post=name)) for name in near_posts(number.post, posts))
        yield Doubt("unknown-post", f"no post is known as {number.post}", readings)
    if series.is_beyond(number.serial) and series.length is not None:
        length = f"{round(series.length.value):,} telegrams, {round(series.length.high):,} at most"
        yield Doubt(
            "beyond-series",
            f"as far as what is held tells, {number.post} sent some {length}, in {number.year}",
            (),
        )
    earliest, _ = series.bounds(number.serial)
    if cited_on is not None and cited_on + SLACK < earliest:
        yield Doubt(
            "cited-before-sent",
            f"it is cited on {iso_day(cited_on)}, and cannot have been sent before {iso_day(earliest)}",
            (),
        )


def near_posts(name: str, posts: Collection[str]) -> tuple[str, ...]:
    """The posts whose names resemble ``name``: one of the table that is a slip away, then those held."""
    known = telegram_id.near_station(name)
    held = get_close_matches(name, sorted(posts), n=2, cutoff=_NEAR)
    return tuple(dict.fromkeys((*([known] if known else []), *held)))
