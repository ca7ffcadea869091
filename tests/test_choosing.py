"""Which messages of a telegram are put together: as many sections as can be, whatever comes first."""

from __future__ import annotations

from itertools import permutations

import pytest

from reftel.sections.choosing import Standing, chosen, sets


def standing(message: int, *held: int, corrected: bool = False, day: str = "2007-11-28") -> Standing:
    return Standing(message, 3, frozenset(held), day, corrected)


@pytest.mark.parametrize(
    ("messages", "together"),
    [
        ([standing(1, 1), standing(2, 2), standing(3, 3)], (1, 2, 3)),
        ([standing(1, 2, 3), standing(2, 1, 2), standing(3, 3)], (2, 3)),
        ([standing(1, 2, 3), standing(2, 1, 2), standing(3, 1)], (3, 1)),
        ([standing(1, 1), standing(2, 2), standing(3, 3, day="2008-11-28")], (1, 2)),
    ],
    ids=["each-one", "overlap-last", "overlap-first", "another-day"],
)
def test_no_section_that_can_be_had_is_left_out(messages: list[Standing], together: tuple[int, ...]) -> None:
    assert chosen(messages) == together


@pytest.mark.parametrize("overlap", [(1, 2, 3), (1, 3, 2), (2, 1, 3), (2, 3, 1), (3, 1, 2), (3, 2, 1)])
def test_overlapping_messages_are_chosen_in_any_order(overlap: tuple[int, ...]) -> None:
    by_number = {1: standing(1, 1, 2), 2: standing(2, 2, 3), 3: standing(3, 3)}
    assert chosen([by_number[number] for number in overlap]) == (1, 3)


def test_a_corrected_section_comes_first_unless_more_are_missing_then() -> None:
    one, two, three = standing(1, 1), standing(2, 2), standing(3, 3)
    for order in permutations([one, two, three, standing(4, 2, corrected=True)]):
        assert chosen(order) == (1, 4, 3)
    for order in permutations([one, two, three, standing(4, 2, corrected=True, day="2008-01-01")]):
        assert chosen(order) == (1, 2, 3)


@pytest.mark.parametrize(
    ("messages", "found"),
    [
        ([], []),
        ([standing(1, 1)], [(1,)]),
        ([standing(1, 1), standing(2, 1)], [(1,), (2,)]),
        ([standing(1, 1), standing(2, 2), standing(3, 3), standing(4, 2)], [(1, 2, 3), (4,)]),
        (
            [
                standing(number, section)
                for number, section in ((1, 1), (2, 2), (3, 3), (4, 1), (5, 2), (6, 3))
            ],
            [(1, 2, 3), (4, 5, 6)],
        ),
        (
            [
                standing(1, 1),
                standing(2, 2, day="2008-01-01"),
                standing(3, 3),
                standing(4, 3, day="2008-01-01"),
            ],
            [(1, 3), (2, 4)],
        ),
    ],
    ids=["none", "one", "the-same", "one-again", "all-again", "two-days"],
)
def test_all_messages_fall_into_sets(messages: list[Standing], found: list[tuple[int, ...]]) -> None:
    assert sets(messages) == found


def test_many_copies_of_a_section_are_sorted_in_no_time() -> None:
    found = sets([standing(number, 1) for number in range(3000)])
    assert sorted(found) == [(number,) for number in range(3000)]
