"""Member names: what a container calls its members, as names that can be stored, printed and told apart.

Nothing is ever written to the disk under such a name. One that would lead out of
a folder is refused all the same: whoever made it meant no good, or made a mistake.
"""

from __future__ import annotations

import hashlib
import re

from reftel.errors import member_path, readable

_LONGEST = 1024  # characters of one member's name
_SHOWN = 200  # of one that is longer
# C0, DEL, C1, line separators, and the signs that turn the direction of writing
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# C:\cables\a.txt or \\server\cables
_FROM_ROOT = re.compile(r"[/\\]|[A-Za-z]:")
_PARTING = re.compile(r"[/\\]")
# cables.tar.gz: what is packed alone has the name of the container, without its last suffix
_PACKED = re.compile(r"(?i)(?P<stem>.+)\.(?:gz|bz2|xz|zst)")


def refusal(name: str) -> str | None:
    """Why a member of this name is not read; ``None`` for a name that is well."""
    if len(name) > _LONGEST:
        return f"has a name of more than {_LONGEST:,} characters"
    if _FROM_ROOT.match(name):
        return "has a name that begins at the root of a disk"
    if ".." in _PARTING.split(name):
        return "has a name that leads out of its container"
    return None if _cleaned(name) else "has no name"


def is_hidden(name: str) -> bool:
    """Whether a member is hidden, as files are: left out without a word."""
    return any(piece.startswith(".") and piece not in (".", "..") for piece in name.split("/"))


def joined(container: str, member: str) -> str:
    """The path of a member within all layers; ``container`` is empty for the file that was given."""
    return member_path(container, member) if container else member


def packed_alone(name: str) -> str:
    """The name of what is packed alone in a compressed file called ``name``."""
    last = _PARTING.split(name)[-1]
    found = _PACKED.fullmatch(last)
    return found["stem"] if found else last


class Names:
    """The names of one container's members, each given once."""

    def __init__(self) -> None:
        self._given: set[bytes] = set()  # hashes: names may be long and many

    def of(self, name: str) -> str:
        """A member's name, written so that it can be stored; the second ``a.txt`` is ``a.txt (2)``."""
        written = _cleaned(name) or "(no name)"
        if len(written) > _SHOWN and len(name) > _LONGEST:
            written = f"{written[:_SHOWN]}…"
        unique, number = written, 1
        while (sign := hashlib.blake2b(unique.encode(), digest_size=16).digest()) in self._given:
            number += 1
            unique = f"{written} ({number})"
        self._given.add(sign)
        return unique


def _cleaned(name: str) -> str:
    """A name without needless dots and slashes, what cannot be read or printed written out."""
    written = _CONTROLS.sub(lambda found: f"\\x{ord(found[0]):02x}", readable(name))
    return "/".join(piece for piece in written.split("/") if piece not in ("", "."))
