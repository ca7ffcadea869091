"""Pictures: sound SVG from any values, nothing printed over anything; threads with all that they show."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import SVG, boxes_of, meeting, outside, root_of, words_of
from reftel.graph.thread import Link, Node, Thread
from reftel.pictures import coverage_picture, matrix_picture, months_picture, thread_picture
from reftel.pictures.svg import element
from reftel.pictures.thread import safe
from values_to_draw import (
    HOSTILE,
    MANY_MONTHS,
    POSTS,
    SMALL_COVERAGE,
    SMALL_MATRIX,
    SMALL_MONTHS,
    long_thread,
    node,
    series,
    small_thread,
    text,
)

PICTURES: Mapping[str, Callable[[], str]] = {
    "thread": lambda: thread_picture(small_thread()),
    "thread of sixty": lambda: thread_picture(long_thread(60, 900)),
    "thread of one day": lambda: thread_picture(long_thread(9, 0)),
    "thread of forty years": lambda: thread_picture(long_thread(40, 14600)),
    "thread of too many": lambda: thread_picture(long_thread(300, 2000)),
    "coverage": lambda: coverage_picture(SMALL_COVERAGE),
    "coverage of 45 years": lambda: coverage_picture(
        [series(post, year, 70, 0.07 * len(post)) for post in POSTS for year in range(1966, 2011)]
    ),
    "matrix": lambda: matrix_picture(SMALL_MATRIX),
    "matrix of 40 posts": lambda: matrix_picture(
        {(f"POST{a}", f"POST{b}"): a**b % 12_345 for a in range(40) for b in range(40)}
    ),
    "matrix of wide cells": lambda: matrix_picture({(a, b): 1_234_567 for a in POSTS for b in POSTS}, most=2),
    "matrix of many": lambda: matrix_picture(
        {(f"P{a}", f"P{b}"): 999 for a in range(70) for b in range(70)}, most=60
    ),
    "months": lambda: months_picture(SMALL_MONTHS),
    "months of 45 years": lambda: months_picture(MANY_MONTHS),
    "one month": lambda: months_picture({"2007-11": 1}),
    "no thread": lambda: thread_picture(Thread("07DAKAR40", 2, (), (), False)),
    "no coverage": lambda: coverage_picture([]),
    "no matrix": lambda: matrix_picture({}),
    "no months": lambda: months_picture({}),
}


@pytest.fixture(params=PICTURES, ids=str)
def drawn(request: pytest.FixtureRequest) -> str:
    return PICTURES[request.param]()


# All pictures


def test_a_picture_is_an_image_with_a_title_and_a_description(drawn: str) -> None:
    root = root_of(drawn)
    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    width, height = root.attrib["width"], root.attrib["height"]
    assert root.attrib["viewBox"] == f"0 0 {width} {height}"
    named = {one.attrib["id"]: one for one in root if "id" in one.attrib}
    for name in root.attrib["aria-labelledby"].split():
        assert named[name].text


def test_no_words_are_printed_over_others(drawn: str) -> None:
    assert meeting(drawn) == []


def test_no_words_leave_the_page(drawn: str) -> None:
    assert outside(drawn) == []


def test_a_picture_brings_nothing_along(drawn: str) -> None:
    tags = {one.tag.removeprefix(SVG) for one in root_of(drawn).iter()}
    assert tags <= {"svg", "title", "desc", "g", "rect", "line", "path", "circle", "text", "defs", "pattern"}
    addresses = [value for one in root_of(drawn).iter() for value in one.attrib.values() if ":" in value]
    assert addresses == []
    assert {one for element in root_of(drawn).iter() for one in element.attrib}.isdisjoint({"style", "class"})


DRAWN = "from test_pictures import PICTURES; print(hash_of(''.join(draw() for draw in PICTURES.values())))"


def test_a_picture_is_the_same_every_time() -> None:
    """Also in another process, where sets and dictionaries of words have another order."""
    script = f"from hashlib import sha256\nhash_of = lambda text: sha256(text.encode()).hexdigest()\n{DRAWN}"
    found = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            cwd=Path(__file__).parent,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(found) == 1


def test_the_order_of_what_goes_in_changes_no_picture() -> None:
    assert coverage_picture(SMALL_COVERAGE) == coverage_picture(SMALL_COVERAGE[::-1])
    assert matrix_picture(SMALL_MATRIX) == matrix_picture(dict(reversed(SMALL_MATRIX.items())))
    assert months_picture(SMALL_MONTHS) == months_picture(dict(reversed(SMALL_MONTHS.items())))


def test_every_id_begins_with_the_prefix() -> None:
    drawn = [
        thread_picture(small_thread(), prefix="p1"),
        coverage_picture(SMALL_COVERAGE, prefix="p1"),
        matrix_picture(SMALL_MATRIX, prefix="p1"),
        months_picture(SMALL_MONTHS, prefix="p1"),
    ]
    for svg in drawn:
        ids = re.findall(r' id="([^"]*)"', svg)
        assert len(ids) >= 2
        assert all(one.startswith("p1-") for one in ids)
        used = set(re.findall(r"url\(#([^)]*)\)", svg))
        assert used <= set(ids)


@pytest.mark.parametrize("prefix", ["", "1", "a b", 'x"', "a#"])
def test_a_prefix_that_ids_cannot_begin_with_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="ids cannot begin"):
        months_picture({}, prefix=prefix)
    with pytest.raises(ValueError, match="ids cannot begin"):
        coverage_picture(SMALL_COVERAGE, prefix=prefix)
    with pytest.raises(ValueError, match="ids cannot begin"):
        thread_picture(small_thread(), prefix=prefix)


def test_no_picture_says_that_anything_was_withheld() -> None:
    for draw in PICTURES.values():
        assert "withheld" not in draw().lower()


@pytest.mark.parametrize("name", [name for name in PICTURES if name.startswith("no ")])
def test_nothing_to_show_is_said(name: str) -> None:
    assert "There is nothing to show." in words_of(PICTURES[name]())


def test_words_over_others_would_be_seen() -> None:
    one = element("text", "one", x=10, y=10, font_size=9)
    two = element("text", "two", x=20, y=12, font_size=9, text_anchor="middle")
    apart = element("text", "apart", x=60, y=12, font_size=9)
    attributes = {"xmlns": "http://www.w3.org/2000/svg", "viewBox": "0 0 70 50"}
    page = element("svg", one, two, apart, **attributes)
    assert meeting(page) == [("one", "two")]
    assert outside(page) == ["apart"]


# Threads


def groups(svg: str) -> dict[str, str]:
    """What each telegram's group says, by its key."""
    return {
        one.attrib["data-key"]: " ".join(part.text or "" for part in one.iter(f"{SVG}text"))
        for one in root_of(svg).iter(f"{SVG}g")
        if "data-key" in one.attrib
    }


