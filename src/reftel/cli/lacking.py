"""``missing`` and ``coverage``: what an archive does not hold, as far as what it holds tells."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, command
from reftel.cli.files import OUTPUT_FILE, write_file
from reftel.cli.given import given_names
from reftel.cli.page import fold
from reftel.cli.screen import styled, visible
from reftel.cli.wording import counted

if TYPE_CHECKING:
    from reftel.graph.continuity import Continuity
    from reftel.graph.coverage import Coverage
    from reftel.graph.missing import About, Ghost, Missing

CITING, TAGS = 3, 6  # telegrams and codes named of one ghost
GAPS = 200  # gaps printed of one series
POST = click.option("--post", metavar="POST", help="Only of this post, in any way of writing it.")
YEAR = click.option("--year", type=click.IntRange(1900, 2099), help="Only of this year.")
CSV = click.option("--csv", "as_csv", is_flag=True, help="Print a table for spreadsheets instead.")


@command(
    "missing",
    examples=(
        "reftel missing bamako.reftel",
        "reftel missing bamako.reftel --post STATE --least 5 --most 100",
        'reftel missing bamako.reftel "Bamako 1015 (07)" --json',
        "reftel missing bamako.reftel --all --csv > missing.csv",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED),
)
@ARCHIVE
@click.argument("names", metavar="[ID]...", nargs=-1)
@POST
@YEAR
@click.option(
    "--least", default=1, show_default=True, type=click.IntRange(min=1), help="Cited by so many telegrams."
)
@click.option("--most", default=20, show_default=True, type=click.IntRange(min=1), help="So many of them.")
@click.option("--all", "every", is_flag=True, help="All of them.")
@JSON
@CSV
def missing_command(
    archive: str,
    names: tuple[str, ...],
    post: str | None,
    year: int | None,
    least: int,
    most: int,
    every: bool,
    as_json: bool,
    as_csv: bool,
) -> None:
    """List telegrams that are cited and not held here.

    The most cited come first, with who cites them and under which TAGS, when they were sent as far as
    the serials of their post tell, and whether the number may be damaged. That a telegram is not held
    here says nothing of why.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude one another.")
    if names and (post is not None or year is not None or least > 1 or every):
        raise click.UsageError("IDs go without --post, --year, --least and --all.")
    from reftel.archive import Archive

    with Archive(archive) as opened:
        found = opened.missing(
            tuple(given_names(names)), post=post, year=year, least=least, most=None if every else most
        )
    if as_json:
        _say_json(found)
    elif as_csv:
        screen.say_table(_GHOST, (_ghost_row(ghost) for ghost in found.ghosts))
    else:
        screen.say("\n".join(_missing_lines(found, min(screen.width(), screen.WIDTH))))


def _missing_lines(found: Missing, width: int) -> Iterator[str]:
    total = counted(found.total, "telegram is", "telegrams are")
    told = f"{total} cited and not held here, in {counted(found.citations, 'citation')}"
    yield from (styled(line, "bold") for line in fold(told, width))
    for ghost in found.ghosts:
        yield from _ghost_lines(ghost, width)
    if len(found.ghosts) < found.total:
        yield styled(f"\nand {found.total - len(found.ghosts):,} more (--most, --all)", "dim")


def _ghost_lines(ghost: Ghost, width: int) -> Iterator[str]:
    """A ghost: its number, when it was sent, how often it is cited; by whom; and what is doubtful."""
    times = f"cited {counted(ghost.count, 'time')}"
    perhaps = f", perhaps {ghost.perhaps:,} more" if ghost.perhaps else ""
    first, *rest = fold(f"{times}{perhaps}; {sent_words(ghost.sent)}", width, f"{ghost.key}  ", "    ")
    yield f"\n{styled(visible(ghost.key), 'bold', 'cyan')}{first.removeprefix(ghost.key)}"
    yield from rest
    citing = ", ".join(
        f"{one.key} ({one.date[:10] if one.date else 'no date'})" for one in ghost.citing[:CITING]
    )
    more = len(ghost.citing) - CITING
    tags = ", ".join(tag for tag, _ in ghost.tags[:TAGS])
    words = f"by {citing}{f' and {more:,} more' if more > 0 else ''}{f'; TAGS {tags}' if tags else ''}"
    yield from (styled(line, "dim") for line in fold(words, width, "    ", "    "))
    for doubt in ghost.doubts:
        readings = f"; perhaps {' or '.join(doubt.readings)} is meant" if doubt.readings else ""
        told = f"The number may be damaged: {doubt.message}{readings}."
        yield from (styled(line, "yellow") for line in fold(told, width, "    ", "    "))


