"""The page on exports: its commands and its Python do what it says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import readme_archive
from command_line import run
from reftel.export.forms import FORMS
from reftel.export.networks import FORMS as NETWORKS
from reftel.export.tables import RECORD_TABLES, SPREADSHEET, TABLES

PAGE = readme_archive.page("exports.md")
SECTIONS = dict(re.findall(r"^## (.*?)\n(.*?)(?=^## |\Z)", PAGE, re.DOTALL | re.MULTILINE))
PRINTED = {
    "jsonl": "08NAIROBI2934 ['MARR', 'PREL', 'UNSC', 'KE']\n",
    "csv": "1 C SUMMARY: Chief of Staff of the\n2 C Minister of Defense Daudi Shab\n",
    "xlsx": "['telegrams', 'about', 'paragraphs', 'addressees', 'references']\n",
    "parquet": "['C', 'C']\n",
    "sqlite": "[('08NAIROBI2934', '1'), ('08NAIROBI2934', '2')]\n",
    "txt": "08NAIROBI2934\n",
    "md": "# 08NAIROBI2934 DEFENSE MINISTER ON PEACEKEEPING MANDATE\n",
    "tei": (
        "sent AMEMBASSY NAIROBINairobi\nreceived SECSTATE WASHDCWashington\n"
        "received AMEMBASSY DAR ES SALAAMDar es Salaam\nreceived AMEMBASSY KAMPALAKampala\n"
    ),
    "ftm": "PublicBody\n" * 4 + "Message\n" + "Mention\n" * 2,
    "The graph": "1\n",
    "In Python": "1 ['08NAIROBI2934']\n2\n",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the archive of the README, to work in."""
    monkeypatch.chdir(tmp_path)
    readme_archive.make(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", PRINTED)
def test_commands_and_python_of_each_section_work(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for line in "".join(readme_archive.blocks(SECTIONS[name], "sh")).splitlines():
        done = run(*shlex.split(line.removeprefix("reftel ")))
        assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    [code] = readme_archive.blocks(SECTIONS[name], "python")
    exec(compile(code, name, "exec"), {})
    assert capsys.readouterr().out == PRINTED[name]


def test_ids_are_piped_into_a_table(folder: Path) -> None:
    line = next(block for block in readme_archive.blocks(PAGE, "sh") if "|" in block)
    search, export = line.split("|")
    ids = run(*shlex.split(search)[1:]).stdout
    words = shlex.split(export.partition(">")[0])[1:]
    done = run(*words, stdin=ids)
    assert done.stdout.startswith("key,id,handle,date")
    assert "08NAIROBI2934" in done.stdout
    assert sorted(path.name for path in folder.iterdir()) == ["08NAIROBI2934.txt", "nairobi.reftel"]


def test_every_form_has_a_section_with_a_command_and_a_snippet() -> None:
    assert [*FORMS, "The graph", "In Python"] == list(PRINTED)
    assert set(PRINTED) <= set(SECTIONS)
    table = re.findall(r"^\| \[([^\]]+)\]\(#", PAGE, re.MULTILINE)
    assert table == [*FORMS, ", ".join(NETWORKS)]


def test_the_page_says_which_tables_are_where() -> None:
    rows = re.findall(
        r"^\| (\w+) \| [^|]+ \|(.*)\|(.*)\|(.*)\|$", SECTIONS["What is in the tables"], re.MULTILINE
    )
    told = {name: tuple("yes" in cell for cell in cells) for name, *cells in rows if name != "table"}
    sheets = {table.name for table in SPREADSHEET}
    assert told == {name: (name in sheets, True, name != "spans") for name in TABLES}
    assert len(RECORD_TABLES) + 1 == len(TABLES)
