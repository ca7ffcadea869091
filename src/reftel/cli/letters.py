"""``letter``: a request to an archive for telegrams that are cited and not held."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, command
from reftel.cli.given import given_names
from reftel.cli.wording import counted
from reftel.errors import ReftelError, readable

if TYPE_CHECKING:
    from reftel.graph.missing import Ghost
    from reftel.letters import Letter, Requests

PROCEDURES = ("mdr", "foia", "nara")  # those of reftel.letters, which is loaded when there is something to do
FORMS = {"text": ".txt", "markdown": ".md", "docx": ".docx", "pdf": ".pdf"}
BINARY = ("docx", "pdf")
SHOWN = 4  # files named when all is written
PAGE_BREAK = "\f\n"


def _print_template(ctx: click.Context, _option: click.Parameter, is_wanted: bool) -> None:
    if is_wanted:
        from reftel.letters import template

        screen.say(template().rstrip("\n"))
        ctx.exit()


@command(
    "letter",
    examples=(
        "reftel letter bamako.reftel 07BAMAKO1015",
        "reftel letter bamako.reftel --most 20 -o letter.docx",
        "reftel letter bamako.reftel 07BAMAKO1015 --settings mine.toml -o letter.pdf",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED, exits.FULL),
)
@ARCHIVE
@click.argument("names", metavar="[ID]...", nargs=-1)
@click.option(
    "--most", type=click.IntRange(min=1), metavar="N", help="Ask for the N that are cited most often."
)
@click.option(
    "--procedure",
    type=click.Choice(PROCEDURES),
    help="mdr: mandatory declassification review; foia; nara: records at the National Archives."
    "  [default: nara up to 1979, then mdr; see --template]",
)
@click.option(
    "--settings", metavar="FILE", help="A TOML file with your name, fees, addresses: see --template."
)
@click.option(
    "--form", type=click.Choice(list(FORMS)), help="[default: by the ending of the output, or text]"
)
@click.option("-o", "--output", metavar="FILE", help="Where to write; docx and pdf need it.")
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The date of the letter, as 2026-11-25.  [default: today]",
)
@click.option(
    "--template",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_template,
    help="Print the settings, with what each is for, and exit.",
)
def letter_command(
    archive: str,
    names: tuple[str, ...],
    most: int | None,
    procedure: str | None,
    settings: str | None,
    form: str | None,
    output: str | None,
    date: datetime.datetime | None,
) -> None:
    """Write a letter to ask an archive for what is not held here.

    A letter names each telegram that is cited and not held as archives ask for it,
    with its date as far as that is known, and with the telegrams that cite it.
    Give IDs, or --most N.

    Where there are more documents than fit into one letter there are several:
    -o letter.txt gives letter-1.txt, letter-2.txt and so on. Notes to the sender, on
    what to check before it is sent, go beside the output (letter.notes.txt), or
    to standard error. Files of the same name are overwritten.

    `reftel letter --template > mine.toml` saves the settings, to be edited. docx
    and pdf need an extra: reftel[letters].
    """
    if bool(names) == (most is not None):
        raise click.UsageError("Give IDs, or --most N.")
    chosen = _form(form, output)
    from reftel.letters import read_settings, requests

    told = read_settings(settings)
    day = date.date() if date else datetime.date.today()
    found = requests(_ghosts(archive, names, most), told, day, procedure)
    if not found.letters:
        raise ReftelError(_nothing(found))
    if output is None:
        _print(found.letters, chosen)
    else:
        _save(found.letters, chosen, Path(output))


def _form(form: str | None, output: str | None) -> str:
    """The form asked for, or that of the ending of the output."""
    if form is None:
        ending = Path(output or "").suffix.lower()
        form = next((name for name, known in FORMS.items() if known == ending), None)
        if form is None and ending:
            raise click.UsageError(f"{ending} tells no form; give --form {', '.join(FORMS)}.")
    if form in BINARY and output is None:
        raise click.UsageError(f"--form {form} needs -o FILE.")
    return form or "text"


def _ghosts(archive: str, names: Sequence[str], most: int | None) -> list[Ghost]:
    """The telegrams to ask for, each once."""
    from reftel.archive import Archive

    with Archive(archive) as opened:
        ghosts = opened.missing(list(given_names(names)), most=most).ghosts
    return list({ghost.key: ghost for ghost in ghosts}.values())


def _nothing(found: Requests) -> str:
    """Why there is no letter."""
    if not found.left_out:
        return "no telegram that is cited for certain is missing in this archive"
    names = "\n".join(f"  {name}" for name in found.left_out)
    return f'all are left out as doubtful (doubtful = "state" in the settings asks for them):\n{names}'


def _print(letters: Sequence[Letter], form: str) -> None:
    """The letters to standard output, the notes to standard error."""
    from reftel.letters import notes_text, write

    pages = [write(letter, form).decode("utf-8") for letter in letters]
    screen.say(PAGE_BREAK.join(pages).rstrip("\n"))  # control characters were taken out of every word
    sys.stdout.flush()
    sys.stderr.write("\n" + notes_text(letters))


def _save(letters: Sequence[Letter], form: str, output: Path) -> None:
    """Each letter to a file of its own, the notes beside them."""
    from reftel.letters import notes_text, write

    paths = (
        [output] if len(letters) == 1 else [_numbered(output, place) for place, _ in enumerate(letters, 1)]
    )
    written = [write(letter, form) for letter in letters]  # all of them, before the first goes to the disk
    beside = output.with_name(f"{output.stem}.notes.txt")
    for path, raw in zip(paths, written, strict=True):
        path.write_bytes(raw)
    beside.write_text(notes_text(letters, [readable(path.name) for path in paths]), encoding="utf-8")
    count = sum(len(letter.documents) for letter in letters)
    screen.say(f"{_all(paths)}: {counted(len(letters), 'letter')}, {counted(count, 'document')}")
    screen.say(f"{_all([beside])}: notes to the sender; read them before you send anything")


def _all(paths: Sequence[Path]) -> str:
    names = [screen.one_line(readable(str(path))) for path in paths]
    return ", ".join(names) if len(names) <= SHOWN else f"{names[0]} to {names[-1]}"


def _numbered(path: Path, number: int) -> Path:
    return path.with_name(f"{path.stem}-{number}{path.suffix}")
