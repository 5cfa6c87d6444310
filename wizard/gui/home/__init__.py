"""The home page: what can be set up, where it stands, and what is wrong with this PC."""
