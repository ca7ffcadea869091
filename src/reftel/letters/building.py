"""Building: letters from ghosts and settings; pure.

In go ghosts in the order in which they are to be asked for, settings and the date, out come letters, each
with no more documents than the settings allow. The same goes in, the same comes out.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from reftel.graph.missing import Ghost
from reftel.letters import days, naming, notes, wording
from reftel.letters.letter import Asked, Letter, Requests
from reftel.letters.settings import CATEGORIES, LEAVE_OUT, Procedure, Settings
from reftel.letters.wording import LONGEST, clean

NAME, ADDRESS, EMAIL = "[your name]", "[your address]", "[your e-mail address]"


def requests(
    ghosts: Sequence[Ghost], settings: Settings, date: datetime.date, procedure: str | None = None
) -> Requests:
    """The letters that ask for ``ghosts``: all by ``procedure``, else by those of the settings.

    There is none where all ghosts are left out as doubtful. Raises ``KeyError`` for an unknown procedure.
    """
    leaves_out = settings.doubtful == LEAVE_OUT
    wanted = [ghost for ghost in ghosts if not (leaves_out and ghost.doubts)]
    left_out = tuple(_left_out(ghost) for ghost in ghosts if leaves_out and ghost.doubts)
    by_procedure: dict[str, list[Ghost]] = {}
    for ghost in wanted:
        by_procedure.setdefault(procedure or _procedure(ghost, settings), []).append(ghost)
    letters = (
        _letter((number, len(heaps)), heap, settings, settings.procedures[name], date, left_out)
        for name, some in by_procedure.items()
        for heaps in [_heaps(some, settings.most_documents)]
        for number, heap in enumerate(heaps, 1)
    )
    return Requests(tuple(letters), left_out)


def _procedure(ghost: Ghost, settings: Settings) -> str:
    """The procedure for a ghost, by its year."""
    usual = settings.procedures[settings.procedure]
    return settings.procedure if usual.suits(ghost.year) else settings.otherwise


def _heaps(ghosts: list[Ghost], most: int) -> list[list[Ghost]]:
    """The ghosts in their order, so many to a letter."""
    return [ghosts[place : place + most] for place in range(0, len(ghosts), most)]


def _left_out(ghost: Ghost) -> str:
    return clean(f"{naming.document(ghost)} ({ghost.key}). {' '.join(wording.remarks(ghost))}")


def _letter(
    place: tuple[int, int],
    ghosts: list[Ghost],
    settings: Settings,
    procedure: Procedure,
    date: datetime.date,
    left_out: tuple[str, ...],
) -> Letter:
    several = len(ghosts) > 1
    places = _places(len(ghosts), settings, procedure)

    def filled(words: str) -> str:
        return wording.filled(words, places, several)

    part = f"(letter {place[0]} of {place[1]})".replace(" ", "\N{NO-BREAK SPACE}") if place[1] > 1 else ""
    return Letter(
        *place,
        date,
        _sender(settings),
        tuple(map(clean, procedure.agency)),
        f"{filled(procedure.subject)} {part}".rstrip(),
        filled(procedure.salutation),
        tuple(map(filled, procedure.opening)),
        tuple(_asked(number, ghost, settings) for number, ghost in enumerate(ghosts, 1)),
        tuple(map(filled, procedure.closing)),
        filled(procedure.farewell),
        clean(settings.sender.name) or NAME,
        notes.notes(ghosts, settings, procedure, tuple(map(filled, procedure.notes)), left_out),
    )


def _places(count: int, settings: Settings, procedure: Procedure) -> dict[str, str]:
    """What is put in for each word in braces."""
    return {
        "documents": wording.documents(count),
        "count": f"{count:,}",
        "collection": settings.collection,
        "category": CATEGORIES[settings.fees.category],
        "fees": wording.fees(settings.fees.ceiling),
        "checked": days.of_day(procedure.checked),
        "check_at": procedure.check_at,
    }


def _sender(settings: Settings) -> tuple[str, ...]:
    """The lines of the sender; what is needed and missing stands in square brackets."""
    sender = settings.sender
    lines = (
        sender.name or NAME,
        sender.organization,
        *(sender.address or (ADDRESS,)),
        sender.email or EMAIL,
        sender.telephone,
    )
    return tuple(filter(None, map(clean, lines)))


def _asked(number: int, ghost: Ghost, settings: Settings) -> Asked:
    shown = ghost.citing[: settings.most_citing]
    return Asked(
        number,
        ghost.key,
        clean(naming.document(ghost), LONGEST),
        naming.document_number(ghost),
        tuple(clean(name, LONGEST) for name in naming.other_numbers(ghost, settings.unofficial_numbers)),
        tuple(map(wording.evidence, shown)),
        max(ghost.count, len(ghost.citing)) - len(shown),
        wording.remarks(ghost),
    )
