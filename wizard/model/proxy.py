"""A connection that failed at the proxy that this PC is told to use, not at the server behind it."""

import os
import re
import urllib.request

from wizard.model.problem import Problem

NOT_LOOPBACK = "not loopback in this world"
"""What a session of another world than the live one says to a destination elsewhere."""
_VARIABLES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


def proxy_problem(error: Exception, host: str) -> Problem | None:
    """Return PROXY-WRONG where it was the proxy: where it is set, and its address without a login."""
    import requests  # noqa: PLC0415 - costs start-up time

    proxies = urllib.request.getproxies()
    address = proxies.get("https") or proxies.get("all") or ""
    # Our own addresses are right: where one "cannot be parsed", or needs SOCKS, it is the proxy's.
    odd = (requests.exceptions.InvalidURL, requests.exceptions.InvalidSchema)
    is_proxy = isinstance(error, requests.exceptions.ProxyError) or (address and isinstance(error, odd))
    if not is_proxy or str(error) == NOT_LOOPBACK:
        return None
    setting = next((name for name in _VARIABLES if os.environ.get(name)), "this PC's internet settings")
    shown = re.sub(r"^(\w+://)?[^@/]*@", r"\1", address)[:100]
    return Problem("PROXY-WRONG", {"host": host, "proxy": shown or "unknown", "setting": setting})
