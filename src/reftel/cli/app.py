"""App: the ``reftel`` command; it loads a subcommand's module when it is asked for.

Errors end here: each becomes one line that says what happened, where, and what
to do, and an exit code of ``exits.EXITS``. A fault in reftel itself shows its
traceback with ``--debug`` or where REFTEL_DEBUG is set.
"""

from __future__ import annotations

import importlib
import os
import sys
import traceback
from collections.abc import Callable
from typing import Any

import click

from reftel import __version__
from reftel.cli import exits, screen
from reftel.errors import AmbiguousTelegram, ReftelError, SourceError, UnknownSource, UnknownTelegram

# The commands in order of use, each with the module that holds it.
COMMANDS: dict[str, str] = {
    "parse": "reading",
    "id": "reading",
    "formats": "reading",
    "add": "adding",
    "search": "searching",
    "saved": "saving",
    "similar": "similar",
    "show": "showing",
    "cite": "citing",
    "refs": "linking",
    "path": "linking",
    "missing": "lacking",
    "letter": "letters",
    "coverage": "lacking",
    "graph": "graphing",
    "export": "exporting",
    "remove": "adding",
    "rebuild": "adding",
    "seal": "sealing",
    "info": "counting",
    "compose": "composing",
}
SHOWN = 8  # ids named in a message
REPORT = "This is a fault in reftel. Run it again with --debug and report what it prints."


Section = tuple[str, list[tuple[str, str]]]
"""A section of a command's help: its title, and rows of a name and what it means."""

ARCHIVE = click.argument("archive", metavar="ARCHIVE")
JSON = click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead.")


class Command(click.Command):
    """A subcommand whose help ends with examples and the exit codes that it uses."""

    def __init__(
        self,
        *given: Any,
        examples: tuple[str, ...] = (),
        exit_codes: tuple[int, ...] = (),
        section: Callable[[], Section] | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*given, **more)
        self.examples = examples
        self.exit_codes = exit_codes
        self.section = section

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the command's own section, the examples and the exit codes."""
        if self.section is not None:
            title, rows = self.section()
            with formatter.section(title):
                formatter.write_dl(rows)
        with formatter.section("Examples"):
            for example in self.examples:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")
        with formatter.section("Exit status"):
            formatter.write_dl([(str(code), exits.meaning(code)) for code in self.exit_codes])


def command(
    name: str,
    examples: tuple[str, ...],
    exit_codes: tuple[int, ...],
    section: Callable[[], Section] | None = None,
) -> Callable[[Callable[..., None]], Command]:
    """A decorator that makes a function the subcommand ``name``.

    ``section`` gives a section of its own for the help, made when the help is asked for.
    """
    return click.command(name, cls=Command, examples=examples, exit_codes=exit_codes, section=section)


class Reftel(click.Group):
    """The group of all commands; loads each when it is first asked for, and ends on errors."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands, in order of use."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, from its module."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"reftel.cli.{COMMANDS[cmd_name]}")
        found: click.Command = getattr(module, f"{cmd_name}_command")
        return found

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; whatever ends it becomes a message and an exit code."""
        try:
            outcome = super().invoke(ctx)
            sys.stdout.flush()
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except (Exception, KeyboardInterrupt) as error:
            _report(error, debug=_debugs(ctx))
            ctx.exit(exits.code_of(error))
        return outcome

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the table of exit codes."""
        with formatter.section("Exit status"):
            formatter.write_dl([(str(row.code), row.meaning) for row in exits.EXITS])


def show_cause(ctx: click.Context, error: SourceError) -> None:
    """With ``--debug``, the traceback of a fault in reftel for which a source was skipped."""
    if _debugs(ctx.find_root()) and error.__cause__ is not None:
        traceback.print_exception(error.__cause__)


def _debugs(ctx: click.Context) -> bool:
    return bool(ctx.params.get("debug") or os.environ.get("REFTEL_DEBUG"))


def _report(error: BaseException, debug: bool) -> None:
    """Say on standard error what ended the command."""
    if isinstance(error, OSError):
        error.filename = error.filename or "standard output"  # all else that is written has a name
        if not _still_writes():
            _drop_output()
    if debug and not isinstance(error, KeyboardInterrupt | BrokenPipeError):
        traceback.print_exception(error)
    if not isinstance(error, BrokenPipeError):
        screen.tell(message(error))


def message(error: BaseException) -> str:
    """What to say of an error: what happened, where, and what to do."""
    if isinstance(error, KeyboardInterrupt):
        return str(error) or "interrupted"
    if isinstance(error, UnknownTelegram):
        return unknown(error)
    if isinstance(error, ReftelError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)
    return f"{type(error).__name__}: {error}\n{REPORT}"


def unknown(error: UnknownTelegram) -> str:
    """What to say of an id that the archive does not hold."""
    if isinstance(error, AmbiguousTelegram):
        return f"{error}. Write the one that is meant."
    if isinstance(error, UnknownSource):
        near = f" Near to it: {_some(error.near)}." if error.near else ""
        return f"{error}.{near} `reftel show ARCHIVE ID` names the source of a telegram."
    if error.cited_by:
        return (
            f"{error.wanted} is not held in this archive; it is cited by {_some(error.cited_by)}. "
            f"`reftel refs ARCHIVE {error.wanted}` shows where."
        )
    near = f" Near to it: {_some(error.near)}." if error.near else ""
    return f"{error}.{near} `reftel search` finds telegrams by words; `reftel id` tells how a number is read."


def _some(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - SHOWN:,} more" if len(names) > SHOWN else ""
    return ", ".join(names[:SHOWN]) + more


def _still_writes() -> bool:
    try:
        sys.stdout.flush()
    except OSError:
        return False
    return True


def _drop_output() -> None:
    """Send what is left in the buffer nowhere, so that the interpreter's last flush is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    "reftel",
    cls=Reftel,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=False,
)
@click.version_option(__version__, message="reftel %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault (as REFTEL_DEBUG=1 does).")
def reftel(debug: bool) -> None:
    """Raw diplomatic telegrams in, a structured, linked, searchable, citable archive out.

    An ARCHIVE is a folder such as bamako.reftel/ that `reftel add` makes. An ID
    may be written in any way: 07BAMAKO1361, "Bamako 1361 (07)", a handle (~3f9a0c51d2e4).
    """


def run() -> None:
    """Run the command line on ``sys.argv`` and exit."""
    screen.prepare()
    try:
        reftel(prog_name="reftel")
    except OSError as error:  # the help, or a message of click's, could not be written
        _report(error, debug=False)
        sys.exit(exits.code_of(error))
