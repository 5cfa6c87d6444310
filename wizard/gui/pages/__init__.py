"""One page per kind of screen."""
