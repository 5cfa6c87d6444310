"""Every problem a window user can meet ends in a panel whose buttons really do something (D24, D25)."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from tests.gui.conftest import OpenWindow
from tests.gui.window import MAIL, SHOP, XERO, Window, plain_values, program_for, wait_for
from wizard.catalogue.wording import wording
from wizard.gui.widgets import panels
from wizard.jobs.mail.check_mail import CheckMail, KeepWaiting
from wizard.mail.waits import USUAL
from wizard.model.problem import Problem
from wizard.practice import PracticeServices

ENCRYPTED = {"encryption": "tls"}
UPGRADED = {"encryption": "starttls"}
STANDARD_PORTS = {"access_isp": "another"}


@dataclass(frozen=True)
class Met:
    """A fault, how a user runs into it, and what the window is to say."""

    fault: str
    code: str
    screen: str = "M4"
    answers: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.fault or 'answers'}-{self.code}"


MAIL_FAULTS = [
    Met("wrong-password", "MAIL-LOGIN"),
    Met("port-blocked", "MAIL-PORT-BLOCKED", answers=STANDARD_PORTS),
    Met("port-closed", "MAIL-PORT-CLOSED"),
    Met("certificate-expired", "MAIL-CERT-EXPIRED", answers=ENCRYPTED),
    Met("certificate-name", "MAIL-CERT-NAME", answers=ENCRYPTED),
    Met("certificate-untrusted", "MAIL-CERT-UNTRUSTED", answers=UPGRADED),
    Met("no-starttls", "MAIL-NO-STARTTLS", answers=UPGRADED),
    Met("relay-refused", "MAIL-RELAY"),
    Met("sender-refused", "MAIL-SENDER"),
    Met("mailbox-full", "MAIL-BOX-FULL"),
    Met("mail-lost", "MAIL-NOT-BACK"),
    Met("", "MAIL-OUT-AUTH", answers={"sending_login": "none"}),
    Met("", "MAIL-PORT-PLAIN", answers={"encryption": "tls", "incoming_port": "110", "outgoing_port": "25"}),
    Met("", "MAIL-PORT-TLS", answers={"incoming_port": "995", "outgoing_port": "465"}),
]
XERO_FAULTS = [
    Met("secret-refused", "KEY-REFUSED", "K4"),
    Met("rate-limit", "XERO-BUSY", "K4"),
    Met("xero-down", "XERO-DOWN", "K4"),
    Met("scope-missing", "XERO-PERMISSION", "K4"),
    Met("", "KEY-SAME", "K4", {"api_secret": plain_values(XERO)["api_key"]}),
    Met("", "KEY-OLD", "K4", {"api_secret": "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234"}),
    Met("", "XERO-COUNTRY", "K2", {"country": "other"}),
    Met("", "COPY-CUT", "K6", {"paste_back": plain_values(XERO)["api_secret"][:-3]}),
    Met("", "COPY-OTHER", "K6", {"paste_back": "something else altogether"}),
]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """The checks as they are, with less patience: three seconds for a greeting, one for the round trip."""
    asked = CheckMail.asked
    waits = replace(USUAL, connect=3.0, greeting=3.0)
    monkeypatch.setattr(
        CheckMail, "asked", lambda given: replace(asked(given), wait_seconds=1.0, waits=waits)
    )


def meet(window: Window, services: PracticeServices, met: Met) -> None:
    """Walk up to the problem."""
    procedure = MAIL if met.screen[0] == "M" else XERO
    window.walk_to(met.screen, met.answers)
    if met.fault:
        services.add_fault(met.fault)
    window.answer({**plain_values(procedure), **met.answers})
    window.press_verb()
    panel = window.problem
    assert panel is not None, f"no problem at {window.number}: {window.texts(window.page)}"
    assert met.code in window.texts(panel)


def state(window: Window) -> tuple[Any, ...]:
    """What a button may change: the page, the focus, the boxes, the answers, the clipboard, the result."""
    session = window.controller.run and window.controller.run.session
    return (
        window.number,
        window.focused,
        {name: box.value for name, box in window.page.boxes.items()},
        dict(session.answers) if session else None,
        QGuiApplication.clipboard().text(),
    )


@pytest.mark.parametrize("met", [*MAIL_FAULTS, *XERO_FAULTS], ids=str)
def test_a_problem_says_what_happened_why_and_what_to_do(
    window: Window, services: PracticeServices, impatient: None, met: Met
) -> None:
    meet(window, services, met)
    panel = window.problem
    assert panel is not None
    assert panel.buttons, "a dead end"
    assert window.focused is panel.buttons[0]
    said = [label.text() for label in window.visible(QLabel, panel)]
    assert len(said[0]) > 10
    assert len(said[1]) > 20
    assert not any("{" in text or "…" in text or "None" in text for text in said), said
    assert panel.accessibleName()
    for word in ("Traceback", "Error(", "unknown error", "Exception"):
        assert not any(word in text for text in said)


@pytest.mark.parametrize("met", [*MAIL_FAULTS, *XERO_FAULTS], ids=str)
def test_every_button_of_a_problem_does_something(
    window: Window,
    services: PracticeServices,
    impatient: None,
    monkeypatch: pytest.MonkeyPatch,
    met: Met,
) -> None:
    monkeypatch.setattr(KeepWaiting.__init__, "__defaults__", (1.0,))
    meet(window, services, met)
    first = window.problem
    assert first is not None
    step = window.session.step.id
    ran: list[str] = []
    window.lane.started.connect(lambda: ran.append("ran"))
    for label in [b.text() for b in first.buttons]:
        assert window.problem is not None
        window.shell.close_button.setFocus()
        QGuiApplication.clipboard().setText("nothing of ours")
        before, runs = state(window), len(ran)
        window.press(label, window.problem)
        assert state(window) != before or len(ran) > runs, f"{label!r} does nothing"
        # Back to the same problem, for the next button.
        if window.session.step.id != step:
            procedure = MAIL if met.screen[0] == "M" else XERO
            for _ in range(4):
                window.answer({**plain_values(procedure), **met.answers})
                window.press_verb()
                if window.session.step.id == step:
                    break
        if window.problem is None:
            for name in ("incoming_port", "outgoing_port", "encryption", "sending_login"):
                window.session.answering.put(name, met.answers.get(name))
            window.run.jobs.start()
            window.come_to_rest()


def test_blocked_ports_are_mended_by_the_first_button(
    window: Window, services: PracticeServices, impatient: None
) -> None:
    meet(window, services, Met("port-blocked", "MAIL-PORT-BLOCKED", answers=STANDARD_PORTS))
    assert window.problem is not None
    window.press("Use 15110 and 15925", window.problem)
    assert window.problem is None
    assert window.shell.verb.text() == "Next"
    assert (window.session.answers["incoming_port"], window.session.answers["outgoing_port"]) == (
        15110,
        15925,
    )
    window.press_verb()
    assert window.number == "M5"


def test_no_login_for_sending_is_mended_by_the_first_button(
    window: Window, services: PracticeServices, impatient: None
) -> None:
    meet(window, services, Met("", "MAIL-OUT-AUTH", answers={"sending_login": "none"}))
    assert window.problem is not None
    window.press("Use the same login for sending", window.problem)
    assert window.problem is None
    assert window.shell.verb.text() == "Next"


def test_swapped_keys_are_changed_round_by_the_first_button(window: Window) -> None:
    window.walk_to("K4")
    values = plain_values(XERO)
    window.answer({"api_key": values["api_secret"], "api_secret": values["api_key"]})
    window.press_verb()
    assert window.problem is not None
    assert "KEY-SWAPPED" in window.texts(window.problem)
    window.press("Swap them", window.problem)
    assert window.number == "K5"
    window.press("‹ Back")
    assert window.box("api_key").value == values["api_key"]


@pytest.mark.parametrize(
    ("code", "answers"),
    [
        ("MAIL-PORT-PLAIN", {"sending_encryption": "tls", "outgoing_port": "15925"}),
        ("MAIL-PORT-TLS", {"sending_encryption": "plain", "outgoing_port": "465"}),
        ("MAIL-PORT-TLS", {"outgoing_port": "465"}),
        ("MAIL-PORT-PLAIN", {"encryption": "tls", "incoming_port": "110", "outgoing_port": "25"}),
        ("MAIL-PORT-TLS", {"incoming_port": "995", "outgoing_port": "465"}),
    ],
)
def test_the_wrong_encryption_is_mended_by_the_first_button(
    window: Window, services: PracticeServices, impatient: None, code: str, answers: dict[str, str]
) -> None:
    meet(window, services, Met("", code, answers=answers))
    for _ in range(2):  # both ways may need it
        if window.problem is not None:
            window.click(window.problem.buttons[0])
            window.come_to_rest()
    assert window.problem is None, window.texts(window.problem)


def test_trying_it_encrypted_works(window: Window) -> None:
    window.walk_to("M4")
    window.press_verb()
    window.press("Check again, encrypted")
    assert window.problem is None
    assert any("encrypted from the start" in t or "upgrades" in t for t in window.texts(window.page))
    assert "Check again, encrypted" not in window.texts(window.page)


def test_a_late_message_is_found_by_waiting_on(
    window: Window, services: PracticeServices, impatient: None
) -> None:
    window.walk_to("M4")
    services.add_fault("mail-slow")
    window.press_verb()
    assert window.problem is not None
    assert "MAIL-NOT-BACK" in window.texts(window.problem)
    window.press("Keep waiting", window.problem)
    assert window.problem is None
    assert window.shell.verb.text() == "Next"
    assert any("there and back" in text for text in window.texts(window.page))
    window.press_verb()
    assert window.number == "M5"


def test_the_demo_company_is_refused_outside_practice(
    open_window: OpenWindow, services: PracticeServices, tmp_path: Any
) -> None:
    window = open_window(program_for(tmp_path / "real", services.services_file, practice=False))
    services.add_fault("demo-only")
    window.walk_to("K5")
    assert window.problem is not None, "nobody has to press anything to be told"
    assert "ORG-DEMO" in window.texts(window.problem)
    assert not window.shell.verb.isEnabled()
    services.clear_faults()
    window.press("Choose again", window.problem)
    assert window.number == "K4"
    window.press("Check again")
    assert window.number == "K5"
    assert "Corner Store Pty Ltd" in window.texts(window.page)


def test_the_demo_company_is_named_in_practice(window: Window, services: PracticeServices) -> None:
    services.add_fault("demo-only")
    window.walk_to("K5")
    assert any("Demo Company" in text for text in window.texts(window.page))


def test_the_problem_is_still_there_after_going_to_the_password_and_coming_back(
    window: Window, services: PracticeServices, impatient: None
) -> None:
    meet(window, services, Met("wrong-password", "MAIL-LOGIN"))
    assert window.problem is not None
    window.press("Change the password", window.problem)
    assert window.number == "M3"
    wait_for(lambda: window.focused is window.edit("password"), 3)
    window.press_verb()
    assert window.number == "M4"
    window.press_verb()
    assert window.problem is not None
    services.clear_faults()
    window.press("Check again", window.problem)
    assert window.problem is None


Break = Callable[[Window], Callable[[], None]]


def test_a_draft_that_can_not_be_saved_is_said_and_the_button_goes_on_once_it_can(window: Window) -> None:
    window.walk_to("M2")
    drafts = window.program.site.folder / "drafts"
    kept = drafts.with_name("elsewhere")
    drafts.rename(kept)
    drafts.write_text("in the way", encoding="utf-8")
    window.answer({"store_name": "Corner Store", "email_address": "store@shop.example"})
    window.press_verb()
    assert window.number == "M2"
    assert window.problem is not None
    assert "STORE-WRITE" in window.texts(window.problem)
    drafts.unlink()
    kept.rename(drafts)
    window.press("Try again", window.problem)
    assert window.shell.verb.isEnabled()
    if window.number == "M2":
        window.press_verb()
    assert window.number == "M3"
    window.press("‹ Back")
    assert window.number == "M2"


def test_a_locked_safe_is_said_and_can_be_tried_again(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.model.problem import ProblemFound

    window.walk_to("M4")
    keep = window.program.vault.set

    def locked(name: str, secret: Any) -> None:
        raise ProblemFound(Problem("VAULT-LOCKED", {"said": "it stayed closed"}))

    monkeypatch.setattr(window.program.vault, "set", locked)
    window.press_verb()
    assert window.problem is not None
    assert "VAULT-LOCKED" in window.texts(window.problem)
    monkeypatch.setattr(window.program.vault, "set", keep)
    window.press("Try the safe again", window.problem)
    assert window.problem is None


def test_a_safe_that_locks_while_waiting_on_is_said_too(
    window: Window, services: PracticeServices, impatient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    from wizard.model.problem import ProblemFound

    def locked(name: str, secret: Any) -> None:
        raise ProblemFound(Problem("VAULT-LOCKED", {"said": "it stayed closed"}))

    window.walk_to("M4")
    services.add_fault("mail-slow")
    window.press_verb()
    assert window.problem is not None
    monkeypatch.setattr(window.program.vault, "set", locked)
    window.press("Keep waiting", window.problem)
    assert window.shell.leads_on.isEnabled(), "the window is stuck"
    assert window.problem is not None
    assert "VAULT-LOCKED" in window.texts(window.problem)


def test_a_fault_of_our_own_does_not_leave_the_window_stuck(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        return Problem("SOME-NEW-CODE", {})

    window.walk_to("M4")
    monkeypatch.setattr(CheckMail, "run", broken)
    window.press_verb()
    assert window.problem is not None
    assert window.problem.buttons
    assert window.shell.leads_on.isEnabled()


def test_where_xero_says_how_long_it_is_counted_down_and_gone_on_from(
    window: Window, services: PracticeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(panels, "_SECOND", 20)
    meet(window, services, Met("rate-limit", "XERO-BUSY", "K4"))
    panel = window.problem
    assert panel is not None
    assert any(re.fullmatch(r"by itself in \d+ seconds?", text) for text in window.texts(panel))
    services.clear_faults()
    wait_for(lambda: window.number == "K5")


def test_who_may_not_allow_access_gets_a_page_for_somebody_who_may(window: Window) -> None:
    window.open(SHOP)
    window.page.show_problem(Problem("XERO-DENIED"))
    wait_for(lambda: window.problem is not None)
    window.press("Make a page for them", window.problem)
    assert window.number == "W12"


@pytest.mark.parametrize(
    ("name", "more"), [("XERO-UNREACHABLE", {}), ("SIGN-IN-UNREACHABLE", {"vendor": "Google"})]
)
def test_an_exceptions_name_is_not_for_a_store_manager(name: str, more: dict[str, str]) -> None:
    words = wording(Problem(name, {"host": "api.xero.com", "said": "ConnectionError", **more}))
    assert "ConnectionError" not in f"{words.what} {words.why} {words.do}"
