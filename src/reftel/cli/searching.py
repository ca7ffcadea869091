"""``search``: ranked hits with the words that matched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from reftel.cli import exits, screen
from reftel.cli.app import ARCHIVE, JSON, Section, command
from reftel.cli.page import fold
from reftel.cli.screen import WIDTH, styled, visible
from reftel.cli.wording import counted
from reftel.errors import QueryError, readable

if TYPE_CHECKING:
    from reftel.archive import Archive
    from reftel.archive.results import Hit, Results
    from reftel.search.snippets import Snippet

SORTS = ("relevance", "newest", "oldest")
SHOWN = 8  # parts of a query that are tried alone
_ANY_YEAR = 2000  # completes a number, to see whether it is one


def _fields() -> Section:
    """The search fields, from the one list of them."""
    from reftel.search.fields import help_rows

    return "Fields", [(names, f"{meaning} ({example})") for names, meaning, example in help_rows()]


@command(
    "search",
    examples=(
        "reftel search bamako.reftel humanitarian air drop",
        "reftel search bamako.reftel 'from:BAMAKO \"peace agreement\" -algiers'",
        "reftel search bamako.reftel tag:PREL date:2007 --sort newest --json",
    ),
    exit_codes=(exits.FINE, exits.INCOMPLETE, exits.USAGE, exits.UNOPENED),
    section=_fields,
)
@ARCHIVE
@click.argument("query", metavar="QUERY...", nargs=-1, required=True)
@click.option(
    "--limit", "-n", default=20, show_default=True, type=click.IntRange(1, 10_000), help="Hits to print."
)
@click.option("--offset", default=0, show_default=True, type=click.IntRange(min=0), help="Hits to pass over.")
@click.option(
    "--sort", default="relevance", show_default=True, type=click.Choice(SORTS), help="Order of the hits."
)
@click.option(
    "--ids", is_flag=True, help="Print the ids of all hits alone, one on a line (or --limit of them)."
)
@JSON
@click.pass_context
def search_command(
    ctx: click.Context,
    archive: str,
    query: tuple[str, ...],
    limit: int,
    offset: int,
    sort: str,
    ids: bool,
    as_json: bool,
) -> None:
    """Find telegrams by their words, and by fields.

    Words are matched by their stem ("guards" finds guard); case and accents do not
    count. All words must occur. "quoted words" are a phrase, begin* is a beginning, OR
    stands between alternatives, -word excludes, (…) groups, field:value asks in
    one field, * finds everything. Quote the query for the shell; one that begins
    with - goes after a lone --.
    """
    if ids and as_json:
        raise click.UsageError("--ids and --json exclude one another.")
    from reftel.archive import Archive

    text = " ".join(" ".join(map(readable, query)).split())
    with Archive(archive) as opened:
        try:
            if ids:
                most = None if _is_default(ctx, "limit") else limit
                keys = opened.keys_found(text, limit=most, offset=offset, sort=sort)
                screen.say_piece("".join(f"{key}\n" for key in keys))
                ctx.exit(exits.FINE if keys else exits.INCOMPLETE)
            results = opened.search(text, limit=limit, offset=offset, sort=sort)
        except QueryError as error:
            shown = pointed(text, error.place, min(screen.width(), screen.WIDTH))
            screen.tell(f"{error}\n{shown}\n`reftel search --help` tells how to ask.")
            ctx.exit(exits.USAGE)
        if as_json:
            _say_json(results)
        else:
            _say_results(results, text, offset)
        if not as_json and not results.total:
            screen.say("\n".join(_advice(opened, text)))
    ctx.exit(exits.FINE if results.hits else exits.INCOMPLETE)


def _is_default(ctx: click.Context, name: str) -> bool:
    return ctx.get_parameter_source(name) is ParameterSource.DEFAULT


def pointed(query: str, place: int, width: int = WIDTH) -> str:
    """The query, or the part of a long one around ``place``, and a caret under the character there."""
    room = max(10, width - 4)
    start = 0 if len(query) <= room else max(0, min(place - room // 2, len(query) - room))
    before = ("…" if start else "") + visible(query[start:place])
    after = visible(query[place : start + room]) + ("…" if start + room < len(query) else "")
    columns = sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in before)
    return f"  {before}{after}\n  {'':{columns}}^"


def _say_json(results: Results) -> None:
    import msgspec

    screen.say_json(msgspec.json.encode(results).decode("utf-8"))


def _say_results(results: Results, text: str, offset: int) -> None:
    """The hits, and a line that counts them, or what to try where there are none."""
    for hit in results.hits:
        screen.say("\n".join(_hit(hit, min(screen.width(), screen.WIDTH))) + "\n")
    _say_reading(text)
    if results.hits:
        screen.say("\n".join(fold(_total(results, offset), screen.width())))
    elif results.total:
        past = f"only {counted(results.total, 'telegram')} found; --offset {offset} is past the last"
        screen.say("\n".join(fold(past, screen.width())))
    else:
        screen.say("\n".join(fold(f"no telegram found for: {text}", screen.width(), rest="  ")))


def _advice(archive: Archive, text: str) -> Iterator[str]:
    """What to try where nothing was found: which parts find nothing even alone, and how to go on."""
    from reftel.search.query import parse
    from reftel.search.tree import And
    from reftel.telegram_id import read_id

    tree = parse(text)
    parts = [str(part) for part in tree.parts] if isinstance(tree, And) else []
    alone = [part for part in parts[:SHOWN] if not archive.search(part, limit=0).total]
    width = screen.width()
    if alone:
        yield from fold(f"Nothing is found even for {' and for '.join(alone)} alone.", width)
    elif parts:
        yield from fold("Each part alone finds telegrams, but none has them all.", width)
    if '"' not in text and (read_id(text) or read_id(text, _ANY_YEAR)):
        yield from fold(f'It reads as the number of a telegram: that is found by id:"{text}"', width)
    yield from fold("Try fewer or other words, OR between words, or no fields.", width)
    yield "`reftel search --help` tells how to ask."


def _say_reading(text: str) -> None:
    """How the query was read, where that is not just as it was written."""
    from reftel.search.query import parse

    read = str(parse(text))
    if read != text:
        screen.say(styled(f"read as: {visible(read)}", "dim"))


def _total(results: Results, offset: int) -> str:
    """``Telegrams 1 to 20 of 137``, and how to see more."""
    last = offset + len(results.hits)
    if len(results.hits) == results.total:
        return counted(results.total, "telegram")
    more = f"; more with --offset {last}" if last < results.total else ""
    return f"telegrams {offset + 1:,} to {last:,} of {results.total:,}{more}"


def _hit(hit: Hit, width: int) -> Iterator[str]:
    """The lines of one hit: its id and facts, its subject, its snippets."""
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
            yield from _snippet(snippet, width)


def _is_whole_subject(snippet: Snippet, hit: Hit) -> bool:
    """Whether a snippet says no more than the subject, which stands above it."""
    return snippet.part == "subject" and snippet.text == hit.subject


def _snippet(snippet: Snippet, width: int) -> Iterator[str]:
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
