"""reftel: raw diplomatic telegrams in, a structured, linked, searchable archive out."""

__version__ = "0.1.0"
