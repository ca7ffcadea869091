"""`parse` and `id`: what they print, what they say of bad input, and the exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from reftel.cli.app import reftel
from reftel.record import Record

TELEGRAM = """\
R 121314Z MAR 08
FM AMEMBASSY BRIDGETOWN
TO SECSTATE WASHDC 4321

C O N F I D E N T I A L BRIDGETOWN 000777

SIPDIS

E.O. 12958: DECL: 01/01/2018
TAGS: PREL
SUBJECT: A HARBOR REOPENS

1. (C) The harbor of the capital opened again on Monday.
MORROW
"""
TEST_ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith(("LC_", "LANG"))}


@pytest.fixture
def telegram(tmp_path: Path) -> Path:
    """A file with one telegram."""
    path = tmp_path / "one.txt"
    path.write_text(TELEGRAM, encoding="utf-8")
    return path


def run(
    *arguments: str | Path | bytes, standard_input: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    """The command as a user runs it, in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "reftel", *arguments],
        input=standard_input,
        capture_output=True,
        env={**TEST_ENVIRONMENT, **environment},
        timeout=60,
        check=False,
    )


def ids(output: str | bytes) -> list[str | None]:
    """The ids of JSON lines."""
    return [json.loads(line)["id"] for line in output.splitlines()]


# ---------------------------------------------------------------- parse


def test_a_record_a_line_in_the_order_of_the_input(tmp_path: Path) -> None:
    for name, serial in (
        ("b.txt", "000778"),
        ("a.txt", "000779"),
        ("sub/c.txt", "000780"),
        ("z.txt", "000777"),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TELEGRAM.replace("000777", serial), encoding="utf-8")
    done = CliRunner().invoke(reftel, ["parse", str(tmp_path / "z.txt"), str(tmp_path)])
    assert done.exit_code == 0
    serials = [f"08BRIDGETOWN{serial}" for serial in (777, 779, 778, 780, 777)]
    assert ids(done.stdout) == serials
    assert done.stderr == ""


def test_a_printed_line_is_a_whole_record(telegram: Path) -> None:
    done = CliRunner().invoke(reftel, ["parse", str(telegram)])
    record = Record.from_json(done.stdout)
    assert (record.id, record.subject, record.source.name) == (
        "08BRIDGETOWN777",
        "A HARBOR REOPENS",
        str(telegram),
    )


def test_pretty_is_the_same_json_on_many_lines(telegram: Path) -> None:
    plain, pretty = (
        CliRunner().invoke(reftel, ["parse", *more, str(telegram)]).stdout for more in ((), ("--pretty",))
    )
    assert json.loads(plain) == json.loads(pretty)
    assert len(plain.splitlines()) == 1
    assert len(pretty.splitlines()) > 100


def test_standard_input() -> None:
    done = run("parse", "-", standard_input=TELEGRAM.encode())
    assert (done.returncode, ids(done.stdout), done.stderr) == (0, ["08BRIDGETOWN777"], b"")
    assert json.loads(done.stdout)["source"]["name"] == "-"


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _blank(path: Path) -> None:
    path.write_bytes(b" \n\n \t\n")


def _binary(path: Path) -> None:
    path.write_bytes(bytes(range(256)) * 64)


def _missing(path: Path) -> None:
    assert not path.exists()


def _pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(_empty, "empty", id="empty file"),
        pytest.param(_blank, "holds no words", id="only blanks"),
        pytest.param(_binary, "binary", id="binary file"),
        pytest.param(_missing, "no such file", id="missing path"),
        pytest.param(_pipe, "no regular file", id="named pipe"),
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(
    telegram: Path, make: Callable[[Path], None], reason: str
) -> None:
    bad = telegram.parent / "bad.txt"
    make(bad)
    done = CliRunner().invoke(reftel, ["parse", str(bad), str(telegram)])
    assert done.exit_code == 1
    assert ids(done.stdout) == ["08BRIDGETOWN777"]
    first, last = done.stderr.splitlines()
    assert first.startswith(f"reftel: {bad}: ")
    assert reason in first
    assert last == "reftel: 1 telegram read; 1 input could not be read"


