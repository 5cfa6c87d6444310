r"""Reading policies: `HKLM\Software\Policies\Tillbridge` on Windows, a file of root's elsewhere."""

import sys
from collections.abc import Mapping
from pathlib import Path

from wizard.model.policies import Policies

KEY = r"Software\Policies\Tillbridge"
FILE = Path("/etc/tillbridge/policies.toml")
_MOST_BYTES = 64_000
_LONGEST = 200
_VENDOR, _SUPPORT = "VendorSignIn.", "Support."
"""What stands before a vendor's id in a value of the two keys, or tables, that are by vendor."""


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
    known = {"Procedures", "SupportName", "SupportPhone", *(f"{_VENDOR}{name}" for name in vendors)}
    known |= {f"{_SUPPORT}{name}" for name in support}
    return Policies(
        tuple(texts.get("Procedures", "").replace(",", " ").split()),
        vendors,
        texts.get("SupportName", ""),
        texts.get("SupportPhone", ""),
        support,
        tuple(sorted(name for name in values if name not in known or name not in texts)),
    )


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
