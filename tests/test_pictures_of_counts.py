"""Pictures of counts: coverage, citations between posts, citations per month."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import SVG, boxes_of, meeting, root_of, words_of
from reftel.graph.coverage import Coverage
from reftel.graph.series import WARNINGS, Estimate
from reftel.pictures import coverage_picture, matrix_picture, months_picture
from reftel.pictures.months import round_steps
from values_to_draw import MANY_MONTHS, POSTS, SMALL_COVERAGE, SMALL_MATRIX, SMALL_MONTHS, series, text

# Coverage


def test_coverage_prints_shares_and_hatches_where_no_conclusion_can_rest() -> None:
    svg = coverage_picture(SMALL_COVERAGE)
    cells = {
        title.split(":")[0]: (one.findtext(f"{SVG}text"), one[1].attrib["fill"])
        for one in root_of(svg).iter(f"{SVG}g")
        if (title := one.findtext(f"{SVG}title"))
    }
    assert {key: words for key, (words, _) in cells.items()} == {
        "DAKAR 2006": "41",
        "DAKAR 2007": "0.3",
        "DAKAR 2008": "100",
        "BAMAKO 2006": "?",
        "BAMAKO 2008": "99",
    }
    assert {key for key, (_, fill) in cells.items() if fill == "url(#coverage-hatch)"} == {
        "DAKAR 2007",
        "BAMAKO 2006",
    }
    assert cells["DAKAR 2006"][1] != cells["DAKAR 2008"][1]
    assert [box.words for box in boxes_of(svg) if box.words in POSTS] == ["BAMAKO", "DAKAR"]
    assert {"904", "1,272"} <= set(words_of(svg))


@pytest.mark.parametrize(
    ("share", "years", "words"),
    [
        (0.0004, 3, "<0.1"),
        (0.0004, 55, "<.1"),
        (0.0019, 3, "0.1"),
        (0.0099999, 3, "0.9"),
        (0.01, 3, "1"),
        (0.555, 3, "56"),
        (0.9999, 45, "99"),
        (1.0, 45, "100"),
    ],
)
def test_a_share_is_never_rounded_to_nothing_or_to_all(share: float, years: int, words: str) -> None:
    rows = [series("DAKAR", year, 40, share) for year in range(1966, 1966 + years)]
    assert words_of(coverage_picture(rows)).count(words) == years


def test_a_cell_tells_the_share_with_its_interval() -> None:
    rows = [series("DAKAR", 2006, 370, 0.41, "few"), series("LOME", 2006, 37, 0.004)]
    titles = [one.text for one in root_of(coverage_picture(rows)).iter(f"{SVG}title")]
    assert titles[1:] == [
        f"DAKAR 2006: 370 held here; 41 % (37 to 45 %); 3 cited and not held here; {WARNINGS['few']}",
        "LOME 2006: 37 held here; 0.40 % (0.36 to 0.44 %); 3 cited and not held here",
    ]


def test_coverage_says_why_cells_are_hatched() -> None:
    said = " ".join(words_of(coverage_picture(SMALL_COVERAGE)))
    assert f"{WARNINGS['few']} (2 cells); {WARNINGS['undated']} (1 cell)" in said


def test_four_hundred_posts_and_45_years_are_one_tall_picture() -> None:
    rows = [
        series(
            f"POST{place}",
            year,
            40 + place,
            (place * year % 97 + 1) / 98,
            *(["few"] if year % 9 == 0 else []),
        )
        for place in range(400)
        for year in range(1966, 2011)
    ]
    svg = coverage_picture(rows)
    root = root_of(svg)
    assert float(root.attrib["width"]) <= 1060
    assert sum(one.tag == f"{SVG}title" for one in root.iter()) == 400 * 45 + 1
    assert words_of(svg).count("1966") == 8
    assert len(svg) < 6_000_000


def test_a_misread_year_does_not_draw_thousands_of_columns() -> None:
    svg = coverage_picture([*SMALL_COVERAGE, series("DAKAR", 207, 4, 0.5), series("DAKAR", 9007, 4, 0.5)])
    assert float(root_of(svg).attrib["width"]) == 720
    assert {"207", "2006", "9007"} <= set(words_of(svg))


# Matrix


def test_a_matrix_has_counts_and_totals() -> None:
    svg = matrix_picture(SMALL_MATRIX)
    said = {one.text for one in root_of(svg).iter(f"{SVG}title")}
    assert {"DAKAR cites STATE: 1,204", "STATE cites DAKAR: 17", "BAMAKO cites BAMAKO: 3"} <= said
    assert words_of(svg).count("1,204") == 3, "in the cell, what one cites, and how often the other is cited"
    assert {"17", "3", "1,224"} <= set(words_of(svg))
    assert "LOME" not in words_of(svg)


def test_rows_cite_and_columns_are_cited() -> None:
    svg = matrix_picture({("DAKAR", "STATE"): 7, ("STATE", "LOME"): 1})
    boxes = boxes_of(svg)
    cell = next(box for box in boxes if box.words == "7")
    row = min((box for box in boxes if box.words == "DAKAR"), key=lambda box: box.left)
    column = max((box for box in boxes if box.words == "STATE"), key=lambda box: box.left)
    assert row.top < (cell.top + cell.bottom) / 2 < row.bottom
    assert column.left - 2 < (cell.left + cell.right) / 2 < column.right + 2


def test_posts_beyond_the_most_connected_stand_together() -> None:
    counts = {(f"POST{a}", f"POST{b}"): 1000 - a - b for a in range(30) for b in range(30)}
    svg = matrix_picture(counts, most=24)
    said = {one.text for one in root_of(svg).iter(f"{SVG}title")}
    others = sum(count for (a, b), count in counts.items() if int(a[4:]) >= 24 and int(b[4:]) >= 24)
    assert f"other posts cites other posts: {others:,}" in said
    assert words_of(svg).count("other posts") == 2
    assert "POST23" in words_of(svg)
    assert "POST24" not in words_of(svg)
    assert f"{sum(counts.values()):,}" in words_of(svg)


def test_counts_that_do_not_fit_are_in_thousands_and_totals_are_exact() -> None:
    svg = matrix_picture({(f"P{a}", f"P{b}"): 10**a + b for a in range(9) for b in range(40)}, most=50)
    said = words_of(svg)
    assert {"1003", "10k", "100k", "1M", "10M", "100M"} <= set(said)
    assert "k: whole thousands, M: whole millions" in said
    assert f"{sum(10**a for a in range(9)):,}" in said
    assert "0M" not in said
    assert meeting(svg) == []


def test_a_post_with_the_name_of_the_others_stays_itself() -> None:
    counts = {("other posts", "DAKAR"): 50, ("A", "DAKAR"): 1, ("B", "DAKAR"): 1, ("C", "DAKAR"): 1}
    titles = [one.text for one in root_of(matrix_picture(counts, most=2)).iter(f"{SVG}title")]
    assert titles[1:] == ["other posts cites DAKAR: 50", "other posts cites DAKAR: 3"]


def test_more_citations_are_darker() -> None:
    svg = matrix_picture({("A", "B"): 1, ("B", "C"): 40, ("C", "A"): 5000})
    fills = {
        one.findtext(f"{SVG}text"): int(one[1].attrib["fill"][1:3], 16)
        for one in root_of(svg).iter(f"{SVG}g")
        if one.find(f"{SVG}title") is not None
    }
    assert fills["1"] > fills["40"] > fills["5,000"]


# Months


def bars(svg: str) -> dict[str, tuple[str, float]]:
    return {
        one.attrib["data-month"]: (one.attrib["data-count"], float(one.attrib["height"]))
        for one in root_of(svg).iter(f"{SVG}rect")
        if "data-month" in one.attrib
    }


def test_months_without_citations_are_zero() -> None:
    found = bars(months_picture(SMALL_MONTHS))
    assert {month: count for month, (count, _) in found.items()} == {
        "2007-11": "9",
        "2007-12": "0",
        "2008-01": "0",
        "2008-02": "31",
    }
    assert found["2007-12"][1] == 0
    assert found["2008-02"][1] / found["2007-11"][1] == pytest.approx(31 / 9, abs=0.01)


def test_forty_five_years_of_months() -> None:
    svg = months_picture(MANY_MONTHS)
    assert len(bars(svg)) == 540
    assert {"1970", "1990", "2010"} <= set(words_of(svg))


def test_what_has_no_month_is_counted_and_not_drawn() -> None:
    svg = months_picture({"": 3, "2007-13": 2, "2007-11": 9, "0000-01": 4, "٢٠٠٧-11": 1})
    assert list(bars(svg)) == ["2007-11"]
    assert "10 citations without a month left out." in words_of(svg)
    assert "3 citations without a month left out." in words_of(months_picture({"": 3}))


def test_a_misread_month_does_not_draw_thousands_of_bars() -> None:
    svg = months_picture({"0207-01": 5, "2007-11": 9})
    assert len(bars(svg)) == 720
    assert any(words.startswith("5 citations of earlier months left out") for words in words_of(svg))


@pytest.mark.parametrize(
    ("highest", "scale"),
    [
        (1, [0, 1]),
        (7, [0, 2, 4, 6, 8]),
        (31, [0, 10, 20, 30, 40]),
        (1800, [0, 500, 1000, 1500, 2000]),
        (5, [0, 1, 2, 3, 4, 5]),
    ],
)
def test_the_scale_has_round_numbers(highest: int, scale: list[int]) -> None:
    assert round_steps(highest) == scale


@given(
    cells=st.dictionaries(st.tuples(text, st.integers(1, 9999)), st.floats(0, 1) | st.none(), max_size=8),
    codes=st.lists(text, max_size=2),
)
def test_any_coverage_is_drawn(cells: dict[tuple[str, int], float | None], codes: list[str]) -> None:
    rows = [
        Coverage(
            post,
            year,
            5,
            1,
            9,
            None,
            None if share is None else Estimate(share, share, share),
            (),
            (),
            (*codes,),
            0,
        )
        for (post, year), share in cells.items()
    ]
    titles = list(root_of(coverage_picture(rows)).iter(f"{SVG}title"))
    assert len(titles) == len(cells) + 1


@given(
    counts=st.dictionaries(st.tuples(text, text), st.integers(-2, 10**9), max_size=12), most=st.integers(0, 5)
)
def test_any_matrix_is_drawn_and_nothing_is_lost(counts: dict[tuple[str, str], int], most: int) -> None:
    svg = matrix_picture(counts, most=most)
    root_of(svg)
    total = sum(count for count in counts.values() if count > 0)
    assert f"{total:,}" in words_of(svg) or not total


@given(
    counts=st.dictionaries(
        text | st.dates().map(lambda day: day.isoformat()[:7]), st.integers(-2, 10**6), max_size=8
    )
)
def test_any_months_are_drawn(counts: dict[str, int]) -> None:
    svg = months_picture(counts)
    assert len(bars(svg)) <= 720
    assert meeting(svg) == []