def test_a_fault_of_reftel_skips_one_file(telegram: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from reftel import normalise
    from reftel.document import Document

    plain = normalise.normalise

    def faulty(document: Document) -> Record:
        if document.source.name.endswith("bad.txt"):
            raise IndexError("out of range")
        return plain(document)

    monkeypatch.setattr(normalise, "normalise", faulty)
    bad = telegram.parent / "bad.txt"
    bad.write_text(TELEGRAM, encoding="utf-8")
    done = CliRunner().invoke(reftel, ["parse", str(bad), str(telegram)])
    assert (done.exit_code, ids(done.stdout)) == (1, ["08BRIDGETOWN777"])
    assert done.stderr.splitlines()[0] == (
        f"reftel: {bad}: a fault in reftel (IndexError: out of range); please report it"
    )
    assert "Traceback" not in done.stderr
    debugged = CliRunner().invoke(reftel, ["--debug", "parse", str(bad), str(telegram)])
    assert (debugged.exit_code, ids(debugged.stdout)) == (1, ["08BRIDGETOWN777"])
    assert "Traceback (most recent call last)" in debugged.stderr


def test_half_a_telegram_is_a_record_with_defects(telegram: Path) -> None:
    telegram.write_text(TELEGRAM[: TELEGRAM.index("TAGS")], encoding="utf-8")
    done = CliRunner().invoke(reftel, ["parse", str(telegram)])
    assert done.exit_code == 0
    assert "no-subject" in [defect["code"] for defect in json.loads(done.stdout)["defects"]]


# The interpreter's own files may be closed to others, so all is loaded before the rights are given up.
AS_NOBODY = """
import os, sys, reftel
from reftel.cli import app, main
[reftel.record(document) for document in reftel.read(sys.argv[-1])]
os.setuid(65534)
main()
"""


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can run a command as another user")
def test_no_right_to_read(telegram: Path) -> None:
    telegram.chmod(0o600)
    open_to_all = telegram.parent / "open.txt"
    open_to_all.write_text(TELEGRAM, encoding="utf-8")
    for folder in (telegram.parent, *telegram.parent.parents[:2]):
        folder.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, "parse", str(telegram), str(open_to_all)],
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.stderr.decode().splitlines()[0] == f"reftel: {telegram}: no permission to read it"
    assert (done.returncode, ids(done.stdout)) == (1, ["08BRIDGETOWN777"])


def test_no_right_to_read_for_ordinary_users(telegram: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read everything")
    telegram.chmod(0)
    done = CliRunner().invoke(reftel, ["parse", str(telegram)])
    assert (done.exit_code, "no permission to read it" in done.stderr) == (1, True)


def test_a_path_is_wanted() -> None:
    done = CliRunner().invoke(reftel, ["parse"])
    assert done.exit_code == 2
    assert "Missing argument 'PATH...'" in done.stderr


# ---------------------------------------------------------------- locales, names, pipes

LOCALES = [
    pytest.param({"LC_ALL": "C.UTF-8"}, id="UTF-8"),
    pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}, id="ASCII"),
    pytest.param({"LC_ALL": "C.UTF-8", "PYTHONIOENCODING": "latin-1"}, id="Latin-1 streams"),
]


@pytest.mark.parametrize("environment", LOCALES)
def test_output_is_utf8_whatever_the_locale(telegram: Path, environment: dict[str, str]) -> None:
    telegram.write_text(TELEGRAM.replace("HARBOR", "CAFÉ – 港"), encoding="utf-8")
    done = run("parse", telegram, **environment)
    assert done.returncode == 0, done.stderr
    assert "A CAFÉ – 港 REOPENS".encode() in done.stdout


