"""The law of loading: an archive tells the same whatever the order and the batches.

What it tells depends on the last version of each file alone.
"""

from __future__ import annotations

import atexit
import itertools
import tempfile
from collections.abc import Iterable
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


OLDER = {
    "a.txt": telegram(1, text="The camels came."),
    "c.txt": telegram(5, refs="BAMAKO 4"),
    "d.txt": telegram(2, refs="BAMAKO 3"),
    "f.txt": TEXTS["b.txt"],
    "h.txt": "The caravan stayed.\n",
}


@cache
def cables() -> Path:
    """The folder of the files; what stands in it is written before each adding."""
    folder = tempfile.TemporaryDirectory()
    atexit.register(folder.cleanup)
    return Path(folder.name)


def loaded(batches: list[list[str]], older: Iterable[str] = ()) -> tuple[dict[str, Any], object]:
    """What an archive tells, and its hits with their scores once it is rebuilt.

    Files of ``older`` are added first, as they were before they were edited.
    """
    with tempfile.TemporaryDirectory() as folder, Archive(Path(folder, "a.reftel"), create=True) as archive:
        archive.add(write(cables(), {name: OLDER[name] for name in older}))
        paths = {path.name: path for path in write(cables(), TEXTS)}
        for batch in batches:
            archive.add([paths[name] for name in batch])
        before = told(archive, NAMES, QUERIES)
        archive.rebuild()
        assert told(archive, NAMES, QUERIES) == before
        return before, [archive.search(query) for query in QUERIES]


@cache
def in_order() -> tuple[dict[str, Any], object]:
    return loaded([list(TEXTS)])


orders = st.permutations(list(TEXTS))


@settings(max_examples=12, deadline=None)
@given(order=orders, cuts=st.lists(st.integers(1, 7), max_size=3))
def test_any_order_of_loading_gives_the_same_archive(order: list[str], cuts: list[int]) -> None:
    edges = [0, *sorted(set(cuts)), len(order)]
    assert loaded([order[start:end] for start, end in itertools.pairwise(edges)]) == in_order()


@settings(max_examples=12, deadline=None)
@given(order=orders, cut=st.integers(1, 7), older=st.lists(st.sampled_from(sorted(OLDER)), unique=True))
def test_of_an_edited_file_only_the_last_version_counts(order: list[str], cut: int, older: list[str]) -> None:
    assert loaded([order[:cut], order[cut:]], older) == in_order()
