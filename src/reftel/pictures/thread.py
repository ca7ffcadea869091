"""Picture of a thread: the conversation around one telegram, on an axis of time.

Each telegram has a row, with its number, date and subject in columns, so that
no label can meet another; its point stands on the axis at its date, and
citations are curves from point to point. A date that is known to the month or
year has a bar as long as that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from reftel.graph.thread import Link, Node, Thread
from reftel.pictures.curves import Point, arrow, citation
from reftel.pictures.lettering import fit, shown, width_of
from reftel.pictures.sheet import (
    FAINT,
    INK,
    LINE,
    MARGIN,
    PAPER,
    PORTRAIT,
    QUIET,
    SMALL,
    TEXT,
    Entry,
    Heading,
    counted,
    label,
    legend,
    line,
    nothing,
    sheet,
    told,
    top_of,
    unsigned,
)
from reftel.pictures.svg import Markup, element, together
from reftel.pictures.thread_layout import LEFT, ROW, Axis, Row, axis_of, nearest, rows_of
from reftel.pictures.time_axis import Tick, ticks

WIDEST_KEY = 150.0
GUTTER = 9.0
WORDS_END = LEFT - GUTTER
MOST_TICKS = 6
RADIUS = 3.4
ASKED = 4.2
RING = 6.6
SAFE = ("http", "https")


def thread_picture(
    thread: Thread, *, link: Callable[[str], str] | None = None, prefix: str = "thread", most: int = 60
) -> str:
    """The SVG document of a thread.

    ``link`` gives the address of a telegram's page, for its number; ``prefix``
    begins the ids. Of more than ``most`` telegrams the nearest are drawn, fewest
    citations away and then closest in time, and the others are counted.
    """
    title = f"The conversation around {thread.key}"
    nodes = nearest(thread, most)
    if not nodes:
        return nothing(prefix, title)
    drawn = {node.key for node in nodes}
    links = [found for found in thread.links if {found.citing, found.cited} <= drawn]
    heading = Heading(title, _sentences(thread, nodes, links))
    axis = axis_of(nodes)
    top = top_of(heading) + 22
    rows = rows_of(nodes, thread.key, axis, top)
    bottom = top + ROW * len(rows)
    signs, end = legend(_entries(rows, links), MARGIN, bottom + 44, PORTRAIT - MARGIN)
    body = together(
        _below(rows), _grid(axis, top, bottom), _citations(rows, links), _table(rows, link, top), signs
    )
    return sheet(prefix, heading, _description(heading, rows), body, end)


def _sentences(thread: Thread, nodes: Sequence[Node], links: Sequence[Link]) -> list[str]:
    held = sum(node.held for node in nodes)
    found = [
        f"{counted(held, 'telegram')} held here and {len(nodes) - held:,} not held here, at most "
        f"{counted(thread.depth, 'citation')} away; {counted(len(links), 'citation')} between them."
    ]
    left_out = len({node.key for node in thread.nodes}) - len(nodes)
    if left_out:
        found.append(
            f"{counted(left_out, 'telegram')} and {counted(len(thread.links) - len(links), 'citation')} "
            f"left out: only the {len(nodes)} nearest telegrams are drawn."
        )
    if thread.more:
        found.append("Further telegrams are connected with these.")
    return found


def _description(heading: Heading, rows: Sequence[Row]) -> str:
    listed = "; ".join(f"{shown(row.node.key)}, {row.date}, {_state(row.node)}" for row in rows)
    return f"{' '.join(heading.lines)} In order of time: {listed}."


def _grid(axis: Axis, top: float, bottom: float) -> Markup:
    parts = [line(MARGIN, y, PORTRAIT - MARGIN, y) for y in (top, bottom)]
    for tick in ticks(axis.first, axis.last, MOST_TICKS) if axis.dated else ():
        x = axis.x(tick.day)
        parts += [
            line(x, top - 3, x, bottom + 3, LINE),
            _tick(tick, x, top - 7, -10),
            _tick(tick, x, bottom + 11, 10),
        ]
    if axis.undated is not None:
        parts.append(line(axis.right, top - 24, axis.right, bottom + 3, QUIET))
        for words, y in (("date", top - 17), ("not known", top - 7)):
            parts.append(label(axis.undated, y, words, size=SMALL, anchor="middle", ink=QUIET))
    return together(*parts)


def _tick(tick: Tick, x: float, y: float, outward: float) -> Markup:
    """A tick's words, and farther out the year where it changes."""
    year = "" if tick.year is None else str(tick.year)
    return together(
        *(
            label(x, at, words, size=SMALL, anchor="middle", ink=QUIET)
            for words, at in ((tick.words, y), (year, y + outward))
            if words
        )
    )


def _below(rows: Sequence[Row]) -> Markup:
    """What lies below all: the band of the telegram asked for, and lines from words to points."""
    width = PORTRAIT - 2 * MARGIN + 12
    bands = (
        element("rect", x=MARGIN - 6, y=row.y - ROW / 2, width=width, height=ROW, fill=FAINT)
        for row in rows
        if row.asked
    )
    leads = (
        element("line", x1=WORDS_END, y1=row.y, x2=row.x, y2=row.y, stroke=LINE, stroke_dasharray="0.8 2.4")
        for row in rows
    )
    return together(*bands, *leads)


