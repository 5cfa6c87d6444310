"""A token endpoint's answers: usable tokens are kept, refusals have names, none is an error of ours."""

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from requests import PreparedRequest

from tests.unit.answers import HERE, Answer, Answering, always
from wizard.model.addresses import GoogleAddresses
from wizard.model.connection import TokenSet
from wizard.model.problem import Problem
from wizard.model.secret import Secret
from wizard.model.sender import Granted, SignInApp, Vendor
from wizard.oauth.google import Google
from wizard.oauth.microsoft import Microsoft
from wizard.oauth.token_endpoint import TokenEndpoint

AT = "https://localhost:9"
MAIL = "https://outlook.office.com/SMTP.Send"
USUAL: dict[str, Any] = {
    "access_token": "access-" + "a" * 30,
    "refresh_token": "refresh-" + "b" * 30,
    "expires_in": 1800,
    "token_type": "Bearer",
    "scope": "offline_access",
}


def microsoft(script: Callable[[PreparedRequest], Answer]) -> Microsoft:
    """Return a Microsoft whose discovery works and whose token address is scripted."""
    names = ("authorization_endpoint", "token_endpoint", "device_authorization_endpoint")
    discovery = {name: f"{AT}/t/{name}" for name in names} | {"issuer": f"{AT}/t/v2.0"}

    def answer(request: PreparedRequest) -> Answer:
        if "openid-configuration" in str(request.url):
            return always(200, discovery)(request)
        return script(request)

    return Microsoft(Answering(answer), AT, SignInApp(Vendor.MICROSOFT, "CLIENT", "t"), Secret("app-secret"))


def google(script: Callable[[PreparedRequest], Answer]) -> Google:
    """Return a Google whose every answer is scripted."""
    addresses = GoogleAddresses(*(f"http://localhost:9/{name}" for name in ("a", "token", "r")))
    return Google(Answering(script), addresses, SignInApp(Vendor.GOOGLE, "CLIENT"), None)


def renew(vendor: str, script: Callable[[PreparedRequest], Answer]) -> TokenSet | Problem:
    """Renew a permission at one of the three vendors."""
    at = {"xero": lambda s: TokenEndpoint(Answering(s), HERE), "microsoft": microsoft, "google": google}
    return at[vendor](script).refresh("CLIENT", Secret("refresh-0"))  # type: ignore[no-untyped-call]


VENDORS = pytest.mark.parametrize("vendor", ["xero", "microsoft", "google"])
BESIDE: dict[str, dict[str, Any]] = {
    "a lifetime in quotes": {"expires_in": "1800"},
    "a lifetime with a point": {"expires_in": 1800.0},
    "a lifetime with both": {"expires_in": "1800.0"},
    "no scope": {"scope": None},
    "a list of scopes": {"scope": ["offline_access", "x"]},
    "a number as scope": {"scope": 7},
    "no type": {"token_type": None},
    "another type": {"token_type": ["Bearer"]},
    "an end of its own": {"expires_at": "tomorrow"},
    "more keys": {"xero_user": {"id": [1, {}]}, "error": None, "error_description": ""},
    "an id token that is none": {"id_token": "x.y.z"},
    "an id token that is nothing": {"id_token": None, "client_info": 5},
    "other lifetimes in quotes": {"ext_expires_in": "x", "refresh_in": "1", "expires_on": {}},
}


@VENDORS
@pytest.mark.parametrize("beside", BESIDE)
def test_usable_tokens_are_kept_whatever_stands_beside_them(vendor: str, beside: str) -> None:
    found = renew(vendor, always(200, USUAL | BESIDE[beside]))
    assert isinstance(found, TokenSet), found
    assert (found.access.reveal(), found.refresh.reveal()) == (USUAL["access_token"], USUAL["refresh_token"])
    assert found.expires_in == 1800


@VENDORS
@pytest.mark.parametrize("value", [None, "soon", True, -5, "nan", "1e400", [], {}])
def test_a_lifetime_that_is_none_becomes_the_vendors_own(vendor: str, value: object) -> None:
    found = renew(vendor, always(200, USUAL | {"expires_in": value}))
    assert isinstance(found, TokenSet), found
    assert found.expires_in == {"xero": 1800}.get(vendor, 3600)


@VENDORS
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_is_no_obstacle(vendor: str, encoding: str) -> None:
    found = renew(vendor, always(200, json.dumps(USUAL).encode(encoding)))
    assert isinstance(found, TokenSet), found


@VENDORS
@pytest.mark.parametrize("refresh", [None, ""])
def test_without_a_next_refresh_token_the_one_before_stays(vendor: str, refresh: str | None) -> None:
    found = renew(vendor, always(200, USUAL | {"refresh_token": refresh}))
    assert isinstance(found, TokenSet), found
    assert found.refresh == Secret("refresh-0")


@VENDORS
@pytest.mark.parametrize("status", [500, 502, 503, 504, 429])
@pytest.mark.parametrize("body", [b"", b"<html>", b"[]", b'{"error": "temporarily_unavailable"}', b"\xff"])
def test_a_vendor_that_cannot_answer_is_busy_in_any_dress(vendor: str, status: int, body: bytes) -> None:
    found = renew(vendor, always(status, body, {"Content-Type": "text/html"}))
    assert isinstance(found, Problem)
    expected = {429: "XERO-BUSY"}.get(status, "XERO-DOWN") if vendor == "xero" else "SIGN-IN-BUSY"
    assert found.code == expected


