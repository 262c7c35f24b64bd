"""Exercises and classes: sources, variants, isolation, marking, exports."""
