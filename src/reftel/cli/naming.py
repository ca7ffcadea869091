"""Naming: the options that say which columns of a table hold what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import click

if TYPE_CHECKING:
    from reftel.sources.columns import Columns

F = TypeVar("F", bound=Callable[..., None])

NONE_TAKEN = "no table in the input has the columns that are named; see above, or `reftel formats`"
"""What to say where naming columns changed nothing."""


def named_columns(function: F) -> F:
    """The two options, for a command that reads files: ``columns`` and ``table``."""
    of_file = click.option(
        "--table",
        metavar="FILE",
        help="A TOML file that names the columns in a table [columns]; it may state collection and rights.",
    )
    of_words = click.option(
        "--columns",
        metavar="FIELD=COLUMN,...",
        multiple=True,
        help="Which columns of a table with titles, or of JSON lines, hold what: text=Body,id=Number.",
    )
    return of_words(of_file(function))


def as_given(columns: tuple[str, ...], table: str | None) -> list[str]:
    """The words by which the options were given, so that a command can be shown again."""
    words = [word for one in columns for word in ("--columns", one)]
    return words if table is None else [*words, "--table", table]


def columns_of(columns: tuple[str, ...], table: str | None) -> Columns | None:
    """The columns that the options name; raises ``SettingError`` where they cannot be understood."""
    if table is None and not columns:
        return None
    from reftel.sources import columns as naming

    if table is None:
        return naming.of_options(columns)
    if columns:
        raise click.UsageError("--columns and --table both name columns; give one of them")
    return naming.of_file(table)
