"""Newer figures from public interfaces: fetch, compare with what is published, and store as a vintage."""


class RefreshError(Exception):
    """An answer that cannot be used; the message says in one sentence why."""


class Unreachable(RefreshError):
    """No connection to a host."""
