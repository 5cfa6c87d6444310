"""What was decided for a PC is taken from who may decide it, shown, and never says where a service is."""

import os
from pathlib import Path

import pytest

from wizard.app.policies import policies_of, read_policies
from wizard.model.policies import Policies

DECIDED = {
    "Procedures": "imagatec-mail, ipages-xero",
    "SupportName": "Harbour IT",
    "SupportPhone": "+44 1632 960123",
    "SignInWays": "window paste",
    "XeroClientId": "0123456789ABCDEF0123456789ABCDEF",
    "VendorSignIn.point-of-rental": "https://example-store.point-of-rental.example/xero",
    "Support.point-of-rental": "Rental desk +44 1632 960456",
}


def test_what_was_decided_is_read() -> None:
    found = policies_of(DECIDED)
    assert found.procedures == ("imagatec-mail", "ipages-xero")
    assert (found.shows("imagatec-mail"), found.shows("kashflow-smtp")) == (True, False)
    assert found.vendor_sign_in == {"point-of-rental": DECIDED["VendorSignIn.point-of-rental"]}
    assert (found.allows("paste"), found.allows("browser")) == (True, False)
    assert found.xero_client_id == DECIDED["XeroClientId"]
    assert found.ignored == ()
    assert "sign-in ways: window, paste; Xero client id: 0123456789ABCDEF" in found.words()
    assert "Harbour IT +44 1632 960123" in found.words()
    assert found.whom_to_call("Point of Rental") == "Rental desk +44 1632 960456"
    assert found.whom_to_call("KashFlow") == found.whom_to_call() == "Harbour IT +44 1632 960123"
    assert "point-of-rental: Rental desk" in found.words()


@pytest.mark.parametrize(
    "values",
    [
        {"XeroToken": "https://elsewhere.example/token"},
        {"Services": "C:\\services.toml"},
        {"VendorSignIn.point-of-rental": "http://plain.example/"},
        {"VendorSignIn.point-of-rental": "https://user@elsewhere.example/"},
        {"VendorSignIn.point-of-rental": "https://[broken/"},
        {"SupportName": 7},
        {"SupportName": "x" * 201},
        {"SignInWays": "window, carrier-pigeon"},
        {"XeroClientId": "https://elsewhere.example/token"},
        {"XeroClientId": "short"},
    ],
)
def test_what_is_no_policy_changes_nothing_and_is_named(values: dict[str, object]) -> None:
    found = policies_of(values)
    assert found.ignored == tuple(values)
    assert found._replace(ignored=()) == Policies()
    assert next(iter(values)) in found.words()


def test_without_any_everything_is_shown() -> None:
    found = policies_of({})
    assert found.shows("anything")
    assert found.allows("anything")
    assert found.words() == "none"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can make root's file")
def test_a_file_counts_where_only_root_may_have_written_it(tmp_path: Path) -> None:
    file = tmp_path / "policies.toml"
    assert read_policies(file).words() == "none"
    file.write_text(
        'SupportName = "Harbour IT"\n[VendorSignIn]\nipages = "https://a.example/"\n'
        '[Support]\nipages = "i 1"\n',
        "utf-8",
    )
    file.chmod(0o644)
    assert read_policies(file).vendor_sign_in == {"ipages": "https://a.example/"}
    assert read_policies(file).support_name == "Harbour IT"
    assert read_policies(file).whom_to_call("iPages") == "i 1"
    file.chmod(0o666)
    assert read_policies(file).support_name == ""
    assert "not root's alone" in read_policies(file).words()
    file.chmod(0o644)
    os.chown(file, 1000, 1000)
    assert read_policies(file).support_name == ""
    os.chown(file, 0, 0)
    file.write_text("VendorSignIn = 7\n", "utf-8")
    assert "cannot be read" in read_policies(file).words()
