"""Claws Mail."""

from wizard.mailclients.programs.claws_mail.client import ClawsMail

CLIENT = ClawsMail
"""The adapter."""
