"""What pictures are made of: markup, words in their room, dates and axes."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drawn import ADVANCES
from reftel.pictures.lettering import fit, shown, width_of
from reftel.pictures.svg import Markup, element, escaped
from reftel.pictures.time_axis import period, ticks
from values_to_draw import text

# Time


@pytest.mark.parametrize(
    ("written", "words", "days"),
    [
        ("2007-03-14T16:30:00Z", "14 Mar 2007", 1),
        ("2007-03-14", "14 Mar 2007", 1),
        ("2008-02", "Feb 2008", 29),
        ("2007", "2007", 365),
        ("9999-12-31", "31 Dec 9999", 1),
    ],
)
def test_dates_are_as_precise_as_they_are_written(written: str, words: str, days: int) -> None:
    found = period(written)
    assert found is not None
    assert (found.words, found.last - found.first + 1) == (words, days)
    assert found.middle == found.first + days / 2


@pytest.mark.parametrize(
    "written", [None, "", "2007-13", "2007-02-30", "0000", "soon", "14 MAR 2007", "20071", "٢٠٠٧"]
)
def test_what_is_no_date_has_no_period(written: str | None) -> None:
    assert period(written) is None


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2007-03-01", "2007-03-05", ["1 Mar 2007", "2 Mar", "3 Mar", "4 Mar", "5 Mar"]),
        ("2007-03-01", "2007-03-30", ["5 Mar 2007", "12 Mar", "19 Mar", "26 Mar"]),
        ("2007-11-10", "2008-02-20", ["Dec 2007", "Jan 2008", "Feb"]),
        ("2006-02-01", "2009-01-20", ["Jul 2006", "Jan 2007", "Jul", "Jan 2008", "Jul", "Jan 2009"]),
        ("1966-01-01", "2010-12-31", ["1970", "1980", "1990", "2000", "2010"]),
    ],
)
def test_an_axis_has_days_months_or_years(first: str, last: str, words: list[str]) -> None:
    begin, end = date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal()
    found = [f"{tick.words} {tick.year or ''}".strip() for tick in ticks(begin, end, 6)]
    assert found == words


@given(first=st.integers(1, 3_000_000), length=st.integers(6, 3_600_000), most=st.integers(4, 12))
def test_any_axis_has_some_ticks_and_not_too_many(first: int, length: int, most: int) -> None:
    last = min(first + length, date.max.toordinal())
    days = [tick.day for tick in ticks(first, last, most)]
    assert 1 <= len(days) <= most
    assert days == sorted(set(days))
    assert first <= days[0]
    assert days[-1] <= last


# Words


def test_what_xml_forbids_is_replaced() -> None:
    assert escaped("a\x00b\ud800c\uffff<&\"'\r") == "a\ufffdb\ufffdc\ufffd&lt;&amp;&quot;&#39;&#13;"


def test_markup_is_not_escaped_twice_and_text_is() -> None:
    assert (
        element("g", element("a", "<"), "<", x=1.0, y=0.123, id=None)
        == '<g x="1" y="0.12"><a>&lt;</a>&lt;</g>'
    )
    assert isinstance(element("g"), Markup)


def test_long_words_are_cut_with_an_ellipsis() -> None:
    assert fit("HARBOUR DUES", 100, 9) == "HARBOUR DUES"
    cut = fit("HARBOUR DUES AT THE NEW QUAY", 100, 9)
    assert cut.endswith("…")
    assert "HARBOUR DUES AT THE NEW QUAY".startswith(cut[:-1])
    assert 60 < width_of(cut, 9) <= 100


def test_signs_that_control_are_replaced_and_lines_are_one() -> None:
    assert shown("a\u202eb\x1b[2Jc") == "a\ufffdb\ufffd[2Jc"
    assert shown(" NEW\r\n  QUAY\t") == "NEW QUAY"


def test_marks_that_pile_up_are_taken_away() -> None:
    assert shown("e\u0301\u0301\u0301\u0301\u0301s") == "é\u0301\u0301s"


def test_no_sign_is_wider_than_is_thought() -> None:
    wider = [sign for sign, advance in ADVANCES["normal"].items() if advance > width_of(sign, 1)]
    assert wider == []


@pytest.mark.parametrize(
    "words", ["07MONTEVIDEO1858", "WILLIWAW", "99USUNNEWYORK1", "lill", "about 14 Mar 2007"]
)
def test_no_bold_words_are_wider_than_is_thought(words: str) -> None:
    assert sum(ADVANCES["bold"][sign] for sign in words) <= width_of(words, 1, bold=True)


@given(words=text, room=st.floats(12, 300))
def test_any_text_fits_into_its_room(words: str, room: float) -> None:
    cut = fit(words, room, 9)
    assert width_of(cut, 9) <= room
    assert "\n" not in cut
