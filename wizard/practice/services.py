"""The practice services together: a Xero and a mail host on loopback, and the file that describes them."""

import json
import shutil
import tempfile
import threading
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from wizard.practice.clock import PracticeClock
from wizard.practice.faults import FaultBoard
from wizard.practice.logins import read_logins
from wizard.practice.xero_shelf import ShelfError

if TYPE_CHECKING:
    from wizard.practice.vendor_pages import Vendor
    from wizard.practice.xero_service import PracticeXero

__all__ = ["AUTHORIZE", "PracticeServices", "ShelfError"]

AUTHORIZE = "/identity/connect/authorize"


class PracticeServices:
    """Runs the practice services inside a `with` block.

    `services_file` is a TOML file that leads to them, `ca_file` the mail host's root certificate,
    `xero_base` the address that the practice Xero's paths hang from, `vendors` where each vendor's own
    page begins, `clock` their clock. The practice Xero keeps its documents in `folder`; without one it
    forgets them at the end.
    """

    services_file: Path
    ca_file: Path
    xero_base: str
    microsoft: str

    def __init__(
        self,
        faults: Iterable[str] = (),
        *,
        clock_speed: float = 1.0,
        services_out: Path | None = None,
        folder: Path | None = None,
    ) -> None:
        self.logins = dict(read_logins())
        self.clock = PracticeClock(clock_speed)
        self.vendors: dict[str, str] = {}
        self._faults = FaultBoard(faults)
        self._services_out = services_out
        self._folder = folder
        self._exit = ExitStack()

    def add_fault(self, name: str) -> None:
        """Switch a fault on, from the next call or connection on."""
        self._faults.add(name)

    def show_faults(self, names: Iterable[str]) -> None:
        """Have these faults on and no others; UnknownFaultError where there is none of a name."""
        self._faults.show(names)

    def clear_faults(self) -> None:
        """Switch all faults off."""
        self._faults.clear()

    def forget_documents(self) -> None:
        """Let the practice Xero hold what it held before anything was sent."""
        self._xero.archive.empty()

    def change_in_xero(self, kind: str, name: str, **values: object) -> None:
        """Change a row of the shop's chart in Xero (`"Accounts", "200", Status="ARCHIVED"`) until the end."""
        self._xero.organisation(is_demo=False).change(kind, name, self.clock.today(), **values)

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            folder = Path(tempfile.mkdtemp(prefix="tillbridge-practice-"))
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
            self.ca_file = folder / "ca.pem"
            routes = self._start(stack)
            self.services_file = (self._services_out or folder / "services.toml").absolute()
            _write_whole(self.services_file, self._services_toml(routes))
            self._exit = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._exit.__exit__(kind, error, trace)

    def _start(self, stack: ExitStack) -> dict[str, str]:
        # Imported here: aiosmtpd and ssl slow down everybody who merely imports the package.
        from wizard.practice.certificates import Certificates  # noqa: PLC0415
        from wizard.practice.mail_host import MailHost  # noqa: PLC0415
        from wizard.practice.mail_tokens import MailTokens  # noqa: PLC0415
        from wizard.practice.microsoft import PracticeMicrosoft  # noqa: PLC0415
        from wizard.practice.vendor_pages import VENDORS  # noqa: PLC0415
        from wizard.practice.xero_http import HttpServer  # noqa: PLC0415
        from wizard.practice.xero_service import PracticeXero  # noqa: PLC0415

        stopping = threading.Event()
        certificates = Certificates(self._faults)
        certificates.write_authority(self.ca_file)
        tokens = self._mail_tokens = MailTokens()
        mail_host = MailHost(self.logins, certificates, self._faults, stopping, tokens)
        stack.callback(mail_host.stop)
        self._faults.call_on_change(mail_host.heed_faults)
        practice_xero = PracticeXero(self.logins, self.clock, self._faults, stopping, self._folder)
        stack.callback(practice_xero.archive.close)
        self._xero = practice_xero
        xero = HttpServer(practice_xero.answer)
        stack.callback(xero.stop)
        self.xero_base = f"http://localhost:{xero.port}"
        for vendor in VENDORS:
            self._start_vendor(vendor, practice_xero, stopping, stack)
        sign_in = PracticeMicrosoft(self.logins, tokens, self._faults)
        microsoft = HttpServer(sign_in.answer, certificates.faultless_context())
        stack.callback(microsoft.stop)
        self.microsoft = sign_in.base = f"https://localhost:{microsoft.port}"
        pages = HttpServer(sign_in.answer)
        stack.callback(pages.stop)
        sign_in.pages = f"http://localhost:{pages.port}"
        # Last in, first out: whoever waits for a slow answer is let go before the servers stop.
        stack.callback(self._faults.call_on_change, lambda: None)
        stack.callback(stopping.set)
        return mail_host.routes()

    def _start_vendor(
        self, vendor: "Vendor", xero: "PracticeXero", stopping: threading.Event, stack: ExitStack
    ) -> None:
        from wizard.practice.vendor_pages import VendorPages  # noqa: PLC0415
        from wizard.practice.xero_http import HttpServer  # noqa: PLC0415
        from wizard.practice.xero_sign_in import App  # noqa: PLC0415

        authorize = f"{self.xero_base}{AUTHORIZE}"
        pages = VendorPages(vendor, xero.answer, authorize, self._faults, stopping)
        server = HttpServer(pages.answer)
        stack.callback(server.stop)
        base = f"http://localhost:{server.port}"
        pages.redirect = f"{base}/callback"
        xero.add_app(vendor.client_id, App(vendor.name, pages.redirect))
        self.vendors[vendor.key] = f"{base}{vendor.start}"

    def _services_toml(self, routes: dict[str, str]) -> str:
        base = self.xero_base
        tables = {
            "xero": {
                "authorize": f"{base}{AUTHORIZE}",
                "token": f"{base}/connect/token",
                "revocation": f"{base}/connect/revocation",
                "connections": f"{base}/connections",
                "api": f"{base}/api.xro/2.0/",
            },
            "vendors": self.vendors,
            "microsoft": {"authority": self.microsoft},
            "trust": {"ca": str(self.ca_file)},
            "routes": routes,
        }
        return "\n".join(
            f"[{name}]\n" + "".join(f"{_key(key)} = {_string(value)}\n" for key, value in table.items())
            for name, table in tables.items()
        )


def _key(name: str) -> str:
    return name if name.isalpha() else _string(name)


def _string(value: str) -> str:
    # A JSON string is a TOML basic string too, Windows paths included.
    return json.dumps(value)


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that nobody ever reads half of it."""
    draft = path.with_name(f"{path.name}.part")
    try:
        draft.write_text(text, encoding="utf-8")
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
