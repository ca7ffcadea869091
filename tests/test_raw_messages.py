"""Raw texts that hold several telegrams: where they are cut, and where they are not."""

from __future__ import annotations

import sys
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import reftel
from damage import TIMES, damaged, piled, seeds
from lines_run import lines_run
from pdf_files import pdf, printed
from proof import only_document, proved, record_of, source
from reftel.compose import FORMS, collection, compose
from reftel.document import Document, Origin, Run, Source
from reftel.normalise import normalise
from reftel.record import Record, facts
from reftel.sources import documents
from reftel.sources.raw_messages import messages as cut
from reftel.span import Span
from section_messages import long_telegrams, messages

RECORDS = list(collection(12, 31))
TEXTS = [compose(record) for record in RECORDS]
LONG = long_telegrams(3, sections=2)


def parts(text: str) -> list[Document]:
    return list(documents(source(text)))


def words(text: str) -> list[str]:
    return [span.of(text) for span in cut(text)]


def without_end(text: str) -> str:
    """A telegram as pages show it: without the break, the serial and ``NNNN`` at its end."""
    return text[: text.rindex("\nBT\n") + 1]


def without_transmission(text: str) -> str:
    """A telegram from its date-time group on."""
    record = record_of(text)
    start = record.spans["dtg"][0][0]
    return text[text.rindex("\n", 0, start) + 1 :]


# ---------------------------------------------------------------- cut


SEPARATED = {
    "one after another": TEXTS,
    "by blank lines": [f"{text}\n\n" for text in TEXTS],
    "by form feeds": [f"{without_end(text)}\x0c" for text in TEXTS],
    "by form feeds on a line": [f"{without_end(text)}\n\x0c\n" for text in TEXTS],
    "by the transmission header alone": [without_end(text) for text in TEXTS],
    "by NNNN alone": [without_transmission(text) for text in TEXTS],
    "with carriage returns": [text.replace("\n", "\r\n") for text in TEXTS],
}


@pytest.mark.parametrize("texts", SEPARATED.values(), ids=SEPARATED.keys())
def test_each_telegram_is_a_document(texts: list[str]) -> None:
    found = parts("".join(texts))
    assert [one.text for one in found] == texts
    for one, text in zip(found, texts, strict=True):
        assert facts(normalise(one)) == facts(normalise(only_document(text)))


@pytest.mark.parametrize("form", FORMS[1:])
def test_each_telegram_of_another_form_is_a_document(form: str) -> None:
    records = list(collection(12, 31, form=form))
    found = parts("".join(map(compose, records)))
    assert [facts(normalise(one)) for one in found] == [facts(record) for record in records]


def test_each_message_is_its_own_piece_of_the_file() -> None:
    found = parts("".join(TEXTS))
    start = 0
    for number, (one, text) in enumerate(zip(found, TEXTS, strict=True), start=1):
        whole = Span(0, len(text))
        assert (one.text, one.message) == (text, whole)
        assert one.origin == Origin((Run(whole, Span(start, start + len(text))),))
        assert one.source.part == f"message {number} at character {start}"
        record = proved(text, one)
        assert (record.source.part, record.source.characters) == (one.source.part, len(text))
        assert record.handle == record_of(text).handle
        start += len(text)


def test_places_lead_back_to_the_file() -> None:
    whole = "".join(TEXTS)
    for one, record in zip(parts(whole), RECORDS, strict=True):
        assert one.origin is not None
        (words,) = [span.of(whole) for span in one.origin.places(*normalise(one).spans["dtg"][0])]
        assert words == record.dtg


def test_a_header_with_long_lists_is_whole() -> None:
    routed = SECOND.replace("\nDE ", "\nRUEHZL RUEKDIA\nRUEHWR\nDE ", 1)
    assert words(FIRST + routed) == [FIRST, routed]


def test_what_stands_between_goes_with_the_message_before() -> None:
    texts = ["\nPRINTED IN GAO\n\n" + FIRST, SECOND + "Printed in Segou.\n\x0c\n\n", TEXTS[2]]
    found = parts(f"{FIRST}{texts[1]}{TEXTS[2]}")
    assert [one.text for one in found] == [FIRST, *texts[1:]]


def test_what_stands_before_the_first_header_goes_with_it() -> None:
    whole = "\n\x0c\nNNNN\n" + "".join(TEXTS)
    assert words(whole) == ["\n\x0c\nNNNN\n" + FIRST, *TEXTS[1:]]


def test_the_labels_of_smart_begin_a_message_below_the_level_of_a_page() -> None:
    first, second = (compose(record) for record in collection(2, 31, form="smart"))
    office = second.replace("MRN:", "Info Office:            POL_INFO\nMRN:", 1)
    bare = second.partition("UNCLASSIFIED")[2].lstrip("\n")
    assert words(first + second) == [first, second]
    assert words(first + office) == [first, office]
    assert words(first + "\x0c" + bare) == [first + "\x0c", bare]
    for doubt in (
        "Mr. Roe said so.\n" + bare,
        second.replace("From: ", "Form: ", 1),
        second.replace("Date/DTG:", "Date:", 1),
        first,
    ):
        assert words(first + doubt) == [first + doubt]


