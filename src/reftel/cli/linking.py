"""``refs`` and ``path``: what a telegram cites, what cites it, and what connects it with others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, command
from reftel.cli.files import OUTPUT_FILE, write_file
from reftel.cli.given import for_each
from reftel.cli.page import fold
from reftel.cli.screen import styled, visible
from reftel.cli.wording import counted
from reftel.errors import readable

if TYPE_CHECKING:
    from reftel.graph import Neighbour, Neighbours, Way
    from reftel.graph.thread import Link, Node, Path, Thread, Together

WAYS = 3  # places shown of one neighbour
NARROWEST = 20  # columns for subjects beside what stands before them; else they stand below
TOGETHER = 5  # telegrams cited together with one
_REASONS = {
    "later": "is dated later",
    "number-later": "has a number that was reached later",
    "too-high": "has a number that its post had not reached",
    "other-name": "was not the name of its post that year",
}


@command(
    "refs",
    examples=(
        "reftel refs bamako.reftel 07BAMAKO1361",
        'reftel refs bamako.reftel "Bamako 1015 (07)" --json',
        "reftel refs bamako.reftel 07BAMAKO1361 --depth 4 --svg thread.svg",
        "reftel refs bamako.reftel 07BAMAKO1361 --dot | dot -Tpdf -o thread.pdf",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED, exits.FULL),
)
@ARCHIVE
@click.argument("names", metavar="ID...", nargs=-1, required=True)
@click.option(
    "--depth",
    default=2,
    show_default=True,
    type=click.IntRange(min=0, max=100),
    help="How many citations away the thread goes.",
)
@click.option(
    "--most",
    default=60,
    show_default=True,
    type=click.IntRange(min=1),
    help="How many telegrams of the thread, the nearest.",
)
@JSON
@click.option("--dot", "as_dot", is_flag=True, help="Print the thread for Graphviz instead.")
@click.option("--svg", metavar="FILE", type=OUTPUT_FILE, help="Draw the thread on a time axis, into FILE.")
def refs_command(
    archive: str,
    names: tuple[str, ...],
    depth: int,
    most: int,
    as_json: bool,
    as_dot: bool,
    svg: FilePath | None,
) -> None:
    """Show what a telegram cites, what cites it, and its thread.

    Each is marked as held in the archive or not. The thread is all that citations connect with the
    telegram, in either direction, in order of time. Works for a telegram, too, that is only known
    because others cite it. - reads ids from standard input, one on a line.
    """
    if svg is not None and (len(names) > 1 or names == ("-",)):
        raise click.UsageError("--svg draws the thread of one telegram.")
    if as_json and as_dot:
        raise click.UsageError("--json and --dot exclude one another.")
    from reftel.archive import Archive

    with Archive(archive) as opened:

        def show(name: str) -> None:
            found = opened.references(name)
            thread = opened.thread(found.key, depth=depth, most=most)
            together = () if as_dot else opened.cited_together(found.key, most=TOGETHER)
            if svg is not None:
                from reftel.pictures import thread_picture

                write_file(svg, thread_picture(thread))
            if as_dot:
                from reftel.graph.dot import dot

                screen.say(dot(thread).rstrip("\n"))
            elif as_json:
                _say_json(found, thread, together)
            else:
                screen.say("\n".join(_lines(found, thread, together, min(screen.width(), screen.WIDTH))))

        for_each(names, show)


def _say_json(found: Neighbours, thread: Thread, together: tuple[Together, ...]) -> None:
    import msgspec

    known = {**msgspec.to_builtins(found), "together": together, "thread": thread}
    screen.say_json(msgspec.json.encode(known).decode("utf-8"))


def _lines(found: Neighbours, thread: Thread, together: tuple[Together, ...], width: int) -> Iterator[str]:
    """The two lists, below the telegram's own id, then what is cited with it, and the thread."""
    state = "" if found.held else "  not held here"
    yield f"{styled(visible(found.key), 'bold', 'cyan')}{styled(state, 'yellow')}"
    if found.held:
        yield from _list("Cites", found.cites, width)
    yield from _list("Cited by", found.cited_by, width)
    if together:
        yield f"\n{styled('Cited together with it', 'bold')}"
        counts = [f"{counted(one.count, 'time'):>11}  " for one in together]
        yield from nodes_lines([one.node for one in together], width, counts)
    if len(thread.nodes) > 1:
        count = f"{len(thread.nodes):,}, up to {counted(thread.depth, 'citation')} away"
        yield f"\n{styled('Thread', 'bold')} ({count})"
        yield from nodes_lines(
            thread.nodes, width, ["  ▸ " if node.steps == 0 else "    " for node in thread.nodes]
        )
        if thread.more:
            yield styled("  It goes on: --depth and --most show more of it.", "dim")


