"""Forms: the one list of forms in which telegrams leave an archive, and how one is put on the disk."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from reftel.errors import ReftelError
from reftel.export import manifest
from reftel.export.taken import Counts, Taken
from reftel.record import Record

Stream = Callable[[Iterable[Record]], Iterator[str]]
Write = Callable[[Taken, Path, Counts], None]


class Form(NamedTuple):
    """One form."""

    what: str
    stream: Callable[[], Stream] | None = None
    """What gives it piece by piece; ``None`` where it cannot be written to standard output."""
    write: Callable[[], Write] | None = None
    """What puts it at a path, where it is no stream."""
    is_folder: bool = False


def _csv() -> Write:
    from reftel.export.csv_form import write_csv

    return write_csv


def _xlsx() -> Write:
    from reftel.export.xlsx_form import write_xlsx

    return write_xlsx


def _parquet() -> Write:
    from reftel.export.arrow_form import write_parquet

    return write_parquet


def _sqlite() -> Write:
    from reftel.export.sqlite_form import write_sqlite

    return write_sqlite


def _tei() -> Write:
    from reftel.export.tei_form import write_tei

    return write_tei


def _text(name: str) -> Callable[[], Stream]:
    def stream() -> Stream:
        from reftel.export import text_forms

        found: Stream = getattr(text_forms, name)
        return found

    return stream


def _ftm() -> Stream:
    from reftel.export.ftm_form import ftm

    return ftm


FORMS: Mapping[str, Form] = {
    "jsonl": Form("everything, exactly the records, one on a line", _text("jsonl")),
    "csv": Form("tables of telegrams, paragraphs, addressees and references", write=_csv, is_folder=True),
    "xlsx": Form("the same as one workbook (needs reftel[xlsx])", write=_xlsx),
    "parquet": Form("all tables, with a codebook (needs reftel[arrow])", write=_parquet, is_folder=True),
    "sqlite": Form("all tables but spans in one file, with full text, for Datasette", write=_sqlite),
    "txt": Form("running text with paragraph numbers and marks", _text("txt")),
    "md": Form("the same as Markdown", _text("markdown")),
    "tei": Form("one TEI file for each telegram, and a CMIF index", write=_tei, is_folder=True),
    "ftm": Form("FollowTheMoney entities for OpenAleph, one on a line", _ftm),
}
"""Name -> form."""


def pieces(name: str, records: Iterable[Record], counts: Counts) -> Iterator[str]:
    """A form that is a stream, piece by piece; raises ``ReftelError`` for one that is none."""
    form = FORMS[name]
    if form.stream is None:
        raise ReftelError(f"{name} cannot be written to standard output; name a {_kind(form)} with -o")
    return form.stream()(counts.counted(records))


def put(name: str, taken: Taken, path: Path) -> Counts:
    """Write a form to ``path`` with its manifest: whole or not at all. What stood there before is replaced.

    Raises ``ReftelError`` where a folder is in the way that holds something else than such an export.
    """
    form, counts = FORMS[name], Counts()
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    _check_free(path, form)
    try:
        if form.is_folder:
            beside.mkdir(parents=True)
        with _without_collector():
            if form.write is not None:
                form.write()(taken, beside, counts)
            else:
                _put_stream(name, taken, beside, counts)
        _finish(name, taken, counts, beside, path)
    except BaseException:
        _take_away(beside)
        raise
    return counts


@contextmanager
def _without_collector() -> Iterator[None]:
    """Records make no cycles; looking for them in all that is held takes longer than all else."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _put_stream(name: str, taken: Taken, path: Path, counts: Counts) -> None:
    with path.open("w", encoding="utf-8", errors="backslashreplace", newline="") as opened:
        opened.writelines(pieces(name, taken.records, counts))


def _finish(name: str, taken: Taken, counts: Counts, beside: Path, path: Path) -> None:
    """The manifest, then all to its place."""
    if beside.is_dir():
        files = sorted(found for found in beside.rglob("*") if found.is_file())
        text = manifest.manifest(name, taken, counts, beside, files)
        (beside / manifest.NAME).write_text(text, encoding="utf-8")
        if path.is_dir():
            shutil.rmtree(path)
        beside.replace(path)
        return
    beside.replace(path)
    files = [path]
    if name == "sqlite":
        from reftel.export.sqlite_form import datasette_yaml

        files.append(path.with_name(f"{path.stem}.datasette.yaml"))
        files[-1].write_text(datasette_yaml(path.stem, taken.about), encoding="utf-8")
    text = manifest.manifest(name, taken, counts, path.parent, files)
    manifest.name_of(path).write_text(text, encoding="utf-8")


def _check_free(path: Path, form: Form) -> None:
    if form.is_folder and path.exists() and not path.is_dir():
        raise ReftelError(f"{path} is a file; this form is a folder")
    if not form.is_folder and path.is_dir():
        raise ReftelError(f"{path} is a folder; this form is a file")
    if path.is_dir() and any(path.iterdir()) and not (path / manifest.NAME).is_file():
        raise ReftelError(f"{path} holds other files; name a new folder")


def _take_away(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


def _kind(form: Form) -> str:
    return "folder" if form.is_folder else "file"
