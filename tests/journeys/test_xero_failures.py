"""Every way in which the provider can fail ends in its own problem, with a button that exists and works."""

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.faults.person import practice_person
from tests.journeys.files import write_answers
from tests.journeys.program import Ended, Tillbridge
from tests.journeys.rogue_xero import HANG_UP, HANG_UP_AFTER, Heard, Reply, RogueXero, Script, only, refreshes
from tests.journeys.xero import Store
from tests.servers.certificates import CertificateKind, Certificates
from tests.servers.fixtures import MakeOpenIdProvider
from tests.servers.openid_provider import CLIENT_ID
from tests.servers.secret_service import SecretService
from wizard.catalogue.wording import wording
from wizard.model.problem import Problem
from wizard.practice import PracticeServices

pytestmark = pytest.mark.long

PRACTICE_ID = "7A11B21D6E000000000000000000C0DE"
ROOT = Path(__file__).resolve().parents[2]
HTML = Reply(
    200, b"<html><body>Please sign in to the hotel's network</body></html>", {"Content-Type": "text/html"}
)
TOKEN, CONNECTIONS, ORGANISATION = "/connect/token", "/connections", "/api.xro/2.0/Organisation"


def _json(status: int, value: object, **headers: str) -> Reply:
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Reply(status, json.dumps(value).encode(), {"Content-Type": "application/json", **named})


@dataclass
class Shop:
    """A store, its practice Xero, and a rogue in front of it."""

    program: Tillbridge
    services: PracticeServices
    rogue: RogueXero
    folder: Path
    addresses: dict[str, str] = field(default_factory=dict)

    def store(self, **changes: str) -> Store:
        """The store, its token, connection and read addresses at the rogue's, others given by name."""
        base = self.services.xero_base
        named = {
            "authorize": f"{base}/identity/connect/authorize",
            "token": f"{self.rogue.base}{TOKEN}",
            "revocation": f"{self.rogue.base}/connect/revocation",
            "connections": f"{self.rogue.base}{CONNECTIONS}",
            "api": f"{self.rogue.base}/api.xro/2.0/",
        }
        lines = [f"{name} = {json.dumps(address)}" for name, address in (named | changes).items()]
        path = self.folder / "services.toml"
        path.write_text("\n".join(["[xero]", *lines, ""]), encoding="utf-8")
        return Store(self.program, path, PRACTICE_ID)

    def connected(self) -> Store:
        """The store after a sign-in in which nothing failed."""
        store = self.store()
        assert store.paste(practice_person()).status == 0
        return store


@pytest.fixture
def program(tillbridge: Tillbridge, password_store: SecretService) -> Tillbridge:
    return tillbridge.within(password_store.environment)


@pytest.fixture
def shop(program: Tillbridge, tmp_path: Path) -> Iterator[Shop]:
    with PracticeServices() as services, RogueXero(services.xero_base, lambda _: None) as rogue:
        yield Shop(program, services, rogue, tmp_path)


