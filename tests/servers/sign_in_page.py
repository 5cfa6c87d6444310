"""Whoever sits in front of the practice Microsoft's page."""

from urllib.parse import urlsplit

import requests

from wizard.practice import PracticeServices


def press(services: PracticeServices, address: str, button: str) -> str:
    """Open the sign-in page, press Accept or Cancel, and return the address that it leads to."""
    trust = str(services.ca_file)
    page = requests.get(address, verify=trust, allow_redirects=False, timeout=10)
    if page.status_code == 302:
        return page.headers["Location"]
    links = [part.partition('"')[0].replace("&amp;", "&") for part in page.text.split('href="')[1:]]
    target = links[0] if button == "accept" else links[1]
    if target.startswith("http://localhost:"):
        return target
    base = f"{urlsplit(address).scheme}://{urlsplit(address).netloc}"
    reply = requests.get(base + target, verify=trust, allow_redirects=False, timeout=10)
    return reply.headers["Location"]
