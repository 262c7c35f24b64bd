"""Assign exercises: what may vary, who gets which variant, the folders for a class, and the key."""
