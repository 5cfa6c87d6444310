"""H1 before the till opens: the card of the books says whether today's documents would pass in Xero."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from tests.gui.conftest import OpenWindow
from tests.gui.test_home_states import card_of
from tests.gui.web import HARMLESS
from tests.gui.window import SHOP, Window, program_for, wait_for
from tests.unit.jobs.programs import AtXero, done
from wizard.app.program import Program
from wizard.catalogue.till import till_words
from wizard.jobs.books.store_matches import StoreMatches
from wizard.jobs.xero.choose_tenant import UseTenant
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.model.mapping import Choice, Mapping
from wizard.model.record import Proof, ProofState
from wizard.practice import PracticeServices

pytestmark = pytest.mark.qt_log_ignore(*HARMLESS)

GOOD = {"payment": {"EFTPOS": Choice("641"), "Old voucher": Choice("not used")}}
GONE = {"payment": {"EFTPOS": Choice("641")}, "account": {"Video hire": Choice("205")}}


@pytest.fixture
def program(home: Path, services: PracticeServices) -> Program:
    """A store that is signed in and has proven the shop's connection."""
    made = program_for(home, services.services_file, practice=True)
    done(ConnectXero(), made, AtXero())
    done(UseTenant("", ""), made)
    own = made.site.record().organisation
    assert own is not None
    proof = Proof(ProofState.PROVEN, datetime.now(UTC), own.name, own.tenant_id)
    made.site.change(lambda record: record.with_proof(SHOP, proof))
    return made


def at_home(open_window: OpenWindow, program: Program) -> Window:
    window = open_window(program)
    window.controller.show_home()
    return window


def line(window: Window) -> QLabel:
    """The last line of the shop's card."""
    return list(window.visible(QLabel, card_of(window, SHOP)))[-1]


def waits(window: Window) -> bool:
    return line(window).text() == till_words().looking


def test_a_store_whose_matches_are_right_is_ready(open_window: OpenWindow, program: Program) -> None:
    StoreMatches(program.site).keep(Mapping(choices=GOOD))
    window = at_home(open_window, program)
    before = card_of(window, SHOP).height()
    wait_for(lambda: not waits(window))
    assert line(window).text() == (
        "Looked at for today: your one match fits what Xero had within the last hour."
    )
    assert line(window).objectName() == "muted", "what it rests on may have changed since"
    assert card_of(window, SHOP).height() == before, "it had its room from the start"


def test_an_account_archived_since_is_said_with_what_to_do(open_window: OpenWindow, program: Program) -> None:
    StoreMatches(program.site).keep(Mapping(choices=GONE))
    window = at_home(open_window, program)
    wait_for(lambda: not waits(window))
    text = line(window).text()
    assert text.startswith("Not ready for today: ")
    assert text.endswith("Video hire is matched to 205 Sales - Video Hire, which was archived in Xero")
    assert line(window).objectName() == "fault"


def test_without_xero_and_anything_known_of_it_nothing_is_claimed(
    open_window: OpenWindow, program: Program, services: PracticeServices
) -> None:
    StoreMatches(program.site).keep(Mapping(choices=GOOD))
    services.add_fault("token-consumed")
    again = program_for(program.world.home, services.services_file, practice=True)
    again.vault = program.vault
    window = at_home(open_window, again)
    wait_for(lambda: not waits(window))
    assert line(window).text().startswith("Not checked for today: ")
    assert line(window).objectName() == "muted"


def test_a_store_without_matches_has_no_such_line(open_window: OpenWindow, program: Program) -> None:
    window = at_home(open_window, program)
    assert not [t for t in window.texts(card_of(window, SHOP)) if "for today" in t]
