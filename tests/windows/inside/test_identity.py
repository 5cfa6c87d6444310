"""The same as tests/unit/mailclients/test_identity.py, in the real registry."""

import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as limits
from hypothesis import strategies as st

from tests.mail_programs.hives import MAIL, POP3, office_root
from tests.mail_programs.places import places, settings
from wizard.mailclients.image_json import image_from_json, image_to_json
from wizard.mailclients.pc.registry import WindowsRegistry
from wizard.mailclients.programs.outlook.client import Outlook
from wizard.mailclients.programs.outlook_express.client import OutlookExpress
from wizard.mailclients.stores.registry_values import from_windows, to_windows

EXPRESS = r"Software\Microsoft\Internet Account Manager"
PROFILES = office_root("16.0")
ACCOUNT = rf"{PROFILES}\Größe ☃\{MAIL}\00000002"
EXPRESS_ACCOUNT = rf"{EXPRESS}\Accounts\00000001"
NAMES = [
    *("Display Name", "Email", "POP3 Server", "POP3 User", "POP3 Port", "POP3 Use SSL", "POP3 Password"),
    *("SMTP Server", "SMTP Port", "SMTP Use Auth", "SMTP Secure Connection", "Leave on Server", "Özel"),
    *("POP3 User Name", "POP3 Timeout", "SMTP Use Sicily", "Expire Days", "Leave Mail On Server"),
]
VALUES = st.dictionaries(
    st.sampled_from(NAMES),
    st.one_of(
        st.tuples(st.sampled_from([0, 1, 2, 3, 4, 7, 11]), st.binary(max_size=24)),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=9).map(
            lambda text: (1, (text + "\0").encode("utf-16-le"))
        ),
    ),
    max_size=12,
)
FEW = limits(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def contents(registry, key):
    """Everything below a key, type and bytes."""
    found = {(key, name): to_windows(value) for name, value in registry.values(key).items()}
    for name in registry.subkeys(key):
        found |= {(f"{key}\\{name}", ""): (0, b"")} | contents(registry, f"{key}\\{name}")
    return found


def clear(registry, key):
    for name in registry.subkeys(key):
        clear(registry, f"{key}\\{name}")
    registry.delete_key(key)


@pytest.fixture
def registry():
    assert sys.platform == "win32"
    registry = WindowsRegistry()
    yield registry
    for key in (r"Software\Microsoft\Office", EXPRESS):
        clear(registry, key)


def write_and_undo(registry, root, client, account_key, found, key_values):
    clear(registry, root)
    registry.make_key(account_key)
    for name, (kind, data) in {**found, **key_values}.items():
        registry.set_value(account_key, name, from_windows(kind, data))
    before = contents(registry, root)
    (profile,) = client.detect().profiles
    (account,) = client.accounts(profile)
    plan = client.plan(profile, account, settings())
    image = image_from_json(image_to_json(client.before_image(plan)))
    client.write(plan)
    assert client.plan(profile, client.read_back(profile, plan.account), settings()).already_right
    client.undo(profile, image)
    assert contents(registry, root) == before


@FEW
@given(found=VALUES)
def test_outlook(registry, tmp_path, found):
    client = Outlook(places(tmp_path, registry))
    clsid = {"clsid": (1, (POP3 + "\0").encode("utf-16-le")), "Email": (1, "a\0".encode("utf-16-le"))}
    write_and_undo(registry, PROFILES, client, ACCOUNT, found, clsid)


@FEW
@given(found=VALUES)
def test_outlook_express(registry, tmp_path, found):
    client = OutlookExpress(places(tmp_path, registry))
    server = {"POP3 Server": (1, "a\0".encode("utf-16-le"))}
    write_and_undo(registry, EXPRESS, client, EXPRESS_ACCOUNT, found, server)


def test_an_account_that_windows_refuses_to_write_stays_as_it_was(registry, tmp_path):

    client = Outlook(places(Path(tmp_path), registry))
    registry.make_key(ACCOUNT)
    registry.set_value(ACCOUNT, "clsid", from_windows(1, (POP3 + "\0").encode("utf-16-le")))
    registry.set_value(ACCOUNT, "Email", from_windows(1, "a\0".encode("utf-16-le")))
    (profile,) = client.detect().profiles
    (account,) = client.accounts(profile)
    plan = client.plan(profile, account, settings())
    before = contents(registry, PROFILES)
    registry.set_value = refuse_after(3, registry.set_value)
    with pytest.raises(Exception, match="WRITE-REFUSED"):
        client.write(plan)
    assert contents(registry, PROFILES) == before


def refuse_after(count, real):
    """A registry that refuses one write, the way Windows does."""
    calls = iter(range(1000))

    def set_value(key, name, value):
        if next(calls) == count:
            raise PermissionError(13, "Access is denied", None, 5)
        real(key, name, value)

    return set_value
