"""Layout of a thread's picture: which telegrams are drawn, and where each stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reftel.graph.thread import Node, Thread
from reftel.pictures.sheet import MARGIN, PORTRAIT
from reftel.pictures.time_axis import Period, period

ROW = 14.0
LEFT = 398.0  # of the plot; the columns of words end before it
UNDATED = 62.0  # width of the column of points without a date
INSIDE = 24.0  # left free at both ends of the axis, for curves
SHORTEST_BAR = 11.0  # a shorter one would be hidden by its point
SHORTEST = 6.0  # days on the axis, also where all telegrams are of one day


@dataclass(frozen=True, slots=True)
class Axis:
    """Days, and where they stand between the edges of the plot."""

    first: float
    last: float
    dated: bool
    """Whether there is any date; without one there is nothing to measure."""
    right: float
    undated: float | None
    """Middle of the column of telegrams without a date; ``None`` where all have one."""

    def x(self, day: float) -> float:
        """Where a day stands."""
        room = self.right - LEFT - 2 * INSIDE
        return LEFT + INSIDE + (day - self.first) / (self.last - self.first) * room


@dataclass(frozen=True, slots=True)
class Row:
    """One telegram of the picture and where it stands."""

    node: Node
    asked: bool
    date: str
    """Its date as it is read."""
    y: float
    x: float
    reach: tuple[float, float] | None
    """Where its date may be, if it is known to the month or year only and the axis can show that."""


def nearest(thread: Thread, most: int) -> list[Node]:
    """At most ``most`` nodes in the order of the thread: fewest citations away, then closest in time."""
    places = {node.key: place for place, node in enumerate(thread.nodes)}
    nodes = [thread.nodes[place] for place in sorted(places.values())]
    days = {node.key: found.middle for node in nodes if (found := period(node.date))}

    def distance(node: Node) -> tuple[float, ...]:
        known = thread.key in days and node.key in days
        away = abs(days[node.key] - days[thread.key]) if known else float("inf")
        return (node.key != thread.key, node.steps, away, places[node.key])

    near = {node.key for node in sorted(nodes, key=distance)[: max(most, 1)]}
    return [node for node in nodes if node.key in near]


def axis_of(nodes: Sequence[Node]) -> Axis:
    """The axis from the first to the last date there is, never shorter than some days."""
    periods = [found for node in nodes if (found := period(node.date))]
    first = min((found.first for found in periods), default=1)
    last = max((found.last + 1 for found in periods), default=1)
    spare = max(SHORTEST - (last - first), 0) / 2
    undated = len(periods) < len(nodes)
    right = PORTRAIT - MARGIN - (UNDATED if undated else 0)
    middle = PORTRAIT - MARGIN - UNDATED / 2 if undated else None
    return Axis(first - spare, last + spare, bool(periods), right, middle)


def rows_of(nodes: Sequence[Node], asked: str, axis: Axis, top: float) -> list[Row]:
    """A row for each node, from ``top`` downwards."""
    return [
        _row(node, node.key == asked, axis, top + ROW * (place + 0.5)) for place, node in enumerate(nodes)
    ]


def _row(node: Node, asked: bool, axis: Axis, y: float) -> Row:
    when = period(node.date)
    if when is None:
        return Row(node, asked, "not known", y, axis.undated or 0.0, None)
    reach = (axis.x(when.first), axis.x(when.last + 1))
    seen = when.first < when.last and reach[1] - reach[0] > SHORTEST_BAR
    return Row(node, asked, _words(node, when), y, axis.x(when.middle), reach if seen else None)


def _words(node: Node, when: Period) -> str:
    return f"about {when.words}" if node.estimated else when.words
