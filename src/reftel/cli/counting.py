"""``info``: what an archive holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli import problems as printed
from reftel.cli.app import ARCHIVE, JSON, command
from reftel.cli.page import field
from reftel.cli.screen import styled, visible
from reftel.cli.wording import counted, size
from reftel.errors import readable

if TYPE_CHECKING:
    from reftel.archive.results import Info

SHOWN = 12  # rows of a table
BAR = 40  # columns of the longest bar


@command(
    "info",
    examples=(
        "reftel info bamako.reftel",
        "reftel info bamako.reftel --json",
        "reftel info bamako.reftel --problems --csv > problems.csv",
    ),
    exit_codes=(exits.FINE, exits.USAGE, exits.UNOPENED),
)
@ARCHIVE
@JSON
@click.option("--problems", is_flag=True, help="List what could not be read when it was added, and why.")
@click.option("--csv", "as_csv", is_flag=True, help="Print the problems as CSV.")
def info_command(archive: str, as_json: bool, problems: bool, as_csv: bool) -> None:
    """Count what an archive holds, by year, post and classification.

    A problem is a file, or a member of a container, that was skipped or refused;
    it goes from the list when the same file is added without it.
    """
    if as_csv and (as_json or not problems):
        raise click.UsageError("--csv goes with --problems, and without --json.")
    from reftel.archive import Archive

    with Archive(archive) as opened:
        if problems:
            found = opened.problems()
            (printed.say_csv if as_csv else printed.say_json if as_json else printed.say)(found)
            return
        known = opened.info()
    if as_json:
        import msgspec

        screen.say_json(msgspec.json.encode(known).decode("utf-8"))
    else:
        screen.say("\n".join(_lines(archive, known)))


def _lines(archive: str, known: Info) -> Iterator[str]:
    """The archive's numbers, then a table for each way of counting."""
    yield styled(visible(readable(archive)), "bold", "cyan")
    for name, value in filter(lambda fact: fact[1], _facts(known)):
        yield from field(name, value, screen.width())
    tables = (
        ("By year", known.by_year, False),
        ("By post", known.by_post, True),
        ("By classification", known.by_classification, True),
        ("By form of the source", known.by_wrapper, True),
    )
    for title, counts, largest_first in tables:
        yield from _table(title, counts, largest_first)


def _table(title: str, counts: Mapping[str, int], largest_first: bool) -> Iterator[str]:
    """A table of counts with bars; of a long one the largest rows, and how many more there are."""
    if not counts:
        return
    by_size = sorted(counts, key=lambda name: (-counts[name], name))
    shown = by_size[:SHOWN] if largest_first else sorted(counts)
    names = max(len(visible(name)) for name in shown)
    digits = len(f"{counts[by_size[0]]:,}")
    longest = max(1, min(BAR, screen.width() - names - digits - 6))
    yield f"\n{styled(title, 'bold')}"
    for name in shown:
        bar = "▇" * max(1, round(longest * counts[name] / counts[by_size[0]]))
        yield f"  {visible(name):<{names}}  {counts[name]:>{digits},}  {styled(bar, 'blue')}"
    if len(shown) < len(counts):
        yield styled(f"  and {len(counts) - len(shown):,} more (all with --json)", "dim")


def _facts(known: Info) -> Iterator[tuple[str, str]]:
    """Pairs of a name and what there is to say."""
    yield "Telegrams", f"{known.telegrams:,}, in {counted(known.messages, 'message')}"
    yield "Citations", f"{known.citations:,}; {counted(known.ghosts, 'cited telegram')} not held"
    yield "Sources", f"{known.sources:,}, {size(known.source_bytes)} as read"
    yield "On disk", f"{size(known.sqlite_bytes)} archive, {size(known.index_bytes)} index"
    yield "Index", known.index_state
    yield "Records", ", ".join(f"{schema} ({count:,})" for schema, count in known.record_schemas.items())
    yield "Made by", ", ".join(f"reftel {made} ({count:,})" for made, count in known.reftel_versions.items())
    yield "Archive format", str(known.archive_format)
    if known.rebuild_advised:
        yield "Advice", f"run `reftel rebuild`: {known.rebuild_advised}"
