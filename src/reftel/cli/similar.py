"""``similar``: the telegrams that are most like one, and the words that they share with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, command
from reftel.cli.hits import hit_lines, total_line
from reftel.cli.page import fold
from reftel.cli.screen import styled, visible

if TYPE_CHECKING:
    from reftel.archive.results import Hit, Results

SHOWN = 8  # words that a hit shares, the most telling ones
SNIPPETS = 1


@command(
    "similar",
    examples=("reftel similar bamako.reftel 07BAMAKO1361", "reftel similar bamako.reftel 07BAMAKO1361 -n 5"),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED),
)
@ARCHIVE
@click.argument("name", metavar="ID")
@click.option("--limit", "-n", default=10, show_default=True, type=click.IntRange(min=1), help="Hits shown.")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(min=0), help="Hits to pass over.")
@JSON
@click.pass_context
def similar_command(
    ctx: click.Context, archive: str, name: str, limit: int, offset: int, as_json: bool
) -> None:
    """Find the telegrams that are most like one.

    They share words with it that are frequent in it and rare in the archive; each hit
    says which.
    """
    from reftel.archive import Archive

    with Archive(archive) as opened:
        opened.on_notice = screen.tell
        results = opened.similar(name, limit=limit, offset=offset)
    if as_json:
        import msgspec

        screen.say_json(msgspec.json.encode(results).decode("utf-8"))
    else:
        _say(results, name)
    ctx.exit(exits.FINE if results.hits else exits.INCOMPLETE)


def _say(results: Results, name: str) -> None:
    """The hits, each with the words that it shares."""
    import msgspec

    width = min(screen.width(), screen.WIDTH)
    for hit in results.hits:
        screen.say("\n".join(hit_lines(msgspec.structs.replace(hit, why=[], snippets=[]), width)))
        screen.say("\n".join(fold(_shared(hit), width, "    ", "      ")) + "\n")
    if not results.hits:
        screen.say("\n".join(fold(f"no telegram here shares a telling word with {name}", width)))
        return
    screen.say(
        styled(f"most like {visible(name)}, of those that share any word that is telling for it", "dim")
    )
    screen.say("\n".join(fold(total_line(results), width)))


def _shared(hit: Hit) -> str:
    best = sorted(hit.why, key=lambda one: -one.score)
    more = f" and {len(best) - SHOWN} more" if len(best) > SHOWN else ""
    return "shares " + ", ".join(one.part for one in best[:SHOWN]) + more
