"""The settings file through which Outlook makes a new account at its next start; ours to write and remove."""

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from wizard.mailclients.programs.outlook.prf import prf_values
from wizard.mailclients.programs.outlook.values import AccountValues
from wizard.model.files import read_file
from wizard.model.mail_clients import Held, Setting, Stored, Values
from wizard.model.problem import Problem, ProblemFound

_NAME = re.compile(r"outlook-[0-9a-f]{16}\.prf")


@dataclass(frozen=True)
class AwaitedAccount:
    """The account that a settings file will make, through the values that Outlook gives it."""

    name: str
    address: str
    values: Values


@dataclass(frozen=True)
class SettingsFiles:
    """The folder where settings files lie until Outlook has read them."""

    folder: Path

    def path_of(self, text: str) -> Path:
        """Return where a text lies: another text, another file."""
        return self.folder / f"outlook-{hashlib.sha256(text.encode()).hexdigest()[:16]}.prf"

    def write(self, text: str) -> None:
        """Write a settings file; WRITE-REFUSED."""
        path = self.path_of(text)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "ascii", newline="")
        except OSError as error:
            said = error.strerror or str(error)
            raise ProblemFound(Problem("WRITE-REFUSED", {"path": str(path), "said": said})) from None

    def awaited(self, announced: str | None) -> AwaitedAccount | None:
        """Return what the announced file will make; None where it is none of ours, or is gone."""
        path = self._own(announced)
        with suppress(OSError, KeyError, UnicodeError):
            if path is not None:
                return _awaited(prf_values(read_file(path).decode("ascii")))
        return None

    def remove(self, announced: str | None) -> None:
        """Remove the announced file, if it is one of ours."""
        path = self._own(announced)
        with suppress(OSError):
            if path is not None:
                path.unlink(missing_ok=True)

    def _own(self, announced: str | None) -> Path | None:
        name = (announced or "").replace("\\", "/").rpartition("/")[2]
        path = self.folder / name
        return path if _NAME.fullmatch(name) and str(path) == announced else None


def _awaited(entries: Mapping[str, str]) -> AwaitedAccount:
    numbers = {
        "POP3 Port": int(entries["POP3Port"]),
        "POP3 Use SSL": int(entries["POP3UseSSL"]),
        "SMTP Port": int(entries["SMTPPort"]),
        "SMTP Secure Connection": int(entries["SMTPSecureConnection"]),
        "SMTP Use Auth": int(entries["SMTPUseAuth"]),
        "SMTP Auth Method": int(entries["SMTPAuthMethod"]),
        "Leave on Server": int(entries["LeaveOnServer"], 16),
    }
    texts = {
        "Display Name": entries["DisplayName"],
        "Email": entries["EmailAddress"],
        "POP3 Server": entries["POP3Server"],
        "POP3 User": entries["POP3UserName"],
        "SMTP Server": entries["SMTPServer"],
        "SMTP User": entries.get("SMTPUserName", ""),
    }
    stored = {name: Stored(Held.REG_DWORD, number) for name, number in numbers.items()}
    stored |= {name: Stored(Held.REG_SZ, text) for name, text in texts.items()}
    values = AccountValues("", stored).values()
    values[Setting.TIMEOUT_SECONDS] = int(entries["ServerTimeOut"])
    return AwaitedAccount(entries["AccountName"], entries["EmailAddress"], values)
