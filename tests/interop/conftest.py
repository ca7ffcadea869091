"""Tests with the programs that take exports in; `make test-interop` installs them and runs these.

Each is skipped where its program is not installed.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from reftel.archive import Archive
from reftel.compose import collection, compose


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of 60 invented telegrams."""
    folder = tmp_path_factory.mktemp("interop")
    (folder / "telegrams").mkdir()
    for record in collection(60, 11):
        (folder / "telegrams" / f"{record.id}.txt").write_text(compose(record), encoding="utf-8")
    with Archive(folder / "a.reftel", create=True) as archive:
        archive.add([folder / "telegrams"], workers=1)
    return folder / "a.reftel"
