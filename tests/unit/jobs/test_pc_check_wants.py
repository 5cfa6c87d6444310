"""The PC check tells what a card cannot do without from what only makes it easier."""

from wizard.jobs.pc.check_pc import Finding


def test_the_password_safe_is_required_for_everything() -> None:
    assert Finding("password-safe", "open").wanted == "required for: everything"


def test_xero_is_required_where_something_is_asked_of_it() -> None:
    found = Finding("xero", "answers")
    assert set(found.required_for) == {"imagatec-xero", "point-of-rental-xero", "ipages-xero"}
    assert found.advised_for == ()
    assert found.wanted.startswith("required for: ")


def test_the_embedded_browser_is_advised_where_somebody_signs_in() -> None:
    found = Finding("embedded-browser", "installed")
    assert found.required_for == ()
    assert "imagatec-mail" not in found.advised_for
    assert {"point-of-rental-xero", "ipages-xero", "kashflow-smtp"} <= set(found.advised_for)


def test_what_is_only_told_is_wanted_by_nobody() -> None:
    assert Finding("policies", "none").wanted == ""
