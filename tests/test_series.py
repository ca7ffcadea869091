"""Series: what fits together, how long it was, and when a number was sent."""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable
from datetime import date, timedelta
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.graph.series import DATED, SLACK, Point, Series, rising

JANUARY = date(2007, 1, 1).toordinal()


def evenly(count: int, highest: int, first: int = 1, last: int = 360) -> list[Point]:
    """So many telegrams with serials up to ``highest``, spread evenly over days of 2007."""
    steps = [i / (count - 1) for i in range(count)]
    return [Point(round(1 + (highest - 1) * i), JANUARY + round(first + (last - first) * i)) for i in steps]


def day(text: str) -> int:
    return date.fromisoformat(text).toordinal()


# ---------------------------------------------------------------- what fits


@pytest.mark.parametrize(
    ("odd", "apart"),
    [
        pytest.param(Point(14000, JANUARY + 350), (14000,), id="a digit too many, late in the year"),
        pytest.param(Point(2900, JANUARY + 40), (2900,), id="a high number early in the year"),
        pytest.param(Point(31, JANUARY + 300), (31,), id="a low number late in the year"),
        pytest.param(Point(1501, JANUARY + 181 + SLACK), (), id="a few days out of order"),
        pytest.param(Point(1501, None), (), id="no day, within the series"),
        pytest.param(Point(90000, None), (90000,), id="no day, far above the series"),
        pytest.param(Point(1502, JANUARY + 900), (1502,), id="a day of another year"),
    ],
)
def test_what_does_not_fit_is_set_apart(odd: Point, apart: tuple[int, ...]) -> None:
    series = Series(2007, [*evenly(31, 3001), odd])
    assert series.apart == apart
    assert (odd.serial in series.serials) is not bool(apart)


def test_of_two_series_the_longer_stays() -> None:
    other = [Point(140001 + i, JANUARY + 10 * i) for i in range(12)]
    series = Series(2007, [*evenly(40, 3000), *other])
    assert series.apart == tuple(point.serial for point in other)
    assert "apart" in series.warnings


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(Point(4000, JANUARY + 364), id="twice what there can be, at the end of the year"),
        pytest.param(Point(31, JANUARY + 361), id="a low number after all others"),
    ],
)
def test_what_leaps_away_is_set_apart(odd: Point) -> None:
    series = Series(2007, [*evenly(30, 1400), odd])
    assert series.apart == (odd.serial,)
    assert series.length == Series(2007, evenly(30, 1400)).length


@pytest.mark.parametrize("count", [10, 30, 150])
def test_the_first_telegrams_of_a_post_that_opened_in_june_fit(count: int) -> None:
    assert Series(2007, evenly(count, 1400, first=152)).apart == ()


def test_what_fits_and_what_was_reached() -> None:
    series = Series(2007, [*evenly(31, 3001, first=0, last=300), Point(2950, JANUARY + 20)])
    assert series.fits(1501, JANUARY + 150)
    assert not series.fits(2950, JANUARY + 20)
    assert [series.highest_by(JANUARY + at) for at in (-10, 0, 153, 400)] == [0, 1, 1501, 3001]
    few = Series(2007, [Point(2950, JANUARY + 20)])
    assert few.fits(2950, JANUARY + 20)
    assert not few.fits(2950, JANUARY + 400)


def test_too_few_to_tell_what_does_not_fit() -> None:
    assert Series(2007, [Point(1400, JANUARY + 100), Point(14000, JANUARY + 200)]).apart == ()


@given(st.lists(st.integers(0, 30), max_size=40))
def test_the_longest_chain_that_never_falls(days: list[int]) -> None:
    chain = rising(days)
    assert chain == sorted(set(chain))
    assert all(days[a] <= days[b] for a, b in pairwise(chain))
    longest = [1] * len(days)  # the plain way, in time by the square
    for i in range(len(days)):
        longest[i] = 1 + max((longest[j] for j in range(i) if days[j] <= days[i]), default=0)
    assert len(chain) == max(longest, default=0)


points = st.builds(Point, st.integers(1, 4000), st.none() | st.integers(JANUARY - 400, JANUARY + 800))


@given(st.lists(points, max_size=30), st.randoms(use_true_random=False), st.integers(1, 5000))
def test_the_order_of_what_is_held_does_not_matter(
    held: list[Point], chance: random.Random, serial: int
) -> None:
    shuffled = list(held)
    chance.shuffle(shuffled)
    one, other = Series(2007, held), Series(2007, shuffled)
    for name in ("dated", "serials", "apart", "length", "warnings", "pace"):
        assert getattr(one, name) == getattr(other, name)
    assert one.day_of(serial) == other.day_of(serial)
    assert {*one.serials, *one.apart} == {point.serial for point in held}
    earliest, latest = one.bounds(serial)
    assert earliest <= latest


# ---------------------------------------------------------------- how long


