"""The comparison of two revisions: what counts as same, gained, lost, changed and moved."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from reftel.compose import collection, compose

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / "tools" / "compare.py"


def tool() -> ModuleType:
    """The script as a module."""
    spec = importlib.util.spec_from_file_location("compare_revisions", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


compare = tool()

Record = dict[str, Any]


def record(name: str = "a.txt", part: str | None = None, **stated: Any) -> Record:
    """A record of hand: what it states, in a source of that name."""
    return {"id": "07BAMAKO1399", "source": {"name": name, "part": part}, "spans": {}, **stated}


def outcomes(before: Record, after: Record) -> list[str]:
    """What differs, in words: ``lost tags[] ML``."""
    _, found = compare.differences(before, after)
    return [
        f"{one.outcome} {one.field} "
        + " > ".join(str(value.value) for value in (one.before, one.after) if value is not None)
        for one in found
    ]


VISIT = {"subject": "A VISIT", "spans": {"subject": [[10, 17]]}}
TAGS = {"tags": ["PREL", "ML"], "spans": {"tags": [[1, 5], [7, 9]]}}
TWO = {"paragraphs": [
    {"number": 1, "mark": "C", "text": "It rained.", "spans": [[30, 40]]},
    {"number": 2, "mark": None, "text": "It rained more.", "spans": [[50, 65]]},
]}  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(VISIT, VISIT, [], id="the same"),
        pytest.param({}, VISIT, ["gained subject A VISIT"], id="gained"),
        pytest.param(VISIT, {"subject": None}, ["lost subject A VISIT"], id="lost"),
        pytest.param(
            VISIT, VISIT | {"subject": "A VISIT TO"}, ["changed subject A VISIT > A VISIT TO"], id="changed"
        ),
        pytest.param(
            VISIT, VISIT | {"spans": {"subject": [[10, 11], [12, 17]]}},
            ["moved subject A VISIT > A VISIT"], id="moved",
        ),
        pytest.param(
            TAGS, {"tags": ["ML"], "spans": {"tags": [[7, 9]]}}, ["lost tags[] PREL"],
            id="the second of two stays at its place",
        ),
        pytest.param(
            TAGS, {"tags": ["PREL", "PINS", "ML"], "spans": {"tags": [[1, 5], [5, 9], [7, 9]]}},
            ["gained tags[] PINS"], id="one more between two",
        ),
        pytest.param(
            TWO, {"paragraphs": TWO["paragraphs"][1:]},
            ["lost paragraphs[].number 1", "lost paragraphs[].mark C", "lost paragraphs[].text It rained."],
            id="a paragraph lost",
        ),
        pytest.param(
            {"paragraphs": TWO["paragraphs"][:1]},
            {"paragraphs": [TWO["paragraphs"][0] | {"spans": [[30, 36], [37, 40]]}]},
            ["moved paragraphs[].text It rained. > It rained."],
            id="number and mark stay where a paragraph begins",
        ),
        pytest.param(
            {"defects": [{"code": "no-tags", "span": [0, 5]}]},
            {"defects": [{"code": "no-tags", "span": [0, 9]}]}, [], id="a defect at the same beginning",
        ),
        pytest.param(
            {"references": [{"text": "BAMAKO 15", "notal": False}]},
            {"references": [{"text": "BAMAKO 15", "notal": True}]},
            ["gained references[].notal True"], id="false states nothing",
        ),
        pytest.param(
            {"spans": {"subject": [[1, 2]]}, "handle": "~1", "schema": "1"},
            {"spans": {"subject": [[3, 4]]}, "handle": "~2", "schema": "2"}, [], id="what tells of the copy",
        ),
    ],
)  # fmt: skip
def test_what_became_of_a_value(before: Record, after: Record, expected: list[str]) -> None:
    assert outcomes(record(**before), record(**after)) == expected


def test_telegrams_are_matched_by_source_part_and_order() -> None:
    before = [record("a.txt", subject="ONE"), record("a.txt", subject="TWO"), record("b.csv", "row 7")]
    after = [record("b.csv", "row 8"), record("a.txt", subject="ONE"), record("a.txt", subject="NEW")]
    found = compare.compare(before, after)
    assert found.telegrams == 2
    assert [(one.before.value, one.after.value) for one in found.differences] == [("TWO", "NEW")]
    assert found.only_before == found.only_after == ["07BAMAKO1399 in b.csv"]


def test_the_table_counts_each_field_and_puts_those_that_differ_first() -> None:
    found = compare.compare([record(**VISIT, title="X")], [record(**VISIT | {"subject": "TO"}, title="X")])
    table = found.table()
    assert next(iter(table)) == "subject"
    assert table["subject"] == {"same": 0, "gained": 0, "lost": 0, "changed": 1, "moved": 0}
    assert table["title"] == {"same": 1, "gained": 0, "lost": 0, "changed": 0, "moved": 0}


def test_the_report_shows_examples_where_they_are_asked_for() -> None:
    found = compare.compare([record(**VISIT)], [record(**VISIT | {"subject": "TO"})])
    example = 'changed subject, 07BAMAKO1399 in a.txt: "A VISIT" → "TO"'
    assert example in list(compare.report(found, 1))
    assert example not in list(compare.report(found, 0))


def test_the_second_word_is_a_revision_where_no_folder_has_its_name(tmp_path: Path) -> None:
    folder = str(tmp_path)
    assert compare.revisions_and_folders(["v1", folder]) == ("v1", "working tree", [folder])
    assert compare.revisions_and_folders(["v1", "v2", folder]) == ("v1", "v2", [folder])


def git(folder: Path, *words: str) -> None:
    named = ["-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", str(folder), *named, *words], check=True, capture_output=True)


def test_two_commits_and_the_working_tree_each_run_their_own_program(tmp_path: Path) -> None:
    program = tmp_path / "src" / "reftel" / "__main__.py"
    program.parent.mkdir(parents=True)
    (program.parent / "__init__.py").write_text("", encoding="utf-8")
    git(tmp_path, "init", "--quiet")
    for subject in ("ONE", "TWO", "THREE"):
        answer = json.dumps(record(subject=subject))
        program.write_text(f"print({answer!r})\n", encoding="utf-8")
        if subject != "THREE":
            git(tmp_path, "add", ".")
            git(tmp_path, "commit", "--quiet", "-m", subject)
    pairs = []
    for before, after in (("HEAD~1", "HEAD"), ("HEAD", compare.WORKING_TREE)):
        [one] = compare.compare_revisions(before, after, ["."], tmp_path).differences
        pairs.append((one.before.value, one.after.value))
    assert pairs == [("ONE", "TWO"), ("TWO", "THREE")]
    with pytest.raises(subprocess.CalledProcessError):
        compare.compare_revisions("HEAD~7", "HEAD", ["."], tmp_path)


@pytest.fixture(scope="module")
def telegrams(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("telegrams")
    for i, telegram in enumerate(collection(8, 3)):
        (folder / f"{i}.txt").write_text(compose(telegram), encoding="utf-8")
    return folder


def test_the_working_tree_against_itself_finds_no_difference(telegrams: Path) -> None:
    found = compare.compare_revisions(compare.WORKING_TREE, compare.WORKING_TREE, [str(telegrams)])
    assert found.telegrams == 8
    assert found.differences == found.only_before == found.only_after == []
    assert found.same["subject"] == 8


def test_the_command_compares_a_commit_and_ends_well(telegrams: Path) -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not in a git checkout")
    command = [sys.executable, str(TOOL), "HEAD", "HEAD", str(telegrams), "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert json.loads(done.stdout)["telegrams"] == 8
    assert json.loads(done.stdout)["differences"] == []
