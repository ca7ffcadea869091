"""Sources: bytes in, documents out.

``find`` names the files, ``unpacked`` gives what one holds: itself, read whole
(``load``), the members of a container, or the rows of a table; ``documents`` decodes a source,
recognises its wrapper and says where the message stands. What cannot be read is a
``SourceError`` that names file and reason. A reader is one row of ``READERS``.
"""

from __future__ import annotations

from reftel.sources.containers import opened, unpacked
from reftel.sources.files import find, load
from reftel.sources.readers import READERS, documents

__all__ = ["READERS", "documents", "find", "load", "opened", "unpacked"]
