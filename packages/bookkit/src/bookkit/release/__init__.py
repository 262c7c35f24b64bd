"""Editions of the book: version by date, what changed, and every file that is released, the same from the same commit."""
