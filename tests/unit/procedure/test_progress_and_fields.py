"""Cancel wakes what waits; boxes are read as a person means them."""

import threading
import time
from typing import Any

import pytest

from wizard.catalogue.load import screen
from wizard.catalogue.schema import FieldSpec
from wizard.model.names import host_of
from wizard.model.problem import Fault
from wizard.model.progress import Cancel, Cancelled
from wizard.model.secret import Secret
from wizard.procedure.fields import read_field, trim


def test_cancel_wakes_a_wait_and_closes_what_blocks() -> None:
    cancel, closed = Cancel(), threading.Event()
    threading.Timer(0.05, cancel.request).start()
    began = time.monotonic()
    with pytest.raises(Cancelled), cancel.guard(closed.set):
        cancel.wait(30)
    assert time.monotonic() - began < 10
    assert closed.is_set()
    with pytest.raises(Cancelled):
        cancel.check()


def spec(**more: Any) -> FieldSpec:
    blank = "required" if more.get("required") else "nothing"
    base: dict[str, Any] = {"id": "x", "label": "X", "kind": "text", "if_blank": blank}
    return FieldSpec(**{**base, **more})


@pytest.mark.parametrize(
    ("field", "raw", "expected"),
    [
        (spec(), "  a\u200bb \u00a0", "ab"),
        (spec(), "", None),
        (spec(), " \u200b ", None),
        (spec(check="address"), " a@b.example ", "a@b.example"),
        (spec(check="host"), "mail.example.com", "mail.example.com"),
        (spec(check="host"), "192.0.2.1", "192.0.2.1"),
        (spec(kind="number", low=1, high=10), " 7 ", 7),
        (spec(kind="tick"), False, False),
        (spec(kind="secret"), "  spaced  ", Secret("  spaced  ")),
        (spec(kind="secret"), "x\r\n", Secret("x")),
    ],
)
def test_good_values(field: FieldSpec, raw: Any, expected: Any) -> None:
    assert read_field(field, raw, "x") == expected


@pytest.mark.parametrize(
    ("field", "raw", "code"),
    [
        (spec(required=True), "", "MISSING"),
        (spec(), "a\nb", "NOT-VALID"),
        (spec(), 5, "NOT-A-TEXT"),
        (spec(check="address"), "a@b", "NOT-AN-ADDRESS"),
        (spec(check="address"), "a b@c.example", "NOT-AN-ADDRESS"),
        (spec(check="address"), "a@@c.example", "NOT-AN-ADDRESS"),
        (spec(check="host"), "store@example.com", "NOT-A-SERVER"),
        (spec(check="host"), "http://", "NOT-A-SERVER"),
        (spec(kind="number", low=1, high=10), "11", "NOT-A-NUMBER"),
        (spec(kind="number", low=1, high=10), "1e1", "NOT-A-NUMBER"),
        (spec(kind="number", low=1, high=10), True, "NOT-A-NUMBER"),
        (spec(kind="tick"), "yes", "NOT-A-TICK"),
        (spec(kind="secret"), 5, "NOT-A-TEXT"),
        (screen("internet-line").fields[0], "bigpond", "NOT-A-CHOICE"),
    ],
)
def test_what_is_wrong_is_said(field: FieldSpec, raw: Any, code: str) -> None:
    found = read_field(field, raw, "x")
    assert isinstance(found, Fault)
    assert found.code == code


def test_trim_takes_what_pasting_brings() -> None:
    assert trim("\ufeff\u200e name \u00a0\r\n") == "name"


def test_what_joins_pictures_stays_and_what_is_only_invisible_goes() -> None:
    mechanic = "\N{WOMAN}\u200d\N{WRENCH}"
    assert trim(f"\u200b{mechanic} Bikes\u200d ") == f"{mechanic} Bikes"
    name = FieldSpec(id="n", label="Name of store", kind="text", if_blank="nothing")
    assert read_field(name, f"{mechanic} Bikes", "n") == f"{mechanic} Bikes"
    assert read_field(name, "Bi\u200dkes", "n") == "Bikes"


@pytest.mark.parametrize(
    ("written", "host", "port"),
    [
        ("http://mail.store.com:110/", "mail.store.com", 110),
        ("mail.store.com:15110", "mail.store.com", 15110),
        ("pop3://mail.store.com", "mail.store.com", None),
        ("mail.store.com", "mail.store.com", None),
        ("mail.store.com/webmail", "mail.store.com", None),
        ("store@store.com", "store@store.com", None),
        ("mail store.com", "mail store.com", None),
        ("::1", "::1", None),
    ],
)
def test_a_server_is_taken_out_of_the_address_it_was_written_as(
    written: str, host: str, port: int | None
) -> None:
    assert host_of(written) == (host, port)
