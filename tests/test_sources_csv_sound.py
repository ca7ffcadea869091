"""Rows that come one by one: what is read the short way is what the long way reads."""

from __future__ import annotations

import io
import re

from hypothesis import example, given
from hypothesis import strategies as st

from reftel.document import Source
from reftel.sources import cables_csv, csv_rows
from tables_of_cables import row

FIELD = re.compile(csv_rows.FIELD, re.DOTALL)
SIGNS = (
    '"',
    "\\",
    '""',
    '\\"',
    "\\\\",
    ",",
    '","',
    "\n",
    "\r\n",
    "'",
    "\\n",
    "\\t",
    "a",
    "ab",
    "\xe9",
    "\x00",
)
SIGNED = st.lists(st.sampled_from(SIGNS), max_size=14).map("".join)
START = '"1","12/28/1966 18:48","66BUENOSAIRES2481","'
SOUND = row(1).decode()


@given(SIGNED, st.integers(0, 3))
@example('"a\\\\"', 0)
@example('"a"""', 0)
def test_law_a_field_ends_where_its_pattern_says(words: str, less: int) -> None:
    end = max(0, len(words) - less)
    for start in range(end + 1):
        found = FIELD.match(words, start, end)
        assert cables_csv._field_end(words, start, end) == (found.end() if found else start)


@given(SIGNED)
def test_law_words_without_silent_signs_are_those_of_the_pieces(words: str) -> None:
    pieces = list(cables_csv._plain(words))
    assert cables_csv._without_silent(words) == "".join(piece.words for piece in pieces)
    assert all(piece.place.of(words) == piece.words for piece in pieces)


DAMAGED = st.lists(
    st.tuples(st.integers(0, len(SOUND)), st.integers(0, 2), st.sampled_from((*SIGNS, START, SOUND))),
    max_size=3,
)


@given(DAMAGED)
@example([])
@example([(len(SOUND), 0, SOUND)])
@example([(0, 0, "\ufeff")])
def test_law_a_sound_row_is_cut_no_other_way(damages: list[tuple[int, int, str]]) -> None:
    text = SOUND
    for place, lost, put in damages:
        text = text[:place] + put + text[place + lost :]
    if not cables_csv._is_sound_row(text):
        return
    (found,) = csv_rows.rows(io.BytesIO(text.encode()))
    assert (found.start, found.fault, found.raw.decode()) == (0, "", text.rstrip("\r\n"))


def test_what_is_read_the_short_way() -> None:
    assert cables_csv._is_sound_row(SOUND)
    assert not cables_csv._is_sound_row(SOUND + SOUND)
    assert not cables_csv._is_sound_row(SOUND.rstrip()[:-1])
    assert not cables_csv._is_sound_row("x" + SOUND)


def test_a_row_in_the_middle_of_another_is_a_document_of_its_own() -> None:
    glued = (SOUND.rstrip() + SOUND).encode()
    source = Source("t", "0" * 64, glued)
    assert len(list(cables_csv.read(source, glued.decode(), ()))) == 2
