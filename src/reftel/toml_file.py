"""Files of settings in TOML, as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reftel.errors import SettingError, readable


def read_toml(path: str | Path) -> dict[str, Any]:
    """What a file of settings holds; raises ``SettingError`` where it cannot be read, or is no TOML."""
    import tomllib  # few commands need it

    try:
        return tomllib.loads(Path(path).read_text("utf-8-sig"))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SettingError(f"{readable(str(path))}: cannot be read as TOML ({reason})") from error
