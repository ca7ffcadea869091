"""Continuity: what numbers of messages to one addressee pass over."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from reftel.graph.continuity import ROUND, Counted, Passed, continuity


def counted(*numbers: int | tuple[int, int]) -> list[Counted]:
    """One telegram a day, with these numbers (a pair is a range)."""
    pairs = [(one, one) if isinstance(one, int) else one for one in numbers]
    return [Counted(day, first, last, f"07DAKAR{day}") for day, (first, last) in enumerate(pairs, start=1)]


def told(*numbers: int | tuple[int, int]) -> tuple[int, int, int, tuple[Passed, ...]] | None:
    found = continuity("DAKAR", "AMEMBASSY BAMAKO", counted(*numbers))
    return found and (found.held, found.apart, found.not_held, found.passed)


def test_numbers_that_follow_one_another() -> None:
    assert told(7, 8, 9) == (3, 0, 0, ())


def test_numbers_passed_over() -> None:
    assert told(7, 9, 12) == (
        3,
        0,
        3,
        (Passed("07DAKAR1", "07DAKAR2", 1), Passed("07DAKAR2", "07DAKAR3", 2)),
    )


def test_one_comes_after_9999() -> None:
    assert told(ROUND - 1, 2) == (2, 0, 2, (Passed("07DAKAR1", "07DAKAR2", 2),))


def test_a_range_holds_all_its_numbers() -> None:
    assert told((7, 9), 12) == (2, 0, 2, (Passed("07DAKAR1", "07DAKAR2", 2),))


def test_a_misprinted_number_is_set_apart() -> None:
    found = told(100, 9800, 101, 102, 103)
    assert found is not None
    assert found[:3] == (4, 1, 0)


def test_zero_and_what_is_no_range_count_for_nothing() -> None:
    assert told(0, (9, 7), 5) is None
    assert told(7) is None


def test_copies_have_one_number() -> None:
    assert told(7, 7, 8) == (3, 0, 0, ())


@given(st.lists(st.integers(1, 300), min_size=2, max_size=30), st.integers(1, ROUND))
def test_numbers_that_rise_are_all_held_and_counted(steps: list[int], start: int) -> None:
    numbers = [start]
    for step in steps:
        numbers.append((numbers[-1] + step - 1) % ROUND + 1)
    found = continuity("DAKAR", "AMEMBASSY BAMAKO", counted(*numbers))
    assert found is not None
    assert (found.held, found.apart) == (len(numbers), 0)
    assert found.not_held == sum(steps) - len(steps)


@given(st.lists(st.integers(0, ROUND + 5), max_size=20), st.randoms(use_true_random=False))
def test_the_order_does_not_matter(numbers: list[int], chance: random.Random) -> None:
    ordered = counted(*numbers)
    shuffled = list(ordered)
    chance.shuffle(shuffled)
    assert continuity("A", "B", ordered) == continuity("A", "B", shuffled)
