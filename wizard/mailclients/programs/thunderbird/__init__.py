"""Thunderbird."""

from wizard.mailclients.programs.thunderbird.client import Thunderbird

CLIENT = Thunderbird
"""The adapter."""
