"""``graph``: the whole of the citations, counted and drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, command
from reftel.cli.files import OUTPUT_FILE, write_file
from reftel.cli.page import field
from reftel.cli.screen import styled
from reftel.cli.wording import counted

if TYPE_CHECKING:
    from reftel.archive.networks import CitationCounts

SHOWN = 20  # rows of a table


@command(
    "graph",
    examples=(
        "reftel graph bamako.reftel",
        "reftel graph bamako.reftel --by posts --svg posts.svg",
        "reftel graph bamako.reftel --by months --svg months.svg",
    ),
    exit_codes=(exits.FINE, exits.USAGE, exits.UNOPENED, exits.FULL),
)
@ARCHIVE
@click.option(
    "--by",
    default="posts",
    show_default=True,
    type=click.Choice(("posts", "months")),
    help="Count by pairs of posts, or by months.",
)
@JSON
@click.option("--svg", metavar="FILE", type=OUTPUT_FILE, help="Draw these counts, into FILE.")
def graph_command(archive: str, by: str, as_json: bool, svg: Path | None) -> None:
    """Count the citations of an archive, by posts and months.

    A telegram counts once for each that it cites for certain.
    """
    from reftel.archive import Archive

    with Archive(archive) as opened:
        found = opened.citation_counts()
    if svg is not None:
        from reftel.pictures import matrix_picture, months_picture

        drawn = (
            matrix_picture(dict(found.by_posts)) if by == "posts" else months_picture(dict(found.by_months))
        )
        write_file(svg, drawn)
    if as_json:
        import msgspec

        screen.say_json(msgspec.json.encode(found).decode("utf-8"))
    else:
        screen.say("\n".join(_lines(found, by)))


def _lines(found: CitationCounts, by: str) -> Iterator[str]:
    """What there is in all, then the counts asked for."""
    yield from field("Telegrams", f"{found.telegrams:,} held; {found.ghosts:,} cited and not held", 100)
    unsure = f", and {found.uncertain:,} that may mean several telegrams" if found.uncertain else ""
    yield from field("Citations", f"{found.certain:,}, {found.to_held:,} of telegrams held{unsure}", 100)
    if by == "months":
        yield styled("\nBy month of the citing telegram", "bold")
        yield from (f"  {month:<8}{count:>9,}" for month, count in found.by_months)
        return
    yield styled("\nFrom post to post", "bold")
    for (citing, cited), count in found.by_posts[:SHOWN]:
        yield f"  {count:>9,}  {citing} cites {cited}"
    if len(found.by_posts) > SHOWN:
        yield styled(f"  and {counted(len(found.by_posts) - SHOWN, 'more pair')} (all with --json)", "dim")
