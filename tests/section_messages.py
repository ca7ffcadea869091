"""Telegrams of several sections, each section a message of its own, as a communications centre sends them."""

from __future__ import annotations

import re

from reftel.compose import collection, compose
from reftel.record import Record

_MARK = re.compile(r"[A-Z ]+ \d{8}  \d{3} OF (\d{3})")
_FIRST = re.compile(r"1\. ")


def long_telegrams(count: int, seed: int = 5, sections: int = 2) -> list[Record]:
    """Invented telegrams of at least so many sections."""
    found = (record for record in collection(400, seed) if not record.paragraphs[0].heading)
    long = [record for record in found if record.sections and record.sections.count >= sections]
    return long[:count]


def messages(record: Record) -> list[str]:
    """The messages in which a telegram's sections are sent, each with the whole header and heading."""
    lines = compose(record).splitlines()
    start = next(i for i, line in enumerate(lines) if _FIRST.match(line))
    end = len(lines) - 1 - lines[::-1].index("BT")
    header, ending = lines[:start], lines[end:]
    parts: list[list[str]] = [[]]
    for line in lines[start:end]:
        if _MARK.fullmatch(line):
            parts.append([])
        else:
            parts[-1].append(line)
    return [
        "".join(f"{line}\n" for line in [*numbered(header, i), *_trimmed(part), *ending])
        for i, part in enumerate(parts, start=1)
    ]


def _trimmed(lines: list[str]) -> list[str]:
    """The lines without blank ones at the ends."""
    return "\n".join(lines).strip("\n").split("\n")


def numbered(header: list[str], section: int) -> list[str]:
    """A header and heading, as section ``section`` has them."""
    return [
        re.sub(r"SECTION 01 OF", f"SECTION {section:02d} OF", line)
        if " SECTION 01 OF " in line
        else re.sub(r"^(DE [A-Z]+ #\d{4})(/\d\d)?", rf"\1/{section:02d}", line)
        for line in header
    ]
