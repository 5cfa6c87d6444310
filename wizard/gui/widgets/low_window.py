"""When a window is low, and how close things stand in it then."""

LOW = 44
"""In heights of a line: a lower window has no room for a large heading, nor any to waste."""
CLOSE = 2
"""Pixels between what stands below each other in such a window, where it would have to be scrolled."""
