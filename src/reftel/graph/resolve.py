"""Resolve: which of the telegrams that a citation may mean it can mean, by all that is held.

A reading is ruled out where it would have been sent after the telegram that cites it: by its own
date, or because a lower number of its post was sent later. Two readings come in that the text does
not state: the year before, where no year is printed and that of the citing telegram cannot be; and
another name of the same place. What is left stays open; where nothing is left, nothing is ruled out.
Whether a reading is held decides nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache

from reftel import tables, telegram_id
from reftel.citation import Citation, RuledOut
from reftel.graph.citations import MENTION
from reftel.graph.evidence import Evidence, is_plausible
from reftel.graph.series import DATED, EARLY, SLACK
from reftel.telegram_id import TelegramId, number_of

_HIGH = 3  # times what the post can have reached by its pace: far above
_HIGHER = 6  # the same, where nothing is known of its pace this year: it may have become another
_MORE = 50  # and so many numbers more

_Reading = tuple[str, tuple[RuledOut, ...]]


def resolve(citations: Sequence[Citation], day: int | None, evidence: Evidence) -> tuple[Citation, ...]:
    """The citations of one telegram, sent on ``day`` (``None``: not known), with the readings that can be.

    A mention that states no number (``reftel``, ``ref A``) follows the references. Rules: year
    rollover, order in time, serials of the post, names of one place.
    """
    if day is None:
        return tuple(citations)
    followed: dict[str, _Reading] = {}  # what references were resolved to, by the key that their words give
    resolved = []
    prints_year, label = True, None
    for citation in sorted(citations, key=lambda one: one.how == MENTION):
        prints_year = _prints_year(citation, prints_year and citation.label == label)
        label = citation.label
        readings = [followed.get(key, (key, ())) for key in citation.cited]
        if len(readings) > 1:
            if not prints_year:
                readings = [_of_year(key, day, evidence) for key in citation.cited]
            cited, out = _among(readings, day, evidence)
            if citation.how != MENTION:
                followed = {**dict(zip(citation.cited, readings, strict=True)), **followed}
        else:
            (key, out) = readings[0] if prints_year else _of_year(citation.cited[0], day, evidence)
            cited, out = _renamed(key, out, day, evidence)
            if citation.how != MENTION:
                followed.setdefault(citation.cited[0], (cited[0], out))
        left = tuple(key for key in dict.fromkeys(cited) if key != citation.citing)
        resolved.append(citation._replace(cited=left, ruled_out=out) if left else citation)
    decided = any(one.ruled_out for one in resolved)
    return tuple(resolved if not decided or is_plausible(citations[0].citing, day, evidence) else citations)


_SERIAL_ALONE = re.compile(r"\d{1,6}")  # 3350, after BAGHDAD 3341


def _prints_year(citation: Citation, before: bool) -> bool:
    """Whether the words of a citation state its year, or no number at all.

    A serial alone shares the year that is printed ``before`` it in the same item.
    """
    if _SERIAL_ALONE.fullmatch(citation.text):
        return before
    number = number_of(citation.cited[0])
    return number is None or not _read(citation.text, number.year) or bool(_read(citation.text, None))


def _read(text: str, year: int | None) -> bool:
    return bool(telegram_id.read_id(text, year))


def stored_under(key: str) -> tuple[str, ...]:
    """The keys that a citation may have in its text and yet be resolved to ``key``, itself first."""
    number = number_of(key)
    if number is None:
        return (key,)
    names = (number.post, *_same_place(number.post))
    years = (number.year, number.year + 1)
    found = (str(number._replace(year=year, post=name)) for year in years for name in names)
    return tuple(dict.fromkeys((key, *found)))


# ---------------------------------------------------------------- several readings


def _among(
    readings: Sequence[_Reading], day: int, evidence: Evidence
) -> tuple[tuple[str, ...], tuple[RuledOut, ...]]:
    """The readings that can be; all, where none of them can."""
    keys = tuple(dict.fromkeys(key for key, _ in readings))
    before = tuple(out for _, outs in readings for out in outs)
    out = tuple(RuledOut(key, reason) for key in keys if (reason := _against(key, day, evidence)))
    gone = {one.key for one in out}
    left = tuple(key for key in keys if key not in gone)
    return (left, (*before, *out)) if left else (keys, before)


def _against(key: str, day: int, evidence: Evidence) -> str | None:
    """Why a telegram of ``day`` cannot cite ``key``; ``None`` if nothing speaks against it."""
    sent = evidence.day(key)
    if sent is not None and sent <= day + SLACK:
        return None
    if sent is not None and is_plausible(key, sent, evidence):
        return "later"
    number = number_of(key)
    if number is None:
        return None
    series = evidence.series(number.post, number.year)
    if day < series.first_day - SLACK:
        return "later"
    if not series.was_reached(number.serial, day):
        return "number-later"
    return "too-high" if series.is_beyond(number.serial) else None


# ---------------------------------------------------------------- the year before


def _of_year(key: str, day: int, evidence: Evidence) -> _Reading:
    """What no year is printed of: the number, or that of the year before where this one cannot be."""
    number = number_of(key)
    if number is None or date.fromordinal(day).year != number.year:
        return key, ()
    reason = _against(key, day, evidence)
    if reason == "too-high" or (reason is None and _is_far_above(number, day, evidence)):
        last = evidence.series(number.post, number.year - 1)
        reason = "too-high" if len(last.dated) >= DATED and not evidence.holds(key) else None
    before = str(number._replace(year=number.year - 1))
    if reason is None or _against(before, day, evidence):
        return key, ()
    return before, (RuledOut(key, reason),)


def _is_far_above(number: TelegramId, day: int, evidence: Evidence) -> bool:
    """Whether the post cannot have come so far early in the year, by its pace in this year and the last."""
    passed = date.fromordinal(day).timetuple().tm_yday
    if passed > EARLY:
        return False
    this, last = (evidence.series(number.post, year) for year in (number.year, number.year - 1))
    paces = [series.pace for series in (this, last) if len(series.dated) >= DATED]
    if not paces or number.serial <= this.highest_by(day):
        return False
    times = _HIGH if len(this.dated) >= DATED else _HIGHER
    return number.serial > times * max(paces) * passed + _MORE


# ---------------------------------------------------------------- other names


def _renamed(
    key: str, out: tuple[RuledOut, ...], day: int, evidence: Evidence
) -> tuple[tuple[str, ...], tuple[RuledOut, ...]]:
    """The number, or that under the other name of its place where none is held under this one that year."""
    number = number_of(key)
    if number is None or not _same_place(number.post) or evidence.series(number.post, number.year).points:
        return (key,), out
    others = [other for other in _under_other_names(number, evidence) if not _against(other, day, evidence)]
    return ((others[0],), (*out, RuledOut(key, "other-name"))) if len(others) == 1 else ((key,), out)


def _under_other_names(number: TelegramId, evidence: Evidence) -> Iterator[str]:
    """The number under those names of its place of which enough is held that year.

    Where a name came in that year only, the numbers before it were sent under the old one.
    """
    for name in _same_place(number.post):
        serials = evidence.series(name, number.year).serials
        used_before = evidence.series(name, number.year - 1).points
        if len(serials) >= DATED and (used_before or number.serial >= serials[0]):
            yield str(number._replace(post=name))


@cache
def _same_place(post: str) -> tuple[str, ...]:
    """The other names of a post; not those of one in another city, to which it moved."""
    known = tables.post(post)
    if known is None:
        return ()
    others = (tables.post(name) for name in known.same_place)
    return tuple(other.name for other in others if other is not None and other.city == known.city)
