"""A connection that failed at the proxy that this PC is told to use, not at the server behind it."""

import os
import re
import urllib.request

from wizard.model.problem import Problem

_VARIABLES = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")


def proxy_problem(error: Exception, host: str) -> Problem | None:
    """Return PROXY-WRONG where it was the proxy: where it is set, and its address without a login."""
    import requests  # noqa: PLC0415 - costs start-up time

    wrong = (requests.exceptions.ProxyError, requests.exceptions.InvalidProxyURL)
    if not isinstance(error, wrong):
        return None
    proxies = urllib.request.getproxies()
    address = proxies.get("https") or proxies.get("all") or ""
    setting = next((name for name in _VARIABLES if os.environ.get(name)), "this PC's internet settings")
    shown = re.sub(r"^(\w+://)?[^@/]*@", r"\1", address)[:100]
    return Problem("PROXY-WRONG", {"host": host, "proxy": shown or "unknown", "setting": setting})
