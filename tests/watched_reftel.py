"""The command line in a process of its own that says what it is about to do.

    python watched_reftel.py DESCRIPTOR BATCH ARGUMENTS...

DESCRIPTOR is where it says so, a line each; with a BATCH other than 0 it stores that many files at a time,
and so commits often. The words: ``layout`` before tables are made, ``commit`` before a commit and
``committed SEQUENCE TOKEN`` after it, with the last change in the log; ``index`` before the index is
committed, ``clear`` before it is emptied; ``settle`` before SQLite's log is brought into the file,
``tidy`` before the side files are taken away; ``end``.
"""

from __future__ import annotations

import atexit
import functools
import os
import sqlite3
import sys
from collections.abc import Callable
from typing import Any

OUT = int(sys.argv[1])


def say(*words: object) -> None:
    os.write(OUT, (" ".join(map(str, words)) + "\n").encode())


class Watched(sqlite3.Connection):
    """A connection that says when it commits what it wrote."""

    _writing = False

    def execute(self, statement: str, *values: Any) -> sqlite3.Cursor:
        if "wal_checkpoint" in statement:
            say("settle")
        self._writing |= statement == "BEGIN IMMEDIATE"
        is_commit = self._writing and statement == "COMMIT"
        if is_commit:
            say("commit")
        cursor = super().execute(statement, *values)
        if is_commit:
            self._writing = False
            last = super().execute("SELECT sequence, token FROM changes ORDER BY sequence DESC LIMIT 1")
            say("committed", *(last.fetchone() or ()))
        return cursor

    def executescript(self, statements: str) -> sqlite3.Cursor:
        say("layout")
        return super().executescript(statements)


def saying(word: str, task: Callable[..., Any]) -> Callable[..., Any]:
    """The same task, that says a word first."""

    @functools.wraps(task)
    def told(*given: Any, **named: Any) -> Any:
        say(word)
        return task(*given, **named)

    return told


def watch() -> None:
    """Let all that is told of be told."""
    from reftel.archive import archive
    from reftel.search import folder, schema

    sqlite3.connect = functools.partial(sqlite3.connect, factory=Watched)  # type: ignore[assignment]
    schema.state_document = saying("index", schema.state_document)
    folder.empty = saying("clear", folder.empty)
    archive.tidy = saying("tidy", archive.tidy)
    atexit.register(say, "end")


def commit_often(batch: int) -> None:
    """Store so many files at a time."""
    from reftel.archive import adding, indexing, rebuilding

    adding.BATCH_SOURCES = rebuilding.BATCH_SOURCES = batch
    adding.INDEX_EVERY, indexing.CHUNK = 3 * batch, 2 * batch


if __name__ == "__main__":
    batch = int(sys.argv[2])
    sys.argv[1:3] = []
    watch()
    if batch:
        commit_often(batch)
    from reftel.cli import main

    main()
