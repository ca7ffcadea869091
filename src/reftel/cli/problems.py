"""Problems printed: for a person, as JSON, or as a table for a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reftel.cli import screen
from reftel.cli.wording import counted, nearby
from reftel.errors import member_path

if TYPE_CHECKING:
    from reftel.archive.results import Problem

COLUMNS = ("path", "member", "reason", "time")


def say_csv(problems: Sequence[Problem]) -> None:
    """A table for spreadsheets."""
    screen.say_table(COLUMNS, ([getattr(one, column) for column in COLUMNS] for one in problems))


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
