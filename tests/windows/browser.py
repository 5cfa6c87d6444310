"""The browser of a Windows under Wine: walks the practice pages as their person would, and comes back.

`python -m tests.windows.browser ADDRESS`; Wine starts it for an address that a program opens.
"""

import sys

import requests

from wizard.gui.tour_person import visit


def main(address: str) -> None:
    """Visits an address and the one that its pages lead back to."""
    back = visit(address, requests.Session())
    requests.get(back, timeout=20).raise_for_status()


if __name__ == "__main__":
    main(sys.argv[1])
