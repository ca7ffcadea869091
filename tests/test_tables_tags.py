"""TAGS: codes with all their meanings, run together, and one slip away."""

from __future__ import annotations

from collections import Counter

import pytest

from reftel import tables
from reftel.tables.topics import KINDS


def test_a_row_is_not_repeated() -> None:
    rows = Counter((row.code, row.kind, row.name, row.era) for row in tables.tags())
    assert [row for row, times in rows.items() if times > 1] == []


@pytest.mark.parametrize("kind", KINDS)
def test_codes_of_a_kind_have_its_form(kind: str) -> None:
    codes = [row.code for row in tables.tags() if row.kind == kind]
    lengths = {
        "subject": (4, 4),
        "program": (4, 4),
        "geographic": (2, 4),
        "organization": (2, 30),
        "phrase": (3, 30),
    }
    shortest, longest = lengths[kind]
    assert codes
    assert [code for code in codes if not shortest <= len(code) <= longest] == []


def test_programs_begin_with_k() -> None:
    assert [row.code for row in tables.tags() if row.kind == "program" and row.code[0] != "K"] == []


def test_letters_were_counted_alike_on_all_rows_of_a_code() -> None:
    counts = {(row.code.upper(), row.sampled) for row in tables.tags()}
    assert len(counts) == len(tables.tag_codes())


def test_a_code_has_a_row_for_each_of_its_meanings() -> None:
    meanings = {(row.name, row.country) for row in tables.tag("ch")}
    assert {country for _, country in meanings} == {"CN", "CH"}


@pytest.mark.parametrize("code", ["PREL", "prel", " KWMN ", "EL  AL", "UNGA/C-3", "ML"])
def test_known_codes(code: str) -> None:
    assert tables.tag(code)


@pytest.mark.parametrize("code", ["", "PREX", "CLINTON", "(EXAMPLE, JANE)"])
def test_unknown_codes(code: str) -> None:
    assert tables.tag(code) == ()


def test_codes_of_several_words_come_longest_first() -> None:
    codes = tables.multiword_tags()
    assert "EL AL" in codes
    assert [len(code) for code in codes] == sorted(map(len, codes), reverse=True)


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("ENRGIZ", ("ENRG", "IZ")),
        ("PRELPGOV", ("PREL", "PGOV")),
        ("ASECCASCKFLO", ("ASEC", "CASC", "KFLO")),
        ("PREL", None),
        ("PRELX", None),
        ("PRELQQ", None),
        ("BRUSSELS", None),
    ],
)
def test_codes_run_together(word: str, codes: tuple[str, ...] | None) -> None:
    assert tables.split_tags(word) == codes


@pytest.mark.parametrize(("word", "likeliest"), [("PRLE", "PREL"), ("PGVO", "PGOV"), ("ERTD", "ETRD")])
def test_the_likeliest_code_one_slip_away_comes_first(word: str, likeliest: str) -> None:
    assert tables.near_tags(word)[0] == likeliest


@pytest.mark.parametrize("word", ["PREL", "ML", "XYZZYX"])
def test_nothing_is_near_to_a_known_code_a_short_word_or_a_strange_one(word: str) -> None:
    assert tables.near_tags(word) == ()


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("POLMIL", ("POL", "MIL")),
        ("PREL", ("PREL",)),
        ("PRELPGOVML", ("PREL", "PGOV", "ML")),
        ("MLPREL", ("ML", "PREL")),
        ("QQQQQQ", None),
        ("Q", None),
    ],
)
def test_codes_run_on_to_words(word: str, codes: tuple[str, ...] | None) -> None:
    assert tables.cut_tags(word) == codes


# ---------------------------------------------------------------- other ways of writing


def test_a_misspelled_code_is_mended() -> None:
    assert tables.meant_tag("UNDESCO") == tables.meant_tag("undesco") == "UNESCO"
    assert tables.meant_tag("UNESCO") is None


def test_a_misspelling_is_no_code_and_means_one() -> None:
    for written, meant in tables.tag_variants().items():
        assert written not in tables.tag_codes()
        assert meant in tables.tag_codes()
