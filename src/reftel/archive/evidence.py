"""Evidence: what the telegrams of a store tell of those that are cited, asked for when it is needed."""

from __future__ import annotations

from collections.abc import Iterable

from reftel.graph.evidence import day_of
from reftel.graph.series import Point, Series
from reftel.store.citing import Brief
from reftel.store.store import Store


class StoredEvidence:
    """The evidence of a store; it serves as long as nothing is stored."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._series: dict[tuple[str, int], Series] = {}
        self._briefs: dict[str, Brief | None] = {}

    def learn(self, keys: Iterable[str]) -> None:
        """Look up many telegrams at once, as one by one takes longer."""
        unknown = [key for key in keys if key not in self._briefs]
        self._briefs.update(dict.fromkeys(unknown))
        self._briefs.update(self._store.briefs(unknown))

    def forget(self) -> None:
        """Forget which telegrams were looked up; their series stay known."""
        self._briefs.clear()

    def brief(self, key: str) -> Brief | None:
        """A telegram held, in a few words; ``None`` for a ghost."""
        if key not in self._briefs:
            self.learn([key])
        return self._briefs[key]

    def holds(self, key: str) -> bool:
        """Whether a telegram is held."""
        return self.brief(key) is not None

    def day(self, key: str) -> int | None:
        """The day of a telegram held; ``None`` where it is not held, or not known to the day."""
        brief = self.brief(key)
        return None if brief is None else day_of(brief.date)

    def series(self, post: str, year: int) -> Series:
        """The serials held of a post and year; empty where there are none."""
        if (post, year) not in self._series:
            self._series[post, year] = Series(year, self._store.numbers(post, year))
        return self._series[post, year]


class WholeEvidence:
    """The evidence of all telegrams at once, for what goes over the whole graph."""

    def __init__(self, briefs: Iterable[Brief]) -> None:
        self._days: dict[str, int | None] = {}
        points: dict[tuple[str, int], list[Point]] = {}
        for brief in briefs:
            day = self._days[brief.key] = day_of(brief.date)
            if brief.post is not None and brief.year is not None and brief.serial is not None:
                points.setdefault((brief.post, brief.year), []).append(Point(brief.serial, day))
        self._series = {(post, year): Series(year, found) for (post, year), found in points.items()}

    @property
    def all_series(self) -> dict[tuple[str, int], Series]:
        """The series of each post and year of which telegrams are held."""
        return self._series

    @property
    def count(self) -> int:
        """How many telegrams are held."""
        return len(self._days)

    def holds(self, key: str) -> bool:
        """Whether a telegram is held."""
        return key in self._days

    def day(self, key: str) -> int | None:
        """The day of a telegram held; ``None`` where it is not held, or not known to the day."""
        return self._days.get(key)

    def series(self, post: str, year: int) -> Series:
        """The serials held of a post and year; empty where there are none."""
        return self._series.get((post, year)) or Series(year, ())
