"""Missing: when a telegram that is not held was sent, by its number and by those that cite it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reftel.archive import Archive
from reftel.graph.evidence import iso_day
from reftel.graph.missing import About, sent
from reftel.graph.series import SLACK, Point, Series
from reftel.telegram_id import TelegramId
from telegrams_for_archives import write
from test_resolution import text

JANUARY = date(2007, 1, 1).toordinal()
NUMBER = TelegramId(2007, "DAKAR", 1004)


@pytest.mark.parametrize(
    ("cited", "earliest", "about", "latest"),
    [
        pytest.param(None, 100, 100, 101, id="between its neighbours"),
        pytest.param(200, 100, 100, 101, id="cited long after"),
        pytest.param(100, 100, 100, 100, id="cited on the day that its neighbour was sent"),
        pytest.param(100 - SLACK, 97, 97, 97, id="cited before a lower number, by a few days"),
        pytest.param(96 - SLACK, None, None, 93, id="cited before it can have been sent"),
    ],
)
def test_when_a_telegram_was_sent(
    cited: int | None, earliest: int | None, about: int | None, latest: int
) -> None:
    series = Series(2007, [Point(serial, JANUARY + serial // 10) for serial in range(10, 3001, 10)])
    found = sent(NUMBER, series, None if cited is None else JANUARY + cited)
    days = [None if day is None else iso_day(JANUARY + day) for day in (about, earliest, latest)]
    assert found == About(*days)


def test_a_ghost_has_one_date_wherever_it_is_shown(tmp_path: Path) -> None:
    texts = [text("DAKAR", 500 * month, date(2007, month, 1)) for month in (1, 2, 3, 4, 5, 12)]
    texts.append(text("BAMAKO", 700, date(2007, 6, 20), "REF: DAKAR 4800"))
    texts.append(text("BAMAKO", 1400, date(2007, 11, 28), "REF: DAKAR 4800"))
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(write(tmp_path, {f"{i}.txt": one for i, one in enumerate(texts)}))
        thread = archive.thread("07BAMAKO1400", depth=1)
        path = archive.path_between("07BAMAKO1400", "07DAKAR4800")
        assert path is not None
        found = [node for node in (*thread.nodes, *path.nodes, *archive.network().nodes) if not node.held]
        assert [node.key for node in found] == ["07DAKAR4800"] * 3
        assert {node.date for node in found} == {archive.missing().ghosts[0].sent.date} == {"2007-06-20"}


def test_a_misdated_telegram_does_not_tell_when_what_it_cites_was_sent(tmp_path: Path) -> None:
    texts = [
        text(post, 250 * month, date(2007, month, 1))
        for month in range(1, 13)
        for post in ("DAKAR", "BAMAKO")
    ]
    texts.append(text("BAMAKO", 2600, date(2007, 1, 28), "REF: DAKAR 2100"))
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add(write(tmp_path, {f"{i}.txt": one for i, one in enumerate(texts)}))
        (ghost,) = archive.missing().ghosts
        assert (ghost.key, ghost.doubts) == ("07DAKAR2100", ())
        assert (ghost.sent.earliest, ghost.sent.latest) == ("2007-08-01", "2007-09-01")
        (node,) = [node for node in archive.network().nodes if not node.held]
        (there,) = [node for node in archive.thread("07BAMAKO2600").nodes if not node.held]
        assert node.date == there.date == ghost.sent.date is not None
