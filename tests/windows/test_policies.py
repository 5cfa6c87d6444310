"""What an administrator set in the registry counts for every user of the PC; what a user set does not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows.program import TillbridgeOnWindows
from tests.windows.wine import Windows

pytestmark = pytest.mark.timeout(300)
KEY = r"HKEY_LOCAL_MACHINE\Software\Policies\Tillbridge"
SET = rf"""Windows Registry Editor Version 5.00

[{KEY}]
"Procedures"="imagatec-mail, ipages-xero"
"SignInWays"="window"
"XeroClientId"="0123456789ABCDEF0123456789ABCDEF"
"SupportName"="Hafen-IT Größe"
"SupportPhone"="01632 960123"
"XeroToken"="https://elsewhere.example/token"
"Days"=dword:00000007

[{KEY}\VendorSignIn]
"ipages"="https://shop.example/admin"
"point-of-rental"="http://plain.example/"

[HKEY_CURRENT_USER\Software\Policies\Tillbridge]
"SupportName"="Somebody else"
"""
# Whatever asks for something outside this machine is refused at once.
NOWHERE = {"HTTPS_PROXY": "http://127.0.0.1:9", "HTTP_PROXY": "http://127.0.0.1:9"}


@pytest.fixture
def decided(windows: Windows) -> Iterator[None]:
    windows.load(SET)
    yield
    windows.forget(KEY)
    windows.forget(r"HKCU\Software\Policies\Tillbridge")


@pytest.mark.usefixtures("decided")
def test_doctor_shows_what_counts_and_what_was_ignored(windows: Windows, tmp_path: Path) -> None:
    program = TillbridgeOnWindows(windows, tmp_path / "home")
    (said,) = [
        row["found"] for row in program.run("doctor", **NOWHERE).data["checks"] if row["id"] == "policies"
    ]
    assert said == (
        "procedures: imagatec-mail, ipages-xero; vendor sign-in: ipages at https://shop.example/admin; "
        "sign-in ways: window; Xero client id: 0123456789ABCDEF0123456789ABCDEF; "
        "support: Hafen-IT Größe 01632 960123; "
        "ignored: Days, VendorSignIn.point-of-rental, XeroToken"
    )


@pytest.mark.usefixtures("decided")
def test_a_way_that_is_switched_off_is_refused_before_anybody_is_asked(
    windows: Windows, tmp_path: Path
) -> None:
    program = TillbridgeOnWindows(windows, tmp_path / "home")
    answer = program.run("xero", "connect", "--way", "paste", **NOWHERE)
    assert answer.status == 2
    assert [(fault["where"], fault["code"]) for fault in answer.data["faults"]] == [("--way", "NOT-ALLOWED")]


def test_without_any_there_is_none(windows: Windows, tmp_path: Path) -> None:
    program = TillbridgeOnWindows(windows, tmp_path / "home")
    found = program.run("doctor", **NOWHERE).data["checks"]
    assert [row["found"] for row in found if row["id"] == "policies"] == ["none"]