def nodes_lines(nodes: Sequence[Node], width: int, before: Sequence[str]) -> Iterator[str]:
    """Telegrams one below the other: date, key and subject, or that it is not held."""
    columns = max(len(node.key) for node in nodes)
    for node, mark in zip(nodes, before, strict=True):
        date = f"{'~' if node.estimated else ' '}{node.date[:10]}" if node.date else " no date"
        told = (node.subject or "(no subject)") if node.held else "not held here"
        head = f"{mark}{date:<11}  {visible(node.key):<{columns}}  "
        if width - len(head) >= NARROWEST:
            first, *rest = fold(told, width, head, " " * len(head))
        else:
            first, rest = head.rstrip(), fold(told, width, " " * 8, " " * 8)
        yield first if node.held else styled(first, "yellow")
        yield from rest


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


def way_words(way: Way) -> str:
    """``REF A: BAMAKO 1015``, ``corrected copy of: BAMAKO 1389``, or ``¶2: reftel``."""
    if way.how == "corrected":
        place = "corrected copy of"
    elif way.how == "reference":
        place = f"REF {way.label}" if way.label else "REF"
    else:
        place = "in the text" if way.paragraph is None else f"¶{way.paragraph}"
    return f"{place}: {way.text}"


def _way(way: Way) -> str:
    """Where it is cited, and which readings of that cannot be."""
    out = "; ".join(f"{one.key} {_REASONS[one.reason]}" for one in way.ruled_out)
    return f"{way_words(way)} ({out})" if out else way_words(way)


@command(
    "path",
    examples=(
        "reftel path bamako.reftel 07BAMAKO1361 07STATE3491",
        'reftel path bamako.reftel "Bamako 1361 (07)" "Dakar 77 (06)" --json',
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED),
)
@ARCHIVE
@click.argument("start", metavar="ID")
@click.argument("end", metavar="ID")
@JSON
def path_command(archive: str, start: str, end: str, as_json: bool) -> None:
    """Show how citations connect two telegrams.

    The shortest way from one to the other is shown. Citations are followed in either direction; those
    that may mean several telegrams are not. The exit status is 1 where there is no way.
    """
    from reftel.archive import Archive

    with Archive(archive) as opened:
        found = opened.path_between(readable(start), readable(end))
    if as_json:
        import msgspec

        screen.say_json(msgspec.json.encode(found).decode("utf-8"))
    elif found is not None:
        screen.say("\n".join(_steps(found, min(screen.width(), screen.WIDTH))))
    if found is None:
        if not as_json:
            screen.tell(f"no citations connect {readable(start)} with {readable(end)}")
        click.get_current_context().exit(exits.INCOMPLETE)


def _steps(found: Path, width: int) -> Iterator[str]:
    """The telegrams on the way, each with what leads to it from the one before."""
    before = ["  ", *(_step(link, node.key) for link, node in zip(found.links, found.nodes, strict=False))]
    yield from nodes_lines(found.nodes, width, [f"{words:<13}" for words in before])


def _step(link: Link, key: str) -> str:
    return "cites" if link.citing == key else "is cited by"
