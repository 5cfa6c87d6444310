"""Installs the provider's packages, so that no test has to: `python -m tests.servers.openid_provider`."""

import sys

from tests.servers.openid_provider.node import NotHereError, find_node, provide_packages

if __name__ == "__main__":
    try:
        sys.stdout.write(f"{provide_packages(find_node())}\n")
    except NotHereError as error:
        sys.exit(str(error))
