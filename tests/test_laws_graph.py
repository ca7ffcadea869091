"""Laws of the graph: the order of loading does not matter, and both ends agree."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.graph import Citation, neighbours

KEYS = ("99DAKAR7", "07BAMAKO9", "07BAMAKO100", "07ABUJA5", "~00aa00aa00aa")

cited = st.builds(
    lambda citing, cited, how, label, at: Citation(
        citing, tuple(key for key in cited if key != citing) or ("07LIMA1",), how, label, "words", None, at
    ),
    st.sampled_from(KEYS),
    st.lists(st.sampled_from(KEYS), min_size=1, max_size=3, unique=True),
    st.sampled_from(["reference", "mention"]),
    st.sampled_from([None, "A", "B"]),
    st.integers(0, 5).map(lambda at: ((at, at + 3),)),
)
graphs = st.lists(cited, max_size=12)
held = st.frozensets(st.sampled_from(KEYS))


@settings(max_examples=200, deadline=None)
@given(citations=graphs, held=held, chance=st.randoms(use_true_random=False))
def test_any_order_gives_the_same_neighbours(citations: list[Citation], held: frozenset[str], chance) -> None:  # type: ignore[no-untyped-def]
    shuffled = list(citations)
    chance.shuffle(shuffled)
    for key in KEYS:
        assert neighbours(key, citations, held.__contains__) == neighbours(key, shuffled, held.__contains__)


@settings(max_examples=200, deadline=None)
@given(citations=graphs, held=held)
def test_both_ends_of_a_citation_agree(citations: list[Citation], held: frozenset[str]) -> None:
    out = {
        (key, candidate.key, len(one.candidates))
        for key in KEYS
        for one in neighbours(key, citations, held.__contains__).cites
        for candidate in one.candidates
    }
    back = {
        (one.key, key, len(one.candidates))
        for key in (*KEYS, "07LIMA1")
        for one in neighbours(key, citations, held.__contains__).cited_by
    }
    assert out == back


@settings(max_examples=100, deadline=None)
@given(citations=graphs, held=held)
def test_what_is_held_changes_no_edge(citations: list[Citation], held: frozenset[str]) -> None:
    def edges(holds) -> list[object]:  # type: ignore[no-untyped-def]
        return [
            ([candidate.key for candidate in one.candidates], one.ways, one.certain)
            for key in KEYS
            for one in neighbours(key, citations, holds).cites
        ]

    assert edges(held.__contains__) == edges(lambda key: False)