def year(chance: random.Random, length: int, share: float, last: int) -> list[Point]:
    """A sample of a series whose pace changes from month to month and falls at weekends."""
    paces = [chance.uniform(0.6, 1.4) for _ in range(12)]
    sent = list(accumulate(paces[min(11, i // 31)] * (0.35 if i % 7 > 4 else 1.2) for i in range(365)))
    days = ((serial, bisect(sent, (serial - 0.5) / length * sent[-1])) for serial in range(1, length + 1))
    return [Point(serial, JANUARY + at) for serial, at in days if at < last and chance.random() < share]


def test_the_interval_of_the_length_holds_it() -> None:
    chance = random.Random(7)
    held = missed = 0
    for _ in range(400):
        length, share = chance.choice([300, 1500, 8000]), chance.choice([0.02, 0.05, 0.3])
        series = Series(2007, year(chance, length, share, chance.choice([365, 365, 250, 120])))
        if len(series.serials) < 10 or series.length is None:
            continue
        held += 1
        missed += not series.length.low <= length <= series.length.high
    assert held > 250
    assert missed <= held * 0.05


@pytest.mark.parametrize("last", [365, 250])
@pytest.mark.parametrize(
    "pace",
    [
        pytest.param(lambda at: 1 + 4 * at / 365, id="rises five times in the year"),
        pytest.param(lambda at: 1 - 0.8 * at / 365, id="falls to a fifth in the year"),
        pytest.param(lambda at: 5 if at > 181 else 1, id="five times the pace from July"),
        pytest.param(lambda at: 0.3 if 181 < at < 243 else 1, id="a hole in summer"),
        pytest.param(lambda at: 0.1 if at % 7 > 4 else 1.3, id="hardly anything at weekends"),
    ],
)
def test_the_interval_of_the_length_holds_it_where_the_pace_changes(
    pace: Callable[[int], float], last: int
) -> None:
    chance = random.Random(7)
    sent = list(accumulate(map(pace, range(365))))
    at = [bisect(sent, (serial - 0.5) / 3000 * sent[-1]) for serial in range(1, 3001)]
    known = [Point(serial, JANUARY + day) for serial, day in enumerate(at, start=1) if day < last]
    lengths = [Series(2007, chance.sample(known, 40)).length for _ in range(100)]
    assert sum(one is None or not one.low <= 3000 <= one.high for one in lengths) <= 5


def test_an_outlier_does_not_inflate_the_length() -> None:
    plain, damaged = (
        Series(2007, [*evenly(30, 1400), *more]).length for more in ([], [Point(14000, JANUARY + 350)])
    )
    assert plain == damaged


def test_the_length_without_any_date() -> None:
    length = Series(2007, [Point(serial, None) for serial in range(100, 1001, 100)]).length
    assert length is not None
    assert (round(length.value), round(length.low), round(length.high)) == (1099, 1000, 1349)


@pytest.mark.parametrize(
    ("held", "warnings"),
    [
        pytest.param(evenly(30, 3000), (), id="enough"),
        pytest.param(evenly(9, 3000), ("few",), id="few"),
        pytest.param(evenly(30, 3000, last=200), ("part-of-year",), id="the first half of a year"),
        pytest.param(evenly(30, 3000, first=200), ("part-of-year",), id="the second half of a year"),
        pytest.param([Point(i, None) for i in range(1, 30)], ("undated",), id="undated"),
    ],
)
def test_what_no_conclusion_can_rest_on(held: list[Point], warnings: tuple[str, ...]) -> None:
    assert Series(2007, held).warnings == warnings


def test_nothing_held() -> None:
    series = Series(2007, [])
    assert (series.length, series.serials, series.apart, series.day_of(7)) == (None, (), (), None)
    assert series.bounds(7) == (day("2007-01-01"), day("2007-12-31"))
    assert series.was_reached(10**6, JANUARY)
    assert not series.is_beyond(10**6)


# ---------------------------------------------------------------- one number


def test_a_date_is_estimated_between_neighbours() -> None:
    series = Series(2007, evenly(31, 3001, first=0, last=300))
    assert series.day_of(1551) == JANUARY + 155
    assert series.bounds(1551) == (JANUARY + 150, JANUARY + 160)
    assert series.day_of(1501) == JANUARY + 150


def test_a_date_is_estimated_a_little_beyond_the_last_number() -> None:
    series = Series(2007, evenly(31, 3001, first=0, last=300))
    estimate = series.day_of(3101)
    assert estimate is not None
    assert abs(estimate - (JANUARY + 310)) <= 2
    assert series.day_of(4000) is None
    assert series.bounds(4000) == (JANUARY + 300, day("2007-12-31"))


def test_no_date_is_estimated_where_too_little_is_held() -> None:
    few = evenly(DATED - 1, 3000)
    assert Series(2007, few).day_of(1500) is None
    assert Series(2007, evenly(DATED, 3000)).day_of(1500) is not None


def test_what_was_reached_by_a_day() -> None:
    series = Series(2007, evenly(31, 3001, first=0, last=300))
    assert series.was_reached(1501, JANUARY + 150)
    assert series.was_reached(1501, JANUARY + 150 - SLACK - 1), "one lower number alone may be misdated"
    assert not series.was_reached(1601, JANUARY + 150 - SLACK - 1)
    assert not series.was_reached(801, JANUARY + 80 - SLACK - 1), "in the first months one is enough"
    assert not series.was_reached(9000, JANUARY + 100)
    assert series.was_reached(9000, JANUARY + 300)


def test_what_is_beyond() -> None:
    series = Series(2007, evenly(31, 3001))
    assert not series.is_beyond(3100)
    assert series.is_beyond(8000)
    assert not Series(2007, evenly(9, 3001)).is_beyond(8000)


def test_what_is_beyond_where_the_end_of_the_year_is_not_held() -> None:
    week = Series(2007, [Point(serial, JANUARY + serial // 10) for serial in range(1, 40, 3)])
    assert not week.is_beyond(9000)
    assert week.is_beyond(90000)


def test_a_year_of_366_days() -> None:
    assert Series(2008, []).last_day - Series(2008, []).first_day == 365
    assert timedelta(Series(2007, []).last_day - JANUARY).days == 364
