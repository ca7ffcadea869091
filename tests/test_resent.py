"""Originals, corrected copies, repetitions: told apart by what the message says, and linked."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import run
from proof import record_of, stated
from reftel.archive import Archive
from reftel.record import Record
from reftel.span import Span
from reftel.telegram.parser import parse
from telegrams_for_archives import telegram, write

TELEGRAM = telegram(1399)
HEADER = "VZCZCXRO7777\nRR RUEHPA\nDE RUEHBP #1399/01 3321052\nZNR UUUUU ZZH\n"
DTG = "R 281052Z NOV 07"


def kind(record: Record) -> str | None:
    return record.resent.kind if record.resent else None


def with_line(words: str) -> str:
    """The telegram with a line below the classification line."""
    return TELEGRAM.replace("\nSIPDIS\n", f"\n{words}\n\nSIPDIS\n", 1)


@pytest.mark.parametrize(
    ("signals", "told"),
    [
        ("", None),
        ("ZDK", "repetition"),
        ("ZDS", "corrected copy"),
        ("ZDS ZDK", "corrected copy"),
        ("ZDK ZFD", "repetition"),
        ("ZFD", "suspected duplicate"),
        ("SUSPECTED DUPLICATE", "suspected duplicate"),
        ("ZDK CTG RUEHXX #1399", "repetition"),
        ("ZFF3", None),
        ("ZFR", None),
    ],
)
@pytest.mark.parametrize("header", ["", HEADER], ids=["no-header", "header"])
def test_signals_after_the_date_time_group(header: str, signals: str, told: str | None) -> None:
    text = header + TELEGRAM.replace(DTG, f"{DTG} {signals}".rstrip(), 1)
    record = record_of(text)
    assert kind(record) == told
    if told:
        assert stated(text, record, "resent.kind") == signals


def test_a_signal_on_the_security_line() -> None:
    assert kind(record_of(HEADER.replace("ZZH", "ZZH ZDK") + TELEGRAM)) == "repetition"


def test_words_after_the_date_time_group_that_are_no_signal_are_no_transmission() -> None:
    assert record_of(TELEGRAM.replace(DTG, f"{DTG} FM BAMAKO", 1)).transmission is None


@pytest.mark.parametrize(
    "words",
    [
        "C O R R E C T E D  C O P Y",
        "CORRECTED COPY",
        "- - C O R R E C T E D  C O P Y - - TAGS ADDED",
        "C O R R E C T E D COPY (DAKAR ADDRESSEE ADDED)",
    ],
)
def test_a_caption_tells_of_a_corrected_copy(words: str) -> None:
    text = with_line(words)
    record = record_of(text)
    assert record.resent is not None
    assert (record.resent.kind, record.resent.text, record.resent.candidates) == ("corrected copy", None, [])
    assert "".join(stated(text, record, "resent.kind").split()).strip("-") == "CORRECTEDCOPY"
    assert record.id == "07BAMAKO1399"


@pytest.mark.parametrize(
    ("words", "text", "candidates"),
    [
        ("C O R R E C T E D  C O P Y OF BAMAKO 1389 - TEXT ADDED", "BAMAKO 1389", ["07BAMAKO1389"]),
        ("CORRECTED COPY OF 06 BAMAKO 1389", "06 BAMAKO 1389", ["06BAMAKO1389"]),
        ("CORRECTED COPY - FOR STATE 96519", "STATE 96519", ["07STATE96519"]),
        ("CORRECTED COPY (MRN 1399 VICE 1389)", "1389", ["07BAMAKO1389"]),
        ("CORRECTED COPY OF BAMAKO 1399", None, []),
        ("CORRECTED COPY FOR PARAGRAPH 3", None, []),
        ("CORRECTED COPY (TAGS VICE TERMS)", None, []),
    ],
)
def test_the_telegram_that_is_corrected(words: str, text: str | None, candidates: list[str]) -> None:
    printed = with_line(words)
    record = record_of(printed)
    assert record.resent is not None
    assert (record.resent.text, record.resent.candidates) == (text, candidates)
    if text:
        assert stated(printed, record, "resent.text") == text


def test_a_caption_below_the_references_is_no_reference() -> None:
    text = telegram(1399, refs="DAKAR 77").replace(
        "REF: DAKAR 77\n", "REF: DAKAR 77\n\n\nC O R R E C T E D COPY OF BAMAKO 1389\n"
    )
    record = record_of(text)
    assert [reference.id for reference in record.references] == ["07DAKAR77"]
    assert record.resent is not None
    assert record.resent.candidates == ["07BAMAKO1389"]


@pytest.mark.parametrize(
    "text",
    [
        telegram(1399, text="CORRECTED COPY OF BAMAKO 1389 WAS SENT."),
        with_line("We sent a corrected copy of Bamako 1389."),
    ],
    ids=["in-the-text", "in-a-sentence"],
)
def test_prose_about_corrected_copies_tells_nothing(text: str) -> None:
    assert kind(record_of(text)) is None


# ---------------------------------------------------------------- in an archive

WHOLE = {
    "a.txt": TELEGRAM,
    "b.txt": with_line("C O R R E C T E D  C O P Y"),
    "c.txt": TELEGRAM.replace(DTG, f"{DTG} ZDK", 1),
    "d.txt": TELEGRAM.replace(DTG, f"{DTG} ZFD", 1),
    "e.txt": telegram(1405).replace("\nSIPDIS", "\nCORRECTED COPY OF BAMAKO 1399\n\nSIPDIS", 1),
}


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    with Archive(tmp_path / "a.reftel", create=True) as opened:
        assert opened.add(write(tmp_path / "in", WHOLE)).skipped == []
    return tmp_path / "a.reftel"


def test_show_says_what_each_message_is(archive: Path) -> None:
    page = run("show", archive, "07BAMAKO1399").stdout.splitlines()
    assert any(line.split() == ["Sent", "again", "corrected", "copy"] for line in page)
    kinds = [line.split(", ")[1] for line in page if line.startswith("  Copy ")]
    assert sorted(kinds) == ["original", "repetition", "suspected duplicate"]
    page = run("show", archive, "07BAMAKO1405").stdout.splitlines()
    assert any("corrected copy of BAMAKO 1399 (07BAMAKO1399)" in line for line in page)


def test_json_lists_the_other_messages_by_handle(archive: Path) -> None:
    record = Record.from_json(run("show", archive, "07BAMAKO1399", "--json").stdout)
    assert kind(record) == "corrected copy"
    assert {Path(copy.name).name: copy.kind for copy in record.copies} == {
        "a.txt": "original",
        "c.txt": "repetition",
        "d.txt": "suspected duplicate",
    }
    for copy in record.copies:
        other = Record.from_json(run("show", archive, copy.handle, "--json").stdout)
        assert (other.handle, other.id) == (copy.handle, record.id)
        assert record.handle in [back.handle for back in other.copies]


def test_refs_lead_from_a_telegram_to_the_one_that_corrects_it(archive: Path) -> None:
    with Archive(archive) as opened:
        [citing] = opened.references("07BAMAKO1399").cited_by
        assert (citing.key, [way.how for way in citing.ways]) == ("07BAMAKO1405", ["corrected"])
        assert [hit.key for hit in opened.search("ref:07BAMAKO1399").hits] == ["07BAMAKO1405"]
    assert "corrected copy of: BAMAKO 1399" in run("refs", archive, "07BAMAKO1399").stdout


def test_originals_speak_before_repetitions_of_the_same_words(tmp_path: Path) -> None:
    texts = {name: WHOLE[name] for name in ("a.txt", "c.txt", "d.txt")}
    with Archive(tmp_path / "b.reftel", create=True) as opened:
        opened.add(write(tmp_path / "in", texts))
        assert kind(opened.get("07BAMAKO1399").record) is None


def test_parse_tells_them_apart_under_one_id(tmp_path: Path) -> None:
    write(tmp_path, {name: WHOLE[name] for name in ("a.txt", "b.txt", "c.txt")})
    records = [Record.from_json(line) for line in run("parse", tmp_path).stdout.splitlines()]
    assert [(record.id, kind(record)) for record in records] == [
        ("07BAMAKO1399", None),
        ("07BAMAKO1399", "corrected copy"),
        ("07BAMAKO1399", "repetition"),
    ]


def test_a_caption_of_the_wrapper_is_none_of_the_message() -> None:
    above = "CORRECTED COPY OF BAMAKO 1389\n\n"
    whole = above + TELEGRAM
    assert parse(whole, Span(len(above), len(whole))).resent is None
    assert parse(whole).resent is not None
