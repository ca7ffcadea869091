"""``search``: ranked hits with the words that matched; how a query was read; counts over all it finds."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, Section, command
from reftel.cli.hits import clue_lines, ghost_lines, hit_lines, snippet_lines, total_line
from reftel.cli.page import fold
from reftel.cli.screen import WIDTH, styled, visible
from reftel.cli.wording import counted
from reftel.errors import QueryError, readable

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.archive.results import Results

SORTS = ("relevance", "newest", "oldest")
PAGE = 20  # hits that are printed, if no number is given


def _fields() -> Section:
    """The search fields, from the one list of them."""
    from reftel.search.fields import help_rows

    return "Fields", [(names, f"{meaning} ({example})") for names, meaning, example in help_rows()]


@command(
    "search",
    examples=(
        "reftel search bamako.reftel humanitarian air drop",
        "reftel search bamako.reftel 'from:BAMAKO \"peace agreement\" -algiers' --explain",
        "reftel search bamako.reftel tag:terrorism date:2007 --sort newest --json",
        "reftel search bamako.reftel 'class:SECRET after:2005' --facets",
        "reftel search bamako.reftel food aid --in 07BAMAKO1361",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED),
    section=_fields,
)
@ARCHIVE
@click.argument("query", metavar="QUERY...", nargs=-1, required=True)
@click.option("--limit", "-n", type=click.IntRange(min=1), help="Hits to print (20; with --ids all).")
@click.option("--offset", default=0, show_default=True, type=click.IntRange(min=0), help="Hits to pass over.")
@click.option(
    "--sort", default="relevance", show_default=True, type=click.Choice(SORTS), help="Order of the hits."
)
@click.option("--ids", is_flag=True, help="Print the ids alone, one a line.")
@click.option("--facets", is_flag=True, help="Count all hits by date, post, TAGS and more.")
@click.option("--explain", is_flag=True, help="Say how the query was read, and why each hit was found.")
@click.option("--in", "within", metavar="ID", help="Show every match within this one telegram.")
@JSON
@click.pass_context
def search_command(
    ctx: click.Context,
    archive: str,
    query: tuple[str, ...],
    limit: int | None,
    offset: int,
    sort: str,
    ids: bool,
    facets: bool,
    explain: bool,
    within: str | None,
    as_json: bool,
) -> None:
    """Find telegrams by their words, and by fields.

    Words are matched by their stem ("guards" finds guard); case and accents do not
    count; =word is the word as printed, word~ also near spellings. All words must occur.
    "quoted words" are a phrase, "two words"~5 stand near to each other, begin* is a
    beginning, OR stands between alternatives, -word excludes, (…) groups, field:value
    asks in one field, * finds everything. The number of a telegram finds it, however it
    is written. Quote the query for the shell; one that begins with - goes after a lone --.
    """
    if ids and as_json:
        raise click.UsageError("--ids and --json exclude one another.")
    text = " ".join(" ".join(map(readable, query)).split())
    with opened(ctx, archive, text) as held:
        if within is not None:
            ctx.exit(_say_within(held, within, text, as_json))
        if ids:
            found = held.keys_found(text, limit=limit, offset=offset, sort=sort)
            screen.say_piece("".join(f"{key}\n" for key in found))
            ctx.exit(exits.FINE if found else exits.INCOMPLETE)
        results = held.search(
            text, limit=limit or PAGE, offset=offset, sort=sort, facets=facets, explain=explain
        )
    say_results(results, archive, as_json)
    ctx.exit(exits.FINE if results.hits or results.ghosts else exits.INCOMPLETE)


@contextmanager
def opened(ctx: click.Context, path: str, text: str) -> Iterator[Archive]:
    """The archive at ``path``; a query ``text`` that it cannot understand ends the command."""
    from reftel.archive import Archive

    with Archive(path) as archive:
        archive.on_notice = screen.tell
        try:
            yield archive
        except QueryError as error:
            shown = pointed(text, error.place, min(screen.width(), screen.WIDTH))
            screen.tell(f"{error}\n{shown}\n`reftel search --help` tells how to ask.")
            ctx.exit(exits.USAGE)


def say_results(results: Results, archive: str, as_json: bool) -> None:
    """What was found, and what was not searched; where nothing was found, what would be."""
    for note in results.notes:
        screen.tell(note)
    if as_json:
        _say_json(results)
        return
    width = min(screen.width(), screen.WIDTH)
    if results.explanation is not None:
        from reftel.cli.spread import explanation_lines

        screen.say("\n".join(explanation_lines(results.explanation, screen.width())) + "\n")
    for ghost in results.ghosts:
        screen.say("\n".join(ghost_lines(ghost, archive, width)) + "\n")
    if results.facets is not None and results.total:
        from reftel.cli.spread import facet_lines

        screen.say("\n".join(facet_lines(results.facets, width)))
        return
    for hit in results.hits:
        screen.say("\n".join(hit_lines(hit, width)) + "\n")
    if results.read_as != results.query:
        screen.say(styled(f"read as: {visible(results.read_as)}", "dim"))
    screen.say("\n".join(_summary(results)))


def _summary(results: Results) -> Iterator[str]:
    """The line that counts the hits, or what to try where there are none."""
    width = screen.width()
    if results.hits:
        yield from fold(total_line(results), width)
    elif results.total:
        past = f"only {counted(results.total, 'telegram')} found; --offset {results.offset} is past the last"
        yield from fold(past, width)
    elif results.ghosts:
        names = " OR ".join(f"ref:{ghost.key}" for ghost in results.ghosts)
        yield from fold(f"{names} finds the telegrams that cite it", width)
    else:
        yield from fold(f"no telegram found for: {results.query}", width, rest="  ")
        yield from clue_lines(results.clues, width)
        yield from fold("Try fewer or other words, OR between words, or no fields.", width)
        yield "`reftel search --help` tells how to ask."


def _say_within(archive: Archive, name: str, text: str, as_json: bool) -> int:
    """Every match within one telegram; gives the exit code."""
    found = archive.hits_within(name, text)
    if as_json:
        _say_json(found)
        return exits.FINE if found else exits.INCOMPLETE
    width = min(screen.width(), screen.WIDTH)
    for snippet in found:
        screen.say("\n".join(snippet_lines(snippet, width)) + "\n")
    number = sum(len(snippet.marks) for snippet in found)
    places = f"{counted(number, 'match', 'matches')} in {counted(len(found), 'passage')} of {name}"
    screen.say("\n".join(fold(places if found else f"no word of {name} is asked for by: {text}", width)))
    return exits.FINE if found else exits.INCOMPLETE


def _say_json(found: object) -> None:
    import msgspec

    screen.say_json(msgspec.json.encode(found).decode("utf-8"))


def pointed(query: str, place: int, width: int = WIDTH) -> str:
    """The query, or the part of a long one around ``place``, and a caret under the character there."""
    room = max(10, width - 4)
    start = 0 if len(query) <= room else max(0, min(place - room // 2, len(query) - room))
    before = ("…" if start else "") + visible(query[start:place])
    after = visible(query[place : start + room]) + ("…" if start + room < len(query) else "")
    columns = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in before)
    return f"  {before}{after}\n  {'':{columns}}^"
