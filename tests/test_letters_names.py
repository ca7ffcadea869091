"""How letters name telegrams: kinds of posts, what is known of the date, the numbers that archives use."""

from __future__ import annotations

import pytest

from ghosts import UNKNOWN, citing, ghost
from reftel.graph.missing import About, Ghost
from reftel.letters import naming
from reftel.tables import rows as reading
from reftel.tables.post_titles import post_title
from reftel.telegram_id import read_id

# Id -> the words for it, without a date.
POSTS = {
    "97LONDON88994": "Embassy London telegram 88994",
    "05STATE21314": "Department of State telegram 21314",
    "08USUNNEWYORK412": "Mission to the United Nations telegram 412",
    "08GENEVA411": "Mission Geneva telegram 411",
    "08HONGKONG1811": "Consulate General Hong Kong telegram 1811",
    "08PESHAWAR90": "Consulate Peshawar telegram 90",
    "06HAVANA10033": "Interests Section Havana telegram 10033",
    "16HAVANA33": "Embassy Havana telegram 33",
    "76PEKING1450": "Liaison Office Peking telegram 1450",
    "76TAIPEI7731": "Embassy Taipei telegram 7731",
    "79TAIPEI731": "Taipei telegram 731",
    "06TAIPEI731": "American Institute in Taiwan telegram 731",
    "75SECTO14023": "Secretary's party telegram SECTO 14023",
    "75PARTO27": "Secretary's party telegram PARTO 27",
    "93BOMBAY2101": "Consulate General Bombay telegram 2101",
    "73FORTLAMY88": "Embassy Fort Lamy telegram 88",
    "08NDJAMENA301": "Embassy N'Djamena telegram 301",
    "08PORTAUPRINCE301": "Embassy Port-au-Prince telegram 301",
    "08NOWHERETOWN12": "NOWHERETOWN telegram 12",
}
LATER = citing("97PARIS2101", "1997-09-12T08:00:00Z")
CITED = citing("97PARIS1999", "1997-08-30T08:00:00Z")
# What is known -> the words for it, behind "Embassy London telegram 88994".
DATES = [
    (About("1997-08-22", "1997-08-22", "1997-08-22"), " of August 22, 1997"),
    (About(None, "1997-08-22", "1997-08-22"), " of August 22, 1997"),
    (
        About("1997-08-22", "1997-08-03", "1997-09-01"),
        " of about August 22, 1997 (between August 3 and September 1)",
    ),
    (
        About("1997-01-02", "1996-12-30", "1997-01-04"),
        " of about January 2, 1997 (between December 30, 1996, and January 4)",
    ),
    (
        About("1997-12-30", "1997-12-28", "1998-01-02"),
        " of about December 30, 1997 (between December 28 and January 2, 1998)",
    ),
    (About("1997-08-22", None, None), " of about August 22, 1997"),
    (About("1997-08-22", None, "1997-09-01"), " of about August 22, 1997 (not after September 1)"),
    (About("1997-08-22", "1997-08-03", "1997-12-31"), " of about August 22, 1997 (not before August 3)"),
    (About(None, "1997-08-03", "1997-08-30"), " of 1997 (between August 3 and August 30)"),
    (About(None, "1997-08-03", "1997-12-31"), " of 1997 (not before August 3)"),
    (About(None, "1997-01-01", "1997-03-02"), " of 1997 (not after March 2)"),
    (About(None, "1997-01-01", "1997-08-30"), " of 1997, cited on August 30, 1997"),
    (UNKNOWN, " of 1997, cited on August 30, 1997"),
]


@pytest.mark.parametrize(("key", "words"), POSTS.items(), ids=POSTS)
def test_a_telegram_is_named_by_its_post(key: str, words: str) -> None:
    [number, *_] = read_id(key)
    assert naming.telegram(number.post, number.year, number.serial) == words


