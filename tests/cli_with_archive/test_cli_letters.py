"""``reftel letter``: which letters it writes, where they go, and what it refuses."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

from command_line import run
from reftel.cli import letters as command
from reftel.letters import FORMS, read_settings
from reftel.letters.settings import PROCEDURES

GHOST = "08GEORGETOWN12"


@pytest.fixture
def series(tmp_path: Path) -> Path:
    """An archive of one telegram that cites 25 others."""
    cables = tmp_path / "cables"
    cables.mkdir()
    refs = "\n".join(f"BRIDGETOWN {serial}" for serial in range(101, 126))
    (cables / "one.txt").write_text(
        "R 121314Z MAR 08\nFM AMEMBASSY BRIDGETOWN\nTO SECSTATE WASHDC 1\nUNCLAS BRIDGETOWN 000777\n\n"
        f"SUBJECT: ALL THE HARBORS\n\nREF: {refs}\n\n1. (U) A text.\n\nMORROW\n",
        encoding="utf-8",
    )
    archive = tmp_path / "s.reftel"
    assert run("add", archive, cables).exit_code == 0
    return archive


def test_a_letter_goes_to_standard_output_and_the_notes_to_standard_error(built: Path) -> None:
    done = run("letter", built, "Georgetown 12 (08)", "--date", "2026-11-25")
    assert done.exit_code == 0
    assert "\nNovember 25, 2026\n" in done.stdout
    assert "Embassy Georgetown telegram 12 of 2008, first cited on March 12, 2008" in " ".join(
        done.stdout.split()
    )
    assert '    - Embassy Bridgetown telegram 777 of March 12, 2008, "A HARBOR\n' in done.stdout
    assert done.stdout.endswith("\nSincerely,\n\n\n\n[your name]\n")
    assert done.stderr.startswith("\nNotes to the sender, no part of the letter\n")
    assert "Notes" not in done.stdout


def test_the_most_cited_are_asked_for(built: Path) -> None:
    assert run("letter", built, "--most", "5", "--date", "2026-11-25").stdout == (
        run("letter", built, GHOST, "--date", "2026-11-25").stdout
    )


def test_one_that_is_named_twice_is_asked_for_once(built: Path) -> None:
    assert (
        run("letter", built, GHOST, "Georgetown 12 (08)").stdout.count("Embassy Georgetown telegram 12") == 1
    )


def test_the_date_is_today_if_none_is_given(built: Path) -> None:
    before = datetime.date.today()
    printed = run("letter", built, GHOST).stdout
    assert any(f"{day:%B} {day.day}, {day.year}" in printed for day in (before, datetime.date.today()))


@pytest.mark.parametrize(
    ("form", "beginning"), [("docx", b"PK"), ("pdf", b"%PDF"), ("txt", b"["), ("md", b"\\[")]
)
def test_the_ending_of_the_output_tells_the_form(
    built: Path, tmp_path: Path, form: str, beginning: bytes
) -> None:
    path = tmp_path / f"letter.{form}"
    done = run("letter", built, GHOST, "-o", path)
    assert done.stdout == (
        f"{path}: 1 letter, 1 document\n"
        f"{tmp_path / 'letter.notes.txt'}: notes to the sender; read them before you send anything\n"
    )
    assert path.read_bytes().startswith(beginning)
    assert (tmp_path / "letter.notes.txt").read_text("utf-8").startswith("Notes to the sender")


def test_the_form_may_be_named(built: Path, tmp_path: Path) -> None:
    assert run("letter", built, GHOST, "--form", "markdown").stdout.startswith("\\[your name\\]\\\n")
    assert run("letter", built, GHOST, "--form", "pdf", "-o", tmp_path / "letter").exit_code == 0
    assert (tmp_path / "letter").read_bytes().startswith(b"%PDF")


def test_several_letters_have_a_file_each(series: Path, tmp_path: Path) -> None:
    done = run("letter", series, "--most", "25", "-o", tmp_path / "letter.txt")
    first, second = tmp_path / "letter-1.txt", tmp_path / "letter-2.txt"
    assert done.stdout.splitlines()[0] == f"{first}, {second}: 2 letters, 25 documents"
    assert "\n20. " in first.read_text("utf-8")
    assert "(letter 2 of 2)" in second.read_text("utf-8")
    assert not (tmp_path / "letter.txt").exists()


def test_many_files_are_not_all_named(series: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text("most_documents = 5", encoding="utf-8")
    path = tmp_path / "letter.txt"
    done = run("letter", series, "--most", "25", "--settings", tmp_path / "mine.toml", "-o", path)
    first = tmp_path / "letter-1.txt"
    assert done.stdout.startswith(f"{first} to {tmp_path / 'letter-5.txt'}: 5 letters, 25 documents\n")


def test_several_letters_on_standard_output_are_pages(series: Path) -> None:
    first, second = run("letter", series, "--most", "25").stdout.split("\f")
    assert "(letter 1 of 2)" in " ".join(first.split())
    assert "(letter 2 of 2)" in " ".join(second.split())


@pytest.mark.parametrize(
    ("procedure", "words"),
    [
        ("mdr", "mandatory declassification review"),
        ("foia", "Freedom of Information Act"),
        ("nara", "Record Group 59"),
    ],
)
def test_the_procedure_may_be_named(built: Path, procedure: str, words: str) -> None:
    assert words in run("letter", built, GHOST, "--procedure", procedure).stdout


def test_settings_come_from_a_file(built: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('sender.name = "Jane Exemplar"', encoding="utf-8")
    assert run("letter", built, GHOST, "--settings", tmp_path / "mine.toml").stdout.startswith(
        "Jane Exemplar\n"
    )


def test_the_template_is_printed_and_can_be_used(built: Path, tmp_path: Path) -> None:
    printed = run("letter", "--template")
    assert printed.exit_code == 0
    assert tomllib.loads(printed.stdout)["procedure"] == "mdr"
    (tmp_path / "mine.toml").write_text(printed.stdout, encoding="utf-8")
    assert read_settings(tmp_path / "mine.toml") == read_settings()


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ([], 2, "Give IDs, or --most N."),
        ([GHOST, "--most", "2"], 2, "Give IDs, or --most N."),
        ([GHOST, "--form", "pdf"], 2, "--form pdf needs -o FILE."),
        ([GHOST, "-o", "letter.odt"], 2, ".odt tells no form; give --form text, markdown, docx, pdf."),
        ([GHOST, "--procedure", "pa"], 2, "'pa' is not one of"),
        (["08BRIDGETOWN777"], 1, "08BRIDGETOWN777 is held in this archive"),
        (["99ROME1"], 1, "no telegram '99ROME1' in this archive"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(
    built: Path, arguments: list[str], code: int, message: str
) -> None:
    done = run("letter", built, *arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr


def test_wrong_settings_are_told(built: Path, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("most_documents = 0", encoding="utf-8")
    done = run("letter", built, GHOST, "--settings", path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr == f"reftel: {path}: most_documents is to be a number from 1 to 100\n"


def test_where_nothing_is_missing_there_is_no_letter(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text("R 121314Z MAR 08\nFM AMEMBASSY BRIDGETOWN\n\nA text.\n", "utf-8")
    assert run("add", tmp_path / "a.reftel", tmp_path / "one.txt").exit_code == 0
    done = run("letter", tmp_path / "a.reftel", "--most", "3")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "no telegram that is cited for certain is missing" in done.stderr


def test_without_the_extra_nothing_is_written(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "typst", None)
    done = run("letter", built, GHOST, "-o", tmp_path / "letter.pdf")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "install reftel[letters]" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_where_the_output_cannot_be_written_that_is_told(built: Path, tmp_path: Path) -> None:
    done = run("letter", built, GHOST, "-o", tmp_path / "nowhere" / "letter.txt")
    assert (done.exit_code, done.stdout) == (3, "")
    assert "No such file or directory" in done.stderr


def test_the_command_knows_the_forms_and_procedures_of_the_library() -> None:
    assert {name: form.ending for name, form in FORMS.items()} == command.FORMS
    assert tuple(name for name, form in FORMS.items() if form.binary) == command.BINARY
    assert command.PROCEDURES == PROCEDURES
