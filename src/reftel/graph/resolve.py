"""Resolve: which of the telegrams that a citation may mean it can mean, by all that is held.

A reading is ruled out where it would have been sent after the telegram that cites it: by its own
date, or because a lower number of its post was sent later. Two readings come in that the text does
not state: the year before, where no year is printed and that of the citing telegram cannot be; and
another name of the same place. What is left stays open; where nothing is left, nothing is ruled out.
Whether a reading is held decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from reftel import tables, telegram_id
from reftel.citation import Citation, RuledOut
from reftel.graph.citations import MENTION
from reftel.graph.evidence import Evidence
from reftel.graph.series import DATED, SLACK
from reftel.telegram_id import TelegramId, number_of

EARLY = 90
"""Days of a year in which a number without a year may be of the year before by its height alone."""
_HIGH = 3  # times what the post can have reached: far above
_MORE = 50  # and so many numbers more

_Reading = tuple[str, tuple[RuledOut, ...]]


def resolve(citations: Sequence[Citation], day: int | None, evidence: Evidence) -> tuple[Citation, ...]:
    """The citations of one telegram, sent on ``day`` (``None``: not known), with the readings that can be.

    A mention that states no number (``reftel``, ``ref A``) follows the references. Rules: year
    rollover, order in time, serials of the post, names of one place.
    """
    if day is None:
        return tuple(citations)
    moved: dict[str, _Reading] = {}
    resolved = []
    for citation in sorted(citations, key=lambda one: one.how == MENTION):
        if len(citation.cited) == 1:
            found = _one(citation, day, evidence, moved)
        else:
            found = _among([moved.get(key, (key, ())) for key in citation.cited], day, evidence)
        cited = tuple(key for key in dict.fromkeys(found[0]) if key != citation.citing)
        if not cited:
            resolved.append(citation)
            continue
        if citation.how != MENTION and len(citation.cited) == len(cited) == 1:
            moved[citation.cited[0]] = (cited[0], found[1])
        resolved.append(citation._replace(cited=cited, ruled_out=found[1]))
    return tuple(resolved)


def stored_under(key: str) -> tuple[str, ...]:
    """The keys that a citation may have in its text and yet be resolved to ``key``, itself first."""
    number = number_of(key)
    if number is None:
        return (key,)
    names = (number.post, *_same_place(number.post))
    years = (number.year, number.year + 1)
    found = (str(number._replace(year=year, post=name)) for year in years for name in names)
    return tuple(dict.fromkeys((key, *found)))


def _one(
    citation: Citation, day: int, evidence: Evidence, moved: dict[str, _Reading]
) -> tuple[tuple[str, ...], tuple[RuledOut, ...]]:
    """What a citation can mean that has one reading."""
    key = citation.cited[0]
    number = number_of(key)
    if number is None:
        return (key,), ()
    if not telegram_id.read_id(citation.text, number.year):  # reftel
        meant, out = moved.get(key, (key, ()))
        return (meant,), out
    meant, out = _of_year(number, citation.text, day, evidence)
    renamed = _renamed(meant, day, evidence)
    if renamed:
        return (renamed,), (*out, RuledOut(meant, "other-name"))
    return (meant,), out


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
    if sent is not None:
        return "later" if sent > day + SLACK else None
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


def _of_year(number: TelegramId, text: str, day: int, evidence: Evidence) -> _Reading:
    """The number, or that of the year before where none is printed and this one cannot be."""
    own, before = str(number), str(number._replace(year=number.year - 1))
    if date.fromordinal(day).year != number.year or telegram_id.read_id(text):
        return own, ()
    reason = _against(own, day, evidence)
    if reason == "too-high" or (reason is None and _is_far_above(number, day, evidence)):
        last = evidence.series(number.post, number.year - 1)
        reason = "too-high" if len(last.dated) >= DATED and not evidence.holds(own) else None
    if reason is None or _against(before, day, evidence):
        return own, ()
    return before, (RuledOut(own, reason),)


def _is_far_above(number: TelegramId, day: int, evidence: Evidence) -> bool:
    """Whether the post cannot have come so far early in the year, by its pace in this year and the last."""
    passed = date.fromordinal(day).timetuple().tm_yday
    known = (evidence.series(number.post, year) for year in (number.year, number.year - 1))
    paces = [series.pace for series in known if len(series.dated) >= DATED]
    return passed <= EARLY and bool(paces) and number.serial > _HIGH * max(paces) * passed + _MORE


# ---------------------------------------------------------------- other names


def _renamed(key: str, day: int, evidence: Evidence) -> str | None:
    """The number under the other name of its place, where the post held none under this one that year."""
    number = number_of(key)
    if number is None or evidence.series(number.post, number.year).points:
        return None
    others = [other for other in _under_other_names(number, evidence) if not _against(other, day, evidence)]
    return others[0] if len(others) == 1 else None


def _under_other_names(number: TelegramId, evidence: Evidence) -> Iterator[str]:
    """The number under those names of its place of which enough is held that year."""
    for name in _same_place(number.post):
        if len(evidence.series(name, number.year).serials) >= DATED:
            yield str(number._replace(post=name))


def _same_place(post: str) -> tuple[str, ...]:
    known = tables.post(post)
    return known.same_place if known else ()
