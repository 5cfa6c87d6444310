"""Jobs that look at this PC."""
