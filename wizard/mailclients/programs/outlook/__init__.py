"""Classic Outlook."""

from wizard.mailclients.programs.outlook.client import Outlook

CLIENT = Outlook
"""The adapter."""
