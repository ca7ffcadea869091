"""Fixtures for all tests: the corpus of real documents, composed telegrams, the profile of hypothesis."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from damage import TIMES
from reftel.archive import Archive
from reftel.compose import collection, compose
from reftel.record import Record
from telegrams_for_archives import TEXTS, write

ROOT = Path(__file__).resolve().parent.parent
BROKEN = Path(__file__).resolve().parent / "broken"

# The same examples on every run; REFTEL_TIMES=20 looks at twenty times as many, and at new ones.
settings.register_profile(
    "reftel",
    deadline=None,
    derandomize=TIMES == 1,
    database=None,
    max_examples=50 * TIMES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("reftel")


@pytest.fixture(scope="session")
def corpus() -> Path:
    """The folder of real documents; tests that need it are skipped where it is not at hand.

    ``$REFTEL_CORPUS`` names it; then it must be there.
    """
    named = os.environ.get("REFTEL_CORPUS")
    folder = Path(named) if named else ROOT.parent / "shared" / "corpus"
    if folder.is_dir():
        return folder
    if named:
        pytest.fail(f"REFTEL_CORPUS names no folder: {folder}")
    pytest.skip(f"no corpus of real documents at {folder} (set REFTEL_CORPUS)")


@pytest.fixture(scope="session")
def composed() -> list[tuple[Record, str]]:
    """Forty invented records, each with the telegram that states it."""
    return [(record, compose(record)) for record in collection(40, 11)]


@pytest.fixture(scope="session")
def broken() -> Path:
    """The folder of invented damaged telegrams, each named for its fault."""
    return BROKEN


@pytest.fixture
def cables(tmp_path: Path) -> Path:
    """A folder with four small telegrams, one of them without a number."""
    write(tmp_path / "cables", TEXTS)
    return tmp_path / "cables"


@pytest.fixture
def archive(tmp_path: Path, cables: Path) -> Iterator[Archive]:
    """An archive of the four, open."""
    with Archive(tmp_path / "a.reftel", create=True) as opened:
        opened.add([cables])
        yield opened
