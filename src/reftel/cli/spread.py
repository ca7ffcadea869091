"""Spread: how a result spreads over years, posts, levels and the other facets, with bars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reftel.cli.page import fold
from reftel.cli.screen import styled, visible
from reftel.cli.wording import counted

if TYPE_CHECKING:
    from reftel.archive.results import Explanation
    from reftel.search.facets import Facet, Facets

SHOWN = 10  # values of a facet that are listed
_EIGHTHS = " ▏▎▍▌▋▊▉█"
_STEPS = "▁▂▃▄▅▆▇█"
_LONGEST_BAR = 30
_ENGINE = 400  # characters of the engine's query
_NAMES = 36  # columns for the name of a value, at most


def facet_lines(facets: Facets, width: int) -> Iterator[str]:
    """The histogram of dates, then each facet with its most frequent values."""
    yield styled(counted(facets.total, "telegram"), "bold")
    if facets.years:
        yield ""
        yield from _years(facets, width)
    for facet in facets.facets:
        if facet.values:
            yield ""
            yield from _facet(facet, width)


def _years(facets: Facets, width: int) -> Iterator[str]:
    """A line for each year: its number, its months as steps, and a bar."""
    months = {one.period: one.count for one in facets.months}
    highest = max(months.values(), default=1)
    most = max(one.count for one in facets.years)
    yield f"{styled('Date', 'bold')}  {styled('a step for each month; narrow with date:2007-11', 'dim')}"
    for one in facets.years:
        counts = [months.get(f"{one.period}-{month:02d}", 0) for month in range(1, 13)]
        steps = "".join(_STEPS[(len(_STEPS) - 1) * count // highest] if count else "·" for count in counts)
        bar = _bar(one.count, most, min(_LONGEST_BAR, width - 32))
        yield f"  {one.period}  {one.count:>9,}  {styled(steps, 'dim')}  {styled(bar, 'cyan')}".rstrip()
    if facets.undated:
        yield f"  {'none':4}  {facets.undated:>9,}"


def _facet(facet: Facet, width: int) -> Iterator[str]:
    """The title and the most frequent values of one facet."""
    number = f" ({len(facet.values):,})" if len(facet.values) > SHOWN else ""
    title = facet.title if facet.title.isupper() else facet.title.capitalize()
    hint = f"narrow with {facet.values[0].query}"
    yield f"{styled(title + number, 'bold')}  {styled(visible(hint), 'dim')}"
    shown = [(one.name, one.count) for one in facet.values[:SHOWN]]
    rows = [*shown, ("(none)", facet.without)] if facet.without else shown
    names = min(_NAMES, max(len(visible(name)) for name, _ in rows))
    most = max(count for _, count in rows)
    for name, count in rows:
        name = visible(name)
        name = name if len(name) <= names else f"{name[: names - 1]}…"
        bar = _bar(count, most, max(4, min(_LONGEST_BAR, width - names - 16)))
        yield f"  {name:<{names}}  {count:>9,}  {styled(bar, 'cyan')}".rstrip()
    if more := len(facet.values) - len(shown):
        rest = sum(one.count for one in facet.values[SHOWN:])
        yield styled(f"  {'… and ' + format(more, ',') + ' more':<{names}}  {rest:>9,}", "dim")


def _bar(count: int, most: int, columns: int) -> str:
    """A bar of whole and part blocks."""
    eighths = max(1, round(count * columns * 8 / most)) if count else 0
    return "█" * (eighths // 8) + (_EIGHTHS[eighths % 8] if eighths % 8 else "")


def explanation_lines(explanation: Explanation, width: int) -> Iterator[str]:
    """How a query was read: its parts, with how many telegrams each finds alone, the order, the engine."""
    columns = max(len(f"{part.count:,}") for part in explanation.parts)
    widest = max(len(visible(part.part)) + 2 * part.depth for part in explanation.parts)
    room = min(widest, max(12, width // 3))
    yield styled("How it was read, and what each part finds alone", "bold")
    for part in explanation.parts:
        count = styled(f"{part.count:>{columns},}", "cyan")
        name = f"{'':{2 * part.depth}}{visible(part.part)}"
        name = name if len(name) <= room else f"{name[: room - 1]}…"
        lines = fold(part.meaning, max(20, width - columns - room - 6))
        yield f"  {count}  {name:<{room}}  {styled(lines[0], 'dim')}"
        yield from (f"{'':{columns + room + 6}}{styled(line, 'dim')}" for line in lines[1:])
    for title, words in (("Order", explanation.order), ("Index", explanation.index)):
        yield from fold(words, width, f"  {title:<6} ", "         ")
    engine = explanation.engine
    if len(engine) > _ENGINE:
        engine = f"{engine[:_ENGINE]} … (--json has all)"
    yield from (styled(line, "dim") for line in fold(engine, width, "  Engine ", "         "))
