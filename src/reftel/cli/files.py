"""Files: what a command writes to a file of its own, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import click

OUTPUT_FILE = click.Path(dir_okay=False, path_type=Path)


def write_file(path: Path, content: str | bytes | Iterable[str]) -> None:
    """Put bytes, a text, or its pieces (UTF-8) at ``path``; what stood there stays if that fails.

    Raises ``OSError`` about ``path``.
    """
    beside = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with beside.open("wb") as opened:
            for piece in (content,) if isinstance(content, str | bytes) else content:
                opened.write(piece.encode("utf-8", "backslashreplace") if isinstance(piece, str) else piece)
        beside.replace(path)
    except BaseException as error:
        beside.unlink(missing_ok=True)
        if isinstance(error, OSError):
            error.filename, error.filename2 = str(path), None
        raise