@pytest.mark.parametrize("environment", LOCALES)
@pytest.mark.parametrize(
    ("name", "printed"),
    [
        pytest.param("café.txt".encode(), "café.txt", id="UTF-8"),
        pytest.param(b"caf\xe9.txt", "caf\\xe9.txt", id="Latin-1"),
    ],
)
def test_names_of_files_in_any_bytes(
    tmp_path: Path, environment: dict[str, str], name: bytes, printed: str
) -> None:
    path = os.path.join(os.fsencode(tmp_path), name)  # noqa: PTH118
    try:
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(TELEGRAM.encode())
    except OSError:
        pytest.skip("this file system takes only names in UTF-8")
    for given in (path, tmp_path):
        done = run("parse", given, **environment)
        assert done.returncode == 0, done.stderr
        assert json.loads(done.stdout)["source"]["name"] == f"{tmp_path}/{printed}"
    missing = run("parse", path + b".missing", **environment)
    assert f"reftel: {tmp_path}/{printed}.missing: there is no such file" in missing.stderr.decode()


def test_a_closed_pipe_ends_silently(tmp_path: Path) -> None:
    for i in range(60):
        (tmp_path / f"{i}.txt").write_text(TELEGRAM, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, "-m", "reftel", "parse", tmp_path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_a_full_disk_is_one_line(telegram: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reftel", "parse", telegram],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (4, b"reftel: standard output: No space left on device\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["parse", "--help"], ["id", "x"]])
def test_a_full_disk_is_one_line_for_every_output(arguments: list[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reftel", *arguments],
            stdout=full,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    assert (done.returncode, done.stderr) == (4, b"reftel: standard output: No space left on device\n")


@pytest.mark.skipif(os.name != "posix", reason="streams as the shell closes them")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&-", "<&- >&- 2>&-"])
@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(["parse", "FILE"], 0, id="parse"),
        pytest.param(["parse", "FILE", "missing"], 1, id="parse what is missing"),
        pytest.param(["--help"], 0, id="help"),
        pytest.param(["id", "-"], 0, id="id"),
        pytest.param(["parse"], 2, id="wrong usage"),
    ],
)
def test_closed_streams(telegram: Path, closed: str, words: list[str], code: int) -> None:
    command = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "reftel"]
    command += [str(telegram) if word == "FILE" else word for word in words]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception" not in done.stderr
    if words == ["parse", "FILE"] and ">&-" not in closed.split():
        assert ids(done.stdout) == ["08BRIDGETOWN777"]


# ---------------------------------------------------------------- id


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["Bridgetown 00777 (08)"], ["08BRIDGETOWN777"], id="station first"),
        pytest.param(["2008BRIDGETOWN777"], ["08BRIDGETOWN777"], id="full year"),
        pytest.param(["BRIDGETOWN 777"], [None], id="no year"),
        pytest.param(["--year", "2008", "BRIDGETOWN 777"], ["08BRIDGETOWN777"], id="year given"),
        pytest.param(
            ["a harbor", "08BRIDGETOWN777"], [None, "08BRIDGETOWN777"], id="two texts, one no number"
        ),
    ],
)
def test_id(arguments: list[str], expected: list[str | None]) -> None:
    done = CliRunner().invoke(reftel, ["id", *arguments])
    assert done.exit_code == 0
    assert ids(done.stdout) == expected


def test_id_of_several_readings_is_null_with_all_candidates() -> None:
    done = CliRunner().invoke(reftel, ["id", "1974PORTO00012"])
    assert json.loads(done.stdout) == {
        "text": "1974PORTO00012",
        "id": None,
        "candidates": ["74PORTOALEGRE12", "74PORTOFSPAIN12"],
    }


def test_id_reads_lines_one_answer_each() -> None:
    done = run(
        "id", "-", standard_input="08BRIDGETOWN777\n\nSão Paulo 653 (2008)\r\nna\xefve".encode("latin-1")
    )
    assert done.returncode == 0
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["id"] for answer in answers][:2] == ["08BRIDGETOWN777", None]
    assert len(answers) == 4


def test_id_keeps_the_text_as_given() -> None:
    done = run("id", "São Paulo 653 (2008)", LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    answer = json.loads(done.stdout)
    assert (answer["text"], answer["id"]) == ("São Paulo 653 (2008)", "08SAOPAULO653")