def test_a_vendors_words_are_kept() -> None:
    said = "AADSTS90033: A transient error has occurred. Trace ID: 1 Timestamp: 2"
    found = renew("microsoft", always(503, {"error": "x", "error_description": said}))
    assert isinstance(found, Problem)
    assert found.facts["said"] == "AADSTS90033: A transient error has occurred."


@pytest.mark.parametrize(
    ("number", "error", "code", "cause"),
    [
        (9002327, "invalid_request", "EXCH-ADMIN", "single-page"),
        (90023, "invalid_request", "EXCH-ADMIN", "single-page"),
        (500112, "invalid_client", "EXCH-ADMIN", "return-address"),
        (90033, "invalid_grant", "SIGN-IN-BUSY", None),
        (7000222, "invalid_client", "EXCH-SECRET", "expired"),
        (1234567, "odd_error", "SIGN-IN-ODD", None),
        (1234567, "invalid_grant", "SENDER-LOST", None),
    ],
)
def test_microsofts_numbers_are_rows_and_an_unknown_one_keeps_its_words(
    number: int, error: str, code: str, cause: str | None
) -> None:
    said = f"AADSTS{number}: What Microsoft says about it."
    for codes in ([number], None, "x", ["x", None], 5):
        body = {"error": error, "error_description": said, "error_codes": codes}
        found = renew("microsoft", always(400, body))
        assert isinstance(found, Problem)
        assert (found.code, found.facts.get("cause"), found.facts["said"]) == (code, cause, said)


def test_a_discovery_that_is_down_is_busy() -> None:
    found = Microsoft(
        Answering(always(503, b"<html>")), AT, SignInApp(Vendor.MICROSOFT, "CLIENT", "t"), None
    ).begin("http://localhost:8747/callback", "")
    assert isinstance(found, Problem)
    assert found.code == "SIGN-IN-BUSY"


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
_NAMES = (*USUAL, "error", "error_description", "error_codes", "id_token", "client_info", "suberror")
_BODIES = st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=6) | _JSON


@VENDORS
@given(status=st.sampled_from([200, 201, 204, 302, 400, 401, 403, 404, 500]), body=_BODIES)
def test_no_answer_is_an_error_of_ours(vendor: str, status: int, body: object) -> None:
    found = renew(vendor, always(status, body))
    assert isinstance(found, TokenSet | Problem)


@given(
    discovery=st.dictionaries(st.sampled_from(["issuer", "authorization_endpoint", "token_endpoint"]), _JSON)
)
def test_no_discovery_is_an_error_of_ours(discovery: object) -> None:
    app = SignInApp(Vendor.MICROSOFT, "CLIENT", "t")
    found = Microsoft(Answering(always(200, discovery)), AT, app, None).refresh("CLIENT", Secret("refresh-0"))
    assert isinstance(found, Problem)


@pytest.mark.parametrize("vendor", ["microsoft", "google"])
@given(claims=_JSON | st.just([[]]))
def test_no_id_token_is_an_error_of_ours(vendor: str, claims: object) -> None:
    token = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode()
    body = USUAL | {"scope": MAIL, "id_token": f"x.{token}.y"}
    at: Any = google(always(200, body)) if vendor == "google" else microsoft(always(200, body))
    sign_in = at.begin("http://localhost:8747/callback", "")
    found = at.finish(sign_in, f"{sign_in.redirect}?code=abc&state={sign_in.state}")
    assert isinstance(found, Granted | Problem)


@VENDORS
@pytest.mark.parametrize("kind", [KeyError, AttributeError, RuntimeError, ValueError, ZeroDivisionError])
def test_an_error_of_ours_is_not_the_vendors_odd_answer(vendor: str, kind: type[Exception]) -> None:
    def faulty(_request: PreparedRequest) -> Answer:
        raise kind("a fault of our own")

    with pytest.raises(kind, match="a fault of our own"):
        renew(vendor, faulty)


# --- a permission that is not for mail


def finished(vendor: str, scope: str | None) -> Granted | Problem:
    """Finish a sign-in whose answer names these scopes."""
    script = always(200, USUAL | {"scope": scope})
    at: Any = google(script) if vendor == "google" else microsoft(script)
    sign_in = at.begin("http://localhost:8747/callback", "")
    found = at.finish(sign_in, f"{sign_in.redirect}?code=abc&state={sign_in.state}")
    assert isinstance(found, Granted | Problem)
    return found


@pytest.mark.parametrize(
    ("vendor", "scope", "kept"),
    [
        ("google", "https://mail.google.com/ openid", True),
        ("google", "openid https://www.googleapis.com/auth/userinfo.email", False),
        ("google", None, True),
        ("microsoft", f"{MAIL} https://outlook.office.com/POP.AccessAsUser.All", True),
        ("microsoft", "smtp.send", True),
        ("microsoft", "openid profile email", False),
        ("microsoft", "https://outlook.office.com/SMTP.SendNot", False),
    ],
)
def test_a_permission_without_mail_is_said_and_not_kept(vendor: str, scope: str | None, kept: bool) -> None:
    found = finished(vendor, scope)
    assert isinstance(found, Granted if kept else Problem), found
    if isinstance(found, Problem):
        assert found.code == "SENDER-NO-MAIL"