@pytest.mark.parametrize(("sent", "words"), DATES, ids=[words for _, words in DATES])
def test_the_date_says_how_well_it_is_known(sent: About, words: str) -> None:
    assert naming.document(ghost("97LONDON88994", sent, (CITED,))) == f"Embassy London telegram 88994{words}"


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        (
            ghost("97LONDON88994", by=(CITED, LATER)),
            "Embassy London telegram 88994 of 1997, first cited on August 30, 1997",
        ),
        (
            ghost("97LONDON88994", by=(citing("98PARIS7", "1998-02"),)),
            "Embassy London telegram 88994 of 1997, cited in February 1998",
        ),
        (ghost("97LONDON88994", by=(citing("97PARIS7", "1997"),)), "Embassy London telegram 88994 of 1997"),
        (ghost("97LONDON88994", by=()), "Embassy London telegram 88994 of 1997"),
        (
            ghost("97LONDON88994", post="LONDON", year=None),
            "Embassy London telegram 88994, cited on November 28, 2007",
        ),
        (
            ghost("05REFERENCE:OTTAWA1504", post=None, year=None, serial=None),
            "telegram “05REFERENCE:OTTAWA1504”, cited on November 28, 2007",
        ),
        (ghost("XX", by=()), "telegram “XX”"),
    ],
)
def test_where_less_is_known_less_is_said(wanted: Ghost, words: str) -> None:
    assert naming.document(wanted) == words


def test_numbers_of_the_national_archives_are_for_1973_to_1979() -> None:
    assert naming.document_number(ghost("74LAPAZ2499")) == "1974LAPAZ02499"
    assert naming.document_number(ghost("74STATE72515")) == "1974STATE072515"
    assert naming.document_number(ghost("80LAPAZ2499")) is None
    assert naming.document_number(ghost("XX")) is None


def test_other_numbers_are_all_aliases_but_those_of_plusd() -> None:
    assert naming.other_numbers(ghost("74LAPAZ2499"), unofficial=False) == ("74LAPAZ2499", "1974LAPAZ2499")
    assert naming.other_numbers(ghost("07BAMAKO1015"), unofficial=True) == (
        "07BAMAKO1015",
        "2007BAMAKO1015",
        "07BAMAKO1015_a",
    )


@pytest.mark.parametrize(
    ("key", "date", "words"),
    [
        ("07BAMAKO1361", "2007-11-28T14:05:00Z", "Embassy Bamako telegram 1361 of November 28, 2007"),
        ("07BAMAKO1361", "2007-11", "Embassy Bamako telegram 1361 of November 2007"),
        ("07BAMAKO1361", None, "Embassy Bamako telegram 1361 of 2007"),
        ("~3f9a0c51d2e4", "2007-11-28", "a telegram without a number (~3f9a0c51d2e4) of November 28, 2007"),
        ("~3f9a0c51d2e4", None, "a telegram without a number (~3f9a0c51d2e4)"),
    ],
)
def test_a_telegram_that_cites_is_named_with_its_date(key: str, date: str | None, words: str) -> None:
    assert naming.citing(citing(key, date)) == words


# -- the table of titles ----------------------------------------------------------------------


@pytest.mark.parametrize("row", [pytest.param(row, id=row["reads"]) for row in reading.rows("post_titles")])
def test_the_example_of_a_title_reads_as_the_row_says(row: dict[str, str]) -> None:
    [number, *_] = read_id(row["example"])
    title = post_title(number.post, number.year)
    assert naming.telegram(number.post, number.year, number.serial) == row["reads"]
    assert (title.series, title.elsewhere) == (row["series"], row["elsewhere"] == "yes")
    assert row["source"]


def test_every_row_of_the_titles_names_known_posts() -> None:
    names = {name for row in reading.rows("post_titles") for name in reading.several(row["posts"])}
    assert [name for name in sorted(names) if read_id(f"07{name}1")[0].post != name] == []
