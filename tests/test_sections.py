"""Sections that came as messages of their own, put together in an archive."""

from __future__ import annotations

import tempfile
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from command_line import run
from reftel.archive import Archive
from reftel.compose import compose, wrap_page
from reftel.document import Document, Source, joined
from reftel.record import Record, facts
from reftel.span import Fact, Span, folded
from section_messages import corrected as corrected_copy
from section_messages import long_telegrams, messages
from section_messages import repeated as repetition
from telegrams_for_archives import is_sound, tables, told, write

RECORD = long_telegrams(1, sections=3)[0]
KEY = str(RECORD.id)
SECTIONS = {f"{number}.txt": text for number, text in enumerate(messages(RECORD), start=1)}


def corrected(text: str) -> str:
    return corrected_copy(text, RECORD)


def repeated(text: str) -> str:
    return repetition(text, RECORD)


def texts(record: Record) -> list[tuple[Any, str]]:
    return [(part.number, part.text) for part in record.paragraphs]


def last_words(text: str) -> str:
    """A word that stands nowhere but in this section."""
    others = " ".join(other for other in SECTIONS.values() if other != text).upper().split()
    return next(
        word for word in text.split() if word.isalpha() and len(word) > 6 and word.upper() not in others
    )


def used(archive: Archive) -> list[str]:
    """The names of the files that are put together."""
    return [Path(part.document.source.name).name for part in archive.get(KEY).document.parts]


@pytest.fixture
def archive(tmp_path: Path) -> Any:
    with Archive(tmp_path / "a.reftel", create=True) as opened:
        yield opened


def add(archive: Archive, folder: Path, given: dict[str, str]) -> None:
    assert archive.add(write(folder, given)).skipped == []


# ---------------------------------------------------------------- put together


def test_sections_in_several_files_are_one_telegram(archive: Archive, tmp_path: Path) -> None:
    added = archive.add(write(tmp_path / "in", SECTIONS))
    assert (added.telegrams, added.copies) == (1, 2)
    held = archive.get(KEY)
    whole = facts(RECORD)
    assert {name: value for name, value in facts(held.record).items() if value != whole[name]} == {}
    assert held.record.source.part == "sections 1, 2, 3 of 3"
    assert held.record.source.name == str(tmp_path / "in" / "1.txt")
    assert [odd.code for odd in held.record.defects] == [odd.code for odd in RECORD.defects]
    info = archive.info()
    assert (info.telegrams, info.messages, sum(info.by_wrapper.values())) == (1, 3, 3)
    assert is_sound(archive.path)


def test_every_section_is_searched_and_its_references_count(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path / "in", SECTIONS)
    for text in SECTIONS.values():
        assert [hit.key for hit in archive.search(last_words(text)).hits] == [KEY]
    cited = {candidate.key for one in archive.references(KEY).cites for candidate in one.candidates}
    assert cited == {name for one in (*RECORD.references, *RECORD.mentions) for name in one.candidates}


def test_the_messages_stay_as_they_are(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path / "in", SECTIONS)
    copies = archive.get(KEY).copies
    assert [copy.kind for copy in copies] == ["section 1 of 3", "section 2 of 3", "section 3 of 3"]
    for copy in copies:
        held = archive.get(copy.handle)
        text = SECTIONS[Path(copy.name).name]
        assert (held.key, held.document.text, held.record.handle) == (KEY, text, copy.handle)
        assert {one.handle for one in held.copies} == {one.handle for one in copies} - {copy.handle}


def test_spans_lead_back_to_the_messages(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path / "in", SECTIONS)
    held = archive.get(KEY)
    document = held.document
    assert held.record.source.characters == len(document.text)
    seen = set()
    for part in held.record.paragraphs:
        for start, end in part.spans:
            words = [span.of(origin.text) for origin, span in document.places(start, end)]
            assert "".join(words) == document.text[start:end]
            seen |= {Path(origin.source.name).name for origin, _ in document.places(start, end)}
    assert seen == set(SECTIONS)


def test_the_handle_of_the_whole_shows_it_and_takes_it_out(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path / "in", SECTIONS)
    handle = archive.get(KEY).record.handle
    assert archive.get(handle).record == archive.get(KEY).record
    assert archive.remove(handle).telegrams == [KEY]
    assert archive.info().sources == 0
    assert {name: rows for name, rows in tables(archive.path).items() if name in ("messages", "parts")} == {
        "messages": [],
        "parts": [],
    }


@pytest.mark.parametrize("missing", SECTIONS)
def test_a_missing_section_is_a_defect_until_it_comes(archive: Archive, tmp_path: Path, missing: str) -> None:
    add(archive, tmp_path / "in", {name: text for name, text in SECTIONS.items() if name != missing})
    record = archive.get(KEY).record
    number = int(missing[0])
    assert record.sections is not None
    assert record.sections.held == [one for one in (1, 2, 3) if one != number]
    [odd] = [odd for odd in record.defects if odd.code == "truncated"]
    assert f"section {number} of 3" in odd.message
    assert archive.search(last_words(SECTIONS[missing])).total == 0
    add(archive, tmp_path / "in", {missing: SECTIONS[missing]})
    assert texts(archive.get(KEY).record) == texts(RECORD)
    assert archive.search(last_words(SECTIONS[missing])).total == 1


