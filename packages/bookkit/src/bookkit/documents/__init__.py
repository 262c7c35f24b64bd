"""Lessons on documents as data (`documents/<id>.yml`), the sets that they form (`documents/sets.yml`), and their rules."""
