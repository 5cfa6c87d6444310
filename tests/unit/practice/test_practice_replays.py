"""Idempotency keys of the practice Xero: six minutes, the same request, the same answer."""

from typing import Any

from documents import invoice, messages
from practice_driver import DEMO, STORE, Driver

SIX_MINUTES = 360.0


def held(driver: Driver) -> int:
    return len(driver.read("Invoices", driver.custom_token()).json()["Invoices"])


def test_the_same_request_gets_the_first_answer_again(driver: Driver) -> None:
    body = [invoice(), invoice(DueDate=None)]
    first = driver.write("Invoices", body, key="once", summarizeErrors="false")
    again = driver.write("Invoices", body, key="once", summarizeErrors="false")
    assert first.content == again.content
    assert held(driver) == 1


def test_an_error_is_answered_again_too(driver: Driver) -> None:
    body = [invoice(AccountCode="203", DueDate=None)]
    first = driver.write("Invoices", body, key="bad")
    assert first.status_code == 400
    again = driver.write("Invoices", body, key="bad")
    assert (again.status_code, again.content) == (400, first.content)


def test_after_six_minutes_it_is_carried_out_again(driver: Driver) -> None:
    body = [invoice()]
    driver.write("Invoices", body, key="old")
    driver.services.clock.advance(SIX_MINUTES - 5)
    assert driver.write("Invoices", body, key="old").status_code == 200
    driver.services.clock.advance(10)
    assert messages(driver.write("Invoices", body, key="old")) == ["Invoice # must be unique."]


def test_a_key_is_of_one_request_alone(driver: Driver) -> None:
    one = [invoice()]
    driver.write("Invoices", one, key="k")
    others: list[dict[str, Any]] = [
        {"what": "Invoices", "body": [invoice()]},
        {"what": "Invoices", "body": one, "method": "POST"},
        {"what": "Invoices", "body": one, "summarizeErrors": "false"},
        {"what": "CreditNotes", "body": one},
    ]
    for other in others:
        reply = driver.write(**other, key="k")
        assert reply.status_code == 400
        assert reply.json()["Message"] == "The Idempotency-Key k is used with a different request."
    assert held(driver) == 1


def test_a_key_is_of_one_app_and_not_of_one_organisation(driver: Driver) -> None:
    body = [invoice()]
    access = driver.connect(STORE)["access_token"]
    driver.connect(DEMO)
    both = {"shop": driver.tenant(access, STORE), "demo": driver.tenant(access, DEMO)}
    headers = {"Authorization": f"Bearer {access}", "Idempotency-Key": "k"}
    address = driver.xero["api"] + "Invoices"
    replies = [
        driver.http.put(address, json=body, headers=headers | {"xero-tenant-id": tenant}, timeout=10)
        for tenant in both.values()
    ]
    assert [reply.status_code for reply in replies] == [200, 400]
    assert driver.write("Invoices", body, key="k", summarizeErrors="false").status_code == 200


def test_a_key_has_at_most_128_characters(driver: Driver) -> None:
    assert driver.write("Invoices", [invoice()], key="k" * 128).status_code == 200
    assert driver.write("Invoices", [invoice()], key="k" * 129).status_code == 400
    assert held(driver) == 1


def test_the_rate_limit_comes_first(driver: Driver) -> None:
    body, token = [invoice()], driver.custom_token()
    driver.write("Invoices", body, token, key="k")
    driver.services.add_fault("rate-limit")
    assert driver.write("Invoices", body, token, key="k").status_code == 429


def test_a_lost_reply_is_answered_when_it_is_asked_for_again(driver: Driver) -> None:
    body, token = [invoice(), invoice()], driver.custom_token()
    driver.services.add_fault("write-reply-cut")
    try:
        driver.write("Invoices", body, token, key="k").json()
    except Exception as error:  # noqa: BLE001 - whichever way the client puts it
        assert "IncompleteRead" in repr(error) or "Connection" in repr(error)
    else:
        raise AssertionError("the reply was whole")
    again = driver.write("Invoices", body, token, key="k")
    assert [row["StatusAttributeString"] for row in again.json()["Invoices"]] == ["OK", "OK"]
    assert held(driver) == 2


def test_what_could_not_be_carried_out_is_not_kept(driver: Driver) -> None:
    body, token = [invoice()], driver.custom_token()
    driver.services.add_fault("write-half")
    assert driver.write("Invoices", body, token, key="k").status_code == 500
    assert driver.write("Invoices", body, token, key="k").status_code == 200
