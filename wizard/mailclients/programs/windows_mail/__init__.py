"""Windows Mail and Windows Live Mail."""

from wizard.mailclients.programs.windows_mail.client import WindowsMail

CLIENT = WindowsMail
"""The adapter."""
