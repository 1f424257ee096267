"""contentshop: a compiler from content to commerce."""

__version__ = "0.1.0"
