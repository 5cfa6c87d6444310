"""Jobs that write something down or compare a copy."""
