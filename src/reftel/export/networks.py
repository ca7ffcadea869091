"""Networks: the graph as GraphML, GEXF and tables of nodes and edges, line by line.

Telegrams are named by their keys. Ghosts are nodes like the others, with ``held`` false; a citation
that may mean several telegrams has an edge to each, with ``certain`` false.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from reftel.export import table
from reftel.export.columns import EDGES, LABEL, WEIGHT, Column, Row, Value, node_columns
from reftel.export.xml_words import sound
from reftel.graph.whole import GraphEdge, Network

_GEXF_KINDS = {"int": "integer"}


def graphml(network: Network) -> Iterator[str]:
    """The graph in GraphML (http://graphml.graphdrawing.org)."""
    columns = (LABEL, *node_columns(network.measured))
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    attributes = (WEIGHT, *EDGES)
    for ends, kinds in (("node", _kinds(columns)), ("edge", _kinds(attributes))):
        for name, kind in kinds.items():
            yield f'  <key id="{ends}-{name}" for="{ends}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '  <graph edgedefault="directed">\n'
    for node in network.nodes:
        told = "".join(f'<data key="node-{name}">{value}</data>' for name, value in _told(columns, node))
        yield f"    <node id={_attribute(node.key)}>{told}</node>\n"
    for edge in network.edges:
        told = "".join(f'<data key="edge-{name}">{value}</data>' for name, value in _told(attributes, edge))
        yield f"    <edge {_ends(edge)}>{told}</edge>\n"
    yield "  </graph>\n</graphml>\n"


def gexf(network: Network) -> Iterator[str]:
    """The graph in GEXF 1.2, which Gephi reads (https://gexf.net)."""
    columns = node_columns(network.measured)
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    yield '<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">\n'
    yield '  <graph defaultedgetype="directed" mode="static">\n'
    for ends, kinds in (("node", _kinds(columns)), ("edge", _kinds(EDGES))):
        yield f'    <attributes class="{ends}">\n'
        for name, kind in kinds.items():
            yield f'      <attribute id="{name}" title="{name}" type="{_GEXF_KINDS.get(kind, kind)}"/>\n'
        yield "    </attributes>\n"
    yield "    <nodes>\n"
    for node in network.nodes:
        name = _attribute(node.key)
        yield f"      <node id={name} label={name}>{_attvalues(_told(columns, node))}</node>\n"
    yield "    </nodes>\n    <edges>\n"
    for number, edge in enumerate(network.edges):
        told = _attvalues(_told(EDGES, edge))
        yield f'      <edge id="{number}" {_ends(edge)} weight="{edge.places}">{told}</edge>\n'
    yield "    </edges>\n  </graph>\n</gexf>\n"


def nodes_csv(network: Network) -> Iterator[str]:
    """The telegrams as a table, with the titles that Gephi knows."""
    columns = node_columns(network.measured)
    rows = ((node.key, node.key, *(one.value(node) for one in columns)) for node in network.nodes)
    return table.lines(("Id", "Label", *_kinds(columns)), rows)


def edges_csv(network: Network) -> Iterator[str]:
    """The citations as a table, with the titles that Gephi knows."""
    rows = (
        (edge.citing, edge.cited, "Directed", edge.places, *(one.value(edge) for one in EDGES))
        for edge in network.edges
    )
    return table.lines(("Source", "Target", "Type", "Weight", *_kinds(EDGES)), rows)


FORMS: Mapping[str, tuple[Callable[[Network], Iterator[str]], str]] = {
    "graphml": (graphml, "the graph for Gephi, Cytoscape, NetworkX, igraph"),
    "gexf": (gexf, "the graph for Gephi"),
    "nodes": (nodes_csv, "its telegrams, held or cited, as CSV"),
    "edges": (edges_csv, "its citations, as CSV"),
}
"""Name -> what writes the form, and what it is."""


# ---------------------------------------------------------------- parts


def _kinds(columns: Sequence[Column[Row]]) -> dict[str, str]:
    return {column.name: column.kind for column in columns}


def _told(columns: Sequence[Column[Row]], row: Row) -> Iterator[tuple[str, str]]:
    """The attributes that a row states, as text for XML."""
    for column in columns:
        value = column.value(row)
        if value is not None:
            yield column.name, escape(_text(value))


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return sound(str(value))


def _attvalues(told: Iterable[tuple[str, str]]) -> str:
    values = "".join(
        f'<attvalue for="{name}" value="{value.replace(chr(34), "&quot;")}"/>' for name, value in told
    )
    return f"<attvalues>{values}</attvalues>"


def _ends(edge: GraphEdge) -> str:
    return f"source={_attribute(edge.citing)} target={_attribute(edge.cited)}"


def _attribute(text: str) -> str:
    return quoteattr(_text(text))
