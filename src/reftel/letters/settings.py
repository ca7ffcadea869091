"""Settings: what the letters say beside the documents, as TOML; the user's file goes before the template.

In goes the path of a file, out come settings. Rule: the template shipped beside this module has every
key with the kind of value that it takes; a file may give any of them anew. Raises ``SettingError`` with
file, key and what is allowed.
"""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from reftel.errors import SettingError, readable
from reftel.toml_file import read_toml

PROCEDURES = ("mdr", "foia", "nara")
STATE, LEAVE_OUT = "state", "leave-out"
CATEGORIES = {
    "commercial": "a commercial use requester",
    "educational": "a requester of an educational or noncommercial scientific institution",
    "news-media": "a representative of the news media",
    "other": "a requester of the category “all other requesters”",
}
"""Fee category -> what the letter says (5 U.S.C. 552(a)(4)(A)(ii))."""
PLACES = ("documents", "count", "collection", "category", "fees", "checked", "check_at")
"""What may stand in braces in the words of a procedure."""

_CHOICES = {
    "procedure": PROCEDURES,
    "otherwise": PROCEDURES,
    "doubtful": (STATE, LEAVE_OUT),
    "fees.category": tuple(CATEGORIES),
}
_RANGES = {"most_documents": (1, 100), "most_citing": (0, 50), "fees.ceiling": (0, 1_000_000)}
_KINDS: tuple[tuple[type, str], ...] = (
    (bool, "true or false"),
    (int, "a whole number"),
    (str, "text in quotation marks"),
    (list, 'a list of texts: ["…", "…"]'),
    (datetime.date, "a day such as 2026-11-25"),
    (dict, "a table"),
)
BRACES = re.compile(r"\{([^{}|]*)(?:\|([^{}|]*))?\}")


class Sender(msgspec.Struct, frozen=True):
    """Who signs."""

    name: str
    organization: str
    address: tuple[str, ...]
    email: str
    telephone: str


class Fees(msgspec.Struct, frozen=True):
    """Who pays what."""

    category: str
    ceiling: int
    """US dollars."""


class Procedure(msgspec.Struct, frozen=True):
    """A way of asking, and the words for it; words in braces are put in."""

    checked: datetime.date
    """When its words were noted."""
    check_at: str
    """The page of the agency that tells what holds now."""
    first_year: int
    """It suits telegrams of these years."""
    last_year: int
    classified_only: bool
    """Whether it is for classified documents only."""
    agency: tuple[str, ...]
    subject: str
    salutation: str
    opening: tuple[str, ...]
    closing: tuple[str, ...]
    farewell: str
    notes: tuple[str, ...]

    def suits(self, year: int | None) -> bool:
        """Whether it suits telegrams of a year; it does where that is not known."""
        return year is None or self.first_year <= year <= self.last_year


class Settings(msgspec.Struct, frozen=True):
    """All settings; see ``template.toml`` for what each is for."""

    procedure: str
    otherwise: str
    most_documents: int
    most_citing: int
    doubtful: str
    collection: str
    unofficial_numbers: bool
    sender: Sender
    fees: Fees
    procedures: dict[str, Procedure]


def template() -> str:
    """The template as a text, to be saved and edited."""
    from importlib.resources import files

    return files(__package__).joinpath("template.toml").read_text(encoding="utf-8")


def read_settings(path: str | Path | None = None) -> Settings:
    """The settings of the template, those of the file ``path`` before them; raises ``SettingError``."""
    known = tomllib.loads(template())
    if path is None:
        return _converted(known)
    name = readable(str(path))
    told = read_toml(path)
    for fault in _faults(known, told):
        raise SettingError(f"{name}: {fault}")
    return _converted(_merged(known, told))


def _converted(told: dict[str, Any]) -> Settings:
    return msgspec.convert(told, Settings)


def _merged(known: Mapping[str, Any], told: Mapping[str, Any]) -> dict[str, Any]:
    """The values of ``told`` before those of ``known``, in all tables."""
    return {
        key: _merged(value, told.get(key, {})) if isinstance(value, dict) else told.get(key, value)
        for key, value in known.items()
    }


def _faults(known: Mapping[str, Any], told: Mapping[str, Any], within: str = "") -> Iterator[str]:
    """What is wrong with a table, beginning with the key."""
    for key, value in told.items():
        place = f"{within}{key}"
        if key not in known:
            yield f"{readable(place)} is unknown; there may be {', '.join(f'{within}{one}' for one in known)}"
        elif not _is_of_kind(value, known[key]):
            yield f"{place} is to be {next(words for kind, words in _KINDS if isinstance(known[key], kind))}"
        elif isinstance(value, dict):
            yield from _faults(known[key], value, f"{place}.")
        else:
            yield from _limits(place, value)


def _is_of_kind(value: object, example: object) -> bool:
    if isinstance(example, list):
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    return type(value) is type(example)


def _limits(place: str, value: Any) -> Iterator[str]:
    """What is wrong with a value of the right kind."""
    if place in _CHOICES and value not in _CHOICES[place]:
        yield f"{place} is to be {' or '.join(_CHOICES[place])}, and not {readable(value)!r}"
    if place in _RANGES and not _RANGES[place][0] <= value <= _RANGES[place][1]:
        yield f"{place} is to be a number from {_RANGES[place][0]} to {_RANGES[place][1]:,}"
    if place.startswith("procedures."):
        words = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        yield from (fault for text in words for fault in _braces(place, text))


def _braces(place: str, text: str) -> Iterator[str]:
    for found in BRACES.finditer(text):
        if found[2] is None and found[1] not in PLACES:
            allowed = ", ".join(f"{{{name}}}" for name in PLACES)
            yield f"{place}: {readable(found[0])} is unknown; there may be {allowed} and {{one|several}}"
