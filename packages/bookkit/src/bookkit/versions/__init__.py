"""The book on other versions of Python and of its packages, and the lock of the tested ones."""
