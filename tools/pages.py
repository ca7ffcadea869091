"""Pages: how a generated page of docs/ is written, or held against what would be written."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path


def write_or_check(page: Path, text: str, about: str | None) -> None:
    """Write ``text`` to ``page``; with ``--check`` on the command line exit with 1 where it is stale."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is stale")
    if not parser.parse_args().check:
        page.write_text(text, encoding="utf-8")
    elif not page.exists() or page.read_text(encoding="utf-8") != text:
        sys.exit(f"{page.name} is stale: run `make docs`")
