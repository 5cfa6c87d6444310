"""Pictures of screens in states that the tour does not come to, to be looked at."""
