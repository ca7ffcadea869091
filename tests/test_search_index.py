"""The index: it finds what a plain reading of records finds, in a stable order, whatever was done to it."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel.compose import collection
from reftel.errors import ArchiveBusy, ArchiveError, QueryError
from reftel.record import BestDate, Record, StatedDefect
from reftel.search import Index, State, dates, fields, words
from reftel.search import schema as layout
from reftel.search.fields import Kind
from reftel.search.query import And, Everything, Form, Not, Or, Query, Term, parse
from reftel.telegram_id import read_id

STATE = State(7, "token")


def with_oddities(records: list[Record]) -> list[Record]:
    """The records, some of them without date, of a known day or year only, or with a defect."""
    changes: list[dict[str, Any]] = [
        {"date": None},
        {"date": BestDate("2004", "year", "identifier")},
        {"date": BestDate("2004-05-06", "day", "wrapper")},
        {
            "defects": [StatedDefect("doubled-heading", "the heading stands twice", (0, 1))],
            "caveats": ["NOFORN"],
        },
        {"signature": ["Łódź-Überall"], "subject": "L'Élysée's food-aid, U.S. prisons"},
    ]
    return [
        msgspec.structs.replace(record, **changes[place % 20]) if place % 20 < len(changes) else record
        for place, record in enumerate(records)
    ]


RECORDS = {str(record.id): record for record in with_oddities(list(collection(160, 11)))}


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index.open(tmp_path_factory.mktemp("search") / "index") as index:
        keys = list(RECORDS)
        for part in (keys[:60], keys[60:100], keys[100:]):  # several segments
            index.update([(key, RECORDS[key]) for key in part], STATE)
        yield index


def all_keys(index: Index, query: Query | str, sort: str = "relevance") -> list[str]:
    return [hit.key for hit in index.search(query, limit=10_000, sort=sort).keys]


# ---------------------------------------------------------------- the same by plain reading


stems, folded = cache(words.stems), cache(words.folded)


@cache
def places(cut: Callable[[str], list[words.Word]], value: str) -> frozenset[tuple[str, int]]:
    """The words of ``value`` with their positions."""
    return frozenset((word.term, word.position) for word in cut(value))


def holds(values: list[str], run: list[words.Word], cut: Callable[[str], list[words.Word]]) -> bool:
    """Whether one of the values holds the words of ``run`` one after the other."""
    asked = [(word.term, word.position - run[0].position) for word in run]
    for value in values:
        have = places(cut, value)
        if any(
            word == asked[0][0] and all((term, at + first) in have for term, at in asked)
            for word, first in have
        ):
            return True
    return False


def reads(record: Record, term: Term) -> bool:
    """Whether ``term`` is in ``record``, by the list of fields and the analyzer alone."""
    if term.field is None:
        named = term.form is not Form.PREFIX and [str(number) for number in read_id(term.text)]
        return bool(named and record.id in named) or any(
            reads(record, Term(term.text, term.form, name)) for name in fields.BARE
        )
    field = fields.field(term.field)
    assert field is not None
    values = list(field.values(record))
    if field.kind is Kind.DATE:
        asked, has = dates.days(term.text), dates.days_of(record)
        return has is not None and asked.first <= has.first and has.last <= asked.last
    if not field.worded:
        if term.form is Form.PREFIX:
            return any(value.startswith(field.fold(term.text)) for value in values)
        return bool(set(field.terms(term.text)) & set(values))
    if term.form is Form.PREFIX:
        (beginning,) = words.folded(term.text)
        return any(word.term.startswith(beginning.term) for value in values for word in folded(value))
    cut = stems if field.kind is Kind.TEXT else folded
    return holds(values, cut(term.text), cut)


def finds(record: Record, query: Query) -> bool:
    if isinstance(query, Term):
        return reads(record, query)
    if isinstance(query, Not):
        return not finds(record, query.part)
    if isinstance(query, Everything):
        return True
    one = all if isinstance(query, And) else any
    return one(finds(record, part) for part in query.parts)


def scanned(query: Query | str) -> set[str]:
    tree = parse(query) if isinstance(query, str) else query
    return {key for key, record in RECORDS.items() if finds(record, tree)}


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
    if field.kind is Kind.DATE:
        return Term(record.date.value[: dice.choice((4, 7, 10))], field=field.name) if record.date else None
    values = list(field.values(record))
    if not values:
        return None
    if not field.worded:
        return Term(dice.choice(values), Form.PHRASE, field.name)
    text = some_words(dice, values, 3)
    return Term(text, Form.PHRASE, field.name) if text and any(sign.isalnum() for sign in text) else None


@pytest.mark.parametrize("field", fields.FIELDS, ids=lambda field: field.name)
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
    "field", [one for one in fields.FIELDS if one.kind is not Kind.DATE], ids=lambda one: one.name
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


def test_text_that_no_encoding_can_write_is_taken_in(tmp_path: Path) -> None:
    record = msgspec.structs.replace(next(iter(RECORDS.values())), subject="alpha \ud800 beta\x00gamma")
    index = Index.open(tmp_path / "index")
    index.update([("a", record)], STATE)
    assert index.search("subject:(alpha beta gamma)").total == 1


# ---------------------------------------------------------------- order and pages


def test_the_subject_weighs_more_than_the_text(tmp_path: Path) -> None:
    plain = next(iter(RECORDS.values()))
    in_subject = msgspec.structs.replace(plain, subject="quinces and other fruit")
    in_text = msgspec.structs.replace(plain, signature=["quinces"])
    index = Index.open(tmp_path / "index")
    index.update([("text", in_text), ("subject", in_subject)], STATE)
    assert all_keys(index, "quinces") == ["subject", "text"]


@pytest.mark.parametrize("sort", ["newest", "oldest"])
def test_sorted_by_date_telegrams_without_date_come_last(index: Index, sort: str) -> None:
    minutes = [dates.minute_of(RECORDS[key]) for key in all_keys(index, "*", sort)]
    dated = [minute for minute in minutes if minute is not None]
    assert 0 < len(dated) < len(minutes)
    assert minutes == sorted(dated, reverse=sort == "newest") + [None] * (len(minutes) - len(dated))


def test_what_asks_for_no_words_comes_newest_first(index: Index) -> None:
    assert all_keys(index, "-class:SECRET") == all_keys(index, "-class:SECRET", "newest")


def test_equal_scores_keep_one_order_in_whatever_order_telegrams_came(tmp_path: Path) -> None:
    plain = next(iter(RECORDS.values()))
    copies = [
        (f"copy{number}", msgspec.structs.replace(plain, handle=f"~{number:012x}")) for number in range(90)
    ]
    orders = []
    for seed in range(3):
        shuffled = random.Random(seed).sample(copies, len(copies))
        index = Index.open(tmp_path / str(seed))
        for start in range(0, 90, 30):
            index.update(shuffled[start : start + 30], STATE)
        word = str(plain.subject).split()[0]
        pages = [index.search(word, limit=7, offset=offset) for offset in range(0, 90, 7)]
        orders.append([hit.key for page in pages for hit in page.keys])
        assert len({hit.score for page in pages for hit in page.keys}) == 1
    assert len(set(orders[0])) == 90
    assert orders[0] == orders[1] == orders[2]


@pytest.mark.parametrize(("limit", "offset"), [(0, 0), (0, 10), (5, 10**9), (10**9, 10**9)])
def test_pages_beyond_the_end_and_of_no_size_are_empty_but_counted(
    index: Index, limit: int, offset: int
) -> None:
    for query in ("*", "government"):
        found = index.search(query, limit=limit, offset=offset)
        assert found.keys == ()
        assert found.total == len(scanned(query))


@pytest.mark.parametrize("wrong", [{"limit": -1}, {"offset": -1}, {"sort": "loudest"}])
def test_misuse_is_refused(index: Index, wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="sort must be one of"):
        index.search("a", **wrong)  # type: ignore[arg-type]


def test_a_query_that_cannot_be_understood_is_refused(index: Index) -> None:
    with pytest.raises(QueryError):
        index.search("(a")


# ---------------------------------------------------------------- changes


def test_changes_replace_and_drop_by_key(tmp_path: Path) -> None:
    (key, record), (other, second), *_ = RECORDS.items()
    index = Index.open(tmp_path / "index")
    assert index.state() is None
    index.update([(key, record), (other, second), (key, record)], State(3, "a"))
    assert (index.count(), index.state()) == (2, State(3, "a"))
    index.update(
        [(key, msgspec.structs.replace(record, subject="Quinces")), (other, None), ("none", None)],
        State(6, "b"),
    )
    assert all_keys(index, "quinces") == all_keys(index, "*") == [key]
    assert index.state() == State(6, "b")
    index.update([], State(9, "c"))
    assert (index.count(), index.state()) == (1, State(9, "c"))
    index.clear()
    assert (index.count(), index.state()) == (0, None)


def test_the_state_is_no_hit(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index")
    index.update([], STATE)
    assert [index.search(query).total for query in ("*", "-zzz", "state", "token")] == [0, 0, 0, 0]


def test_another_reader_sees_each_commit(tmp_path: Path) -> None:
    writer, reader = Index.open(tmp_path / "index"), Index.open(tmp_path / "index")
    for number, (key, record) in enumerate(list(RECORDS.items())[:3], 1):
        writer.update([(key, record)], State(number, str(number)))
        assert (reader.count(), reader.state()) == (number, State(number, str(number)))
    shutil.rmtree(tmp_path / "index")
    assert (reader.count(), reader.state()) == (0, None)


def test_what_fails_on_the_way_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    (key, record), (other, second), *_ = RECORDS.items()
    index = Index.open(tmp_path / "index")
    index.update([(key, record)], State(1, "a"))

    def failing() -> Iterator[tuple[str, Record | None]]:
        yield other, second
        yield key, None
        raise RuntimeError("the store went away")

    with pytest.raises(RuntimeError, match="went away"):
        index.update(failing(), State(2, "b"))
    assert (all_keys(index, "*"), index.state()) == ([key], State(1, "a"))
    index.update([(other, second)], State(2, "b"))
    assert (index.count(), index.state()) == (2, State(2, "b"))


# ---------------------------------------------------------------- damage


def replace(path: Path, content: bytes) -> None:
    """A new file in place of the old one: one that is mapped into memory must not be cut short."""
    path.unlink()
    path.write_bytes(content)


def spoil_meta(folder: Path) -> None:
    (folder / "meta.json").write_text("{", encoding="utf-8")


def spoil_segments(folder: Path) -> None:
    for path in folder.iterdir():
        if path.suffix in (".term", ".idx", ".store", ".fast"):
            replace(path, b"\x00" * 10)


def lose_segments(folder: Path) -> None:
    for path in folder.iterdir():
        if path.suffix == ".idx":
            path.unlink()


def become_a_file(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_text("no index", encoding="utf-8")


def become_strange(folder: Path) -> None:
    shutil.rmtree(folder)
    (folder / "sub").mkdir(parents=True)
    (folder / "sub" / "file").write_text("x", encoding="utf-8")


@pytest.mark.parametrize(
    "damage", [shutil.rmtree, spoil_meta, spoil_segments, lose_segments, become_a_file, become_strange]
)
def test_a_damaged_index_is_empty_and_is_made_anew(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    folder = tmp_path / "index"
    changes = list(RECORDS.items())[:3]
    with Index.open(folder) as index:
        index.update(changes, STATE)
    damage(folder)
    with Index.open(folder) as index:
        assert index.state() is None
        assert index.search("government").total == 0
        index.update(changes, STATE)
        assert (index.count(), index.state()) == (3, STATE)


def test_an_index_of_another_schema_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "index"
    changes = list(RECORDS.items())[:3]
    with monkeypatch.context() as patch:
        patch.setattr(layout, "fingerprint", lambda: "an older one")
        Index.open(folder).update(changes, STATE)
        assert Index.open(folder).state() == STATE
    index = Index.open(folder)
    assert (index.state(), index.count()) == (None, 0)
    index.update(changes[:1], STATE)
    assert index.count() == 1


def test_damage_that_shows_only_in_a_search_is_an_archive_error(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    Index.open(folder).update(list(RECORDS.items())[:50], STATE)
    for path in folder.glob("*.idx"):
        whole = path.read_bytes()
        replace(path, bytes(255 - byte for byte in whole[: len(whole) // 2]) + whole[len(whole) // 2 :])
    index = Index.open(folder)
    for query in ("government", '"the government"', "gov*", "date:2004", "*"):
        with contextlib.suppress(ArchiveError):
            assert index.search(query).total >= 0
    index.clear()
    index.update(list(RECORDS.items())[:2], STATE)
    assert index.count() == 2


def test_opening_and_searching_write_nothing(tmp_path: Path) -> None:
    index = Index.open(tmp_path / "index")
    assert (index.state(), index.search("a").total) == (None, 0)
    assert not (tmp_path / "index").exists()


# ---------------------------------------------------------------- other processes, rights, room

HOLD = """
import sys, tantivy
writer = tantivy.Index.open(sys.argv[1]).writer(15_000_000, 1)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_writer_keeps_others_from_writing_but_not_from_reading(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    index = Index.open(folder)
    index.update(list(RECORDS.items())[:2], STATE)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline().strip() == "held"
        with pytest.raises(ArchiveBusy, match="another process"):
            index.update([], State(8, "b"))
        with pytest.raises(ArchiveBusy, match="another process"):
            index.clear()
        assert Index.open(folder).count() == 2
        other.communicate("")
    index.update([], State(8, "b"))
    assert (index.count(), index.state()) == (2, State(8, "b"))


READ = """
import os, sys
from reftel.search import Index
with Index.open(sys.argv[1]) as index:
    if os.getuid() == 0:
        os.setgroups([]); os.setgid(65534); os.setuid(65534)
        index.close(); index = Index.open(sys.argv[1])
    assert not os.access(sys.argv[1], os.W_OK)
    print(index.count(), index.state().sequence)
    index.close()
"""


def test_who_may_not_write_can_search(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    Index.open(folder).update(list(RECORDS.items())[:2], STATE)
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    temporary.chmod(0o777)
    before = sorted(path.name for path in folder.iterdir())
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for path in (tmp_path, *tmp_path.parents):
        if path.stat().st_uid == os.getuid() and path != Path(path.anchor):
            path.chmod(path.stat().st_mode | 0o055)
        if path.name.startswith("pytest-of"):
            break
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ, str(folder)],
            capture_output=True, text=True, env={**os.environ, "TMPDIR": str(temporary)}, check=False,
        )  # fmt: skip
    finally:
        folder.chmod(0o755)
    assert (done.stdout.split(), done.stderr) == (["2", "7"], "")
    assert sorted(path.name for path in folder.iterdir()) == before
    assert list(temporary.iterdir()) == []


FILL = """
import resource, sys
from reftel.compose import collection
from reftel.errors import ArchiveFull
from reftel.search import Index, State
index = Index.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
try:
    index.update(((record.id, record) for record in collection(300, 5)), State(9, "full"))
except ArchiveFull as error:
    print("full", error)
print(index.count(), index.state().sequence)
"""


def test_a_full_disk_is_said_and_leaves_the_index_as_it_was(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    Index.open(folder).update(list(RECORDS.items())[:2], STATE)
    done = subprocess.run(
        [sys.executable, "-c", FILL, str(folder)], capture_output=True, text=True, check=True
    )
    said, held = done.stdout.splitlines()
    assert said.startswith("full no room")
    assert held == "2 7"
    index = Index.open(folder)
    index.update(list(RECORDS.items())[2:4], State(9, "room"))
    assert (index.count(), index.state()) == (4, State(9, "room"))
