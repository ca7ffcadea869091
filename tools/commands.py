"""Write docs/commands.md from the commands themselves; with --check, fail where it is stale."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from pages import write_or_check
from reftel.cli import exits
from reftel.cli.app import COMMANDS, Command, reftel

PAGE = Path(__file__).resolve().parent.parent / "docs" / "commands.md"
INTRODUCTION = """\
# Commands

Made from the commands' own help by `tools/commands.py`; change it there.

    reftel COMMAND [OPTIONS] ...

An ARCHIVE is a folder such as `bamako.reftel/` that `reftel add` makes. An ID may be written in any way:
`07BAMAKO1361`, `"Bamako 1361 (07)"`, or the handle of a message, `~3f9a0c51d2e4`.

Output is UTF-8 whatever the locale. Colour and progress appear on a terminal only (`NO_COLOR` switches
colour off), and control characters of a telegram are written out where a person reads. Messages go to
standard error. A fault shows its traceback with `reftel --debug COMMAND` or where `REFTEL_DEBUG` is set.

Commands that take ids read them from standard input where `-` stands for one, one on a line; of a line of
JSON the `key` or `id` counts:

    reftel search bamako.reftel 'air drop' --ids | reftel show bamako.reftel - --json

Shells complete commands, options, forms and styles after one of these lines:

    eval "$(_REFTEL_COMPLETE=bash_source reftel)"        # in ~/.bashrc
    eval "$(_REFTEL_COMPLETE=zsh_source reftel)"         # in ~/.zshrc
    _REFTEL_COMPLETE=fish_source reftel | source         # in ~/.config/fish/completions/reftel.fish
"""


def main() -> None:
    """Write the page, or with ``--check`` exit with 1 where it is stale."""
    write_or_check(PAGE, page(), __doc__)


def page() -> str:
    """The whole page."""
    parts = [INTRODUCTION, *(part for name in COMMANDS for part in _command(name)), *_exits()]
    return "\n".join(parts)


def _command(name: str) -> Iterator[str]:
    """The section of one command: usage, help, options, examples, exit status."""
    context = click.Context(reftel, info_name="reftel", help_option_names=["-h", "--help"])
    found = reftel.get_command(context, name)
    if not isinstance(found, Command):
        raise TypeError(f"{name} is not made by reftel.cli.app.command")
    inner = click.Context(found, info_name=name, parent=context)
    yield f"## {name}\n"
    yield f"    reftel {name} {' '.join(found.collect_usage_pieces(inner))}\n"
    yield _prose(found.help or "")
    options = [one for one in found.params if isinstance(one, click.Option)]
    yield from _table("Option", [row for one in options if (row := one.get_help_record(inner))])
    if found.section is not None:
        yield from _table(*found.section())
    yield "".join(f"    {example}\n" for example in found.examples)
    yield f"Exit status: {', '.join(map(str, found.exit_codes))} (see [the table](#exit-status)).\n"


def _prose(text: str) -> str:
    """A docstring as Markdown: indentation removed, paragraphs kept."""
    paragraphs = text.replace("\b\n", "").strip().split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs) + "\n"


def _table(title: str, rows: list[tuple[str, str]]) -> Iterator[str]:
    if not rows:
        return
    lines = [f"| {title} | |", "|---|---|"]
    lines += [f"| `{_cell(name)}` | {_cell(meaning)} |" for name, meaning in rows]
    yield "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _exits() -> Iterator[str]:
    yield "## Exit status\n"
    rows = "\n".join(f"| {row.code} | {row.meaning} |" for row in exits.EXITS)
    yield f"| Code | Meaning |\n|---|---|\n{rows}\n"


if __name__ == "__main__":
    main()
