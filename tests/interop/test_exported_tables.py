"""Parquet and Arrow: DuckDB, polars and pandas read the tables and join them; the notebook runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reftel.archive import Archive

ROOT = Path(__file__).resolve().parent.parent.parent
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="session")
def tables(invented: Path) -> Path:
    """The folder of tables."""
    with Archive(invented) as archive:
        archive.export("parquet", invented.parent / "tables")
    return invented.parent / "tables"


@pytest.fixture(scope="session")
def marks(invented: Path) -> dict[tuple[str | None, str | None], int]:
    """How many paragraphs have which mark in telegrams of which level."""
    found: dict[tuple[str | None, str | None], int] = {}
    with Archive(invented) as archive:
        for record in archive:
            for one in record.paragraphs:
                key = (record.classification, one.mark)
                found[key] = found.get(key, 0) + 1
    return found


def test_duckdb_joins(tables: Path, marks: dict[Any, int]) -> None:
    duckdb = pytest.importorskip("duckdb")
    rows = duckdb.sql(
        f"SELECT classification, mark, count(*) FROM '{tables}/paragraphs.parquet' AS paragraphs"
        f" JOIN '{tables}/telegrams.parquet' AS telegrams ON telegrams.key = paragraphs.telegram GROUP BY ALL"
    ).fetchall()
    assert {(level, mark): count for level, mark, count in rows} == marks


def test_polars_joins(tables: Path, marks: dict[Any, int]) -> None:
    polars = pytest.importorskip("polars")
    telegrams = polars.read_parquet(tables / "telegrams.parquet")
    paragraphs = polars.read_parquet(tables / "paragraphs.parquet")
    joined = paragraphs.join(telegrams, left_on="telegram", right_on="key")
    rows = joined.group_by("classification", "mark").len().rows()
    assert {(level, mark): count for level, mark, count in rows} == marks


def test_pandas_joins(tables: Path, marks: dict[Any, int]) -> None:
    pandas = pytest.importorskip("pandas")
    telegrams = pandas.read_parquet(tables / "telegrams.parquet")
    paragraphs = pandas.read_parquet(tables / "paragraphs.parquet")
    joined = paragraphs.merge(telegrams, left_on="telegram", right_on="key", suffixes=("", "_of"))
    counted = joined.groupby(["classification", "mark"], dropna=False).size()
    found = {tuple(None if pandas.isna(one) else one for one in key): count for key, count in counted.items()}
    assert found == marks


def test_telegrams_turn_into_frames(invented: Path) -> None:
    polars, pandas = pytest.importorskip("polars"), pytest.importorskip("pandas")
    with Archive(invented) as archive:
        found = archive.telegrams("*")
        keys = list(found.keys)
        assert found.polars()["key"].to_list() == keys
        assert found.pandas()["key"].to_list() == keys
        assert polars.DataFrame(found)["key"].to_list() == keys
        assert pandas.DataFrame.from_arrow(found)["key"].to_list() == keys


def test_the_notebook_runs_and_draws_three_plots() -> None:
    nbclient, nbformat = pytest.importorskip("nbclient"), pytest.importorskip("nbformat")
    for name in ("ipykernel", "matplotlib", "polars", "pandas", "duckdb"):
        pytest.importorskip(name)
    notebook = nbformat.read(ROOT / "docs" / "notebook.ipynb", as_version=4)
    nbformat.validate(notebook)
    assert not any(cell.get("outputs") for cell in notebook.cells), "outputs are not kept in the repository"
    nbclient.NotebookClient(notebook, timeout=300, kernel_name="python3").execute()
    shown = [one for cell in notebook.cells for one in cell.get("outputs", ())]
    assert len([one for one in shown if "image/png" in one.get("data", {})]) == 3
    html = [one["data"]["text/html"] for one in shown if "text/html" in one.get("data", {})]
    assert any("<details>" in "".join(one) for one in html), "a telegram shows as a card"
