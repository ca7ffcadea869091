"""The command line as a whole: help, docs, exit codes, errors, and what reaches a terminal."""

from __future__ import annotations

import io
import json
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from reftel import __version__, errors
from reftel.cli import exits, reading, screen, wording
from reftel.cli.app import COMMANDS, Command, message, reftel

ROOT = Path(__file__).resolve().parent.parent


def found(name: str) -> Command:
    """A command by its name."""
    one = reftel.get_command(click.Context(reftel), name)
    assert isinstance(one, Command)
    return one


# ---------------------------------------------------------------- help and docs


def test_version() -> None:
    done = CliRunner().invoke(reftel, ["--version"])
    assert (done.exit_code, done.output) == (0, f"reftel {__version__}\n")


def test_help_names_every_command_and_exit_code() -> None:
    done = CliRunner().invoke(reftel, ["--help"])
    assert done.exit_code == 0
    words = done.output.split()
    assert set(COMMANDS) <= set(words)
    assert {str(row.code) for row in exits.EXITS} <= set(words)
    assert "..." not in done.output.split("Commands:")[1].split("Exit status")[0], "a short help is cut off"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_a_help_that_reads_well(name: str) -> None:
    one = found(name)
    done = CliRunner().invoke(reftel, [name, "--help"])
    assert done.exit_code == 0
    assert one.examples
    for part in (*one.examples, "Exit status:", *(str(code) for code in one.exit_codes)):
        assert part in done.output
    assert max(map(len, done.output.splitlines())) <= 100
    undescribed = [
        option.name for option in one.params if isinstance(option, click.Option) and not option.help
    ]
    assert undescribed == []


@pytest.mark.parametrize("name", COMMANDS)
def test_examples_can_be_run(name: str) -> None:
    for example in found(name).examples:
        words = shlex.split(example.split("reftel ", 1)[1].split(" | ")[0].split(" > ")[0].split(" < ")[0])
        one = found(words[0])
        context = one.make_context(words[0], words[1:], parent=click.Context(reftel))
        assert context.command is one


@pytest.mark.parametrize("name", COMMANDS)
def test_exit_codes_of_commands_stand_in_the_table(name: str) -> None:
    codes = [row.code for row in exits.EXITS]
    assert codes == sorted(set(codes))
    assert set(found(name).exit_codes) <= set(codes)


def test_search_help_lists_the_fields() -> None:
    from reftel.search.fields import help_rows

    done = CliRunner().invoke(reftel, ["search", "--help"])
    flat = "".join(done.output.split())
    for names, _, example in help_rows():
        assert names.replace(" ", "") in flat
        assert example.replace(" ", "") in flat


def test_docs_are_fresh() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "commands.py"))
    written = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    assert written == tool["page"](), "docs/commands.md is stale: run `make docs`"
    assert [line[3:] for line in written.splitlines() if line.startswith("## ")] == [*COMMANDS, "Exit status"]


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param([], id="nothing"),
        pytest.param(["telegraph"], id="unknown command"),
        pytest.param(["parse", "--fast", "x"], id="unknown option"),
        pytest.param(["search", "x.reftel"], id="no query"),
        pytest.param(["search", "x.reftel", "a", "--sort", "best"], id="unknown sort"),
        pytest.param(["show", "x.reftel", "07BAMAKO1", "--raw", "--json"], id="two ways to show"),
        pytest.param(["compose", "x", "--count", "0"], id="nothing to compose"),
        pytest.param(["compose", "x", "--form", "smart", "--split-sections"], id="a form without sections"),
        pytest.param(["show", "x.reftel", "07BAMAKO1", "--raw", "--pretty"], id="raw words, but pretty"),
        pytest.param(["show", "x.reftel", "07BAMAKO1", "--lines", "--pretty"], id="lines, but pretty"),
    ],
)
def test_wrong_usage_is_2(arguments: list[str]) -> None:
    done = CliRunner().invoke(reftel, arguments)
    assert done.exit_code == 2
    assert "Usage: reftel" in done.output


# ---------------------------------------------------------------- what is imported


def imported(*arguments: str) -> set[str]:
    """The modules that a run of the command loads."""
    code = (
        "import sys; from reftel.cli import main\ntry: main()\nfinally: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=60, check=True
    )
    return set(done.stderr.split())


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["add", "--help"], ["id", "07BAMAKO1361"]])
def test_light_commands_load_nothing_heavy(arguments: list[str]) -> None:
    heavy = {
        "rich",
        "tantivy",
        "sqlite3",
        "zstandard",
        "reftel.archive",
        "reftel.store",
        "reftel.telegram.parser",
    }
    assert imported(*arguments) & heavy == set()


# ---------------------------------------------------------------- errors


