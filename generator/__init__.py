"""Byline: a folder of analysis in, a publication out."""

__version__ = "0.1.0"
