"""A procedure in the window: its page, its jobs, the moves between its steps."""
