"""``python -m reftel``: the same as the command ``reftel``."""

from __future__ import annotations

from reftel.cli import main

if __name__ == "__main__":
    main()
