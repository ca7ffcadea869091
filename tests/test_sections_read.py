"""Sections that came as messages of their own, put together by `parse` and `read`, without an archive."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import reftel
from command_line import run
from reftel.archive import Archive
from reftel.compose import compose, wrap_page
from reftel.document import Document
from reftel.errors import SourceError
from reftel.normalise import handle, normalise
from reftel.record import Record, facts
from reftel.sections.reading import read as read_found
from reftel.sources.csv_rows import BEGINNING, Mark
from reftel.sources.table_files import Part, TableFile
from section_messages import corrected, long_telegrams, messages, of_another_year, repeated
from tables_of_cables import put, row
from telegrams_for_archives import telegram, write

RECORD, OTHER = long_telegrams(2, sections=3)
SECTIONS = {f"{number}.txt": text for number, text in enumerate(messages(RECORD), start=1)}
COUNT = len(SECTIONS)
ORDINARY = {f"{name}.txt": telegram(number) for number, name in enumerate("abc", start=1)}


def names(documents: Iterable[Document]) -> list[str]:
    """The files that each document is made of, joined by a plus."""
    return ["+".join(Path(source).name for source in sources(document)) for document in documents]


def sources(document: Document) -> list[str]:
    parts = [part.document.source.name for part in document.parts]
    return list(dict.fromkeys(parts)) or [document.source.name]


def parsed(*arguments: str | Path, stdin: str | None = None) -> list[dict[str, Any]]:
    """What `reftel parse` prints."""
    done = run("parse", *arguments, stdin=stdin)
    assert done.exit_code == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


# ---------------------------------------------------------------- put together, in order


def test_a_telegram_stands_where_its_first_section_was_met(tmp_path: Path) -> None:
    write(tmp_path, {"0.txt": ORDINARY["a.txt"], **SECTIONS, "1a.txt": ORDINARY["b.txt"]})
    records = parsed(tmp_path)
    assert [record["id"] for record in records] == ["07BAMAKO1", RECORD.id, "07BAMAKO2"]
    joined = records[1]
    assert joined["sections"] == {"count": COUNT, "held": list(range(1, COUNT + 1))}
    assert joined["defects"] == []
    assert joined["source"]["name"] == str(tmp_path / "1.txt")
    assert facts(Record.from_json(json.dumps(joined))) == facts(RECORD)


def test_every_composed_telegram_has_its_facts_again(tmp_path: Path) -> None:
    whole = long_telegrams(60)
    for i, record in enumerate(whole):
        text = [wrap_page(part, record) if i % 5 == 0 else part for part in messages(record)]
        write(tmp_path, {f"{number}-{record.id}.txt": part for number, part in enumerate(text)})
    read = [reftel.record(document) for document in reftel.read(tmp_path)]
    assert {record.id: facts(record) for record in read} == {record.id: facts(record) for record in whole}
    assert len(read) == len(whole)


@pytest.mark.parametrize("order", list(permutations(list(SECTIONS)[:3])), ids=" ".join)
def test_any_order_of_the_files_gives_the_same_record(tmp_path: Path, order: tuple[str, ...]) -> None:
    write(tmp_path, SECTIONS)
    [first] = parsed(*(tmp_path / name for name in (*order, *list(SECTIONS)[3:])))
    assert [first] == parsed(tmp_path)


@pytest.mark.parametrize("missing", SECTIONS)
def test_a_missing_section_is_a_defect(tmp_path: Path, missing: str) -> None:
    write(tmp_path, {name: text for name, text in SECTIONS.items() if name != missing})
    [record] = parsed(tmp_path)
    assert record["sections"]["held"] == [n for n in range(1, COUNT + 1) if f"{n}.txt" != missing]
    [odd] = [odd for odd in record["defects"] if odd["code"] == "truncated"]
    assert f"section {missing[0]} of {COUNT}" in odd["message"]


def test_sections_in_one_file_and_in_others(tmp_path: Path) -> None:
    first, second, *others = SECTIONS.values()
    rest = {f"{number}.txt": text for number, text in enumerate(others)}
    write(tmp_path, {"x.txt": first + second, **rest})
    [record] = parsed(tmp_path)
    assert facts(Record.from_json(json.dumps(record))) == facts(RECORD)
    assert [piece["sections"] for piece in record["source"]["pieces"]] == [
        [1, 2],
        *([n] for n in range(3, COUNT + 1)),
    ]


def test_one_section_from_standard_input(tmp_path: Path) -> None:
    write(tmp_path, {name: text for name, text in SECTIONS.items() if name != "2.txt"} | ORDINARY)
    records = parsed(tmp_path, "-", stdin=SECTIONS["2.txt"])
    assert [record["id"] for record in records] == [RECORD.id, "07BAMAKO1", "07BAMAKO2", "07BAMAKO3"]
    assert [piece["name"] for piece in records[0]["source"]["pieces"]][1] == "-"
    [alone, *_] = parsed("-", tmp_path, stdin=SECTIONS["2.txt"])
    assert alone == records[0]


def test_telegrams_of_the_same_number_in_two_years_stay_two(tmp_path: Path) -> None:
    later = {f"later-{name}": of_another_year(text, RECORD) for name, text in SECTIONS.items()}
    write(tmp_path, SECTIONS | later)
    assert names(reftel.read(tmp_path)) == ["+".join(SECTIONS), "+".join(later)]
    ids = [record["id"] for record in parsed(tmp_path)]
    assert len(set(ids)) == 2


def test_sections_of_another_day_or_count_stay_by_themselves(tmp_path: Path) -> None:
    assert RECORD.dtg is not None
    day = int(RECORD.dtg[:2])
    other_day = SECTIONS["2.txt"].replace(
        RECORD.dtg, RECORD.dtg.replace(f"{day:02d}", f"{day % 28 + 1:02d}", 1)
    )
    other_count = SECTIONS["3.txt"].replace(f"03 OF {COUNT:02d}", f"03 OF {COUNT + 1:02d}")
    write(tmp_path, SECTIONS | {"2.txt": other_day, "3.txt": other_count})
    rest = "+".join(name for name in SECTIONS if name not in ("2.txt", "3.txt"))
    assert names(reftel.read(tmp_path)) == [rest, "2.txt", "3.txt"]


def test_two_telegrams_whose_sections_come_in_turn(tmp_path: Path) -> None:
    others = {f"{number}x.txt": text for number, text in enumerate(messages(OTHER), start=1)}
    write(tmp_path, SECTIONS | others | {"2y.txt": ORDINARY["a.txt"]})
    found = names(reftel.read(tmp_path))
    assert found == ["+".join(SECTIONS), "+".join(others), "2y.txt"]


# ---------------------------------------------------------------- sent again


def test_a_corrected_section_takes_the_place_of_the_original(tmp_path: Path) -> None:
    write(tmp_path, SECTIONS | {"2c.txt": corrected(SECTIONS["2.txt"], RECORD)})
    whole, original = parsed(tmp_path)
    assert whole["sections"]["held"] == list(range(1, COUNT + 1))
    assert whole["resent"] == {"kind": "corrected copy", "text": None, "candidates": []}
    told = [(Path(piece["name"]).name, piece["resent"]) for piece in whole["source"]["pieces"]]
    assert told[:3] == [("1.txt", None), ("2c.txt", "corrected copy"), ("3.txt", None)]
    assert (original["id"], original["resent"]) == (whole["id"], None)
    assert (original["sections"]["held"], original["source"]["pieces"]) == ([2], [])


def test_a_section_that_was_sent_again_is_a_record_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, SECTIONS | {"1r.txt": repeated(SECTIONS["1.txt"], RECORD)})
    found = parsed(tmp_path)
    assert [record["sections"]["held"] for record in found] == [list(range(1, COUNT + 1)), [1]]
    assert {record["id"] for record in found} == {RECORD.id}
    kinds = [record["resent"] and record["resent"]["kind"] for record in found]
    pieces = [piece["resent"] for piece in found[0]["source"]["pieces"]]
    assert sorted([kinds[1] or "original", pieces[0] or "original"]) == ["original", "repetition"]


def test_a_telegram_that_was_sent_again_in_sections_is_two_records(tmp_path: Path) -> None:
    again = {f"again-{name}": repeated(text, RECORD) for name, text in SECTIONS.items()}
    copy = {f"copy-{name}": corrected(text, RECORD) for name, text in SECTIONS.items()}
    write(tmp_path, SECTIONS | again | copy)
    found = parsed(tmp_path)
    assert [record["source"]["part"] for record in found] == [found[0]["source"]["part"]] * 3
    assert sorted(str(record["resent"] and record["resent"]["kind"]) for record in found) == [
        "None",
        "corrected copy",
        "repetition",
    ]


# ---------------------------------------------------------------- streams


def test_ordinary_telegrams_go_through_before_the_next_is_asked_for(tmp_path: Path) -> None:
    """Nothing is looked at ahead of its turn until a message lacks sections; then all is, once."""
    paths = [*write(tmp_path, ORDINARY), *write(tmp_path, SECTIONS), *write(tmp_path, {"z.txt": telegram(9)})]
    asked: list[str] = []

    def given() -> Iterator[Path]:
        for path in paths:
            asked.append(path.name)
            yield path

    documents = reftel.read(given())
    for count, name in enumerate(ORDINARY, start=1):
        assert names([next(documents)]) == [name]
        assert len(asked) == count
    assert names([next(documents)]) == ["+".join(SECTIONS)]
    assert asked == [path.name for path in paths]
    assert names(documents) == ["z.txt"]
    assert len(asked) == len(paths)


def test_a_whole_telegram_in_sections_needs_no_look_ahead(tmp_path: Path) -> None:
    paths = write(tmp_path, {"a.txt": compose(RECORD), **ORDINARY})
    documents = reftel.read(iter([paths[0], Path("never looked at")]))
    assert names([next(documents)]) == ["a.txt"]


def test_what_cannot_be_read_is_named_once_and_in_its_turn(tmp_path: Path) -> None:
    write(tmp_path, SECTIONS | {"1a.txt": "", "2a.txt": telegram(1)})
    told: list[str] = []

    def skip(error: SourceError) -> None:
        told.append(Path(error.name).name)

    for document in reftel.read(tmp_path, skip):
        told += names([document])
    assert told == ["+".join(SECTIONS), "1a.txt", "2a.txt"]
    with pytest.raises(SourceError, match=r"1a\.txt"):
        list(reftel.read(tmp_path))


def test_a_file_that_goes_or_changes_meanwhile_is_left_out(tmp_path: Path) -> None:
    write(tmp_path, {**{f"a{name}": text for name, text in SECTIONS.items()}, "0.txt": messages(OTHER)[0]})
    skipped: list[SourceError] = []
    documents = reftel.read(tmp_path, skipped.append)
    assert names([next(documents)]) == ["0.txt"]  # all that follows was looked at now
    (tmp_path / "a2.txt").unlink()
    (tmp_path / "a3.txt").write_text(telegram(1), "utf-8")
    rest = "+".join(f"a{name}" for name in SECTIONS if name not in ("2.txt", "3.txt"))
    assert names(documents) == [rest, "a3.txt"]
    assert [Path(error.name).name for error in skipped] == ["a2.txt"]


def test_a_fault_on_a_section_is_told_of_that_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reftel.sections import joining, reading

    def faulty(document: Document) -> Record:
        raise IndexError("out of range")

    write(tmp_path, SECTIONS)
    monkeypatch.setattr(joining, "normalise", faulty)
    assert names(reftel.read(tmp_path)) == list(SECTIONS)
    monkeypatch.setattr(reading, "normalise", faulty)
    assert names(reftel.read(tmp_path)) == list(SECTIONS)


def test_a_file_named_twice_is_read_twice(tmp_path: Path) -> None:
    first = write(tmp_path, SECTIONS)[0]
    assert names(reftel.read([first, tmp_path])) == ["+".join(SECTIONS), "1.txt"]
    assert names(reftel.read([tmp_path, tmp_path])) == ["+".join(SECTIONS)] * 2


def test_the_record_of_what_was_put_together_is_that_of_its_document(tmp_path: Path) -> None:
    write(tmp_path, SECTIONS)
    [(document, record)] = read_found(tmp_path)
    assert record == normalise(document) == reftel.record(document)


# ---------------------------------------------------------------- places


def test_pieces_lead_from_each_span_to_the_words_in_the_sources(tmp_path: Path) -> None:
    pages = {name: wrap_page(text, RECORD) for name, text in SECTIONS.items()}
    write(tmp_path, pages)
    [record] = parsed(tmp_path)
    [document] = reftel.read(tmp_path)
    seen = set()
    for paragraph in record["paragraphs"]:
        for start, end in paragraph["spans"]:
            words = ""
            for piece in record["source"]["pieces"]:
                first, last = piece["span"]
                low, high = max(start, first), min(end, last)
                if low < high:
                    by = piece["start"] - first
                    words += Path(piece["name"]).read_text("utf-8")[low + by : high + by]
                    seen.add(Path(piece["name"]).name)
            assert words == document.text[start:end]
    assert seen == set(SECTIONS)


# ---------------------------------------------------------------- laws

FILES = SECTIONS | {
    "1r.txt": repeated(SECTIONS["1.txt"], RECORD),
    "1same.txt": SECTIONS["1.txt"],
    "2c.txt": corrected(SECTIONS["2.txt"], RECORD),
    "12.txt": SECTIONS["1.txt"] + SECTIONS["2.txt"],
    "3later.txt": of_another_year(SECTIONS["3.txt"], RECORD),
    "whole.txt": compose(RECORD),
    "other.txt": messages(OTHER)[1],
    "ordinary.txt": ORDINARY["a.txt"],
}


@cache
def folder() -> Path:
    path = Path(tempfile.mkdtemp(prefix="reftel-sections-"))
    write(path, FILES)
    return path


def record_lines(names: Iterable[str]) -> list[str]:
    paths = [folder() / name for name in names]
    return [reftel.record(document).to_json() for document in reftel.read(paths)]


@settings(max_examples=80, deadline=None)
@given(order=st.permutations(sorted(FILES)), size=st.integers(1, len(FILES)))
def test_any_order_gives_the_same_records(order: list[str], size: int) -> None:
    given = order[:size]
    assert sorted(record_lines(given)) == sorted(record_lines(sorted(given)))


@settings(max_examples=80, deadline=None)
@given(order=st.permutations(sorted(FILES)), size=st.integers(1, len(FILES)))
def test_each_message_is_in_one_record_in_the_order_of_the_first_met(order: list[str], size: int) -> None:
    found = names(reftel.read([folder() / name for name in order[:size]]))
    made = [name.split("+") for name in found]
    assert sorted(name for parts in made for name in parts) == sorted(order[:size])
    first = [min(map(order.index, parts)) for parts in made]
    assert first == sorted(first)


def without_names(record: dict[str, Any]) -> dict[str, Any]:
    """A record without what an archive alone tells."""
    assert record.pop("copies") is not None
    return record


@settings(max_examples=40, deadline=None)
@given(order=st.permutations(sorted(FILES)), size=st.integers(1, len(FILES)))
def test_an_archive_shows_the_same_record(order: list[str], size: int) -> None:
    """All keys, with paths from the root; the archive shows one record of several copies."""
    given = [folder() / name for name in order[:size]]
    with tempfile.TemporaryDirectory() as place, Archive(Path(place, "a.reftel"), create=True) as archive:
        archive.add(given)
        records = [without_names(reftel.record(document).to_dict()) for document in reftel.read(given)]
        for key in {str(record["id"]) for record in records}:
            shown = without_names(archive.get(key).record.to_dict())
            assert _with_first_paths(shown) in [
                _with_first_paths(record) for record in records if record["id"] == key
            ]


def _with_first_paths(record: dict[str, Any]) -> dict[str, Any]:
    """The same record whichever of two files with the same bytes it names."""
    for stated in (record["source"], *record["source"]["pieces"]):
        stated["name"] = stated["name"].replace("1same.txt", "1.txt")
    return record


def test_a_handle_leads_to_the_message(tmp_path: Path) -> None:
    write(tmp_path, SECTIONS)
    [document] = reftel.read(tmp_path)
    record = reftel.record(document)
    handles = [piece.handle for piece in record.source.pieces]
    assert handles == [handle(one) for name in SECTIONS for one in reftel.read(tmp_path / name)]


# ---------------------------------------------------------------- rows of a table


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with sections of many telegrams far apart, the last ones first, among ordinary telegrams."""
    sections = [(str(one.id), text) for one in long_telegrams(12, seed=8) for text in messages(one)]
    ordinary = [(f"07BAMAKO{number}", telegram(number)) for number in range(1, 40)]
    rows = []
    for number, (key, text) in enumerate([*sections[::-2], *ordinary, *sections[-2::-2]], start=1):
        header, body = text.split("\n\n", 1)
        rows.append(row(number, header, body, id=key, origin="", created="11/28/2007 10:52"))
    return put(tmp_path / "table", *rows)


def test_sections_in_rows_far_apart_are_put_together(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain, asked = TableFile.parts, []

    def counted(self: TableFile, start: Mark = BEGINNING) -> Iterator[Part]:
        for part in plain(self, start):
            asked.append(part.following.number)
            yield part

    monkeypatch.setattr(TableFile, "parts", counted)
    found = [reftel.record(document) for document in reftel.read(table)]
    rows = max(asked)
    assert len(asked) <= 3 * rows  # read, looked through, and each section asked for once more
    joined = [record for record in found if record.source.pieces]
    assert len(joined) == 12
    for record in joined:
        assert record.sections is not None
        assert record.sections.held == list(range(1, record.sections.count + 1))
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(table)
        for record in found:
            shown = without_names(archive.get(str(record.id)).record.to_dict())
            assert shown == without_names(record.to_dict())
