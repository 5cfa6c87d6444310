"""Secrets: kept in the system's password store, in parts, never in plain text."""
