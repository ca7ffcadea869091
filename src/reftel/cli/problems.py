"""Problems printed: for a person, as JSON, or as a table for a spreadsheet."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reftel.cli import screen
from reftel.cli.wording import counted, nearby
from reftel.errors import member_path

if TYPE_CHECKING:
    from reftel.archive.results import Problem

COLUMNS = ("path", "member", "reason", "time")
# A spreadsheet takes what begins so for a formula (OWASP ASVS 1.2.10), full-width signs as well.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\0", "＝", "＋", "－", "＠")


def say_csv(problems: Sequence[Problem]) -> None:
    """A table with titles (RFC 4180); what a spreadsheet would take for a formula has a ' before it."""
    table = csv.writer(sys.stdout)
    table.writerow(COLUMNS)
    for one in problems:
        table.writerow([_harmless(getattr(one, column)) for column in COLUMNS])


def say_json(problems: Sequence[Problem]) -> None:
    """One JSON object."""
    import msgspec

    screen.say_json(msgspec.json.encode({"problems": problems}).decode("utf-8"))


def say(problems: Sequence[Problem]) -> None:
    """A line for each, and one that counts them."""
    screen.say("\n".join(_lines(problems)))


def _lines(problems: Sequence[Problem]) -> Iterator[str]:
    for one in problems:
        path = member_path(nearby(one.path), one.member)
        yield f"{one.time}  {screen.styled(screen.one_line(path), 'bold')}: {screen.one_line(one.reason)}"
    yield f"{counted(len(problems), 'problem')}" if problems else "No problems: all that was added was read."


def _harmless(value: str) -> str:
    if value != "-" and value.startswith(_FORMULA):  # `-` alone is standard input
        return f"'{value}"
    return value
