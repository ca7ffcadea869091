"""The Python face: telegrams of an archive as a sequence, as tables, and as they show in a notebook."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pyarrow
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proof import record_of
from reftel.archive import Archive, exporting
from reftel.archive.results import Hit, Results
from reftel.errors import QueryError, UnknownTelegram
from reftel.export.cards import card, telegrams_table
from telegrams_for_archives import telegram, without_number


def test_a_telegram_by_its_name(archive: Archive) -> None:
    assert archive["Bamako 1361 (07)"].record == archive.get("07BAMAKO1361").record
    assert "07BAMAKO1361" in archive
    assert "07DAKAR77" not in archive
    with pytest.raises(UnknownTelegram):
        archive["07DAKAR77"]


def test_all_telegrams_in_order_of_key(archive: Archive) -> None:
    found = archive.telegrams()
    keys = ["07BAMAKO1015", "07BAMAKO1361", "07BAMAKO1400", without_number(archive)]
    assert [record.id or record.handle for record in found] == list(found.keys) == keys
    assert list(archive) == list(found) == [archive[key].record for key in keys]
    assert (len(found), found.query, found.is_all) == (4, None, True)


def test_telegrams_of_a_query_are_all_of_them_oldest_first(archive: Archive) -> None:
    found = archive.telegrams("farmers")
    assert sorted(found.keys) == ["07BAMAKO1015", "07BAMAKO1361", "07BAMAKO1400"]
    assert [record.id for record in found] == list(found.keys)
    assert len(found) == 3
    assert list(archive.telegrams("no such words")) == []
    with pytest.raises(QueryError):
        archive.telegrams("from:")


def test_telegrams_by_name_keep_their_order(archive: Archive) -> None:
    found = archive.telegrams(names=["07BAMAKO1400", "Bamako 1015 (07)", "07BAMAKO1400"])
    assert [record.id for record in found] == ["07BAMAKO1400", "07BAMAKO1015"]
    with pytest.raises(UnknownTelegram):
        archive.telegrams(names=["07BAMAKO1400", "07DAKAR77"])


def test_copies_come_along(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(telegram(1361) + ("\n" if name == "two.txt" else ""), "utf-8")
    with Archive(tmp_path / "a.reftel", create=True) as archive:
        archive.add([tmp_path / "one.txt", tmp_path / "two.txt"])
        [record] = archive.telegrams()
        assert len(record.copies) == 1
        assert record == archive["07BAMAKO1361"].record


def test_two_walks_at_once_do_not_disturb_one_another(archive: Archive) -> None:
    pairs = [(one.handle, other.handle) for one in archive.telegrams() for other in archive.telegrams()]
    assert len(set(pairs)) == 16
    walk = iter(archive.telegrams())
    next(walk)
    assert len(list(archive.telegrams("farmers"))) == 3


def test_tables_of_arrow(archive: Archive) -> None:
    found = archive.telegrams("farmers")
    table = pyarrow.table(found)
    assert table.column("key").to_pylist() == list(found.keys)
    assert table.column("tags").to_pylist() == [["EAGR", "ML"]] * 3
    cited = found.arrow("references").read_all().to_pylist()
    assert [row["cited"] for row in cited if row["telegram"] == "07BAMAKO1400"] == ["07BAMAKO1361"]
    hits = pyarrow.table(archive.search("farmers"))
    assert sorted(hits.column("key").to_pylist()) == sorted(found.keys)
    with pytest.raises(KeyError):
        found.arrow("nothing")


def test_results_are_gone_through(archive: Archive) -> None:
    found = archive.search("farmers", limit=2)
    assert [hit.key for hit in found] == [hit.key for hit in found.hits]
    assert (len(found), found.total) == (2, 3)


def test_nothing_heavy_is_loaded_before_it_is_asked_for(archive: Archive) -> None:
    code = (
        "import sys, reftel\n"
        f"with reftel.Archive({str(archive.path)!r}) as archive:\n"
        "    assert len(list(archive.telegrams())) == 4\n"
        "    archive.telegrams()._repr_html_()\n"
        "heavy = {'pyarrow', 'polars', 'pandas', 'numpy', 'xlsxwriter', 'networkx'}\n"
        "print(sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_the_coverage_of_a_large_archive_comes_from_another_process(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = archive.telegrams()
    here = exporting.taken(archive, found).coverage()
    monkeypatch.setattr(exporting, "LARGE", 1)
    assert tuple(exporting.taken(archive, found).coverage()) == tuple(here) != ()
    monkeypatch.setattr(exporting, "_PROGRAM", "raise SystemExit(3)")
    assert tuple(exporting.taken(archive, found).coverage()) == tuple(here)


# ---------------------------------------------------------------- in a notebook


class Elements(HTMLParser):
    """The names of elements and attributes of HTML, and its words."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.words = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}

    def handle_data(self, data: str) -> None:
        self.words += data


KNOWN = {
    *("div", "style", "strong", "br", "table", "tr", "th", "td", "thead", "tbody"),
    *("details", "summary", "p", "b", "bdi"),
}


def test_a_telegram_shows_as_a_card(archive: Archive) -> None:
    shown = Elements(archive["07BAMAKO1361"]._repr_html_())
    for words in (
        "07BAMAKO1361",
        "HARVEST REPORT 1361",
        "AMEMBASSY BAMAKO",
        "EAGR, ML",
        "1. (U)",
        "content.",
    ):
        assert words in shown.words
    assert shown.names <= KNOWN


def test_telegrams_and_results_show_as_tables(archive: Archive) -> None:
    shown = Elements(archive.telegrams("farmers")._repr_html_())
    assert "3 of 3 telegrams for farmers" in shown.words
    assert "HARVEST REPORT 1015" in shown.words
    found = Elements(archive.search("farmers", limit=2)._repr_html_())
    assert "2 of 3 telegrams for farmers" in found.words
    assert (shown.names | found.names) <= KNOWN
    assert repr(archive.telegrams("farmers")) == "<3 telegrams: farmers>"


@given(st.text())
def test_no_words_of_a_telegram_become_markup(words: str) -> None:
    record = msgspec.structs.replace(record_of(telegram(1361)), subject=f"<script>{words}</script>\u202e")
    hit = Hit("a", 1.0, None, words, words, words, f"<img src=x onerror={words}>", [])
    for html in (
        card(record),
        telegrams_table([record], f"<b>{words}"),
        Results(f"<i onload={words}>", 1, [hit])._repr_html_(),
    ):
        assert Elements(html).names <= KNOWN
        assert not re.search("[\u202a-\u202e\u2066-\u2069]", html)
