"""Settings of letters: the user's file goes before the template; errors tell file and key."""

from __future__ import annotations

import datetime
import tomllib
from pathlib import Path

import pytest

from ghosts import ghost
from reftel.errors import SettingError
from reftel.letters import Letter, read_settings, requests, template
from reftel.letters.settings import CATEGORIES, PROCEDURES

DAY = datetime.date(2026, 11, 25)
WRONG = [
    ("proceedure = 'mdr'", "proceedure is unknown; there may be procedure, otherwise, most_documents, "),
    ("procedure = 'MDR'", "procedure is to be mdr or foia or nara, and not 'MDR'"),
    ("otherwise = ''", "otherwise is to be mdr or foia or nara, and not ''"),
    ("most_documents = '20'", "most_documents is to be a whole number"),
    ("most_documents = true", "most_documents is to be a whole number"),
    ("most_documents = 0", "most_documents is to be a number from 1 to 100"),
    ("most_citing = 51", "most_citing is to be a number from 0 to 50"),
    ("doubtful = 'ask'", "doubtful is to be state or leave-out, and not 'ask'"),
    ("unofficial_numbers = 1", "unofficial_numbers is to be true or false"),
    ("sender = 'Jane'", "sender is to be a table"),
    ("[sender]\nnames = 'Jane'", "sender.names is unknown; there may be sender.name, sender.organization, "),
    ("[sender]\naddress = 'Here'", "sender.address is to be a list of texts"),
    ("[sender]\naddress = [1]", "sender.address is to be a list of texts"),
    (
        "[fees]\ncategory = 'press'",
        "fees.category is to be commercial or educational or news-media or other, and not 'press'",
    ),
    ("[fees]\nceiling = -1", "fees.ceiling is to be a number from 0 to 1,000,000"),
    (
        "[procedures.army]\nagency = []",
        "procedures.army is unknown; there may be procedures.mdr, procedures.foia, procedures.nara",
    ),
    ("[procedures.mdr]\nchecked = 'today'", "procedures.mdr.checked is to be a day such as 2026-11-25"),
    ("[procedures.mdr]\nchecked = 2026-11-25T10:00:00", "procedures.mdr.checked is to be a day such as"),
    (
        "[procedures.mdr]\nsubject = 'On {document}'",
        "procedures.mdr.subject: {document} is unknown; there may be {documents}, {count}, ",
    ),
    ("[procedures.mdr]\nclosing = ['Yes', '{no}']", "procedures.mdr.closing: {no} is unknown"),
    ("procedure = ", "cannot be read as TOML ("),
    ("a = '\udcff'", "cannot be read as TOML ("),
]


def file(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_bytes(text.encode("utf-8", "surrogateescape"))
    return path


def letter_by(path: Path | None, procedure: str | None = None) -> Letter:
    [letter] = requests([ghost()], read_settings(path), DAY, procedure).letters
    return letter


@pytest.mark.parametrize(("text", "message"), WRONG, ids=[text for text, _ in WRONG])
def test_what_is_wrong_is_told_with_file_and_key(tmp_path: Path, text: str, message: str) -> None:
    path = file(tmp_path, text)
    with pytest.raises(SettingError) as caught:
        read_settings(path)
    assert str(caught.value).startswith(f"{path}: {message}")


def test_a_file_that_is_missing_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"nowhere\.toml: cannot be read as TOML \(No such file"):
        read_settings(tmp_path / "nowhere.toml")


def test_the_template_says_the_same_as_no_settings(tmp_path: Path) -> None:
    assert read_settings(file(tmp_path, template())) == read_settings()
    assert read_settings(file(tmp_path, "")) == read_settings()


def test_any_key_may_be_given_anew(tmp_path: Path) -> None:
    path = file(
        tmp_path,
        """
        collection = "the papers of the Exemplar family"
        [sender]
        name = "Jane Exemplar"
        address = ["1 Example Street", "Springfield"]
        email = "jane@uni.example"
        [fees]
        ceiling = 1200
        [procedures.mdr]
        agency = ["Office of Examples"]
        check_at = "https://agency.example/mdr"
        checked = 2026-12-24
        salutation = "Dear {colleague|colleagues}:"
        """,
    )
    letter = letter_by(path)
    assert letter.sender == ("Jane Exemplar", "1 Example Street", "Springfield", "jane@uni.example")
    assert letter.signature == "Jane Exemplar"
    assert letter.recipient == ("Office of Examples",)
    assert letter.salutation == "Dear colleague:"
    assert "cited in the papers of the Exemplar family" in letter.opening[0]
    assert "up to $1,200" in letter.closing[-1]
    assert "https://agency.example/mdr" in letter.notes[0]
    assert "December 24, 2026" in letter.notes[0]
    assert not any("square brackets" in note for note in letter.notes)


def test_what_is_not_given_is_to_be_filled_in() -> None:
    letter = letter_by(None)
    assert letter.sender == ("[your name]", "[your address]", "[your e-mail address]")
    assert letter.signature == "[your name]"
    assert any("square brackets" in note for note in letter.notes)


@pytest.mark.parametrize("category", CATEGORIES)
def test_a_fee_category_is_written_out(tmp_path: Path, category: str) -> None:
    letter = letter_by(file(tmp_path, f"[fees]\ncategory = '{category}'"), "foia")
    assert f"I am {CATEGORIES[category]}." in letter.closing[-1]


def test_without_a_ceiling_fees_are_to_be_told_first(tmp_path: Path) -> None:
    letter = letter_by(file(tmp_path, "[fees]\nceiling = 0"))
    assert letter.closing[-1].endswith("Please let me know before any fees arise.")


def test_the_template_has_a_day_and_a_page_for_each_procedure() -> None:
    told = tomllib.loads(template())
    assert tuple(told["procedures"]) == PROCEDURES
    for procedure in told["procedures"].values():
        assert isinstance(procedure["checked"], datetime.date)
        assert procedure["check_at"].startswith("https://")


def test_an_address_that_is_not_known_for_sure_is_left_to_the_sender() -> None:
    told = tomllib.loads(template())["procedures"]
    assert told["mdr"]["agency"][-1] == told["foia"]["agency"][-1] == "[address: see https://foia.state.gov]"
