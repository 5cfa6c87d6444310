"""The store's own sender by its buttons: T1 to T8, Connect and Disconnect, and what is asked afterwards."""

from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QRadioButton

from tests.gui.web import HARMLESS, OwnBrowser
from tests.gui.web import press as press_in
from tests.gui.window import SENDER, Window, plain_values
from tests.servers.sign_in_page import press
from wizard.gui.pages.sender_connect import SenderConnectPage
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

SIGN_IN = {"login_kind": "sign-in"}


def status(window: Window) -> str:
    page = window.page
    assert isinstance(page, SenderConnectPage)
    return page.status.text()


def said(window: Window) -> str:
    return " ".join(window.texts(window.page))


def choose_way(window: Window, way: str) -> None:
    labels = {"window": "This window", "browser": "My browser", "device": "Another device"}
    window.click(next(r for r in window.visible(QRadioButton) if r.text() == labels[way]))


# --- the two ways through ---


def test_a_password_sender_is_walked_and_asked_whether_it_arrived(window: Window) -> None:
    window.walk_to("T6")
    window.press_verb()
    assert window.problem is None
    assert "A message was sent to store@practice.example. Did it arrive?" in said(window)
    window.press("Yes, it arrived")
    assert "you said so" in said(window)
    # the answer is no change: nothing has to be sent again
    assert window.shell.verb.text() == "Next"
    window.press_verb()
    assert window.number == "T7"
    window.go_on_to("T8")
    assert "A test message arrived" in said(window)
    assert window.shell.verb.text() == "Close"


def test_no_leads_to_the_five_questions_and_back(window: Window) -> None:
    window.walk_to("T6")
    window.press_verb()
    window.press("No")
    assert window.number == "T13"
    for code, do in (("NOT-ARRIVED", "junk_checked"), ("NOT-ARRIVED", "address_allowed")):
        window.press_verb()
        assert window.problem is not None
        assert code in window.texts(window.problem)
        window.answer({do: True})
    window.type_into("bounce", "550 5.1.1 <custmer@example.com>: no such user")
    window.press_verb()
    assert window.problem is not None
    assert "There is no mailbox of that address." in window.texts(window.problem)
    window.press("Test again")
    assert window.number == "T6"


def test_connect_turns_into_disconnect_and_back(window: Window) -> None:
    window.walk_to("T5", SIGN_IN)
    assert status(window) == "Not connected"
    assert window.shell.verb.text() == "Connect"
    choose_way(window, "device")
    window.press_verb(rest=False)
    window.wait_for(lambda: "PRACTICE1" in said(window))
    window.come_to_rest()
    assert status(window) == "Connected to Microsoft as store@practice.example"
    assert window.shell.verb.text() == "Next"
    window.press("Disconnect")
    assert status(window) == "Not connected"
    assert window.shell.verb.text() == "Connect"
    window.press_verb()
    assert status(window).startswith("Connected to Microsoft")
    window.press_verb()
    assert window.number == "T6"
    window.press_verb()
    assert window.problem is None
    # the steps of the other way are not needed, and say so
    assert any("Password, not needed" in row for row in window.side), window.side


def test_the_browser_waits_and_takes_a_pasted_address(
    window: Window, services: PracticeServices, own_browser: OwnBrowser
) -> None:
    window.walk_to("T5", SIGN_IN)
    choose_way(window, "browser")
    window.press_verb(rest=False)
    window.wait_for(lambda: "Use it" in said(window))
    window.press("Copy the address", rest=False)
    address = QGuiApplication.clipboard().text()
    assert "/oauth2/v2.0/authorize?" in address
    assert own_browser.opened
    paste = next(e for e in window.visible(QLineEdit) if "led to" in e.accessibleName())
    paste.setText("http://localhost:8747/callback?code=x&state=wrong")
    window.press("Use it", rest=False)
    assert "not the address of this sign-in" in said(window)
    paste.setText(press(services, address, "accept"))
    window.press("Use it")
    assert status(window).startswith("Connected to Microsoft")


def test_another_name_than_the_accounts_is_put_right_by_the_button(window: Window) -> None:
    window.walk_to("T5", {**SIGN_IN, "sender_name": "Somebody Else"})
    choose_way(window, "device")
    window.press_verb()
    assert window.problem is not None
    assert "SENDER-MISMATCH" in window.texts(window.problem)
    window.press("Use Finance Department <store@practice.example>")
    assert window.problem is None
    assert status(window).startswith("Connected to Microsoft")
    assert window.session.answers.text("sender_name") == "Finance Department"


