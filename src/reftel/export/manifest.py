"""Manifest: what stands beside each export: of what, when and by what it was made, counts, hashes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

import msgspec

from reftel.export.taken import Counts, Taken
from reftel.record import SCHEMA

NAME = "manifest.json"


def name_of(path: Path) -> Path:
    """Where the manifest stands: in a folder, or beside a file."""
    return path / NAME if path.is_dir() else path.with_name(f"{path.name}.{NAME}")


def manifest(form: str, taken: Taken, counts: Counts, root: Path, files: Iterable[Path]) -> str:
    """The manifest as JSON; ``files`` are told by their place below ``root``."""
    told = {
        "schema": "reftel.export/1",
        "form": form,
        **taken.about,
        "record": SCHEMA,
        "counts": counts.rows,
        "notes": counts.notes,
        "files": [_file(path, root) for path in files],
    }
    return msgspec.json.format(msgspec.json.encode(told), indent=2).decode() + "\n"


def _file(path: Path, root: Path) -> dict[str, str | int]:
    with path.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    return {"name": path.relative_to(root).as_posix(), "bytes": path.stat().st_size, "sha256": found}
