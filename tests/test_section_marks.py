"""Which sections lines state, and the quick look at whether a message lacks some."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proof import record_of
from reftel.compose import compose
from reftel.document import Document
from reftel.errors import SourceError
from reftel.normalise import normalise
from reftel.record import Record
from reftel.sections.copies import lacks_sections
from reftel.sources import documents, find, load
from reftel.span import Span
from reftel.telegram import dispatch, section_marks
from reftel.telegram.model import Line
from section_messages import long_telegrams, messages
from telegrams_for_archives import telegram

TRIPLE = long_telegrams(1, sections=3)[0]


def quickly(text: str) -> bool:
    return section_marks.lacks_sections(text, Span(0, len(text)))


def held(record: Record) -> tuple[int, list[int]] | None:
    return (record.sections.count, record.sections.held) if record.sections else None


@pytest.mark.parametrize(
    ("words", "section", "serial"),
    [
        ("C O N F I D E N T I A L SECTION 01 OF 03 BAMAKO 001399", (1, 3), 1399),
        ("s e c r e t section 02 of 02 state 068250", (2, 2), 68250),
        ("BAMAKO 00001399  002.2 OF 003", (2, 3), 1399),
        ("PAGE 02        LA PAZ  00676  02 OF 02  010653Z", (2, 2), 676),
        ("UNCLAS BAMAKO 001399", None, None),
        ("BAMAKO 00001399  002", None, None),
    ],
)
def test_a_mark_on_a_line(words: str, section: tuple[int, int] | None, serial: int | None) -> None:
    line = Line(dispatch.kind_of(words), 7, 8 + len(words), words)
    mark = section_marks.mark_on(line)
    assert (mark and mark.section.value) == section
    if mark is not None:
        assert mark.serial == serial
        [place] = mark.section.spans
        said = words[place.start - 7 : place.end - 7]
        assert {
            int(number) for number in said.upper().replace("SECTION", "").split(".")[0].split(" OF ")
        } <= {*mark.section.value}


def test_marks_of_another_telegram_do_not_count() -> None:
    """A telegram that is quoted, or spliced in, brings its page marks along."""
    text = telegram(1399, text="The harvest was good.\n\nDAKAR 00003382  002 OF 003\n\n\nand the rains came.")
    assert held(record_of(text)) is None
    own = text.replace("DAKAR 00003382", "BAMAKO 00001399")
    assert held(record_of(own)) == (3, [2])


def test_the_page_line_of_a_further_section_counts_where_its_header_is_worn() -> None:
    sections = messages(TRIPLE)
    page = f"\nPAGE 01        {TRIPLE.post}  {TRIPLE.serial:05d}  02 OF 03  281052Z\n\n"
    level = next(line for line in sections[1].splitlines() if " SECTION 02 OF 03" in line)
    worn = sections[1].replace(level, f"CUNFHDENTH4L {level.split(maxsplit=12)[-1]}")
    record = record_of(sections[0] + page + worn + sections[2])
    assert held(record) == (3, [1, 2, 3])


# ---------------------------------------------------------------- quickly


@pytest.mark.parametrize("record", long_telegrams(20), ids=lambda record: str(record.id))
def test_whole_telegrams_lack_nothing_and_each_section_lacks_the_others(record: Record) -> None:
    assert not quickly(compose(record))
    assert all(map(quickly, messages(record)))
    assert not quickly("".join(messages(record)))
    assert quickly("".join(messages(record)[1:]))


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("", False),
        ("2 OF 3 said so", False),
        ("UNCLAS SECTION 01 OF 02 BAMAKO 001399", True),
        ("UNCLAS SECTION 01 OF 01 BAMAKO 001399", False),
        ("CONFIDENTAIL SECTION 01 OF 02 BAMAKO 1399", True),
        ("UNCLAS SECTION 01 OF 02 BAMAKO 001399\r\n\r\nUNCLAS SECTION 02 OF 02 BAMAKO 001399", False),
        ("UNCLAS SECTION 01 OF 02 BAMAKO 001399\n\nUNCLAS SECTION 02 OF 02 BAMAKO 001388", True),
    ],
)
def test_lines_by_themselves(text: str, lacks: bool) -> None:
    assert quickly(text) == lacks


def test_only_the_message_is_looked_at() -> None:
    text = "UNCLAS SECTION 01 OF 02 BAMAKO 001399\nwords\nUNCLAS SECTION 01 OF 02 BAMAKO 001399"
    start, end = text.index("words"), text.index("words") + 6
    assert not section_marks.lacks_sections(text, Span(start, end))
    assert section_marks.lacks_sections(text, Span(start, len(text)))


@given(st.text(alphabet="OFof 012\n.SECTIONBAMKO", max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    assert quickly(text) in (True, False)


def real(folder: Path) -> list[Document]:
    """All documents of the corpus that can be read."""
    found: list[Document] = []
    for name in find(folder):
        try:
            found += documents(load(name))
        except SourceError:
            continue
    return found


def test_the_quick_look_agrees_with_the_record_of_real_telegrams(corpus: Path) -> None:
    told = [
        (document, section_marks.lacks_sections(document.text, document.message)) for document in real(corpus)
    ]
    assert [
        document.source.name for document, lacks in told if lacks != lacks_sections(normalise(document))
    ] == []
    assert {lacks for _, lacks in told} == {True, False}
