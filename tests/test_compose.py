"""Composed telegrams and invented collections: the same for the same seed, telegrams in form, nobody real."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from itertools import islice
from pathlib import Path
from statistics import median

import msgspec
import pytest

import reftel
from reftel import tables
from reftel.compose import collection, compose, compose_sections, wrap_page, write
from reftel.compose.dice import Deck, Dice
from reftel.compose.lists import rows, several
from reftel.compose.places import countries
from reftel.compose.sections import in_sections
from reftel.compose.topics import sentences, topics
from reftel.compose.wrapping import FIXED, WIDTH, wrapped
from reftel.record import Addressee, Record, Sections, facts
from reftel.tables.titles import is_title_word
from reftel.telegram_id import read_id

SEED = 7


@pytest.fixture(scope="module")
def some() -> list[Record]:
    return list(collection(400, SEED))


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.txt"))
    }


# ---------------------------------------------------------------- the same every time


def test_same_seed_same_records() -> None:
    assert list(collection(60, 3)) == list(collection(60, 3))
    assert list(collection(60, 3)) != list(collection(60, 4))


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    assert write(tmp_path / "one", 40, 5) == write(tmp_path / "two", 40, 5) == 40
    assert digest(tmp_path / "one") == digest(tmp_path / "two")
    assert len(digest(tmp_path / "one")) == 40


def test_bytes_are_pinned() -> None:
    """On every platform and version of Python the same bytes; a changed word list changes this number."""
    words = "".join(compose(record) for record in collection(30, 1))
    assert hashlib.sha256(words.encode("utf-8")).hexdigest()[:16] == "be59094db3728438"


def test_a_collection_is_made_as_it_is_asked_for() -> None:
    assert [record.id for record in islice(collection(10**9), 3)]


def test_no_negative_collections() -> None:
    assert list(collection(0)) == []
    with pytest.raises(ValueError, match="-1 telegrams"):
        collection(-1)


@pytest.mark.parametrize("low", [0, -3])
def test_dice_reach_both_ends(low: int) -> None:
    dice = Dice("ends")
    assert {dice.number(low, low + 3) for _ in range(200)} == set(range(low, low + 4))


def test_decks_deal_each_value_once_before_any_again() -> None:
    deck = Deck(Dice("deck"), ("a", "b", "c"))
    dealt = [deck.deal() for _ in range(9)]
    assert [sorted(dealt[i : i + 3]) for i in (0, 3, 6)] == [["a", "b", "c"]] * 3


# ---------------------------------------------------------------- what a collection is like


def test_sizes_are_spread_as_planned() -> None:
    sizes = sorted(len(compose(record)) for record in collection(1000, 2))
    assert 4000 < median(sizes) < 6000
    assert sizes[0] >= 500
    assert sizes[-1] <= 62_000
    assert sizes[950] > 3 * median(sizes)


def test_ids_are_read_back_and_never_repeated(some: list[Record]) -> None:
    ids = [record.id or "" for record in some]
    assert len(set(ids)) == len(ids)
    assert [str(number) for name in ids for number in read_id(name)] == ids


def test_serials_rise_through_the_year(some: list[Record]) -> None:
    last: dict[tuple[str | None, int | None], int] = {}
    for record in some:
        key = (record.post, record.year)
        assert record.serial is not None
        assert record.serial > last.get(key, 0)
        last[key] = record.serial


def test_dates_run_from_2001_to_2010(some: list[Record]) -> None:
    dates = [record.created or "" for record in some]
    assert dates == sorted(dates)
    assert {date[:4] for date in dates} == {str(year) for year in range(2001, 2011)}


def test_references_never_lie_in_the_future(some: list[Record]) -> None:
    sent = {record.id: record.created or "" for record in some}
    cited = [(record, reference) for record in some for reference in record.references]
    held = [(record, reference) for record, reference in cited if reference.id in sent]
    assert 0.1 < len(held) / len(cited) < 0.9
    assert all(sent[reference.id] < (record.created or "") for record, reference in held)
    assert all(reference.id != record.id for record, reference in cited)


def test_variety(some: list[Record]) -> None:
    assert set(Counter(record.classification for record in some)) == {
        "UNCLASSIFIED",
        "CONFIDENTIAL",
        "SECRET",
    }
    assert {"SIPDIS", "SENSITIVE"} <= {caption for record in some for caption in record.captions}
    assert any(record.caveats for record in some)
    assert any(record.participants for record in some)
    assert any(record.sections and record.sections.count > 2 for record in some)
    assert any(record.excluded for record in some)
    assert any(record.protect for record in some)
    assert {"reftel", "label", "telegram"} <= {mention.kind for record in some for mention in record.mentions}
    roles = {paragraph.role for record in some for paragraph in record.paragraphs}
    assert roles == {None, "summary", "comment", "participants", "action", "clearance"}
    assert len({record.post for record in some}) > 60


@pytest.mark.parametrize("word", ["water", "elections", "refugees", "harvest"])
def test_words_are_found_where_they_belong(some: list[Record], word: str) -> None:
    hits = [record for record in some if word in (record.subject or "").lower()]
    assert hits
    assert all(any(word in paragraph.text.lower() for paragraph in record.paragraphs) for record in hits)


def test_each_fact_stands_in_the_text(some: list[Record]) -> None:
    for record in some:
        texts = {paragraph.number: " ".join(paragraph.text.split()) for paragraph in record.paragraphs}
        for mention in record.mentions:
            assert mention.text in texts[mention.paragraph or 0]
        for participant in record.participants:
            assert participant.name in texts[participant.paragraph or 0]
        for request in record.protect:
            assert f"{request.name} {request.text}" in texts[request.paragraph or 0]


def test_no_slot_is_left_and_sentences_begin_with_capitals(some: list[Record]) -> None:
    for record in some:
        for paragraph in record.paragraphs:
            assert not set("{}\u00a0") & set(paragraph.text)
            assert not re.search(r"[.]\s[a-z]|[^\S\n]{2}|\bthe\sthe\b", paragraph.text)


# ---------------------------------------------------------------- form


def test_lines_fit(some: list[Record]) -> None:
    for record in some:
        long = [line for line in compose(record).split("\n") if len(line) > WIDTH + 6]
        assert not long


def test_a_telegram_is_framed(some: list[Record]) -> None:
    for record in some:
        text = compose(record)
        assert text.startswith("VZCZC")
        assert text.endswith(f"\nBT\n#{(record.serial or 0) % 10000:04d}\n\nNNNN\n")
        assert text.count("\nBT\n") == 2


def test_page_marks_count_the_sections(some: list[Record]) -> None:
    for record in some:
        count = record.sections.count if record.sections else 1
        marks = re.findall(r"^.* \d{8}  (\d{3}) OF (\d{3})$", compose(record), re.M)
        assert marks == [(f"{section:03d}", f"{count:03d}") for section in range(2, count + 1)]


def test_doubled_headings(some: list[Record]) -> None:
    text = compose(some[0], doubled_heading=True)
    assert text.count("\nSUBJECT: ") == 2 * compose(some[0]).count("\nSUBJECT: ") == 2


ADDRESSEES = (
    (Addressee("SECSTATE WASHDC", "RUEHC", None, "8447", []), "TO RUEHC/SECSTATE WASHDC 8447"),
    (Addressee("SECSTATE WASHDC", "RUEHC", "IMMEDIATE", "7", []), "TO RUEHC/SECSTATE WASHDC IMMEDIATE 0007"),
    (Addressee("DIA WASHDC", "RUEKDIA", None, None, ["DHO-2/REA"]), "TO RUEKDIA/DIA WASHDC//DHO-2/REA//"),
    (Addressee("AMEMBASSY ROME", None, "PRIORITY", "12-14", []), "TO AMEMBASSY ROME PRIORITY 0012-0014"),
)


@pytest.mark.parametrize(("addressee", "line"), ADDRESSEES)
def test_addressees(some: list[Record], addressee: Addressee, line: str) -> None:
    assert f"\n{line}\n" in compose(msgspec.structs.replace(some[0], to=[addressee]))


LEVELS = (
    ("UNCLASSIFIED", "UNCLAS"),
    ("CONFIDENTIAL", "C O N F I D E N T I A L"),
    ("TOP SECRET", "T O P  S E C R E T"),
    ("LIMITED OFFICIAL USE", "LIMITED OFFICIAL USE"),
)


@pytest.mark.parametrize(("level", "printed"), LEVELS)
def test_classification_lines(some: list[Record], level: str, printed: str) -> None:
    record = msgspec.structs.replace(
        some[0], classification=level, post="NEWDELHI", serial=42, sections=Sections(2, [1, 2])
    )
    assert f"\n{printed} SECTION 01 OF 02 NEW DELHI 000042\n" in compose(record)


WRAPPED = (
    ("short", "short", 10),
    ("one two three", "one two\nthree", 8),
    ("in the year 2007 it", "in the\nyear 2007\nit", 9),
    ("a rule -- then", "a rule --\nthen", 9),
    (f"End{FIXED}of{FIXED}it", "End of it", 4),
    ("incomprehensibilities", "incomprehensibilities", 5),
    ("", "", 5),
)


@pytest.mark.parametrize(("words", "lines", "width"), WRAPPED)
def test_wrapping(words: str, lines: str, width: int) -> None:
    assert wrapped(words, width=width) == lines


def test_marks_stand_in_running_text_only() -> None:
    listed = ["Participants", "", "Home:", "A", "B", "C", "D"]
    running = [f"Line {i}." for i in range(8)]
    lines = in_sections("ROME", 12, 3, [listed, running, running])
    marks = [i for i, line in enumerate(lines) if " OF 003" in line]
    assert len(marks) == 2
    assert all(len(lines[i - 3 : i - 1]) == 2 for i in marks)
    assert lines[: len(listed)] == listed


# ---------------------------------------------------------------- pages and files


def test_page_layout(some: list[Record]) -> None:
    record = next(
        record for record in some if "SENSITIVE" in record.captions and len(record.subject or "") > 60
    )
    page = wrap_page("MESSAGE\n", record).split("\n")
    assert page[:5] == ["Identifier", "Created", "Classification", "Origin", record.id]
    assert page[5] == (record.created or "").replace("T", " ").rstrip("Z")
    assert page[6] == "UNCLASSIFIED//FOR OFFICIAL USE ONLY"
    assert page[7].startswith("Embassy ")
    assert page[8:10] == ["Cable title:\u00a0\u00a0", ""]
    assert (record.subject or "").startswith(page[10])
    assert page[10] != record.subject
    assert page[12] == "Tags:\u00a0\u00a0" + "".join(f"{tag}\u00a0" for tag in record.tags)
    assert page[13:] == ["pdf\u00a0how-to read a cable", "MESSAGE", ""]


def test_files(tmp_path: Path) -> None:
    write(tmp_path / "new" / "folder", 80, 1)
    texts = {path: path.read_bytes() for path in sorted((tmp_path / "new" / "folder").rglob("*.txt"))}
    assert all(path.parent.name == f"20{path.name[:2]}" for path in texts)
    assert not any(b"\r" in text for text in texts.values())
    assert sum(text.startswith(b"Identifier\n") for text in texts.values()) == 80 // 7
    assert sum(text.count(b"\nSUBJECT: ") == 2 for text in texts.values()) == 80 // 11


def test_sections_in_files_of_their_own_are_the_same_telegrams(tmp_path: Path) -> None:
    assert write(tmp_path, 80, 1, split_sections=True) == 80
    found = {read.id: read for read in map(reftel.record, reftel.read(tmp_path))}
    records = list(collection(80, 1))
    assert {key: facts(read) for key, read in found.items()} == {one.id: facts(one) for one in records}
    long = [record for record in records if record.sections]
    names = {path.stem for path in tmp_path.rglob("*.txt")}
    assert names == {one.id for one in records if not one.sections} | {
        f"{one.id}_{section}" for one in long for section in (one.sections.held if one.sections else ())
    }
    assert any(read.wrapper == "archive-page" and read.source.pieces for read in found.values())


@pytest.mark.parametrize("form", ["central-file", "smart"])
def test_other_forms_are_not_sent_in_sections(tmp_path: Path, form: str) -> None:
    with pytest.raises(ValueError, match="not sent by themselves"):
        write(tmp_path / "x", 1, form=form, split_sections=True)
    assert not (tmp_path / "x").exists()
    with pytest.raises(ValueError, match="not sent by themselves"):
        compose_sections(next(collection(1, form=form)))


# ---------------------------------------------------------------- the word lists


def test_every_post_of_the_list_is_in_the_table() -> None:
    for country in countries():
        post = tables.post(country.post)
        assert post is not None
        assert (post.name, bool(post.routing_indicators)) == (country.post, True)
        assert len(country.towns) == len(set(country.towns)) >= 4


def test_every_list_of_names_is_used() -> None:
    names = {row["names"] for row in rows("names")}
    assert names == {country.names for country in countries()} | {"american"}


def test_family_names_are_no_titles() -> None:
    """A classifier's name is found as what is no title."""
    american = next(row for row in rows("names") if row["names"] == "american")
    assert not [
        name for cell in ("given", "family") for name in several(american[cell]) if is_title_word(name)
    ]


def test_topics_are_complete() -> None:
    known = tables.tag_codes()
    slots = set(re.findall(r"\{(\w+)\}", " ".join(words for part in sentences().values() for words in part)))
    assert slots
    for topic in topics():
        assert set(topic.tags) <= known
        assert set(topic.levels) <= set("UBCS")
        for key in ("office", "body", "issue", "step", "problem", "measure", "title", "heading"):
            assert len(topic.phrases[key]) == len(set(topic.phrases[key])) >= 3


def test_offices_concern_something() -> None:
    fields = {topic.concerns for topic in topics()} | {country.region for country in countries()}
    assert {field for row in rows("addresses") for field in several(row["concerns"])} <= fields