@pytest.mark.parametrize(
    ("error", "code"),
    [
        pytest.param(errors.SourceError("a.txt", "the file is empty"), 1, id="source"),
        pytest.param(errors.UnknownTelegram("07BAMAKO1"), 1, id="unknown telegram"),
        pytest.param(errors.QueryError("no ) here", 3), 2, id="query"),
        pytest.param(errors.NotAnArchive("x is no archive"), 3, id="no archive"),
        pytest.param(errors.ArchiveTooNew("x is too new"), 3, id="too new"),
        pytest.param(errors.ArchiveBusy("x is busy"), 3, id="busy"),
        pytest.param(errors.ArchiveFull("no room"), 4, id="full archive"),
        pytest.param(OSError(28, "No space left on device"), 4, id="full disk"),
        pytest.param(PermissionError(13, "Permission denied", "x"), 3, id="no right to write"),
        pytest.param(KeyboardInterrupt(), 130, id="Ctrl-C"),
        pytest.param(ZeroDivisionError("division by zero"), 70, id="a fault"),
    ],
)
def test_an_error_is_a_message_and_a_code(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int
) -> None:
    def fail(*given: object, **named: object) -> None:
        raise error

    monkeypatch.setattr(reading.id_command, "callback", fail)
    done = CliRunner().invoke(reftel, ["id", "x"])
    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr == f"reftel: {message(error)}\n"
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("how", ["option", "environment"])
def test_a_fault_shows_its_traceback_when_asked(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    def fail(*given: object, **named: object) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(reading.id_command, "callback", fail)
    if how == "environment":
        monkeypatch.setenv("REFTEL_DEBUG", "1")
    done = CliRunner().invoke(reftel, [*(["--debug"] if how == "option" else []), "id", "x"])
    assert done.exit_code == 70
    assert "Traceback (most recent call last)" in done.stderr


def test_an_unknown_id_says_what_to_try() -> None:
    said = message(errors.UnknownTelegram("07BAMAKO13", ("07BAMAKO1361", "07BAMAKO130")))
    assert "07BAMAKO13" in said
    assert "Near to it: 07BAMAKO1361, 07BAMAKO130." in said
    assert "reftel search" in said


# ---------------------------------------------------------------- what reaches a terminal


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("plain\n\ttext – 港", "plain\n\ttext – 港", id="plain"),
        pytest.param("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m", id="colour"),
        pytest.param("\x1b]0;title\x07", "\\x1b]0;title\\x07", id="title"),
        pytest.param("a\rb", "a\\x0db", id="return to the line's start"),
        pytest.param("a\r\nb", "a\nb", id="line break of two"),
        pytest.param("a\x9b2Jb\x7f\x00", "a\\x9b2Jb\\x7f\\x00", id="C1, DEL, NUL"),
        pytest.param("a\u202etxt.exe", "a\\u202etxt.exe", id="turned direction"),
        pytest.param("a\udce9", "a\\udce9", id="half a character"),
    ],
)
def test_control_characters_are_written_out(text: str, shown: str) -> None:
    assert screen.visible(text) == shown


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_nothing_visible_is_a_control_character(text: str) -> None:
    shown = screen.visible(text)
    assert [sign for sign in shown if not (sign.isprintable() or sign in "\n\t") and ord(sign) < 0xA0] == []
    shown.encode("utf-8")


@settings(deadline=None, max_examples=200)
@given(st.text(st.characters(codec="utf-8")))
def test_json_for_a_terminal_is_the_same_json(text: str) -> None:
    line = json.dumps({"text": text}, ensure_ascii=False)
    safe = screen.escaped_json(line)
    assert json.loads(safe) == {"text": text}
    assert not any(ord(sign) < 32 or 0x7F <= ord(sign) < 0xA0 for sign in safe)


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        pytest.param({}, True, id="terminal"),
        pytest.param({"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param({"NO_COLOR": ""}, True, id="NO_COLOR empty"),
        pytest.param({"TERM": "dumb"}, False, id="dumb terminal"),
    ],
)
def test_colour(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], coloured: bool) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert (screen.styled("word", "bold", stream=Terminal()) != "word") == coloured
    assert screen.styled("word", "bold", stream=io.StringIO()) == "word"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (0, "0.0 s"),
        (0.44, "0.4 s"),
        (12.3, "12 s"),
        (185, "3 min 5 s"),
        (59.7, "1 min 0 s"),
        (3600, "60 min 0 s"),
    ],
)
def test_duration(given: float, said: str) -> None:
    assert wording.duration(given) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (0, "0 B"),
        (512, "512 B"),
        (999, "999 B"),
        (1000, "1.0 kB"),
        (3_400_000, "3.4 MB"),
        (25_000_000_000, "25 GB"),
    ],
)
def test_size(given: int, said: str) -> None:
    assert wording.size(given) == said
