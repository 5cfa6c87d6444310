"""msal's flows as the sender uses them, against a certified OpenID provider by https."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.servers.certificates import Certificates
from tests.servers.fixtures import short_folder, unavailable
from tests.servers.openid_provider.mail import (
    ADDRESS,
    CONFIDENTIAL,
    NAME,
    PUBLIC,
    SECRET,
    TENANT,
    MailOpenIdProvider,
    mail_openid_provider,
)
from tests.servers.openid_provider.node import NotHereError
from tests.unit.doubles import tools_for
from wizard.app.network import WorldDialer, WorldHttp
from wizard.catalogue.providers import provider as provider_row
from wizard.jobs.job import Done, Tools
from wizard.jobs.sender.connection import tokens_of
from wizard.jobs.sender.own_sender import Sender
from wizard.jobs.sender.sign_in_sender import SignInSender
from wizard.model.mail import Identity, Outgoing, OutgoingAuth, SocketType
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.model.sender import DeviceCode, SignInApp, SignInPage, SignInWay, Vendor
from wizard.model.world import World, WorldKind
from wizard.vault.token_slots import VaultTokenSlots


@pytest.fixture(scope="module")
def running(certificates: Certificates) -> Iterator[MailOpenIdProvider]:
    with short_folder() as folder:
        try:
            with mail_openid_provider(folder, certificates) as found:
                yield found
        except NotHereError as error:
            unavailable(f"no oidc-provider: {error}")


@pytest.fixture
def tools(running: MailOpenIdProvider, tmp_path: Path) -> Tools:
    return tools_at(running, tmp_path)


def tools_at(running: MailOpenIdProvider, folder: Path) -> Tools:
    world = World(
        WorldKind.SERVICES,
        folder,
        "store",
        None,
        extra_ca=running.ca,
        microsoft=running.authority,
        google=running.google,
    )
    return replace(
        tools_for(folder, WorldKind.SERVICES), world=world, dialer=WorldDialer(world), http=WorldHttp(world)
    )


def sender(way: SignInWay, *, public: bool = False, **more: Any) -> Sender:
    app = SignInApp(
        Vendor.MICROSOFT, PUBLIC if public else CONFIDENTIAL, TENANT, None if public else Secret(SECRET), way
    )
    outgoing = Outgoing("localhost", 587, SocketType.STARTTLS, OutgoingAuth.OAUTH2, ADDRESS)
    return Sender(Identity(NAME, ADDRESS), provider_row("another"), outgoing, replace(app, **more))


class Visitor(Silent):
    """Does with what is shown what a person would, in a thread of their own."""

    def __init__(self, work: Callable[[Any], None]) -> None:
        self._work = work
        self.shown: list[Any] = []

    def item(self, item: Any) -> None:
        self.shown.append(item)
        threading.Thread(target=self._work, args=(item,), daemon=True).start()


def by_browser(running: MailOpenIdProvider) -> Visitor:
    def work(item: SignInPage) -> None:
        assert item.hand_in(running.visit(item.address))

    return Visitor(work)


def by_device(running: MailOpenIdProvider) -> Visitor:
    def work(item: DeviceCode) -> None:
        running.visit(f"{item.address}?user_code={item.code}")

    return Visitor(work)


def fresh_access(tools: Tools, app: SignInApp) -> Secret | Problem:
    """A token that the provider gives out now, not one that is still held."""
    tokens = tokens_of(tools, app)
    return tokens if isinstance(tokens, Problem) else tokens.fresh()


def connect(tools: Tools, who: Sender, visitor: Visitor) -> Done | Problem:
    return SignInSender(who, wait_seconds=30).run(tools, visitor, Cancel())


@pytest.mark.parametrize("public", [False, True], ids=["with a secret", "without one"])
def test_a_person_signs_in_and_the_permission_is_renewed_and_ends(
    running: MailOpenIdProvider, tools: Tools, public: bool
) -> None:
    who = sender(SignInWay.BROWSER, public=public)
    assert who.app is not None
    outcome = connect(tools, who, by_browser(running))
    assert isinstance(outcome, Done), outcome
    # name and address came from the provider's id token, and were compared
    assert outcome.facts["connected_as"] == ADDRESS
    slots = VaultTokenSlots(tools.vault, "sender-connection")
    first = slots.read()
    assert first is not None
    access = fresh_access(tools, who.app)
    assert isinstance(access, Secret), access
    second = slots.read()
    assert second is not None
    assert (second.generation, second.refresh != first.refresh) == (2, True)
    running.revoke(second.refresh.reveal(), who.app.client_id, "" if public else SECRET)
    ended = fresh_access(tools, who.app)
    assert isinstance(ended, Problem)
    assert ended.code == "SENDER-LOST"
    # what was there stays, until somebody signs in anew
    assert isinstance(connect(tools, who, by_browser(running)), Done)
    assert isinstance(fresh_access(tools, who.app), Secret)


def test_a_code_on_another_device(running: MailOpenIdProvider, tools: Tools) -> None:
    visitor = by_device(running)
    outcome = connect(tools, sender(SignInWay.DEVICE, public=True), visitor)
    assert isinstance(outcome, Done), outcome
    assert isinstance(visitor.shown[0], DeviceCode)
    assert len(visitor.shown[0].code) >= 8


def test_google_with_a_client_of_the_stores_own(running: MailOpenIdProvider, tools: Tools) -> None:
    who = sender(SignInWay.BROWSER, vendor=Vendor.GOOGLE, tenant="")
    assert who.app is not None
    visitor = by_browser(running)
    outcome = connect(tools, who, visitor)
    assert isinstance(outcome, Done), outcome
    assert outcome.facts["connected_as"] == ADDRESS
    assert "access_type=offline" in visitor.shown[0].address
    assert isinstance(fresh_access(tools, who.app), Secret)
    # Google ends a permission when it is asked to, and the next use says so
    slots = VaultTokenSlots(tools.vault, "sender-connection")
    kept = slots.read()
    assert kept is not None
    running.revoke(kept.refresh.reveal(), CONFIDENTIAL, SECRET)
    ended = fresh_access(tools, who.app)
    assert isinstance(ended, Problem)
    assert (ended.code, ended.facts["vendor"]) == ("SENDER-LOST", "Google")


@pytest.mark.parametrize("way", [SignInWay.DEVICE, SignInWay.APP])
def test_google_has_no_other_way(tools: Tools, way: SignInWay) -> None:
    refused = connect(tools, sender(way, vendor=Vendor.GOOGLE, tenant=""), Visitor(lambda _item: None))
    assert isinstance(refused, Problem)
    assert refused.code == "SENDER-WAY"


def test_nobody_signs_in(running: MailOpenIdProvider, tools: Tools) -> None:
    app = sender(SignInWay.APP).app
    assert app is not None
    assert isinstance(fresh_access(tools, app), Secret)


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"secret": Secret("not-the-secret")}, "EXCH-SECRET"),
        ({"tenant": "7a11b21d-6e00-4000-8000-0000000000ff"}, "EXCH-TENANT"),
    ],
)
def test_what_is_wrong_with_the_app_is_said(tools: Tools, more: dict[str, Any], code: str) -> None:
    app = sender(SignInWay.APP, **more).app
    assert app is not None
    refused = fresh_access(tools, app)
    assert isinstance(refused, Problem)
    assert refused.code == code


def test_another_account_than_the_senders_is_told_before_anything_is_sent(
    running: MailOpenIdProvider, tools: Tools
) -> None:
    who = replace(sender(SignInWay.BROWSER), identity=Identity("Corner Store", "other@provider.example"))
    outcome = connect(tools, who, by_browser(running))
    assert isinstance(outcome, Problem)
    assert outcome.code == "SENDER-MISMATCH"
    assert (outcome.facts["account_name"], outcome.facts["account_address"]) == (NAME, ADDRESS)


def test_a_stop_is_heard_while_somebody_signs_in(running: MailOpenIdProvider, tools: Tools) -> None:
    from wizard.model.progress import Cancelled

    for way in (SignInWay.BROWSER, SignInWay.DEVICE):
        cancel = Cancel()
        visitor = Visitor(lambda _item, cancel=cancel: cancel.request())
        who = sender(way, public=way is SignInWay.DEVICE)
        with pytest.raises(Cancelled):
            SignInSender(who, wait_seconds=30).run(tools, visitor, cancel)
