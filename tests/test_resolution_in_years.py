"""Resolution over whole invented years: citations without a year, of posts that work as they please.

A few telegrams of each post and year are held; one in fifty has a misprinted number or a wrong day.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from itertools import accumulate

from reftel.archive.evidence import WholeEvidence
from reftel.citation import Citation
from reftel.graph.resolve import resolve
from reftel.store.citing import Brief

POSTS = ("DAKAR", "BAMAKO", "ROME", "PARIS", "LAGOS", "TUNIS", "CAIRO", "LIMA", "QUITO", "OSLO")
YEARS = (2006, 2007, 2008)
PACES: tuple[Callable[[int, int], float], ...] = (
    lambda at, turn: 1,
    lambda at, turn: 1 + 3 * at / 365,
    lambda at, turn: 5 if at > turn else 1,
    lambda at, turn: 1 if at > turn else 5,
    lambda at, turn: at > 152,  # opened in June
    lambda at, turn: at < 200,  # closed in July
    lambda at, turn: 0.15 if at < 5 or at > 355 or 181 < at < 243 else 1,  # holidays
)
Sent = dict[tuple[str, int], list[int]]  # post and year -> the day of each number


def sent(chance: random.Random) -> Sent:
    """The days on which each number of each post was sent."""
    found = {}
    for post in POSTS:
        usual = chance.choice([300, 800, 2500, 8000])
        for year in YEARS:
            length, turn, pace = (
                int(usual * chance.uniform(0.6, 1.6)),
                chance.randint(10, 330),
                chance.choice(PACES),
            )
            all_day = list(accumulate(pace(at, turn) * (0.2 if at % 7 > 4 else 1) for at in range(365)))
            at = (bisect(all_day, (i + 0.5) / length * all_day[-1]) for i in range(length))
            first = date(year, 1, 1).toordinal()
            found[post, year] = [first + day for day in at]
    return found


def held(chance: random.Random, days: Sent) -> Iterator[tuple[str, int, int, int, int]]:
    """Post, year, number and day of the telegrams held, as they are printed, and the true day."""
    counts = {post: chance.choice([0, 3, 6, 12, 30, 100]) for post in POSTS}
    for (post, year), known in days.items():
        for serial in chance.sample(range(1, len(known) + 1), counts[post]):
            odd = chance.random()
            wrong_day = chance.choice([-1, 1]) * chance.randint(30, 300) if odd < 0.01 else 0
            wrong_digit = int(f"{serial}{chance.randint(0, 9)}") if 0.01 <= odd < 0.02 else serial
            yield post, year, wrong_digit, known[serial - 1] + wrong_day, known[serial - 1]


def counted(seed: int) -> Counter[str]:
    """How many citations were resolved to the year that they mean, and how many not."""
    chance = random.Random(seed)
    days = sent(chance)
    telegrams = list(held(chance, days))
    briefs = [
        Brief(
            f"{year % 100:02d}{post}{serial}",
            year,
            post,
            serial,
            date.fromordinal(day).isoformat(),
            None,
            None,
        )
        for post, year, serial, day, _ in telegrams
    ]
    evidence, counts = WholeEvidence(briefs), Counter[str]()
    for post, year, serial, day, true in telegrams:
        other, before = chance.choice(POSTS), true - int(chance.expovariate(1 / 25))
        meant = date.fromordinal(before).year
        cited = bisect(days.get((other, meant), ()), before)
        if other == post or not cited:
            continue
        words, citing = f"{other} {cited}", f"{year % 100:02d}{post}{serial}"
        keys = tuple(f"{one % 100:02d}{other}{cited}" for one in (year, meant))
        citation = Citation(citing, keys[:1], "reference", None, words, None, ((0, len(words)),))
        (found,) = resolve([citation], day, evidence)
        counts["last year, " * (meant != year) + ("right" if found.cited == keys[1:] else "wrong")] += 1
    return counts


def test_years_are_rarely_taken_for_others() -> None:
    counts = sum((counted(seed) for seed in range(60)), Counter[str]())
    assert counts["right"] > 15_000
    assert counts["wrong"] <= counts["right"] / 2000
    assert counts["last year, right"] > 2 * counts["last year, wrong"] > 0
