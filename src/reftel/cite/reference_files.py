"""Reference files: citations for reference managers: CSL-JSON, BibTeX, RIS.

A telegram is the ``personal_communication`` of CSL and the ``PCOMM`` of RIS, which know who it is to;
BibTeX has no such entry, so ``@misc`` tells it in ``howpublished``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from reftel.cite.elements import Elements
from reftel.cite.notes import collection, place

_BIBTEX_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"{\textquotedbl}",
    **{sign: f"\\{sign}" for sign in "&%$#_"},
}
_TEX_SIGN = re.compile("|".join(map(re.escape, _TEX)))


def csl_item(one: Elements) -> dict[str, Any]:
    """One item of CSL-JSON (https://citeproc-js.readthedocs.io, CSL 1.0.2)."""
    stated = {
        "id": one.name,
        "type": "personal_communication",
        "genre": one.form,
        "author": [{"literal": one.sender}] if one.sender else None,
        "recipient": [{"literal": name} for name in one.recipients] or None,
        "title": one.subject,
        "issued": {"date-parts": [list(one.date)]} if one.date else None,
        "archive": one.repository,
        "archive_collection": collection(one),
        "archive_location": place(one),
        "URL": one.url,
        "locator": one.paragraph,
        "label": "paragraph" if one.paragraph else None,
    }
    return {name: value for name, value in stated.items() if value is not None}


def csl_json(found: Iterable[Elements]) -> str:
    """A list of items as JSON."""
    return msgspec.json.format(msgspec.json.encode([csl_item(one) for one in found]), indent=2).decode()


def bibtex(one: Elements) -> str:
    """One entry of BibTeX; ``date`` is for biblatex."""
    to = f" to {' and '.join(one.recipients)}" if one.recipients else ""
    notes = (place(one), collection(one), one.repository)
    stated = {
        "author": _braced(one.sender),
        "title": _braced(one.subject),
        "howpublished": _tex(one.form[:1].upper() + one.form[1:] + to),
        "date": "-".join(f"{part:02d}" for part in one.date),
        "year": str(one.date[0]) if one.date else "",
        "note": _tex(", ".join(filter(None, notes))),
        "pages": f"par. {_tex(one.paragraph)}" if one.paragraph else "",
        "url": re.sub(r"[{}\\%\s]", lambda sign: f"\\%{ord(sign[0]):02X}", one.url or ""),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in stated.items() if value]
    if len(one.date) > 1:
        lines.append(
            f"  month = {_BIBTEX_MONTHS[one.date[1] - 1]}"
        )  # no braces: each style has its own words
    return f"@misc{{{one.name},\n" + ",\n".join(lines) + "\n}"


def ris(one: Elements) -> str:
    """One reference in RIS; tags as EndNote and Zotero have them for personal communications."""
    return "\n".join((*(f"{tag}  - {value}" for tag, value in _tagged(one)), "ER  - "))


def _tagged(one: Elements) -> Iterator[tuple[str, str]]:
    date = [f"{part:02d}" for part in one.date]
    stated = (
        ("TY", "PCOMM"),
        ("ID", one.name),
        ("AU", one.sender),
        *(("A2", name) for name in one.recipients),
        ("TI", one.subject),
        ("M3", one.form[:1].upper() + one.form[1:]),
        ("PY", date[0] if date else None),
        ("DA", "/".join([*date, "", "", ""][:3]) + "/" if date else None),
        ("SP", f"par. {one.paragraph}" if one.paragraph else None),
        ("AV", place(one)),
        ("DB", collection(one)),
        ("DP", one.repository),
        ("UR", one.url),
    )
    return ((tag, value) for tag, value in stated if value)


def _braced(text: str | None) -> str:
    """The text in braces of its own, so that no program takes it for a person's name or changes its case."""
    return f"{{{_tex(text)}}}" if text else ""


def _tex(text: str) -> str:
    return _TEX_SIGN.sub(lambda sign: _TEX[sign[0]], text)
