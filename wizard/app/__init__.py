"""Composition root: builds the World and the services once."""
