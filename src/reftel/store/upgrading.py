"""Upgrading: the file of an earlier layout brought to that of today, in one transaction.

Nothing is lost, and nothing that is new is known yet: the records are marked as
made by an earlier version, so that a rebuild is advised.
"""

from __future__ import annotations

import sqlite3
from importlib.resources import files

_BEFORE = """
    BEGIN IMMEDIATE;
    CREATE TEMP TABLE former AS SELECT * FROM messages;
    DROP TABLE messages;
"""
_AFTER = """
    INSERT INTO messages SELECT id, source, ordinal, part, wrapper, handle, telegram, lacking, 0, missing,
        defects, length FROM former;
    DROP TABLE former;
    UPDATE records SET reftel = reftel || ' (format 1)';
"""


def layout(connection: sqlite3.Connection) -> int:
    """The number of the file's layout."""
    (number,) = connection.execute("PRAGMA user_version").fetchone()
    return int(number)


def upgrade(connection: sqlite3.Connection, target: int) -> None:
    """Bring an open file of layout 1 to layout ``target``, which is 2; the connection may write."""
    schema = files("reftel.store").joinpath("schema.sql").read_text("utf-8")
    schema = schema.replace("CREATE TABLE ", "CREATE TABLE IF NOT EXISTS ")
    schema = schema.replace("CREATE INDEX ", "CREATE INDEX IF NOT EXISTS ")
    # With its links watched, a table that is replaced would take the records with it.
    connection.execute("PRAGMA foreign_keys = OFF")
    try:
        connection.executescript(
            "".join((_BEFORE, schema, _AFTER, f"PRAGMA user_version = {target}; COMMIT;"))
        )
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    finally:
        connection.execute("PRAGMA foreign_keys = ON")
