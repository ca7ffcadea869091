"""Small fictional telegrams, and what an archive tells of them."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import msgspec

from reftel.archive import Archive


def telegram(
    number: int, *, refs: str = "", text: str = "The harvest was good.", post: str = "BAMAKO"
) -> str:
    """A telegram of 2007; ``refs`` is what stands after ``REF:``."""
    cited = f"REF: {refs}\n\n" if refs else ""
    return (
        f"R 281052Z NOV 07\nFM AMEMBASSY {post}\nTO SECSTATE WASHDC {number}\n"
        f"UNCLAS {post} {number:06d}\n\nSIPDIS\n\nE.O. 12958: N/A\nTAGS: EAGR, ML\n"
        f"SUBJECT: HARVEST REPORT {number}\n\n{cited}1. (U) {text}\n\n2. (U) Farmers were content.\n\nADAMU\n"
    )


# Four telegrams, one of them without a number.
TEXTS = {
    "1361.txt": telegram(1361, refs="A. BAMAKO 1015\n     B. DAKAR 77", text="As in ref A, and 07 LAGOS 12."),
    "1015.txt": telegram(1015, text="The desert was dry."),
    "1400.txt": telegram(1400, refs="BAMAKO 1361"),
    "unnumbered.txt": "Dear all,\n\nthe caravan has come. See 07 BAMAKO 1361.\n",
}


def without_number(archive: Archive) -> str:
    """The key of the telegram that has none but its handle."""
    return next(hit.key for hit in archive.search("caravan").hits)


def write(folder: Path, texts: dict[str, str]) -> list[Path]:
    """The texts written to files of these names, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return [folder / name for name in texts]


def tables(archive: Path) -> dict[str, list[Any]]:
    """All rows of all tables, sorted."""
    connection = sqlite3.connect(archive / "archive.sqlite")
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall(), key=repr)
            for (name,) in names
        }
    finally:
        connection.close()


def is_sound(archive: Path) -> bool:
    """Whether SQLite finds the archive whole, rows and their links."""
    connection = sqlite3.connect(archive / "archive.sqlite")
    try:
        whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return whole and not connection.execute("PRAGMA foreign_key_check").fetchall()
    finally:
        connection.close()


def told(archive: Archive, names: list[str], queries: list[str]) -> dict[str, Any]:
    """All that an archive tells of telegrams and queries.

    Of hits by relevance only which they are: the engine's scores count documents
    that were replaced until it merges them away.
    """
    from reftel.errors import UnknownTelegram

    found: dict[str, Any] = {}
    for name in names:
        try:
            held = archive.get(name)
            found[f"get {name}"] = (held.record.to_json(), msgspec.to_builtins(held.copies))
        except UnknownTelegram as error:
            found[f"get {name}"] = (type(error).__name__, error.near, error.cited_by)
        try:
            found[f"references {name}"] = archive.references(name)
        except UnknownTelegram as error:
            found[f"references {name}"] = error.near
    for query in queries:
        for sort in ("relevance", "newest", "oldest"):
            results = archive.search(query, sort=sort, limit=1000)
            keys = [hit.key for hit in results.hits]
            found[f"search {query} {sort}"] = sorted(keys) if sort == "relevance" else keys
            found[f"total {query}"] = results.total
    return found


def porto(number: int, text: str = "The port was quiet.") -> str:
    """A telegram of 1974 from Porto Alegre."""
    return (
        f"P R 281052Z NOV 74\nFM AMCONSUL PORTO ALEGRE\nTO SECSTATE WASHDC {number}\n"
        f"UNCLAS PORTO ALEGRE {number:05d}\n\nE.O. 11652: N/A\nTAGS: ETRD, BR\n"
        f"SUBJECT: HARBOR REPORT {number}\n\n"
        f"1. {text}\n\n2. Ships came.\n\nADAMU\n"
    )
