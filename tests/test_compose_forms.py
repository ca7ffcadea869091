"""Telegrams of the central file and of SMART: the look of each form, and what their collections are like."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from reftel import tables
from reftel.cli import composing
from reftel.compose import FORMS, collection, compose, write
from reftel.compose.places import countries_1970s
from reftel.compose.topics import topics_1970s
from reftel.record import Addressee, Distribution, Record
from reftel.telegram_id import read_id

NEW = ("central-file", "smart")


@pytest.fixture(scope="module")
def central() -> list[Record]:
    return list(collection(300, 7, form="central-file"))


@pytest.fixture(scope="module")
def smart() -> list[Record]:
    return list(collection(300, 7, form="smart"))


# ---------------------------------------------------------------- the same every time


def test_the_forms() -> None:
    assert composing.FORMS == FORMS == ("acp127", "central-file", "smart")
    assert list(collection(20, 3)) == list(collection(20, 3, form="acp127"))
    with pytest.raises(ValueError, match="'telex'; known are acp127, central-file, smart"):
        collection(1, form="telex")


@pytest.mark.parametrize("form", NEW)
def test_same_seed_same_records(form: str) -> None:
    assert list(collection(40, 3, form=form)) == list(collection(40, 3, form=form))
    assert list(collection(40, 3, form=form)) != list(collection(40, 4, form=form))


PINNED = (("central-file", "bf2f4ba8c483ae71"), ("smart", "be773490725fdcd2"))


@pytest.mark.parametrize(("form", "digest"), PINNED)
def test_bytes_are_pinned(form: str, digest: str) -> None:
    """On every platform and version of Python the same bytes; a changed word list changes these numbers."""
    words = "".join(compose(record) for record in collection(30, 1, form=form))
    assert hashlib.sha256(words.encode("utf-8")).hexdigest()[:16] == digest


YEARS = (("central-file", "1973-07", "1980-01"), ("smart", "2010-07", "2013-01"))


@pytest.mark.parametrize(("form", "first", "after"), YEARS)
def test_years(form: str, first: str, after: str) -> None:
    dates = [record.created or "" for record in collection(300, 2, form=form)]
    assert dates == sorted(dates)
    assert first <= dates[0]
    assert dates[-1] < after
    assert len({date[:4] for date in dates}) == int(after[:4]) - int(first[:4])


@pytest.mark.parametrize("form", NEW)
def test_ids_are_read_back_and_never_repeated(form: str) -> None:
    ids = [record.id or "" for record in collection(300, 2, form=form)]
    assert len(set(ids)) == len(ids)
    assert [str(number) for name in ids for number in read_id(name)] == ids


@pytest.mark.parametrize("form", NEW)
def test_no_heading_is_doubled_in_another_form(form: str) -> None:
    record = next(collection(1, form=form))
    with pytest.raises(ValueError, match=f"form {form} has no doubled heading"):
        compose(record, doubled_heading=True)


def test_an_unknown_format_is_written_as_acp127() -> None:
    record = next(collection(1))
    assert compose(msgspec.structs.replace(record, format="unknown")) == compose(record)


# ---------------------------------------------------------------- the central file


def test_pages_bear_the_level_at_head_and_foot(central: list[Record]) -> None:
    for record in central:
        lines = compose(record).split("\n")
        banners = [i for i, line in enumerate(lines) if line == record.classification]
        pages = [i for i, line in enumerate(lines) if line.startswith("PAGE ")]
        assert len(banners) == 2 * len(pages)
        assert all(i - 2 in banners for i in pages)
        assert lines[-4:] == [record.classification, "", "NNN", ""]


def test_pages_are_counted_in_each_section(central: list[Record]) -> None:
    for record in central:
        pages = re.findall(r"^PAGE (\d\d).*?(?:  (\d\d) OF (\d\d))?  \d{6}Z$", compose(record), re.M)
        count = record.sections.count if record.sections else 0
        assert {total for _, _, total in pages} == ({f"{count:02d}"} if count else {""})
        for section in {section for _, section, _ in pages}:
            numbers = [int(page) for page, found, _ in pages if found == section]
            assert numbers == list(range(1, len(numbers) + 1))
        assert len({section for _, section, _ in pages}) == max(1, count)


STATIONS = (
    ("NEWDELHI", 42, "PAGE 01        NEW DE  00042  "),
    ("LAPAZ", 2499, "PAGE 01        LA PAZ  02499  "),
    ("STATE", 72515, "PAGE 01        STATE  072515  "),
)


@pytest.mark.parametrize(("post", "serial", "line"), STATIONS)
def test_page_lines_have_six_letters_of_the_station(
    central: list[Record], post: str, serial: int, line: str
) -> None:
    record = next(record for record in central if not record.sections)
    assert f"\n{line}" in compose(msgspec.structs.replace(record, post=post, serial=serial))


def test_copies_add_up(central: list[Record]) -> None:
    for record in central:
        text = compose(record)
        offices = [record.distribution.action or "", *record.distribution.info]
        total = sum(int(office[-2:]) for office in offices)
        assert re.findall(r"/(\d{3}) W$", text, re.M) == [f"{total:03d}"]
        assert f"\nACTION {record.distribution.action}\n" in text


def test_an_outgoing_telegram_names_its_drafter(central: list[Record]) -> None:
    outgoing = Distribution(
        None, ["OCT-01"], "EB-08", "EB/FFP:JDOE:ABC", "EB/FFP:RROE", ["AF/W:JPOE", "L/EB:MMOE"]
    )
    text = compose(msgspec.structs.replace(central[0], distribution=outgoing))
    assert "\nORIGIN EB-08\n\nINFO OCT-01 /009 R\n" in text
    assert "\nDRAFTED BY EB/FFP:JDOE:ABC\nAPPROVED BY EB/FFP:RROE\nAF/W:JPOE\nL/EB:MMOE\n" in text


def test_the_text_is_in_capitals_without_marks(central: list[Record]) -> None:
    for record in central:
        assert compose(record).isupper()
        assert {paragraph.mark for paragraph in record.paragraphs} == {None}
        assert {paragraph.heading for paragraph in record.paragraphs} == {None}


def test_each_order_has_its_years_and_instructions(central: list[Record]) -> None:
    for record in central:
        later = (record.created or "") >= "1978-12"
        assert record.executive_order == ("12065" if later else "11652")
        classified = record.classification in ("CONFIDENTIAL", "SECRET")
        assert (record.declassify is not None) == classified
        assert len(record.classified_by) == (classified and later)
    texts = {record.declassify.exemptions[0][:4] for record in central if record.declassify}
    assert texts == {"GDS", "XGDS", "ADS", "RDS-"}


def test_variety_of_the_central_file(central: list[Record]) -> None:
    levels = {"UNCLASSIFIED", "LIMITED OFFICIAL USE", "CONFIDENTIAL", "SECRET"}
    assert set(Counter(record.classification for record in central)) == levels
    assert {"EXDIS", "LIMDIS"} <= {caption for record in central for caption in record.captions}
    assert any(record.participants for record in central)
    assert any(record.sections and record.sections.count > 2 for record in central)
    heads = {line[:7] for record in central for line in compose(record).split("\n") if line[:3] == "REF"}
    assert {"REF: (A", "REFS: (", "REF: A)", "REFS: A"} <= heads
    assert len({record.post for record in central}) > 50


def test_the_counter_changed_in_november_1976(central: list[Record]) -> None:
    for record in central:
        filed = re.search(r"^ {10}-{18}\d{6} \d{6}Z /\d\d$", compose(record), re.M)
        assert (filed is not None) == ((record.created or "") >= "1976-11")


def test_tags_of_the_era() -> None:
    known = {tag.code for tag in tables.tags() if "1973-79" in tag.era}
    assert {tag for topic in topics_1970s() for tag in topic.tags} <= known
    assert {country.tag for country in countries_1970s()} <= known
    assert len(topics_1970s()) > 10


# ---------------------------------------------------------------- SMART


def test_labels_stand_in_order(smart: list[Record]) -> None:
    order = (
        "Action Office", "Info Office", "MRN", "Date/DTG", "From", "Action", "E.O.", "TAGS", "Captions",
        "Reference", "Subject", "Signature", "Drafted By", "Cleared By", "Approved By", "Released By", "Info",
        "XMT", "Attachments", "Action Post", "Dissemination Rule",
    )  # fmt: skip
    seen: set[str] = set()
    for record in smart:
        found = re.findall(r"^(.*?): {2,}(?=\S)", compose(record), re.M)
        assert found == [label for label in order if label in found]
        assert {"MRN", "Date/DTG", "From", "Action", "TAGS", "Subject", "Dissemination Rule"} <= set(found)
        seen.update(found)
    assert seen == set(order)


def test_values_begin_in_one_column(smart: list[Record]) -> None:
    lines = [line for record in smart for line in compose(record).split("\n")]
    assert {match.end() for line in lines if (match := re.match(r"[A-Z][\w./ ]*: {2,}", line))} == {24}
    assert max(map(len, lines)) <= 100


def test_sensitive_telegrams_are_marked(smart: list[Record]) -> None:
    for record in smart:
        shown = [line.strip() for line in compose(record).split("\n")]
        sensitive = "SENSITIVE" in record.captions
        assert ("SBU" in record.captions) == sensitive
        assert shown.count("SBU") == 2 * sensitive
        assert shown.count("UNCLASSIFIED") == 2
        assert {paragraph.mark for paragraph in record.paragraphs} <= ({"SBU", "U"} if sensitive else {None})


def test_variety_of_smart(smart: list[Record]) -> None:
    assert any(record.participants for record in smart)
    assert any(record.excluded for record in smart)
    assert any(paragraph.heading for record in smart for paragraph in record.paragraphs)
    assert {reference.text[:2] for record in smart for reference in record.references} == {"10", "11", "12"}
    assert {"reftel", "telegram"} & {mention.kind for record in smart for mention in record.mentions}
    assert len({record.distribution.drafted_by for record in smart}) > 250


def test_an_instruction_stands_after_the_order(smart: list[Record]) -> None:
    classified = next(record for record in collection(200, 1) if record.declassify)
    record = msgspec.structs.replace(smart[0], declassify=classified.declassify)
    assert f"13526, {classified.declassify.text if classified.declassify else ''}\n" in compose(record)


def test_addressees_of_smart(smart: list[Record]) -> None:
    to = [
        Addressee("WASHDC, SECSTATE", None, "ROUTINE", None, []),
        Addressee("DIA WASHDC", "RUEKDIA", None, None, ["DHO-2/REA"]),
    ]
    text = compose(msgspec.structs.replace(smart[0], to=to))
    assert "WASHDC, SECSTATE ROUTINE; RUEKDIA/DIA WASHDC//DHO-2/REA//\n" in text


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("form", NEW)
def test_files_of_another_form(tmp_path: Path, form: str) -> None:
    assert write(tmp_path, 30, 1, form=form) == 30
    texts = [path.read_text(encoding="utf-8") for path in sorted(tmp_path.rglob("*.txt"))]
    assert sorted(texts) == sorted(compose(record) for record in collection(30, 1, form=form))
