"""What an official client or a clumsy one sends to the practice Xero: always an answer, in JSON."""

import base64
import socket

import pytest
from documents import invoice
from practice_driver import STORE, Driver

from wizard.practice.xero_books import read_organisations


def test_a_path_may_be_written_with_capitals(driver: Driver) -> None:
    headers = {"Authorization": f"Bearer {driver.custom_token()}"}
    (row,) = driver.get(f"{driver.services.xero_base}/Connections", headers=headers).json()
    assert row["tenantName"] == STORE
    gone = driver.http.delete(
        f"{driver.services.xero_base}/Connections/{row['id']}", headers=headers, timeout=10
    )
    assert gone.status_code == 204


@pytest.mark.parametrize("organisation", read_organisations().values(), ids=lambda one: one.name)
def test_an_organisation_is_not_its_tenant(organisation: object) -> None:
    assert organisation.data["Organisation"][0]["OrganisationID"] != organisation.tenant_id  # type: ignore[attr-defined]


def test_id_and_secret_may_stand_in_the_body(driver: Driver) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": driver.logins["api-key"],
        "client_secret": driver.logins["api-secret"],
    }
    access = driver.token(**form).json()["access_token"]
    assert driver.read("Organisation", access).status_code == 200
    assert driver.token(**(form | {"client_secret": "wrong"})).json() == {"error": "invalid_client"}
    assert driver.token(**(form | {"client_secret": ""})).json() == {"error": "invalid_client"}


@pytest.mark.parametrize(
    "given", ["ünïcode", "====", "a", "YWI", base64.b64encode(b"\xff\xfe:\xff").decode(), "eDp5" * 1000, ""]
)
def test_odd_basic_credentials_are_refused_in_json(driver: Driver, given: str) -> None:
    headers = {"Authorization": f"Basic {given}".encode()}
    reply = driver.http.post(
        driver.xero["token"], data={"grant_type": "client_credentials"}, headers=headers, timeout=10
    )
    assert (reply.status_code, reply.json()) == (400, {"error": "invalid_client"})


@pytest.mark.parametrize("method", ["HEAD", "PATCH", "OPTIONS"])
@pytest.mark.parametrize("path", ["/connections", "/connect/token", "/api.xro/2.0/Invoices"])
def test_a_method_that_is_not_taken_is_405_in_json(driver: Driver, method: str, path: str) -> None:
    headers = {"Authorization": f"Bearer {driver.custom_token()}"}
    reply = driver.http.request(method, driver.services.xero_base + path, headers=headers, timeout=10)
    assert (reply.status_code, reply.headers["Content-Type"]) == (405, "application/json; charset=utf-8")
    assert reply.headers["Allow"]
    assert method == "HEAD" or reply.json()["Status"] == 405


@pytest.mark.parametrize(
    "request_line",
    [
        b"GET http://[bad/ HTTP/1.1",
        b"GET http://[::1/x HTTP/1.1",
        b"PUT http://[bad/ HTTP/1.1",
    ],
)
def test_a_target_that_cannot_be_read_is_400_in_json(driver: Driver, request_line: bytes) -> None:
    port = int(driver.services.xero_base.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request_line + b"\r\nHost: localhost\r\n\r\n")
        answer = b"".join(iter(lambda: connection.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400")
    assert b'"Title": "BadRequest"' in answer


@pytest.mark.parametrize(
    ("request_line", "status"),
    [(b"BREW /coffee HTTP/1.1", 501), (b"GET / HTTP/1.1 please", 400), (b"GET " + b"a" * 70_000, 414)],
)
def test_what_is_no_request_is_refused_in_json(driver: Driver, request_line: bytes, status: int) -> None:
    port = int(driver.services.xero_base.rpartition(":")[2])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(request_line + b"\r\nHost: localhost\r\n\r\n")
        answer = b""
        while b'"Status"' not in answer and (piece := connection.recv(4096)):
            answer += piece
    assert f'"Status": {status}'.encode() in answer
    assert b"<" not in answer


def test_a_body_without_a_length_is_refused(driver: Driver) -> None:
    headers = {"Authorization": f"Bearer {driver.custom_token()}"}
    address = driver.xero["api"] + "Invoices"
    reply = driver.http.put(address, data=iter([b"[]"]), headers=headers, timeout=10)
    assert (reply.status_code, reply.json()["Title"]) == (411, "LengthRequired")


def test_each_answer_names_what_remains_of_the_allowance(driver: Driver) -> None:
    reply = driver.write("Invoices", [invoice(DueDate=None)])
    assert reply.status_code == 400
    assert int(reply.headers["X-MinLimit-Remaining"]) < 60
    assert int(reply.headers["X-DayLimit-Remaining"]) < 5000
