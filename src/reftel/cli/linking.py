"""``refs``: what a telegram cites, and what cites it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, command
from reftel.cli.page import fold
from reftel.cli.screen import styled, visible
from reftel.cli.wording import counted
from reftel.errors import readable

if TYPE_CHECKING:
    from reftel.graph import Neighbour, Neighbours, Way

WAYS = 3  # places shown of one neighbour


@command(
    "refs",
    examples=(
        "reftel refs bamako.reftel 07BAMAKO1361",
        'reftel refs bamako.reftel "Bamako 1015 (07)" --json',
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED),
)
@ARCHIVE
@click.argument("name", metavar="ID")
@JSON
def refs_command(archive: str, name: str, as_json: bool) -> None:
    """Show what a telegram cites, and what cites it.

    Each is marked as held in the archive or not. Works for a telegram, too, that
    is only known because others cite it.
    """
    from reftel.archive import Archive

    with Archive(archive) as opened:
        found = opened.references(readable(name))
    if as_json:
        import msgspec

        screen.say_json(msgspec.json.encode(found).decode("utf-8"))
    else:
        screen.say("\n".join(_lines(found, min(screen.width(), screen.WIDTH))))


def _lines(found: Neighbours, width: int) -> Iterator[str]:
    """The two lists, below the telegram's own id."""
    state = "" if found.held else "  not held here"
    yield f"{styled(visible(found.key), 'bold', 'cyan')}{styled(state, 'yellow')}"
    if found.held:
        yield from _list("Cites", found.cites, width)
    yield from _list("Cited by", found.cited_by, width)


def _list(title: str, found: tuple[Neighbour, ...], width: int) -> Iterator[str]:
    yield ""
    if not found:
        yield f"{styled(title, 'bold')}: none"
        return
    yield f"{styled(title, 'bold')} ({len(found):,})"
    for one in found:
        yield from _neighbour(one, width)


def _neighbour(one: Neighbour, width: int) -> Iterator[str]:
    """One neighbour: its id or all that it may be, and where it is cited."""
    if one.key is None:
        ids = " or ".join(f"{candidate.key}{_state(candidate.held)}" for candidate in one.candidates)
    else:
        ids = f"{one.key}{_state(one.held)}"
        if not one.certain:
            ids += f", perhaps: may mean {' or '.join(candidate.key for candidate in one.candidates)}"
    yield from (styled(line, "cyan") for line in fold(ids, width, "  ", "    "))
    for way in one.ways[:WAYS]:
        yield from (styled(line, "dim") for line in fold(_way(way), width, "      ", "        "))
    if len(one.ways) > WAYS:
        yield styled(f"      and {counted(len(one.ways) - WAYS, 'more place')}", "dim")


def _state(held: bool) -> str:
    return "" if held else " (not held)"


def _way(way: Way) -> str:
    """``REF A: BAMAKO 1015``, ``corrected copy of: BAMAKO 1389``, or ``¶2: reftel``."""
    if way.how == "corrected":
        place = "corrected copy of"
    elif way.how == "reference":
        place = f"REF {way.label}" if way.label else "REF"
    else:
        place = "in the text" if way.paragraph is None else f"¶{way.paragraph}"
    return f"{place}: {way.text}"
