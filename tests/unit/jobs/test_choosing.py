"""Jobs that window and command line share: which organisation, which sender, which undo."""

from dataclasses import replace

from tests.faults.person import practice_person
from tests.unit.jobs.programs import AtXero, Programs, done, signed_in
from wizard.catalogue.providers import ANOTHER, provider
from wizard.jobs.programs.compare_undo import CompareUndo
from wizard.jobs.sender.disconnect_sender import DisconnectSender
from wizard.jobs.sender.own_sender import VAULT_PASSWORD, Sender, known_sender, remember_sender
from wizard.jobs.xero.choose_tenant import ListTenants, Unsettled, UseTenant, waits_for_choice
from wizard.jobs.xero.connect_xero import ConnectXero
from wizard.jobs.xero.disconnect_xero import DisconnectXero
from wizard.jobs.xero.fetch_access import FetchAccess
from wizard.jobs.xero.read_standing import ReadStanding
from wizard.model.mail import Identity, Outgoing, OutgoingAuth, SocketType
from wizard.model.problem import Problem
from wizard.model.progress import Cancel, Silent
from wizard.model.secret import Secret
from wizard.oauth.attempt import Attempt

CORNER, DEMO = "Corner Store Pty Ltd", "Demo Company (AU)"


class AtXeroForDemo(AtXero):
    def item(self, item: Attempt) -> None:
        assert item.offer(practice_person(DEMO).visit(item.sign_in.address())) is None


def test_a_sign_in_waits_until_an_organisation_is_chosen(programs: Programs) -> None:
    program = programs.start()
    assert not waits_for_choice(program.tools())
    done(ConnectXero(), program, AtXero())
    assert waits_for_choice(program.tools())
    done(UseTenant("", ""), program)
    assert not waits_for_choice(program.tools())


def test_every_organisation_of_the_sign_in_is_listed_with_the_one_in_use(programs: Programs) -> None:
    program = signed_in(programs)
    assert [(t.name, mine) for t, mine in done(ListTenants(), program).value] == [(CORNER, False)]
    done(UseTenant("", ""), program)
    done(ConnectXero(), program, AtXeroForDemo())
    listed = {t.name: mine for t, mine in done(ListTenants(), program).value}
    assert listed == {CORNER: True, DEMO: False}


def test_a_sign_in_for_another_organisation_is_not_this_stores_connection(programs: Programs) -> None:
    program = signed_in(programs)
    done(UseTenant("", ""), program)
    assert done(ReadStanding(), program).problem is None
    done(DisconnectXero(everything=True), program)
    done(ConnectXero(), program, AtXeroForDemo())
    problem = done(ReadStanding(), program).problem
    assert problem is not None
    assert (problem.code, problem.facts["old"], problem.facts["new"]) == ("ORG-CHANGED", CORNER, DEMO)
    refused = DisconnectXero(everything=False).run(program.tools(), Silent(), Cancel())
    assert refused == Problem("DISCONNECT-OTHER", {"own": CORNER, "others": DEMO})
    assert [t.name for t, _ in done(ListTenants(), program).value] == [DEMO], "nothing was ended"


def test_what_stays_connected_after_this_stores_organisation_went_is_named(programs: Programs) -> None:
    program = signed_in(programs)
    done(UseTenant("", ""), program)
    done(ConnectXero(), program, AtXeroForDemo())
    facts = done(DisconnectXero(everything=False), program).facts
    assert (facts["disconnected"], facts["still_connected"]) == ([CORNER], [DEMO])
    assert (facts["still_connected_names"], facts["sign_in_ended"]) == (DEMO, False)


def test_one_that_was_not_picked_is_said_with_those_that_were(programs: Programs) -> None:
    program = signed_in(programs)
    found = done(UseTenant("Nowhere Ltd", None), program)
    assert found.problem == Problem("ORG-CHOOSE", {"wanted": "Nowhere Ltd", "names": CORNER})
    assert isinstance(found.value, Unsettled)
    assert found.value.meant == ()
    assert [t.name for t in found.value.picked] == [CORNER]


def test_naming_it_confirms_a_change_where_no_name_can_be_typed(programs: Programs) -> None:
    program = signed_in(programs)
    done(UseTenant("", ""), program)
    done(ConnectXero(), program, AtXeroForDemo())
    for typed in ("", "Demo"):
        refused = UseTenant(DEMO, typed).run(program.tools(), Silent(), Cancel())
        assert isinstance(refused, Problem)
        assert refused.code == "ORG-CHANGED"
    done(UseTenant(DEMO, None), program)
    kept = program.site.record().organisation
    assert kept is not None
    assert kept.name == DEMO


def test_an_access_token_is_fetched_for_whoever_asks(programs: Programs) -> None:
    program = signed_in(programs)
    assert isinstance(done(FetchAccess(), program).value, Secret)
    outcome = FetchAccess().run(programs.start().tools(), Silent(), Cancel())
    assert not isinstance(outcome, Problem)


def test_a_sender_with_a_password_is_forgotten_as_a_whole(programs: Programs) -> None:
    tools = programs.start().tools()
    out = Outgoing("mail.practice.example", 587, SocketType.STARTTLS, OutgoingAuth.PASSWORD, "store")
    sender = Sender(Identity("Corner Store", "store@practice.example"), provider(ANOTHER), out)
    remember_sender(tools, sender)
    tools.vault.set(VAULT_PASSWORD, Secret("a-password"))
    assert known_sender(tools) == replace(sender, app=None)
    DisconnectSender(sender).run(tools, Silent(), Cancel())
    assert known_sender(tools) is None
    assert tools.vault.get(VAULT_PASSWORD) is None


def test_an_undo_of_nothing_says_so(programs: Programs) -> None:
    name = "20261120-0904-mail-write-0001"
    outcome = CompareUndo(name).run(programs.start().tools(), Silent(), Cancel())
    assert outcome == Problem("RECEIPT-NONE", {"receipt": name})