def circles(svg: str, key: str) -> list[dict[str, str]]:
    found = next(one for one in root_of(svg).iter(f"{SVG}g") if one.get("data-key") == key)
    return [one.attrib for one in found.iter(f"{SVG}circle")]


def test_a_thread_has_a_group_for_each_telegram() -> None:
    found = groups(thread_picture(small_thread()))
    assert found == {
        "07DAKAR12": "07DAKAR12 1 Mar 2007 HARBOUR DUES",
        "07BAMAKO90": "07BAMAKO90 about 9 Mar 2007 not held here",
        "07DAKAR40": "07DAKAR40 14 Mar 2007 FISHERIES: SECOND ROUND OF TALKS",
        "07STATE777": "07STATE777 Apr 2007 HARBOUR DUES",
        "07LOME5": "07LOME5 not known not held here",
    }


def test_the_number_asked_for_is_not_cut() -> None:
    nodes = (node("10MONTEVIDEO185858", "2010-03-01", steps=0), node("10USUNNEWYORK99999", "2010-03-02"))
    assert set(
        groups(thread_picture(Thread(nodes[0].key, 1, nodes, (), False)))["10MONTEVIDEO185858"].split()
    ) >= {"10MONTEVIDEO185858"}


def test_held_is_filled_and_not_held_is_dashed_and_what_was_asked_for_has_a_ring() -> None:
    svg = thread_picture(small_thread())
    (held,), (ghost,) = circles(svg, "07DAKAR12"), circles(svg, "07BAMAKO90")
    assert held["fill"] != "#ffffff"
    assert "stroke-dasharray" not in held
    assert ghost["fill"] == "#ffffff"
    assert "stroke-dasharray" in ghost
    assert len(circles(svg, "07DAKAR40")) == 2


def test_points_stand_in_order_of_time_and_those_without_a_date_apart() -> None:
    svg = thread_picture(small_thread())
    at = {key: float(circles(svg, key)[0]["cx"]) for key in groups(svg)}
    assert at["07DAKAR12"] < at["07BAMAKO90"] < at["07DAKAR40"] < at["07STATE777"] < at["07LOME5"]
    days = (at["07BAMAKO90"] - at["07DAKAR12"]) / 8
    assert at["07DAKAR40"] - at["07BAMAKO90"] == pytest.approx(5 * days, abs=0.05)
    assert {"date", "not known"} <= set(words_of(svg))
    undated = next(box for box in boxes_of(svg) if box.words == "not known" and box.top < 100)
    assert undated.left < at["07LOME5"] < undated.right


def test_citations_are_arrows_and_uncertain_ones_dashed() -> None:
    svg = thread_picture(small_thread())
    curves = [one for one in root_of(svg).iter(f"{SVG}g") if " cites " in (one.findtext(f"{SVG}title") or "")]
    dashed = {one.findtext(f"{SVG}title"): "stroke-dasharray" in one[1].attrib for one in curves}
    assert dashed == {
        "07DAKAR40 cites 07DAKAR12 (reference)": False,
        "07DAKAR40 cites 07BAMAKO90 (mention; another telegram may be meant)": True,
        "07STATE777 cites 07DAKAR40 (reference)": False,
        "07STATE777 cites 07LOME5 (reference)": False,
    }


