"""The command line on a terminal: a pseudo-terminal stands in for the one of a person."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")

TELEGRAM = """\
R 121314Z MAR 08
FM AMEMBASSY BRIDGETOWN
TO SECSTATE WASHDC 4321

C O N F I D E N T I A L BRIDGETOWN 000777

E.O. 12958: DECL: 01/01/2018
TAGS: PREL
SUBJECT: A HARBOR \x1b[5mREOPENS

1. (C) The harbor \x1b]0;owned\x07of the capital \x9b2Jopened again.
MORROW
"""
OWN_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def on_terminal(*arguments: str | Path, columns: int = 90, **environment: str) -> tuple[int, str]:
    """Exit code and all that reaches the terminal."""
    master, slave = pty.openpty()
    plain = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "COLUMNS", "LINES")}
    size = (
        f"import sys, termios; termios.tcsetwinsize(1, (40, {columns})); from reftel.cli import main; main()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", size, *map(str, arguments)],
        stdin=subprocess.DEVNULL,
        stdout=slave,
        stderr=slave,
        env={**plain, "TERM": "xterm", **environment},
    ) as process:
        os.close(slave)
        shown = _all_of(master)
        code = process.wait(60)
    os.close(master)
    return code, shown.decode("utf-8").replace("\r\n", "\n")


def _all_of(master: int) -> bytes:
    """What comes until the other end is closed."""
    shown = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # Linux tells the end so
            return shown
        if not piece:
            return shown
        shown += piece


@pytest.fixture(scope="module")
def cable(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a telegram that would steer a terminal."""
    path = tmp_path_factory.mktemp("cables") / "one.txt"
    path.write_text(TELEGRAM, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def archive(cable: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that holds it."""
    path = tmp_path_factory.mktemp("archive") / "b.reftel"
    code, _ = on_terminal("add", path, cable)
    assert code == 0
    return path


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["show", "ARCHIVE", "08BRIDGETOWN777"], id="show"),
        pytest.param(["show", "ARCHIVE", "08BRIDGETOWN777", "--raw"], id="show --raw"),
        pytest.param(["show", "ARCHIVE", "08BRIDGETOWN777", "--lines"], id="show --lines"),
        pytest.param(["show", "ARCHIVE", "08BRIDGETOWN777", "--json"], id="show --json"),
        pytest.param(["search", "ARCHIVE", "harbor"], id="search"),
        pytest.param(["search", "ARCHIVE", "harbor", "--json"], id="search --json"),
        pytest.param(["parse", "CABLE"], id="parse"),
        pytest.param(["parse", "--pretty", "CABLE"], id="parse --pretty"),
        pytest.param(["show", "ARCHIVE", "\x1b]0;owned\x07"], id="an id given"),
        pytest.param(["search", "ARCHIVE", "\x1b]0;owned\x07 zeppelin"], id="a query given"),
        pytest.param(["parse", "/\x1b]0;owned\x07"], id="a path given"),
    ],
)
def test_nothing_but_own_colours_steers_the_terminal(
    archive: Path, cable: Path, arguments: list[str]
) -> None:
    places = {"ARCHIVE": str(archive), "CABLE": str(cable)}
    _, shown = on_terminal(*(places.get(word, word) for word in arguments))
    assert "owned" in shown or "harbor" in shown
    assert not re.search(r"\x1b(?!\[[0-9;]*m)|\x1b\[5m|[\x00-\x08\x0b-\x1a\x7f-\x9f]", shown)


def test_matched_words_stand_out(archive: Path) -> None:
    code, shown = on_terminal("search", archive, "harbor")
    assert code == 0
    assert "\x1b[1;33mharbor\x1b[0m" in shown


def test_no_color_is_respected(archive: Path) -> None:
    _, coloured = on_terminal("show", archive, "08BRIDGETOWN777")
    _, plain = on_terminal("show", archive, "08BRIDGETOWN777", NO_COLOR="1")
    assert "\x1b" in coloured
    assert plain == OWN_COLOURS.sub("", coloured)


@pytest.mark.parametrize("columns", [50, 80, 120])
def test_lines_fit_the_terminal(archive: Path, columns: int) -> None:
    for arguments in (("show", archive, "08BRIDGETOWN777"), ("search", archive, "harbor")):
        _, shown = on_terminal(*arguments, columns=columns)
        assert max(len(OWN_COLOURS.sub("", line)) for line in shown.splitlines()) <= columns


@pytest.mark.parametrize("columns", [40, 60])
def test_counts_fit_the_terminal(archive: Path, columns: int) -> None:
    for arguments in (("info", archive), ("search", archive, "harbor", "--offset", "1")):
        _, shown = on_terminal(*arguments, columns=columns)
        lines = OWN_COLOURS.sub("", shown).replace(str(archive), "ARCHIVE").splitlines()
        assert max(map(len, lines)) <= columns


def test_a_number_without_a_year_is_told(archive: Path) -> None:
    _, shown = on_terminal("id", "BAMAKO 1361")
    assert "reftel: BAMAKO 1361 states no year; --year YEAR completes it" in shown
    _, shown = on_terminal("id", "no number")
    assert "--year" not in shown


def test_messages_are_folded_between_words(archive: Path) -> None:
    _, shown = on_terminal("show", archive, "08BRIDGETOWN778", columns=60)
    assert max(map(len, shown.splitlines())) <= 60
    assert "Near to it: 08BRIDGETOWN777." in " ".join(shown.split())


def test_add_shows_progress_and_what_to_try_next(cable: Path, tmp_path: Path) -> None:
    code, shown = on_terminal("add", tmp_path / "b.reftel", cable)
    assert code == 0
    assert "1/1" in shown
    assert f"Next: reftel search {tmp_path / 'b.reftel'} WORDS" in OWN_COLOURS.sub("", shown)


def test_parse_of_several_counts_them(cable: Path) -> None:
    _, shown = on_terminal("parse", cable, cable)
    assert shown.splitlines()[-1] == "reftel: 2 telegrams read"