def sent_words(sent: About) -> str:
    """``sent about 2007-09-03 (2007-08-30 to 2007-09-11)``, or as much of it as is known."""
    if sent.earliest is None:
        return f"sent by {sent.latest}" if sent.latest else "date not known"
    if sent.earliest == sent.latest:
        return f"sent {'about ' if sent.date else 'on '}{sent.latest}"
    between = f"{sent.earliest} to {sent.latest}"
    return f"sent about {sent.date} ({between})" if sent.date else f"sent {between}"


_GHOST = (
    *("id", "post", "year", "serial", "cited", "perhaps", "first", "last", "about", "earliest", "latest"),
    *("tags", "citing", "doubts", "readings"),
)


def _ghost_row(ghost: Ghost) -> tuple[Any, ...]:
    return (
        *(ghost.key, ghost.post, ghost.year, ghost.serial, ghost.count, ghost.perhaps),
        *(ghost.first, ghost.last, ghost.sent.date, ghost.sent.earliest, ghost.sent.latest),
        " ".join(tag for tag, _ in ghost.tags),
        " ".join(one.key for one in ghost.citing),
        " ".join(doubt.code for doubt in ghost.doubts),
        " ".join(reading for doubt in ghost.doubts for reading in doubt.readings),
    )


@command(
    "coverage",
    examples=(
        "reftel coverage bamako.reftel",
        "reftel coverage bamako.reftel --post Bamako --year 2007 --gaps",
        "reftel coverage bamako.reftel --post Bamako --continuity",
        "reftel coverage bamako.reftel --svg coverage.svg",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED, exits.FULL),
)
@ARCHIVE
@POST
@YEAR
@click.option("--gaps", is_flag=True, help="Name the serials that are not held, too.")
@click.option(
    "--continuity", is_flag=True, help="What the numbers of messages to each addressee of --post pass over."
)
@JSON
@CSV
@click.option("--svg", metavar="FILE", type=OUTPUT_FILE, help="Draw a map of posts and years, into FILE.")
def coverage_command(
    archive: str,
    post: str | None,
    year: int | None,
    gaps: bool,
    continuity: bool,
    as_json: bool,
    as_csv: bool,
    svg: Path | None,
) -> None:
    """Estimate how much of what each post sent is held here.

    For each year, from serials and dates: each post numbers its telegrams from 1 each January. Serials
    that do not fit (misprinted, or of another series) are set apart. An estimate comes with an interval,
    and with a warning where no conclusion can rest on it. That a number is not held here says nothing of
    why.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude one another.")
    if continuity and post is None:
        raise click.UsageError("--continuity goes with --post.")
    if continuity and (year or gaps or as_csv or svg):
        raise click.UsageError("--continuity goes with --post and --json only.")
    from reftel.archive import Archive

    with Archive(archive) as opened:
        if continuity:
            _say_continuity(opened.continuity(str(post)), as_json)
            return
        found = opened.coverage(post, year)
    if svg is not None:
        from reftel.pictures import coverage_picture

        write_file(svg, coverage_picture(found))
    if as_json:
        _say_json(found)
    elif as_csv:
        screen.say_table(_COVERAGE, (_coverage_row(one) for one in found))
    else:
        screen.say("\n".join(_coverage_lines(found, gaps)))
    if not found:
        click.get_current_context().exit(exits.INCOMPLETE)


def _coverage_lines(found: tuple[Coverage, ...], gaps: bool) -> Iterator[str]:
    """A table with a row for each series, and what its warnings say."""
    if not found:
        yield "No telegram with such a number is held here."
        return
    posts = max(len(one.post) for one in found)
    heads = ("year", "held", "serials", "sent in the year, about", "share held", "cited, not held")
    widths = (4, 7, 14, 26, 22, 15)
    head = "  ".join(f"{name:>{columns}}" for name, columns in zip(heads, widths, strict=True))
    yield styled(f"{'post':<{posts}}  {head}", "bold")
    for one in found:
        cells = (f"{one.year}", f"{one.held:,}", _serials(one), _length(one), _share(one), f"{one.cited:,}")
        row = "  ".join(f"{cell:>{columns}}" for cell, columns in zip(cells, widths, strict=True))
        marks = f"  ({', '.join(one.warnings)})" if one.warnings else ""
        yield f"{one.post:<{posts}}  {row}{styled(marks, 'yellow')}"
        yield from _further(one, gaps)
    yield from _explained({code for one in found for code in one.warnings})


def _further(one: Coverage, gaps: bool) -> Iterator[str]:
    """What is set apart, and the gaps, below a row."""
    if one.apart:
        yield styled(f"    set apart: {', '.join(map(str, one.apart[:20]))}", "dim")
    if gaps and one.gaps:
        named = ", ".join(_range(gap.first, gap.last) for gap in one.gaps[:GAPS])
        more = f" and {len(one.gaps) - GAPS:,} more gaps" if len(one.gaps) > GAPS else ""
        for line in fold(f"not held here: {named}{more}", screen.width(), "    ", "    "):
            yield styled(line, "dim")


def _explained(codes: set[str]) -> Iterator[str]:
    from reftel.graph.series import WARNINGS

    if codes:
        yield styled("\nNo conclusion can rest on a row with a warning:", "yellow")
        yield from (f"  {code}: {WARNINGS[code]}" for code in WARNINGS if code in codes)


def _serials(one: Coverage) -> str:
    return "" if one.lowest is None or one.highest is None else _range(one.lowest, one.highest)


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}-{last}"


def _length(one: Coverage) -> str:
    if one.length is None:
        return "not known"
    value, low, high = (round(number) for number in one.length)
    return f"{value:,} ({low:,}-{high:,})"


def _share(one: Coverage) -> str:
    if one.share is None:
        return "not known"
    value, low, high = (_percent(number) for number in one.share)
    return f"{value} % ({low}-{high})"


def _percent(share: float) -> str:
    """A share in per cent: one digit after the point, or two that count where it is less than one."""
    return f"{100 * share:.1f}" if share >= 0.01 else f"{100 * share:.2g}"


_COVERAGE = (
    *("post", "year", "held", "lowest", "highest", "length", "length_low", "length_high"),
    *("share", "share_low", "share_high", "not_held_between", "cited_not_held", "apart", "warnings"),
)


def _coverage_row(one: Coverage) -> tuple[Any, ...]:
    return (
        *(one.post, one.year, one.held, one.lowest, one.highest),
        *((round(number) for number in one.length) if one.length else (None, None, None)),
        *((round(number, 4) for number in one.share) if one.share else (None, None, None)),
        sum(gap.last - gap.first + 1 for gap in one.gaps),
        one.cited,
        " ".join(map(str, one.apart)),
        " ".join(one.warnings),
    )


def _say_continuity(found: tuple[Continuity, ...], as_json: bool) -> None:
    if as_json:
        _say_json(found)
        return
    if not found:
        screen.say("No two telegrams with such numbers to one addressee are held here.")
    for one in found:
        apart = f", {counted(one.apart, 'number')} that do not fit set apart" if one.apart else ""
        screen.say(
            f"{styled(visible(one.addressee), 'bold')}  {one.held:,} held, {one.not_held:,} not{apart}"
        )
        for passed in one.passed[-CITING:]:
            screen.say(styled(f"    {passed.count:,} between {passed.after} and {passed.before}", "dim"))


def _say_json(found: object) -> None:
    import msgspec

    screen.say_json(msgspec.json.encode(found).decode("utf-8"))
