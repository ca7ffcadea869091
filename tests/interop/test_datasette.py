"""SQLite: Datasette serves the database at once, with labels, facets and search."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from reftel.archive import Archive

datasette = pytest.importorskip("datasette.app")
yaml = pytest.importorskip("yaml")
pytestmark = pytest.mark.filterwarnings("ignore")


def pages(folder: Path, *paths: str) -> dict[str, Any]:
    """The pages at these paths, as the server gives them."""

    async def fetched() -> dict[str, Any]:
        told = yaml.safe_load((folder / "out.datasette.yaml").read_text("utf-8"))
        served = datasette.Datasette([str(folder / "out.db")], metadata=told)
        await served.invoke_startup()
        found = {path: await served.client.get(path) for path in paths}
        assert {answer.status_code for answer in found.values()} == {200}
        return {path: answer.text for path, answer in found.items()}

    return asyncio.run(fetched())


def test_datasette_serves_it(invented: Path, tmp_path: Path) -> None:
    with Archive(invented) as archive:
        counts = archive.export("sqlite", tmp_path / "out.db")
        record = next(one for one in archive if one.references and one.subject)
        words = record.paragraphs[0].text.split()
        word = max((one for one in words if one.isalpha()), key=len)
    asked = f"_search={word}&_shape=array&_size=max"
    found = pages(
        tmp_path,
        "/",
        "/out",
        *(f"/out/{name}?_size=3" for name in counts),
        f"/out/telegrams/{record.id}",
        "/out/references?_size=max",
        f"/out/telegrams.json?{asked}",
        f"/out/paragraphs.json?{asked}",
    )
    assert "Written by reftel" in found["/"]
    assert f'<a href="/out/telegrams/{record.id}">' in found["/out/references?_size=max"], "labels"
    assert record.id in {row["key"] for row in json.loads(found[f"/out/telegrams.json?{asked}"])}
    assert record.id in {row["telegram"] for row in json.loads(found[f"/out/paragraphs.json?{asked}"])}
    shown = found["/out/telegrams?_size=3"]
    assert "One row for each telegram." in shown
    assert "_facet_array=tags" in shown or "facet-tags" in shown
