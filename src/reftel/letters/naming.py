"""Naming: how archives ask for a telegram: ``Embassy London telegram 88994 of August 22, 1997``.

In go numbers and ghosts, out come words. Rule: the title of the station is that of the table
``post_titles.csv``; the number is the serial without noughts before it.
"""

from __future__ import annotations

from reftel import telegram_id
from reftel.graph.missing import Citing, Ghost
from reftel.letters import days
from reftel.tables.post_titles import post_title
from reftel.telegram_id import TelegramId

_UNOFFICIAL = ("_a", "_b", "_c", "_d", "_e")  # ends of numbers that only PlusD has


def telegram(post: str, year: int | None, serial: int) -> str:
    """``Embassy London telegram 88994``, ``Secretary's party telegram SECTO 14023``."""
    title = post_title(post, year)
    return " ".join(filter(None, (title.title, "telegram", title.series, str(serial))))


def ghost_number(ghost: Ghost) -> TelegramId | None:
    """The number of a ghost; ``None`` where post, year or serial cannot be told."""
    if ghost.post is None or ghost.year is None or ghost.serial is None:
        return None
    return TelegramId(ghost.year, ghost.post, ghost.serial)


def document(ghost: Ghost) -> str:
    """The name under which an archive is asked for a ghost, with its date as far as it is known."""
    if ghost.post is None or ghost.serial is None:
        name = f"telegram “{ghost.key}”"
    else:
        name = telegram(ghost.post, ghost.year, ghost.serial)
    return name + days.sent(ghost)


def of_key(key: str) -> str:
    """The name of the telegram of an id, with its year; a handle stays what it is."""
    numbers = () if key.startswith("~") else telegram_id.read_id(key)
    if not numbers:
        return f"telegram “{key}”"
    return f"{telegram(numbers[0].post, numbers[0].year, numbers[0].serial)} of {numbers[0].year}"


def citing(one: Citing) -> str:
    """The name and the date of a telegram that cites; one without a number is told by its handle."""
    numbers = () if one.key.startswith("~") else telegram_id.read_id(one.key)
    when = days.in_words(one.date)
    if not numbers:
        name = f"a telegram without a number ({one.key})"
    else:
        name = telegram(numbers[0].post, numbers[0].year, numbers[0].serial)
        when = when or str(numbers[0].year)
    return f"{name} of {when}" if when else name


def document_number(ghost: Ghost) -> str | None:
    """The number of the document at the National Archives, for telegrams of 1973-79: ``1974LAPAZ02499``."""
    number = ghost_number(ghost)
    if number is None or not 1973 <= number.year <= 1979:
        return None
    return telegram_id.nara_number(number)


def other_numbers(ghost: Ghost, unofficial: bool) -> tuple[str, ...]:
    """The other identifiers of a ghost; those of PlusD (``_a`` to ``_e`` at the end) where ``unofficial``."""
    known = dict.fromkeys((ghost.key, *ghost.aliases))
    known.pop(document_number(ghost) or "", None)
    return tuple(name for name in known if unofficial or not name.endswith(_UNOFFICIAL))


def is_elsewhere(ghost: Ghost) -> bool:
    """Whether a ghost was sent by another agency than the Department of State."""
    return ghost.post is not None and post_title(ghost.post, ghost.year).elsewhere
