"""Tests that break things on purpose: kills, races, lost replies."""
