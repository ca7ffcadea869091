"""A graph that is known beforehand: invented telegrams of which some are left out must give it exactly."""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from reftel.archive import Archive
from reftel.compose import collection, compose
from reftel.record import Record
from telegrams_for_archives import write

COUNT = 500


class Planted:
    """An archive of three in four of the telegrams of a collection, and what was planted in it."""

    def __init__(self, folder: Path, form: str) -> None:
        chance = random.Random(form)
        self.made = {str(record.id): record for record in collection(COUNT, seed=3, form=form)}
        self.held = {key: record for key, record in self.made.items() if chance.random() < 0.75}
        self.left_out = self.made.keys() - self.held.keys()
        self.texts = {f"{key}.txt": compose(record) for key, record in self.held.items()}
        self.edges = {(key, cited) for key, record in self.held.items() for cited in cites(record)}
        with Archive(folder / "a.reftel", create=True) as archive:
            archive.add(write(folder / "texts", self.texts))
        self.archive = Archive(folder / "a.reftel")

    @property
    def ghosts(self) -> dict[str, int]:
        return dict(Counter(cited for _, cited in self.edges if cited not in self.held))


def cites(record: Record) -> set[str]:
    """What the record was composed to cite."""
    stated = (*record.references, *record.mentions)
    return {key for one in stated for key in one.candidates if key != record.id}


@pytest.fixture(scope="module", params=["acp127", "central-file"])
def planted(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Planted]:
    made = Planted(tmp_path_factory.mktemp("planted"), request.param)
    yield made
    made.archive.close()


def test_there_is_something_to_find(planted: Planted) -> None:
    assert len(planted.edges) > COUNT / 4
    assert len(planted.left_out & planted.ghosts.keys()) > 20
    assert len(planted.held.keys() & {cited for _, cited in planted.edges}) > 50


def test_all_edges_are_found_and_no_other(planted: Planted) -> None:
    network = planted.archive.network()
    assert {(edge.citing, edge.cited) for edge in network.edges} == planted.edges
    assert all(edge.certain for edge in network.edges)
    assert {node.key for node in network.nodes if node.held} == planted.held.keys()
    assert {node.key: node.cited for node in network.nodes if not node.held} == planted.ghosts


def test_all_holes_are_found_and_no_other(planted: Planted) -> None:
    missing = planted.archive.missing()
    assert {ghost.key: ghost.count for ghost in missing.ghosts} == planted.ghosts
    assert missing.total == len(planted.ghosts)
    assert missing.citations == sum(planted.ghosts.values())
    assert [ghost.count for ghost in missing.ghosts] == sorted(planted.ghosts.values(), reverse=True)
    for ghost in missing.ghosts:
        assert {one.key for one in ghost.citing} == {
            citing for citing, cited in planted.edges if cited == ghost.key
        }


def test_what_is_left_out_was_sent_when_it_is_said_to_have_been(planted: Planted) -> None:
    dates = {key: str(record.date.value)[:10] for key, record in planted.made.items() if record.date}
    known = [ghost for ghost in planted.archive.missing().ghosts if ghost.key in dates]
    for ghost in known:
        assert str(ghost.sent.earliest) <= dates[ghost.key] <= str(ghost.sent.latest)
    assert known


def test_coverage_counts_what_is_held(planted: Planted) -> None:
    rows = planted.archive.coverage()
    held = Counter((record.post, record.year) for record in planted.held.values())
    cited = Counter(post_and_year(key) for key in planted.ghosts)
    assert {(row.post, row.year): row.held for row in rows if row.held} == dict(held)
    assert {(row.post, row.year): row.cited for row in rows if row.cited} == dict(cited)
    assert not any(row.apart for row in rows)


def test_messages_between_those_held_are_counted(planted: Planted) -> None:
    """The Department's numbers of one post: each telegram of the whole collection has one, eight apart."""
    numbers = {
        key: int(str(record.to[0].mcn))
        for key, record in planted.made.items()
        if str(record.to[0].mcn).isdigit()
    }
    post = Counter(str(planted.held[key].post) for key in numbers.keys() & planted.held.keys()).most_common(
        1
    )[0][0]
    held = [numbers[key] for key in numbers if key in planted.held and planted.held[key].post == post]
    (found,) = [one for one in planted.archive.continuity(post) if one.addressee == "SECSTATE WASHDC"]
    assert (found.held, found.apart) == (len(held), 0)
    assert found.not_held == held[-1] - held[0] - (len(held) - 1)


def post_and_year(key: str) -> tuple[str, int]:
    from reftel.telegram_id import number_of

    number = number_of(key)
    assert number is not None
    return number.post, number.year


def test_threads_follow_the_planted_graph(planted: Planted) -> None:
    around: dict[str, set[str]] = defaultdict(set)
    for citing, cited in planted.edges:
        around[citing].add(cited)
        around[cited].add(citing)
    for key in sorted(around)[:60]:
        thread = planted.archive.thread(key, depth=1, most=1000)
        assert {node.key for node in thread.nodes} == {key, *around[key]}
        dates = [node.date for node in thread.nodes if node.date]
        assert dates == sorted(dates)
        members = {node.key for node in thread.nodes}
        assert {(link.citing, link.cited) for link in thread.links} == {
            edge for edge in planted.edges if members.issuperset(edge)
        }


def test_what_is_forgotten_is_asked_again(planted: Planted, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = sorted(planted.held)[:40]
    start, end = min(planted.edges)
    known = [planted.archive.thread(key) for key in keys], planted.archive.missing()
    monkeypatch.setattr("reftel.archive.linking.KEPT", 3)
    with Archive(planted.archive.path) as other:
        assert ([other.thread(key) for key in keys], other.missing()) == known
        assert other.path_between(start, end) is not None
        assert other._known is not None
        assert len(other._known[1]._resolved) < 100


def test_any_order_of_loading_gives_the_same_graph(planted: Planted, tmp_path: Path) -> None:
    names = list(planted.texts)
    random.Random(5).shuffle(names)
    paths = write(tmp_path / "texts", {name: planted.texts[name] for name in names})
    with Archive(tmp_path / "b.reftel", create=True) as other:
        for start in range(0, len(paths), 97):
            other.add(paths[start : start + 97])
            other.missing(most=1)  # what was looked up before must not linger
        assert other.network() == planted.archive.network()
        assert other.missing() == planted.archive.missing()
        assert other.coverage() == planted.archive.coverage()


def test_a_ghost_is_filled_when_it_comes(planted: Planted, tmp_path: Path) -> None:
    key = next(ghost.key for ghost in planted.archive.missing().ghosts if ghost.key in planted.made)
    with Archive(tmp_path / "c.reftel", create=True) as other:
        other.add(write(tmp_path / "texts", planted.texts))
        before = other.references(key)
        other.add(write(tmp_path / "more", {"it.txt": compose(planted.made[key])}))
        after = other.references(key)
        assert not before.held
        assert after.held
        assert [(one.key, one.ways) for one in after.cited_by] == [
            (one.key, one.ways) for one in before.cited_by
        ]
        assert key not in {ghost.key for ghost in other.missing().ghosts}
