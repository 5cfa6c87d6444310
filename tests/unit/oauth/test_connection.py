"""The connection: one refresh at a time, nothing kept that cannot be sent, an end to repeating."""

import itertools
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.answers import HERE, Answering, always
from tests.unit.doubles import tools_for
from wizard.catalogue.providers import ANOTHER, provider
from wizard.jobs.sender.own_sender import Sender
from wizard.jobs.sender.sign_in_sender import SignInSender
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.model.connection import TokenRecord, TokenSet
from wizard.model.mail import Identity, Outgoing, OutgoingAuth, SocketType
from wizard.model.problem import Problem, ProblemFound
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.model.sender import SignInApp, Vendor
from wizard.model.world import World, WorldKind
from wizard.oauth import connection as module
from wizard.oauth.connection import Connection
from wizard.oauth.token_endpoint import TokenEndpoint
from wizard.vault.memory_store import InMemorySecretStore
from wizard.vault.token_slots import VaultTokenSlots

NOW = 1_800_000_000.0


class Endpoint:
    """Answers refreshes with what it was given, in turn."""

    def __init__(self, *outcomes: TokenSet | Problem) -> None:
        self._outcomes = itertools.chain(outcomes, itertools.repeat(outcomes[-1]))
        self.asked: list[str] = []

    def refresh(self, client_id: str, refresh: Secret) -> TokenSet | Problem:
        self.asked.append(refresh.reveal())
        return next(self._outcomes)


def tokens(number: int) -> TokenSet:
    return TokenSet(Secret(f"access-{number}"), Secret(f"refresh-{number}"), 1800, ())


LOST = Problem("XERO-UNREACHABLE")


def connection(
    folder: Path, endpoint: Endpoint, now: float = NOW, obtained: float = NOW
) -> tuple[Connection, VaultTokenSlots]:
    slots = VaultTokenSlots(InMemorySecretStore(), "c")
    slots.write(TokenRecord(4, Secret("refresh-0"), "CLIENT", obtained))
    made = Connection(
        endpoint,  # type: ignore[arg-type]
        slots,
        folder / "xero.lock",
        lambda _: None,
        lambda: now,
    )
    return made, slots


def test_a_lost_reply_is_repeated_with_the_same_token(tmp_path: Path) -> None:
    endpoint = Endpoint(LOST, LOST, tokens(1))
    made, slots = connection(tmp_path, endpoint)
    assert made.access() == Secret("access-1")
    assert endpoint.asked == ["refresh-0"] * 3
    kept = slots.read()
    assert kept is not None
    assert (kept.refresh, kept.generation) == (Secret("refresh-1"), 5)


def test_repeating_ends_after_three_tries_and_keeps_what_was(tmp_path: Path) -> None:
    endpoint = Endpoint(LOST)
    made, slots = connection(tmp_path, endpoint)
    assert made.access() == LOST
    assert len(endpoint.asked) == 3
    kept = slots.read()
    assert kept is not None
    assert kept.refresh == Secret("refresh-0")


