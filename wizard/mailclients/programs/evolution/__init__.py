"""Evolution."""

from wizard.mailclients.programs.evolution.client import Evolution

CLIENT = Evolution
"""The adapter."""
