"""``saved``: searches kept under a name, and what is new since one last looked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, command
from reftel.cli.hits import hit_lines, total_line
from reftel.cli.page import fold
from reftel.cli.screen import styled, visible
from reftel.cli.searching import PAGE, opened
from reftel.cli.wording import counted

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.archive.results import Results, Saved


@command(
    "saved",
    examples=(
        "reftel saved bamako.reftel --save locusts 'locusts OR crickets'",
        "reftel saved bamako.reftel",
        "reftel saved bamako.reftel locusts",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED, exits.FULL),
)
@ARCHIVE
@click.argument("name", required=False)
@click.option("--save", "save", nargs=2, metavar="NAME QUERY", help="Keep QUERY under NAME.")
@click.option("--all", "everything", is_flag=True, help="Show all that it finds, not what is new alone.")
@click.option("--peek", is_flag=True, help="Do not count it as looked at.")
@click.option("--forget", is_flag=True, help="Drop the saved search NAME.")
@click.option(
    "--limit", "-n", default=PAGE, show_default=True, type=click.IntRange(min=1), help="Hits shown."
)
@JSON
@click.pass_context
def saved_command(
    ctx: click.Context,
    archive: str,
    name: str | None,
    save: tuple[str, str] | None,
    everything: bool,
    peek: bool,
    forget: bool,
    limit: int,
    as_json: bool,
) -> None:
    """List saved searches, or show what is new in one.

    New is what it did not find when it was last looked at, whether it was added since or changed. Saved
    searches are kept in the archive, and `reftel rebuild` leaves them alone.
    """
    if (save and (name or forget)) or (forget and not name):
        raise click.UsageError("--save takes NAME and QUERY alone; --forget needs a NAME.")
    with opened(ctx, archive, save[1] if save else "") as held:
        if save:
            _say_saved([held.save_search(*save)], as_json)
        elif name is None:
            _say_saved(held.saved_searches(), as_json)
        elif forget:
            held.forget_search(name)
            screen.say(visible(f"{name} is forgotten"))
        else:
            _show(held, name, limit, everything, peek, as_json)


def _say_saved(searches: list[Saved], as_json: bool) -> None:
    """A table of saved searches."""
    if as_json:
        import msgspec

        screen.say_json(msgspec.json.encode(searches).decode("utf-8"))
        return
    if not searches:
        screen.say("no search is saved here; `reftel saved ARCHIVE --save NAME QUERY` keeps one")
        return
    columns = max(len(visible(one.name)) for one in searches)
    for one in searches:
        new = styled(f"{one.new:>7,} new", "bold", "yellow") if one.new else f"{'nothing new':>11}"
        told = f"{one.query}  ({counted(one.total, 'telegram')}; looked at {_at(one.looked)})"
        lines = fold(told, max(30, screen.width() - columns - 17))
        name = styled(f"{visible(one.name):<{columns}}", "bold", "cyan")
        screen.say(f"  {name}  {new}  {lines[0]}".rstrip())
        for line in lines[1:]:
            screen.say(f"{'':{columns + 17}}{line}")


def _at(time: str) -> str:
    """An ISO time to the minute."""
    return f"{time[:16].replace('T', ' ')} UTC"


def _show(held: Archive, name: str, limit: int, everything: bool, peek: bool, as_json: bool) -> None:
    """What is new, or all."""
    search = held.saved_search(name)
    results = held.whats_new(name, limit=limit, look=not peek, everything=everything)
    for note in results.notes:
        screen.tell(note)
    if as_json:
        import msgspec

        screen.say_json(msgspec.json.encode(results).decode("utf-8"))
        return
    _say(results, search, everything)


def _say(results: Results, search: Saved, everything: bool) -> None:
    width = min(screen.width(), screen.WIDTH)
    for hit in results.hits:
        screen.say("\n".join(hit_lines(hit, width)) + "\n")
    screen.say(styled(f"{visible(search.name)}: {visible(results.read_as)}", "dim"))
    shown = total_line(results).partition(";")[0]
    if len(results.hits) < results.total:
        shown += f"; all with -n {results.total}"
    if everything:
        told = shown
    elif results.hits:
        told = f"new since {_at(search.looked)}: {shown}"
    else:
        told = f"nothing new since {_at(search.looked)}; it finds {counted(search.total, 'telegram')}"
    screen.say("\n".join(fold(told, width)))
    if search.gone and not everything:
        screen.say(f"found then and not now: {counted(search.gone, 'telegram')}")
