"""Lacking: what an archive does not hold: telegrams that are cited, numbers that are passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import groupby
from operator import attrgetter

from reftel import telegram_id
from reftel.archive.evidence import WholeEvidence
from reftel.archive.linking import Links
from reftel.citation import Citation
from reftel.graph.continuity import Continuity, Counted, continuity
from reftel.graph.coverage import Coverage, coverage
from reftel.graph.doubts import doubts
from reftel.graph.evidence import day_of, iso_day
from reftel.graph.missing import About, Citing, Doubt, Ghost, Missing, Tally, first_cited, sent
from reftel.graph.neighbours import Neighbour, number_order
from reftel.graph.resolve import resolve
from reftel.record import Record
from reftel.store.store import Store
from reftel.telegram_id import TelegramId, number_of

Wanted = Callable[[str], bool]


class Lacking:
    """What a store lacks; it serves as long as nothing is stored."""

    def __init__(self, store: Store, links: Links) -> None:
        self._store = store
        self._links = links

    @cached_property
    def evidence(self) -> WholeEvidence:
        """What all telegrams tell."""
        return WholeEvidence(self._store.all_briefs())

    def citations(self) -> Iterator[tuple[Citation, ...]]:
        """The citations of one telegram after the other, resolved."""
        for key, group in groupby(self._store.all_citations(), key=attrgetter("citing")):
            yield resolve(tuple(group), self.evidence.day(key), self.evidence)

    @cached_property
    def tally(self) -> Tally:
        """How often each ghost is cited."""
        tally = Tally()
        for citations in self.citations():
            tally.take(citations, self.evidence.holds)
        return tally

    # ------------------------------------------------------------ what is cited

    def missing(self, wanted: Wanted, most: int | None) -> Missing:
        """The ghosts that are ``wanted``, the most cited first, ``most`` of them."""
        keys = [key for key in self.tally.ordered() if wanted(key)]
        ghosts = tuple(self.ghost(key) for key in keys[:most])
        return Missing(ghosts, len(keys), sum(self.tally.certain[key] for key in keys))

    def ghost(self, key: str) -> Ghost:
        """All that is known of a telegram that is cited and not held."""
        cited_by = self._links.neighbours(key).cited_by
        citing = sorted((self._citing(one) for one in cited_by if one.certain), key=_time)
        others = {one.key for one in cited_by} - {one.key for one in citing}
        dates = [one.date for one in citing if one.date]
        days = {one.key: day for one in citing if (day := day_of(one.date)) is not None}
        tags = Counter(tag for one in citing for tag in one.tags)
        number = number_of(key)
        cited_on = (
            first_cited(number, days, self._links.evidence) if number else min(days.values(), default=None)
        )
        return Ghost(
            key=key,
            aliases=telegram_id.aliases(number) if number else (),
            post=number.post if number else None,
            year=number.year if number else None,
            serial=number.serial if number else None,
            count=len(citing),
            perhaps=len(others),
            first=dates[0] if dates else None,
            last=dates[-1] if dates else None,
            citing=tuple(citing),
            tags=tuple(sorted(tags.items(), key=lambda pair: (-pair[1], pair[0]))),
            sent=self._sent(number, cited_on),
            doubts=self._doubts(key, number, cited_on),
        )

    def _sent(self, number: TelegramId | None, cited_on: int | None) -> About:
        if number is None:
            return About(None, None, iso_day(cited_on))
        return sent(number, self._links.evidence.series(number.post, number.year), cited_on)

    def _doubts(self, key: str, number: TelegramId | None, cited_on: int | None) -> tuple[Doubt, ...]:
        if number is None:
            return (Doubt("malformed", f"{key} is no number of a telegram", ()),)
        series = self._links.evidence.series(number.post, number.year)
        return tuple(doubts(number, series, cited_on, self._posts))

    @cached_property
    def _posts(self) -> frozenset[str]:
        return frozenset(self._store.posts())

    def _citing(self, one: Neighbour) -> Citing:
        key = str(one.key)
        record = self._store.record(key)
        if record is None:  # its message was taken out since
            return Citing(key, None, None, None, None, (), one.ways)
        return Citing(
            key,
            record.date.value if record.date else None,
            record.sender.plad if record.sender else None,
            record.subject,
            record.classification,
            tuple(record.tags),
            one.ways,
        )

    # ------------------------------------------------------------ what is passed over

    def coverage(self, post: str | None, year: int | None) -> tuple[Coverage, ...]:
        """What is held of each series, by post and year; of one ``post`` or ``year``, where given."""
        cited = Counter(
            (number.post, number.year) for key in self.tally.certain if (number := number_of(key)) is not None
        )
        known = self.evidence.all_series
        wanted = sorted(
            pair for pair in {*known, *cited} if post in (None, pair[0]) and year in (None, pair[1])
        )
        return tuple(coverage(one[0], self.evidence.series(*one), cited[one]) for one in wanted)

    def continuity(self, post: str) -> tuple[Continuity, ...]:
        """What the numbers that a post gives to its messages to each addressee tell, by addressee."""
        counted: dict[str, list[Counted]] = {}
        for key in self._store.keys_from(post):
            record = self._store.record(key)
            for addressee, one in _counted(key, record) if record else ():
                counted.setdefault(addressee, []).append(one)
        found = (continuity(post, addressee, some) for addressee, some in sorted(counted.items()))
        return tuple(one for one in found if one is not None)


def _counted(key: str, record: Record) -> Iterator[tuple[str, Counted]]:
    """The numbers that a telegram bears for its addressees."""
    day = day_of(record.date.value if record.date else None)
    if day is None:
        return
    for addressee in (*record.to, *record.info):
        first, _, last = (addressee.mcn or "").partition("-")
        if first.isdigit() and (last.isdigit() or not last):
            yield addressee.plad, Counted(day, int(first), int(last or first), key)


def _time(citing: Citing) -> tuple[object, ...]:
    return (citing.date is None, citing.date or "", number_order(citing.key))
