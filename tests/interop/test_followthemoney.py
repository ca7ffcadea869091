"""FtM: the library of OpenAleph takes every entity, and loses no value of it."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

from reftel.archive import Archive
from reftel.export.ftm_form import ftm
from test_export_forms import HOSTILE, spoiled

followthemoney = pytest.importorskip("followthemoney")
pytestmark = pytest.mark.filterwarnings("ignore")


def test_every_entity_is_valid_and_whole(invented: Path) -> None:
    with Archive(invented) as archive:
        entities = [json.loads(line) for line in ftm(archive)]
    assert {one["schema"] for one in entities} == {"Message", "PublicBody", "Mention"}
    ids = {one["id"] for one in entities}
    for one in entities:
        proxy = followthemoney.model.get_proxy(one, cleaned=False)
        proxy.schema.validate(proxy.to_dict())
        read = proxy.to_dict()["properties"]
        assert {name: sorted(values) for name, values in read.items()} == {
            name: sorted(values) for name, values in one["properties"].items()
        }
        assert {*read.get("sender", ()), *read.get("recipients", ()), *read.get("document", ())} <= ids


def test_hostile_words_are_valid(invented: Path) -> None:
    with Archive(invented) as archive:
        record = next(iter(archive))
    records = [
        msgspec.structs.replace(spoiled(record, words), id=f"07DAKAR{place}", sender=record.sender)
        for place, words in enumerate(HOSTILE)
    ]
    for line in ftm(records):
        proxy = followthemoney.model.get_proxy(json.loads(line), cleaned=False)
        proxy.schema.validate(proxy.to_dict())