def test_a_telegram_printed_again_below_the_labels_of_smart_stays_with_them() -> None:
    (labels,) = (compose(record) for record in collection(1, 31, form="smart"))
    labels = labels[: labels.index("\n\n\n") + 2]
    assert words(labels + FIRST) == [labels + FIRST]
    assert words(labels + FIRST + SECOND) == [labels + FIRST, SECOND]


def test_damaged_characters_belong_to_their_message() -> None:
    raw = "".join([TEXTS[0], TEXTS[1].replace("SUBJECT: ", "SUBJECT: \u00a7", 1), TEXTS[2], "\u00e9" * 9])
    found = list(
        documents(Source("invented.txt", "0" * 64, raw.encode().replace("\u00a7".encode(), b"\x93")))
    )
    assert [len(one.defects) for one in found] == [0, 1, 0]
    assert found[1].defects[0].span.of(found[1].text) == "\u201c"
    assert parts(raw)[0].defects == ()


def test_one_message_is_read_without_the_grammar_of_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "reftel.sources.raw_messages", None)
    for form in FORMS:
        text = compose(next(collection(1, 31, form=form)))
        assert only_document(text) == Document(text, Span(0, len(text)), "raw", source(text))


def test_telegrams_on_the_pages_of_a_pdf() -> None:
    short = sorted(TEXTS, key=len)[:3]
    pages = [
        printed("\n".join(text.split("\n")[i : i + 50]))
        for text in short
        for i in range(0, text.count("\n"), 50)
    ]
    found = list(documents(Source("invented.pdf", "0" * 64, pdf(*pages))))
    assert [normalise(one).id for one in found] == [record_of(text).id for text in short]
    assert {(one.wrapper, one.origin) for one in found} == {("pdf", None)}
    first = 1
    for one, text in zip(found, short, strict=True):
        record = proved(one.text, one)
        begin = record.spans["dtg"][0]
        assert [place.page for place in one.on_pages(*begin)] == [first]
        assert one.pages is not None
        assert one.pages.page(begin[0]) == first
        assert "".join(one.text[slice(*place)] for place in record.source.pages) == one.text
        first += -(-text.count("\n") // 50)
    assert first - 1 == len(pages) == len(record.source.pages)


# ---------------------------------------------------------------- not cut

FIRST, SECOND = TEXTS[0], TEXTS[1]
TOGETHER = {
    "one telegram": FIRST,
    "a telegram twice": FIRST + FIRST,
    "a corrected copy": FIRST + FIRST.replace(" the ", " that "),
    "its sections": "".join(messages(LONG[0])),
    "a serial with a slip": FIRST
    + FIRST.replace(f"{RECORDS[0].serial:06d}", f"{(RECORDS[0].serial or 0) + 7:06d}"),
    "a station with a slip": FIRST + FIRST.replace(f" {RECORDS[0].serial:06d}", f"X {RECORDS[0].serial:06d}"),
    "a time with a slip": FIRST + FIRST.replace(str(RECORDS[0].dtg)[:6], "310000"),
    "no FM": FIRST + SECOND.replace("\nFM ", "\nFROM "),
    "no date-time group": FIRST + SECOND.replace(str(RECORDS[1].dtg), "R"),
    "no number": FIRST + SECOND.replace(f" {RECORDS[1].serial:06d}", ""),
    "no header before": "It rained in Gao.\n\nNNNN\n" + SECOND,
    "quoted": without_end(FIRST) + "The Department's telegram follows:\n\n" + SECOND,
    "quoted in other words": without_end(FIRST) + "BEGIN TEXT\n\n" + SECOND,
    "no boundary": without_end(FIRST) + without_transmission(SECOND),
    "NNNN and words": FIRST + "It rained in Gao.\n\nNNNN\n\nROE\n",
    "form feeds between pages": without_end(FIRST).replace("\n\n", "\n\x0c\n"),
}


@pytest.mark.parametrize("text", TOGETHER.values(), ids=TOGETHER.keys())
def test_what_is_in_doubt_stays_together(text: str) -> None:
    assert words(text) == [text]
    (found,) = parts(text)
    assert (found.text, found.source.part, found.origin) == (text, None, None)


def test_sections_stay_together_among_other_telegrams() -> None:
    texts = ["".join(messages(LONG[0])), TEXTS[0], "".join(messages(LONG[1]))]
    found = parts("".join(texts))
    assert [one.text for one in found] == texts
    assert [normalise(one).sections for one in found] == [record_of(text).sections for text in texts]


def test_a_telegram_of_the_same_number_on_another_day_of_another_month_is_another() -> None:
    dtg = str(RECORDS[0].dtg)
    month = "JAN" if dtg[8:11] != "JAN" else "FEB"
    slip = FIRST.replace(dtg, f"{dtg[:8]}{month}{dtg[11:]}")
    other = FIRST.replace(dtg, f"310000Z {month}{dtg[11:]}")
    assert words(FIRST + slip) == [FIRST + slip]
    assert words(FIRST + other) == [FIRST, other]


def test_one_broken_header_leaves_the_others_apart() -> None:
    broken = SECOND.replace("\nFM ", "\nFROM ")
    assert words(FIRST + broken + TEXTS[2] + TEXTS[3]) == [FIRST + broken, TEXTS[2], TEXTS[3]]


def test_no_real_document_is_cut(corpus: Path) -> None:
    for found in reftel.read(corpus, lambda error: None):
        assert not (found.source.part or "").startswith("message ")


def test_real_telegrams_one_after_another(corpus: Path) -> None:
    paths = sorted((corpus / "cablegate_txt").glob("*.txt"))
    alone = [next(reftel.read(path)) for path in paths]
    whole = "".join(f"{one.text}\n\nNNNN\n\n" for one in alone)
    found = [normalise(one) for one in parts(whole)]
    same = {one.id for one in found} & {normalise(one).id for one in alone}
    assert len(same) == len(found) >= 13


@given(text=damaged())
@settings(max_examples=100 * TIMES)
def test_a_damaged_telegram_is_one(text: str) -> None:
    assert len(words(text)) == 1


@given(text=piled())
@settings(max_examples=200 * TIMES)
@example(text="\x0c\x0c")
@example(text="NNNN\n\nNNNN")
def test_pieces_cover_any_text(text: str) -> None:
    assert "".join(words(text)) == text


MARKS = ("\x0c", "\n\x0c\n", "\n\nNNNN\n\n", "\n\n\n", "")


@cache
def of_all_eras() -> tuple[str, ...]:
    """Telegrams of all forms; no two have the same number."""
    return tuple(compose(record) for form in FORMS for record in collection(30, 77, form=form))


@given(
    texts=st.lists(st.sampled_from(of_all_eras()), min_size=2, max_size=6, unique=True),
    marks=st.lists(st.sampled_from(MARKS), min_size=6, max_size=6),
    returns=st.booleans(),
)
@settings(max_examples=40 * TIMES, deadline=None)
def test_telegrams_of_any_era_come_apart_again(texts: list[str], marks: list[str], returns: bool) -> None:
    for i, (text, after) in enumerate(pairwise(texts)):
        if "MRN:" in text and "\nPAGE 01" in after and marks[i].isspace() and "\x0c" not in marks[i]:
            marks[i] = MARKS[0]  # nothing else tells where a telegram of the central file begins
        marks[i] = marks[i] or ("\x0c" if "MRN:" in text and "\nPAGE 01" in after else "")
    pieces = [text + mark for text, mark in zip(texts, [*marks[: len(texts) - 1], ""], strict=True)]
    ends = "\r\n" if returns else "\n"
    pieces, alone = ([one.replace("\n", ends) for one in some] for some in (pieces, texts))
    found = parts("".join(pieces))
    assert [one.text for one in found] == pieces
    for one, text in zip(found, alone, strict=True):
        record, single = proved(one.text, one), record_of(text)
        assert without_copy(record) == without_copy(single)


def without_copy(record: Record) -> dict[str, object]:
    """All that a record says but its handle and its source."""
    return {key: value for key, value in record.to_dict().items() if key not in ("handle", "source")}


@given(
    picked=st.lists(st.sampled_from(seeds()), min_size=2, max_size=5),
    mark=st.sampled_from(["", "\x0c", "\n\n"]),
)
@settings(max_examples=25 * TIMES)
def test_any_telegrams_come_apart_again(picked: list[tuple[Record, str]], mark: str) -> None:
    texts = [text for _, text in picked]
    runs = [text for i, text in enumerate(texts) if not i or text != texts[i - 1]]
    found = parts(mark.join(texts))
    assert [normalise(one).id for one in found] == [record_of(text).id for text in runs]


# ---------------------------------------------------------------- in time

LABELS = "UNCLASSIFIED\n\nMRN: 12 LIMA 1\nDate/DTG: Feb 03, 2012 / 031849Z FEB 12\nFrom: AMEMBASSY LIMA\n\n"
HEAD = "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO SECSTATE WASHDC 1\n"


@pytest.mark.parametrize(
    "unit",
    [
        "\x0c", " \x0c", "x\x0cy", "NNN", "NNNN\n", "VZCZC", "VZCZCAAA1\n", "\x0cAMEMBASSY LOME\n",
        f"NNNN\n{HEAD}", f"\x0c{HEAD}", f"NNNN\n{HEAD}UNCLAS BAMAKO 1\n", f"\x0c{HEAD}" + "A" * 2000 + "\n",
        "MRN", "MRN:", "MRN:\n", "MRN:\n\x0c", "UNCLASSIFIED\nMRN:\n", "SBU\nMRN:\n", LABELS,
        f"{LABELS}{HEAD}", f"\x0c{LABELS}INFO\n",
    ],
)  # fmt: skip
def test_hostile_texts_take_linear_time(unit: str) -> None:
    text = f"{HEAD}INFO\n"
    assert _calls(text + unit * 1600) < 2.4 * _calls(text + unit * 800) + 2000


def _calls(text: str) -> int:
    return lines_run(lambda: cut(text))
