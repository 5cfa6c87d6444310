"""Jobs of each day: keeping the schedule, and what it starts."""
