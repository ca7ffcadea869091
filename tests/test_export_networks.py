"""Files of graphs: what NetworkX reads from them is what was written."""

from __future__ import annotations

import csv
import io
from typing import Any

import networkx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reftel.export.networks import FORMS, edges_csv, gexf, graphml, nodes_csv
from reftel.graph.measures import Measures, measure
from reftel.graph.whole import GraphEdge, GraphNode, Network

NODES = (
    GraphNode(
        "07BAMAKO1361", True, "BAMAKO", 2007, 1361, "2007-11-28", False, "SECRET", 'A "<&>" IN É', 0, 2
    ),
    GraphNode("07DAKAR77", True, "DAKAR", 2007, 77, None, False, None, "=1+1\x00", 1, 0),
    GraphNode("06LAGOS12", False, "LAGOS", 2006, 12, "2006-05-01", True, None, None, 1, 0),
)
EDGES = (
    GraphEdge("07BAMAKO1361", "07DAKAR77", "reference", True, 3, "A B", "2 6A"),
    GraphEdge("07BAMAKO1361", "06LAGOS12", "mention", False, 1, "", "4"),
)
NETWORK = Network(NODES, EDGES)
MEASURED = Network([node._replace(measures=Measures(0.25, 1, 2)) for node in NODES], EDGES, True)


def read(form: str, network: Network) -> Any:
    """The graph, as NetworkX reads what was written."""
    text = "".join(FORMS[form][0](network)).encode("utf-8")
    return {"graphml": networkx.read_graphml, "gexf": networkx.read_gexf}[form](io.BytesIO(text))


def stated(node: GraphNode) -> dict[str, object]:
    """The attributes of a node that are known, as a reader has them."""
    told = {name: value for name, value in node._asdict().items() if name not in ("key", "measures")}
    told["aliases"] = " ".join(node.aliases)
    if node.subject:
        told["subject"] = node.subject.replace("\x00", "\ufffd")
    return {name: value for name, value in told.items() if value is not None}


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_networkx_reads_it_back(form: str) -> None:
    graph = read(form, NETWORK)
    assert graph.is_directed()
    assert {
        key: {name: value for name, value in told.items() if name != "label"}
        for key, told in graph.nodes(data=True)
    } == {node.key: stated(node) for node in NODES}
    assert all(told["label"] == key for key, told in graph.nodes(data=True))
    for edge in EDGES:
        told = graph.edges[edge.citing, edge.cited]
        assert (told["how"], told["certain"], told["weight"]) == (edge.how, edge.certain, float(edge.places))
        assert (told.get("labels", ""), told.get("paragraphs", "")) == (edge.labels, edge.paragraphs)
    assert graph.number_of_edges() == len(EDGES)


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_measures_come_with_it_where_they_were_asked_for(form: str) -> None:
    told = read(form, MEASURED).nodes["07DAKAR77"]
    assert (told["pagerank"], told["component"], told["community"]) == (0.25, 1, 2)
    assert "pagerank" not in read(form, NETWORK).nodes["07DAKAR77"]


def test_tables() -> None:
    nodes = list(csv.DictReader(io.StringIO("".join(nodes_csv(MEASURED)))))
    assert [(row["Id"], row["held"], row["pagerank"]) for row in nodes] == [
        ("07BAMAKO1361", "true", "0.25"),
        ("07DAKAR77", "true", "0.25"),
        ("06LAGOS12", "false", "0.25"),
    ]
    assert nodes[1]["subject"].startswith("'=1+1"), "no formula for a spreadsheet"
    edges = list(csv.DictReader(io.StringIO("".join(edges_csv(NETWORK)))))
    assert [(row["Source"], row["Target"], row["Type"], row["Weight"]) for row in edges] == [
        ("07BAMAKO1361", "07DAKAR77", "Directed", "3"),
        ("07BAMAKO1361", "06LAGOS12", "Directed", "1"),
    ]


@given(st.text())
def test_any_subject_is_sound_xml(subject: str) -> None:
    network = Network([NODES[0]._replace(subject=subject or None)], [])
    for write, form in ((graphml, "graphml"), (gexf, "gexf")):
        assert "".join(write(network))
        assert list(read(form, network)) == ["07BAMAKO1361"]


def test_an_empty_graph() -> None:
    for form in ("graphml", "gexf"):
        assert len(read(form, Network([], []))) == 0


# ---------------------------------------------------------------- measures


def test_measures() -> None:
    star = [(f"07DAKAR{i}", "07STATE1") for i in range(2, 8)]
    pair = [("07LIMA2", "07LIMA1")]
    found = measure([*star, *pair])
    assert {found[key].component for pair in star for key in pair} == {1}
    assert {found[key].component for key in pair[0]} == {2}
    assert max(found, key=lambda key: found[key].pagerank) == "07STATE1"
    assert sum(one.pagerank for one in found.values()) == pytest.approx(1)
    assert found["07LIMA1"].community == found["07LIMA2"].community != found["07STATE1"].community
    assert measure([]) == {}


@given(
    st.lists(st.tuples(st.sampled_from("ABCDEF"), st.sampled_from("ABCDEF")), max_size=12),
    st.randoms(use_true_random=False),
)
def test_measures_do_not_depend_on_the_order(pairs: list[tuple[str, str]], chance: Any) -> None:
    shuffled = list(pairs)
    chance.shuffle(shuffled)
    assert measure(pairs) == measure(shuffled)
