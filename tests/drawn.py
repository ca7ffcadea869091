"""What a drawn picture says, read back from its SVG: words and the boxes they take."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from xml.etree import ElementTree as ET

SVG = "{http://www.w3.org/2000/svg}"
# Advances of the signs from " " to "~", in thousandths of the size: of DejaVu Sans, a wide one.
SANS = """
318 401 460 838 636 950 780 275 390 390 500 838 318 361 318 337 636 636 636 636 636 636 636 636 636 636
337 337 838 838 838 531 1000 684 686 698 770 632 575 775 752 295 295 656 557 863 748 787 603 787 695 635
611 732 684 989 685 611 685 390 337 390 838 500 500 613 635 550 635 615 352 635 634 278 278 579 278 974
634 612 635 635 411 521 392 634 592 818 592 592 525 636 337 636 838
"""
HEAVY = """
348 456 521 838 696 1002 872 306 457 457 523 838 380 415 380 365 696 696 696 696 696 696 696 696 696 696
400 400 838 838 838 580 1000 774 762 734 830 683 683 821 837 372 372 775 637 995 837 850 733 850 770 720
682 812 774 1103 771 724 725 457 365 457 838 500 500 675 716 593 716 678 435 716 712 343 343 665 343 1042
712 687 716 716 493 595 478 712 652 924 645 652 582 712 365 712 838
"""
ADVANCES = {
    weight: {chr(32 + place): int(width) / 1000 for place, width in enumerate(widths.split())}
    for weight, widths in (("normal", SANS), ("bold", HEAVY))
}
INHERITED = ("font-size", "font-weight", "text-anchor")
TURNED = re.compile(r"rotate\(-90 \S+ \S+\)")


@dataclass(frozen=True)
class Box:
    """The rectangle that some words take on the page."""

    words: str
    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )


def root_of(svg: str) -> ET.Element:
    return ET.fromstring(svg.encode("utf-8"))


def words_of(svg: str) -> list[str]:
    return [box.words for box in boxes_of(svg)]


def boxes_of(svg: str) -> list[Box]:
    return list(_boxes(root_of(svg), {"font-size": "9", "font-weight": "normal", "text-anchor": "start"}))


def meeting(svg: str) -> list[tuple[str, str]]:
    """Pairs of words that would be printed over one another."""
    found = combinations([box for box in boxes_of(svg) if box.words], 2)
    return [(one.words, other.words) for one, other in found if one.meets(other)]


def outside(svg: str) -> list[str]:
    """Words that would leave the page."""
    width, height = map(float, root_of(svg).attrib["viewBox"].split()[2:])
    return [
        box.words
        for box in boxes_of(svg)
        if box.left < 0 or box.top < 0 or box.right > width or box.bottom > height
    ]


def _boxes(element: ET.Element, above: dict[str, str]) -> Iterator[Box]:
    inherited = above | {name: element.attrib[name] for name in INHERITED if name in element.attrib}
    if element.tag == f"{SVG}text":
        yield _box(element, inherited)
    for child in element:
        yield from _boxes(child, inherited)


def _box(element: ET.Element, inherited: dict[str, str]) -> Box:
    words, size = element.text or "", float(inherited["font-size"])
    advances = ADVANCES[inherited["font-weight"]]
    length = size * sum(advances.get(sign, 1.0) for sign in words)
    x, y = float(element.attrib["x"]), float(element.attrib["y"])
    if "transform" in element.attrib:
        assert TURNED.fullmatch(element.attrib["transform"])
        return Box(words, x - 0.76 * size, y - length, x + 0.24 * size, y)
    left = x - {"start": 0.0, "middle": length / 2, "end": length}[inherited["text-anchor"]]
    return Box(words, left, y - 0.76 * size, left + length, y + 0.24 * size)
