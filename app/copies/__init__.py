"""Copies of all that a laptop holds: written, checked and read back. No web, no database server."""
