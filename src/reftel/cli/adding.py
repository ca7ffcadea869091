"""``add``, ``remove`` and ``rebuild``: what changes an archive."""

from __future__ import annotations

import shlex
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, command
from reftel.cli.naming import NONE_TAKEN, as_given, columns_of, named_columns
from reftel.cli.wording import counted, duration, nearby
from reftel.errors import readable

if TYPE_CHECKING:
    from reftel.archive.results import Added, Progress, Skipped

SHOWN = 20  # skipped files that are named one by one
WRITING = (exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED, exits.FULL)
"""How a command that changes an archive can end, if it is not broken off."""
WORKERS = click.option(
    "--workers",
    type=click.IntRange(1, 64),
    help="How many processes read at the same time; one for each core if it is not given.",
)


@command(
    "add",
    examples=(
        "reftel add bamako.reftel cables/",
        "reftel add bamako.reftel 07BAMAKO1361.txt more/",
        'reftel add bamako.reftel rows.csv --columns "text=Body,id=Number,created=Sent"',
    ),
    exit_codes=(*WRITING, exits.INTERRUPTED),
)
@ARCHIVE
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--source-label", metavar="TEXT", help="The collection that all of PATH comes from.")
@click.option("--rights", metavar="TEXT", help="A rights statement for all of PATH.")
@named_columns
@WORKERS
@click.pass_context
def add_command(
    ctx: click.Context,
    archive: str,
    paths: tuple[str, ...],
    source_label: str | None,
    rights: str | None,
    columns: tuple[str, ...],
    table: str | None,
    workers: int | None,
) -> None:
    """Read telegrams from files and folders into an archive.

    ARCHIVE is made where it is missing. PATH is a file, a folder or - for
    standard input; zip, tar, gz, bz2, xz and zst are read with all that is in
    them, within the limits that REFTEL_LIMITS sets; of a table each row is a
    source of its own, however large it is. What is already held is left alone,
    so a run that was broken off is finished by the same command. A file that was
    edited since takes the place of its old version; a file that is gone stays
    held until it is removed.
    What cannot be read is skipped, named at the end, and kept in a list
    (`reftel info ARCHIVE --problems`) until it is added without fault.

    --source-label and --rights go to the provenance of each record, also of
    what is held already; without them that stays as it is.

    A table with a row of titles (parted by commas, tabs, semicolons or strokes),
    or of JSON objects, one a line, is read where --columns or --table name its
    columns. A FIELD is text, which may have several columns, or what a column
    states: id, created, classification, from, subject, tags, references, or a key
    of provenance. All else in PATH is read as ever.
    """
    from reftel.archive import Archive
    from reftel.sources.limits import limits

    limits()  # before anything is made: settings that cannot be understood end the command
    named = columns_of(columns, table)
    with Archive(archive, create=True) as opened:
        try:
            with _progress("Adding") as on_progress:
                added = opened.add(
                    paths,
                    collection=source_label,
                    rights=rights,
                    columns=named,
                    workers=workers,
                    on_progress=on_progress,
                )
        except KeyboardInterrupt:
            held = opened.info().telegrams
            raise KeyboardInterrupt(
                f"interrupted; the archive is whole and holds {counted(held, 'telegram')}. Go on with\n"
                f"  {shlex.join(['reftel', 'add', archive, *paths, *as_given(columns, table)])}"
            ) from None
    _say_added(archive, added)
    none_taken = named is not None and not added.named
    if none_taken:
        screen.tell(NONE_TAKEN)
    ctx.exit(exits.INCOMPLETE if added.skipped or none_taken else exits.FINE)