def test_the_wrong_account_can_be_changed_for_another(window: Window) -> None:
    window.walk_to("T5", {**SIGN_IN, "sender_name": "Somebody Else"})
    choose_way(window, "device")
    window.press_verb()
    choose_way(window, "window")
    window.press("Sign in with another account", rest=False)
    window.wait_for(lambda: browser_of(window) is not None)
    assert "prompt=select_account" in browser_of(window).page.requestedUrl().toString()
    window.press("Cancel")


def browser_of(window: Window) -> Any:
    from wizard.gui.browser.embedded import EmbeddedBrowser

    return next(window.visible(EmbeddedBrowser), None)


def test_in_the_window_itself(window: Window) -> None:
    window.walk_to("T5", SIGN_IN)
    choose_way(window, "window")
    window.press_verb(rest=False)
    window.wait_for(lambda: browser_of(window) is not None)
    assert browser_of(window).view.height() > 200
    press_in(browser_of(window), "accept")
    window.come_to_rest()
    assert status(window) == "Connected to Microsoft as store@practice.example"
    assert browser_of(window) is None


def test_the_way_is_switched_while_it_waits(window: Window, own_browser: OwnBrowser) -> None:
    window.walk_to("T5", SIGN_IN)
    choose_way(window, "window")
    window.press_verb(rest=False)
    window.wait_for(lambda: browser_of(window) is not None)
    choose_way(window, "browser")
    window.wait_for(lambda: own_browser.opened)
    assert browser_of(window) is None
    choose_way(window, "window")
    window.wait_for(lambda: browser_of(window) is not None)
    press_in(browser_of(window), "accept")
    window.come_to_rest()
    assert status(window).startswith("Connected to Microsoft")


def test_cancel_leaves_the_page_as_before(window: Window) -> None:
    window.walk_to("T5", SIGN_IN)
    choose_way(window, "window")
    window.press_verb(rest=False)
    window.wait_for(lambda: browser_of(window) is not None)
    window.press("Cancel")
    assert (status(window), browser_of(window)) == ("Not connected", None)
    assert window.shell.verb.isEnabled()
    assert window.shell.verb.text() == "Connect"


# --- the provider ---


@pytest.mark.parametrize(
    ("address", "name", "server", "port", "login"),
    [
        ("shop@gmail.com", "Gmail", "smtp.gmail.com", "587", "password"),
        ("shop@hotmail.co.uk", "Hotmail, Outlook.com", "smtp-mail.outlook.com", "587", "sign-in"),
        ("shop@btinternet.com", "BT Internet", "mail.btinternet.com", "465", "password"),
        ("shop@bigpond.com", "Telstra (bigpond)", "smtp.telstra.com", "465", "password"),
        ("shop@its-own.example", "Another provider", "", "587", "password"),
    ],
)
def test_the_address_picks_its_provider(
    window: Window, address: str, name: str, server: str, port: str, login: str
) -> None:
    window.open(SENDER)
    window.answer({"email_address": address})
    window.press_verb()
    shown = window.box("provider").focus_target
    assert isinstance(shown, QComboBox)
    found = [shown.currentText(), *(str(window.box(b).value) for b in ("server", "port", "login_kind"))]
    assert found == [name, server, port, login]


def test_the_encryption_brings_its_port_and_a_typed_one_stays(window: Window) -> None:
    window.walk_to("T2")
    window.choose("provider", "gmail")
    window.choose("encryption", "tls")
    assert window.box("port").value == "465"
    window.type_into("port", "2525")
    window.choose("encryption", "starttls")
    assert window.box("port").value == "2525"


def test_a_deadline_is_said_where_it_concerns(window: Window) -> None:
    window.walk_to("T2")
    for provider, wanted in (("bt", False), ("office365", True)):
        window.choose("provider", provider)
        window.choose("login_kind", "password")
        window.come_to_rest()
        assert ("PROV-DEADLINE" in said(window)) is wanted
    window.press("Use Microsoft sign-in")
    assert window.box("login_kind").value == "sign-in"
    window.come_to_rest()
    assert "PROV-DEADLINE" not in said(window)


def test_an_ended_password_is_refused_before_it_is_typed(window: Window) -> None:
    window.walk_to("T2")
    window.choose("provider", "hotmail")
    window.choose("login_kind", "password")
    window.press_verb()
    assert window.problem is not None
    assert "PROV-ENDED" in window.texts(window.problem)
    window.press("Use Microsoft sign-in")
    # a personal account has its own road
    assert window.number == "T14"


def test_whoever_chooses_a_personal_account_is_told_of_its_registration_at_once(window: Window) -> None:
    window.walk_to("T2")
    window.choose("provider", "office365")
    window.come_to_rest()
    assert "by whoever looks after your Microsoft" in said(window)
    window.choose("provider", "hotmail")
    window.come_to_rest()
    assert "about 20 minutes" in said(window)
    assert "by whoever looks after your Microsoft" not in said(window)


