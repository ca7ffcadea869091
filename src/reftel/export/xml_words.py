"""XML words: text made fit for XML 1.0."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape, quoteattr

# Signs that XML 1.0 has no way to write.
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def sound(text: str) -> str:
    """The text with U+FFFD for signs that XML cannot hold."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def words(text: str) -> str:
    """The text as the content of an element."""
    return escape(sound(text), {"\r": "&#13;"})


def attribute(text: str) -> str:
    """The text as the value of an attribute, between quotation marks."""
    return quoteattr(sound(text))


def element(name: str, content: str | None, **attributes: str | None) -> str:
    """An element with a text; '' where there is no content."""
    if not content:
        return ""
    stated = "".join(f" {key}={attribute(value)}" for key, value in attributes.items() if value)
    return f"<{name}{stated}>{words(content)}</{name}>"
