"""The command line: one module per group of commands, each command a library call and printing."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> None:
    """Run the command line on ``sys.argv`` and exit; Ctrl-C is quiet even while modules are loaded."""
    try:
        from reftel.cli.app import run

        run()
    except KeyboardInterrupt:
        sys.stderr.write("reftel: interrupted\n")
        sys.exit(130)
