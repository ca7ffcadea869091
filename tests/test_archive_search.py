"""Searching an archive: numbers and ghosts, reasons, what would be found, every page, every match."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drawn_queries import drawn
from records_for_search import RECORDS
from reftel.archive import Archive
from reftel.compose import write as write_telegrams
from reftel.errors import QueryError, UnknownTelegram
from reftel.search import words
from reftel.search.query import parse
from reftel.search.tree import Form, wanted
from telegrams_for_archives import TEXTS, telegram, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("searched")
    write_telegrams(place / "cables", 80, 5)
    write(place / "cables", TEXTS | {"2.txt": telegram(2, post="DAKAR", text="Locusts ate the harvests.")})
    with Archive(place / "a.reftel", create=True) as archive:
        archive.add(place / "cables")
    return place / "a.reftel"


@pytest.fixture
def archive(folder: Path) -> Archive:
    return Archive(folder)


def keys(archive: Archive, query: str) -> list[str]:
    return [hit.key for hit in archive.search(query, limit=500).hits]


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize(
    "written",
    [
        *(
            "07BAMAKO1361",
            "bamako 1361 (07)",
            "Bamako 01361",
            "07 BAMAKO 1361",
            "BAMAKO1361",
            "2007bamako01361",
        ),
        *('"07 Bamako 1361"', 'id:"BAMAKO 1361"', "BAMAKO 1361/07"),
    ],
)
def test_a_number_finds_its_telegram_first_in_any_form(archive: Archive, written: str) -> None:
    assert keys(archive, written)[0] == "07BAMAKO1361"


@pytest.mark.parametrize("written", ["07DAKAR77", "Dakar 77 (07)", "dakar 77", 'id:"DAKAR 00077"'])
def test_a_number_that_is_only_cited_finds_its_ghost(archive: Archive, written: str) -> None:
    results = archive.search(written)
    assert [(ghost.key, ghost.cited_by) for ghost in results.ghosts] == [("07DAKAR77", ["07BAMAKO1361"])]
    assert keys(archive, "ref:07DAKAR77") == ["07BAMAKO1361"]


def test_what_is_held_is_no_ghost(archive: Archive) -> None:
    assert archive.search("07BAMAKO1015").ghosts == []
    assert archive.search("-07DAKAR77").ghosts == []


def test_cited_by(archive: Archive) -> None:
    assert set(keys(archive, "citedby:07BAMAKO1361")) == {"07BAMAKO1015"}
    assert set(keys(archive, 'citedby:"Bamako 1400"')) == {"07BAMAKO1361"}
    assert set(keys(archive, "harvest -citedby:07BAMAKO1400")) == set(keys(archive, "harvest")) - {
        "07BAMAKO1361"
    }
    assert archive.search("citedby:07DAKAR2").total == 0


# ---------------------------------------------------------------- explaining


def test_an_explanation_counts_each_part_and_says_why(archive: Archive) -> None:
    results = archive.search("locusts (station:DAKAR OR class:SECRET) -zeppelin", explain=True)
    told = results.explanation
    assert told is not None
    assert [(part.depth, part.part) for part in told.parts] == [
        (0, "locusts (station:DAKAR OR class:SECRET) -zeppelin"),
        (1, "locusts"),
        (1, "station:DAKAR OR class:SECRET"),
        (2, "station:DAKAR"),
        (2, "class:SECRET"),
        (1, "-zeppelin"),
        (2, "zeppelin"),
    ]
    for part in told.parts:
        assert part.count == archive.search(part.part).total
    (hit,) = [hit for hit in results.hits if hit.key == "07DAKAR2"]
    assert [(why.part, why.score > 0) for why in hit.why] == [("locusts", True), ("station:DAKAR", False)]
    assert "Boolean" in told.engine
    assert told.index == "up to date"


def test_the_reasons_of_a_hit_add_up_to_its_score(archive: Archive) -> None:
    for hit in archive.search("government food OR subject:harvest", explain=True).hits:
        assert hit.score == pytest.approx(sum(why.score for why in hit.why), rel=1e-3)


def test_meanings_are_told(archive: Archive) -> None:
    query = (
        '"food aid"~3 tag:terrorism =harvests harvst~ gov* date:2005..2006 before:2008 citedby:07BAMAKO1361'
    )
    told = archive.search(query, explain=True).explanation
    assert told is not None
    said = [part.meaning for part in told.parts]
    assert said[0] == "all of"
    assert said[1] == "“food aid” in any order, with at most 3 other words among them in subject or text"
    assert said[2].startswith("TAGS TERRORISM or ")
    assert "PTER Terrorists and Terrorism" in said[2]
    assert said[3] == "“harvests” as printed in subject or text"
    assert said[4] == "“harvst”, or a word that differs by one letter in subject or text"
    assert said[6:8] == ["date from 2005-01-01 to 2006-12-31", "date before 2008"]
    assert said[8] == "the telegrams that 07BAMAKO1361 cites: 3 by the words of its citations"


# ---------------------------------------------------------------- never a silent nothing


@pytest.mark.parametrize(
    ("query", "part", "found"),
    [
        ("locuts", "locuts", "locusts"),
        ("harvest locuts", "locuts", "locusts"),
        ("from:DAKER", "from:DAKER", "from:dakar"),
        ("tag:EAGER", "tag:EAGER", "tag:=EAGR"),
        ("station:DAKA", "station:DAKA", "station:DAKAR"),
        ("date:1950", "date:1950", "date:"),
        ('"ate locusts"', '"ate locusts"', '"ate locusts"~9'),
        ("=locust", "=locust", "locust"),
        ("id:07BAMAKO1362", "id:07BAMAKO1362", "id:07BAMAKO1361"),
        ("07BAMAKO1362", "07BAMAKO1362", "id:07BAMAKO1361"),
    ],
)
def test_nothing_found_says_which_part_and_what_would_be(
    archive: Archive, query: str, part: str, found: str
) -> None:
    results = archive.search(query)
    assert results.total == 0
    (clue,) = results.clues.empty
    assert clue.part == part
    assert query[clue.place :].startswith(part[:3])
    assert any(one.query.startswith(found) for one in clue.near)
    for one in clue.near:
        assert archive.search(one.query).total == one.count > 0


def test_parts_that_find_nothing_together_are_named(archive: Archive) -> None:
    results = archive.search("locusts station:BAMAKO -zeppelin id:07DAKAR2")
    assert (results.total, results.clues.empty) == (0, [])
    assert [(one.query, one.count) for one in results.clues.without] == [("locusts -zeppelin id:07DAKAR2", 1)]


@settings(deadline=None, max_examples=150)
@given(st.one_of(st.text(max_size=40), st.text(alphabet='ab"~*=()-: 07BAMAKO', max_size=24)))
def test_any_text_gives_a_result_or_a_message_with_a_place(folder: Path, text: str) -> None:
    with Archive(folder) as archive:
        try:
            parse(text)
        except QueryError:
            with pytest.raises(QueryError) as caught:
                archive.search(text)
            assert 0 <= caught.value.place <= len(text)
            return
        results = archive.search(text, limit=3, facets=True, explain=True)
    assert results.hits or results.clues is not None or results.ghosts
    assert results.total == 0 or results.clues is None


# ---------------------------------------------------------------- pages, ids, facets


def test_pages_reach_the_last_hit(archive: Archive) -> None:
    for sort in ("relevance", "newest", "oldest"):
        whole = keys_in_pages(archive, "government OR harvest", sort, 7)
        assert len(whole) == len(set(whole)) == archive.search("government OR harvest").total
        assert whole == list(archive.keys_found("government OR harvest", sort=sort))
        assert archive.keys_found("government OR harvest", limit=3, offset=2, sort=sort) == tuple(whole[2:5])


def keys_in_pages(archive: Archive, query: str, sort: str, size: int) -> list[str]:
    found: list[str] = []
    while hits := archive.search(query, limit=size, offset=len(found), sort=sort).hits:
        found += [hit.key for hit in hits]
    return found


def test_facets_count_the_whole_result(archive: Archive) -> None:
    results = archive.search("harvest", limit=1, facets=True)
    assert results.facets == archive.facets("harvest")
    assert (
        results.facets.total
        == results.total
        == sum(one.count for one in results.facets.years) + (results.facets.undated)
    )
    titles = [facet.title for facet in results.facets.facets]
    assert titles == ["post", "country", "classification", "caption", "TAGS", "wrapper", "collection"]


# ---------------------------------------------------------------- every match


def test_all_matches_within_a_telegram(archive: Archive) -> None:
    found = archive.hits_within("Dakar 2 (07)", "harvest OR locusts OR content")
    assert [[one.text[start:end] for start, end in one.marks] for one in found] == [
        ["HARVEST"],
        ["Locusts", "harvests"],
        ["content"],
    ]
    assert [one.paragraph for one in found] == [None, 1, 2]
    assert archive.hits_within("07DAKAR2", "zeppelin") == []
    with pytest.raises(UnknownTelegram):
        archive.hits_within("07DAKAR3", "harvest")


def test_marks_are_spans_of_the_source_for_queries_of_every_form(archive: Archive) -> None:
    """What is marked stands in the source, and is a word that a part of the query asks for."""
    dice = random.Random(3)
    marked = 0
    forms: set[Form] = set()
    for _ in range(120):
        text = drawn(dice, list(RECORDS.values())[:40])
        for hit in archive.search(text, limit=5).hits:
            source = archive.get(hit.key).document.text
            for snippet in archive.hits_within(hit.key, text):
                shown = " ".join(snippet.text[start:end] for start, end in snippet.marks)
                placed = " ".join(" ".join(source[start:end] for start, end in snippet.spans).split())
                assert not snippet.spans or shown == placed
                assert snippet.spans or snippet.part == "subject"
                marked += len(snippet.marks)
                if snippet.marks:
                    forms |= {term.form for term in wanted(parse(text))}
    assert marked > 500
    assert forms == set(Form)


def test_marks_of_near_words_exact_words_and_near_spellings(archive: Archive) -> None:
    cases = {
        '"harvests locusts"~2': ["Locusts", "harvests"],
        '"harvests locusts"~1': [],
        "=harvests": ["harvests"],
        "=harvest": ["HARVEST"],
        "harvast~": ["HARVEST"],
        "harvast~2": ["HARVEST", "harvests"],
        '="ate the"': ["ate the"],
    }
    for query, marks in cases.items():
        found = archive.hits_within("07DAKAR2", query)
        assert [one.text[start:end] for one in found for start, end in one.marks] == marks, query
    assert words.folded("Locusts")[0].term == "locusts"


# ---------------------------------------------------------------- similar


def test_similar_telegrams_share_words_and_leave_the_one_out(archive: Archive) -> None:
    results = archive.similar("Bamako 1361 (07)")
    assert results.total > 0
    assert all(hit.key != "07BAMAKO1361" for hit in results.hits)
    assert results.hits[0].key in {"07BAMAKO1400", "07BAMAKO1015", "07DAKAR2"}
    for hit in results.hits:
        assert hit.why
        assert hit.score == pytest.approx(sum(why.score for why in hit.why), rel=1e-3)
    with pytest.raises(UnknownTelegram):
        archive.similar("07DAKAR3")
