"""``cite``: citations of telegrams, and of paragraphs in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, Section, command, message
from reftel.cli.files import OUTPUT_FILE, write_file
from reftel.cli.given import given_names
from reftel.errors import ReftelError, UnknownTelegram

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.cite import Elements

STYLES = ("chicago", "nara", "nara-short", "mla", "bibtex", "ris", "csl-json")  # those of reftel.cite
_AFTER = re.compile(r"\s+(?=(?:¶|p\d|par))")  # before the paragraph on a line of standard input


class _Cited(NamedTuple):
    name: str
    paragraph: str | None = None


def _styles() -> Section:
    from reftel.cite import STYLES as KNOWN

    return "Styles", [(name, style.what) for name, style in KNOWN.items()]


@command(
    "cite",
    examples=(
        "reftel cite bamako.reftel 07BAMAKO1361",
        "reftel cite bamako.reftel 07BAMAKO1361 ¶3 07DAKAR77 --style nara",
        "reftel cite bamako.reftel --query 'tag:PREL date:2007' --style bibtex -o mali.bib",
        "reftel search bamako.reftel 'air drop' --ids | reftel cite bamako.reftel - --style ris",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED, exits.FULL),
    section=_styles,
)
@ARCHIVE
@click.argument("names", metavar="[ID [¶N]]...", nargs=-1)
@click.option("--style", type=click.Choice(STYLES), default=STYLES[0], show_default=True, help="See below.")
@click.option("--paragraph", metavar="N", help="Cite this paragraph (¶N or pN after the ID does the same).")
@click.option("--query", metavar="QUERY", help="Cite all telegrams that it finds, oldest first.")
@click.option(
    "-o", "--output", metavar="FILE", type=OUTPUT_FILE, help="Write to FILE; else to standard output."
)
def cite_command(
    archive: str,
    names: tuple[str, ...],
    style: str,
    paragraph: str | None,
    query: str | None,
    output: Path | None,
) -> None:
    """Cite telegrams, or paragraphs of them, in a style.

    A citation has who sent it to whom, its number, subject and date, and where it is held: what the
    record does not state is left out. With - ids are read from standard input, one on a line, each
    with its paragraph if need be. Ids that are not held are named on standard error, and the exit status
    is 1.
    """
    if bool(names) == (query is not None):
        raise click.UsageError("Give IDs, or - to read them, or --query.")
    from reftel.archive import Archive
    from reftel.cite import elements, write

    cited = list(_cited(names, paragraph))
    missed: list[str] = []
    with Archive(archive) as opened:
        found = (
            _elements(opened, cited, missed)
            if query is None
            else (elements(record) for record in opened.telegrams(query))
        )
        pieces = write(found, style)
        if output is None:
            for piece in pieces:
                screen.say_piece(piece)
        else:
            write_file(output, pieces)
    for words in missed:
        screen.tell(words)
    if missed:
        click.get_current_context().exit(exits.INCOMPLETE)


def _cited(words: Iterable[str], paragraph: str | None) -> Iterator[_Cited]:
    """The ids, each with the paragraph that follows it; raises ``UsageError`` where they do not fit."""
    from reftel.cite import read_place

    if paragraph is not None and read_place(f"p{paragraph.lstrip('¶p')}") is None:
        raise click.UsageError(f"--paragraph takes a number, not {paragraph!r}")
    given = read_place(f"p{paragraph.lstrip('¶p')}") if paragraph else None
    last: _Cited | None = None
    for word in (part for line in given_names(words) for part in _AFTER.split(line, maxsplit=1)):
        place = read_place(word)
        if place is None:
            if last is not None:
                yield last
            last = _Cited(word, given)
        elif last is None:
            raise click.UsageError(f"{word} follows no ID.")
        else:
            if last.paragraph is not None:
                yield last  # several paragraphs of one telegram
            last = _Cited(last.name, place)
    if last is not None:
        yield last


def _elements(archive: Archive, cited: Iterable[_Cited], missed: list[str]) -> Iterator[Elements]:
    """What each citation is made of; what cannot be cited goes to ``missed``, in words."""
    from reftel.cite import elements, has_paragraph

    for one in cited:
        try:
            record = archive.get(one.name).record
        except UnknownTelegram as error:
            missed.append(message(error))
            continue
        if one.paragraph is not None and not has_paragraph(record, one.paragraph):
            missed.append(
                message(ReftelError(f"{record.id or record.handle} has no paragraph {one.paragraph}"))
            )
            continue
        yield elements(record, one.paragraph)
