"""``info``: what an archive holds."""

from __future__ import annotations

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, command


@command(
    "info",
    examples=("reftel info bamako.reftel", "reftel info bamako.reftel --json"),
    exit_codes=(exits.FINE, exits.USAGE, exits.UNOPENED),
)
@ARCHIVE
@JSON
def info_command(archive: str, as_json: bool) -> None:
    """Count what an archive holds, by year, post and classification."""
    from reftel.archive import Archive

    with Archive(archive) as opened:
        known = opened.info()
    if as_json:
        import msgspec

        screen.say_json(msgspec.json.encode(known).decode("utf-8"))