def buttons_known() -> set[str]:
    """What the window can do for a problem: by itself, or on the pages that say they take it."""
    source = ROOT.joinpath("wizard/gui/run/problem_actions.py").read_text(encoding="utf-8")
    tables = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Dict)]
    known = {key.value for table in tables for key in table.keys if isinstance(key, ast.Constant)}
    for page in ROOT.joinpath("wizard/gui/pages").glob("*.py"):
        for node in ast.walk(ast.parse(page.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Compare) and ast.unparse(node.left) == "action.does":
                known |= {each.value for each in node.comparators if isinstance(each, ast.Constant)}
    return {str(word) for word in known}


def button(problem: Problem) -> str:
    """What a problem's first button does, which the window must be able to do."""
    does = [action.does for action in wording(problem).actions]
    assert set(does) <= buttons_known(), (problem.code, does)
    return does[0]


def told(ended: Ended) -> tuple[str, str]:
    """The one problem that a run met: its code, and what its first button does."""
    (problem,) = ended.answer["problems"]
    for part in ("what", "why", "do"):
        assert problem[part]
        assert "…" not in problem[part], f"a fact is missing: {problem[part]}"
    assert ended.status == 1
    return problem["code"], button(Problem(problem["code"], problem["facts"]))


SIGNING_IN: dict[str, tuple[Script, str, str]] = {
    "500": (only(TOKEN, Reply(500)), "XERO-DOWN", "retry"),
    "503 with a page": (only(TOKEN, Reply(503, b"<html>")), "XERO-DOWN", "retry"),
    "429 with Retry-After": (only(TOKEN, Reply(429, b"", {"Retry-After": "27"})), "XERO-BUSY", "retry"),
    "429 for hours": (only(TOKEN, Reply(429, b"", {"Retry-After": "72000"})), "XERO-BUSY", "close"),
    "429 without": (only(TOKEN, Reply(429)), "XERO-BUSY", "retry"),
    "429 with nonsense": (only(TOKEN, Reply(429, b"", {"Retry-After": "soon"})), "XERO-BUSY", "retry"),
    "a page instead of JSON": (only(TOKEN, HTML), "XERO-ODD", "retry"),
    "a list": (only(TOKEN, _json(200, [1, 2])), "XERO-ODD", "retry"),
    "a number": (only(TOKEN, _json(200, 7)), "XERO-ODD", "retry"),
    "null": (only(TOKEN, _json(200, None)), "XERO-ODD", "retry"),
    "no token": (only(TOKEN, _json(200, {"token_type": "Bearer"})), "XERO-ODD", "retry"),
    "cut JSON": (only(TOKEN, Reply(200, b'{"access_token": "abc')), "XERO-ODD", "retry"),
    "not UTF-8": (only(TOKEN, Reply(200, b'{"access_token": "\xff\xfe"}')), "XERO-ODD", "retry"),
    "a refusal that is a list": (only(TOKEN, _json(400, ["no"])), "XERO-ODD", "retry"),
    "a redirect": (only(TOKEN, Reply(302, b"", {"Location": "/elsewhere"})), "XERO-ODD", "retry"),
    "brackets without end": (only(TOKEN, Reply(200, b"[" * 200_000)), "XERO-ODD", "retry"),
    "a refusal of brackets": (only(TOKEN, Reply(400, b"[" * 200_000)), "XERO-ODD", "retry"),
    "connections of brackets": (only(CONNECTIONS, Reply(200, b"[" * 200_000)), "XERO-ODD", "retry"),
    "no connection": (only(TOKEN, HANG_UP), "XERO-UNREACHABLE", "retry"),
    "invalid_client": (only(TOKEN, _json(400, {"error": "invalid_client"})), "XERO-APP", "side"),
    "invalid_client as 401": (only(TOKEN, _json(401, {"error": "invalid_client"})), "XERO-APP", "side"),
    "401 without a word": (only(TOKEN, Reply(401)), "XERO-APP", "side"),
    "invalid_scope": (only(TOKEN, _json(400, {"error": "invalid_scope"})), "XERO-PERMISSION", "reconnect"),
    "unauthorized_client": (
        only(TOKEN, _json(400, {"error": "unauthorized_client"})),
        "XERO-APP",
        "side",
    ),
    "no refresh token": (
        only(TOKEN, _json(200, {"access_token": "a" * 60, "token_type": "Bearer", "expires_in": 1800})),
        "XERO-PERMISSION",
        "reconnect",
    ),
    "connections empty": (only(CONNECTIONS, _json(200, [])), "ORG-NONE", "reconnect"),
    "connections a page": (only(CONNECTIONS, HTML), "XERO-ODD", "retry"),
    "connections of another shape": (only(CONNECTIONS, _json(200, {"id": 1})), "XERO-ODD", "retry"),
    "connections 500": (only(CONNECTIONS, Reply(500)), "XERO-DOWN", "retry"),
    "connections 429": (only(CONNECTIONS, Reply(429)), "XERO-BUSY", "retry"),
    "connections cut off": (only(CONNECTIONS, HANG_UP), "XERO-UNREACHABLE", "retry"),
    "organisation 403": (only(ORGANISATION, Reply(403)), "XERO-NO-ACCESS", "reconnect"),
    "permission missing": (
        only(ORGANISATION, _json(401, {}, WWW_Authenticate="insufficient_scope")),
        "XERO-PERMISSION",
        "reconnect",
    ),
    "permission missing, misspelt": (
        only(ORGANISATION, _json(401, {}, WWW_Authenticate='Bearer error="insufficent_scope"')),
        "XERO-PERMISSION",
        "reconnect",
    ),
    "permission missing, told in the body": (
        only(ORGANISATION, _json(401, {"title": "Unauthorized", "detail": "AuthorizationUnsuccessful"})),
        "XERO-PERMISSION",
        "reconnect",
    ),
    "permission missing, told in a 403's body": (
        only(ORGANISATION, _json(403, {"error": "insufficient_scope"})),
        "XERO-PERMISSION",
        "reconnect",
    ),
    "permission to list organisations missing": (
        only(CONNECTIONS, _json(401, {"Detail": "AuthorizationUnsuccessful"})),
        "XERO-PERMISSION",
        "reconnect",
    ),
    "another organisation's token": (
        only(ORGANISATION, _json(403, {"Title": "Forbidden", "Detail": "AuthenticationUnsuccessful"})),
        "XERO-NO-ACCESS",
        "reconnect",
    ),
    "token expired": (
        only(
            ORGANISATION, _json(401, {"Title": "Unauthorized", "Detail": "TokenExpired: token expired at 1"})
        ),
        "XERO-EXPIRED",
        "retry",
    ),
    "token unknown": (
        only(ORGANISATION, _json(401, {"Detail": "AuthenticationUnsuccessful"})),
        "XERO-NO-ACCESS",
        "reconnect",
    ),
}


@pytest.mark.parametrize("fault", SIGNING_IN)
def test_a_sign_in_that_fails_says_why_and_works_the_next_time(shop: Shop, fault: str) -> None:
    script, code, does = SIGNING_IN[fault]
    store = shop.store()
    shop.rogue.script = script
    assert told(store.paste(practice_person())) == (code, does)
    shop.rogue.script = lambda _: None
    assert store.paste(practice_person()).status == 0


REFRESHING: dict[str, tuple[Script, str, str]] = {
    "invalid_grant": (refreshes(_json(400, {"error": "invalid_grant"})), "CONN-LOST", "reconnect"),
    "invalid_client": (refreshes(_json(401, {"error": "invalid_client"})), "XERO-APP", "side"),
    "unauthorized_client": (refreshes(_json(400, {"error": "unauthorized_client"})), "XERO-APP", "side"),
    "500": (refreshes(Reply(500)), "XERO-DOWN", "retry"),
    "500 after rotation": (refreshes(Reply(500, after=True)), "XERO-DOWN", "retry"),
    "429": (refreshes(Reply(429, b"", {"Retry-After": "5"})), "XERO-BUSY", "retry"),
    "a page after rotation": (
        refreshes(Reply(200, HTML.body, HTML.headers, after=True)),
        "XERO-ODD",
        "retry",
    ),
    "cut off": (refreshes(HANG_UP), "XERO-UNREACHABLE", "retry"),
    "every reply lost after rotation": (refreshes(HANG_UP_AFTER), "XERO-UNREACHABLE", "retry"),
    "an empty token": (
        refreshes(_json(200, {"access_token": "", "token_type": "Bearer"})),
        "XERO-ODD",
        "retry",
    ),
    "a redirect": (refreshes(Reply(307, b"", {"Location": "/elsewhere"})), "XERO-ODD", "retry"),
}


@pytest.mark.parametrize("fault", REFRESHING)
def test_a_renewal_that_fails_says_why_and_loses_nothing(shop: Shop, fault: str) -> None:
    script, code, does = REFRESHING[fault]
    store = shop.connected()
    shop.rogue.script = script
    assert told(store.run("token")) == (code, does)
    shop.rogue.script = lambda _: None
    assert store.run("token").status == 0, "the connection is what it was"


def test_a_reply_lost_once_is_not_even_noticed(shop: Shop) -> None:
    store = shop.connected()
    lost = iter([HANG_UP_AFTER])
    shop.rogue.script = lambda heard: next(lost, None) if b"refresh_token" in heard.body else None
    assert store.run("token").status == 0
    assert store.run("token").status == 0


def test_past_the_half_hour_a_lost_reply_ends_the_connection_and_reconnect_mends_it(shop: Shop) -> None:
    store = shop.connected()
    shop.rogue.script = refreshes(HANG_UP_AFTER)
    assert told(store.run("token"))[0] == "XERO-UNREACHABLE"
    shop.rogue.script = lambda _: None
    shop.services.clock.advance(31 * 60)
    assert told(store.run("token")) == ("CONN-LOST", "reconnect")
    assert store.paste(practice_person()).status == 0
    assert store.run("status").answer["organisation"]["name"] == "Corner Store Pty Ltd"
    assert store.run("token").status == 0


def test_a_connection_taken_away_in_xero_is_lost_and_can_be_made_again(shop: Shop) -> None:
    store = shop.connected()
    shop.services.clock.advance(61 * 86_400)
    assert told(store.run("token")) == ("CONN-LOST", "reconnect")
    assert store.paste(practice_person()).status == 0


def test_a_lost_connection_can_be_disconnected_all_the_same(shop: Shop) -> None:
    store = shop.connected()
    shop.services.add_fault("token-consumed")
    assert told(store.run("token")) == ("CONN-LOST", "reconnect")
    assert store.run("disconnect").answer["disconnected"] == []
    assert told(store.run("status")) == ("CONN-NONE", "reconnect")


@pytest.mark.parametrize("reply", [Reply(500), Reply(429), HANG_UP], ids=["500", "429", "hung up"])
def test_a_revocation_that_fails_is_said_and_can_be_repeated(shop: Shop, reply: Reply) -> None:
    store = shop.connected()
    shop.rogue.script = only("/connect/revocation", reply)
    code, _ = told(store.run("disconnect", "--all"))
    assert code in {"XERO-DOWN", "XERO-BUSY", "XERO-UNREACHABLE"}
    assert store.run("token").status == 0, "still connected, as was said"
    shop.rogue.script = lambda _: None
    assert store.run("disconnect", "--all").answer["disconnected"] == ["Corner Store Pty Ltd"]


def test_sixty_days_unused_has_its_own_words(shop: Shop) -> None:
    store = shop.connected()
    shop.services.clock.advance(61 * 86_400)
    late = store.program.within(clock_off(shop.folder, 61 * 86_400))
    assert told(Store(late, store.services, PRACTICE_ID).run("token")) == ("CONN-LAPSED", "reconnect")


def test_a_code_that_expired_is_its_own_problem(shop: Shop) -> None:
    store = shop.store()
    waiting = store.begin()
    back = practice_person().visit(waiting.address)
    shop.services.clock.advance(301)
    assert told(waiting.answer(back)) == ("XERO-CODE", "retry")
    assert store.paste(practice_person()).status == 0


def test_a_code_that_expired_at_the_other_provider_too(
    program: Tillbridge, make_openid_provider: MakeOpenIdProvider
) -> None:
    import time

    provider = make_openid_provider(code_seconds=1)
    waiting = Store(program, provider.services_file(), CLIENT_ID).begin()
    from tests.faults.person import provider_person

    back = provider_person().visit(waiting.address)
    time.sleep(2)
    assert told(waiting.answer(back)) == ("XERO-CODE", "retry")


def test_nobody_denies_in_silence(shop: Shop) -> None:
    assert told(shop.store().paste(practice_person(decision="cancel"))) == ("XERO-DENIED", "retry")


# --- what Xero says of its organisations


def keeping_the_first_event(shop: Shop, event: str) -> Script:
    """Show every row of /connections with the event of the first sign-in, as Xero may after another one."""

    def script(heard: Heard) -> Reply | None:
        if urlsplit(heard.path).path != CONNECTIONS or heard.method != "GET":
            return None
        everything = replace(heard, path=CONNECTIONS)
        wanted = parse_qs(urlsplit(heard.path).query).get("authEventId", [event])[0]
        rows = [row | {"authEventId": event} for row in shop.rogue.pass_on(everything).json()]
        return _json(200, [row for row in rows if row["authEventId"] == wanted])

    return script


def test_an_organisation_that_keeps_its_first_event_can_be_connected_again(shop: Shop) -> None:
    store = shop.connected()
    event = str(json.loads(known_of(store))["xero"]["auth_event"])
    shop.rogue.script = keeping_the_first_event(shop, event)
    again = store.paste(practice_person())
    assert again.answer["organisation"]["organisation_name"] == "Corner Store Pty Ltd"
    # And where others are open to this sign-in too, the store's own is the one that is meant.
    store.paste(practice_person("Demo Company (AU)"))
    assert store.run("status").answer["organisation"]["name"] == "Corner Store Pty Ltd"
    named = store.paste(practice_person("Demo Company (AU)"), "--organisation", "Demo Company (AU)")
    assert told(named)[0] == "ORG-DEMO", "it was found, and refused for what it is"


def known_of(store: Store) -> str:
    """What is remembered of the store."""
    (path,) = store.program.home.rglob("store.json")
    return path.read_text(encoding="utf-8")


def test_a_key_that_may_not_list_organisations_is_proven_by_the_one_it_opens(shop: Shop) -> None:
    services = shop.store().services
    logins = shop.services.logins
    given = {"country": "AU", "api_key": logins["api-key"], "api_secret": {"practice": "api-secret"}}
    answers = write_answers(shop.folder, "imagatec-xero", given)
    line = ("--services", services, "run", "imagatec-xero", "--answers", answers)
    shop.rogue.script = only(CONNECTIONS, _json(403, {"Detail": "AuthenticationUnsuccessful"}))
    assert shop.program.run(*line).status == 0
    shop.rogue.script = lambda _: None
    assert shop.program.run(*line).status == 0, "and it is the same one when Xero names its tenant"
    shop.rogue.script = only(CONNECTIONS, _json(403, {}))
    assert shop.program.run(*line).status == 0
    shop.rogue.script = only(CONNECTIONS, Reply(503))
    assert told(shop.program.run(*line))[0] == "XERO-DOWN", "could not ask is not: may not be asked"


# --- the network between


def test_a_black_hole_ends(shop: Shop, black_hole: int) -> None:
    ended = shop.store(token=f"http://127.0.0.1:{black_hole}{TOKEN}").paste(practice_person())
    assert told(ended) == ("XERO-UNREACHABLE", "retry")


def test_a_silent_xero_ends(shop: Shop, silent_port: int) -> None:
    ended = shop.store(token=f"http://127.0.0.1:{silent_port}{TOKEN}").paste(practice_person())
    assert told(ended) == ("XERO-UNREACHABLE", "retry")


def test_a_closed_port_is_said(shop: Shop, closed_port: int) -> None:
    store = shop.connected()
    moved = shop.store(token=f"http://127.0.0.1:{closed_port}{TOKEN}")
    assert told(moved.run("token")) == ("XERO-UNREACHABLE", "retry")
    assert shop.store().run("token").status == 0
    assert store.services == moved.services


@pytest.mark.parametrize(
    ("kind", "words"),
    [("other-authority", "antivirus"), ("wrong-name", "antivirus"), ("expired", "date and time")],
)
def test_a_certificate_that_does_not_fit_stops_everything_before_a_secret_is_sent(
    shop: Shop, certificates: Certificates, kind: CertificateKind, words: str
) -> None:
    store = shop.connected()
    with RogueXero(shop.services.xero_base, lambda _: None, certificates.of(kind)) as intercepting:
        for changes in (
            {"token": intercepting.at(TOKEN)},
            {"connections": intercepting.at(CONNECTIONS)},
        ):
            services = shop.store(**changes).services
            text = services.read_text(encoding="utf-8")
            services.write_text(f"{text}[trust]\nca = {json.dumps(str(certificates.ca))}\n", encoding="utf-8")
            ended = store.run("organisations")
            assert told(ended) == ("XERO-CERT", "retry")
            assert words in ended.stdout
        assert intercepting.heard == []
    shop.store()
    assert store.run("token").status == 0


# --- the PC's clock


def clock_off(folder: Path, seconds: int) -> dict[str, str]:
    """An environment in which Python's clock is wrong."""
    python = folder / f"clock{seconds}"
    python.mkdir()
    lines = [
        "import datetime, time",
        "real = time.time",
        f"time.time = lambda: real() + {seconds}",
        "class Wrong(datetime.datetime):",
        "    @classmethod",
        "    def now(cls, tz=None):",
        f"        return super().now(tz) + datetime.timedelta(seconds={seconds})",
        "datetime.datetime = Wrong",
        "",
    ]
    python.joinpath("sitecustomize.py").write_text("\n".join(lines), encoding="utf-8")
    return {"PYTHONPATH": str(python)}


def clock_that_jumps(folder: Path, seconds: int) -> tuple[dict[str, str], Path]:
    """An environment in which Python's clock jumps once a file is there, and that file."""
    environment, moment = clock_off(folder, seconds), folder / f"jump{seconds}"
    file = Path(environment["PYTHONPATH"], "sitecustomize.py")
    jump = f"({seconds} if os.path.exists({str(moment)!r}) else 0)"
    code = file.read_text("utf-8").replace(f"+ {seconds}", f"+ {jump}").replace(f"={seconds}", f"={jump}")
    file.write_text(f"import os\n{code}", "utf-8")
    return environment, moment


@pytest.mark.parametrize("seconds", [-86_400, 86_400])
def test_a_clock_that_jumps_a_day_while_somebody_signs_in_ends_nothing(shop: Shop, seconds: int) -> None:
    store = shop.store()
    environment, moment = clock_that_jumps(shop.folder, seconds)
    jumping = Store(store.program.within(environment), store.services, PRACTICE_ID)
    waiting = jumping.begin()
    moment.touch()
    ended = waiting.answer(practice_person().visit(waiting.address))
    assert (ended.status, ended.answer["ok"]) == (0, True), ended
    assert jumping.run("token").status == 0
    assert store.run("token").status == 0, "and when the clock is put right"


@pytest.mark.parametrize("seconds", [-600, 600])
def test_ten_minutes_make_no_difference_to_a_sign_in(shop: Shop, seconds: int) -> None:
    store = shop.store()
    wrong = Store(store.program.within(clock_off(shop.folder, seconds)), store.services, PRACTICE_ID)
    assert wrong.paste(practice_person()).status == 0
    assert wrong.run("token").status == 0
    assert store.run("token").status == 0, "and when the clock is put right"
    assert wrong.run("status").answer["days_left"] in {59, 60}


@pytest.mark.parametrize("seconds", [-600, 600])
def test_ten_minutes_are_said_before_they_harm_anything(shop: Shop, seconds: int) -> None:
    services = shop.store().services
    right = shop.program.run("--services", services, "doctor")
    assert right.status == 0, right.stdout
    ended = shop.program.within(clock_off(shop.folder, seconds)).run("--services", services, "doctor")
    assert told(ended) == ("CLOCK-WRONG", "retry")
    assert ended.answer["problems"][0]["facts"]["minutes"] == 10


# --- words

NEVER_SAID = (
    "oauth", "token", "scope", "grant ", "tenant", "credential", "authenticat", "payload",
    "e-mail object", "ssl", "tls", "deprecat", "rollback", "json",
)  # fmt: skip


def problems_met() -> list[tuple[str, dict[str, object]]]:
    """Every problem that this file meets, with facts that choose each of its variants."""
    by: list[dict[str, object]] = [{"by": "sign-in"}, {}]
    codes: dict[str, list[dict[str, object]]] = {
        "XERO-BUSY": [{"how": ""}, {"how": "seconds", "seconds": 27}, {"how": "until", "until": "16:05"}],
        "XERO-CERT": [{"reason": "dates"}, {"reason": "authority"}],
        "XERO-NO-ACCESS": by,
        "XERO-PERMISSION": by,
        "XERO-APP": by,
        "ORG-NONE": by,
        "ORG-DEMO": by,
        "ORG-CHANGED": by,
    }
    plain = (
        "XERO-DOWN", "XERO-ODD", "XERO-UNREACHABLE", "XERO-CODE", "XERO-DENIED", "XERO-SILENT",
        "XERO-NOT-OURS", "XERO-BARE-CODE", "XERO-PORTS", "XERO-NO-BROWSER", "XERO-EXPIRED", "CONN-NONE",
        "CONN-LOST", "CONN-LAPSED", "CONN-BUSY", "VAULT-MISSING", "VAULT-LOCKED", "CLOCK-WRONG", "ORG-CHOOSE",
    )  # fmt: skip
    return [(code, facts) for code, variants in codes.items() for facts in variants] + [
        (code, {}) for code in plain
    ]


@pytest.mark.parametrize(("code", "facts"), problems_met())
def test_a_manager_can_read_it_and_its_button_exists(code: str, facts: dict[str, object]) -> None:
    problem = Problem(code, facts)  # type: ignore[arg-type]
    words = wording(problem)
    text = f"{words.what} {words.why} {words.do}".lower()
    assert "no words for" not in text
    assert not [word for word in NEVER_SAID if word in text], text
    assert words.actions
    button(problem)
