"""The commands that follow citations, and that tell what is not held."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from command_line import run
from reftel.cli.linking import nodes_lines
from reftel.graph.thread import Node

CRANE, HARBOR, GHOST = "08BRIDGETOWN790", "08BRIDGETOWN777", "08GEORGETOWN12"


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


# ---------------------------------------------------------------- refs and path


def test_the_thread_in_order_of_time(built: Path) -> None:
    lines = run("refs", built, HARBOR).stdout.splitlines()
    shown = lines[lines.index("Thread (3, up to 2 citations away)") + 1 :]
    assert shown == [
        f"  ▸  2008-03-12  {HARBOR}  A HARBOR REOPENS",
        f"     2008-03-15  {CRANE}  THE CRANE",
        f"     no date     {GHOST}   not held here",
    ]


def test_subjects_stand_below_where_there_is_no_room_beside() -> None:
    nodes = [Node("08BANDARSERIBEGAWAN777", True, "2008-03-12", False, "A HARBOR REOPENS", None, 0)]
    assert list(nodes_lines(nodes, 40, ["  ▸ "])) == [
        "  ▸  2008-03-12  08BANDARSERIBEGAWAN777",
        "        A HARBOR REOPENS",
    ]
    assert len(list(nodes_lines(nodes, 80, ["  ▸ "]))) == 1


def test_a_thread_that_goes_on(built: Path) -> None:
    lines = run("refs", built, HARBOR, "--most", "2").stdout.splitlines()
    assert lines[-1] == "  It goes on: --depth and --most show more of it."
    assert "Thread" not in run("refs", built, HARBOR, "--depth", "0").stdout


def test_what_is_cited_together(built: Path) -> None:
    lines = run("refs", built, HARBOR).stdout.splitlines()
    after = lines[lines.index("Cited together with it") + 1]
    assert after.split() == ["1", "time", "no", "date", GHOST, "not", "held", "here"]


def test_refs_as_json_with_its_thread(built: Path) -> None:
    found = json.loads(run("refs", built, HARBOR, "--depth", "1", "--json").stdout)
    assert [node["key"] for node in found["thread"]["nodes"]] == [HARBOR, CRANE, GHOST]
    assert {(link["citing"], link["cited"], link["how"]) for link in found["thread"]["links"]} == {
        (CRANE, HARBOR, "reference"),
        (CRANE, GHOST, "reference"),
        (HARBOR, GHOST, "reference"),
    }
    assert [(one["node"]["key"], one["count"]) for one in found["together"]] == [(GHOST, 1)]


def test_refs_for_graphviz(built: Path) -> None:
    lines = run("refs", built, HARBOR, "--dot").stdout.splitlines()
    assert lines[0] == f'digraph "{HARBOR}" {{'
    assert f'  "{CRANE}" -> "{HARBOR}";' in lines
    assert f'  "{GHOST}" [label="{GHOST}\\nnot held here", style="dashed"];' in lines
    assert lines[-1] == "}"


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (("refs", HARBOR), (CRANE, GHOST, "THE CRANE")),
        (("coverage",), ("BRIDGETOWN", "2008")),
        (("graph",), ("BRIDGETOWN", "GEORGETOWN")),
        (("graph", "--by", "months"), ("2008",)),
    ],
)
def test_pictures(built: Path, tmp_path: Path, command: tuple[str, ...], words: tuple[str, ...]) -> None:
    name, *more = command
    assert run(name, built, *more, "--svg", tmp_path / "a.svg").exit_code == 0
    drawn = " ".join(ElementTree.parse(tmp_path / "a.svg").getroot().itertext())
    assert all(word in drawn for word in words), drawn
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


def test_a_picture_that_cannot_be_written(built: Path, tmp_path: Path) -> None:
    done = run("refs", built, HARBOR, "--svg", tmp_path / "none" / "a.svg")
    assert done.exit_code == 3
    assert "none/a.svg: No such file or directory" in done.stderr


def test_a_path(built: Path) -> None:
    lines = run("path", built, HARBOR, CRANE).stdout.splitlines()
    assert [line.split()[-3:] for line in lines] == [["A", "HARBOR", "REOPENS"], [CRANE, "THE", "CRANE"]]
    assert lines[1].startswith("is cited by ")
    back = json.loads(run("path", built, CRANE, HARBOR, "--json").stdout)
    assert [node["key"] for node in back["nodes"]] == [CRANE, HARBOR]
    assert back["links"] == [{"citing": CRANE, "cited": HARBOR, "how": "reference", "certain": True}]


def test_no_path(archive: Path, tmp_path: Path) -> None:
    from command_line import HARBOR as FACTS
    from command_line import written

    (tmp_path / "alone.txt").write_text(written((*FACTS[:2], 5, "ALONE", ""), "A text."), encoding="utf-8")
    assert run("add", archive, tmp_path / "alone.txt").exit_code == 0
    done = run("path", archive, "08BRIDGETOWN5", HARBOR)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"no citations connect 08BRIDGETOWN5 with {HARBOR}" in done.stderr
    assert run("path", archive, "08BRIDGETOWN5", HARBOR, "--json").stdout == "null\n"


# ---------------------------------------------------------------- missing and coverage


def test_missing(built: Path) -> None:
    lines = run("missing", built).stdout.splitlines()
    assert lines == [
        "1 telegram is cited and not held here, in 2 citations",
        "",
        f"{GHOST}  cited 2 times; sent 2008-01-01 to 2008-03-12",
        f"    by {HARBOR} (2008-03-12), {CRANE} (2008-03-15); TAGS PREL",
    ]


def test_missing_as_json_and_csv(built: Path) -> None:
    (ghost,) = json.loads(run("missing", built, "Georgetown 12 (08)", "--json").stdout)["ghosts"]
    assert (ghost["key"], ghost["count"], ghost["tags"]) == (GHOST, 2, [["PREL", 2]])
    assert ghost["sent"] == {"date": None, "earliest": "2008-01-01", "latest": "2008-03-12"}
    assert [one["ways"][0]["label"] for one in ghost["citing"]] == [None, "B"]
    (row,) = table(run("missing", built, "--csv").stdout)
    assert (row["id"], row["cited"], row["citing"]) == (GHOST, "2", f"{HARBOR} {CRANE}")


def test_missing_narrowed_down(built: Path) -> None:
    for narrowed, total in (
        (("--post", "georgetown"), 1),
        (("--post", "Embassy Lima"), 0),
        (("--year", "2008"), 1),
        (("--year", "2007"), 0),
        (("--least", "2"), 1),
        (("--least", "3"), 0),
    ):
        found = json.loads(run("missing", built, *narrowed, "--json").stdout)
        assert (len(found["ghosts"]), found["total"]) == (total, total), narrowed


@pytest.mark.parametrize("more", [("--post", "Dakar"), ("--year", "2008"), ("--least", "2"), ("--all",)])
def test_missing_by_number_is_not_narrowed_down(built: Path, more: tuple[str, ...]) -> None:
    done = run("missing", built, GHOST, *more)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "IDs go without --post, --year, --least and --all." in done.stderr


def test_missing_of_what_is_held(built: Path) -> None:
    done = run("missing", built, HARBOR)
    assert (done.exit_code, done.stdout) == (1, "")
    assert f"{HARBOR} is held in this archive" in done.stderr


def test_coverage(built: Path) -> None:
    lines = run("coverage", built, "--gaps").stdout.splitlines()
    row = next(line for line in lines if line.startswith("BRIDGETOWN"))
    assert row.split()[1:4] == ["2008", "2", "777-790"]
    assert row.endswith("(few, part-of-year)")
    assert "    not held here: 778-789" in lines
    assert "No conclusion can rest on a row with a warning:" in lines


def test_coverage_as_json_and_csv(built: Path) -> None:
    (found,) = json.loads(run("coverage", built, "--post", "Bridgetown", "--json").stdout)
    assert (found["held"], found["gaps"], found["warnings"]) == (2, [[778, 789]], ["few", "part-of-year"])
    rows = table(run("coverage", built, "--csv").stdout)
    numbers = [rows[0][name] for name in ("length", "length_low", "length_high", "share", "share_low")]
    assert all(len(number) <= 6 for number in numbers), "no more digits than are known"
    assert [(row["post"], row["held"], row["cited_not_held"]) for row in rows] == [
        ("BRIDGETOWN", "2", "0"),
        ("GEORGETOWN", "0", "1"),
    ]


@pytest.mark.parametrize(
    ("share", "printed"), [(1.0, "100.0"), (0.123, "12.3"), (0.0101, "1.0"), (0.00049, "0.049"), (0.0, "0")]
)
def test_a_small_share_is_not_none(share: float, printed: str) -> None:
    from reftel.cli.lacking import _percent

    assert _percent(share) == printed


def test_coverage_of_nothing(built: Path) -> None:
    done = run("coverage", built, "--post", "Lima")
    assert (done.exit_code, done.stdout) == (1, "No telegram with such a number is held here.\n")


def test_continuity(built: Path) -> None:
    done = run("coverage", built, "--post", "Bridgetown", "--continuity")
    assert done.stdout == "SECSTATE WASHDC  2 held, 0 not\n"
    (found,) = json.loads(run("coverage", built, "--post", "Bridgetown", "--continuity", "--json").stdout)
    assert (found["addressee"], found["held"], found["not_held"]) == ("SECSTATE WASHDC", 2, 0)


def test_nothing_is_called_withheld(built: Path) -> None:
    for command in (("missing",), ("coverage", "--gaps"), ("refs", GHOST), ("graph",)):
        name, *more = command
        assert "withheld" not in run(name, built, *more).stdout.lower()


# ---------------------------------------------------------------- graph and export


def test_graph(built: Path) -> None:
    lines = run("graph", built).stdout.splitlines()
    assert lines[0].split(maxsplit=1)[1] == "2 held; 1 cited and not held"
    assert lines[1].split(maxsplit=1)[1] == "3, 1 of telegrams held"
    assert [line.split() for line in lines[4:]] == [
        ["2", "BRIDGETOWN", "cites", "GEORGETOWN"],
        ["1", "BRIDGETOWN", "cites", "BRIDGETOWN"],
    ]
    assert "  2008-03         3" in run("graph", built, "--by", "months").stdout.splitlines()
    assert json.loads(run("graph", built, "--json").stdout)["by_months"] == [["2008-03", 3]]


def test_export_to_a_file_and_to_standard_output(built: Path, tmp_path: Path) -> None:
    done = run("export", built, "edges", "-o", tmp_path / "edges.csv")
    assert "3 telegrams and 3 citations written to" in done.stderr
    text = (tmp_path / "edges.csv").read_text("utf-8")
    assert text.replace("\r\n", "\n") == run("export", built, "edges").stdout.replace("\r\n", "\n")
    assert {(row["Source"], row["Target"], row["labels"]) for row in table(text)} == {
        (CRANE, HARBOR, "A"),
        (CRANE, GHOST, "B"),
        (HARBOR, GHOST, ""),
    }


@pytest.mark.parametrize(
    "arguments",
    [
        ("refs", HARBOR, "--json", "--dot"),
        ("missing", "--json", "--csv"),
        ("coverage", "--continuity"),
        ("coverage", "--post", "Lima", "--continuity", "--csv"),
        ("export", "pdf"),
    ],
)
def test_wrong_usage(built: Path, arguments: tuple[str, ...]) -> None:
    name, *more = arguments
    assert run(name, built, *more).exit_code == 2
