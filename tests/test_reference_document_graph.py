"""The reference document in an archive: what it cites is a ghost, with all that can be told of it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from command_line import run
from reftel.archive import Archive
from telegrams_for_archives import telegram, write

DOCUMENT, OWN, CITED = "archive_page/07BAMAKO1361.txt", "07BAMAKO1361", "07BAMAKO1015"


@pytest.fixture(scope="module")
def alone(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the document and nothing else."""
    folder = tmp_path_factory.mktemp("alone") / "a.reftel"
    with Archive(folder, create=True) as archive:
        archive.add(corpus / DOCUMENT)
    return folder


@pytest.fixture(scope="module")
def among_others(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the document and ten invented telegrams of its post and year, four numbers a day."""
    folder = tmp_path_factory.mktemp("others")
    texts = {}
    for serial in range(100, 1300, 120):
        day = date(2007, 1, 1) + timedelta(round(serial / 4))
        dated = f"R {day:%d}0900Z {day:%b %y}".upper()
        texts[f"{serial}.txt"] = telegram(serial).replace("R 281052Z NOV 07", dated)
    with Archive(folder / "a.reftel", create=True) as archive:
        archive.add([corpus / DOCUMENT, *write(folder, texts)])
    return folder / "a.reftel"


def test_it_is_found_from_the_reference_line_and_from_the_text(alone: Path) -> None:
    with Archive(alone) as archive:
        (cited,) = archive.references(OWN).cites
        text = archive.get(OWN).document.text
    assert (cited.key, cited.held, cited.certain) == (CITED, False, True)
    assert [(way.how, way.paragraph) for way in cited.ways] == [("reference", None), ("mention", 2)]
    for way in cited.ways:
        assert " ".join(text[start:end] for start, end in way.spans) == way.text
    assert "(reftel)" in text[cited.ways[1].spans[0][0] - 1 : cited.ways[1].spans[0][1] + 1]


def test_no_day_is_estimated_where_too_little_is_held(alone: Path) -> None:
    with Archive(alone) as archive:
        (ghost,) = archive.missing().ghosts
    assert (ghost.key, ghost.count, ghost.doubts) == (CITED, 1, ())
    assert (ghost.sent.date, ghost.sent.earliest, ghost.sent.latest) == (None, "2007-01-01", "2007-11-28")
    assert ghost.aliases == ("2007BAMAKO1015", "07BAMAKO1015_a")


def test_a_day_is_estimated_where_enough_is_held(among_others: Path) -> None:
    with Archive(among_others) as archive:
        (ghost,) = archive.missing().ghosts
        (row,) = archive.coverage()
    about = date(2007, 1, 1) + timedelta(round(1015 / 4))
    assert ghost.sent.date is not None
    assert abs(date.fromisoformat(ghost.sent.date) - about) <= timedelta(2)
    assert str(ghost.sent.earliest) <= ghost.sent.date <= str(ghost.sent.latest)
    assert (row.held, row.lowest, row.highest, row.apart, row.cited) == (11, 100, 1361, (), 1)


def test_its_letter(alone: Path, among_others: Path) -> None:
    plain = run("letter", alone, CITED, "--date", "2026-11-25").stdout
    assert "Embassy Bamako telegram 1015 of 2007, cited on November 28, 2007" in plain
    assert "Embassy Bamako telegram 1361 of November 28, 2007" in plain
    dated = " ".join(run("letter", among_others, CITED, "--date", "2026-11-25").stdout.split())
    assert "Embassy Bamako telegram 1015 of about September " in dated
    assert "withheld" not in plain + dated
