"""Hits: what a search found, on a page: ids and facts, snippets with the words in bold, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from reftel.cli.page import fold
from reftel.cli.screen import styled, visible
from reftel.cli.wording import counted

if TYPE_CHECKING:
    from reftel.archive.results import Ghost, Hit, Results
    from reftel.search.clues import Clues, Suggestion
    from reftel.search.snippets import Snippet

SHOWN = 6  # ids named in a sentence


def hit_lines(hit: Hit, width: int) -> Iterator[str]:
    """The lines of one hit: its id and facts, its subject, its snippets, and by what it was found."""
    given = (hit.date[:10] if hit.date else "", hit.sender or "", hit.classification or "")
    facts = visible("  ".join(filter(None, given)))
    if len(hit.key) + 2 + len(facts) <= width:
        yield f"{styled(visible(hit.key), 'bold', 'cyan')}  {facts}".rstrip()
    else:
        yield styled(visible(hit.key), "bold", "cyan")
        yield from fold(facts, width, "  ", "  ")
    subject = hit.subject or "(no subject)"
    marks = next((found.marks for found in hit.snippets if _is_whole_subject(found, hit)), ())
    yield from _folded(_words(subject, marks), width, "  ", 2)
    for snippet in hit.snippets:
        if not _is_whole_subject(snippet, hit):
            yield from snippet_lines(snippet, width)
    if hit.why:
        reasons = ", ".join(f"{one.part} {one.score:.2f}" if one.score else one.part for one in hit.why)
        yield from (styled(line, "green") for line in fold(f"found by {reasons}", width, "    ", "      "))


def _is_whole_subject(snippet: Snippet, hit: Hit) -> bool:
    """Whether a snippet says no more than the subject, which stands above it."""
    return snippet.part == "subject" and snippet.text == hit.subject


def snippet_lines(snippet: Snippet, width: int) -> Iterator[str]:
    """A piece of the text, folded, with the matched words in bold where there is colour."""
    place = "" if snippet.paragraph is None else f"¶{snippet.paragraph}"
    mark = f"({snippet.mark})" if snippet.mark else ""
    lead = visible(" ".join(filter(None, (place, mark))))
    words = _words(snippet.text, snippet.marks)
    yield from _folded(
        words, width, f"    {styled(lead, 'dim')} " if lead else "    ", 6, len(lead) + 5 if lead else 4
    )


def _folded(
    words: Iterable[tuple[str, str]], width: int, first: str, indent: int, used: int | None = None
) -> Iterator[str]:
    """Words (plain, and as shown) in lines of at most ``width`` columns, begun with ``first``, then indented.

    ``used``: the columns that ``first`` takes, where signs that are not seen stand in it.
    """
    line, used = first, len(first) if used is None else used
    begun = False
    for plain, shown in words:
        if begun and used + 1 + len(plain) > width:
            yield line
            line, used, begun = " " * indent, indent, False
        line, used, begun = f"{line} {shown}" if begun else line + shown, used + begun + len(plain), True
    yield line


def _words(text: str, marks: Sequence[tuple[int, int]]) -> Iterator[tuple[str, str]]:
    """The words of a text, each plain and as it is shown: what stands in ``marks`` in bold."""
    edges = {edge for mark in marks for edge in mark}
    for word in re.finditer(r"\S+", text):
        inner = (edge for edge in edges if word.start() < edge < word.end())
        cuts = sorted({word.start(), word.end(), *inner})
        pieces = [
            (visible(text[start:end]), any(first <= start < last for first, last in marks))
            for start, end in pairwise(cuts)
        ]
        plain = "".join(piece for piece, _ in pieces)
        yield plain, "".join(styled(piece, "bold", "yellow") if hit else piece for piece, hit in pieces)


# ---------------------------------------------------------------- around the hits


def total_line(results: Results) -> str:
    """``Telegrams 1 to 20 of 137``, and how to see more."""
    last = results.offset + len(results.hits)
    if len(results.hits) == results.total:
        return counted(results.total, "telegram")
    more = f"; more with --offset {last}" if last < results.total else ""
    return f"telegrams {results.offset + 1:,} to {last:,} of {results.total:,}{more}"


def ghost_lines(ghost: Ghost, archive: str, width: int) -> Iterator[str]:
    """A telegram that is asked for by its number and is not held, with those that cite it."""
    shown = ", ".join(ghost.cited_by[:SHOWN]) + (" …" if len(ghost.cited_by) > SHOWN else "")
    yield f"{styled(visible(ghost.key), 'bold', 'yellow')}  not held here"
    yield from fold(f"cited by {counted(len(ghost.cited_by), 'telegram')}: {shown}", width, "  ", "    ")
    yield from fold(f"reftel refs {archive} {ghost.key}", width, "  where: ", "    ")


def clue_lines(clues: Clues, width: int) -> Iterator[str]:
    """Of a query that found nothing: which parts did not, and what would."""
    if clues.empty:
        alone = " and for ".join(clue.part for clue in clues.empty)
        yield from fold(f"Nothing is found even for {alone} alone.", width)
    elif clues.without:
        yield from fold("Each part alone finds telegrams, but none has them all.", width)
    for clue in clues.empty:
        if clue.near:
            lead = f"  instead of {clue.part}: " if len(clues.empty) > 1 else "  found is: "
            yield from fold(_listed(clue.near), width, lead, "    ")
    for one in clues.without:
        yield from fold(f"{one.query}  ({one.count:,})", width, "  without one of them: ", "    ")


def _listed(near: Iterable[Suggestion]) -> str:
    return ", ".join(f"{one.query} ({one.count:,})" for one in near)
