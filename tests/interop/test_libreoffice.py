"""xlsx and CSV: LibreOffice opens them, and computes nothing in them."""

from __future__ import annotations

import csv
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from reftel.archive import Archive
from reftel.export import forms
from reftel.export.tables import TABLES, key_of
from reftel.export.taken import Taken
from test_export_forms import ABOUT, HOSTILE, spoiled

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
pytestmark = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
csv.field_size_limit(10_000_000)


def opened(path: Path, folder: Path) -> list[dict[str, str]]:
    """The first sheet, as LibreOffice writes it as CSV again."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(SOFFICE),
        profile,
        "--headless",
        "--convert-to",
        "csv:Text - txt - csv (StarCalc):44,34,76",
    ]
    subprocess.run([*command, "--outdir", folder / "out", path], check=True, capture_output=True, timeout=240)
    with (folder / "out" / f"{path.stem}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_libreoffice_opens_it(form: str, invented: Path, tmp_path: Path) -> None:
    with Archive(invented) as archive:
        record = next(iter(archive))
    words = [one for one in HOSTILE if len(one) < 1000]
    records = [
        msgspec.structs.replace(spoiled(record, one), id=f"07DAKAR{place}", serial=place)
        for place, one in enumerate(words)
    ]
    forms.put(form, Taken(records, ABOUT), tmp_path / f"a.{form}")
    path = tmp_path / f"a.{form}"
    rows = opened(path / "telegrams.csv" if path.is_dir() else path, tmp_path)
    assert [row["key"] for row in rows] == [key_of(one) for one in records]
    assert set(TABLES["telegrams"].names) == set(rows[0])
    for row, one in zip(rows, words, strict=True):
        if one.startswith(("=", "@", "+", "-")):
            assert row["subject"].removeprefix("'") == one
