"""The law of loading: whatever the order and the batches, an archive tells the same."""

from __future__ import annotations

import contextlib
import itertools
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.archive import Archive
from telegrams_for_archives import telegram, told, write

TEXTS = {
    "a.txt": telegram(1, refs="A. BAMAKO 2\n     B. BAMAKO 3", text="As in ref A."),
    "b.txt": telegram(2, refs="BAMAKO 1"),
    "c.txt": telegram(2, text="The harvest was very good."),
    "d.txt": telegram(3, refs="07 LAGOS 9", text="The desert was dry."),
    "e.txt": telegram(4, refs="BAMAKO 3").replace("TAGS: EAGR, ML\n", ""),
    "f.txt": telegram(4, refs="BAMAKO 1"),
    "g.txt": telegram(4, refs="BAMAKO 1"),
    "h.txt": "The caravan came, as 07 BAMAKO 1 says.\n",
}
NAMES = ["07BAMAKO1", "07BAMAKO2", "07BAMAKO3", "07BAMAKO4", "07LAGOS9", "07BAMAKO5"]
QUERIES = ["*", "harvest", "desert OR caravan", "tag:EAGR"]


def loaded(batches: list[list[str]]) -> tuple[dict[str, Any], object]:
    """What an archive tells, and its hits with their scores once it is rebuilt."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        paths = {path.name: path for path in write(Path("cables"), TEXTS)}
        with Archive("a.reftel", create=True) as archive:
            for batch in batches:
                archive.add([paths[name] for name in batch])
            before = told(archive, NAMES, QUERIES)
            archive.rebuild()
            assert told(archive, NAMES, QUERIES) == before
            return before, [archive.search(query) for query in QUERIES]


@cache
def in_order() -> tuple[dict[str, Any], object]:
    return loaded([list(TEXTS)])


@settings(max_examples=12, deadline=None)
@given(order=st.permutations(list(TEXTS)), cuts=st.lists(st.integers(1, 7), max_size=3))
def test_any_order_of_loading_gives_the_same_archive(order: list[str], cuts: list[int]) -> None:
    edges = [0, *sorted(set(cuts)), len(order)]
    assert loaded([order[start:end] for start, end in itertools.pairwise(edges)]) == in_order()
