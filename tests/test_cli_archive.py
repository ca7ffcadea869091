"""The commands that work on an archive: what they print, what they say of bad input, and the exit codes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from reftel import Archive
from reftel.cli import adding
from reftel.cli.app import reftel

TEMPLATE = """\
R {dtg}
FM AMEMBASSY {post}
TO SECSTATE WASHDC 4321

C O N F I D E N T I A L {post} {serial:06d}

SIPDIS

E.O. 12958: DECL: 01/01/2018
TAGS: PREL
SUBJECT: {subject}
{ref}
1. (C) {text}

2. (U) Nothing else was reported.
MORROW
"""
HARBOR = ("121314Z MAR 08", "BRIDGETOWN", 777, "A HARBOR REOPENS", "REF: GEORGETOWN 12")
CRANE = ("151314Z MAR 08", "BRIDGETOWN", 790, "THE CRANE", "REF: A. BRIDGETOWN 777\n     B. GEORGETOWN 12")
TEXTS = {
    "harbor.txt": (HARBOR, "The harbor of the capital opened again on Monday."),
    "crane.txt": (CRANE, "A crane \x1b[31mfell\x1b[0m into the harbor, reported in ref A."),
}


def written(facts: tuple[str, str, int, str, str], text: str) -> str:
    """A telegram of these facts."""
    return TEMPLATE.format(
        text=text, **dict(zip(("dtg", "post", "serial", "subject", "ref"), facts, strict=True))
    )


def run(*arguments: str | Path) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(reftel, [str(argument) for argument in arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def cables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two telegrams, one of which cites the other; both cite a third."""
    folder = tmp_path_factory.mktemp("cables")
    for name, (facts, text) in TEXTS.items():
        (folder / name).write_text(written(facts, text), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(cables: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the two; tests only read it."""
    archive = tmp_path_factory.mktemp("archive") / "b.reftel"
    assert run("add", archive, cables).exit_code == 0
    return archive


@pytest.fixture
def archive(built: Path, tmp_path: Path) -> Path:
    """A copy of that archive, to change."""
    return Path(shutil.copytree(built, tmp_path / "copy.reftel"))


# ---------------------------------------------------------------- add


def test_add_says_what_came_of_it(cables: Path, tmp_path: Path) -> None:
    done = run("add", tmp_path / "b.reftel", cables)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith("2 files read in ")
    assert done.stdout.endswith(": 2 new telegrams, 0 copies, 0 unchanged, 0 skipped\n")


def test_adding_again_changes_nothing(archive: Path, cables: Path) -> None:
    done = run("add", archive, cables)
    assert done.exit_code == 0
    assert done.stdout.endswith(": 0 new telegrams, 0 copies, 2 unchanged, 0 skipped\n")


def test_add_skips_what_it_cannot_read_and_says_why(cables: Path, tmp_path: Path) -> None:
    empty, binary, half, missing = (tmp_path / name for name in ("empty", "binary", "half", "missing"))
    empty.write_bytes(b"")
    binary.write_bytes(bytes(range(256)) * 64)
    half.write_text(written(HARBOR, "")[:120], encoding="utf-8")
    done = run("add", tmp_path / "b.reftel", empty, binary, half, missing, cables)
    assert done.exit_code == 1
    assert ": 3 new telegrams" in done.stdout or ": 2 new telegrams, 1 copy" in done.stdout
    assert "3 skipped" in done.stdout
    skipped = done.stderr.splitlines()
    assert [line.split(": ")[1] for line in skipped] == [
        f"skipped {name}" for name in (empty, binary, missing)
    ]
    assert all(len(line.split(": ", 2)[2]) > 5 for line in skipped), "a reason is missing"


def test_add_names_only_the_first_of_many(cables: Path, tmp_path: Path) -> None:
    empty = [tmp_path / f"{i:02d}.txt" for i in range(adding.SHOWN + 5)]
    for path in empty:
        path.write_bytes(b"")
    done = run("add", tmp_path / "b.reftel", *empty)
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert len(lines) == adding.SHOWN + 1
    assert "and 5 more" in lines[-1]


@pytest.mark.parametrize("when", ["before", "after some"])
def test_interrupted_add_says_what_was_kept_and_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, cables: Path, tmp_path: Path, when: str
) -> None:
    plain = Archive.add

    def broken_off(self: Archive, paths: list[str], **more: object) -> None:
        if when == "after some":
            plain(self, [cables / "harbor.txt"])
        raise KeyboardInterrupt

    monkeypatch.setattr(Archive, "add", broken_off)
    done = run("add", tmp_path / "b.reftel", cables)
    assert done.exit_code == 130
    held = "1 telegram" if when == "after some" else "0 telegrams"
    assert f"holds {held}. Go on with\n  reftel add {tmp_path / 'b.reftel'} {cables}\n" in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="signals as on POSIX")
def test_ctrl_c_in_a_real_run_loses_nothing(tmp_path: Path) -> None:
    cables, archive = tmp_path / "cables", tmp_path / "b.reftel"
    assert run("compose", cables, "--count", "600").exit_code == 0
    command = [sys.executable, "-m", "reftel", "add", archive, cables]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        until = time.monotonic() + 60
        while (
            not (archive / "archive.sqlite").exists() and process.poll() is None and time.monotonic() < until
        ):
            time.sleep(0.01)
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=120)
    assert process.returncode in (130, 0), said
    if process.returncode == 130:
        assert "interrupted" in said
        assert "Traceback" not in said
    assert run("add", archive, cables).exit_code == 0
    assert json.loads(run("info", archive, "--json").stdout)["sources"] == 600
    assert json.loads(run("search", archive, "*", "--json").stdout)["total"] == len(
        list(cables.rglob("*.txt"))
    )


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


def test_a_query_that_cannot_be_understood_is_shown_with_its_place(built: Path) -> None:
    done = run("search", built, "harbor", ")", "capital")
    assert (done.exit_code, done.stdout) == (2, "")
    lines = done.stderr.splitlines()
    assert lines[0].startswith("reftel: ")
    assert lines[1:3] == ["  harbor ) capital", "         ^"]


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
    assert "99ROME1" in done.stderr


def test_rebuild_after_the_index_is_gone(archive: Path) -> None:
    before = run("search", archive, "harbor").stdout
    shutil.rmtree(archive / "index")
    done = run("rebuild", archive)
    assert done.exit_code == 0
    assert "2 telegrams" in done.stdout
    assert run("search", archive, "harbor").stdout == before


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


def test_names_of_files_are_held_as_utf8_whatever_the_locale(tmp_path: Path) -> None:
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
    assert run("remove", tmp_path / "b.reftel", folder / "né.txt").stdout.startswith(
        f"removed {folder}/né.txt; "
    )
    assert run("show", tmp_path / "b.reftel", "08BRIDGETOWN1").exit_code == 1
