"""Sources: bytes in, documents out.

``find`` names the files, ``unpacked`` gives what one holds: itself, read whole
(``load``), or the members of a container; ``documents`` decodes a source,
recognises its wrapper and says where the message stands. What cannot be read is a
``SourceError`` that names file and reason. A reader is one row of ``READERS``.
"""

from __future__ import annotations

from reftel.sources.containers import unpacked
from reftel.sources.files import find, load
from reftel.sources.readers import READERS, documents

__all__ = ["READERS", "documents", "find", "load", "unpacked"]
