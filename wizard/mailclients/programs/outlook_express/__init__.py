"""Outlook Express."""

from wizard.mailclients.programs.outlook_express.client import OutlookExpress

CLIENT = OutlookExpress
"""The adapter."""
