"""What our own sign-in asks Xero for: to read, and to write only where something is to be sent."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.gui.conftest import OpenWindow
from tests.gui.web import HARMLESS, OwnBrowser
from tests.gui.window import RENTAL, SHOP, Window, program_for, wait_for
from wizard.catalogue.load import hidden_procedures, procedure, reading_scopes, scopes
from wizard.catalogue.schema import Action
from wizard.jobs.xero.connect_xero import permissions
from wizard.model.record import Proof, ProofState, StoreRecord
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

READS = ["offline_access", "accounting.settings.read", "accounting.manualjournals.read"]
EVERYTHING = [scope.id for scope in scopes()]
PROVEN = Proof(ProofState.PROVEN, datetime(2026, 11, 20, tzinfo=UTC))


def test_point_of_rental_asks_only_to_read_and_says_so(window: Window, own_browser: OwnBrowser) -> None:
    window.walk_to("R13")
    said = " ".join(window.texts(window.page))
    for scope in dict.fromkeys((*scopes(), *reading_scopes())):
        assert (scope.reason.removeprefix("to ") in said) is (scope.id in READS)
    window.page.take_action(Action(label="", does="way", value="browser"))
    window.press_verb(rest=False)
    wait_for(lambda: own_browser.opened)
    asked = parse_qs(urlsplit(own_browser.opened[0]).query)["scope"][0].split()
    assert asked == READS
    window.press("Cancel")


@pytest.mark.parametrize(
    ("set_up", "asked"),
    [((RENTAL,), READS), ((RENTAL, SHOP), EVERYTHING), ((SHOP,), EVERYTHING), ((), EVERYTHING)],
)
def test_signing_in_again_asks_for_what_the_store_has_set_up(
    set_up: tuple[str, ...], asked: list[str]
) -> None:
    record = StoreRecord(proofs=dict.fromkeys(set_up, PROVEN))
    (connection,) = hidden_procedures()
    assert [each.id for each in permissions(connection, record)] == asked


def test_the_web_shop_asks_to_send_also_where_the_other_one_only_reads() -> None:
    assert [each.id for each in permissions(procedure(SHOP), StoreRecord())] == EVERYTHING


def test_a_sign_in_that_only_reads_is_not_enough_for_the_web_shop(
    open_window: OpenWindow, home: Path
) -> None:
    with PracticeServices() as services:  # one that nobody has given more yet: Xero adds up what was allowed
        window = open_window(program_for(home, services.services_file))
        window.controller.show_home()
        window.walk_to("R4")
        assert not window.session.tools.site.record().xero.may_write
        window.open(SHOP)
        assert window.number == "W1"
        assert window.session.needs_run, "it asks again, to send"
        window.go_on_to("W2")
        assert window.session.tools.site.record().xero.may_write
        window.close()
