"""Exercises and marks for other systems: Canvas, Moodle, Gradescope, nbgrader."""
