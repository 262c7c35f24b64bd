"""Checks of the tables: links between them, agreement, licences, addresses."""
