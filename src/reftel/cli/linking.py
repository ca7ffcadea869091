"""``refs``: what a telegram cites, and what cites it."""

from __future__ import annotations

import click

from reftel.cli import exits
from reftel.cli.app import ARCHIVE, JSON, command


@command(
    "refs",
    examples=(
        "reftel refs bamako.reftel 07BAMAKO1361",
        'reftel refs bamako.reftel "Bamako 1015 (07)" --json',
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED),
)
@ARCHIVE
@click.argument("name", metavar="ID")
@JSON
def refs_command(archive: str, name: str, as_json: bool) -> None:
    """Show what a telegram cites, and what cites it.

    Each is marked as held in the archive or not. Works for a telegram, too, that
    is only known because others cite it.
    """
