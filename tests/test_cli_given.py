"""Ids from standard input, and completion in shells."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from command_line import run
from telegrams_for_archives import TEXTS, write

IDS = "07BAMAKO1361\n\n  Bamako 1015 (07) \n"
SHELLS = ("bash", "zsh", "fish")


@pytest.fixture
def bamako(tmp_path: Path) -> Path:
    """An archive of four telegrams."""
    write(tmp_path / "cables", TEXTS)
    assert run("add", tmp_path / "a.reftel", tmp_path / "cables").exit_code == 0
    return tmp_path / "a.reftel"


def test_telegrams_of_a_search_are_shown_as_json_lines(bamako: Path) -> None:
    found = run("search", bamako, "farmers", "--ids").stdout
    lines = run("show", bamako, "-", "--json", stdin=found).stdout.splitlines()
    assert [json.loads(line)["id"] for line in lines] == found.split()
    assert len(lines) == 3


@pytest.mark.parametrize("command", ["show", "refs"])
def test_several_are_shown_one_after_another(bamako: Path, command: str) -> None:
    done = run(command, bamako, "-", stdin=IDS)
    one, other = (run(command, bamako, name).stdout for name in ("07BAMAKO1361", "07BAMAKO1015"))
    assert (done.exit_code, done.stdout) == (0, one + other)
    assert run(command, bamako, "07BAMAKO1361", "07BAMAKO1015").stdout == one + other


@pytest.mark.parametrize("command", ["show", "refs"])
def test_one_that_is_not_known_is_named_and_the_rest_is_shown(bamako: Path, command: str) -> None:
    done = run(command, bamako, "07LIMA1", "07BAMAKO1361")
    assert done.exit_code == 1
    assert done.stdout == run(command, bamako, "07BAMAKO1361").stdout
    assert "07LIMA1" in done.stderr


def test_ghosts_come_from_standard_input_too(bamako: Path) -> None:
    told = json.loads(run("missing", bamako, "-", "--json", stdin="07DAKAR77\n").stdout)
    assert [ghost["key"] for ghost in told["ghosts"]] == ["07DAKAR77"]
    letter = run("letter", bamako, "-", "--date", "2026-11-25", stdin="07DAKAR77\n")
    assert "Embassy Dakar telegram 77" in letter.stdout


@pytest.mark.parametrize("form", ["jsonl", "csv", "txt", "md", "ftm"])
def test_ids_go_into_an_export(bamako: Path, form: str) -> None:
    done = run("export", bamako, form, "--ids", "-", stdin=IDS)
    assert done.exit_code == 0
    assert "1361" in done.stdout
    assert "1400" not in done.stdout.replace("BAMAKO 1361", "")


def test_ids_of_a_file(bamako: Path, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text(IDS, "utf-8")
    done = run("export", bamako, "jsonl", "--ids", tmp_path / "ids.txt")
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["07BAMAKO1361", "07BAMAKO1015"]
    assert run("export", bamako, "jsonl", "--ids", tmp_path / "none.txt").exit_code == 3


def test_an_export_of_ids_that_are_not_held_says_which(bamako: Path) -> None:
    done = run("export", bamako, "jsonl", "--ids", "-", stdin="07DAKAR77\n")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "07DAKAR77 is not held" in done.stderr


@pytest.mark.parametrize(
    "words",
    [
        ["jsonl", "--ids", "-", "--query", "x"],
        ["gexf", "--query", "x"],
        ["csv", "--measures"],
        ["jsonl", "--table", "paragraphs"],
        ["nothing"],
    ],
)
def test_wrong_usage_of_export(bamako: Path, words: list[str]) -> None:
    assert run("export", bamako, *words).exit_code == 2


@pytest.mark.parametrize("form", ["xlsx", "parquet", "sqlite", "tei"])
def test_what_is_no_stream_asks_for_a_path(bamako: Path, form: str) -> None:
    done = run("export", bamako, form)
    assert done.exit_code == 1
    assert "-o" in done.stderr


# ---------------------------------------------------------------- completion


def completed(shell: str, words: str) -> str:
    """What the command offers a shell for the last word."""
    told = {
        "_REFTEL_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": words,
        "COMP_CWORD": words.split()[-1] if shell == "fish" else str(len(words.split()) - 1),
    }
    reftel = Path(sys.executable).with_name("reftel")
    done = subprocess.run([reftel], capture_output=True, text=True, env={**os.environ, **told}, check=False)
    return done.stdout


@pytest.mark.parametrize("shell", SHELLS)
def test_commands_forms_and_styles_are_completed(shell: str) -> None:
    assert "export" in completed(shell, "reftel exp")
    assert "parquet" in completed(shell, "reftel export a.reftel par")
    assert "csl-json" in completed(shell, "reftel cite a.reftel 07BAMAKO1 --style csl")


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_for_a_shell_is_sound(shell: str, tmp_path: Path) -> None:
    reftel = Path(sys.executable).with_name("reftel")
    told = {**os.environ, "_REFTEL_COMPLETE": f"{shell}_source"}
    script = subprocess.run([reftel], capture_output=True, text=True, env=told, check=False).stdout
    assert "_REFTEL_COMPLETE" in script
    if shutil.which(shell):
        (tmp_path / "script").write_text(script, "utf-8")
        subprocess.run([shell, "-n", tmp_path / "script"], check=True)
