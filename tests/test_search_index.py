"""The index: it finds what a plain reading of records finds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from records_for_search import RECORDS, STATE, all_keys, filled, folded, scanned
from reftel.errors import QueryError
from reftel.record import Record
from reftel.search import Index, engine, fields, words
from reftel.search.fields import Kind
from reftel.search.query import LONGEST_BEGINNING, And, Form, Not, Or, Query, Term, parse


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with filled(tmp_path_factory.mktemp("search") / "index") as index:
        yield index


def some_words(dice: random.Random, values: list[str], most: int) -> str | None:
    """One to ``most`` neighbouring words of one of the values, as printed."""
    runs = [found for value in values if (found := value.split())]
    if not runs:
        return None
    run = dice.choice(runs)
    start = dice.randrange(len(run))
    return " ".join(run[start : start + dice.randint(1, most)]).replace('"', "").replace("*", "")


def term_of(dice: random.Random, field: fields.Field, record: Record) -> Term | None:
    """A term in ``field`` that finds ``record``; ``None`` where it holds nothing there."""
    if field.of == ("date",):
        return Term("1900" if field.name == "after" else "2100", field=field.name) if record.date else None
    if field.kind is Kind.DATE:
        return Term(record.date.value[: dice.choice((4, 7, 10))], field=field.name) if record.date else None
    values = list(field.values(record))
    if not values:
        return None
    if not field.worded:
        return Term(dice.choice(values), Form.PHRASE, field.name)
    text = some_words(dice, values, 3)
    return Term(text, Form.PHRASE, field.name) if text and any(sign.isalnum() for sign in text) else None


@pytest.mark.parametrize(
    "field", [one for one in fields.FIELDS if one.kind is not Kind.LINK], ids=lambda field: field.name
)
def test_each_field_is_indexed_and_finds_what_a_scan_finds(index: Index, field: fields.Field) -> None:
    dice = random.Random(field.name)
    tried = 0
    for key in dice.sample(sorted(RECORDS), len(RECORDS)):
        term = term_of(dice, field, RECORDS[key])
        if term is None:
            continue
        hits = all_keys(index, str(term))
        assert key in hits
        assert set(hits) == scanned(term)
        tried += 1
        if tried == 12:
            break
    assert tried >= 1


@pytest.mark.parametrize(
    "field",
    [one for one in fields.FIELDS if one.kind not in (Kind.DATE, Kind.LINK)],
    ids=lambda one: one.name,
)
def test_beginnings_find_what_a_scan_finds(index: Index, field: fields.Field) -> None:
    dice = random.Random(field.name)
    values = [value for key in sorted(RECORDS) for value in field.values(RECORDS[key])]
    if field.worded:
        values = [word.term for value in values for word in folded(value)]
    for value in dice.sample(values, min(8, len(values))):
        beginning = value[: dice.randint(1, len(value))]
        term = Term(beginning, Form.PREFIX, field.name)
        assert set(all_keys(index, term)) == scanned(term) != set()


def test_a_beginning_longer_than_the_stem_finds_the_word(index: Index) -> None:
    whole = scanned(Term("governme", Form.PREFIX))
    assert set(all_keys(index, "governme*")) == whole != set()


LEAVES = st.sampled_from(
    [
        *(
            "government",
            "Élections",
            "elections",
            "airport security",
            "the",
            "Łódź",
            "prison",
            "zzz",
            "l'elysee",
        ),
        *(
            "subject:food",
            "from:BAMAKO",
            "to:SECSTATE",
            "date:2004",
            "date:2003..2005",
            "class:SECRET",
            "tag:P*",
        ),
        *(
            "caption:NOFORN",
            "caption:SIPDIS",
            '"food-aid U.S."',
            '"the government"',
            "gov*",
            "*",
            "text:asked",
        ),
        *("governmant~", "goverment~2", "=elections", "subject:=prisons", '="food aid"', "person:Uberal~2"),
        *('"food aid"~2', '"government airport"~40', '"the the"~3', '"aid food U.S."~4', 'text:"the of a"~2'),
        *("post:BAMAKO", "before:2005-06", "after:2004", "has:summary", "missing:sections", "tag:terrorism"),
        *("missing:original", "tag:=PREL", "station:NEWDELHI", 'collection:"invented papers"', "bamako 1"),
        *("defect:doubled-heading", "country:Mali", "person:Überall", "date:..2002", "mark:C", "wrapper:raw"),
    ]
).map(parse)
TREES = st.recursive(
    LEAVES,
    lambda trees: st.one_of(
        trees.map(Not),
        st.lists(trees, min_size=2, max_size=3).map(lambda parts: And(tuple(parts))),
        st.lists(trees, min_size=2, max_size=3).map(lambda parts: Or(tuple(parts))),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=120)
@given(tree=TREES, sort=st.sampled_from(("relevance", "newest", "oldest")), size=st.integers(1, 50))
def test_any_query_finds_what_a_scan_finds_and_pages_join(
    index: Index, tree: Query, sort: str, size: int
) -> None:
    whole = index.search(tree, limit=1000, sort=sort)
    keys = [hit.key for hit in whole.keys]
    assert set(keys) == scanned(tree)
    assert whole.total == len(keys) == len(set(keys))
    pages = [
        index.search(tree, limit=size, offset=offset, sort=sort) for offset in range(0, whole.total, size)
    ]
    assert [hit.key for page in pages for hit in page.keys] == keys
    assert all(page.total == whole.total for page in pages)


# ---------------------------------------------------------------- ways of asking

SAME = {
    "case and accents": ("elysee", "Élysée"),
    "stems": ("governing", "government"),
    "level and its mark": ("class:S", "class:SECRET"),
    "country and its code": ("country:ML", "country:Mali"),
    "aliases of fields": ("title:elections", "subject:elections"),
    "precedence and its prosign": ("precedence:O", "precedence:IMMEDIATE"),
    "caption letter by letter": ('caption:"N O F O R N"', "caption:NOFORN"),
    "range and its parts": ("date:2004..2005", "date:2004 OR date:2005"),
}


@pytest.mark.parametrize("name", SAME)
def test_two_ways_of_asking_find_the_same(index: Index, name: str) -> None:
    one, other = SAME[name]
    assert all_keys(index, one, "newest") == all_keys(index, other, "newest") != []


@pytest.mark.parametrize(
    "form", ["{id}", "{year}{post}{serial:05}", '"{post} {serial:05} ({year})"', "{handle}"]
)
@pytest.mark.parametrize("key", list(RECORDS)[:40:9])
def test_a_number_in_any_form_finds_its_telegram_first(index: Index, key: str, form: str) -> None:
    record = RECORDS[key]
    asked = form.format(
        **{name: getattr(record, name) for name in ("id", "year", "post", "serial", "handle")}
    )
    assert all_keys(index, asked)[0] == key
    assert all_keys(index, f"id:{asked}") == [key]
    assert key in all_keys(index, f'id:"{record.post} {record.serial}"')


def test_a_level_is_not_found_by_a_part_of_its_name(index: Index) -> None:
    assert not set(all_keys(index, "class:SECRET")) & set(all_keys(index, 'class:"TOP SECRET"'))


def test_a_person_among_the_tags_is_found_with_and_without_initial(tmp_path: Path) -> None:
    first, second = list(RECORDS.values())[:2]
    index = Index.open(tmp_path)
    named = msgspec.structs.replace(first, tags=["OVIP", "SAMPLE, JANE Q."])
    plain = msgspec.structs.replace(second, tags=["OVIP", "SAMPLE, JANE", "ROE, J."])
    index.update([("named", named), ("plain", plain)], STATE)
    assert set(all_keys(index, 'tag:"sample, jane"')) == {"named", "plain"}
    assert all_keys(index, 'tag:"SAMPLE, JANE Q."') == ["named"]
    assert all_keys(index, 'tag:"ROE, J."') == ["plain"]
    assert all_keys(index, 'tag:"ROE,"') == []


def test_a_phrase_does_not_run_over_paragraphs(tmp_path: Path) -> None:
    record = next(iter(RECORDS.values()))
    first, second, *_ = record.paragraphs
    pair = [
        msgspec.structs.replace(first, text="alpha beta", heading=None),
        msgspec.structs.replace(second, text="gamma delta", heading=None),
    ]
    index = Index.open(tmp_path / "index")
    index.update([("a", msgspec.structs.replace(record, paragraphs=pair))], STATE)
    assert [index.search(words).total for words in ('"alpha beta"', '"beta gamma"', "beta gamma")] == [
        1,
        0,
        1,
    ]


def test_a_word_that_cannot_be_indexed_finds_nothing(index: Index) -> None:
    assert index.search("x" * 65).total == 0
    assert index.search("the " + "x" * 65).total == 0


def test_the_longest_word_is_indexed(tmp_path: Path) -> None:
    longest = "x" * words.LONGEST
    record = msgspec.structs.replace(next(iter(RECORDS.values())), subject=f"{longest} {longest}y")
    index = Index.open(tmp_path / "index")
    index.update([("a", record)], STATE)
    assert [index.search(f"{asked}").total for asked in (longest, f"{longest}y")] == [1, 0]


@pytest.mark.parametrize("beginning", ["A" * 200, "~" + "a" * 199, "x" * 5000], ids=len)
@pytest.mark.parametrize("name", ["tag", "id", "text", "from"])
def test_a_long_beginning_finds_nothing_but_does_no_harm(index: Index, name: str, beginning: str) -> None:
    try:
        query = parse(f"{name}:{beginning}*")
    except QueryError:
        assert len(beginning) > LONGEST_BEGINNING or not beginning.isalnum()
    else:
        assert index.search(query).total == 0


def test_text_that_no_encoding_can_write_is_taken_in(tmp_path: Path) -> None:
    record = msgspec.structs.replace(next(iter(RECORDS.values())), subject="alpha \ud800 beta\x00gamma")
    index = Index.open(tmp_path / "index")
    index.update([("a", record)], STATE)
    assert index.search("subject:(alpha beta gamma)").total == 1


def test_near_words_that_would_take_many_seconds_are_refused(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = 'food "the government of"~5'
    assert index.search(query).total == len(scanned(query))
    monkeypatch.setattr(engine, "_DEAREST", 1000)
    with pytest.raises(QueryError, match="too frequent") as caught:
        index.search(query)
    assert caught.value.place == 5
    assert index.search('"the government"~5').total == len(scanned('"the government"~5'))
    assert index.search('"the government zeppelin"~5').total == 0
