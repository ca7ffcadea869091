"""Styles: the one list of the styles in which telegrams are cited."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from reftel.cite import notes, reference_files
from reftel.cite.elements import Elements


class Style(NamedTuple):
    """One style."""

    what: str
    write: Callable[[Elements], str]
    parted: bool = False
    """Whether a blank line stands between two citations."""


STYLES: Mapping[str, Style] = {
    "chicago": Style("a note after the Chicago Manual of Style", notes.chicago),
    "nara": Style("a first citation in the form of the National Archives", notes.nara),
    "nara-short": Style("a later citation in that form", notes.nara_short),
    "mla": Style("an entry after the MLA Handbook", notes.mla),
    "bibtex": Style("for LaTeX", reference_files.bibtex, parted=True),
    "ris": Style("for Zotero, EndNote and others", reference_files.ris, parted=True),
    "csl-json": Style(
        "for Zotero, Pandoc and all that reads CSL", lambda one: reference_files.csl_json([one])
    ),
}
"""Name -> what it is, and what writes one citation."""


def write(found: Iterable[Elements], style: str) -> Iterator[str]:
    """Citations in a style, piece by piece; raises ``KeyError`` for an unknown one."""
    if style == "csl-json":
        yield reference_files.csl_json(found) + "\n"
        return
    how = STYLES[style]
    for place, one in enumerate(found):
        yield ("\n" if place and how.parted else "") + how.write(one) + "\n"
