"""Ids: every way of writing one, the damage that rules mend, the names that archives give."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel import tables
from reftel.telegram_id import (
    TelegramId,
    aliases,
    full_year,
    nara_number,
    near_station,
    read_id,
    stations,
)

BAMAKO = TelegramId(2007, "BAMAKO", 1399)
POSTS = [post.name for post in tables.posts()]
TWO_STATIONS = 2


def ids(text: str, year: int | None = None) -> list[str]:
    return [str(number) for number in read_id(text, year)]


@pytest.mark.parametrize(
    "text",
    [
        "07BAMAKO1399",
        "07BAMAKO1399_a",
        "07bamako1399",
        "2007BAMAKO1399",
        "2007 Bamako 01399",
        "07 BAMAKO 001399",
        "'07 BAMAKO 1399",
        "07-BAMAKO-1399",
        "(07) BAMAKO 1399",
        "BAMAKO 1399 (07)",
        "BAMAKO 1399 (2007)",
        "BAMAKO 1399/07",
        "BAMAKO 1399-07",
        "BAMAKO 1399 07",
        "BAMAKO (07) 1399",
        "07 AMEMBASSY BAMAKO 1399",
        "  07  BAMAKO   1399.",
        "07_BAMAKO_1399",
        "07BAMAKO1399.html",
        "07BAMAKO1399_a.txt",
        "https://archive.example/cables/07BAMAKO1399_a.html",
    ],
)
def test_ways_of_writing(text: str) -> None:
    assert read_id(text) == (BAMAKO,)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1974LAPAZ02499", "74LAPAZ2499"),
        ("1976STATE187673", "76STATE187673"),
        ("06SECSTATE83673", "06STATE83673"),
        ("04SAOPAULO12", "04SAOPAULO12"),
        ("04 São Paulo 12", "04SAOPAULO12"),
        ("09 N'Djamena 511", "09NDJAMENA511"),
        ("05UNVIE1", "05UNVIEVIENNA1"),
    ],
)
def test_names_of_stations(text: str, wanted: str) -> None:
    assert ids(text) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("07EFTOBAMAKO1399", "07BAMAKO1399"),
        ("08SECTION01OF03CAIRO1400", "08CAIRO1400"),
        ("07OSLO000160ZDK164", "07OSLO160"),
        ("7575ROME12", "75ROME12"),
        ("08SIFIEDABUJA12", "08ABUJA12"),
        ("01WELLINGOTN12", "01WELLINGTON12"),
    ],
)
def test_damage_that_a_rule_mends(text: str, wanted: str) -> None:
    assert ids(text) == [wanted]


@pytest.mark.parametrize(
    "text", ["", " ", "BAMAKO", "1399", "07BAMAKO", "07BAMAKO0", "BAMAKO 1399", "x" * 500, "07 1399"]
)
def test_what_is_no_id(text: str) -> None:
    assert read_id(text) == ()


def test_a_year_completes_a_number_without_one() -> None:
    assert ids("BAMAKO 01399", 2007) == ["07BAMAKO1399"]
    assert ids("06 BAMAKO 01399", 2007) == ["06BAMAKO1399"]


def test_a_cut_name_of_the_seventies_can_mean_several_stations() -> None:
    assert len(read_id("1974PORTO01234")) == TWO_STATIONS
    assert len(stations("PORTO", 1974)) == TWO_STATIONS
    assert len(stations("PORTO", 2007)) == 1


@pytest.mark.parametrize(
    ("printed", "year"), [("07", 2007), ("75", 1975), ("40", 1940), ("39", 2039), ("1965", 1965)]
)
def test_years(printed: str, year: int) -> None:
    assert full_year(printed) == year


@pytest.mark.parametrize(
    ("name", "wanted"), [("WELLINGTN", "WELLINGTON"), ("BAMAKOO", "BAMAKO"), ("XQXQXQ", None), ("AB", None)]
)
def test_near_stations(name: str, wanted: str | None) -> None:
    assert near_station(name) == wanted


def test_unknown_stations_stay_as_they_are() -> None:
    assert ids("07 ATLANTIS 12") == ["07ATLANTIS12"]


def test_names_that_archives_give() -> None:
    assert aliases(BAMAKO) == ("2007BAMAKO1399", "07BAMAKO1399_a")
    assert aliases(TelegramId(1974, "LAPAZ", 2499)) == ("1974LAPAZ2499", "1974LAPAZ02499", "1974LAPAZ02499_b")
    assert aliases(TelegramId(1979, "LAPAZ", 12)) == ("1979LAPAZ12", "1979LAPAZ00012", "1979LAPAZ00012_e")
    assert aliases(TelegramId(1974, "ATLANTIS", 12)) == ("1974ATLANTIS12",)
    assert aliases(TelegramId(2015, "BAMAKO", 12)) == ("2015BAMAKO12",)


def test_numbers_of_the_national_archives() -> None:
    assert nara_number(TelegramId(1976, "STATE", 1234)) == "1976STATE001234"
    assert nara_number(TelegramId(1976, "ATLANTIS", 1234)) is None


@given(year=st.integers(1940, 2039), post=st.sampled_from(POSTS), serial=st.integers(1, 999_999))
def test_what_is_written_is_read(year: int, post: str, serial: int) -> None:
    number = TelegramId(year, post, serial)
    assert number in read_id(str(number))
    for other in aliases(number):
        assert number in read_id(other), other


@given(st.text(max_size=90))
def test_any_text_is_read(text: str) -> None:
    for number in read_id(text, 2007):
        assert number.serial > 0
        assert number in read_id(str(number)) or not tables.post(number.post)


@pytest.mark.parametrize("text", ["73BANGKOK-A50", "73 BANGKOK A-50", "CA-3400", "STATE CA-3400"])
def test_an_airgram_is_no_telegram(text: str) -> None:
    assert read_id(text, 1973) == ()


def test_the_section_is_no_part_of_the_number() -> None:
    assert read_id("BAMAKO 001399 SECTION 01 OF 03", 2007) == (BAMAKO,)