def _say_added(archive: str, added: Added) -> None:
    """The summary of an ``add``, and on a terminal what to try next."""
    problems = shlex.join(["reftel", "info", readable(archive), "--problems"])
    _name_skipped(added.skipped, f"all are named by: {problems}")
    parts = [
        counted(added.telegrams, "new telegram"),
        counted(added.copies, "copy", "copies"),
        *([f"{added.changed:,} changed"] if added.changed else []),
        f"{added.unchanged:,} unchanged",
        f"{len(added.skipped):,} skipped",
    ]
    files = counted(added.files - added.unread, "file")
    rows = f" ({counted(added.rows, 'row')})" if added.rows else ""
    screen.say(f"{files}{rows} read in {duration(added.seconds)}: {', '.join(parts)}")
    name = shlex.quote(readable(archive))
    if added.doubtful:
        verb = "does" if added.doubtful == 1 else "do"
        screen.say(
            f"{added.doubtful:,} of them {verb} not look like a telegram; "
            f"see: reftel search {name} defect:not-a-telegram"
        )
    if screen.on_terminal() and added.telegrams:
        screen.say()
        screen.say(screen.styled(f"Next: reftel search {name} WORDS   or   reftel info {name}", "dim"))


def _name_skipped(skipped: Sequence[Skipped], every: str) -> None:
    """Name the first that were skipped; ``every`` says where all are named."""
    for one in skipped[:SHOWN]:
        screen.tell(f"skipped {screen.one_line(str(one))}")
    if len(skipped) > SHOWN:
        screen.tell(f"… and {len(skipped) - SHOWN:,} more; {every}")


@command(
    "remove",
    examples=("reftel remove bamako.reftel 07BAMAKO1361", "reftel remove bamako.reftel cables/draft.txt"),
    exit_codes=WRITING,
)
@ARCHIVE
@click.argument("name", metavar="ID|PATH")
def remove_command(archive: str, name: str) -> None:
    """Take a telegram, or a source by its path, out of an archive.

    A path that is held comes first. An ID may be written in any way, but a
    misspelled one is not guessed at. A telegram that others cite stays known to
    `reftel refs` as not held. Files outside of the archive are not touched.
    """
    import msgspec

    from reftel.archive import Archive

    with Archive(archive) as opened:
        removed = opened.remove(name)
    paths = [screen.one_line(nearby(path)) for path in removed.paths]
    screen.say(screen.visible(str(msgspec.structs.replace(removed, paths=paths))))


@command(
    "rebuild",
    examples=("reftel rebuild bamako.reftel", "reftel rebuild bamako.reftel --index"),
    exit_codes=(*WRITING, exits.INTERRUPTED),
)
@ARCHIVE
@WORKERS
@click.option("--index", "index_only", is_flag=True, help="Make the index anew only, from the records.")
@click.pass_context
def rebuild_command(ctx: click.Context, archive: str, workers: int | None, index_only: bool) -> None:
    """Make records, references and index anew from the stored sources.

    Useful after an update of reftel. Saved searches stay. An index that is missing or
    damaged is made anew by the next search, too.
    """
    from reftel.archive import Archive

    with Archive(archive) as opened:
        if index_only:
            with _progress("Indexing") as on_progress:
                made = opened.reindex(on_progress=on_progress)
            screen.say(str(made))
            ctx.exit(exits.FINE)
        try:
            with _progress("Rebuilding") as on_progress:
                rebuilt = opened.rebuild(workers=workers, on_progress=on_progress)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(
                "interrupted; the archive is whole, each telegram as before or made anew. Go on with\n"
                f"  {shlex.join(['reftel', 'rebuild', archive])}"
            ) from None
    screen.say(screen.visible(str(rebuilt)))
    ctx.exit(exits.INCOMPLETE if rebuilt.skipped else exits.FINE)


@contextmanager
def _progress(verb: str) -> Iterator[Callable[[Progress], None] | None]:
    """A progress bar on standard error; ``None`` where that is no terminal."""
    if not screen.on_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        TimeRemainingColumn(),
    )
    start = time.monotonic()
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task(verb, total=None, told="")

        def show(progress: Progress) -> None:
            told = _told(progress, time.monotonic() - start)
            bars.update(task, completed=progress.done + progress.share, total=progress.total, told=told)

        yield show


def _told(progress: Progress, seconds: float) -> str:
    """How far a run has come, in words."""
    told = f"{progress.done:,}/{progress.total:,}"
    if progress.telegrams:
        told += f" · {counted(progress.telegrams, 'telegram')} · {progress.telegrams / seconds:,.0f}/s"
    return told
