"""Stations: a post's name as telegrams print it.

In goes the canonical name, out comes the one with blanks, taken from the post's address.
"""

from __future__ import annotations

from functools import cache

from reftel import tables


@cache
def printed_name(name: str) -> str:
    """A post's name with its blanks: ``NEW DELHI``; the canonical one where no address has it."""
    post = tables.post(name)
    printed = post.plads[0].partition(" ")[2] if post and post.plads else ""
    return printed if tables.squeezed(printed) == name else name
