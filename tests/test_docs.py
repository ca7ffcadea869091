"""Docs that cannot lie: what the README shows is run, generated pages are fresh, links lead somewhere."""

from __future__ import annotations

import doctest
import io
import json
import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from proof import source
from reftel.defects import CODES
from reftel.document import Source
from reftel.normalise import normalise
from reftel.record import Record
from reftel.sources import READERS, documents
from reftel.sources.columns import named
from reftel.sources.table_files import row_source
from reftel.sources.table_forms import NamedTable, UnknownTable, named_table

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "src").rglob("*.md")])
GENERATORS = ("record_docs.py", "commands.py", "telegram_docs.py")


def blocks(language: str) -> list[str]:
    """The README's code blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


def steps() -> Iterator[tuple[str, str]]:
    """The README's commands in order, each with the output shown below it."""
    for block in blocks("console"):
        for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = step.partition("\n")
            yield command, output


def run(command: str, folder: Path) -> str:
    """What a command of the README prints in ``folder``, with the reftel beside this Python."""
    name, *words = shlex.split(command)
    assert name == "reftel"
    path = str(Path(sys.executable).parent / "reftel")
    settings = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
    done = subprocess.run(
        [path, *words], capture_output=True, text=True, check=False, env=settings, cwd=folder
    )
    assert done.returncode == 0, f"{command}: {done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which a reader follows the README."""
    return tmp_path_factory.mktemp("readme")


@pytest.fixture(scope="module")
def session(folder: Path) -> dict[str, str]:
    """What every command of the README prints, run in order; ``cat`` makes the file that it shows."""
    printed: dict[str, str] = {}
    for command, output in steps():
        if command.startswith("cat "):
            (folder / command.removeprefix("cat ")).write_text(output, encoding="utf-8")
        else:
            printed[command] = run(command, folder)
    return printed


def lasting(output: str) -> str:
    """Output without what differs from run to run: how long it took."""
    return re.sub(r"\d[\d.]* (s|ms|seconds?)\b", "… s", output).strip()


def shown() -> list[object]:
    """The commands whose output the README shows."""
    return [
        pytest.param(command, output, id=command)
        for command, output in steps()
        if output.strip() and not command.startswith("cat ")
    ]


@pytest.mark.parametrize(("command", "output"), shown())
def test_the_readme_shows_what_a_command_prints(session: dict[str, str], command: str, output: str) -> None:
    assert lasting(session[command]) == lasting(output)


def test_the_readme_shows_the_record_of_its_telegram(session: dict[str, str]) -> None:
    [stated] = map(json.loads, blocks("json"))
    [command] = [command for command in session if " parse " in command]
    found = json.loads(session[command])
    assert {key: found[key] for key in stated} == stated


@pytest.mark.usefixtures("session")
def test_the_python_of_the_readme_runs(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    [block] = blocks("pycon")
    example = doctest.DocTestParser().get_doctest(block, {}, "README", "README.md", 0)
    report: list[str] = []
    outcome = doctest.DocTestRunner().run(example, out=report.append)
    assert outcome.attempted > 5
    assert outcome.failed == 0, "".join(report)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    local = [link for link in links if "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_within_pages_lead_to_headings(page: Path) -> None:
    for path, place in re.findall(r"\]\(([^)#\s]*)#([^)]*)\)", page.read_text(encoding="utf-8")):
        if "://" not in path:
            target = page.parent / path if path else page
            headings = re.findall(r"^#+ (.*)$", target.read_text(encoding="utf-8"), re.MULTILINE)
            assert place in {
                re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings
            }


@pytest.mark.parametrize("generator", GENERATORS)
def test_generated_pages_are_fresh(generator: str) -> None:
    command = [sys.executable, str(ROOT / "tools" / generator), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_page_of_accuracy_is_fresh(corpus: Path) -> None:
    if not (corpus / "gold.jsonl").is_file():
        pytest.skip("the corpus has no labels")
    command = [sys.executable, str(ROOT / "tools" / "accuracy.py"), "--check"]
    settings = {**os.environ, "REFTEL_CORPUS": str(corpus)}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
    assert done.returncode == 0, done.stderr


def test_the_page_of_the_record_describes_every_key_and_every_defect() -> None:
    page = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    keys = {"from" if key == "sender" else key for key in Record.__struct_fields__}
    described = set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE))
    assert (keys | set(CODES)) <= described


def test_the_readme_names_every_command() -> None:
    from reftel.cli.app import COMMANDS

    assert [name for name in COMMANDS if f"`reftel {name}" not in README] == []


def test_every_target_of_make_is_explained() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    [phony] = re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    explained = re.findall(r"^([a-z-]+):.*  ## \S", makefile, re.MULTILINE)
    assert sorted(explained) == sorted(phony.split())


@pytest.mark.parametrize("lock", ["core", "dev", "interop"])
def test_every_pinned_requirement_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    pins = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(pins) > 10
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin or "==" not in pin] == []
    assert "://" not in text
    assert "--index" not in text


# ---------------------------------------------------------------- docs/sources.md

SOURCES = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")


def pictures() -> list[tuple[str, str]]:
    """Each form that the page describes, with its first picture."""
    sections = re.split(r"^## ", SOURCES, flags=re.MULTILINE)[1:]
    found = (
        (part.split("\n", 1)[0], re.search(r"^```(?!python)\w+\n(.*?)^```$", part, re.M | re.S))
        for part in sections
    )
    return [(name, re.sub(r" *←.*", "", picture[1])) for name, picture in found if picture]


def test_the_page_of_sources_describes_every_form_in_order() -> None:
    assert [name for name, _ in pictures()] == [reader.name for reader in READERS]
    table = re.findall(r"^\| \[([^\]]+)\]\(#", SOURCES, re.MULTILINE)
    assert table == [reader.name for reader in READERS]


# The forms whose columns their user names, as the page names those of its pictures.
NAMED = {
    "table": {"text": "Body", "id": "MRN", "created": "Sent"},
    "json-lines": {"text": "body", "id": "mrn", "tags": "tags"},
}


def row_of(picture: str) -> Source:
    """The one row of a table."""
    [table] = (
        found for one in NAMED.values() if (found := named_columns_table(picture.encode(), one)) is not None
    )
    [row] = table.rows(io.BytesIO(picture.encode()))
    made = row_source("table", row, table)
    assert isinstance(made, Source)
    return made


def named_columns_table(head: bytes, columns: dict[str, str]) -> NamedTable | None:
    """The table, where it has the columns."""
    try:
        return named_table(head, named(columns))
    except UnknownTable:
        return None


@pytest.mark.parametrize(("name", "picture"), pictures(), ids=[name for name, _ in pictures()])
def test_every_picture_of_a_source_is_read_as_that_form(name: str, picture: str) -> None:
    (found,) = documents(row_of(picture)) if name in NAMED else documents(source(picture))
    assert found.wrapper == name
    record = normalise(found)
    assert record.id is not None
    says = next(row for row in SOURCES.split("\n") if row.startswith(f"| [{name}]")).split("|")
    assert set(found.says) <= {word.strip() for word in says[3].split(",")}
    assert set(found.provenance) <= {word.strip() for word in says[4].split(",")}
    assert (found.origin is not None) == (says[2].strip() == "taken out")


def test_the_page_of_sources_shows_the_text_of_the_edition() -> None:
    picture = dict(pictures())["frus-tei"]
    (found,) = documents(source(picture))
    section = SOURCES.partition("## frus-tei\n")[2]
    assert found.text == section.split("\n```\n")[2] + "\n"
