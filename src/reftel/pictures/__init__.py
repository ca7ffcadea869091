"""Pictures: what the graph knows, drawn as SVG from plain values.

In go values of :mod:`reftel.graph` or counts, out comes the text of an SVG
document, the same for the same values. It can be printed in black and white,
and can stand in a web page as it is: it has no script, no style sheet and no
address but those that it was given.
"""

from __future__ import annotations

from reftel.pictures.coverage import coverage_picture
from reftel.pictures.matrix import matrix_picture
from reftel.pictures.months import months_picture
from reftel.pictures.thread import thread_picture

__all__ = ["coverage_picture", "matrix_picture", "months_picture", "thread_picture"]
