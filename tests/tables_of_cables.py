"""Tables of telegrams, invented: rows as a database writes them, and rows that are damaged."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from reftel.compose import collection, compose, table_columns, table_row
from reftel.record import Record


@cache
def composed_rows(count: int, seed: int = 21) -> tuple[tuple[Record, bytes], ...]:
    """Invented records, each with its row, its line end included."""
    records = collection(count, seed)
    return tuple(
        (record, table_row(table_columns(number, compose(record), record)).encode())
        for number, record in enumerate(records, start=1)
    )


def row(number: int, header: str = "", body: str = "", **other: str) -> bytes:
    """A row of a small telegram of Bamako; ``other`` are columns to be set otherwise."""
    header = header or f"R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\nTO SECSTATE WASHDC {number}"
    body = (
        body or f"UNCLAS BAMAKO {number:06d}\n\nSUBJECT: A VISIT\n\n1. (U) It rained {number} times.\n\nROE\n"
    )
    columns = {
        "number": str(number),
        "created": "11/28/2007 10:52",
        "id": f"07BAMAKO{number}",
        "origin": "Embassy Bamako",
        "classification": "UNCLASSIFIED",
        "references": "",
        "header": header,
        "body": body,
    }
    return table_row((columns | other).values()).encode()


def put(path: Path, *rows: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(rows))
    return path
