"""Tillbridge: connects a shop's back office to Xero, sets up its mail, and proves that both work."""

__version__ = "0.1.0"
