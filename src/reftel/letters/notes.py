"""Notes: what the sender of a letter is to know and to look after before it is sent; no part of the letter.

In go the ghosts of a letter and the procedure, out come paragraphs, the same for the same ghosts. Rule:
whatever the letter rests on and cannot know for sure is said here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from reftel.graph.missing import Ghost
from reftel.letters import days, naming
from reftel.letters.settings import Procedure, Settings
from reftel.letters.wording import clean

_SHOWN = 8  # ids named in one note


def notes(
    ghosts: Sequence[Ghost],
    settings: Settings,
    procedure: Procedure,
    words: tuple[str, ...],
    left_out: tuple[str, ...],
) -> tuple[str, ...]:
    """The notes to the sender; ``words`` are those that the procedure has for all letters."""
    return (
        _checked(procedure),
        *_to_fill_in(settings, procedure),
        *words,
        *_on_subjects(settings),
        *_on_ghosts(ghosts, procedure),
        *(f"Left out, for its number is doubtful: {name}" for name in left_out),
    )


def _checked(procedure: Procedure) -> str:
    return clean(
        f"Check address and procedure at {procedure.check_at} before you send this: they were noted on "
        f"{days.of_day(procedure.checked)}, and both change."
    )


def _to_fill_in(settings: Settings, procedure: Procedure) -> Iterator[str]:
    """A note where anything of the letter stands in square brackets."""
    sender = settings.sender
    empty = [name for name in ("name", "address", "email") if not getattr(sender, name)]
    if empty or any("[" in line for line in procedure.agency):
        yield (
            "Fill in what stands in square brackets, here or for good in a file of settings "
            "(reftel letter --template)."
        )


def _on_subjects(settings: Settings) -> Iterator[str]:
    if settings.most_citing:
        yield (
            "The letter names telegrams of your collection, with their subjects, as evidence: take out those "
            "that you do not want to name (most_citing = 0 names none)."
        )


def _on_ghosts(ghosts: Sequence[Ghost], procedure: Procedure) -> Iterator[str]:
    """What is to be known of some documents of the letter."""
    rows: tuple[tuple[Callable[[Ghost], bool], str], ...] = (
        (
            days.is_estimated,
            "Estimated date, from the numbers and dates of other telegrams of the post: {}. The number "
            "counts, the date may be wrong.",
        ),
        (lambda ghost: bool(ghost.doubts), "The number may be misprinted, as the letter says: {}."),
        (
            lambda ghost: not ghost.count,
            "No citation is certain; all may mean another telegram: {}.",
        ),
        (
            lambda ghost: naming.ghost_number(ghost) is None,
            "Post, year or number could not be told, so that it may not be found: {}.",
        ),
        (
            naming.is_elsewhere,
            "Sent by another agency than the Department of State, which may have to be asked instead: {}.",
        ),
        (
            lambda ghost: procedure.classified_only and _is_cited_by_unclassified(ghost),
            "Cited by unclassified telegrams alone, and may be unclassified itself, so that FOIA may suit "
            "better: {}.",
        ),
        (
            lambda ghost: not procedure.suits(ghost.year),
            f"Not of the years for which this procedure suits ({_years(procedure)}): {{}}.",
        ),
    )
    for is_meant, words in rows:
        keys = [clean(ghost.key) for ghost in ghosts if is_meant(ghost)]
        if keys:
            yield words.format(_some(keys))


def _is_cited_by_unclassified(ghost: Ghost) -> bool:
    levels = [one.classification or "" for one in ghost.citing]
    return bool(levels) and all(level.startswith("UNCLASSIFIED") for level in levels)


def _years(procedure: Procedure) -> str:
    if procedure.first_year <= 1900:
        return f"to {procedure.last_year}"
    if procedure.last_year >= 2100:
        return f"from {procedure.first_year} on"
    return f"{procedure.first_year} to {procedure.last_year}"


def _some(keys: list[str]) -> str:
    more = f" and {len(keys) - _SHOWN:,} more" if len(keys) > _SHOWN else ""
    return ", ".join(keys[:_SHOWN]) + more
