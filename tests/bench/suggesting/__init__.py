"""How long suggestions take, and how often the first and the first three are right."""
