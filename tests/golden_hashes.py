"""Golden hashes: a hash for each key's value of a record, so that the text itself stays away.

``python tests/golden_hashes.py FILE`` prints the hashes of the record of FILE's first telegram. They are
renewed only after that record has been read against the page, key by key.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import reftel
from reftel.record import Record


def record_of(path: Path) -> Record:
    """The record of the first telegram in a file."""
    return reftel.record(next(reftel.read(path)))


def hashes(record: Record) -> dict[str, str]:
    """A hash (16 hexadecimal digits) for each key's value, and for each item in it one level down."""
    plain = record.to_dict()
    plain["source"]["name"] = Path(plain["source"]["name"]).name
    return {path: _hash(value) for key, value in plain.items() for path, value in _parts(key, value)}


def _parts(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """The value itself, and its items one level down."""
    yield path, value
    if isinstance(value, list):
        yield from ((f"{path}[{i}]", item) for i, item in enumerate(value))
    elif isinstance(value, dict):
        yield from ((f"{path}: {name}", item) for name, item in value.items())


def _hash(value: Any) -> str:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode("utf-8")).hexdigest()[:16]


if __name__ == "__main__":
    print(json.dumps(hashes(record_of(Path(sys.argv[1]))), indent=0, ensure_ascii=False))
