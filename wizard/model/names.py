"""What can be a server's name, an e-mail address or an app's id, and a value without its label."""

import re

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*\.?")
_URL = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]*://)?(?P<host>[A-Za-z0-9.-]+)(?::(?P<port>\d{1,5}))?(?:/.*)?")
_ADDRESS = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
_GUID = re.compile(r"[0-9A-Fa-f]{8}-([0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_GOOGLE_CLIENT = re.compile(r"[0-9]+-[A-Za-z0-9_]+\.apps\.googleusercontent\.com")

_LABELLED = re.compile(
    r"""[{\s"'`“]*                                # as in JSON, or in quotes
    [A-Za-z][A-Za-z_ -]{0,40}                     # what it is called
    ["'`”]?\s*[:=]\s*
    ["'`“”]?(?P<value>[A-Za-z0-9_~.-]{20,200}?)
    [\s"'`”},;.]*""",
    re.VERBOSE,
)


def unlabelled(text: str) -> str:
    """Return a key without the label that mails and files write before it (`Client ID: …`, `API_KEY=…`).

    Quotes, commas and full stops around it go too; whatever is written otherwise stays as it is.
    """
    found = _LABELLED.fullmatch(text)
    return found["value"] if found else text.strip("\"'`“”").removesuffix(".")


def is_client_id(text: str) -> bool:
    """Whether a text is a Microsoft app's client id (a GUID) or a Google one's; never a secret's shape."""
    return bool(_GUID.fullmatch(text) or _GOOGLE_CLIENT.fullmatch(text))


def is_guid(text: str) -> bool:
    """Whether a text is a GUID, as Xero's ids are."""
    return bool(_GUID.fullmatch(text))


def is_tenant(text: str) -> bool:
    """Whether a text names a Microsoft tenant: a GUID, a domain, or one of Microsoft's own words."""
    words = {"consumers", "organizations", "common"}
    return is_guid(text) or text.lower() in words or (is_host(text) and "." in text)


def host_of(text: str) -> tuple[str, int | None]:
    """Return the server's name, and its port where it is said, of what may be a whole address.

    `http://mail.store.com:110/` is what some write on their slips; what is no such address stays as it is.
    """
    found = _URL.fullmatch(text)
    if found is None:
        return text, None
    port = int(found["port"]) if found["port"] else None
    return found["host"], port if port is None or 0 < port < 65536 else None


def is_host(text: str) -> bool:
    """Whether a text can be a server's name or address."""
    return len(text) <= 253 and (bool(_HOST.fullmatch(text)) or text == "::1")


def address_on_the_wire(address: str) -> str:
    """Return an address as mail servers take it: the domain in ASCII (RFC 5891), `bäckerei.de` too.

    UnicodeError for a domain that none can be; the part before the @ stays.
    """
    local, at, domain = address.rpartition("@")
    if domain.isascii():
        return address
    import idna  # noqa: PLC0415 - its tables cost start-up time

    return f"{local}{at}{idna.encode(domain, uts46=True).decode()}"


def is_address(text: str) -> bool:
    """Whether a text can be an e-mail address: one @, plain letters before it, a possible domain behind."""
    if not _ADDRESS.fullmatch(text) or not text.isprintable() or not text.partition("@")[0].isascii():
        return False
    try:
        return _is_domain(address_on_the_wire(text).partition("@")[2])
    except UnicodeError:
        return False


def _is_domain(text: str) -> bool:
    """Whether a text can stand behind the @: a name, or an address in brackets (RFC 5321 4.1.3)."""
    return is_host(text) or (text.startswith("[") and text.endswith("]"))
