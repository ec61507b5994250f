"""Recounting: what a published file says, counted again from its ballots. No database, no web."""
