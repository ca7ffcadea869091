"""``show``: telegrams, for a person or as they are stored."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, command
from reftel.cli.given import for_each
from reftel.cli.page import field, page
from reftel.cli.wording import nearby

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.archive.results import Held
    from reftel.document import Document
    from reftel.record_copy import Copy


@command(
    "show",
    examples=(
        "reftel show bamako.reftel 07BAMAKO1361",
        'reftel show bamako.reftel "Bamako 1361 (07)" --json',
        "reftel show bamako.reftel 07BAMAKO1361 --raw > cable.txt",
        "reftel search bamako.reftel 'air drop' --ids | reftel show bamako.reftel - --json",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED),
)
@ARCHIVE
@click.argument("names", metavar="ID...", nargs=-1, required=True)
@JSON
@click.option("--raw", is_flag=True, help="Print the words of the message unchanged.")
@click.option("--lines", is_flag=True, help="Print each line of the source with its number and kind.")
@click.option("--pretty", is_flag=True, help="Print JSON, indented for people.")
def show_command(
    archive: str, names: tuple[str, ...], as_json: bool, raw: bool, lines: bool, pretty: bool
) -> None:
    """Show telegrams: their fields, their text, their references.

    ID may be written in any way, or be the handle of a copy (~3f9a0c51d2e4); - reads ids from standard
    input, one on a line.
    """
    if as_json + raw + lines > 1:
        raise click.UsageError("--json, --raw and --lines exclude one another.")
    if pretty and (raw or lines):
        raise click.UsageError("--pretty goes with --json.")
    from reftel.archive import Archive

    with Archive(archive) as opened:

        def show(name: str) -> None:
            held = opened.get(name)
            if as_json or pretty:
                screen.say_json(held.record.to_json(), pretty)
            elif raw:
                _say_raw(held.document)
            elif lines:
                screen.say("\n".join(labelled(held.document)))
            else:
                screen.say("\n".join(_page(opened, held)))

        for_each(names, show)


def _page(archive: Archive, held: Held) -> Iterator[str]:
    """The page of a telegram, with what the archive knows of its references and copies."""
    width = screen.width()
    yield from page(held.record, width, _held_of(archive, held), held.document.text, held.read)
    places: dict[tuple[str, str, str], list[str]] = {}
    for copy in held.copies:
        places.setdefault((copy.handle, copy.kind, copy.wrapper), []).append(_where(copy))
    for (handle, kind, wrapper), names in places.items():
        yield from field("Copy", f"{handle}, {kind}, {wrapper}, {' and '.join(names)}", width)


def _where(copy: Copy) -> str:
    return f"{nearby(copy.name)} ({copy.part})" if copy.part else nearby(copy.name)


def _held_of(archive: Archive, held: Held) -> dict[str, bool]:
    """Which of the ids in the reference lines the archive holds."""
    cited = {candidate for one in held.record.references for candidate in one.candidates}
    return dict.fromkeys(archive.held(cited), True)


def _say_raw(document: Document) -> None:
    """The message as it stands in the source; on a terminal with control characters written out."""
    text = document.message.of(document.text)
    if screen.on_terminal():
        screen.say(screen.visible(text).rstrip("\n"))
    else:
        sys.stdout.write(text)


def labelled(document: Document) -> Iterator[str]:
    """Each line of the document's text with its number and its kind."""
    from reftel.telegram.lines import label

    found = label(document.text, document.message)
    digits = len(str(len(found)))
    longest = max((len(line.kind) for line in found), default=0)
    for number, line in enumerate(found, start=1):
        kind = screen.styled(f"{line.kind:<{longest}}", "cyan" if line.kind != "wrapper" else "dim")
        yield f"{number:>{digits}}  {kind}  {screen.visible(line.words)}".rstrip()