def test_the_steps_of_an_app_password_stand_beside_the_box(window: Window) -> None:
    window.walk_to("T2")
    window.choose("provider", "gmail")
    window.press_verb()
    assert window.number == "T3"
    assert "Make an app password at Google" in said(window)
    window.type_into("password", "my usual password")
    assert "this looks different" in said(window)
    window.type_into("password", "abcd efgh ijkl mnop")
    assert "this looks different" not in said(window)


def test_sendgrids_user_is_the_word(window: Window) -> None:
    window.walk_to("T2")
    window.choose("provider", "sendgrid")
    window.press_verb()
    assert window.box("user_name").value == "apikey"


# --- problems ---


@pytest.mark.parametrize(
    ("fault", "code", "button", "leads_to"),
    [
        ("relay-refused", "OUT-RELAY", "Make a page for them", "T12"),
        ("password-off", "OUT-PASSWORD-OFF", "Use Microsoft sign-in", "T2"),
        ("smtp-switched-off", "EXCH-ADMIN", "Make a page for them", "T12"),
        ("sender-refused", "SENDER-MISMATCH", "Correct the address", "T1"),
        ("wrong-password", "MAIL-LOGIN", "Type the password again", "T3"),
        ("mailbox-full", "MAIL-BOX-FULL", "Send the test elsewhere", "T6"),
        ("mail-greylisted", "MAIL-GREYLISTED", "Try again", "T6"),
    ],
)
def test_each_refusal_has_a_button_that_leads_on(
    window: Window, services: PracticeServices, fault: str, code: str, button: str, leads_to: str
) -> None:
    window.walk_to("T6")
    services.add_fault(fault)
    window.press_verb()
    assert window.problem is not None
    assert code in window.texts(window.problem)
    window.press(button, window.problem)
    assert window.number == leads_to
    if leads_to == "T12":
        # whoever helps gets the server's own words
        found = [
            text for text in window.texts(window.page) if "535 5.7.139" in text or "relaying denied" in text
        ]
        assert found, window.texts(window.page)


def test_the_address_that_was_refused_is_the_one_to_correct(
    window: Window, services: PracticeServices
) -> None:
    window.walk_to("T6")
    window.type_into("send_to", "boss@home.example")
    services.add_fault("relay-refused")
    window.press_verb()
    assert window.problem is not None
    said = window.texts(window.problem)
    assert "The server will not pass a message on to boss@home.example." in said
    assert any("relaying denied. First compare that address" in text for text in said), said
    window.press("Correct that address", window.problem)
    assert window.number == "T6"
    window.wait_for(lambda: window.focused is window.edit("send_to"))


def test_the_login_by_which_it_was_fetched_back_is_ticked(window: Window) -> None:
    window.walk_to("M8")
    window.press_verb()
    window.walk_to("T6")
    window.press_verb()
    assert "Sending works: our message came back." in said(window)
    result = window.session.result
    assert result is not None
    rows = {row["id"]: row["state"] for row in result.facts["checks"]}
    assert rows["incoming-login"] == "passed"
    assert "not needed to send" not in said(window)


def test_what_may_go_wrong_later_has_its_links_on_the_last_screen(window: Window) -> None:
    window.walk_to("T8")
    window.press("It did not arrive (T13)")
    assert window.number == "T13"


def test_a_trial_waits_at_t7(window: Window) -> None:
    window.walk_to("T7", {"trial": True})
    window.answer(plain_values(SENDER))
    window.press_verb()
    assert window.problem is not None
    assert "KASHFLOW-TRIAL" in window.texts(window.problem)
    window.press("Keep for later")
    assert window.number == "H1"


def test_kashflows_own_address_leads_straight_to_t7(window: Window) -> None:
    window.open(SENDER)
    window.answer({"override": False})
    window.press_verb()
    assert window.number == "T7"
    assert "Take the tick out of" in said(window)
    window.press_verb()
    assert window.number == "T8"
    assert "KashFlow's own address stays in use" in said(window)


def test_no_screen_of_this_procedure_leaves_a_blank(window: Window) -> None:
    values: dict[str, Any] = {}
    window.open(SENDER)
    for number in ("T2", "T3", "T6", "T7", "T8"):
        window.go_on_to(number, values)
        for found in window.visible(QLabel, window.page):
            assert "{" not in found.text(), (number, found.text())
            assert "…" not in found.text(), (number, found.text())


# --- a personal account ---


