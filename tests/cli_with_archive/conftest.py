"""An archive of two telegrams, for the commands that work on one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from command_line import TEXTS, run, written


@pytest.fixture(scope="session")
def cables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two telegrams, one of which cites the other; both cite a third."""
    folder = tmp_path_factory.mktemp("cables")
    for name, (facts, text) in TEXTS.items():
        (folder / name).write_text(written(facts, text), encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def built(cables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the two; tests only read it."""
    archive = tmp_path_factory.mktemp("archive") / "b.reftel"
    assert run("add", archive, cables).exit_code == 0
    return archive


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Path:
    """A copy of that archive, to change."""
    return Path(shutil.copytree(built, tmp_path / "copy.reftel"))
