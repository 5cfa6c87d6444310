"""Passwords as /etc/shadow keeps them."""

import subprocess

from tests.servers.processes import tool


def sha512_crypt(password: str) -> str:
    """A password in the form `$6$salt$hash`."""
    command = [tool("openssl"), "passwd", "-6", "-stdin"]
    done = subprocess.run(command, input=password, capture_output=True, text=True, check=True)
    return done.stdout.strip()
