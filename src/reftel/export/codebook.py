"""Codebook: what the tables and columns of an export say, as JSON and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from reftel.export.tables import Table


def codebook_json(tables: Sequence[Table]) -> str:
    """The tables with their keys and columns."""
    told = {
        table.name: {
            "what": table.what,
            "key": list(table.key),
            "columns": [{"name": one.name, "kind": one.kind, "what": one.what} for one in table.columns],
        }
        for table in tables
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def codebook_markdown(tables: Sequence[Table]) -> str:
    """The same for people."""
    parts = ["# Codebook\n", "`telegram` in one table is `key` in `telegrams`. Empty: not stated.\n"]
    for table in tables:
        parts.append(f"## {table.name}\n\n{table.what} A row is known by {' and '.join(table.key)}.\n")
        rows = "\n".join(f"| {one.name} | {one.kind} | {one.what} |" for one in table.columns)
        parts.append(f"| column | kind | what it says |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)
