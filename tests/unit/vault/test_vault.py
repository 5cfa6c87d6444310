"""Secrets of any length in parts that fit, whole or absent, never in plain text."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.errors import InitError, KeyringLocked, NoKeyringError, PasswordSetError

from tests.unit.doubles import FakeKeyring
from wizard.app.remembered_logins import RememberedLogins
from wizard.model.connection import TokenRecord
from wizard.model.problem import Fault, Problem, ProblemFound
from wizard.model.secret import Secret, SecretReference, parse_reference
from wizard.vault import keyring_store, references
from wizard.vault.keyring_store import PART_UNITS, KeyringSecretStore, split
from wizard.vault.memory_store import InMemorySecretStore, PracticeSecretStore
from wizard.vault.references import resolver
from wizard.vault.token_slots import SENDER_SIGN_IN, XERO_SIGN_IN, VaultTokenSlots


class ErrorOfABackend(Exception):
    """What jeepney and other libraries below a backend raise: no kind of their own that we could know."""


TEXTS = st.text(max_size=5000).filter(lambda t: not any("\ud800" <= c <= "\udfff" for c in t))


@given(TEXTS)
def test_parts_fit_and_join_to_the_same_text(text: str) -> None:
    parts = split(text)
    assert "".join(parts) == text
    assert all(len(part.encode("utf-16-le")) // 2 <= PART_UNITS for part in parts)


@given(TEXTS.filter(bool), TEXTS.filter(bool))
def test_what_is_set_is_got_back_also_after_a_longer_one(first: str, second: str) -> None:
    keyring = FakeKeyring()
    store = KeyringSecretStore("tillbridge/h/live/store", keyring)
    for text in (first, second):
        store.set("name", Secret(text))
        assert store.get("name") == Secret(text)
    store.delete("name")
    assert store.get("name") is None
    assert keyring.entries == {}


def test_homes_worlds_and_sites_never_meet() -> None:
    keyring = FakeKeyring()
    KeyringSecretStore("tillbridge/h1/live/store", keyring).set("a", Secret("one"))
    assert KeyringSecretStore("tillbridge/h1/practice/store", keyring).get("a") is None
    assert KeyringSecretStore("tillbridge/h1/live/other", keyring).get("a") is None
    assert KeyringSecretStore("tillbridge/h2/live/store", keyring).get("a") is None


@pytest.mark.parametrize("lost", ["whole", "part-1", "part-2"])
def test_half_a_secret_is_no_secret(lost: str) -> None:
    keyring = FakeKeyring()
    store = KeyringSecretStore("n", keyring)
    store.set("a", Secret("x" * 2000))
    del keyring.entries[f"n/a/{lost}", "tillbridge"]
    assert store.get("a") is None


def test_a_part_that_was_changed_is_noticed() -> None:
    keyring = FakeKeyring()
    store = KeyringSecretStore("n", keyring)
    store.set("a", Secret("whole"))
    keyring.entries["n/a/part-1", "tillbridge"] = "other"
    assert store.get("a") is None


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (KeyringLocked("Failed to unlock"), "VAULT-LOCKED"),
        (InitError("dismissed"), "VAULT-LOCKED"),
        (NoKeyringError("none"), "VAULT-MISSING"),
        (OSError(1783, "CredWrite"), "VAULT-MISSING"),
        (ErrorOfABackend("org.freedesktop.DBus.Error.NoReply"), "VAULT-MISSING"),
        (InitError("Message recipient disconnected from message bus without replying"), "VAULT-LOCKED"),
    ],
)
def test_a_store_that_fails_is_a_problem(
    error: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = FakeKeyring()

    def fail(service: str, username: str) -> str:
        raise error

    monkeypatch.setattr(keyring, "get_password", fail)
    monkeypatch.setattr(keyring_store, "_RESTART_WAITS", (0.0, 0.0))
    with pytest.raises(ProblemFound) as caught:
        KeyringSecretStore("n", keyring).get("a")
    assert caught.value.problem.code == code


@pytest.mark.parametrize("lost", range(5))
def test_a_store_whose_program_ends_midway_is_asked_again(lost: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """gnome-keyring's daemon ends now and then when a client leaves; D-Bus starts it again."""
    keyring = FakeKeyring()
    store = KeyringSecretStore("n", keyring)
    store.set("a", Secret("before"))
    asked = 0

    def once(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: str) -> Any:
            nonlocal asked
            asked += 1
            if asked == lost + 1:
                raise InitError("Failed: Message recipient disconnected from message bus without replying.")
            return real(*args)

        return call

    monkeypatch.setattr(keyring_store, "_RESTART_WAITS", (0.0,))
    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(keyring, name, once(getattr(keyring, name)))
    store.set("a", Secret("after"))
    assert asked > lost
    found = store.get("a")
    assert found is not None
    assert found.reveal() == "after"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (ErrorOfABackend("no space left"), "VAULT-WRITE"),
        (OSError(28, "No space left on device"), "VAULT-WRITE"),
        (PasswordSetError("Can't store password on keychain"), "VAULT-WRITE"),
        (KeyringLocked("Failed to unlock"), "VAULT-LOCKED"),
        (NoKeyringError("none"), "VAULT-MISSING"),
    ],
)
def test_what_a_store_does_not_take_is_a_problem(
    error: Exception, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyring = FakeKeyring()

    def fail(service: str, username: str, password: str) -> None:
        raise error

    monkeypatch.setattr(keyring, "set_password", fail)
    with pytest.raises(ProblemFound) as caught:
        KeyringSecretStore("n", keyring).set("a", Secret("x"))
    assert caught.value.problem.code == code


def test_what_is_wrong_with_the_home_is_not_said_of_the_store() -> None:
    def damaged() -> str:
        raise ProblemFound(Problem("HOME-DAMAGED", {"path": "home-id"}))

    with pytest.raises(ProblemFound) as caught:
        KeyringSecretStore(damaged, FakeKeyring()).describe()
    assert caught.value.problem.code == "HOME-DAMAGED"


def test_without_a_store_live_secrets_are_refused_and_practice_keeps_them_in_memory(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(keyring_store, "find_backend", lambda: None)
    store = KeyringSecretStore("n")
    with pytest.raises(ProblemFound) as caught:
        store.set("a", Secret("x"))
    assert caught.value.problem.code == "VAULT-MISSING"
    practice = PracticeSecretStore(store)
    practice.set("a", Secret("x"))
    assert practice.get("a") == Secret("x")
    assert practice.in_memory
    assert practice.describe()["backend"] == "memory"


def test_the_sign_in_to_the_practice_xero_ends_with_it_whatever_safe_there_is() -> None:
    first = InMemorySecretStore()  # as good as the system's own

    def practice() -> PracticeSecretStore:
        made = PracticeSecretStore(first)
        made._falls_back = False
        return made

    before = practice()
    record = TokenRecord(1, Secret("refresh"), "client", 1.0)
    for name in (XERO_SIGN_IN, SENDER_SIGN_IN):
        VaultTokenSlots(before, name).write(record)
        assert VaultTokenSlots(before, name).read() == record
    assert VaultTokenSlots(practice(), XERO_SIGN_IN).read() is None
    assert VaultTokenSlots(practice(), SENDER_SIGN_IN).read() == record, (
        "the practice Microsoft knows it again"
    )
    before.set("mail-password", Secret("x"))
    assert practice().get("mail-password") == Secret("x")


def test_practice_knows_its_published_logins_again_and_writes_no_secret(tmp_path: Path) -> None:
    path, logins = tmp_path / "logins.json", {"mail-password": "published-1", "other": "published-2"}
    store = RememberedLogins(path, logins)
    store.set("mail", Secret("published-1"))
    store.set("own", Secret("typed-by-somebody"))
    store.set("changed", Secret("published-2"))
    store.set("changed", Secret("typed-instead"))
    later = RememberedLogins(path, logins)
    assert later.get("mail") == Secret("published-1")
    assert (later.get("own"), later.get("changed")) == (None, None)
    written = path.read_text(encoding="utf-8")
    assert not any(text in written for text in ("published-1", "published-2", "typed"))
    later.delete("mail")
    assert RememberedLogins(path, logins).get("mail") is None
    path.write_text("{", encoding="utf-8")
    assert RememberedLogins(path, logins).get("mail") is None


def test_keyrings_alt_is_never_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    from wizard.vault import backends

    names = [name for group in backends._BACKENDS.values() for name in group]
    assert not any("alt" in name for name in names)


def test_memory_forgets() -> None:
    store = InMemorySecretStore()
    store.set("a", Secret("x"))
    store.delete("a")
    store.delete("a")
    assert store.get("a") is None


# --- references ---


@pytest.mark.parametrize("value", ["literal", 5, {}, {"env": "A", "file": "b"}, {"env": ""}, {"url": "x"}])
def test_what_is_not_a_reference_is_a_fault_that_does_not_repeat_it(value: object) -> None:
    found = parse_reference(value, "answers.password", practice=False)
    assert isinstance(found, Fault)
    assert "literal" not in found.message


def test_a_path_whose_backslashes_became_signs_says_what_to_write() -> None:
    found = parse_reference({"file": "C:\new\today.txt"}, "answers.password", practice=False)
    assert isinstance(found, Fault)
    assert "write / instead" in found.message


def test_references_are_resolved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    learned: list[str] = []
    resolve = resolver(tmp_path, learned.append)
    monkeypatch.setenv("MY_SECRET", "from-env")
    (tmp_path / "secret.txt").write_bytes("\ufefffrom-file\r\n".encode())
    reference = SecretReference("env", "MY_SECRET")
    assert resolve(reference, "a") == Secret("from-env")
    import os

    assert "MY_SECRET" not in os.environ, "no child process inherits it"
    assert resolve(reference, "b") == Secret("from-env"), "it may be named twice"
    assert resolve(SecretReference("file", "secret.txt"), "a") == Secret("from-file")
    assert resolve(SecretReference("practice", "mail-user"), "a") == Secret("store")
    monkeypatch.setattr(references, "read_stored", lambda name: Secret(f"stored-{name}"))
    assert resolve(SecretReference("keyring", "x"), "a") == Secret("stored-x")
    assert {"from-env", "from-file", "stored-x"} <= set(learned)


@pytest.mark.parametrize(
    ("content", "secret"),
    [
        (b"s3cret", "s3cret"),
        (b"s3cret\n", "s3cret"),
        (b"s3cret \r\n", "s3cret"),
        (b"s3cret\r\n\r\n", "s3cret"),
        ("s3cret\r\n".encode("utf-16"), "s3cret"),
        (b"\xfe\xff" + "s3cret".encode("utf-16-be"), "s3cret"),
        (b"s3cret ", "s3cret "),
        (b"s3cret \n", "s3cret "),
        (b"s3cret  \r\n", "s3cret "),
        (b" s3cret", " s3cret"),
    ],
)
def test_a_secrets_file_is_read_as_editors_and_shells_write_it(
    tmp_path: Path, content: bytes, secret: str
) -> None:
    """cmd's echo puts a space before the line end; a space that was typed on purpose stays."""
    (tmp_path / "s.txt").write_bytes(content)
    assert resolver(tmp_path, lambda _: None)(SecretReference("file", "s.txt"), "a") == Secret(secret)


def test_a_secrets_file_without_end_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "s.txt").write_bytes(b"x" * 5_000_000)
    found = resolver(tmp_path, lambda _: None)(SecretReference("file", "s.txt"), "a")
    assert isinstance(found, Fault)


@pytest.mark.parametrize("kind", ["env", "file", "practice"])
def test_a_missing_secret_is_a_fault(kind: str, tmp_path: Path) -> None:
    found = resolver(tmp_path, lambda _: None)(SecretReference(kind, "NOPE"), "answers.x")  # type: ignore[arg-type]
    assert isinstance(found, Fault)
    assert (found.where, found.code) == ("answers.x", "SECRET-MISSING")