def test_repeating_ends_earlier_where_each_try_takes_long(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = itertools.count(0, 30)
    monkeypatch.setattr(module.time, "monotonic", lambda: float(next(clock)))
    endpoint = Endpoint(LOST)
    made, _ = connection(tmp_path, endpoint)
    assert made.access() == LOST
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize("code", ["CONN-LOST", "XERO-DOWN", "XERO-BUSY", "XERO-ODD", "XERO-CERT"])
def test_other_refusals_are_not_repeated(tmp_path: Path, code: str) -> None:
    endpoint = Endpoint(Problem(code))
    made, _ = connection(tmp_path, endpoint)
    assert made.access() == Problem(code)
    assert len(endpoint.asked) == 1


@pytest.mark.parametrize(("days", "code"), [(59.9, "CONN-LOST"), (60.1, "CONN-LAPSED")])
def test_sixty_days_unused_is_told_apart(tmp_path: Path, days: float, code: str) -> None:
    made, _ = connection(tmp_path, Endpoint(Problem("CONN-LOST")), obtained=NOW - days * 86_400)
    found = made.access()
    assert isinstance(found, Problem)
    assert found.code == code


def test_a_lock_that_somebody_keeps_is_a_problem_with_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_LOCK_SECONDS", 0.1)
    endpoint = Endpoint(tokens(1))
    made, _ = connection(tmp_path, endpoint)
    with FileLock(tmp_path / "xero.lock"), pytest.raises(ProblemFound) as caught:
        made.access()
    assert caught.value.problem.code == "CONN-BUSY"
    assert endpoint.asked == []
    assert made.access() == Secret("access-1")


def test_a_home_that_cannot_be_written_is_a_problem_with_words(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    made, _ = connection(file, Endpoint(tokens(1)))
    with pytest.raises(ProblemFound) as caught:
        made.access()
    assert caught.value.problem.code == "STORE-WRITE"


# --- a password store that does not take what it should


class FullStore(InMemorySecretStore):
    """A password store that takes nothing but `room` more secrets."""

    def __init__(self) -> None:
        super().__init__()
        self.room = 1_000

    def set(self, name: str, secret: Secret) -> None:
        if self.room <= 0:
            raise ProblemFound(Problem("VAULT-WRITE", {"said": "full"}))
        self.room -= 1
        super().set(name, secret)


@dataclass
class Full:
    """A connection over a store that can be full, and what its endpoint was asked."""

    made: Connection
    store: FullStore
    slots: VaultTokenSlots
    endpoint: Endpoint


@pytest.fixture
def full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Full:
    monkeypatch.setattr(module, "_SAVE_PAUSES", (0.0, 0.0))
    store, endpoint = FullStore(), Endpoint(tokens(1), tokens(2))
    slots = VaultTokenSlots(store, "c")
    slots.write(TokenRecord(4, Secret("refresh-0"), "CLIENT", NOW))
    made = Connection(endpoint, slots, tmp_path / "lock", lambda _: None, lambda: NOW)  # type: ignore[arg-type]
    return Full(made, store, slots, endpoint)


def kept(slots: VaultTokenSlots) -> tuple[int, str]:
    found = slots.read()
    assert found is not None
    return found.generation, found.refresh.reveal()


def test_a_full_store_stops_a_refresh_before_the_token_is_spent(full: Full) -> None:
    full.store.room = 0
    for _ in range(2):
        with pytest.raises(ProblemFound) as caught:
            full.made.access()
        assert caught.value.problem.code == "VAULT-WRITE"
    assert full.endpoint.asked == []
    full.store.room = 10
    assert full.made.access() == Secret("access-1")
    assert kept(full.slots) == (5, "refresh-1")


def test_what_a_store_did_not_take_after_all_is_held_and_kept_later(full: Full) -> None:
    full.store.room = 1  # enough for the proof
    with pytest.raises(ProblemFound) as caught:
        full.made.access()
    assert caught.value.problem.code == "CONN-UNSAVED"
    with pytest.raises(ProblemFound):
        full.made.access()
    assert kept(full.slots) == (4, "refresh-0")
    full.store.room = 10
    assert full.made.access() == Secret("access-1")
    assert kept(full.slots) == (5, "refresh-1")
    assert full.endpoint.asked == ["refresh-0"], "the spent token was not sent again"


def test_a_store_that_takes_it_at_the_second_time_is_not_even_noticed(
    full: Full, monkeypatch: pytest.MonkeyPatch
) -> None:
    full.store.room = 1
    monkeypatch.setattr(module.time, "sleep", lambda _: setattr(full.store, "room", 10))
    assert full.made.access() == Secret("access-1")
    assert kept(full.slots) == (5, "refresh-1")


def test_what_is_held_gives_way_to_what_another_process_has_kept_since(full: Full) -> None:
    full.store.room = 1
    with pytest.raises(ProblemFound):
        full.made.access()
    full.store.room = 10
    full.slots.write(TokenRecord(6, Secret("refresh-of-another"), "CLIENT", NOW))
    assert full.made.access() == Secret("access-2"), "it may have signed in as somebody else"
    assert full.endpoint.asked == ["refresh-0", "refresh-of-another"]
    assert kept(full.slots) == (7, "refresh-2")


def test_a_note_that_fails_takes_nothing_from_a_token_that_is_kept(full: Full) -> None:
    def refuse(_: float) -> None:
        raise ProblemFound(Problem("STORE-WRITE"))

    full.made._on_use = refuse
    assert full.made.access() == Secret("access-1")
    assert kept(full.slots) == (5, "refresh-1")


def test_a_sign_in_is_prepared_for_without_touching_what_is_kept(full: Full) -> None:
    full.made.prepare()
    assert kept(full.slots) == (4, "refresh-0")
    assert set(full.store._secrets) == {"c-0"}, "nothing stays behind"
    full.store.room = 0
    with pytest.raises(ProblemFound) as caught:
        full.made.prepare()
    assert caught.value.problem.code == "VAULT-WRITE"
    assert kept(full.slots) == (4, "refresh-0")


class Watching(Silent):
    """Fails as soon as somebody would be sent to a page."""

    def item(self, item: object) -> None:
        raise AssertionError(f"sent to a page: {item}")


def test_nobody_is_sent_to_a_page_while_the_store_takes_nothing(tmp_path: Path) -> None:
    store = FullStore()
    store.room = 0
    world = World(WorldKind.SERVICES, tmp_path, "store", HERE, microsoft="https://localhost:9")
    tools = replace(tools_for(tmp_path), world=world, vault=store)
    sender = Sender(
        Identity("Corner Store", "store@example.com"),
        provider(ANOTHER),
        Outgoing("mail.example.com", 587, SocketType.STARTTLS, OutgoingAuth.OAUTH2, "store@example.com"),
        SignInApp(Vendor.MICROSOFT, "CLIENT", "t"),
    )
    for job in (ConnectXero("CLIENT"), SignInSender(sender, fresh=True)):
        with pytest.raises(ProblemFound) as caught:
            job.run(tools, Watching(), Cancel())
        assert caught.value.problem.code == "VAULT-WRITE"


# --- any answer of a token endpoint


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_NAMES = ("access_token", "refresh_token", "expires_in", "expires_at", "token_type", "scope", "error")
_ANSWERS = st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=len(_NAMES)) | _JSON
_BODIES = _ANSWERS.map(lambda value: json.dumps(value).encode()) | st.binary(max_size=40)
_STATUSES = st.sampled_from([200, 200, 200, 201, 204, 302, 400, 401, 403, 404, 418, 429, 500, 503])


@given(status=_STATUSES, body=_BODIES, wait=st.text(st.characters(codec="latin-1"), max_size=12))
def test_any_answer_becomes_tokens_that_can_be_sent_or_a_problem(status: int, body: bytes, wait: str) -> None:
    headers = {"Content-Type": "application/json", "Retry-After": wait}
    endpoint = TokenEndpoint(Answering(always(status, body, headers)), HERE)
    for found in (
        endpoint.exchange("CLIENT", "code", "v" * 43, "http://localhost:8747/callback"),
        endpoint.refresh("CLIENT", Secret("refresh-0")),
    ):
        if isinstance(found, TokenSet):
            assert status == 200
            assert re.fullmatch(r"[\x21-\x7e]+", found.access.reveal())
            assert re.fullmatch(r"[\x21-\x7e]*", found.refresh.reveal())
            assert found.expires_in >= 0
        else:
            assert re.fullmatch("(XERO|CONN)-[A-Z]+", found.code)