def _citations(rows: Sequence[Row], links: Sequence[Link]) -> Markup:
    edges = (LEFT, PORTRAIT - MARGIN)
    at = {row.node.key: Point(row.x, row.y, (RING if row.asked else RADIUS) + 1) for row in rows}
    return together(
        *(
            citation(at[found.citing], at[found.cited], edges, _told_of(found), found.certain)
            for found in links
            if found.citing != found.cited
        )
    )


def _told_of(found: Link) -> str:
    doubt = "" if found.certain else "; another telegram may be meant"
    return f"{found.citing} cites {found.cited} ({found.how}{doubt})"


def _table(rows: Sequence[Row], link: Callable[[str], str] | None, top: float) -> Markup:
    """The columns of words, each telegram with its point in a group of its own."""
    keys = max(
        width_of(fit(row.node.key, WIDEST_KEY, TEXT, bold=row.asked), TEXT, bold=row.asked) for row in rows
    )
    dates = max(width_of(row.date, SMALL) for row in rows)
    at_date = MARGIN + max(keys, width_of("telegram", SMALL)) + GUTTER
    at_subject = at_date + dates + GUTTER
    heads = ((MARGIN, "telegram"), (at_date, "date"), (at_subject, "subject"))
    return together(
        *(label(x, top - 7, words, size=SMALL, ink=QUIET) for x, words in heads),
        *(_node(row, link, at_date, at_subject) for row in rows),
    )


def _node(row: Row, link: Callable[[str], str] | None, at_date: float, at_subject: float) -> Markup:
    node, y, bold = row.node, row.y + 3.2, row.asked
    subject = fit(_subject(node), WORDS_END - 4 - at_subject, SMALL)
    number = label(MARGIN, y, fit(node.key, WIDEST_KEY, TEXT, bold=bold), bold=bold)
    address = link(node.key) if link else None
    return element(
        "g",
        told(
            ", ".join(
                part for part in (node.key, row.date, node.classification, _state(node), node.subject) if part
            )
        ),
        element("a", number, href=address) if address and safe(address) else number,
        label(at_date, y, row.date, size=SMALL, ink=QUIET),
        label(at_subject, y, subject, size=SMALL, italic=not node.held, ink=None if node.held else QUIET),
        _bar(*row.reach, row.y) if row.reach else Markup(),
        _point(row.x, row.y, row.node.held, row.asked),
        data_key=node.key,
    )


def _state(node: Node) -> str:
    return "held here" if node.held else "not held here"


def _subject(node: Node) -> str:
    if node.held:
        return node.subject or "(no subject)"
    return f"not held here: {node.subject}" if node.subject else "not held here"


def safe(address: str) -> bool:
    """Whether an address can do no more than lead somewhere: it names no scheme, or one of the web."""
    scheme, colon, _ = address.strip().partition(":")
    return not colon or not {"/", "#", "?"}.isdisjoint(scheme) or scheme.lower() in SAFE


def _bar(left: float, right: float, y: float) -> Markup:
    """The days that a date may mean."""
    return together(
        line(left, y, right, y, INK, 0.8), *(line(x, y - 2, x, y + 2, INK, 0.8) for x in (left, right))
    )


def _point(x: float, y: float, held: bool, asked: bool) -> Markup:
    disc = element(
        "circle",
        cx=x,
        cy=y,
        r=ASKED if asked else RADIUS,
        fill=INK if held else PAPER,
        stroke=INK,
        stroke_dasharray=None if held else "1.8 1.4",
    )
    if not asked:
        return disc
    return together(element("circle", cx=x, cy=y, r=RING, fill=PAPER, stroke=INK, stroke_width=0.8), disc)


def _entries(rows: Sequence[Row], links: Sequence[Link]) -> list[Entry]:
    """The legend: only the signs that the picture has."""
    signs = (
        (
            any(row.asked for row in rows),
            Entry(partial(_disc_of_legend, True, True), 14, "the telegram asked for"),
        ),
        (any(row.node.held for row in rows), Entry(partial(_disc_of_legend, True, False), 8, "held here")),
        (
            not all(row.node.held for row in rows),
            Entry(partial(_disc_of_legend, False, False), 8, "not held here"),
        ),
        (any(row.reach for row in rows), Entry(_bar_of_legend, 22, "date known to the month or year")),
        (any(found.certain for found in links), Entry(partial(arrow, True), 24, "cites")),
        (
            not all(found.certain for found in links),
            Entry(partial(arrow, False), 24, "perhaps cites: another may be meant"),
        ),
        (
            any(row.node.estimated for row in rows),
            Entry(unsigned, -6, "“about”: estimated from the numbers of its post"),
        ),
    )
    return [entry for there, entry in signs if there]


def _disc_of_legend(held: bool, asked: bool, x: float, y: float) -> Markup:
    return _point(x + (RING if asked else RADIUS) + 0.5, y, held, asked)


def _bar_of_legend(x: float, y: float) -> Markup:
    return together(_bar(x, x + 22, y), _point(x + 11, y, True, False))