@pytest.mark.parametrize("name", SECTIONS)
def test_removing_a_file_takes_its_section_out_again(archive: Archive, tmp_path: Path, name: str) -> None:
    rest = {other: text for other, text in SECTIONS.items() if other != name}
    add(archive, tmp_path / "in", rest)
    before = told(archive, [KEY], ["*", last_words(SECTIONS[name])])
    add(archive, tmp_path / "in", {name: SECTIONS[name]})
    archive.remove(str(tmp_path / "in" / name))
    assert told(archive, [KEY], ["*", last_words(SECTIONS[name])]) == before
    assert is_sound(archive.path)


def test_of_the_last_section_left_nothing_is_put_together(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path / "in", SECTIONS)
    archive.remove(str(tmp_path / "in" / "1.txt"))
    archive.remove(str(tmp_path / "in" / "3.txt"))
    held = archive.get(KEY)
    assert (held.document.text, held.copies) == (SECTIONS["2.txt"], [])
    assert tables(archive.path)["parts"] == []


def test_a_file_that_moves_gives_its_new_name(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path / "in", SECTIONS)
    add(archive, tmp_path / "a", {"0.txt": SECTIONS["1.txt"]})
    assert archive.get(KEY).record.source.name == str(tmp_path / "a" / "0.txt")
    archive.remove(str(tmp_path / "a" / "0.txt"))
    assert archive.get(KEY).record.source.name == str(tmp_path / "in" / "1.txt")


def test_a_whole_copy_speaks_before_sections(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path / "in", SECTIONS)
    add(archive, tmp_path / "in", {"whole.txt": compose(RECORD)})
    held = archive.get(KEY)
    assert held.document.text == compose(RECORD)
    assert tables(archive.path)["parts"] == []
    archive.remove(str(tmp_path / "in" / "whole.txt"))
    assert archive.get(KEY).record.source.part == "sections 1, 2, 3 of 3"


def test_sections_of_another_day_are_not_put_together(archive: Archive, tmp_path: Path) -> None:
    assert RECORD.dtg is not None
    day = int(RECORD.dtg[:2])
    other = RECORD.dtg.replace(f"{day:02d}", f"{day % 28 + 1:02d}", 1)
    add(archive, tmp_path / "in", SECTIONS | {"2.txt": SECTIONS["2.txt"].replace(RECORD.dtg, other)})
    record = archive.get(KEY).record
    assert record.sections is not None
    assert record.sections.held == [1, 3]


def test_messages_with_the_same_section_are_no_more_than_copies(archive: Archive, tmp_path: Path) -> None:
    again = SECTIONS["1.txt"].replace(" the ", " that ")
    add(archive, tmp_path / "in", {"1.txt": SECTIONS["1.txt"], "again.txt": again})
    held = archive.get(KEY)
    assert held.record.sections is not None
    assert held.record.sections.held == [1]
    assert [copy.kind for copy in held.copies] == ["section 1 of 3"]


def test_pages_of_an_archive_are_put_together(archive: Archive, tmp_path: Path) -> None:
    pages = {name: wrap_page(text, RECORD) for name, text in SECTIONS.items()}
    add(archive, tmp_path / "in", pages)
    held = archive.get(KEY)
    assert texts(held.record) == texts(RECORD)
    assert {statement.source for found in held.record.witnesses.values() for statement in found} == {
        "message",
        "wrapper",
    }


def test_show_lists_the_messages(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path / "in", SECTIONS)
    page = run("show", archive.path, KEY).stdout.splitlines()
    copies = [line.split(", ")[1] for line in page if line.startswith("  Copy ")]
    assert copies == ["section 1 of 3", "section 2 of 3", "section 3 of 3"]
    assert "Sections" in next(line for line in page if "1, 2, 3 of 3" in line)
    raw = run("show", archive.path, KEY, "--raw").stdout
    assert raw == "".join(SECTIONS.values())


# ---------------------------------------------------------------- corrected copies and repetitions


def test_a_corrected_copy_speaks_before_the_original(archive: Archive, tmp_path: Path) -> None:
    whole = compose(RECORD)
    add(archive, tmp_path / "in", {"a.txt": whole, "b.txt": corrected(whole), "c.txt": repeated(whole)})
    held = archive.get(KEY)
    assert held.document.text == corrected(whole)
    kinds = {Path(copy.name).name: copy.kind for copy in held.copies}
    assert kinds == {"a.txt": "original", "c.txt": "repetition"}
    [original] = [copy for copy in held.copies if copy.kind == "original"]
    assert [copy.kind for copy in archive.get(original.handle).copies] == ["corrected copy", "repetition"]


