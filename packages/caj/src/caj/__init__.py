"""Helpers of the textbook Central Asia plus Japan: evidence, figures and self-checks."""

from caj.checks import check, is_right
from caj.data import DataError, describe, load, tables
from caj.figures import show
from caj.sources import Source, source

__all__ = ["DataError", "Source", "check", "describe", "is_right", "load", "show", "source", "tables"]
__version__ = "0.1.0"
