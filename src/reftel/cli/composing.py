"""``compose``: an invented collection, to try reftel on."""

from __future__ import annotations

from pathlib import Path

import click

from reftel.cli import exits, screen
from reftel.cli.app import command
from reftel.errors import readable


@command(
    "compose",
    examples=("reftel compose fictional/ --count 500", "reftel add fictional.reftel fictional/"),
    exit_codes=(exits.FINE, exits.USAGE, exits.UNOPENED, exits.FULL),
)
@click.argument("folder", metavar="FOLDER", type=click.Path(file_okay=False))
@click.option(
    "--count", default=100, show_default=True, type=click.IntRange(min=1), help="How many telegrams."
)
@click.option("--seed", default=1, show_default=True, help="The same seed gives the same collection.")
def compose_command(folder: str, count: int, seed: int) -> None:
    """Write an invented collection to try reftel on.

    The telegrams go into FOLDER, which is made where it is missing; files of the
    same name are overwritten. Nobody in them is real.
    """
    from reftel.compose import write

    try:
        written = write(Path(folder), count, seed)
    except OSError as error:
        error.filename = error.filename or readable(folder)
        raise
    screen.say(f"{written:,} invented telegrams written to {readable(folder)}")
