"""An access token is used until it ends: what the practice Xero and Microsoft are asked for, counted."""

import threading
from collections import Counter
from dataclasses import replace

import pytest
from msgspec import structs

from tests.unit.jobs.programs import AtXero, Programs, done, signed_in
from wizard.app.program import Program
from wizard.catalogue.practice import practice_logins
from wizard.catalogue.providers import ANOTHER, provider
from wizard.jobs.job import Done, Tools
from wizard.jobs.sender.connect_sender import ConnectSender
from wizard.jobs.sender.connection import keep_connection, tokens_of
from wizard.jobs.sender.own_sender import Sender
from wizard.jobs.sender.sign_in_sender import SignInSender
from wizard.jobs.xero.check_xero_key import CheckXeroKey
from wizard.jobs.xero.choose_tenant import ListOrganisations, UseTenant
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.jobs.xero.connection import connection_of
from wizard.jobs.xero.connection import tokens_of as xero_tokens_of
from wizard.jobs.xero.disconnect_xero import DisconnectXero
from wizard.jobs.xero.read_standing import ReadStanding
from wizard.jobs.xero.use_organisation import UseOrganisation
from wizard.model.connection import TokenSet
from wizard.model.mail import Identity, Outgoing, OutgoingAuth, SocketType
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.record import XeroConnection
from wizard.model.secret import Secret
from wizard.model.sender import Account, SignInApp, SignInWay, Vendor
from wizard.practice import PracticeServices
from wizard.practice.microsoft import PracticeMicrosoft

CORNER = "Corner Store Pty Ltd"
LOGINS = practice_logins()
ADDRESS = LOGINS["mail-address"]


# --- Xero: the store's own sign-in ---


def test_choosing_the_organisation_after_a_sign_in_needs_no_refresh(
    programs: Programs, asked: Counter[str]
) -> None:
    program = signed_in(programs)
    done(ListOrganisations(), program)
    done(UseTenant("", ""), program)
    assert asked == {"authorization_code": 1}


def test_choosing_the_organisation_in_a_later_run_costs_one_refresh(
    programs: Programs, asked: Counter[str]
) -> None:
    signed_in(programs)
    later = programs.start()
    done(ListOrganisations(), later)
    done(UseTenant("", ""), later)
    assert asked["refresh_token"] == 1


def test_an_access_token_is_used_until_two_minutes_before_its_end(
    programs: Programs, asked: Counter[str]
) -> None:
    program = signed_in(programs)
    connection = connection_of(program.tools())
    began, later = connection._now(), [0.0]
    connection._now = lambda: began + later[0]
    for seconds, refreshes in ((1, 0), (1679, 0), (1682, 1), (1682 + 1679, 1), (1682 + 1682, 2)):
        later[0] = seconds
        done(ListOrganisations(), program)
        assert asked["refresh_token"] == refreshes, seconds


