"""Evidence: both ways to know the day of a telegram, from its date and from rows of the store, agree."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reftel.graph.evidence import day_of, iso_day
from reftel.store import citing

numbers = st.sampled_from(["0000", "0001", "1900", "2007", "2008", "9999"])
months = st.integers(0, 14).map("{:02d}".format)
days = st.integers(0, 32).map("{:02d}".format)
dates = st.builds("{}-{}-{}{}".format, numbers, months, days, st.sampled_from(["", "T10:52:00Z", " x"]))
odd = st.text("0123456789-:TWZ. ", max_size=14)


@given(dates | odd)
@example("2007-02-30")
@example("2007112812")
@example("2007-W01-1")
def test_a_day_is_the_same_in_python_and_in_the_store(value: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE TABLE telegrams (post, year, serial, date)")
    connection.execute("INSERT INTO telegrams VALUES ('DAKAR', 2007, 77, ?)", (value,))
    assert citing.numbers(connection, "DAKAR", 2007) == [(77, day_of(value))]


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2007-11-28", date(2007, 11, 28)),
        ("2007-11-28T10:52:00Z", date(2007, 11, 28)),
        ("2007-11", None),
        ("2007-02-30", None),
        (None, None),
    ],
)
def test_the_day_of_a_date(value: str | None, day: date | None) -> None:
    assert iso_day(day_of(value)) == (day and day.isoformat())
