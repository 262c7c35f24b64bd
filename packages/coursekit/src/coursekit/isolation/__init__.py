"""The walls around a student's code: sandbox, limits, and whether this machine has them."""
