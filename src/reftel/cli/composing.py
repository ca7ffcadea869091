"""``compose``: an invented collection, to try reftel on."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli import exits, screen
from reftel.cli.app import command
from reftel.errors import readable

FORMS = ("acp127", "central-file", "smart")  # those of reftel.compose, which is slow to load


@command(
    "compose",
    examples=(
        "reftel compose fictional/ --count 500",
        "reftel compose seventies/ --form central-file",
        "reftel compose traffic/ --split-sections",
        "reftel compose large/ --count 20000 --table",
        "reftel add fictional.reftel fictional/",
    ),
    exit_codes=(exits.FINE, exits.USAGE, exits.UNOPENED, exits.FULL),
)
@click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False))
@click.option(
    "--count", default=100, show_default=True, type=click.IntRange(min=1), help="How many telegrams."
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same collection.")
@click.option(
    "--form",
    default=FORMS[0],
    show_default=True,
    type=click.Choice(FORMS),
    help="acp127: 2001 to 2010; central-file: 1973 to 1979; smart: 2010 to 2012.",
)
@click.option(
    "--split-sections",
    is_flag=True,
    help="Write each section of a long telegram as a message of its own (acp127).",
)
@click.option("--table", is_flag=True, help="Write one table, cables.csv, a row for each telegram.")
def compose_command(folder: str, count: int, seed: int, form: str, split_sections: bool, table: bool) -> None:
    """Write an invented collection to try reftel on.

    The telegrams go into FOLDER, which is made where it is missing; files of the
    same name are overwritten. Nobody in them is real.
    """
    if split_sections and form != FORMS[0]:
        raise click.UsageError(f"--split-sections goes with --form {FORMS[0]}.")
    if split_sections and table:
        raise click.UsageError("--split-sections goes with files, not with --table.")
    from reftel.compose import write, write_table

    try:
        if table:
            written = write_table(Path(folder), count, seed, form=form)
        else:
            written = write(Path(folder), count, seed, form=form, split_sections=split_sections)
    except OSError as error:
        error.filename = error.filename or readable(folder)
        raise
    screen.say(f"{written:,} invented telegrams written to {readable(folder)}")
