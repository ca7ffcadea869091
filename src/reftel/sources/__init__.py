"""Sources: bytes in, documents out.

``find`` names the files, ``load`` reads one whole, ``documents`` decodes it,
recognises its wrapper and says where the message stands; ``read`` does all
three. What cannot be read is a ``SourceError`` that names file and reason; the
others go on. A reader is one function in ``readers.READERS``.
"""

from __future__ import annotations

from reftel.sources.files import find, load
from reftel.sources.readers import documents, read

__all__ = ["documents", "find", "load", "read"]
