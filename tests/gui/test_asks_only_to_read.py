"""What our own sign-in asks Xero for: to read, and to write only where something is to be sent."""

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from msgspec.structs import replace

from tests.gui.conftest import OpenWindow
from tests.gui.web import HARMLESS, OwnBrowser
from tests.gui.window import RENTAL, SHOP, Window, program_for, wait_for
from wizard.catalogue.load import hidden_procedures, posting_scopes, procedure, reading_scopes, scopes
from wizard.catalogue.schema import Action, Scope
from wizard.jobs.xero.connect_xero import asks_to_send_more, permissions
from wizard.model.record import Opened, Proof, ProofState, StoreRecord, XeroConnection
from wizard.model.xero import Organisation
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


NORTH, CORNER = "Corner Store North Pty Ltd", "Corner Store Pty Ltd"
ASKS_MORE = "lets Tillbridge look, and not send"


@pytest.mark.parametrize(
    ("asked", "there", "is_more"),
    [
        (reading_scopes(), XeroConnection(may_write=False), False),
        (posting_scopes(), XeroConnection(may_write=False), True),
        (posting_scopes(), XeroConnection(may_write=False, may_post=True), False),
        (scopes(), XeroConnection(may_write=False, may_post=True), True),
        (scopes(), XeroConnection(may_write=True), False),
    ],
)
def test_only_what_is_asked_to_send_and_was_not_given_is_more(
    asked: tuple[Scope, ...], there: XeroConnection, *, is_more: bool
) -> None:
    assert asks_to_send_more(asked, there) is is_more


@pytest.mark.parametrize(("set_up", "says_more"), [(RENTAL, False), (SHOP, True)])
def test_the_sign_in_page_says_why_it_asks_again_and_which_to_pick(
    window: Window, set_up: str, *, says_more: bool
) -> None:
    """Another organisation was picked last: where nothing is to be sent, that is not why it asks."""

    def other_picked(record: StoreRecord) -> StoreRecord:
        opened = (Opened("tenant-of-north", NORTH),)
        xero = replace(record.xero, client_id="app", connected=True, may_write=False, opened=opened)
        return replace(
            record, xero=xero, organisation=Organisation("tenant", CORNER), proofs={set_up: PROVEN}
        )

    window.program.site.change(other_picked)
    window.controller.show_home()
    window.open("xero-connection")
    assert window.number == "H11"
    said = " ".join(window.texts(window.page))
    assert f"In the last sign-in {NORTH} was picked. On Xero’s page pick {CORNER}" in said
    assert (ASKS_MORE in said) is says_more


def test_a_store_without_an_organisation_is_told_of_none(window: Window) -> None:
    window.open(SHOP)
    assert window.number == "W1"
    assert "On Xero’s page pick" not in " ".join(window.texts(window.page))
