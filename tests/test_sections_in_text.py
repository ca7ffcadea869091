from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest

from lines_run import lines_run
from reftel.compose import compose
from reftel.document import Document, Source
from reftel.normalise import normalise
from reftel.record import Record, facts
from reftel.span import Span
from reftel.telegram.parser import parse
from section_messages import long_telegrams, messages

RECORDS = long_telegrams(12)
TRIPLE = long_telegrams(1, sections=3)[0]


def read(text: str) -> Record:
    return normalise(Document(text, Span(0, len(text)), "raw", Source("-", "0" * 64, b"")))


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: str(record.id))
def test_sections_one_after_another_state_what_the_telegram_states(record: Record) -> None:
    joined = read("".join(messages(record)))
    assert facts(joined) == facts(read(compose(record))) | {"transmission": facts(joined)["transmission"]}
    assert [odd.code for odd in joined.defects] == [odd.code for odd in read(compose(record)).defects]


def test_the_header_of_a_further_section_is_repeated_and_the_paragraph_goes_on() -> None:
    first, second, _ = messages(TRIPLE)
    telegram = parse(first + second)
    header = second[: second.index("SUBJECT:")].splitlines()
    at = len(first.splitlines())
    kinds = [line.kind for line in telegram.lines[at - 4 : at + len(header)] if line.words]
    assert set(kinds) == {"repeated"}
    assert not any("VZCZC" in part.text.value for part in telegram.body.paragraphs)


def test_a_further_section_need_not_repeat_the_heading() -> None:
    first, *others = messages(TRIPLE)
    bare = []
    for text in others:
        lines = text.splitlines(keepends=True)
        level = next(i for i, line in enumerate(lines) if " SECTION " in line)
        start = next(i for i, line in enumerate(lines) if line.startswith("Classified By:"))
        bare.append("".join([*lines[: level + 1], *lines[lines.index("\n", start) :]]))
    assert facts(read(first + "".join(bare))) == facts(read("".join(messages(TRIPLE))))


@pytest.mark.parametrize("held", [held for n in (1, 2) for held in combinations((1, 2, 3), n)], ids=str)
def test_held_are_the_sections_that_stand_there(held: tuple[int, ...]) -> None:
    sections = messages(TRIPLE)
    record = read("".join(sections[number - 1] for number in held))
    assert record.sections is not None
    assert record.sections.held == list(held)
    missing = ", ".join(str(number) for number in (1, 2, 3) if number not in held)
    assert f"section {missing} of 3" in next(odd.message for odd in record.defects if odd.code == "truncated")


def _other_serial(text: str) -> str:
    return text.replace(f"{TRIPLE.serial:06d}", f"{(TRIPLE.serial or 0) + 7:06d}")


def _other_station(text: str) -> str:
    level = next(line for line in text.splitlines() if " SECTION 02 OF 03 " in line)
    return text.replace(level, level.replace("OF 03 ", "OF 03 NEW "))


def _other_filing(text: str) -> str:
    transmission = TRIPLE.transmission
    assert transmission is not None
    assert transmission.serial is not None
    return text.replace(f"#{transmission.serial:04d}", f"#{transmission.serial + 7:04d}")


def _other_day(text: str) -> str:
    assert TRIPLE.dtg is not None
    return text.replace(TRIPLE.dtg, f"{TRIPLE.dtg[:-2]}99")


@pytest.mark.parametrize("change", [_other_serial, _other_station, _other_filing, _other_day])
def test_the_header_of_another_telegram_is_not_read_around(change: Callable[[str], str]) -> None:
    first, second, _ = messages(TRIPLE)
    changed = change(second)
    assert changed != second
    telegram = parse(first + changed)
    at = len(first.splitlines())
    assert telegram.lines[at].kind != "repeated"


def test_another_telegram_of_the_station_is_a_defect() -> None:
    first, second, _ = messages(TRIPLE)
    assert "spliced-heading" in [odd.code for odd in parse(first + _other_serial(second)).defects]


@pytest.mark.parametrize(
    "unit", ["BT\n", "DE RUEHBP #1399/02 3321052\n", "NNNN\nFM AMEMBASSY BAMAKO\nTO DEPT\n"]
)
def test_headers_that_lead_nowhere_take_linear_time(unit: str) -> None:
    head = "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nUNCLAS BAMAKO 001399\n\nSUBJECT: A VISIT\n\n1. Words.\n"
    assert _calls(head + unit * 800) < 2.2 * _calls(head + unit * 400)


def _calls(text: str) -> int:
    return lines_run(lambda: parse(text))
