"""Measures the table of matches: a keystroke, a choice, suggestions, and writing the file."""
