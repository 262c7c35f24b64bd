"""Grading: submissions run in a sandbox, answers leave as plain values, tests stay on the trusted side."""
