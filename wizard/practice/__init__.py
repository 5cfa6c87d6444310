"""Practice services: a stand-in for Xero and a mail host, on loopback, with published logins and faults."""

from wizard.practice.child import serve
from wizard.practice.faults import FAULTS, UnknownFaultError
from wizard.practice.services import PracticeServices

__all__ = ["FAULTS", "PracticeServices", "UnknownFaultError", "serve"]
