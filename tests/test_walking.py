"""Walking along citations: against the plain way of doing it, for graphs of every shape."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from hypothesis import given
from hypothesis import strategies as st

from reftel.citation import Citation
from reftel.graph.walking import around, cited_together, path

KEYS = tuple(f"07DAKAR{i}" for i in range(1, 9))
cited = st.lists(st.sampled_from(KEYS), min_size=1, max_size=2, unique=True)
graphs = st.lists(st.tuples(st.sampled_from(KEYS), cited, st.integers(0, 3)), max_size=14).map(
    lambda found: [
        Citation(citing, tuple(keys), "reference", None, "words", None, ((at, at + 1),))
        for citing, keys, at in found
        if citing not in keys
    ]
)


class Asked:
    """A graph that answers what touches some telegrams, and knows which were asked for."""

    def __init__(self, citations: list[Citation]) -> None:
        self.citations = citations
        self.keys: list[str] = []

    def __call__(self, keys: Collection[str]) -> Iterator[Citation]:
        self.keys += keys
        return (one for one in self.citations if one.citing in keys or not {*keys}.isdisjoint(one.cited))


def distances(citations: list[Citation], start: str) -> dict[str, int]:
    """Citations on the shortest way to each telegram, found by trying again until nothing changes."""
    steps = {start: 0}
    for _ in KEYS:
        for one in citations:
            if one.certain:
                for here, there in ((one.citing, one.cited[0]), (one.cited[0], one.citing)):
                    if here in steps:
                        steps[there] = min(steps.get(there, 99), steps[here] + 1)
    return steps


@given(graphs, st.integers(0, 5))
def test_around_is_all_that_is_near(citations: list[Citation], depth: int) -> None:
    known = distances(citations, KEYS[0])
    walk = around(KEYS[0], Asked(citations), depth, 100)
    assert walk.steps == {key: steps for key, steps in known.items() if steps <= depth}
    assert walk.more == any(steps > depth for steps in known.values())
    within = [
        one
        for one in dict.fromkeys(citations)
        if one.citing in walk.steps and any(key in walk.steps for key in one.cited)
    ]
    assert set(walk.citations) == set(within)
    assert len(walk.citations) == len(within)


@given(graphs, st.integers(1, 6))
def test_around_takes_the_nearest(citations: list[Citation], most: int) -> None:
    known = distances(citations, KEYS[0])
    asked = Asked(citations)
    walk = around(KEYS[0], asked, 99, most)
    assert len(walk.steps) == min(most, len(known))
    assert sorted(walk.steps.values()) == sorted(known.values())[:most]
    assert walk.more == (len(known) > most)
    assert set(asked.keys) <= set(walk.steps), "nothing else is looked up"


@given(graphs)
def test_a_path_is_a_shortest_one(citations: list[Citation]) -> None:
    start, end = KEYS[0], KEYS[-1]
    known = distances(citations, start)
    found = path(start, end, Asked(citations))
    if end not in known:
        assert found is None
        return
    assert found is not None
    assert len(found) == known[end]
    at = start
    for step in found:
        assert step in citations
        assert at in (step.citing, step.cited[0])
        at = step.cited[0] if at == step.citing else step.citing
    assert at == end


@given(graphs, st.randoms(use_true_random=False))
def test_the_order_of_citations_does_not_matter(citations: list[Citation], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(citations)
    chance.shuffle(shuffled)
    assert path(KEYS[0], KEYS[-1], Asked(citations)) == path(KEYS[0], KEYS[-1], Asked(shuffled))
    one, other = (around(KEYS[0], Asked(some), 2, 4) for some in (citations, shuffled))
    assert (one.steps, set(one.citations), one.more) == (other.steps, set(other.citations), other.more)


@given(graphs)
def test_what_is_cited_together(citations: list[Citation]) -> None:
    pairs = {(one.citing, one.cited[0]) for one in citations if one.certain}
    citing = {one for one, key in pairs if key == KEYS[0]}
    counts = cited_together(KEYS[0], Asked(citations))
    for key in KEYS[1:]:
        assert counts[key] == len({one for one, cited in pairs if cited == key} & citing)
    assert KEYS[0] not in counts


def test_to_itself_it_is_no_way() -> None:
    assert path("07A1", "07A1", Asked([])) == ()
