"""What the environment's BROWSER names: follows the forms of the pages, then goes where they lead.

`python -m tests.faults.browser WHO ADDRESS`: WHO is `practice` or `provider`; `WHO-cancel` presses Cancel.
"""

import sys

import requests

from tests.faults.person import practice_person, provider_person


def main(who: str, address: str) -> int:
    """Return 0 once the program that waits has had its answer."""
    name, _, decision = who.partition("-")
    make = provider_person if name == "provider" else practice_person
    back = make(decision=decision or "allow").visit(address)
    with requests.Session() as browser:
        browser.trust_env = False
        return 0 if browser.get(back, timeout=20).status_code == 200 else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
