"""Posts: complete, each under every name it is written by."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from reftel import tables
from reftel.tables.rows import rows, several

POSTS = tables.posts()


def test_all_posts_are_there_in_order_of_name() -> None:
    names = [post.name for post in POSTS]
    assert len(names) == 387
    assert names == sorted(set(names))


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name)
def test_a_post_is_found_under_its_names(post: tables.Post) -> None:
    assert re.fullmatch(r"[A-Z]+", post.name)
    assert tables.post(post.name) is post
    assert tables.post(f" {post.name.lower()} ") is post
    assert post in tables.post_of_nara6(post.nara6) or not post.nara6
    assert all(post in tables.post_of_routing(indicator) for indicator in post.routing_indicators)


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name)
def test_a_post_has_a_place_and_an_address(post: tables.Post) -> None:
    if post.plads:
        assert all(plad.isupper() for plad in post.plads)
    assert (post.latitude is None) == (post.longitude is None)
    assert post.latitude is None or (-90 <= post.latitude <= 90 and -180 <= (post.longitude or 0) <= 180)
    assert re.fullmatch(r"[A-Z]{2}|", post.country)
    assert all(re.fullmatch(r"[A-Z]{4,7}", indicator) for indicator in post.routing_indicators)
    assert re.fullmatch(r"(\d{4}-\d{4})?", post.years)
    assert bool(post.years) == bool(post.telegrams)


@pytest.mark.parametrize("post", POSTS, ids=lambda post: post.name)
def test_posts_of_the_same_place_are_posts(post: tables.Post) -> None:
    names = {other.name for other in POSTS}
    assert set(post.same_place) <= names - {post.name}


def test_an_alias_belongs_to_one_post() -> None:
    owners = {
        (tables.squeezed(alias), row["canonical"])
        for row in rows("posts")
        for alias in several(row["aliases"])
    }
    assert [alias for alias, times in Counter(alias for alias, _ in owners).items() if times > 1] == []


def test_an_alias_leads_to_its_post() -> None:
    astray = [
        (alias, post.name)
        for post in POSTS
        for alias in post.aliases
        if (found := tables.post(alias)) is None or found.name != post.name
    ]
    assert astray == []


def test_an_address_leads_to_a_post_of_that_place() -> None:
    """Two offices may share an address, and an address may be another one's alias."""
    for post in POSTS:
        for plad in post.plads:
            found = tables.post(plad)
            assert found is not None, plad
            assert found is post or plad in found.plads or found.name in post.same_place, plad


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("N'Djamena", "NDJAMENA"),
        ("AMEMBASSY NEW DELHI", "NEWDELHI"),
        ("New Delhi", "NEWDELHI"),
        ("American Embassy Bamako", "BAMAKO"),
        ("Embassy Bamako", "BAMAKO"),
        ("São Paulo", "SAOPAULO"),
        ("USUN", "USUNNEWYORK"),
    ],
)
def test_ways_of_writing_a_name(written: str, name: str) -> None:
    post = tables.post(written)
    assert post is not None
    assert post.name == name


@pytest.mark.parametrize("written", ["", "NOWHERE", "12345", "AMEMBASSY", "EMBASSY NOWHERE"])
def test_what_is_no_name_of_a_post(written: str) -> None:
    assert tables.post(written) is None


def test_short_names_are_kept_apart() -> None:
    assert tables.short_station_names()["KL"] == "KUALALUMPUR"
    assert tables.short_station_names().keys().isdisjoint(tables.station_names())


def test_written_names_are_found_and_the_longest_come_first() -> None:
    names = tables.written_station_names()
    assert {"NEW DELHI", "BAMAKO", "AMEMBASSY BAMAKO"} <= set(names)
    assert [len(name) for name in names] == sorted(map(len, names), reverse=True)
    assert [name for name in names if tables.post(name) is None] == []
