"""Describing: what an archive holds, how large it is, and whether all of it is of today."""

from __future__ import annotations

from pathlib import Path

from reftel.archive import indexing
from reftel.archive.folder import INDEX_NAME, SQLITE_NAME
from reftel.archive.reading import reftel_version
from reftel.archive.results import Info
from reftel.errors import readable
from reftel.record import SCHEMA
from reftel.store import Store


def describe(path: Path, store: Store) -> Info:
    """The description of the archive at ``path``; nothing is changed by it."""
    counts = store.counts()
    return Info(
        path=readable(str(path)),
        telegrams=counts.telegrams,
        messages=counts.messages,
        sources=counts.sources,
        ghosts=counts.ghosts,
        citations=counts.citations,
        by_year=counts.by_year,
        by_post=counts.by_post,
        by_classification=counts.by_classification,
        by_wrapper=counts.by_wrapper,
        source_bytes=counts.source_bytes,
        sqlite_bytes=_size(path / SQLITE_NAME) + _size(path / f"{SQLITE_NAME}-wal"),
        index_bytes=sum(_size(found) for found in (path / INDEX_NAME).rglob("*")),
        archive_format=counts.format,
        record_schemas=counts.schemas,
        reftel_versions=counts.versions,
        index_state=index_state(path / INDEX_NAME, store),
        rebuild_advised=_advice(counts.schemas, counts.versions),
    )


def _size(path: Path) -> int:
    """Size of a file in bytes; 0 for what is none, or is gone by now."""
    try:
        return path.stat().st_size if path.is_file() else 0
    except OSError:
        return 0


def index_state(folder: Path, store: Store) -> str:
    """``up to date``, ``behind by n`` (changes), or ``missing`` (it is not there, or must be made anew)."""
    with indexing.opened(folder) as index:
        number = indexing.behind(store, index)
    if number is None:
        return "missing"
    return f"behind by {number}" if number else "up to date"


def _advice(schemas: dict[str, int], versions: dict[str, int]) -> str | None:
    """Why the records should be made anew."""
    older = sum(count for schema, count in schemas.items() if schema != SCHEMA)
    if older:
        return f"{older:,} records are of another schema than {SCHEMA}"
    own = reftel_version()
    older = sum(count for made_by, count in versions.items() if made_by != own)
    return f"{older:,} records were made by another version of reftel than {own}" if older else None
