r"""Reading policies: `HKLM\Software\Policies\Tillbridge` on Windows, a file of root's elsewhere."""

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from wizard.model.policies import SIGN_IN_WAYS, Policies

KEY = r"Software\Policies\Tillbridge"
FILE = Path("/etc/tillbridge/policies.toml")
_MOST_BYTES = 64_000
_LONGEST = 200
_VENDOR, _SUPPORT = "VendorSignIn.", "Support."
"""What stands before a vendor's id in a value of the two keys, or tables, that are by vendor."""
_NAMES = frozenset({"Procedures", "SupportName", "SupportPhone", "SignInWays", "XeroClientId"})
_CLIENT_ID = re.compile(r"[0-9A-Za-z-]{16,64}")
"""Xero's are 32 letters and digits."""


def read_policies(file: Path = FILE) -> Policies:
    """Return this PC's policies."""
    return policies_of(_registry() if sys.platform == "win32" else _file(file))


def policies_of(values: Mapping[str, object]) -> Policies:
    """Return the policies that named texts mean; what is none of them is named, and changes nothing."""
    texts = {
        name: " ".join(v.split()) for name, v in values.items() if isinstance(v, str) and len(v) <= _LONGEST
    }
    vendors = {
        name.removeprefix(_VENDOR): url
        for name, url in texts.items()
        if name.startswith(_VENDOR) and _is_https(url)
    }
    support = {
        name.removeprefix(_SUPPORT): whom
        for name, whom in texts.items()
        if name.startswith(_SUPPORT) and whom
    }
    ways, app = _words(texts.get("SignInWays", "")), texts.get("XeroClientId", "")
    wrong = {
        *(["SignInWays"] if not SIGN_IN_WAYS.issuperset(ways) else []),
        *(["XeroClientId"] if not _CLIENT_ID.fullmatch(app) else []),
    }
    known = _NAMES.union(f"{_VENDOR}{name}" for name in vendors) - wrong
    known |= {f"{_SUPPORT}{name}" for name in support}
    return Policies(
        procedures=_words(texts.get("Procedures", "")),
        vendor_sign_in=vendors,
        sign_in_ways=ways if "SignInWays" in known else (),
        xero_client_id=app if "XeroClientId" in known else "",
        support_name=texts.get("SupportName", ""),
        support_phone=texts.get("SupportPhone", ""),
        support_of=support,
        ignored=tuple(sorted(name for name in values if name not in known or name not in texts)),
    )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _is_https(url: str) -> bool:
    from urllib.parse import urlsplit  # noqa: PLC0415 - few PCs have a policy

    try:
        parts = urlsplit(url)
        return parts.scheme == "https" and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        return False


def _file(path: Path) -> dict[str, object]:
    """Return the texts of the file; nothing of one that anybody but root may have written."""
    try:
        found = path.stat()
        if found.st_uid != 0 or found.st_mode & 0o022:
            return {f"{path} (not root's alone)": None}
        import tomllib  # noqa: PLC0415 - few PCs have such a file

        from wizard.model.files import read_file  # noqa: PLC0415

        said = tomllib.loads(read_file(path, _MOST_BYTES).decode("utf-8"))
        tables = {prefix: dict(said.pop(prefix.rstrip("."), {})) for prefix in (_VENDOR, _SUPPORT)}
        return said | {
            f"{prefix}{name}": text for prefix, table in tables.items() for name, text in table.items()
        }
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError):
        return {f"{path} (cannot be read)": None}


def _registry() -> dict[str, object]:
    """Return the values of the key; `VendorSignIn` is a key below it, by vendor."""
    found: dict[str, object] = {}
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - only Windows has it

        by_vendor = ((rf"{KEY}\{prefix.rstrip('.')}", prefix) for prefix in (_VENDOR, _SUPPORT))
        for below, prefix in ((KEY, ""), *by_vendor):
            try:
                with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, below) as key:
                    for index in range(winreg.QueryInfoKey(key)[1]):
                        name, value, _ = winreg.EnumValue(key, index)
                        found[prefix + name] = value
            except OSError:
                continue
    return found
