"""Mail settings that sign in instead of using a password: read whole, and every fault named at once."""

from pathlib import Path

import pytest

from wizard.mail.settings_file import read_settings
from wizard.model.mail import MailSettings, OutgoingAuth
from wizard.model.names import is_client_id, is_tenant
from wizard.model.problem import FaultyInput
from wizard.model.secret import Secret
from wizard.model.sender import SignInWay, Vendor

GUID = "7a11b21d-6e00-4000-8000-00000000ca5e"
GOOD = f"""
[identity]
name = "Corner Store"
address = "store@example.com"
[incoming]
host = "outlook.office365.com"
port = 995
socket = "tls"
user = "store@example.com"
auth = "oauth2"
[outgoing]
host = "smtp.office365.com"
port = 587
socket = "starttls"
auth = "oauth2"
[oauth2]
client_id = "{GUID}"
client_secret = {{ env = "X" }}
tenant = "store.onmicrosoft.com"
way = "client-credentials"
"""


def read(folder: Path, text: str) -> MailSettings:
    path = folder / "settings.toml"
    path.write_text(text)
    return read_settings(path, lambda _reference, _where: Secret("the-secret"), practice=False)


def test_everything_is_read(tmp_path: Path) -> None:
    found = read(tmp_path, GOOD)
    assert found.incoming is not None
    assert found.app is not None
    assert (found.outgoing.auth, found.outgoing.password) == (OutgoingAuth.OAUTH2, None)
    assert found.incoming.signs_in
    app = found.app
    assert (app.vendor, app.client_id, app.way) == (Vendor.MICROSOFT, GUID, SignInWay.APP)
    assert app.tenant == "store.onmicrosoft.com"
    assert app.secret == Secret("the-secret")


@pytest.mark.parametrize(
    ("change", "faults"),
    [
        (('"oauth2"\n[oauth2]', '"oauth3"\n[oauth2]'), {("outgoing.auth", "NOT-A-CHOICE")}),
        (('way = "client-credentials"', 'way = "by magic"'), {("oauth2.way", "NOT-A-CHOICE")}),
        (('{ env = "X" }', '"a literal"'), {("oauth2.client_secret", "SECRET-IN-FILE")}),
        (('client_secret = { env = "X" }', ""), {("oauth2.client_secret", "MISSING")}),
        (("tenant =", "tenants ="), {("oauth2.tenants", "UNKNOWN-KEY"), ("oauth2.tenant", "MISSING")}),
        (("[oauth2]", '[oauth2]\nvendor = "yahoo"'), {("oauth2.vendor", "NOT-A-CHOICE")}),
        ((f'client_id = "{GUID}"', "client_id = 5"), {("oauth2.client_id", "NOT-A-TEXT")}),
    ],
)
def test_each_fault_is_named(tmp_path: Path, change: tuple[str, str], faults: set[tuple[str, str]]) -> None:
    text = GOOD.replace(*change)
    assert text != GOOD
    with pytest.raises(FaultyInput) as caught:
        read(tmp_path, text)
    assert {(f.where, f.code) for f in caught.value.faults} == faults
    assert "a literal" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (GUID, True),
        (GUID.upper(), True),
        ("123456789012-abc123def456.apps.googleusercontent.com", True),
        ("abc8Q~secret-value-of-an-azure-app-0000000", False),
        ("store@example.com", False),
        ("", False),
    ],
)
def test_a_client_id_is_told_from_a_secret(text: str, is_one: bool) -> None:
    assert is_client_id(text) is is_one


@pytest.mark.parametrize(
    ("text", "is_one"),
    [(GUID, True), ("Consumers", True), ("store.onmicrosoft.com", True), ("store", False), ("a b", False)],
)
def test_a_tenant_is_known_by_its_shape(text: str, is_one: bool) -> None:
    assert is_tenant(text) is is_one
