"""The order of what is found: complete, stable, and the same on every page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from records_for_search import RECORDS, STATE, all_keys, filled, scanned
from reftel.errors import QueryError
from reftel.record import Record
from reftel.search import Index, dates
from reftel.search import schema as layout


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with filled(tmp_path_factory.mktemp("search") / "index") as index:
        yield index


def test_the_subject_weighs_more_than_the_text(tmp_path: Path) -> None:
    plain = next(iter(RECORDS.values()))
    in_subject = msgspec.structs.replace(plain, subject="quinces and other fruit")
    in_text = msgspec.structs.replace(plain, signature=["quinces"])
    index = Index.open(tmp_path / "index")
    index.update([("text", in_text), ("subject", in_subject)], STATE)
    assert all_keys(index, "quinces") == ["subject", "text"]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sorted_by_date_telegrams_without_date_come_last(index: Index, sort: str) -> None:
    minutes = [dates.minute_of(RECORDS[key]) for key in all_keys(index, "*", sort)]
    dated = [minute for minute in minutes if minute is not None]
    assert 0 < len(dated) < len(minutes)
    assert minutes == sorted(dated, reverse=sort == "newest") + [None] * (len(minutes) - len(dated))


def test_what_asks_for_no_words_comes_newest_first(index: Index) -> None:
    assert all_keys(index, "-class:SECRET") == all_keys(index, "-class:SECRET", "newest")


def test_equal_scores_keep_one_order_in_whatever_order_telegrams_came(tmp_path: Path) -> None:
    plain = next(iter(RECORDS.values()))
    copies = [
        (f"copy{number}", msgspec.structs.replace(plain, handle=f"~{number:012x}")) for number in range(90)
    ]
    orders = []
    for seed in range(3):
        shuffled = random.Random(seed).sample(copies, len(copies))
        index = Index.open(tmp_path / str(seed))
        for start in range(0, 90, 30):
            index.update(shuffled[start : start + 30], STATE)
        word = str(plain.subject).split()[0]
        pages = [index.search(word, limit=7, offset=offset) for offset in range(0, 90, 7)]
        orders.append([hit.key for page in pages for hit in page.keys])
        assert len({hit.score for page in pages for hit in page.keys}) == 1
    assert len(set(orders[0])) == 90
    assert orders[0] == orders[1] == orders[2]


def colliding_keys(record: Record) -> list[tuple[str, str]]:
    """Two pairs of keys with the same number to sort by."""
    seen: dict[int, str] = {}
    pairs = []
    for key in (f"key{number}" for number in range(400_000)):
        own = layout.sort_numbers(key, record)["newest"]
        if own in seen:
            pairs.append((seen[own], key))
        seen[own] = key
        if len(pairs) == 2:
            break
    return pairs


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_pages_do_not_overlap_where_numbers_to_sort_by_collide(tmp_path: Path, sort: str) -> None:
    plain = msgspec.structs.replace(next(iter(RECORDS.values())), date=None)
    keys = [key for pair in colliding_keys(plain) for key in pair]
    assert len(keys) == 4
    orders = []
    for number, order in enumerate((keys, keys[::-1], keys[1:] + keys[:1])):
        index = Index.open(tmp_path / str(number))
        for key in order:  # each in a segment of its own
            index.update([(key, plain)], STATE)
        word = "*" if sort != "relevance" else str(plain.subject).split()[0]
        pages = [index.search(word, limit=1, offset=offset, sort=sort) for offset in range(4)]
        orders.append([hit.key for page in pages for hit in page.keys])
        assert orders[-1] == all_keys(index, word, sort)
    assert sorted(orders[0]) == sorted(keys)
    assert orders[0] == orders[1] == orders[2]


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (0, 10), (5, 10**9), (10**9, 10**9)])
def test_pages_beyond_the_end_and_of_no_size_are_empty_but_counted(
    index: Index, limit: int, offset: int
) -> None:
    for query in ("*", "government"):
        found = index.search(query, limit=limit, offset=offset)
        assert found.keys == ()
        assert found.total == len(scanned(query))


@pytest.mark.parametrize("wrong", [{"limit": -1}, {"offset": -1}, {"sort": "loudest"}])
def test_misuse_is_refused(index: Index, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="sort must be one of"):
        index.search("a", **wrong)  # type: ignore[arg-type]


def test_a_query_that_cannot_be_understood_is_refused(index: Index) -> None:
    with pytest.raises(QueryError):
        index.search("(a")