def personal_at(window: Window) -> None:
    """Walk a Hotmail address as far as T14."""
    window.open(SENDER)
    window.answer({"sender_name": "Finance Department", "email_address": "joe@hotmail.com"})
    window.press_verb()
    assert window.number == "T2"
    assert "about 20 minutes" in said(window)
    window.press_verb()
    assert window.number == "T14"
    assert "about 20 minutes" in said(window)
    assert not [text for text in window.texts(window.page) if "Exchange" in text or "administrator" in text]


def test_a_personal_account_is_registered_by_oneself_and_practised_to_the_end(window: Window) -> None:
    personal_at(window)
    assert "SMTP.Send" in said(window)
    assert "joe@hotmail.com" in said(window)
    window.press("Fill in the practice values")
    window.press_verb()
    assert window.number == "T5"
    choose_way(window, "window")
    window.press_verb(rest=False)
    window.wait_for(lambda: browser_of(window) is not None)
    press_in(browser_of(window), "accept")
    window.come_to_rest()
    assert status(window) == "Connected to Microsoft as joe@hotmail.com"
    window.press_verb()
    assert window.number == "T6"
    window.press_verb()
    assert window.problem is None
    assert "A message was sent to joe@hotmail.com" in said(window)
    window.press("Yes, it arrived")
    window.press_verb()
    assert window.number == "T7"
    assert "Consumers" in said(window)


def test_a_personal_account_can_be_given_to_someone(window: Window) -> None:
    personal_at(window)
    window.choose("registers", "somebody")
    # the lines are theirs; what they send back is typed here
    assert "SMTP.Send" not in said(window)
    window.press("A page for someone else (T12)")
    assert window.number == "T12"
    assert "Please register an app with Microsoft" in said(window)
    assert "joe@hotmail.com" in said(window)
    assert not [text for text in window.texts(window.page) if "PowerShell" in text]
    window.press_verb()
    window.press_verb()
    assert window.number == "T14"
    window.press("Fill in the practice values")
    window.press_verb()
    assert window.number == "T5"


@pytest.mark.parametrize("fault", ["sender-needs-admin", "sender-secret-expired"])
def test_no_problem_of_a_personal_account_speaks_of_an_administrator(
    window: Window, services: PracticeServices, fault: str, own_browser: OwnBrowser
) -> None:
    personal_at(window)
    window.press("Fill in the practice values")
    window.press_verb()
    services.add_fault(fault)
    choose_way(window, "window")
    window.press_verb(rest=False)
    if fault == "sender-secret-expired":
        window.wait_for(lambda: browser_of(window) is not None)
        press_in(browser_of(window), "accept")
    window.come_to_rest()
    assert window.problem is not None
    words = [*window.texts(window.problem), *window.texts(window.page)]
    # but for what Microsoft itself says
    ours = [text.partition("requires administrator permission.")[2] or text for text in words]
    assert not [text for text in ours if "xchange" in text or "dministrator" in text], words


# --- a domain of one's own ---


class Names:
    """Name servers that know one domain."""

    def __init__(self, exchanger: str) -> None:
        self._exchanger, self.asked = exchanger, list[str]()

    def mail_exchangers(self, domain: str) -> list[str]:
        self.asked.append(domain)
        return [self._exchanger]

    def texts(self, name: str) -> list[str]:
        self.asked.append(name)
        return []


@pytest.mark.parametrize(
    ("exchanger", "provider", "name", "server", "login"),
    [
        ("aspmx.l.google.com", "gmail", "Google (Google Workspace)", "smtp.gmail.com", "password"),
        (
            "shop-example.mail.protection.outlook.com",
            "office365",
            "Microsoft (Microsoft 365)",
            "smtp.office365.com",
            "sign-in",
        ),
    ],
)
def test_a_domain_of_ones_own_is_recognised_by_who_takes_its_mail(
    window: Window, exchanger: str, provider: str, name: str, server: str, login: str
) -> None:
    window.open(SENDER)
    assert "Only the domain's name leaves this PC" in said(window)
    names = Names(exchanger)
    object.__setattr__(window.session.tools, "names", names)
    window.answer({"email_address": "till@shop.example"})
    window.press_verb()
    found = [str(window.box(b).value) for b in ("provider", "server", "login_kind")]
    assert found == [provider, server, login]
    assert f"The mail of shop.example is at {name}." in said(window)
    assert exchanger in said(window)
    assert names.asked == ["shop.example"]
    window.choose("provider", "bt")
    assert "is at" not in said(window)


def test_after_the_test_email_it_is_said_what_the_domain_lacks(window: Window) -> None:
    window.walk_to("T6")
    object.__setattr__(window.session.tools, "names", Names(""))
    window.press_verb()
    assert window.problem is None
    assert "Customers may find your mail in Junk." in said(window)
    assert "Ask your domain's administrator" in said(window)
    window.go_on_to("T8")
    assert "T6 says what to ask its administrator for" in said(window)