def test_a_curve_goes_from_the_citing_point_to_the_cited_one() -> None:
    svg = thread_picture(small_thread())
    at = {key: circles(svg, key)[-1] for key in groups(svg)}
    curve = next(
        one
        for one in root_of(svg).iter(f"{SVG}g")
        if one.findtext(f"{SVG}title", "").startswith("07STATE777 cites 07DAKAR40")
    )
    begin = [float(part) for part in curve[1].attrib["d"].split()[1:3]]
    tip = [float(part) for part in curve[2].attrib["d"].split()[1:3]]
    end = [float(part) for part in curve[1].attrib["d"].split()[-2:]]
    for place, key in ((begin, "07STATE777"), (tip, "07DAKAR40"), (end, "07DAKAR40")):
        centre = [float(at[key][name]) for name in ("cx", "cy")]
        assert sum((a - b) ** 2 for a, b in zip(place, centre, strict=True)) ** 0.5 < 14


def test_the_words_of_a_thread_end_before_its_points() -> None:
    svg = thread_picture(long_thread(60, 900))
    found = set(" ".join(groups(svg).values()).split())
    leftmost = min(float(one["cx"]) - float(one["r"]) for key in groups(svg) for one in circles(svg, key))
    rows = [box for box in boxes_of(svg) if set(box.words.split()) <= found and box.left < 300]
    assert len(rows) >= 180
    assert max(box.right for box in rows) < leftmost


def test_of_too_many_telegrams_the_nearest_are_drawn_and_the_rest_counted() -> None:
    thread = long_thread(300, 2000)
    svg = thread_picture(thread, most=60)
    found = groups(svg)
    by_steps = {one.key: one.steps for one in thread.nodes}
    assert len(found) == 60
    assert thread.key in found
    assert max(by_steps[key] for key in found) <= min(by_steps[key] for key in by_steps if key not in found)
    assert list(found) == [one.key for one in thread.nodes if one.key in found]
    assert any(words.startswith("240 telegrams and ") and "left out" in words for words in words_of(svg))
    assert "Further telegrams are connected with these." in words_of(svg)


def test_the_telegram_asked_for_is_drawn_when_only_one_is() -> None:
    assert list(groups(thread_picture(small_thread(), most=1))) == ["07DAKAR40"]


def test_links_lead_to_the_addresses_given() -> None:
    svg = thread_picture(small_thread(), link=lambda key: f"/telegram/{key}?a=1&b=2")
    addresses = [one.attrib["href"] for one in root_of(svg).iter(f"{SVG}a")]
    assert addresses == [f"/telegram/{one.key}?a=1&b=2" for one in small_thread().nodes]
    assert all(one.find(f"{SVG}text") is not None for one in root_of(svg).iter(f"{SVG}a"))


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/telegram/07DAKAR40", True),
        ("07DAKAR40.html", True),
        ("#07DAKAR40", True),
        ("https://archive.example/07DAKAR40", True),
        ("?time=12:30", True),
        ("javascript:alert(1)", False),
        (" JavaScript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("data:text/html,x", False),
    ],
)
def test_an_address_that_would_run_something_is_no_link(address: str, leads: bool) -> None:
    assert safe(address) is leads
    assert ("<a " in thread_picture(small_thread(), link=lambda key: address)) is leads


def test_hostile_text_stays_text() -> None:
    hostile = node(HOSTILE, "2007-03-02", subject=HOSTILE * 40, classification=HOSTILE)
    thread = replace(small_thread(), key=HOSTILE, nodes=(*small_thread().nodes, hostile))
    svg = thread_picture(thread, link=lambda key: "/" + key)
    assert "<script" not in svg
    assert "\x1b" not in svg
    assert "\u202e" not in " ".join(words_of(svg))
    assert meeting(svg) == []
    assert outside(svg) == []
    svg.encode("utf-8")


@given(
    keys=st.lists(text, max_size=6, unique=True),
    subject=text | st.none(),
    day=text | st.none() | st.sampled_from(["2007", "2007-02", "2007-02-03", "0001-01-01", "9999-12-31"]),
    certain=st.booleans(),
    held=st.booleans(),
)
def test_any_thread_is_drawn(keys: list[str], subject: str, day: str, certain: bool, held: bool) -> None:
    nodes = tuple(
        Node(key, held, day if place % 2 else "2007-01-04", True, subject, subject, place)
        for place, key in enumerate(keys)
    )
    links = tuple(Link(one, other, "reference", certain) for one in keys for other in keys)
    svg = thread_picture(Thread(keys[0] if keys else "", 2, nodes, links, False), link=lambda key: "/" + key)
    root = root_of(svg)
    drawn = [one.attrib["data-key"] for one in root.iter(f"{SVG}g") if "data-key" in one.attrib]
    assert len(drawn) == len(keys)
    assert "nan" not in svg.split("<desc", 1)[0]
    assert "script" not in {one.tag.removeprefix(SVG) for one in root.iter()}
