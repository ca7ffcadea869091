"""Exit codes: the one table of them; help, docs and error handling follow it."""

from __future__ import annotations

from typing import NamedTuple

from reftel import errors


class Exit(NamedTuple):
    """One exit code and what it tells the caller."""

    code: int
    meaning: str


FINE = 0
INCOMPLETE = 1
USAGE = 2
UNOPENED = 3
FULL = 4
FAULT = 70
INTERRUPTED = 130
PIPE_CLOSED = 141

EXITS: tuple[Exit, ...] = (
    Exit(FINE, "All went well. What is odd about a telegram is reported with it and is no failure."),
    Exit(INCOMPLETE, "Some input could not be read (the rest was done), or nothing was found."),
    Exit(USAGE, "The command was used wrongly, or the query or a setting is not understood."),
    Exit(UNOPENED, "The archive could not be opened or written: no archive, too new, or busy."),
    Exit(FULL, "No room is left on the disk; what was committed before is whole."),
    Exit(FAULT, "A fault in reftel itself; please report it."),
    Exit(INTERRUPTED, "Interrupted (Ctrl-C); what was committed before is whole."),
    Exit(PIPE_CLOSED, "The reader of the output went away (as after `| head`)."),
)

# The first row whose class fits decides.
_OF_ERROR: tuple[tuple[type[BaseException], int], ...] = (
    (errors.ArchiveFull, FULL),
    (errors.ArchiveError, UNOPENED),
    (errors.RecordError, UNOPENED),
    (errors.QueryError, USAGE),
    (errors.SettingError, USAGE),
    (errors.ReftelError, INCOMPLETE),
    (KeyboardInterrupt, INTERRUPTED),
    (BrokenPipeError, PIPE_CLOSED),
    (OSError, UNOPENED),
)


def meaning(code: int) -> str:
    """What an exit code means; raises ``KeyError`` for one that is not in the table."""
    return {row.code: row.meaning for row in EXITS}[code]


def code_of(error: BaseException) -> int:
    """The exit code for an error that ended a command."""
    if isinstance(error, OSError) and error.errno in errors.NO_ROOM:
        return FULL
    return next((code for kind, code in _OF_ERROR if isinstance(error, kind)), FAULT)
