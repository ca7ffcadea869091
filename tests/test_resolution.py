"""The cases in tests/resolution.cases: what citations are resolved to, by all that an archive holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from case_files import Case, read
from reftel.archive import Archive
from reftel.graph import Neighbours
from telegrams_for_archives import write

CASES = list(read(Path(__file__).parent / "resolution.cases"))
SERIES = re.compile(r"held: ([A-Z ]+) (\d{4}), (\d+) of (\d+) to (\d+) from (\d\d)-(\d\d) to (\d\d)-(\d\d)")
ONE = re.compile(r"held: ([A-Z ]+) \d{4} (\d+) on ([\d-]+)")
CITING = re.compile(r"citing: ([A-Z ]+) (\d+) on (\d\d(\d\d)-\d\d-\d\d)\n(.*)", re.DOTALL)
ADDRESSES = {"STATE": "SECSTATE WASHDC", "UNVIEVIENNA": "USMISSION UNVIE VIENNA"}


def text(post: str, serial: int, day: date, rest: str = "") -> str:
    """A fictional telegram."""
    body = rest if "\n1. " in rest else f"{rest}\n\n1. (U) It rained.\n"
    return (
        f"R {day:%d}1052Z {day:%b %y}\nFM {ADDRESSES.get(post, f'AMEMBASSY {post}')}\n".upper()
        + f"TO SECSTATE WASHDC\nBT\nUNCLAS {post} {serial:06d}\n\n"
        f"E.O. 12958: N/A\nTAGS: EAGR\nSUBJECT: HARVEST {serial}\n\n{body}\nADAMU\n"
    )


def held(line: str) -> Iterator[str]:
    """The telegrams that a line of a case says are held."""
    if match := ONE.fullmatch(line):
        yield text(match[1], int(match[2]), date.fromisoformat(match[3]))
        return
    match = SERIES.fullmatch(line)
    assert match, line
    year, count, low, high, *days = map(int, match.groups()[1:])
    first, last = date(year, days[0], days[1]), date(year, days[2], days[3])
    for i in range(count):
        day = first + timedelta(round((last - first).days * i / (count - 1)))
        yield text(match[1], round(low + (high - low) * i / (count - 1)), day)


def told(found: Neighbours) -> list[str]:
    """What is cited, as the cases have it."""
    lines = []
    for one in found.cites:
        for way in one.ways:
            out = "".join(f", not {gone.key} ({gone.reason})" for gone in way.ruled_out)
            lines.append(f"{way.text} = {' or '.join(each.key for each in one.candidates)}{out}")
    return sorted(lines)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.title)
def test_what_a_citation_is_resolved_to(case: Case, tmp_path: Path) -> None:
    citing = CITING.search(case.given)
    assert citing, case.given
    post, serial, day, year, references = citing.groups()
    texts = [one for line in case.given[: citing.start()].splitlines() for one in held(line)]
    texts.append(text(post, int(serial), date.fromisoformat(day), references))
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(write(tmp_path, {f"{i:03d}.txt": one for i, one in enumerate(texts)}))
        found = archive.references(f"{year} {post} {serial}")
        assert told(found) == sorted(case.expected)
        for one in found.cites:
            for candidate in one.candidates:  # and the other end agrees
                back = archive.references(candidate.key).cited_by
                assert [each.ways for each in back if each.key == found.key] == [one.ways]
    with Archive(tmp_path / "b.reftel", create=True) as other:  # in any order of loading
        files = sorted(tmp_path.glob("*.txt"), reverse=True)
        for some in (files[:1], files[1::2], files[2::2]):
            other.add(some)
            other.references(f"{year} {post} {serial}")
        assert other.references(found.key) == found
