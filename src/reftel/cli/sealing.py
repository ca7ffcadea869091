"""``seal``: a copy of an archive for media and servers that nobody may write to."""

from __future__ import annotations

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, command


@command(
    "seal",
    examples=("reftel seal bamako.reftel /media/disc/bamako.reftel",),
    exit_codes=(exits.FINE, exits.USAGE, exits.UNOPENED, exits.FULL),
)
@ARCHIVE
@click.argument("copy", metavar="COPY")
def seal_command(archive: str, copy: str) -> None:
    """Copy an archive to be searched where nobody may write.

    COPY is a new folder. It holds the archive's file, packed and without a log beside it,
    and an index that is up to date; none of it may be written to. Search it on a disc, on
    a mount that is read only, or as a user without rights.
    """
    from reftel.archive import Archive

    with Archive(archive) as opened:
        sealed = opened.seal(copy)
    screen.say(screen.visible(str(sealed)))
