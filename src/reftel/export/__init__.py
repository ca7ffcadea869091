"""Export: what an archive knows, as files for other programs; one module for each kind of form."""

from __future__ import annotations
