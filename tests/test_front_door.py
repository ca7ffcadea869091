"""The front door: its names, and what its verbs give."""

from __future__ import annotations

import pytest

import reftel


def test_all_names_are_there_and_told() -> None:
    assert all(hasattr(reftel, name) for name in reftel.__all__)
    assert set(reftel.__all__) <= set(dir(reftel))
    assert not {"Any", "Callable", "annotations"} & set(dir(reftel))


def test_an_unknown_name_is_named() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Telegramm'"):
        reftel.Telegramm  # noqa: B018


@pytest.mark.parametrize("text", [None, b"R 281052Z NOV 07", 7])
def test_parse_takes_text_only(text: object) -> None:
    with pytest.raises(TypeError, match="parse takes the text of a telegram"):
        reftel.parse(text)  # type: ignore[arg-type]


def test_a_text_is_parsed() -> None:
    telegram = reftel.parse(
        "R 281052Z NOV 07\nFM AMEMBASSY BAMAKO\n\nUNCLAS BAMAKO 001399\n\nSUBJECT: RAIN\n"
    )
    assert telegram.id is not None
    assert str(telegram.id.value) == "07BAMAKO1399"
    assert reftel.read_id("Bamako 1399", 2007) == (telegram.id.value,)
