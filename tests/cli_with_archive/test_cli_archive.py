"""The commands that work on an archive: what they print, what they say of bad input, and the exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import HARBOR, TEXTS, run, written
from reftel import Archive
from reftel.document import Source
from reftel.store import MessageEntry

# ---------------------------------------------------------------- search


def test_search_shows_hits_with_the_words_around(built: Path) -> None:
    done = run("search", built, "harbor")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    first = next(line for line in lines if line.startswith("08BRIDGETOWN777"))
    assert first == "08BRIDGETOWN777  2008-03-12  AMEMBASSY BRIDGETOWN  CONFIDENTIAL"
    assert lines[lines.index(first) + 1] == "  A HARBOR REOPENS"
    assert any("¶1 (C)" in line and "harbor" in line for line in lines)
    assert lines[-1] == "2 telegrams"
    assert "\x1b" not in done.stdout


def test_search_as_json(built: Path) -> None:
    found = json.loads(run("search", built, "--json", "harbor", "capital").stdout)
    assert found["total"] == 1
    assert [(hit["key"], hit["from"]) for hit in found["hits"]] == [
        ("08BRIDGETOWN777", "AMEMBASSY BRIDGETOWN")
    ]


@pytest.mark.parametrize(
    ("more", "ids"),
    [
        pytest.param(["--sort", "newest"], ["08BRIDGETOWN790", "08BRIDGETOWN777"], id="newest"),
        pytest.param(["--sort", "oldest"], ["08BRIDGETOWN777", "08BRIDGETOWN790"], id="oldest"),
        pytest.param(["--sort", "oldest", "-n", "1"], ["08BRIDGETOWN777"], id="limit"),
        pytest.param(["--sort", "oldest", "--offset", "1"], ["08BRIDGETOWN790"], id="offset"),
    ],
)
def test_order_and_part(built: Path, more: list[str], ids: list[str]) -> None:
    found = json.loads(run("search", built, "harbor", "--json", *more).stdout)
    assert ([hit["key"] for hit in found["hits"]], found["total"]) == (ids, 2)


def test_part_of_the_hits_says_how_to_see_more(built: Path) -> None:
    assert run("search", built, "harbor", "-n1").stdout.splitlines()[-1] == (
        "telegrams 1 to 1 of 2; more with --offset 1"
    )
    past = run("search", built, "harbor", "--offset", "9")
    assert (past.exit_code, past.stdout) == (1, "only 2 telegrams found; --offset 9 is past the last\n")


def test_how_a_query_was_read(built: Path) -> None:
    assert "read as: harbor capital\n" in run("search", built, "harbor AND capital").stdout
    assert "read as" not in run("search", built, "harbor capital").stdout


def test_nothing_found_says_what_to_try(built: Path) -> None:
    done = run("search", built, "zeppelin")
    assert (done.exit_code, done.stderr) == (1, "")
    assert "no telegram found for: zeppelin" in done.stdout
    assert "Try " in done.stdout
    empty = run("search", built, "zeppelin", "--json")
    assert (empty.exit_code, json.loads(empty.stdout)["total"]) == (1, 0)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("harbor zeppelin", "Nothing is found even for zeppelin alone."),
        ("from:NOWHERE tag:PREL", "Nothing is found even for from:NOWHERE alone."),
        ("monday crane", "Each part alone finds telegrams, but none has them all."),
    ],
)
def test_nothing_found_says_which_part(built: Path, query: str, said: str) -> None:
    done = run("search", built, query)
    assert (done.exit_code, said in done.stdout) == (1, True), done.stdout


def test_the_number_that_is_advised_is_found(built: Path) -> None:
    assert run("search", built, 'id:"BRIDGETOWN 777"').exit_code == 0


def test_a_long_query_is_shown_around_its_place(built: Path) -> None:
    done = run("search", built, "harbor " * 60 + ")" + " capital" * 60)
    lines = done.stderr.splitlines()
    assert max(map(len, lines)) <= 100
    assert lines[1].startswith("  …")
    assert lines[1].endswith("…")
    assert lines[1][lines[2].index("^")] == ")"


def test_the_subject_is_not_shown_twice(built: Path) -> None:
    lines = run("search", built, "harbor").stdout.splitlines()
    assert [line.strip() for line in lines].count("A HARBOR REOPENS") == 1
    alone = run("search", built, "subject:crane").stdout.splitlines()
    assert [line for line in alone if "THE CRANE" in line] == ["  THE CRANE"]


def test_a_query_that_cannot_be_understood_is_shown_with_its_place(built: Path) -> None:
    done = run("search", built, "harbor", ")", "capital")
    assert (done.exit_code, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith("reftel: ")
    assert lines[1:3] == ["  harbor ) capital", "         ^"]


def test_facets_of_nothing_say_what_would_be_found(built: Path) -> None:
    done = run("search", built, "harbor class:secret", "--facets")
    assert done.exit_code == 1
    assert "no telegram found for: harbor class:secret" in done.stdout
    assert "without one of them" in done.stdout or "Nothing is found even for" in done.stdout


def test_facets_are_counted_with_bars(built: Path) -> None:
    done = run("search", built, "harbor", "--facets")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "2 telegrams"
    assert any(line.startswith("  2008          2  ··█") for line in lines), done.stdout
    assert "Classification  narrow with class:CONFIDENTIAL" in done.stdout
    found = json.loads(run("search", built, "harbor", "--facets", "--json").stdout)
    assert found["facets"]["total"] == 2


def test_an_explanation_stands_above_the_hits(built: Path) -> None:
    lines = run("search", built, "harbor", "from:BRIDGETOWN", "--explain").stdout.splitlines()
    assert lines[0] == "How it was read, and what each part finds alone"
    assert lines[1].split(maxsplit=1) == ["2", "harbor from:BRIDGETOWN  all of"]
    assert any(
        line.startswith("    found by harbor ") and line.endswith(", from:BRIDGETOWN") for line in lines
    )


def test_ids_alone(built: Path) -> None:
    done = run("search", built, "harbor", "--ids", "--sort", "oldest")
    assert done.stdout == "08BRIDGETOWN777\n08BRIDGETOWN790\n"
    assert (
        run("search", built, "harbor", "--ids", "-n", "1", "--sort", "newest").stdout == "08BRIDGETOWN790\n"
    )
    assert run("search", built, "harbor", "--ids", "--json").exit_code == 2


def test_every_match_within_one_telegram(built: Path) -> None:
    done = run("search", built, "harbor", "--in", "Bridgetown 777 (08)")
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].endswith(" of Bridgetown 777 (08)")
    assert "¶1 (C) The harbor of the capital" in done.stdout
    assert run("search", built, "zeppelin", "--in", "08BRIDGETOWN777").exit_code == 1
    assert run("search", built, "harbor", "--in", "08BRIDGETOWN1").exit_code == 1


def test_a_number_that_is_only_cited_finds_who_cites_it(built: Path) -> None:
    done = run("search", built, "Georgetown 12 (08)")
    assert done.exit_code == 0
    assert done.stdout.startswith("08GEORGETOWN12  not held here\n  cited by 2 telegrams: 08BRIDGETOWN777,")
    assert done.stdout.endswith("ref:08GEORGETOWN12 finds the telegrams that cite it\n")


def test_what_would_be_found_is_said(built: Path) -> None:
    assert "  found is: harbor (2)\n" in run("search", built, "harbour").stdout
    said = run("search", built, "harbour zepplin from:GEORGETOWN").stdout
    assert "instead of harbour: harbor (2)" in said


def test_similar_and_saved(archive: Path) -> None:
    done = run("similar", archive, "08BRIDGETOWN777")
    assert done.exit_code == 0
    assert done.stdout.startswith("08BRIDGETOWN790  ")
    assert "    shares " in done.stdout
    assert run("saved", archive).stdout.startswith("no search is saved here")
    assert (
        "  port  nothing new  harbor  (2 telegrams;"
        in run("saved", archive, "--save", "port", "harbor").stdout
    )
    assert "nothing new since" in run("saved", archive, "port").stdout
    assert "2 telegrams" in run("saved", archive, "port", "--all").stdout
    assert [one["new"] for one in json.loads(run("saved", archive, "--json").stdout)] == [0]
    assert run("saved", archive, "--save", "bad", "(harbor").exit_code == 2
    assert run("saved", archive, "port", "--forget").stdout == "port is forgotten\n"
    assert run("saved", archive, "port").exit_code == 2
    assert run("saved", archive, "--forget").exit_code == 2


def test_the_index_alone_is_made_anew(archive: Path) -> None:
    done = run("rebuild", archive, "--index")
    assert done.stdout.startswith("indexed 2 telegrams in ")
    assert "2 telegrams" in run("search", archive, "harbor").stdout


# ---------------------------------------------------------------- show


@pytest.mark.parametrize("name", ["08BRIDGETOWN777", "Bridgetown 00777 (08)", "2008bridgetown777"])
def test_show(built: Path, name: str) -> None:
    done = run("show", built, name)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[0].split() == ["08BRIDGETOWN777", "CONFIDENTIAL"]
    assert "1. (C) The harbor of the capital opened again on Monday." in done.stdout
    assert "08GEORGETOWN12, not held" in done.stdout


def test_show_marks_references_that_are_held(built: Path) -> None:
    lines = run("show", built, "08BRIDGETOWN790").stdout.splitlines()
    assert [line.split() for line in lines if line.startswith("  A. ")] == [
        ["A.", "BRIDGETOWN", "777", "08BRIDGETOWN777"]
    ]


def test_show_writes_out_control_characters(built: Path) -> None:
    done = run("show", built, "08BRIDGETOWN790")
    assert "\\x1b[31mfell" in done.stdout
    assert "\x1b" not in done.stdout


def test_show_json_is_what_parse_prints(built: Path, cables: Path) -> None:
    shown = run("show", built, "08BRIDGETOWN777", "--json").stdout
    assert shown == run("parse", cables / "harbor.txt").stdout
    assert json.loads(run("show", built, "08BRIDGETOWN777", "--json", "--pretty").stdout) == json.loads(shown)


def test_show_by_handle(built: Path) -> None:
    handle = json.loads(run("show", built, "08BRIDGETOWN777", "--json").stdout)["handle"]
    assert run("show", built, handle).stdout == run("show", built, "08BRIDGETOWN777").stdout


def test_the_handle_of_a_copy_shows_that_copy(archive: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.txt"
    copy.write_text(written((*HARBOR[:4], "REF: 08 BRIDGETOWN 790"), "Short."), encoding="utf-8")
    assert run("add", archive, copy).exit_code == 0
    handles = {
        line.split()[1].rstrip(",")
        for line in run("show", archive, "08BRIDGETOWN777").stdout.splitlines()
        if line.startswith("  Copy ")
    }
    [handle] = handles
    shown = {run("show", archive, name, "--raw").stdout for name in ("08BRIDGETOWN777", handle)}
    assert shown == {copy.read_text("utf-8"), written(HARBOR, TEXTS["harbor.txt"][1])}
    other = [
        name
        for name in ("08BRIDGETOWN777", handle)
        if run("show", archive, name, "--raw").stdout == copy.read_text("utf-8")
    ]
    page = run("show", archive, other[0]).stdout
    assert "08BRIDGETOWN790\n" in page


def test_paths_are_shown_from_the_working_directory(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "more" / "a\nb.txt"
    path.parent.mkdir()
    path.write_text(written((HARBOR[0], "NAIROBI", 5, "X", ""), "A text."), encoding="utf-8")
    assert run("add", archive, "more").exit_code == 0
    assert json.loads(run("show", archive, "08NAIROBI5", "--json").stdout)["source"]["name"] == str(path)
    assert "  Source         more/a b.txt, raw, ~" in run("show", archive, "08NAIROBI5").stdout
    monkeypatch.chdir(path.parent)
    done = run("remove", archive, "a\nb.txt")
    assert done.stdout == "removed a\\x0ab.txt; no longer held: 08NAIROBI5\n"


def test_raw_is_the_message_unchanged(built: Path, cables: Path) -> None:
    done = run("show", built, "08BRIDGETOWN790", "--raw")
    assert done.stdout == (cables / "crane.txt").read_text(encoding="utf-8")


def test_lines_are_numbered_and_named(built: Path, cables: Path) -> None:
    lines = run("show", built, "08BRIDGETOWN777", "--lines").stdout.splitlines()
    source = (cables / "harbor.txt").read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(source)
    assert lines[0].split() == ["1", "dtg", *source[0].split()]
    assert [int(line.split()[0]) for line in lines] == list(range(1, len(source) + 1))


def test_an_unknown_id_names_near_ones(built: Path) -> None:
    done = run("show", built, "08BRIDGETOWN778")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "08BRIDGETOWN777" in done.stderr
    assert "reftel search" in done.stderr


def test_a_cited_telegram_that_is_not_held_is_called_that(built: Path) -> None:
    done = run("show", built, "08GEORGETOWN12")
    assert (done.exit_code, done.stdout) == (1, "")
    assert (
        "08GEORGETOWN12 is not held in this archive; it is cited by 08BRIDGETOWN777, 08BRIDGETOWN790."
        in done.stderr
    )


# ---------------------------------------------------------------- refs


def test_refs(built: Path) -> None:
    lines = run("refs", built, "08BRIDGETOWN790").stdout.splitlines()
    assert lines[0] == "08BRIDGETOWN790"
    assert {"Cites (2)", "  08BRIDGETOWN777", "  08GEORGETOWN12 (not held)", "Cited by: none"} <= set(lines)
    assert "      REF A: BRIDGETOWN 777" in lines


def test_refs_of_a_telegram_that_is_only_cited(built: Path) -> None:
    done = run("refs", built, "Georgetown 12 (08)")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    assert lines[0] == "08GEORGETOWN12  not held here"
    assert {"Cited by (2)", "  08BRIDGETOWN777", "  08BRIDGETOWN790"} <= set(lines)


def test_refs_as_json(built: Path) -> None:
    found = json.loads(run("refs", built, "08BRIDGETOWN777", "--json").stdout)
    assert [(one["key"], one["held"]) for one in found["cites"]] == [("08GEORGETOWN12", False)]
    assert [(one["key"], one["held"]) for one in found["cited_by"]] == [("08BRIDGETOWN790", True)]


def test_refs_of_an_unknown_id(built: Path) -> None:
    done = run("refs", built, "99ROME1")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "99ROME1" in done.stderr


# ---------------------------------------------------------------- remove, rebuild, info


@pytest.mark.parametrize("by", ["id", "path"])
def test_remove_leaves_a_ghost(archive: Path, cables: Path, by: str) -> None:
    done = run("remove", archive, "08BRIDGETOWN777" if by == "id" else cables / "harbor.txt")
    assert done.exit_code == 0
    assert "08BRIDGETOWN777" in done.stdout
    assert (cables / "harbor.txt").exists()
    assert run("show", archive, "08BRIDGETOWN777").exit_code == 1
    assert run("search", archive, "capital").exit_code == 1
    assert run("refs", archive, "08BRIDGETOWN777").stdout.startswith("08BRIDGETOWN777  not held here\n")


def test_remove_of_what_is_not_there(archive: Path) -> None:
    done = run("remove", archive, "99ROME1")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "neither a telegram of this archive nor the path of a source in it: '99ROME1'" in done.stderr


def test_rebuild_after_the_index_is_gone(archive: Path) -> None:
    before = run("search", archive, "harbor").stdout
    shutil.rmtree(archive / "index")
    done = run("rebuild", archive)
    assert done.exit_code == 0
    assert "2 telegrams" in done.stdout
    assert run("search", archive, "harbor").stdout == before


def test_rebuild_tells_of_sources_that_are_read_no_more(
    archive: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reftel.archive import preparing
    from reftel.errors import SourceError

    def stricter(source: Source) -> tuple[MessageEntry, ...]:
        raise SourceError(source.name, "is too odd")

    monkeypatch.setattr(preparing, "entries", stricter)
    done = run("rebuild", archive)
    assert done.exit_code == 1
    assert done.stdout.count("not read, but kept: ") == 2
    monkeypatch.undo()
    assert run("rebuild", archive).exit_code == 0


def test_interrupted_rebuild_says_how_to_go_on(archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken_off(self: Archive, **more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "rebuild", broken_off)
    done = run("rebuild", archive)
    assert done.exit_code == 130
    assert f"Go on with\n  reftel rebuild {archive}\n" in done.stderr


def test_refs_of_a_number_with_several_readings(archive: Path, tmp_path: Path) -> None:
    citing = written((*HARBOR[:2], 5, "X", "REF: 1974PORTO00012"), "A text.")
    (tmp_path / "a.txt").write_text(citing, encoding="utf-8")
    assert run("add", archive, tmp_path / "a.txt").exit_code == 0
    done = run("refs", archive, "1974PORTO00012")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "several telegrams of this archive: 74PORTOALEGRE12, 74PORTOFSPAIN12" in done.stderr
    assert "perhaps: may mean" in run("refs", archive, "74PORTOALEGRE12").stdout


def test_info(built: Path) -> None:
    done = run("info", built)
    assert done.exit_code == 0
    rows = [line.split() for line in done.stdout.splitlines()]
    for row in (
        ["Index", "up", "to", "date"],
        ["2008", "2"],
        ["BRIDGETOWN", "2"],
        ["CONFIDENTIAL", "2"],
        ["raw", "2"],
    ):
        assert any(found[: len(row)] == row for found in rows), row
    known = json.loads(run("info", built, "--json").stdout)
    assert (known["telegrams"], known["by_year"], known["ghosts"]) == (2, {"2008": 2}, 1)


# ---------------------------------------------------------------- compose


def test_compose_writes_the_same_for_the_same_seed(tmp_path: Path) -> None:
    for name, seed in (("a", "3"), ("b", "3"), ("c", "4")):
        done = run("compose", tmp_path / name, "--count", "5", "--seed", seed)
        assert (done.exit_code, done.stdout) == (0, f"5 invented telegrams written to {tmp_path / name}\n")
    texts = {
        name: [path.read_text("utf-8") for path in sorted((tmp_path / name).rglob("*.txt"))] for name in "abc"
    }
    assert len(texts["a"]) == 5
    assert texts["a"] == texts["b"] != texts["c"]


def test_compose_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    done = run("compose", tmp_path / "file" / "below")
    assert done.exit_code == 3
    assert done.stderr.startswith("reftel: ")


# ---------------------------------------------------------------- names of files


def test_names_of_files_are_held_as_utf8_whatever_the_locale(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "cables"
    folder.mkdir()
    for name, serial in ((b"n\xc3\xa9.txt", 1), (b"caf\xe9.txt", 2)):
        path = os.path.join(os.fsencode(folder), name)  # noqa: PTH118
        try:
            with open(path, "wb") as file:  # noqa: PTH123
                file.write(written((HARBOR[0], HARBOR[1], serial, "X", ""), "A text.").encode())
        except OSError:
            pytest.skip("this file system takes only names in UTF-8")
    ascii_only = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    for environment in (dict(os.environ), ascii_only):
        subprocess.run(
            [sys.executable, "-m", "reftel", "add", tmp_path / "b.reftel", folder],
            env=environment,
            check=True,
            capture_output=True,
            timeout=60,
        )
    for number, name in ((1, "né.txt"), (2, "caf\\xe9.txt")):
        source = json.loads(run("show", tmp_path / "b.reftel", f"08BRIDGETOWN{number}", "--json").stdout)[
            "source"
        ]
        assert source["name"] == f"{folder}/{name}"
    monkeypatch.chdir(tmp_path)
    assert run("remove", "b.reftel", folder / "né.txt").stdout.startswith("removed cables/né.txt; ")
    assert run("show", tmp_path / "b.reftel", "08BRIDGETOWN1").exit_code == 1
