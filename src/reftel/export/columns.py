"""Columns: the attributes of telegrams and citations in files of graphs, one list for all forms."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from reftel.graph.whole import GraphEdge, GraphNode

Value = str | int | float | bool | None
Row = TypeVar("Row", GraphNode, GraphEdge)


class Column(NamedTuple, Generic[Row]):
    """One attribute: its name, its type in the words of GraphML, and its value."""

    name: str
    kind: str
    """``string``, ``int``, ``double`` or ``boolean``."""
    value: Callable[[Row], Value]


LABEL: Column[GraphNode] = Column("label", "string", lambda node: node.key)
WEIGHT: Column[GraphEdge] = Column("weight", "double", lambda edge: float(edge.places))
"""Names and weights, as Gephi looks for them in GraphML; other forms have a place of their own."""
NODES: tuple[Column[GraphNode], ...] = (
    Column("held", "boolean", lambda node: node.held),
    Column("aliases", "string", lambda node: " ".join(node.aliases) or None),
    Column("post", "string", lambda node: node.post),
    Column("year", "int", lambda node: node.year),
    Column("serial", "int", lambda node: node.serial),
    Column("date", "string", lambda node: node.date),
    Column("estimated", "boolean", lambda node: node.estimated),
    Column("classification", "string", lambda node: node.classification),
    Column("subject", "string", lambda node: node.subject),
    Column("cited", "int", lambda node: node.cited),
    Column("cites", "int", lambda node: node.cites),
)
MEASURES: tuple[Column[GraphNode], ...] = (
    Column("pagerank", "double", lambda node: node.measures.pagerank if node.measures else None),
    Column("component", "int", lambda node: node.measures.component if node.measures else None),
    Column("community", "int", lambda node: node.measures.community if node.measures else None),
)
"""Only where they were asked for."""
EDGES: tuple[Column[GraphEdge], ...] = (
    Column("how", "string", lambda edge: edge.how),
    Column("certain", "boolean", lambda edge: edge.certain),
    Column("labels", "string", lambda edge: edge.labels or None),
    Column("paragraphs", "string", lambda edge: edge.paragraphs or None),
)


def node_columns(measured: bool) -> tuple[Column[GraphNode], ...]:
    """The attributes of telegrams."""
    return (*NODES, *MEASURES) if measured else NODES
