"""Installs the provider's packages, so that no test has to: `python -m tests.servers.openid_provider`.

With the word `pin` behind it, it resolves them anew into package-lock.json instead.
"""

import sys

from tests.servers.openid_provider.node import NotHereError, find_node, provide_packages, write_lock

if __name__ == "__main__":
    try:
        work = write_lock if sys.argv[1:] == ["pin"] else provide_packages
        sys.stdout.write(f"{work(find_node())}\n")
    except NotHereError as error:
        sys.exit(str(error))
