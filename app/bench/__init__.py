"""Measuring: Torg starts its own server on loopback, loads it, and reports what it saw."""
