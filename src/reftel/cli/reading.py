"""``parse``, ``id`` and ``formats``: what needs no archive."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import JSON, Section, command, show_cause
from reftel.cli.naming import NONE_TAKEN, columns_of, named_columns
from reftel.errors import SourceError, faults_skip, readable

if TYPE_CHECKING:
    from reftel.sources.containers import Container
    from reftel.sources.readers import Reader

_ANY_YEAR = 2000  # to see whether it is the year alone that a number lacks


@command(
    "parse",
    examples=(
        "reftel parse cables/ > records.jsonl",
        "reftel parse --pretty 07BAMAKO1361.txt",
        "cat cable.txt | reftel parse - | jq .subject",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE),
)
@click.argument("paths", metavar="PATH...", nargs=-1, required=True)
@click.option("--pretty", is_flag=True, help="Indent the JSON, for people.")
@named_columns
@click.pass_context
def parse_command(
    ctx: click.Context, paths: tuple[str, ...], pretty: bool, columns: tuple[str, ...], table: str | None
) -> None:
    """Print the record of every telegram, one JSON object a line.

    PATH is a file, a folder (read in order of path, hidden files left out) or -
    for standard input; zip, tar, gz, bz2, xz and zst are read with all that is
    in them, within the limits that REFTEL_LIMITS sets. Records come in the order of the input. What cannot be
    read is named on standard error, and the rest goes on.

    A telegram whose sections came in files of their own is one record, in the
    place of the first that was met, wherever in the input the others are.
    "source" says which pieces it is made of, "sections" which of them are held.
    A section that came twice is a record of its own. Records are printed as
    their files are read; only at the first file that lacks sections, all others
    are looked through before it goes on.

    --columns and --table name the columns of tables, as for `reftel add`.
    """
    from reftel.normalise import normalise
    from reftel.sections.reading import read
    from reftel.sources.limits import limits

    limits()  # settings that cannot be understood end the command before anything is read
    named = columns_of(columns, table)
    taken = False
    failed: list[SourceError] = []

    def skip(error: SourceError) -> None:
        screen.tell(screen.one_line(str(error)))
        show_cause(ctx, error)
        failed.append(error)

    told = 0
    for document, record in read(paths, skip, named):
        taken = taken or bool(document.source.told.columns)
        try:
            with faults_skip(document.source.name):
                line = (record or normalise(document)).to_json()
        except SourceError as error:
            skip(error)
        else:
            screen.say_json(line, pretty)
            told += 1
    if failed or (screen.on_terminal() and told > 1):
        screen.tell(_summary(told, len(failed)))
    none_taken = named is not None and not taken
    if none_taken:
        screen.tell(NONE_TAKEN)
    ctx.exit(exits.INCOMPLETE if failed or none_taken else exits.FINE)


def _summary(read: int, failed: int) -> str:
    done = f"{read:,} telegram{'' if read == 1 else 's'} read"
    return f"{done}; {failed:,} input{'' if failed == 1 else 's'} could not be read" if failed else done


@command(
    "id",
    examples=(
        'reftel id "Bamako 1361 (07)" 2007BAMAKO01361',
        'reftel id --year 2007 "BAMAKO 1015"',
        "reftel id - < numbers.txt",
    ),
    exit_codes=(exits.FINE, exits.USAGE),
)
@click.argument("texts", metavar="TEXT...", nargs=-1, required=True)
@click.option(
    "--year", type=click.IntRange(1900, 2099), help="The year of a number that is printed without one."
)
def id_command(texts: tuple[str, ...], year: int | None) -> None:
    """Print the canonical id of a telegram number.

    TEXT is a number in any way of writing, or - to read numbers from standard input, one a line. For
    each comes a JSON object on a line: the text, its id (null where it is none,
    or can be several) and all candidates, the likeliest first.
    """
    import msgspec

    from reftel.telegram_id import read_id

    for text in _texts(texts):
        candidates = [str(number) for number in read_id(text, year)]
        answer = {
            "text": text,
            "id": candidates[0] if len(candidates) == 1 else None,
            "candidates": candidates,
        }
        screen.say_json(msgspec.json.encode(answer).decode("utf-8"))
        if not candidates and year is None and screen.on_terminal(sys.stderr) and read_id(text, _ANY_YEAR):
            screen.tell(f"{screen.one_line(text)} states no year; --year YEAR completes it")


def _texts(given: tuple[str, ...]) -> Iterator[str]:
    """The texts, with the lines of standard input in the place of ``-``."""
    for text in given:
        if text == "-":
            yield from (line.decode("utf-8", "replace").rstrip("\r\n") for line in sys.stdin.buffer)
        else:
            yield readable(text)


def _readers() -> Section:
    """The readers, from the one table of them."""
    from reftel.sources import READERS

    return "Forms", [(reader.name, f"{reader.what}: {reader.sign}") for reader in READERS]


@command(
    "formats",
    examples=("reftel formats", "reftel formats --json | jq -r '.formats[].name'"),
    exit_codes=(exits.FINE, exits.USAGE),
    section=_readers,
)
@JSON
def formats_command(as_json: bool) -> None:
    """List the forms in which telegrams are read, and containers.

    Each is told by its content, never by the name of a file; the first in this
    order that fits counts. Any of them may hold a telegram of any time. What holds none
    is read too, and its record says so. A PDF is read by its text layer, in the form
    that this has (pdf, aad-pdf, foia-pdf), where the extra is installed: reftel[pdf].
    """
    from reftel.sources import READERS
    from reftel.sources.containers import CONTAINERS

    tables: dict[str, Sequence[Reader | Container]] = {"formats": READERS, "containers": CONTAINERS}
    if as_json:
        import msgspec

        told = {
            title: [{"name": row.name, "what": row.what, "sign": row.sign} for row in rows]
            for title, rows in tables.items()
        }
        screen.say_json(msgspec.json.encode(told).decode("utf-8"))
        return
    for title, rows in tables.items():
        screen.say(f"{title.capitalize()}:")
        for row in rows:
            screen.say(f"{screen.styled(row.name, 'bold')}\n  {row.what}\n  {row.sign}")
