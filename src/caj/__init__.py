"""Helpers of the textbook Central Asia plus Japan: evidence, figures and self-checks."""

from caj.checks import check
from caj.data import DataError, Source, describe, load, source, tables
from caj.figures import show

__all__ = ["DataError", "Source", "check", "describe", "load", "show", "source", "tables"]
__version__ = "0.1.0"
