"""The self-checks of each chapter and its exercises: one module a chapter, named like its slug."""
