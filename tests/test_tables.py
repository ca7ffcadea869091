"""The code tables: shape, order, one meaning for each word, and every example is found again."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from reftel import tables, telegram_id
from reftel.tables import rows as reading
from reftel.tables.titles import is_title_word, title_words

FOLDER = Path(reading.__file__).parent
COLUMNS = {
    "archival_series": "wrapper,first_year,last_year,record_group,series,example,source",
    "captions": "code,kind,mark,name,variants,open,from,to,example,source",
    "classifications": "code,name,mark,rank,security_lines,variants,from,to,example,source,notes",
    "country_variants": "code,variants,source",
    "executive_orders": "code,name,signed,from,to,printed,variants,example,source",
    "id_remains": "code,place,cut,example,reads,source",
    "line_kinds": "code,name,explanation,example,source",
    "offices": "code,name,example,source",
    "post_titles": "posts,kind,first_year,last_year,title,series,elsewhere,example,reads,source",
    "posts": "canonical,plads,routing_indicators,kind,city,country_iso2,lat,lon,aliases,same_place,nara6,"
    "cablegate_cables,cablegate_years,notes",
    "precedences": "code,doubled,name,rank,variants,example,source",
    "record_groups": "code,name,source",
    "schedules": "order,instruction,level,counts,years,printed,downgrades,rule,example,source,note",
    "signals": "code,name,resent,variants,example,source",
    "tag_variants": "variant,code,source",
    "tags": "code,kind,name,iso_alpha2,era,source,sampled,status_notes",
    "titles": "code,kind,variants,example,source",
}
CLOSED = {  # the cells that hold one of a few words
    ("captions", "kind"): {"caption", "caveat", "channel"},
    ("captions", "open"): {"", "yes", "remark"},
    ("executive_orders", "printed"): {"", "yes"},
    ("id_remains", "cut"): {"yes", "no"},
    ("id_remains", "place"): {"before", "after"},
    ("post_titles", "elsewhere"): {"", "yes"},
    ("post_titles", "kind"): {"", "embassy", "consulate", "mission", "department", "other"},
    ("posts", "kind"): {"embassy", "consulate", "mission", "department", "other"},
    ("schedules", "counts"): {"", "day", "year-end"},
    ("schedules", "printed"): {"", "declassification", "downgrading", "review"},
    ("signals", "resent"): {"", *tables.RESENT},
    ("tags", "kind"): {"subject", "program", "geographic", "organization", "phrase"},
    ("titles", "kind"): {"title", "field", "office", "post", "honorific", "word"},
}
BY_EXAMPLE = (
    "captions",
    "classifications",
    "id_remains",
    "offices",
    "precedences",
    "signals",
    "titles",
    "executive_orders",
)

Row = dict[str, str]


def rows_with_examples(table: str) -> list[object]:
    return [pytest.param(row, id=row["code"]) for row in reading.rows(table)]


def words_of(row: Row) -> list[str]:
    """The code and the variants of a row."""
    return [row["code"], *reading.several(row.get("variants", ""))]


def doubles(words: Iterator[str]) -> list[str]:
    return [word for word, times in Counter(words).items() if times > 1]


# -- shape ------------------------------------------------------------------------------------


def test_every_table_is_listed_here() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.csv")) == sorted(COLUMNS)


@pytest.mark.parametrize("table", COLUMNS)
def test_the_sources_name_the_table(table: str) -> None:
    assert f"`{table}.csv`" in (FOLDER / "SOURCES.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("table", COLUMNS)
def test_columns_are_as_stated_and_every_row_has_them_all(table: str) -> None:
    with (FOLDER / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        head, *cells = csv.reader(lines)
    assert ",".join(head) == COLUMNS[table]
    assert [row for row in cells if len(row) != len(head)] == []


@pytest.mark.parametrize("table", COLUMNS)
def test_no_cell_has_blanks_around_it_or_empty_values_in_it(table: str) -> None:
    cells = [cell for row in reading.rows(table) for cell in row.values()]
    assert [cell for cell in cells if cell != cell.strip() or ";;" in cell] == []


@pytest.mark.parametrize("table", BY_EXAMPLE)
def test_every_row_has_an_example_and_a_source(table: str) -> None:
    assert [row["code"] for row in reading.rows(table) if not (row["example"] and row["source"])] == []


@pytest.mark.parametrize(("table", "column"), CLOSED, ids="-".join)
def test_a_cell_of_a_closed_list_holds_one_of_its_words(table: str, column: str) -> None:
    assert {row[column] for row in reading.rows(table)} <= CLOSED[table, column]


@pytest.mark.parametrize("table", ["captions", "classifications", "executive_orders"])
def test_dates_are_days_and_in_order(table: str) -> None:
    for row in reading.rows(table):
        days = [date.fromisoformat(row[name]) for name in ("signed", "from", "to") if row.get(name)]
        assert days == sorted(days), row["code"]


@pytest.mark.parametrize(
    "table",
    [
        name
        for name in COLUMNS
        if name
        not in ("archival_series", "classifications", "post_titles", "posts", "record_groups", "schedules")
    ],
)
def test_rows_are_in_order_of_code(table: str) -> None:
    codes = [row["code"] for row in reading.rows(table)]
    assert codes == sorted(codes)


def test_schedules_are_in_order_of_number_instruction_and_level() -> None:
    keys = [(row["order"], row["instruction"], row["level"]) for row in reading.rows("schedules")]
    assert keys == sorted(set(keys))


def test_levels_are_in_order_of_rank() -> None:
    ranks = [int(row["rank"]) for row in reading.rows("classifications")]
    assert ranks == sorted(ranks, reverse=True)
    assert not doubles(iter(map(str, ranks)))


# -- one word, one row ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table",
    ["captions", "classifications", "executive_orders", "precedences", "signals", "titles", "offices"],
)
def test_no_word_stands_for_two_rows(table: str) -> None:
    owners = {(word, row["code"]) for row in reading.rows(table) for word in words_of(row)}
    assert doubles(word for word, _ in owners) == []


def test_no_security_line_stands_for_two_levels() -> None:
    assert doubles(group for row in tables.classifications() for group in row.security_lines) == []


def test_a_caption_is_no_level_and_no_precedence() -> None:
    words = {word for row in reading.rows("captions") for word in words_of(row)}
    assert [word for word in words if tables.classification(word) or tables.precedence(word)] == []


# -- every example is found again ---------------------------------------------------------------


@pytest.mark.parametrize("row", rows_with_examples("classifications"))
def test_example_of_a_level(row: Row) -> None:
    found = [tables.classification(words) for words in (row["example"], *words_of(row))]
    assert [level and level.code for level in found] == [row["code"]] * len(found)


@pytest.mark.parametrize("row", rows_with_examples("captions"))
def test_example_of_a_caption(row: Row) -> None:
    found = [tables.caption(words) for words in (row["example"], *words_of(row))]
    assert [caption and caption.code for caption in found] == [row["code"]] * len(found)


@pytest.mark.parametrize("row", rows_with_examples("precedences"))
def test_example_of_a_precedence(row: Row) -> None:
    first = row["example"].split()[0]
    found = [tables.precedence(words) for words in (first, row["name"], row["doubled"], *words_of(row))]
    assert [precedence and precedence.code for precedence in found] == [row["code"]] * len(found)


@pytest.mark.parametrize("row", rows_with_examples("signals"))
def test_example_of_a_signal(row: Row) -> None:
    words = [word.partition("/")[0] for word in row["example"].split()]
    assert row["code"] in [signal.code for word in words if (signal := tables.signal(word))]


@pytest.mark.parametrize("row", rows_with_examples("executive_orders"))
def test_an_order_is_found_by_its_number_and_its_misprints(row: Row) -> None:
    found = [tables.executive_order(number) for number in words_of(row)]
    assert [order and order.code for order in found] == [row["code"]] * len(found)


@pytest.mark.parametrize("row", rows_with_examples("executive_orders"))
def test_example_of_an_order_names_it_where_telegrams_print_it(row: Row) -> None:
    assert (row["code"] in row["example"]) == (row["printed"] == "yes")


@pytest.mark.parametrize("row", rows_with_examples("offices"))
def test_example_of_an_office(row: Row) -> None:
    rest = tables.squeezed(row["example"].removeprefix(row["code"]))
    assert rest
    assert tables.without_office(tables.squeezed(row["example"])) == rest


@pytest.mark.parametrize("row", rows_with_examples("titles"))
def test_example_of_a_title(row: Row) -> None:
    words = {word.upper().strip(".,") for part in row["example"].split() for word in (part, *part.split("'"))}
    assert not words.isdisjoint(words_of(row))
    assert all(map(is_title_word, words_of(row)))
    assert not is_title_word("Example")


def test_every_title_is_one_word_as_it_is_asked_for() -> None:
    assert [word for word in title_words() if " " in word or word != word.upper().strip(".,;:()'")] == []


@pytest.mark.parametrize("word", ["Ambassodor", "Counsellor", "Representitive", "POL/ECON", "Chargé"])
def test_a_long_title_one_slip_away_is_a_title(word: str) -> None:
    assert is_title_word(word)


# -- markings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(1972, 5, 31), None),
        (date(1972, 6, 1), "11652"),
        (date(1978, 12, 1), "12065"),
        (date(1982, 8, 1), "12356"),
        (date(1995, 10, 14), "12958"),
        (date(2007, 11, 28), "12958"),
        (date(2010, 6, 27), "13526"),
    ],
    ids=str,
)
def test_the_order_that_telegrams_of_a_day_name(day: date, number: str | None) -> None:
    order = tables.executive_order_on(day)
    assert (order.code if order else None) == number


def test_printed_orders_follow_one_another_without_a_gap() -> None:
    printed = [order for order in tables.executive_orders() if order.printed]
    for before, after in pairwise(printed):
        assert before.until is not None
        assert (after.since - before.until).days == 1


@pytest.mark.parametrize("words", ["", "BAMAKO", "TOP", "SUMMARY", "RELATIONS WITH FRANCE", "CODELIST"])
def test_other_words_are_no_markings(words: str) -> None:
    assert tables.classification(words) is None
    assert tables.caption(words) is None
    assert tables.precedence(words) is None


@pytest.mark.parametrize(
    ("group", "level"), [("CCCCC", "CONFIDENTIAL"), ("UUUUU/AAAAA", "UNCLASSIFIED"), ("XXXXX", None)]
)
def test_the_security_line_names_a_level(group: str, level: str | None) -> None:
    found = tables.classification_of_security_line(group)
    assert (found.code if found else None) == level


@pytest.mark.parametrize("row", reading.rows("id_remains"), ids=lambda row: row["code"])
def test_words_that_stand_in_damaged_ids(row: Row) -> None:
    assert [str(number) for number in telegram_id.read_id(row["example"])] == [row["reads"]]
    heads = [post.name for post in tables.posts() if post.name.startswith(row["code"])]
    assert row["place"] == "after" or not heads
