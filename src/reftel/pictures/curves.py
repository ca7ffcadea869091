"""Curves: a citation drawn from the telegram that cites to the one that is cited."""

from __future__ import annotations

import math
from typing import NamedTuple

from reftel.pictures.sheet import told
from reftel.pictures.svg import Markup, element, steps, together

INK = "#4d4d4d"
LENGTH = 5.0
HALF = 2.1

Place = tuple[float, float]


class Point(NamedTuple):
    """The point of a telegram, and how far around it is its own."""

    x: float
    y: float
    radius: float


def citation(citing: Point, cited: Point, edges: tuple[float, float], words: str, certain: bool) -> Markup:
    """A curve with an arrow to the cited point, dashed where another may be meant.

    Rows are in order of time. So no point between the two lies before the day
    of a cited one above, nor after that of a cited one below: the curve leaves
    along the row of the citing telegram and comes in on the free side.
    """
    down = cited.y - citing.y
    side = 1 if down > 0 else -1
    room = abs((edges[1] if down > 0 else edges[0]) - cited.x)
    bow = min(9 + 0.08 * (abs(down) + abs(cited.x - citing.x)), room) / 0.75
    out = cited.x + side * bow
    arrival = (out, cited.y - down * 0.12)
    start = citing.x + (side if out * side > citing.x * side else -side) * citing.radius
    back = _towards(cited, arrival, cited.radius + LENGTH)
    curve = _stroke(steps("M", start, citing.y, "C", out, citing.y, *arrival, *back), certain)
    return element("g", told(words), curve, _head(_towards(cited, arrival, cited.radius), back))


def arrow(certain: bool, x: float, y: float) -> Markup:
    """A straight citation for the legend."""
    return together(_stroke(steps("M", x, y, "L", x + 19, y), certain), _head((x + 24, y), (x + 19, y)))


def _stroke(d: str, certain: bool) -> Markup:
    dashes = None if certain else "3 2.2"
    return element("path", d=d, fill="none", stroke=INK, stroke_width=0.8, stroke_dasharray=dashes)


def _head(tip: Place, back: Place) -> Markup:
    across, down = (tip[1] - back[1]) / LENGTH * HALF, (back[0] - tip[0]) / LENGTH * HALF
    d = steps("M", *tip, "L", back[0] + across, back[1] + down, back[0] - across, back[1] - down, "Z")
    return element("path", d=d, fill=INK)


def _towards(point: Point, other: Place, distance: float) -> Place:
    """The place at ``distance`` from a point in the direction of another."""
    across, down = other[0] - point.x, other[1] - point.y
    length = math.hypot(across, down) or 1.0
    return point.x + across / length * distance, point.y + down / length * distance
