"""``export``: telegrams, or the graph of citations, as files for other programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, Section, command
from reftel.cli.files import write_file
from reftel.cli.given import given_names
from reftel.cli.wording import counted
from reftel.errors import ReftelError, readable

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.archive.taking import Telegrams

GRAPH = ("graphml", "gexf", "nodes", "edges")  # those of reftel.export.networks, in its order
FORMS = ("jsonl", "csv", "xlsx", "parquet", "sqlite", "txt", "md", "tei", "ftm")  # of reftel.export.forms
TABLES = ("telegrams", "paragraphs", "addressees", "references", "tags", "mentions", "spans")


def _forms() -> Section:
    from reftel.export.forms import FORMS as OWN
    from reftel.export.networks import FORMS as NETWORKS

    rows = [(name, form.what) for name, form in OWN.items()]
    return "Forms", [*rows, *((name, what) for name, (_, what) in NETWORKS.items())]


@command(
    "export",
    examples=(
        "reftel export bamako.reftel jsonl -o bamako.jsonl",
        "reftel export bamako.reftel parquet --query 'date:2007 tag:PREL' -o bamako-2007",
        "reftel search bamako.reftel 'air drop' --ids | reftel export bamako.reftel csv --ids - > drops.csv",
        "reftel export bamako.reftel sqlite -o bamako.db",
        "reftel export bamako.reftel gexf --measures -o bamako.gexf",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED, exits.FULL, exits.INTERRUPTED),
    section=_forms,
)
@ARCHIVE
@click.argument("form", metavar="FORM", type=click.Choice((*FORMS, *GRAPH)))
@click.option("--query", metavar="QUERY", help="Only the telegrams that it finds, oldest first.")
@click.option(
    "--ids", metavar="FILE", help="Only the telegrams of the ids in FILE, one on a line; - reads them."
)
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    type=click.Path(path_type=Path),
    help="Write to PATH, with a manifest; else to standard output.",
)
@click.option(
    "--table",
    type=click.Choice(TABLES),
    help="Of csv only this table.  [default to standard output: telegrams]",
)
@click.option(
    "--measures", is_flag=True, help="In the graph: PageRank, connected part and community of each telegram."
)
def export_command(
    archive: str,
    form: str,
    query: str | None,
    ids: str | None,
    output: Path | None,
    table: str | None,
    measures: bool,
) -> None:
    """Write telegrams, or the graph of citations, for other programs.

    All telegrams go out, those of a --query, or those of --ids. There is no limit to how many: they
    are written one by one. csv, parquet and tei are folders; csv with --table, or without -o, is one
    table. Beside each export stands a manifest with the query, the date, versions, counts and hashes
    (PATH.manifest.json, or manifest.json in a folder). Cells that a spreadsheet would take for formulas
    have a ' before them in CSV.

    graphml, gexf, nodes and edges are the whole graph. Telegrams that are cited and not held are in it; a
    citation that may mean several has an edge to each, marked as not certain.
    """
    if query is not None and ids is not None:
        raise click.UsageError("--query and --ids exclude one another.")
    if form in GRAPH and (query is not None or ids is not None or table is not None):
        raise click.UsageError(f"{form} is the whole graph: no --query, --ids or --table.")
    if form not in GRAPH and measures:
        raise click.UsageError("--measures goes with the forms of the graph.")
    if table is not None and form != "csv":
        raise click.UsageError("--table goes with csv.")
    from reftel.archive import Archive

    with Archive(archive) as opened:
        if form in GRAPH:
            _graph(opened, form, output, measures)
            return
        found = opened.telegrams(readable(query) if query is not None else None, names=_names(ids))
        if output is None or table is not None:
            _say(found, form, table or TABLES[0], output)
        else:
            _put(opened, form, output, found)


def _names(ids: str | None) -> list[str] | None:
    """The ids of a file, or of standard input."""
    if ids is None or ids == "-":
        return None if ids is None else list(given_names(("-",)))
    lines = Path(ids).read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    return [readable(line.strip()) for line in lines if line.strip()]


def _say(found: Telegrams, form: str, table: str, output: Path | None) -> None:
    """One stream, to standard output or to a file."""
    from reftel.export.csv_form import one_table
    from reftel.export.forms import FORMS as KNOWN
    from reftel.export.forms import pieces
    from reftel.export.tables import TABLES as ALL
    from reftel.export.taken import Counts

    counts = Counts()
    if form != "csv" and KNOWN[form].stream is None:
        raise ReftelError(f"{form} cannot be written to standard output: name a file or folder with -o.")
    stream = one_table(ALL[table], found, counts) if form == "csv" else pieces(form, found, counts)
    if output is not None:
        write_file(output, stream)
        return
    for piece in stream:
        screen.say_piece(piece)


def _put(archive: Archive, form: str, output: Path, found: Telegrams) -> None:
    """The form at its path, with a bar of progress on a terminal; then what was written."""
    from reftel.archive import exporting
    from reftel.export.manifest import name_of

    with _progress(len(found)) as on_count:
        counts = exporting.put(archive, form, output, found, on_count)
    told = ", ".join(f"{count:,} {name}" for name, count in counts.rows.items() if name != "telegrams")
    beside = readable(str(name_of(output)))
    screen.tell(
        f"{counted(counts.rows['telegrams'], 'telegram')} written to {readable(str(output))}"
        f"{f' ({told})' if told else ''}; manifest: {beside}"
    )
    for note in counts.notes:
        screen.tell(note)


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None] | None]:
    """A bar on standard error; ``None`` where that is no terminal."""
    if not screen.on_terminal(sys.stderr):
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("Exporting"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        task = bars.add_task("", total=total)
        yield lambda count: bars.update(task, completed=count)


def _graph(archive: Archive, form: str, output: Path | None, measures: bool) -> None:
    """The whole graph."""
    from reftel.export.networks import FORMS as WRITERS

    network = archive.network(measured=measures)
    written, _ = WRITERS[form]
    if output is None:
        for piece in written(network):
            screen.say_piece(piece)
        return
    write_file(output, written(network))
    nodes, edges = counted(len(network.nodes), "telegram"), counted(len(network.edges), "citation")
    screen.tell(f"{nodes} and {edges} written to {readable(str(output))}")
