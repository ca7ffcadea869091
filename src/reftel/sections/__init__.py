"""Sections: messages that hold a part of a telegram each, put together.

A centre sends a long telegram in sections, each a message of its own. ``choosing``
says which messages go together, ``joining`` makes one document and one record of
them, ``reading`` does both for a stream of inputs; an archive does both for what
it holds. Source: 5 FAH-2 H-321 (sections).
"""
