"""Buttons that the window presses itself."""

from wizard.catalogue.schema import Action

RETRY = Action(label="", does="retry")
CLOSE = Action(label="", does="close")
BACK = Action(label="", does="back")
XERO = "https://go.xero.com/"
"""Where somebody who keeps the books signs in to Xero."""
