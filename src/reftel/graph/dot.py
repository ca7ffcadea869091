"""Dot: a thread in the language of Graphviz."""

from __future__ import annotations

from collections.abc import Iterator

from reftel.graph.thread import Link, Node, Thread

_LONGEST = 60  # characters of a subject


def dot(thread: Thread) -> str:
    """The thread as a directed graph: ghosts dashed, citations that may mean others dashed, too."""
    return "\n".join(_lines(thread)) + "\n"


def _lines(thread: Thread) -> Iterator[str]:
    yield f"digraph {_quoted(thread.key)} {{"
    yield "  rankdir=LR;"
    yield "  node [shape=box];"
    for node in thread.nodes:
        yield f"  {_quoted(node.key)} [{', '.join(_node(node))}];"
    for link in thread.links:
        yield f"  {_quoted(link.citing)} -> {_quoted(link.cited)}{_link(link)};"
    yield "}"


def _node(node: Node) -> Iterator[str]:
    date = f"{'about ' if node.estimated else ''}{node.date[:10]}" if node.date else ""
    subject = node.subject or ""
    short = subject if len(subject) <= _LONGEST else subject[: _LONGEST - 1] + "…"
    told = "" if node.held else "not held here"
    yield f"label={_quoted(chr(10).join(filter(None, (node.key, date, short, told))))}"
    styles = [name for name, is_so in (("dashed", not node.held), ("bold", node.steps == 0)) if is_so]
    if styles:
        yield f"style={_quoted(','.join(styles))}"


def _link(link: Link) -> str:
    return "" if link.certain else " [style=dashed]"


def _quoted(text: str) -> str:
    """A string of the language; a line break stays one, control characters become blanks."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return '"' + "".join(sign if sign.isprintable() else " " for sign in escaped) + '"'
