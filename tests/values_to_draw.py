"""Values for pictures: threads, coverage and counts, and text of any kind."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from reftel.graph.coverage import Coverage, Estimate
from reftel.graph.thread import Link, Node, Thread

HOSTILE = (
    '</text><script>alert("x")</script>&lt; \x00\x07\x1b[2J\ud800\ufffe \u202eevil\u202c <!--]]>\r\n\t\'"'
)
POSTS = ("DAKAR", "BAMAKO", "USUNNEWYORK", "MONTEVIDEO", "STATE")


def node(key: str, day: str | None, held: bool = True, subject: str | None = "HARBOUR DUES", **more) -> Node:  # type: ignore[no-untyped-def]
    facts = {"estimated": not held, "classification": "UNCLASSIFIED", "steps": 1} | more
    return Node(key, held, day, subject=subject if held else None, **facts)


def small_thread() -> Thread:
    nodes = (
        node("07DAKAR12", "2007-03-01"),
        node("07BAMAKO90", "2007-03-09", held=False),
        node("07DAKAR40", "2007-03-14T16:30:00Z", subject="FISHERIES: SECOND ROUND OF TALKS", steps=0),
        node("07STATE777", "2007-04"),
        node("07LOME5", None, held=False, estimated=False),
    )
    links = (
        Link("07DAKAR40", "07DAKAR12", "reference", True),
        Link("07DAKAR40", "07BAMAKO90", "mention", False),
        Link("07STATE777", "07DAKAR40", "reference", True),
        Link("07STATE777", "07LOME5", "reference", True),
    )
    return Thread("07DAKAR40", 2, nodes, links, False)


def long_thread(count: int, days: int, seed: int = 1) -> Thread:
    """A thread with numbers, subjects and dates of many lengths; every seventh without a date."""
    chance = Random(seed)
    first = date(2003, 5, 1)
    sent = sorted(chance.randrange(days + 1) for _ in range(count))
    nodes = [
        node(
            f"{(first + timedelta(day)).year % 100:02}{chance.choice(POSTS)}{place + 1}",
            (first + timedelta(day)).isoformat()[: chance.choice((4, 7, 10, 10, 10))] if place % 7 else None,
            held=chance.random() < 0.7,
            subject="WIDE MATTERS OF WATER " * chance.randrange(6) or None,
            steps=abs(place - count // 2),
        )
        for place, day in enumerate(sent)
    ]
    nodes.sort(key=lambda one: (one.date is None, one.date or ""))
    links = [
        Link(nodes[place].key, nodes[chance.randrange(count)].key, "reference", chance.random() < 0.8)
        for place in range(count)
    ]
    return Thread(next(one.key for one in nodes if one.steps == 0), 9, tuple(nodes), tuple(links), True)


def series(post: str, year: int, held: int, share: float | None, *warnings: str) -> Coverage:
    around = None if share is None else Estimate(share, share * 0.9, min(share * 1.1, 1))
    length = None if share is None else Estimate(held / share, held / share, held / share)
    return Coverage(post, year, held, 1, 900, length, around, (), (), warnings, 3)


SMALL_COVERAGE = (
    series("DAKAR", 2006, 370, 0.41),
    series("DAKAR", 2007, 2, 0.003, "few"),
    series("DAKAR", 2008, 900, 1.0),
    series("BAMAKO", 2006, 5, None, "few", "undated"),
    series("BAMAKO", 2007, 0, None, "few"),
    series("BAMAKO", 2008, 899, 0.9989),
)
SMALL_MATRIX = {
    ("DAKAR", "STATE"): 1204,
    ("STATE", "DAKAR"): 17,
    ("BAMAKO", "BAMAKO"): 3,
    ("BAMAKO", "LOME"): 0,
}
SMALL_MONTHS = {"2007-11": 9, "2008-02": 31}
MANY_MONTHS = {
    f"{year}-{month:02}": year % 7 * month * 90 for year in range(1966, 2011) for month in range(1, 13)
}

text = st.text(st.characters(codec=None), max_size=60) | st.text(
    alphabet="<>&\"'\x00\x1f\ud800\ufffe\u202e\u0301 AB", max_size=30
)
"""Any text, and more often such as is likely to break XML."""
