"""Graph: who cites whom, from plain values; a cited telegram that is not held is a ghost."""

from __future__ import annotations

from reftel.citation import Citation
from reftel.graph.citations import citations
from reftel.graph.neighbours import Candidate, Neighbour, Neighbours, Way, neighbours

__all__ = ["Candidate", "Citation", "Neighbour", "Neighbours", "Way", "citations", "neighbours"]
