"""The cases in tests/cases: fragments of telegrams, what must be read from them, and from which words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from case_files import FOLDER, Case, all_cases
from proof import orphans, record_of, uncovered, unproved, words_at
from reftel.record import Record
from reftel.span import Span, folded
from reftel.telegram.parser import parse
from reftel.telegram_id import read_id

SENDER = "FM AMEMBASSY BAMAKO\nTO RUEHC/SECSTATE WASHDC 8499\nBT\n"
ENVELOPE = "R 281052Z NOV 07\n" + SENDER
LEVEL = "C O N F I D E N T I A L BAMAKO 001399\n"
FIELDS = "E.O. 12958: DECL: 11/28/2017\nTAGS: PREL, ML\nSUBJECT: A VISIT\n"
END = "\n1. (C) It rained.\n\nROE\n"
HEADING = f"{ENVELOPE}{LEVEL}\nSIPDIS\n\n{FIELDS}"

# File -> the telegram in which its fragments stand, where ``{}`` is.
FRAMES = {
    "transmission": "{}\nR 281052Z NOV 07\n" + SENDER + LEVEL + FIELDS + END,
    "dtg": "{}\n" + SENDER + LEVEL + FIELDS + END,
    "addresses": "R 281052Z NOV 07\n{}\nBT\n" + LEVEL + FIELDS + END,
    "classification": ENVELOPE + "{}\n\nSIPDIS\n\n" + FIELDS + END,
    "captions": ENVELOPE + LEVEL + "\n{}\n\n" + FIELDS + END,
    "order": ENVELOPE + LEVEL + "\nSIPDIS\n\n{}\nTAGS: PREL, ML\nSUBJECT: A VISIT\n" + END,
    "tags": ENVELOPE + LEVEL + "\nSIPDIS\n\nE.O. 12958: N/A\n{}\nSUBJECT: A VISIT\n" + END,
    "persons": ENVELOPE + LEVEL + "\nSIPDIS\n\nE.O. 12958: N/A\n{}\n" + END,
    "subject": ENVELOPE + LEVEL + "\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: PREL, ML\n{}\n" + END,
    "references": HEADING + "\n{}\n" + END,
    "classified_by": HEADING + "\nREF: DAKAR 200\n\n{}\n" + END,
    "paragraphs": HEADING + "\n{}\n\nROE\n",
    "marks": HEADING + "\n{}\n\nROE\n",
    "headings": HEADING + "\n{}\n\nROE\n",
    "summary": HEADING + "\n{}\n\nROE\n",
    "participants": HEADING + "\n{}\n\nROE\n",
    "interruptions": HEADING + "\n{}\n\nROE\n",
    "mentions": HEADING + "\nREF: A. DAKAR 200\n     B. 06 PARIS 31\n\n{}\n\nROE\n",
    "signature": HEADING + "\n1. (C) It rained.\n{}\n",
    "sections": "{}\n",
}  # fmt: skip
CASES = all_cases()


def named(cases: list[Case]) -> list[object]:
    """The cases by file and title; those known to be wrong must fail."""
    wrong = pytest.mark.xfail(strict=True, reason="known wrong")
    return [
        pytest.param(
            case, id=f"{case.file}: {case.title}", marks=[wrong] * case.title.endswith("(known wrong)")
        )
        for case in cases
    ]


# ---------------------------------------------------------------- what a record says


def steps(path: str) -> list[str]:
    return path.replace("[", ".[").split(".")


def found(value: Any, path: list[str]) -> Any:
    """The value at a path; ``[]`` collects from all items of a list, ``[2]`` is the third."""
    for i, step in enumerate(path):
        if value is None:
            return None
        if step == "[]":
            return [found(item, path[i + 1 :]) for item in value]
        value = _item(value, int(step[1:-1])) if step.startswith("[") else value[step]
    return value


def _item(values: list[Any], number: int) -> Any:
    return values[number] if number < len(values) else None


def in_words(value: Any) -> str:
    """A value as case files write it."""
    if isinstance(value, list) and value:
        return "; ".join(map(in_words, value))
    if value == []:
        return "null"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value).replace("\r\n", "\n").replace("\n", "\\n")


def places(record: Record, path: str) -> list[tuple[int, int]]:
    """Where the record says that the value at a path stands; of ``[]``, of all items in order."""
    before, every, after = path.partition("[]")
    if every:
        items = range(len(found(record.to_dict(), steps(before))))
        return [place for i in items for place in places(record, f"{before}[{i}]{after}")]
    if path.startswith("paragraphs[") and path.endswith("].text"):
        number = int(path[len("paragraphs[") : -len("].text")])
        return list(record.paragraphs[number].spans)
    return list(record.spans.get(path, ()))


def faults(text: str, case: Case) -> Iterator[str]:
    """Everything in which the record of ``text`` differs from what the case expects."""
    record = record_of(text)
    for line in case.expected:
        key, _, rest = line.partition(" = ")
        value, stated, words = rest.partition(" @ ")
        if key == "defects":
            yield from differing(key, value, in_words(sorted({odd.code for odd in record.defects})))
        elif key == "kinds":
            yield from differing(key, value, "; ".join(kinds(text, case)))
        else:
            read = found(record.to_dict(), steps(key))
            yield from differing(key, value, in_words(read))
            at = places(record, key)
            if stated:
                yield from differing(f"{key} @", words, " | ".join(words_at(text, [place]) for place in at))
            elif at:
                own = " ".join(map(str, filter(None, read))) if isinstance(read, list) else str(read)
                words = folded(text, [Span(*place) for place in at])
                yield from differing(f"{key} @", " ".join(own.split()), words)


def differing(key: str, expected: str, read: str) -> Iterator[str]:
    if expected != read:
        yield f"{key}: expected {expected!r}, read {read!r}"


def kinds(text: str, case: Case) -> list[str]:
    """The kinds of the lines that the case gives, blank ones left out."""
    first = FRAMES[case.file].partition("{}")[0].count("\n")
    lines = parse(text).lines[first : first + case.given.count("\n") + 1]
    return [line.kind for line in lines if line.words.strip()]


# ---------------------------------------------------------------- the tests


@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("case", named([case for case in CASES if case.file in FRAMES]))
def test_a_fragment_of_a_telegram(case: Case, end: str) -> None:
    text = FRAMES[case.file].replace("{}", case.given).replace("\n", end)
    assert case.expected
    assert list(faults(text, case)) == []
    record = record_of(text)
    message = Span(0, len(text))
    assert [*unproved(text, record), *orphans(text, message, record), *uncovered(parse(text), message)] == []


@pytest.mark.parametrize("case", named([case for case in CASES if case.file == "ids"]))
def test_a_number_as_it_is_written(case: Case) -> None:
    words, _, year = case.given.partition("\n")
    [expected] = case.expected
    assert in_words(list(read_id(words, int(year) if year else None))) == expected


def test_every_file_has_a_telegram_around_it_and_a_dozen_cases() -> None:
    counted = Counter(case.file for case in CASES)
    assert set(counted) == {*FRAMES, "ids"}
    assert {file: number for file, number in counted.items() if number < 12} == {}


def test_no_two_cases_of_a_file_have_one_title_or_go_in_alike() -> None:
    for part in ("title", "given"):
        seen = sorted((case.file, getattr(case, part)) for case in CASES)
        assert [one for one, other in pairwise(seen) if one == other] == []


def test_case_files_are_all_read() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == {case.file for case in CASES}
