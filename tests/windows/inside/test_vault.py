"""The vault on Windows' own password store, which takes 2,560 bytes a secret."""

import winreg

import pytest
from keyring.backends.Windows import WinVaultKeyring

from wizard.model.secret import Secret
from wizard.vault.backends import find_backend
from wizard.vault.keyring_store import PART_UNITS, KeyringSecretStore


class Limited(WinVaultKeyring):
    """Windows' store with its limit, which Wine does not know."""

    def set_password(self, service, username, password):
        assert len(password.encode("utf-16-le")) <= 2560, "Windows refuses this"
        super().set_password(service, username, password)


@pytest.fixture
def store():
    backend = Limited()
    backend.persist = "local machine"
    store = KeyringSecretStore("tillbridge/tests/live/store", backend)
    yield store
    store.delete("long")


def test_the_store_is_windows_own():
    assert type(find_backend()) is WinVaultKeyring
    assert KeyringSecretStore("tillbridge/tests/live/store").describe()["state"] == "open"


@pytest.mark.parametrize("length", [1, PART_UNITS, PART_UNITS + 1, 1281, 5000])
def test_a_secret_of_any_length_comes_back(store, length):
    secret = Secret(("2RF:ö😀" + "x" * length)[:length])
    store.set("long", secret)
    assert store.get("long") == secret
    store.set("long", Secret("short"))
    assert store.get("long") == Secret("short")


def kept():
    """The targets of what is kept; Wine has them in the registry."""
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, r"Software\Wine\Credential Manager") as manager:
        names = [winreg.EnumKey(manager, i) for i in range(winreg.QueryInfoKey(manager)[0])]
    return [name for name in names if "tests/live/store/long" in name.replace("\\", "/")]


def test_nothing_of_a_secret_stays_behind(store):
    store.set("long", Secret("canary-7Q" * 400))
    assert len(kept()) >= 4
    store.set("long", Secret("canary-8R" * 300))
    store.delete("long")
    assert store.get("long") is None
    assert kept() == []
