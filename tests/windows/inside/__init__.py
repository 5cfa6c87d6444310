"""Tests that run inside Wine, on Windows' own Python."""
