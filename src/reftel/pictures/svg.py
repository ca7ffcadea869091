"""SVG: elements as text, with whatever they hold made safe.

In go names, values and texts of any kind, out comes markup that every XML
parser takes (XML 1.0, section 2.2): what it forbids becomes U+FFFD.
"""

from __future__ import annotations

import re

REPLACEMENT = "\ufffd"
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # of XML 1.0: "\x07" goes
SIGNS = str.maketrans(
    {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&quot;",
        "'": "&#39;",
        "\t": "&#9;",
        "\n": "&#10;",
        "\r": "&#13;",  # XML would read a bare one as "\n", and any of the three as a space in an attribute
    }
)

Value = str | float | None


class Markup(str):
    """Text that is SVG already, and is not escaped again."""

    __slots__ = ()


def escaped(text: str) -> Markup:
    """``text`` as content or attribute; what XML forbids is replaced."""
    return Markup(FORBIDDEN.sub(REPLACEMENT, text).translate(SIGNS))


def together(*parts: Markup) -> Markup:
    """Several pieces of markup, one after another."""
    return Markup("".join(parts))


def element(tag: str, /, *content: str, **attributes: Value) -> Markup:
    """An element: ``content`` is markup or text; attributes that are ``None`` are left out.

    ``font_size`` becomes ``font-size``; numbers are written with two decimals at most.
    """
    written = "".join(
        f' {name.replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    inner = "".join(part if isinstance(part, Markup) else escaped(part) for part in content)
    return Markup(f"<{tag}{written}>{inner}</{tag}>" if inner else f"<{tag}{written}/>")


def steps(*parts: str | float) -> str:
    """The ``d`` of a path: letters and numbers in turn."""
    return " ".join(part if isinstance(part, str) else number(part) for part in parts)


def number(value: float) -> str:
    """A number with two decimals at most, and the same on every machine."""
    written = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if written == "-0" else written


def _value(value: str | float) -> str:
    return escaped(value) if isinstance(value, str) else number(value)
