"""Tables of invented telegrams whose columns have names of their own."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from typing import Any

from reftel.compose import collection, compose
from reftel.record import Record

COLUMNS = {"text": "Body", "id": "MRN", "created": "Sent", "classification": "the level"}
Rows = Sequence[dict[str, Any]]


def composed(count: int, seed: int = 8) -> tuple[list[Record], list[dict[str, Any]]]:
    """Invented records, and rows of a table of them."""
    records = list(collection(count, seed))
    rows = [
        {
            "MRN": str(record.id),
            "Sent": str(record.created),
            "the level": str(record.classification),
            "note": 'a "visit", café',
            "Body": compose(record),
        }
        for record in records
    ]
    return records, rows


def as_csv(rows: Rows, delimiter: str = ",") -> bytes:
    table = io.StringIO()
    writer = csv.DictWriter(table, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return table.getvalue().encode()


def as_tsv(rows: Rows) -> bytes:
    return as_csv(rows, "\t")


def as_json(rows: Rows) -> bytes:
    return "".join(f"{json.dumps(row)}\n" for row in rows).encode()


FORMS: dict[str, Callable[[Rows], bytes]] = {"rows.csv": as_csv, "rows.tsv": as_tsv, "rows.jsonl": as_json}