def test_a_corrected_section_takes_the_place_of_the_original(archive: Archive, tmp_path: Path) -> None:
    add(archive, tmp_path / "in", SECTIONS | {"2c.txt": corrected(SECTIONS["2.txt"])})
    held = archive.get(KEY)
    assert used(archive) == ["1.txt", "2c.txt", "3.txt"]
    kinds = {Path(copy.name).name: copy.kind for copy in held.copies}
    assert kinds["2c.txt"] == "section 2 of 3, corrected copy"


def test_a_corrected_section_is_taken_where_the_others_come_without_the_original(
    archive: Archive, tmp_path: Path
) -> None:
    two = {"12.txt": SECTIONS["1.txt"] + SECTIONS["2.txt"], "2c.txt": corrected(SECTIONS["2.txt"])}
    add(archive, tmp_path / "in", {**two, "3.txt": SECTIONS["3.txt"]})
    assert used(archive) == ["12.txt", "3.txt"]
    add(archive, tmp_path / "in", {"1.txt": SECTIONS["1.txt"]})
    assert used(archive) == ["1.txt", "2c.txt", "3.txt"]


def test_a_whole_corrected_copy_in_sections_speaks_before_a_whole_original(
    archive: Archive, tmp_path: Path
) -> None:
    sections = {name: corrected(text) for name, text in SECTIONS.items()}
    add(archive, tmp_path / "in", {"whole.txt": compose(RECORD), **sections})
    assert archive.get(KEY).record.source.part == "sections 1, 2, 3 of 3"
    archive.remove(str(tmp_path / "in" / "3.txt"))
    assert archive.get(KEY).document.text == compose(RECORD)


# ---------------------------------------------------------------- laws

FILES = SECTIONS | {
    "again.txt": repeated(SECTIONS["1.txt"]),
    "2c.txt": corrected(SECTIONS["2.txt"]),
    "12.txt": SECTIONS["1.txt"] + SECTIONS["2.txt"],
}


def loaded(folder: Path, batches: list[list[str]]) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place, Archive(Path(place, "a.reftel"), create=True) as archive:
        for batch in batches:
            archive.add([folder / name for name in batch])
        before = told(archive, [KEY], ["*", *map(last_words, SECTIONS.values())])
        archive.rebuild()
        assert told(archive, [KEY], ["*", *map(last_words, SECTIONS.values())]) == before
        return before


@pytest.mark.parametrize("order", list(permutations(SECTIONS)), ids=" ".join)
def test_any_order_puts_the_same_together(tmp_path: Path, order: tuple[str, ...]) -> None:
    write(tmp_path / "in", SECTIONS)
    assert loaded(tmp_path / "in", [[name] for name in order]) == loaded(tmp_path / "in", [list(SECTIONS)])


@settings(max_examples=15, deadline=None)
@given(order=st.permutations(sorted(FILES)), size=st.integers(1, 6), cut=st.integers(1, 5))
def test_any_order_and_any_batches_give_the_same(order: list[str], size: int, cut: int) -> None:
    names = order[:size]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        write(folder, FILES)
        assert loaded(folder, [names[:cut], names[cut:]]) == loaded(folder, [sorted(names)])


# ---------------------------------------------------------------- documents


def document(text: str, start: int, end: int, **more: Any) -> Document:
    return Document(text, Span(start, end), "archive-page", Source(f"{text[:3]}", "0" * 64, b""), **more)


def test_a_joined_document_keeps_the_first_wrapper() -> None:
    says = {"id": Fact("07BAMAKO1", (Span(0, 4),)), "created": Fact("2007", (Span(9, 13),))}
    first = document("head\none 2007 foot", 5, 8, says=says)
    second = document("page two end", 5, 8)
    whole = joined([first, second], "sections 1, 2 of 2")
    assert whole.message.of(whole.text) == "one\ntwo"
    assert whole.text == "head\none\ntwo 2007 foot"
    assert {name: folded(whole.text, said.spans) for name, said in whole.says.items()} == {
        "id": "head",
        "created": "2007",
    }
    assert [(part.text.of(whole.text), part.document) for part in whole.parts] == [
        ("head\none", first),
        ("two", second),
        (" 2007 foot", first),
    ]


@pytest.mark.parametrize(("start", "end"), list(combinations(range(0, 22, 3), 2)))
def test_each_character_of_a_joined_document_leads_back(start: int, end: int) -> None:
    whole = joined([document("head\none 2007 foot", 5, 8), document("page two end", 5, 8)])
    words = "".join(span.of(origin.text) for origin, span in whole.places(start, end))
    own = "".join(sign for at, sign in enumerate(whole.text) if start <= at < end and at != 8)
    assert words == own


def test_nothing_cannot_be_joined() -> None:
    with pytest.raises(ValueError, match="nothing to join"):
        joined([])
