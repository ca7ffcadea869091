"""The command line: one module per group of commands, each command a library call and printing."""

from __future__ import annotations

from reftel.cli.app import main

__all__ = ["main"]