def test_threads_that_ask_at_once_share_one_refresh(programs: Programs, asked: Counter[str]) -> None:
    signed_in(programs)
    program = programs.start()
    found: list[Secret | Problem] = []
    threads = [
        threading.Thread(target=lambda: found.append(connection_of(program.tools()).access()))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert asked["refresh_token"] == 1
    assert len(found) == 8
    assert len(set(found)) == 1


def test_what_another_run_renewed_is_gone_on_with(programs: Programs, asked: Counter[str]) -> None:
    first = signed_in(programs)
    second = programs.start()
    done(ListOrganisations(), second)
    done(ListOrganisations(), first)
    done(ListOrganisations(), first)
    assert asked["refresh_token"] == 2


def test_after_disconnect_no_token_is_held(programs: Programs, asked: Counter[str]) -> None:
    program = signed_in(programs)
    done(DisconnectXero(everything=True), program)
    assert connection_of(program.tools()).access() == Problem("CONN-NONE", {"by": "stopped"})
    assert program.site.record().xero.stopped


def test_a_disconnect_in_another_run_is_heeded(programs: Programs) -> None:
    program = signed_in(programs)
    done(DisconnectXero(everything=True), programs.start())
    assert connection_of(program.tools()).access() == Problem("CONN-NONE", {"by": "stopped"})


def test_after_a_new_sign_in_its_own_token_is_used(programs: Programs, asked: Counter[str]) -> None:
    program = signed_in(programs)
    before = connection_of(program.tools()).access()
    done(ConnectXero(), program, AtXero())
    after = connection_of(program.tools()).access()
    assert isinstance(after, Secret)
    assert after != before
    assert asked["refresh_token"] == 0


def test_a_token_that_xero_took_back_is_renewed_and_says_what_is_wrong(
    programs: Programs, services: PracticeServices, asked: Counter[str]
) -> None:
    program = signed_in(programs)
    held = connection_of(program.tools())
    held._access = Secret("taken-back")
    done(ListOrganisations(), program)
    assert asked["refresh_token"] == 1
    held._access = Secret("taken-back")
    services.add_fault("token-consumed")
    outcome = ListOrganisations().run(program.tools(), Silent(), Cancel())
    assert isinstance(outcome, Problem)
    assert outcome.code == "CONN-LOST"
    assert not program.site.record().xero.connected


def test_the_day_it_lapses_is_known_without_the_safe(programs: Programs) -> None:
    program = signed_in(programs)
    standing = connection_of(program.tools()).standing()
    assert standing is not None
    assert program.site.record().xero.good_until == standing.until.date()


# --- Xero: the key of a custom connection ---


def with_key(program: Program) -> None:
    secret = Secret(LOGINS["api-secret"])
    found = done(CheckXeroKey(LOGINS["api-key"], secret), program).value
    done(UseOrganisation(found, "", LOGINS["api-key"], secret), program)


def test_without_a_sign_in_the_key_opens_the_organisation(programs: Programs, asked: Counter[str]) -> None:
    with_key(programs.start())
    tokens = xero_tokens_of(programs.start().tools())
    assert tokens.by == "key"
    assert isinstance(tokens.access(), Secret)
    assert tokens.access() == tokens.access()
    assert asked == {"client_credentials": 2}  # the check's, and one for all that follows


def test_a_sign_in_goes_before_the_key(programs: Programs) -> None:
    program = signed_in(programs)
    with_key(program)
    assert xero_tokens_of(program.tools()).by == "sign-in"


def test_the_key_of_another_organisation_opens_nothing(programs: Programs) -> None:
    program = programs.start()
    with_key(program)
    program.site.change(
        lambda record: structs.replace(
            record,
            organisation=replace(record.organisation, tenant_id="another") if record.organisation else None,
        )
    )
    assert xero_tokens_of(program.tools()).by == "sign-in"


def test_a_key_is_proven_anew_at_each_check(
    programs: Programs, services: PracticeServices, asked: Counter[str]
) -> None:
    program = programs.start()
    job = CheckXeroKey(LOGINS["api-key"], Secret(LOGINS["api-secret"]))
    done(job, program)
    services.add_fault("secret-refused")
    outcome = job.run(program.tools(), Silent(), Cancel())
    assert isinstance(outcome, Problem)
    assert outcome.code == "KEY-REFUSED"


# --- the sender's ---


def app(way: SignInWay = SignInWay.DEVICE) -> SignInApp:
    secret = Secret(LOGINS["sender-client-secret"])
    return SignInApp(Vendor.MICROSOFT, LOGINS["sender-client-id"], LOGINS["sender-tenant"], secret, way)


@pytest.fixture
def signed_in_sender(
    programs: Programs, services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> Tools:
    """A run in which somebody signed in before: only the refresh token is kept of it."""
    tools = programs.start().tools()
    monkeypatch.setattr(PracticeMicrosoft, "public_client", True, raising=False)

    outcome = SignInSender(sender(), fresh=True).run(tools, Silent(), Cancel())
    assert isinstance(outcome, Done), outcome
    return programs.start().tools()


def sender() -> Sender:
    out = Outgoing("mail.practice.example", 587, SocketType.STARTTLS, OutgoingAuth.OAUTH2, ADDRESS)
    return Sender(Identity(LOGINS["sender-name"], ADDRESS), provider(ANOTHER), out, app())


def test_looking_into_a_mailbox_again_and_again_costs_one_refresh(
    signed_in_sender: Tools, asked: Counter[str]
) -> None:
    asked.clear()
    for _ in range(12):
        tokens = tokens_of(signed_in_sender, app(), ADDRESS)
        assert not isinstance(tokens, Problem)
        assert isinstance(tokens.access(), Secret)
    assert asked == {"refresh_token": 1}


def test_connect_asks_the_vendor_whether_the_permission_still_holds(
    signed_in_sender: Tools, services: PracticeServices
) -> None:
    job = ConnectSender(sender())
    assert isinstance(job.run(signed_in_sender, Silent(), Cancel()), Done)
    services.add_fault("sender-revoked")
    outcome = job.run(signed_in_sender, Silent(), Cancel())
    assert isinstance(outcome, Problem)
    assert outcome.code == "SENDER-LOST"


def test_an_app_asks_in_its_own_name_once(programs: Programs, asked: Counter[str]) -> None:
    tools = programs.start().tools()
    for _ in range(3):
        tokens = tokens_of(tools, app(SignInWay.APP))
        assert not isinstance(tokens, Problem)
        assert tokens.by == "key"
        assert isinstance(tokens.access(), Secret)
    assert asked == {"client_credentials": 1}


def test_another_secret_is_another_connection(programs: Programs, asked: Counter[str]) -> None:
    tools = programs.start().tools()
    first = tokens_of(tools, app(SignInWay.APP))
    assert not isinstance(first, Problem)
    first.access()
    second = tokens_of(tools, replace(app(SignInWay.APP), secret=Secret("not-the-secret")))
    assert not isinstance(second, Problem)
    found = second.access()
    assert isinstance(found, Problem)
    assert found.code == "EXCH-SECRET"


def test_a_sender_without_a_sign_in_says_so(programs: Programs) -> None:
    tools = programs.start().tools()
    found = tokens_of(tools, app())
    assert isinstance(found, Problem)
    assert found.code == "SENDER-NOT-CONNECTED"
    keep_connection(tools, app(), TokenSet(Secret("a"), Secret("r"), 3600, ()), Account())
    kept = tokens_of(tools, app())
    assert not isinstance(kept, Problem)
    assert kept.access() == Secret("a")


@pytest.mark.parametrize(
    ("xero", "by"),
    [
        (XeroConnection(), None),
        (XeroConnection(auth_event="one", stopped=True), "stopped"),
        (XeroConnection(auth_event="one"), "ended"),
    ],
)
def test_why_there_is_no_sign_in_is_told_alike_by_all_that_need_one(
    programs: Programs, xero: XeroConnection, by: str | None
) -> None:
    tools = programs.start().tools()
    tools.site.change(lambda record: structs.replace(record, xero=xero))
    wanted = Problem("CONN-NONE", {} if by is None else {"by": by})
    assert connection_of(tools).access() == wanted
    ended = ReadStanding().run(tools, Silent(), Cancel())
    assert isinstance(ended, Done)
    assert ended.problem == wanted
